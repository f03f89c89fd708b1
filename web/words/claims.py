"""Words of a claim's statuses, of what happened to it, and of a signature under way."""

from enum import StrEnum

from models.domain.claim_status import Act, ClaimStatus
from models.domain.signing import SigningStatus
from web.language import N_

SENTENCES: dict[str, str] = {
    # what the next page begins with
    "claim_withdrawn": N_("The application is a draft again. Correct it and confirm it anew."),
    "claim_copied": N_("A new draft was made with everything filled in."),
    "signature_refused": N_("You refused to sign. The filer has been told."),
    "claim_was_accepted": N_("The application was accepted and its case number was given."),
    "claim_was_declined": N_("Acceptance was refused. The filer has been told; the fee is to be given back."),
    "cannot_copy_when_declined": N_(
        "The court refused to accept this application: the same claim cannot be filed again (MPM 153.5)."
    ),
    "refusal_ground_unknown": N_("Choose the ground of the refusal from the list"),
    "kind_not_declined": N_(
        "MPM 153.2 is of claims and of special proceedings: acceptance of this kind of application cannot be refused by"
        " it."
    ),
    "claim_was_returned": N_("The application was returned. The filer has been told and the receipt is free again."),
    "signer_replaced": N_("Another person is to sign. Both have been told."),
    "notices_read": N_("All notifications are marked as read."),
    # why a signature did not come about
    "signing_under_way": N_("A request is already on your phone. Finish or cancel it there first."),
    "signer_mismatch": N_("The certificate on this SIM card belongs to another person: the FİN is not yours."),
    "provider_unavailable": N_("ASAN İmza is not answering. Nothing was signed: try again in a few minutes."),
    "provider_refused": N_("ASAN İmza refused the request. Nothing was signed."),
    "signature_not_awaited": N_(
        "Your signature is no longer awaited: while you were signing, the application was taken back or refused, or"
        " another person was named. Nothing was signed."
    ),
    "seal_certificate_missing": N_(
        "This number has no business certificate of the organisation, so its seal cannot be put. Nothing was signed:"
        " sign without the seal, or with the number that has the certificate."
    ),
    "seal_of_another": N_("You can call only for the seal of the organisation for which you sign."),
    "signing_failed": N_("The signature that came back could not be used. Nothing was signed: try again."),
    "document_damaged": N_("The stored file is not the one that was filed: it is not given out."),
    "co_claimant_refused": N_("A co-claimant refused to sign"),
    "return_ground_unknown": N_("Choose the ground of the return from the list."),
}
PATTERNS: dict[str, str] = {}
NAMES: dict[type[StrEnum], dict[StrEnum, str]] = {
    ClaimStatus: {
        ClaimStatus.DRAFT: N_("Draft"),
        ClaimStatus.CONFIRMED: N_("Confirmed"),
        ClaimStatus.PARTIALLY_SIGNED: N_("Partially signed"),
        ClaimStatus.SENT: N_("Sent"),
        ClaimStatus.ACCEPTED: N_("Accepted"),
        ClaimStatus.RETURNED: N_("Returned"),
        ClaimStatus.REFUSED: N_("Refused"),
        ClaimStatus.DECLINED: N_("Acceptance refused"),
        ClaimStatus.DELETED: N_("Deleted"),
    },
    Act: {
        Act.OPEN: N_("The draft was opened"),
        Act.CONFIRM: N_("The filer confirmed the application"),
        Act.WITHDRAW: N_("The filer took it back to draft"),
        Act.REPLACE: N_("The filer named another person to sign for an organisation"),
        Act.SIGN: N_("Signed; others are awaited"),
        Act.SEND: N_("Signed by the last signer and sent to the court"),
        Act.SEAL: N_("The organisation's seal was put"),
        Act.REFUSE: N_("A co-claimant refused to sign"),
        Act.DECIDE: N_("The decision was taken; it may still be undone"),
        Act.UNDO: N_("The decision was undone: the filing is at the desk again"),
        Act.ACCEPT: N_("The court accepted it and opened a case"),
        Act.RETURN: N_("The court returned it"),
        Act.DECLINE: N_("The court refused to accept it (MPM 153.2)"),
        Act.DELETE: N_("The draft was deleted"),
        Act.REMIND: N_("Signers were reminded"),
        Act.WARN_FILER: N_("The filer was warned that the draft will expire"),
        Act.EXPIRE: N_("The draft expired"),
        Act.WARN_COURT: N_("The court was warned that its time is about to end"),
        Act.MARK_OVERDUE: N_("The court's time to decide ran out"),
        Act.HEAR: N_("A register that had been silent answered about a party"),
        Act.DEEM_ACCEPTED: N_("The court did not answer in five days: deemed accepted (MPM 151.3)"),
    },
    SigningStatus: {
        SigningStatus.PREPARING: N_("The request is being sent to the phone"),
        SigningStatus.WAITING: N_("Waiting for PIN2"),
        SigningStatus.SIGNED: N_("Signed; the time-stamp is awaited"),
        SigningStatus.STAMPED: N_("Signed; the certificate is being proved"),
        SigningStatus.DONE: N_("Signed"),
        SigningStatus.FAILED: N_("Not signed"),
    },
}
