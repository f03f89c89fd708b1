"""The tag of a status: its word and GOV.UK's colour for it."""

from dataclasses import dataclass

from models.domain.claim_status import ClaimStatus
from web.words.lookup import name_of

COLOURS: dict[ClaimStatus, str] = {
    ClaimStatus.DRAFT: "grey",
    ClaimStatus.CONFIRMED: "blue",
    ClaimStatus.PARTIALLY_SIGNED: "yellow",
    ClaimStatus.SENT: "purple",
    ClaimStatus.ACCEPTED: "green",
    ClaimStatus.RETURNED: "red",
    ClaimStatus.REFUSED: "red",
    ClaimStatus.DECLINED: "red",
    ClaimStatus.DELETED: "grey",
}


@dataclass(frozen=True)
class StatusTag:
    """What the tag says and its colour."""

    text: str
    colour: str


def status_tag(status: ClaimStatus) -> StatusTag:
    """Return the tag of a status."""
    return StatusTag(name_of(status), COLOURS[status])
