"""Names of what happens to a person's data."""

from enum import StrEnum

from models.tables.access import Look
from models.tables.inquiries import InquiryKind
from web.language import N_
from web.pages.ledger import LedgerKind

NAMES: dict[type[StrEnum], dict[str, str]] = {
    LedgerKind: {
        LedgerKind.LOOK: N_("Looks of the staff"),
        LedgerKind.IDENTITY: N_("Checks of the identity"),
        LedgerKind.INQUIRY: N_("Inquiries in registers"),
        LedgerKind.SIGN_IN: N_("Sign-ins"),
        LedgerKind.CORRECTION: N_("Requests for correction"),
    },
    Look: {
        Look.PAGE: N_("The application with its parties"),
        Look.DOCUMENT: N_("The document of the application"),
        Look.CONTAINER: N_("The application with its signatures"),
        Look.ATTACHMENT: N_("An attached document"),
        Look.REGISTER: N_("The audit register of the application"),
        Look.IDENTITY: N_("Your identity as the register gives it"),
        Look.SCAN: N_("The scan of your identity document"),
    },
    InquiryKind: {
        InquiryKind.PARTY_PERSON: N_("Identity checked as a party"),
        InquiryKind.PARTY_ORGANISATION: N_("Organisation checked as a party"),
        InquiryKind.OWN_DETAILS: N_("Own identity taken from the register"),
        InquiryKind.IDENTITY_CARD: N_("Number of the identity card asked for"),
        InquiryKind.VOEN: N_("VÖEN asked for"),
        InquiryKind.OWN_ORGANISATIONS: N_("Organisations you stand for, checked in the tax register"),
        InquiryKind.CORRECTION: N_("Compared for a correction"),
    },
}
