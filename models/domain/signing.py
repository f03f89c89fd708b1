"""How one person's signature on one version of a claim stands (guide: draft → sent → B → T → LT)."""

from datetime import timedelta
from enum import StrEnum


class SigningWay(StrEnum):
    """The kinds of signature a person chooses from ("imzanın növü", CLM-12)."""

    PHONE = "phone"  # ASAN İmza: the key lies in the SIM card, the request goes to the phone
    CARD = "card"  # e-İmza: the key lies in a card or token at the computer, the request goes to the browser (Web eID)


class SigningStatus(StrEnum):
    """The states of one signature; from `signed` on, the PIN2 that was entered is never lost."""

    PREPARING = "preparing"
    WAITING = "waiting"  # the request is on the phone, its verification code on the screen; or it is with the card
    SIGNED = "signed"  # the signature value is here and stored: level B
    STAMPED = "stamped"  # level T
    DONE = "done"  # level LT, in the container, recorded by the claim
    FAILED = "failed"


CLOSED = frozenset({SigningStatus.DONE, SigningStatus.FAILED})
UNDER_WAY = "signing_under_way"  # why a second attempt failed: the person began one on another device
CARD_WAITS = timedelta(minutes=5)  # for PIN2 and the card's answer, as long as ASAN İmza keeps a request at most
