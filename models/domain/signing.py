"""How one person's signature on one version of a claim stands (guide: draft → sent → B → T → LT)."""

from enum import StrEnum


class SigningStatus(StrEnum):
    """The states of one signature; from `signed` on, the PIN2 that was entered is never lost."""

    PREPARING = "preparing"
    WAITING = "waiting"  # the request is on the phone, its verification code on the screen
    SIGNED = "signed"  # the signature value is here and stored: level B
    STAMPED = "stamped"  # level T
    DONE = "done"  # level LT, in the container, recorded by the claim
    FAILED = "failed"


CLOSED = frozenset({SigningStatus.DONE, SigningStatus.FAILED})
UNDER_WAY = "signing_under_way"  # why a second attempt failed: the person began one on another device
