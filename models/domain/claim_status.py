"""The statuses of a claim, its acts, and the one table of what may follow what.

The words users know (CLM-10): draft "Qaralama", confirmed "Təsdiqlənmiş", partially signed "Natamam imzalanmış", sent
"Göndərilmiş", accepted "Qəbul edilmiş"; refused by a co-claimant, returned, or not taken by the court "İmtina edilmiş".
"""

from enum import StrEnum


class ClaimStatus(StrEnum):
    """Where a claim stands."""

    DRAFT = "draft"
    CONFIRMED = "confirmed"
    PARTIALLY_SIGNED = "partially_signed"
    SENT = "sent"
    ACCEPTED = "accepted"
    RETURNED = "returned"
    REFUSED = "refused"
    DECLINED = "declined"  # the court refused to take it: the same claim cannot be filed again (MPM 153.5)
    DELETED = "deleted"


class Act(StrEnum):
    """Everything that can happen to a claim; each is one line of the register."""

    OPEN = "open"
    CONFIRM = "confirm"
    WITHDRAW = "withdraw"
    REPLACE = "replace"  # another person signs for the same organisation
    SIGN = "sign"
    SEND = "send"  # the last signature or seal
    SEAL = "seal"  # an organisation's seal, beside the signature of whoever signs for it
    REFUSE = "refuse"
    DECIDE = "decide"  # the court's decision is taken, and rests while it may be undone
    UNDO = "undo"  # a resting decision is taken back
    ACCEPT = "accept"
    RETURN = "return"
    DECLINE = "decline"  # the court refuses to take the claim (qəbuldan imtina, MPM 153.2)
    DELETE = "delete"
    REMIND = "remind"  # signers still awaited
    WARN_FILER = "warn_filer"  # the draft will expire
    EXPIRE = "expire"
    WARN_COURT = "warn_court"  # the time to decide is about to end
    MARK_OVERDUE = "mark_overdue"
    HEAR = "hear"  # a register that had been silent answered about a party
    DEEM_ACCEPTED = "deem_accepted"  # the court did not answer in time, and its rule says what follows (MPM 151.3)


TRANSITIONS: dict[tuple[ClaimStatus, Act], ClaimStatus] = {
    (ClaimStatus.DRAFT, Act.OPEN): ClaimStatus.DRAFT,
    (ClaimStatus.DRAFT, Act.CONFIRM): ClaimStatus.CONFIRMED,
    (ClaimStatus.DRAFT, Act.DELETE): ClaimStatus.DELETED,
    (ClaimStatus.DRAFT, Act.WARN_FILER): ClaimStatus.DRAFT,
    (ClaimStatus.DRAFT, Act.EXPIRE): ClaimStatus.DELETED,
    (ClaimStatus.CONFIRMED, Act.WITHDRAW): ClaimStatus.DRAFT,
    # Only while nobody has signed: what others signed, they signed knowing who signs beside them.
    (ClaimStatus.CONFIRMED, Act.REPLACE): ClaimStatus.CONFIRMED,
    (ClaimStatus.CONFIRMED, Act.SIGN): ClaimStatus.PARTIALLY_SIGNED,
    (ClaimStatus.CONFIRMED, Act.SEND): ClaimStatus.SENT,
    (ClaimStatus.CONFIRMED, Act.REFUSE): ClaimStatus.REFUSED,
    (ClaimStatus.CONFIRMED, Act.REMIND): ClaimStatus.CONFIRMED,
    (ClaimStatus.CONFIRMED, Act.HEAR): ClaimStatus.CONFIRMED,
    # Taking back after a signature is open to the filer, and every signer is told (CLM-11).
    (ClaimStatus.PARTIALLY_SIGNED, Act.WITHDRAW): ClaimStatus.DRAFT,
    (ClaimStatus.PARTIALLY_SIGNED, Act.SIGN): ClaimStatus.PARTIALLY_SIGNED,
    (ClaimStatus.PARTIALLY_SIGNED, Act.SEAL): ClaimStatus.PARTIALLY_SIGNED,
    (ClaimStatus.PARTIALLY_SIGNED, Act.SEND): ClaimStatus.SENT,
    (ClaimStatus.PARTIALLY_SIGNED, Act.REFUSE): ClaimStatus.REFUSED,
    (ClaimStatus.PARTIALLY_SIGNED, Act.REMIND): ClaimStatus.PARTIALLY_SIGNED,
    (ClaimStatus.PARTIALLY_SIGNED, Act.HEAR): ClaimStatus.PARTIALLY_SIGNED,
    (ClaimStatus.SENT, Act.HEAR): ClaimStatus.SENT,
    (ClaimStatus.SENT, Act.DECIDE): ClaimStatus.SENT,
    (ClaimStatus.SENT, Act.UNDO): ClaimStatus.SENT,
    (ClaimStatus.SENT, Act.ACCEPT): ClaimStatus.ACCEPTED,
    (ClaimStatus.SENT, Act.RETURN): ClaimStatus.RETURNED,
    (ClaimStatus.SENT, Act.DECLINE): ClaimStatus.DECLINED,
    (ClaimStatus.SENT, Act.WARN_COURT): ClaimStatus.SENT,
    (ClaimStatus.SENT, Act.MARK_OVERDUE): ClaimStatus.SENT,
    (ClaimStatus.SENT, Act.DEEM_ACCEPTED): ClaimStatus.ACCEPTED,
}
FINAL = frozenset(ClaimStatus) - {status for status, _ in TRANSITIONS}
COPIED = frozenset({ClaimStatus.RETURNED, ClaimStatus.REFUSED})  # CLM-14: "Kopyala"
ARCHIVED = frozenset({ClaimStatus.ACCEPTED})  # CLM-15: "Arxivləşdir"
BY_TIME = frozenset({Act.REMIND, Act.WARN_FILER, Act.EXPIRE, Act.WARN_COURT, Act.MARK_OVERDUE, Act.DEEM_ACCEPTED})
INSIDE = frozenset({Act.DECIDE, Act.UNDO})  # steps within the registry: nobody outside of it sees that they were taken
SIGNABLE = frozenset({ClaimStatus.CONFIRMED, ClaimStatus.PARTIALLY_SIGNED})
