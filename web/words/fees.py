"""Words of the account of fees, of receipts and of what becomes of them."""

from enum import StrEnum

from models.domain.fee_ledger import Account, FeeEvent
from web.language import N_

SENTENCES: dict[str, str] = {
    "receipt_twice": N_("The same receipt is named twice."),
    "receipt_not_needed": N_("One receipt covers the fee: keep the other one for another application."),
}
PATTERNS: dict[str, str] = {}
NAMES: dict[type[StrEnum], dict[str, str]] = {
    Account: {
        Account.OUTSIDE: N_("Payers and other courts"),
        Account.RECEIVED: N_("Received"),
        Account.RESERVED: N_("Reserved for applications"),
        Account.OVERPAID: N_("Overpaid"),
        Account.USED: N_("Used"),
        Account.RELEASED: N_("Released, free to be used again"),
        Account.REFUNDABLE: N_("To be refunded"),
        Account.REFUNDED: N_("Refunded"),
    },
    FeeEvent: {
        FeeEvent.RECEIVED: N_("Receipt received"),
        FeeEvent.LEFT: N_("Receipt taken for an application"),
        FeeEvent.RESERVED: N_("Reserved for an application"),
        FeeEvent.USED: N_("Used: the application was accepted"),
        FeeEvent.RELEASED: N_("Released"),
        FeeEvent.REFUND_ORDERED: N_("Refund ordered"),
        FeeEvent.REFUNDED: N_("Money given back"),
    },
}
