"""Words of the account of fees, of receipts and of what becomes of them."""

from enum import StrEnum

from models.domain.fee_ledger import Account, FeeEvent, RefundGround
from models.domain.fee_reconciliation import DifferenceKind
from models.domain.payment import Portal
from web.language import N_

SENTENCES: dict[str, str] = {
    "refund_not_due": N_("Of this receipt nothing is to be given back at this court."),
    "refund_was_ordered": N_("The refund was ordered."),
    "refund_was_asked": N_("The court was asked to give the fee back. You will be told its answer."),
    "refund_asked": N_("A request for this receipt waits for the court’s answer."),
    "refund_no_court": N_("No court was chosen for this application yet: choose it first, it answers the request."),
    "refund_answered": N_("This request was answered."),
    "refund_was_answered": N_("The request was answered; who asked has been told."),
    "refund_refusal_unknown": N_("Choose the ground of the refusal from the list"),
    "refund_refusal_missing": N_("Choose the ground of the refusal from the list"),
    "refund_text_missing": N_("Write why the request is refused"),
    "paid_late": N_("The money arrived after the payment had been given up."),
    "portal_unknown": N_("The court does not take payments by this portal."),
    "receipt_ambiguous": N_("Two portals know a receipt of this number. Contact the court."),
    "fee_by_value": N_("The value of the claim was changed: %(before)s before, %(after)s now."),
    "fee_by_kind": N_("The kind of the application was changed."),
    "fee_by_court": N_("The court was changed."),
    "fee_by_dwelling": N_("The answer about one's own dwelling was changed."),
    "fee_by_parties": N_("The parties, or your earlier filings, are others now."),
    "receipt_twice": N_("The same receipt is named twice."),
    "receipt_not_needed": N_("One receipt covers the fee: keep the other one for another application."),
}
PATTERNS: dict[str, str] = {
    "refund_waits_portal_unknown": N_("Waits: the portal at which it was paid is not connected to the court"),
    "refund_waits_unavailable": N_("Waits: the portal did not answer; it is asked every night"),
    "refund_waits_.*": N_("Waits: the portal refused to give it back; it is asked every night"),
}
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
    Portal: {
        Portal.GOVERNMENT: N_("Government Payment Portal"),
        Portal.ASAN: N_("ASAN payment"),
    },
    DifferenceKind: {
        DifferenceKind.UNKNOWN_HERE: N_("Paid, but the court did not hear of it"),
        DifferenceKind.UNKNOWN_THERE: N_("The portal does not list it"),
        DifferenceKind.AMOUNT: N_("The sums differ"),
        DifferenceKind.REFUND: N_("Only one side gave money back"),
    },
    RefundGround: {
        RefundGround.OVERPAID: N_("Paid above the fee"),
        RefundGround.RETURNED: N_("The application was returned"),
        RefundGround.DECLINED: N_("Acceptance of the application was refused"),
        RefundGround.NOT_FILED: N_("No application reached the court"),
    },
    FeeEvent: {
        FeeEvent.RECEIVED: N_("Receipt received"),
        FeeEvent.LEFT: N_("Receipt taken for an application"),
        FeeEvent.RESERVED: N_("Reserved for an application"),
        FeeEvent.USED: N_("Used: the application was accepted"),
        FeeEvent.RELEASED: N_("Released"),
        FeeEvent.SET_ASIDE: N_("Acceptance was refused: to be given back"),
        FeeEvent.TAKEN_OVER: N_("Taken over by the court that gives it back"),
        FeeEvent.REFUND_ORDERED: N_("Refund ordered"),
        FeeEvent.REFUNDED: N_("Money given back"),
    },
}
