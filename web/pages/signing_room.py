"""The signing room (CLM-12, CLM-13): who signs, how one's own signature stands, and the form that asks for it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from models.domain.claim_status import SIGNABLE, Act
from models.domain.signers import seal_at
from models.domain.signing import CLOSED, UNDER_WAY, SigningStatus
from models.tables.processes import SigningRow
from web.forms.reading import Reading
from web.language import gettext
from web.opening import Opened
from web.pages.claim_content import ContentShown, content_shown
from web.pages.deadlines import Deadline, deadline_of
from web.pages.signatures import SignerShown, signers_shown
from web.pages.void_signatures import was_signed
from web.sessions import now
from web.words.lookup import has_sentence, sentence

# Only a sign-in with a new certificate helps (ID-10).
NEEDS_NEW = frozenset({"certificate_replaced", "cert_revoked", "cert_expired"})


@dataclass(frozen=True)
class Attempt:
    """How one's own attempt to sign stands; `under_way` while the room must be watched."""

    title: str
    said: str
    code: str
    expires_at: datetime | None
    under_way: bool
    done: bool
    way_on: str = ""  # where a failure can be mended; empty when trying again is all there is to do
    elsewhere: bool = False  # begun on another device or in another tab


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
    def layout(self) -> tuple[bool, bool, bool, bool]:
        """Return what the page around the live box depends on: when it changes, the page is loaded anew."""
        return self.may_sign, self.may_seal, self.live, self.sent is None

    @property
    def events(self) -> str:
        """Return the address of the stream."""
        asked = f"?attempt={self.attempt_id}" if self.attempt_id else ""
        return f"/claims/{self.claim_id}/sign/events{asked}"


async def signing_room(db: AsyncSession, opened: Opened, form: Reading[Any], *, attempt_id: str = "") -> SigningRoom:
    """Return the room; `attempt_id` is the attempt just begun, whose row may not stand yet."""
    row = opened.row
    content = await content_shown(db, opened)
    newest, begun = _chosen(await _attempts(db, opened), asked=attempt_id, seal=seal_owed(opened))
    attempt = _attempt(newest, begun=begun, opened=opened)
    if attempt and attempt.under_way and newest and attempt_id and newest.id != attempt_id:
        attempt = replace(attempt, elsewhere=True)
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


async def _attempts(db: AsyncSession, opened: Opened) -> Sequence[SigningRow]:
    """Return this person's attempts at this version, the newest first."""
    query = (
        select(SigningRow)
        .where(
            col(SigningRow.claim_id) == opened.row.id,
            col(SigningRow.version) == opened.row.version,
            col(SigningRow.fin) == opened.user.fin,
        )
        .order_by(col(SigningRow.started_at).desc())
        .limit(20)
    )
    return (await db.scalars(query)).all()


def _chosen(every: Sequence[SigningRow], *, asked: str, seal: str) -> tuple[SigningRow | None, bool]:
    """Return the attempt asked for, else the one under way, else the last one, and whether one is still to appear.

    One that was turned away, because the person had begun on another device, gives way to that other one; the last one
    is that of the seal where a seal is owed.
    """
    this = next((row for row in every if row.id == asked), None)
    if this is not None and this.status is not SigningStatus.DONE and this.failure != UNDER_WAY:
        return this, True
    under_way = [row for row in every if row.status not in CLOSED]
    before = [row for row in every if row.seal == seal and row.failure != UNDER_WAY] if this or not asked else []
    return next(iter([*under_way, *before]), None), bool(asked) and this is None


def _attempt(row: SigningRow | None, *, begun: bool, opened: Opened) -> Attempt | None:
    own = opened.own_signature
    has_signed = own is not None and own.signed_at is not None and not seal_owed(opened)
    if has_signed or (row is None and not begun) or (row is not None and row.status is SigningStatus.DONE):
        return None  # the list of signers says it
    if row is None or row.status is SigningStatus.PREPARING:
        said = gettext("The request is being sent to your phone. Have it at hand: PIN2 will be asked for.")
        return Attempt(gettext("One moment"), said, "", None, under_way=True, done=False)
    if row.status is SigningStatus.WAITING:
        title, said = gettext("Enter PIN2 on your phone"), gettext("The phone must show this verification code:")
        return Attempt(title, said, row.verification_code, row.expires_at, under_way=True, done=False)
    if row.status is SigningStatus.FAILED:
        said = sentence(row.failure if has_sentence(row.failure) else "signing_failed")
        anew = f"/sign-in?next=/claims/{opened.row.id}/sign" if row.failure in NEEDS_NEW else ""
        return Attempt(gettext("Not signed"), said, "", None, under_way=False, done=False, way_on=anew)
    said = gettext(
        "Your PIN2 arrived and the signature is stored. The time-stamp and the proof of your certificate are being "
        "fetched; when an authority is not answering this can take a while. There is nothing for you to do: you may "
        "close this page."
    )
    return Attempt(gettext("Signed, waiting for the time-stamp"), said, "", None, under_way=True, done=True)
