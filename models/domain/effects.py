"""What each recorded step of a claim brings about: for its receipt, and for the people who must be told."""

from dataclasses import dataclass
from enum import StrEnum

from models.domain.claim import Claim
from models.domain.claim_status import Act, ClaimStatus


class ReceiptEffect(StrEnum):
    """What a step does to the receipt that covers the claim (FEE-4)."""

    RESERVE = "reserve"
    USE = "use"
    RELEASE = "release"
    SET_ASIDE = "set_aside"  # to be given back (MPM 114): no other application can take it


RECEIPT_EFFECTS: dict[Act, ReceiptEffect] = {
    Act.CONFIRM: ReceiptEffect.RESERVE,
    Act.WITHDRAW: ReceiptEffect.RELEASE,
    Act.REFUSE: ReceiptEffect.RELEASE,
    Act.RETURN: ReceiptEffect.RELEASE,
    Act.DECLINE: ReceiptEffect.SET_ASIDE,
    Act.ACCEPT: ReceiptEffect.USE,
    Act.DEEM_ACCEPTED: ReceiptEffect.USE,
}


class NoticeKind(StrEnum):
    """What a person can be told, by a claim or of his own cabinet; each has its words per language and channel."""

    CLAIM_CONFIRMED = "claim_confirmed"
    SIGNATURE_AWAITED = "signature_awaited"
    SIGNATURE_GIVEN = "signature_given"
    SIGNATURE_REMINDER = "signature_reminder"
    SIGNER_NAMED = "signer_named"  # goes to whoever was put in another's place
    SIGNER_REPLACED = "signer_replaced"  # goes to that other
    CLAIM_WITHDRAWN = "claim_withdrawn"
    CLAIM_REFUSED = "claim_refused"
    CLAIM_SENT = "claim_sent"
    CLAIM_ACCEPTED = "claim_accepted"
    CLAIM_DEEMED_ACCEPTED = "claim_deemed_accepted"  # the court did not answer in time (MPM 151.3)
    CASE_OPENED = "case_opened"  # goes to the parties who did not file, as far as they have a cabinet
    CLAIM_RETURNED = "claim_returned"
    CLAIM_DECLINED = "claim_declined"  # the court refused to take it (MPM 153.2)
    DRAFT_WARNING = "draft_warning"
    DRAFT_EXPIRED = "draft_expired"
    DECISION_DUE = "decision_due"
    DECISION_OVERDUE = "decision_overdue"
    DECISION_DEEMED = "decision_deemed"  # goes to the court whose time ran out
    DESK_ASSIGNED = "desk_assigned"  # goes to one member of the staff
    DESK_TAKEN_OVER = "desk_taken_over"  # likewise
    PAYMENT_RECEIVED = "payment_received"  # the receipt came, but the draft had changed meanwhile
    REFUND_ASKED = "refund_asked"  # goes to the court that rules on it
    REFUND_GRANTED = "refund_granted"
    REFUND_REFUSED = "refund_refused"
    PARTIES_CHECKED = "parties_checked"  # a register that had been silent agrees
    PARTIES_REFUSED = "parties_refused"  # it does not
    PARTY_DIFFERS = "party_differs"  # it does not, and the claim is confirmed already
    FILING_DIFFERS = "filing_differs"  # likewise; goes to the court that has the filing
    NEW_DEVICE = "new_device"  # a sign-in from a device that was not seen for long
    EMAIL_LINK = "email_link"  # goes to the address that is to be confirmed
    EMAIL_CHANGING = "email_changing"  # goes to the address that is to be replaced
    PHONE_CODE = "phone_code"
    CAPACITY_BEGAN = "capacity_began"  # the person may act for an organisation from now on (ID-12)
    CAPACITY_ENDED = "capacity_ended"
    CORRECTION_APPROVED = "correction_approved"
    CORRECTION_REJECTED = "correction_rejected"
    CORRECTION_DUE = "correction_due"  # goes to the owners
    CORRECTION_OVERDUE = "correction_overdue"  # likewise


# What concerns a person's cabinet and no claim.
OF_CABINET = frozenset(
    {
        NoticeKind.NEW_DEVICE,
        NoticeKind.EMAIL_LINK,
        NoticeKind.EMAIL_CHANGING,
        NoticeKind.PHONE_CODE,
        NoticeKind.CAPACITY_BEGAN,
        NoticeKind.CAPACITY_ENDED,
        NoticeKind.CORRECTION_APPROVED,
        NoticeKind.CORRECTION_REJECTED,
        NoticeKind.CORRECTION_DUE,
        NoticeKind.CORRECTION_OVERDUE,
    }
)


@dataclass(frozen=True)
class NoticeOrder:
    """One person (by FİN), or the registry of one court, is to be told one thing."""

    kind: NoticeKind
    fin: str = ""
    court_id: str = ""
    voen: str = ""  # of the organisation for which the person is told, where that is not the claim's own


def notices_of(before: Claim, after: Claim, act: Act, *, actor_fin: str) -> tuple[NoticeOrder, ...]:
    """Return who is told what when a step is recorded; each person is told once."""
    everyone = [signer.fin for signer in (after.signers or before.signers)]
    match act:
        case Act.CONFIRM:
            return _to([after.filer_fin], NoticeKind.CLAIM_CONFIRMED)
        case Act.SIGN | Act.SEAL | Act.REPLACE:
            return _in_the_room(before, after, act, actor_fin)
        case Act.SEND | Act.ACCEPT | Act.RETURN | Act.DECLINE | Act.REFUSE:
            return _to(everyone, _TO_EVERYONE[act])
        case Act.WITHDRAW:
            told = [fin for fin in _knowing(before) if fin != actor_fin]
            return _to(told, NoticeKind.CLAIM_WITHDRAWN)
        case Act.HEAR:
            return _on_answer(after)
        case _:
            return _on_term(after, act)


_OF_DRAFT = {Act.WARN_FILER: NoticeKind.DRAFT_WARNING, Act.EXPIRE: NoticeKind.DRAFT_EXPIRED}
_TO_EVERYONE = {
    Act.SEND: NoticeKind.CLAIM_SENT,
    Act.ACCEPT: NoticeKind.CLAIM_ACCEPTED,
    Act.RETURN: NoticeKind.CLAIM_RETURNED,
    Act.DECLINE: NoticeKind.CLAIM_DECLINED,
    Act.REFUSE: NoticeKind.CLAIM_REFUSED,
}


def _in_the_room(before: Claim, after: Claim, act: Act, actor_fin: str) -> tuple[NoticeOrder, ...]:
    if act is Act.REPLACE:
        return _on_replacement(before, after)
    if act is Act.SEAL:
        return _to([fin for fin in [before.filer_fin] if fin != actor_fin], NoticeKind.SIGNATURE_GIVEN)
    # CLM-13: co-claimants are called when the filer has signed; the filer hears of every later signature.
    if actor_fin == after.filer_fin:
        return _to(list(after.awaited), NoticeKind.SIGNATURE_AWAITED)
    return _to([before.filer_fin], NoticeKind.SIGNATURE_GIVEN)


def _on_answer(after: Claim) -> tuple[NoticeOrder, ...]:
    # A register that agrees is seen on the checklist and in the history; nobody has to do anything.
    if not after.registers.answers[-1].code:
        return ()
    filer = _to([after.filer_fin], NoticeKind.PARTY_DIFFERS)
    at_court = after.status is ClaimStatus.SENT
    return (*filer, NoticeOrder(NoticeKind.FILING_DIFFERS, court_id=after.court_id)) if at_court else filer


def _on_replacement(before: Claim, after: Claim) -> tuple[NoticeOrder, ...]:
    left, came = ({signer.fin for signer in claim.signers} for claim in (before, after))
    return (
        *_to(sorted(left - came), NoticeKind.SIGNER_REPLACED),
        *_to(sorted(came - left), NoticeKind.SIGNER_NAMED),
    )


def _knowing(claim: Claim) -> list[str]:
    """Return who has heard that the claim is to be signed: everybody once one has signed, else those named later."""
    is_known = any(signer.signed_at for signer in claim.signers)
    return [signer.fin for signer in claim.signers if is_known or signer.named_at]


def _on_term(after: Claim, act: Act) -> tuple[NoticeOrder, ...]:
    match act:
        case Act.REMIND:
            return _to(list(after.called), NoticeKind.SIGNATURE_REMINDER)
        case Act.WARN_FILER | Act.EXPIRE:
            return _to([after.filer_fin], _OF_DRAFT[act])
        case Act.WARN_COURT:
            return (NoticeOrder(NoticeKind.DECISION_DUE, court_id=after.court_id),)
        case Act.MARK_OVERDUE:
            return (NoticeOrder(NoticeKind.DECISION_OVERDUE, court_id=after.court_id),)
        case Act.DEEM_ACCEPTED:  # never silently: everybody who signed is told, and the court whose time it was
            told = _to([signer.fin for signer in after.signers], NoticeKind.CLAIM_DEEMED_ACCEPTED)
            return (*told, NoticeOrder(NoticeKind.DECISION_DEEMED, court_id=after.court_id))
        case _:
            return ()


def _to(fins: list[str], kind: NoticeKind) -> tuple[NoticeOrder, ...]:
    return tuple(NoticeOrder(kind, fin=fin) for fin in dict.fromkeys(fins))
