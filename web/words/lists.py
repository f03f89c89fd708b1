"""Words of the litigant's lists: their orders, and what a search cannot read."""

from enum import StrEnum

from web.forms.claim_list import Order
from web.language import N_

SENTENCES: dict[str, str] = {
    "sought_number_format": N_("The number of an application looks like ƏR-2026-000123; its last part is enough."),
    "sought_document_format": N_("Enter series and number of the document, e.g. AZE01234567."),
    "sought_receipt_format": N_("Enter the number of the receipt as it stands on it."),
    "claim_archived": N_("The application is in your archive. Others, and the court, see it as before."),
    "claim_unarchived": N_("The application is in your list again."),
}
PATTERNS: dict[str, str] = {
    r"cannot_archive_when_\w+": N_("Only an accepted application can be archived."),
}
NAMES: dict[type[StrEnum], dict[StrEnum, str]] = {
    Order: {
        Order.NEWEST: N_("Last changed first"),
        Order.OLDEST: N_("Last changed last"),
        Order.NUMBER: N_("Number, rising"),
        Order.LAST_NUMBER: N_("Number, falling"),
        Order.COURT: N_("Court, by the alphabet"),
        Order.STATUS: N_("Status, from draft on"),
    },
}
