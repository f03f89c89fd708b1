"""The signing room (CLM-12, CLM-13): who signs, how one's own signature stands, and the form that asks for it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from models.domain.claim_status import SIGNABLE, Act
from models.domain.signers import seal_at
from web.forms.reading import Reading
from web.opening import Opened
from web.pages.claim_content import ContentShown, content_shown
from web.pages.deadlines import Deadline, deadline_of
from web.pages.signatures import SignerShown, signers_shown
from web.pages.signing_attempt import Attempt, CardPanel, own_attempt
from web.pages.void_signatures import was_signed
from web.sessions import now


@dataclass(frozen=True)
class SentPanel:
    """What the room says when the application has gone to the court."""

    sent_at: datetime
    deadline: Deadline | None


@dataclass(frozen=True)
class SigningRoom:
    """The room as this signer sees it; `live` while something can still change."""

    claim_id: str
    number: str
    version: int
    attempt_id: str
    content: ContentShown
    signers: tuple[SignerShown, ...]
    attempt: Attempt | None
    sent: SentPanel | None
    signs_anew: bool  # he had signed a version that was taken back
    may_sign: bool
    may_refuse: bool
    may_seal: bool
    seal: str  # VÖEN of the organisation whose seal he may call for as he signs, or has called for
    live: bool
    form: Reading[Any]

    @property
    def card(self) -> CardPanel | None:
        """Return the request that waits for the person's card."""
        return self.attempt.card if self.attempt else None

    @property
    def may_choose(self) -> bool:
        """Tell whether a kind of signature is to be chosen now."""
        return self.may_sign or self.may_seal

    @property
    def layout(self) -> str:
        """Return what the page around the live box depends on: when it changes, the page is loaded anew."""
        depends_on = self.may_sign, self.may_seal, self.live, self.sent is None
        return "".join(str(int(each)) for each in depends_on) + (self.card.attempt_id if self.card else "")

    @property
    def address(self) -> str:
        """Return where this room is shown, with the attempt that was begun in this tab."""
        asked = f"?attempt={self.attempt_id}" if self.attempt_id else ""
        return f"/claims/{self.claim_id}/sign{asked}"

    @property
    def way_on(self) -> str:
        """Return where the page goes on when it must be loaded anew: a request to a card stays with its tab."""
        return self.address if self.card else f"/claims/{self.claim_id}/sign"

    @property
    def events(self) -> str:
        """Return the address of the stream."""
        asked = f"&attempt={self.attempt_id}" if self.attempt_id else ""
        return f"/claims/{self.claim_id}/sign/events?layout={self.layout}{asked}"


async def signing_room(db: AsyncSession, opened: Opened, form: Reading[Any], *, attempt_id: str = "") -> SigningRoom:
    """Return the room; `attempt_id` is the attempt just begun, whose row may not stand yet."""
    row = opened.row
    content = await content_shown(db, opened)
    own = opened.own_signature
    has_signed = own is not None and own.signed_at is not None and not seal_owed(opened)
    attempt = None if has_signed else await own_attempt(db, opened, asked=attempt_id, seal=seal_owed(opened))
    open_for_signing = row.status in SIGNABLE
    return SigningRoom(
        claim_id=row.id,
        number=row.number,
        version=row.version,
        attempt_id=attempt_id,
        content=content,
        signers=signers_shown(opened, content.names),
        attempt=attempt,
        sent=SentPanel(row.sent_at, deadline_of(row.decide_by, at=now())) if row.sent_at else None,
        signs_anew=Act.SIGN in opened.acts and await was_signed(db, row.id, fin=opened.user.fin or ""),
        may_sign=Act.SIGN in opened.acts and not (attempt and attempt.under_way),
        may_refuse=Act.REFUSE in opened.acts,
        may_seal=bool(seal_owed(opened)) and not (attempt and attempt.under_way),
        seal=seal_owed(opened) or seal_offered(opened),
        live=open_for_signing,
        form=form,
    )


def seal_offered(opened: Opened) -> str:
    """Return the VÖEN of the organisation whose seal this person may call for as he signs, "" for none."""
    claim = opened.claim
    own = next((signer for signer in claim.signers if signer.fin == opened.user.fin), None)
    return seal_at(own, filer_fin=claim.filer_fin, filer_voen=claim.voen) if own and not own.signed_at else ""


def seal_owed(opened: Opened) -> str:
    """Return the VÖEN of the seal this person called for and has still to put, "" for none."""
    own = opened.own_signature
    return own.seal if own and Act.SEAL in opened.acts else ""
