"""One's own attempt to sign as the signing room shows it: on the phone or with a card, under way or failed."""

import base64
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from models.domain.signing import CLOSED, UNDER_WAY, SigningStatus, SigningWay
from models.tables.processes import SigningRow
from web.deps import NotYoursError
from web.language import gettext
from web.opening import Opened
from web.words.lookup import has_sentence, sentence

# Only a sign-in with a new certificate helps (ID-10); with a card, only another card.
NEEDS_NEW = frozenset({"certificate_replaced", "cert_revoked", "cert_expired"})


@dataclass(frozen=True)
class CardPanel:
    """A request that waits for the signer's card; `here`: in the tab that began it, whose script asks the card."""

    attempt_id: str
    certificate: str  # DER, base64
    digest: str  # base64
    hash_function: str  # as Web eID names it
    here: bool


@dataclass(frozen=True)
class Attempt:
    """How one's own attempt to sign stands; `under_way` while the room must be watched."""

    title: str
    said: str
    under_way: bool = True
    done: bool = False
    code: str = ""  # the phone's verification code
    expires_at: datetime | None = None
    card: CardPanel | None = None
    way_on: str = ""  # where a failure can be mended; empty when trying again is all there is to do
    elsewhere: bool = False  # begun on another device or in another tab


async def own_attempt(db: AsyncSession, opened: Opened, *, asked: str, seal: str) -> Attempt | None:
    """Return the attempt of somebody who has not signed, as far as his claim was read; None when there is none.

    `asked` is the attempt just begun in this tab, whose row may not stand yet; `seal` the VÖEN of a seal that is owed.
    """
    row, begun = _chosen(await _attempts(db, opened), asked=asked, seal=seal)
    if row is None:
        return _beginning() if begun else None
    shown = _shown(row, asked=asked)
    is_elsewhere = shown.under_way and row.id != asked and bool(asked or shown.card)
    return replace(shown, elsewhere=is_elsewhere)


async def attempt_of(db: AsyncSession, opened: Opened, attempt_id: str) -> SigningRow:
    """Return the person's own attempt at this claim, at whatever version; for others there is none."""
    own = (col(SigningRow.claim_id) == opened.row.id) & (col(SigningRow.fin) == opened.user.fin)
    row = (await db.scalars(select(SigningRow).where(col(SigningRow.id) == attempt_id, own))).one_or_none()
    if row is None:
        raise NotYoursError
    return row


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


def _shown(row: SigningRow, *, asked: str) -> Attempt:
    match row.status:
        case SigningStatus.PREPARING:
            return _beginning()
        case SigningStatus.WAITING if row.way is SigningWay.CARD:
            return _waiting_for_card(row, here=row.id == asked)
        case SigningStatus.WAITING:
            title, said = gettext("Enter PIN2 on your phone"), gettext("The phone must show this verification code:")
            return Attempt(title, said, code=row.verification_code, expires_at=row.expires_at)
        case SigningStatus.FAILED:
            return _failed(row)
    # One that is done was read after a claim that did not have it yet: shown as stored, it asks nobody to sign again.
    said = gettext(
        "Your PIN2 arrived and the signature is stored. The time-stamp and the proof of your certificate are being "
        "fetched; when an authority is not answering this can take a while. There is nothing for you to do: you may "
        "close this page."
    )
    return Attempt(gettext("Signed, waiting for the time-stamp"), said, done=True)


def _beginning() -> Attempt:
    said = gettext("The request is being prepared. Have your phone or card at hand: PIN2 will be asked for.")
    return Attempt(gettext("One moment"), said)


def _waiting_for_card(row: SigningRow, *, here: bool) -> Attempt:
    digest = base64.b64encode(bytes.fromhex(row.digest)).decode()
    hash_function = row.hash_name.upper().replace("SHA", "SHA-")
    panel = CardPanel(row.id, row.certificate, digest, hash_function, here)
    if here:  # the page's script says the rest
        return Attempt(gettext("Enter PIN2 of the card"), "", expires_at=row.expires_at, card=panel)
    said = gettext(
        "In another browser or in another tab a card is being asked, and only there. If no window for PIN2 is open"
        " there any more, give that request up and begin anew."
    )
    return Attempt(gettext("You have begun to sign with e-İmza"), said, expires_at=row.expires_at, card=panel)


def _failed(row: SigningRow) -> Attempt:
    is_card = row.way is SigningWay.CARD
    codes = (f"card_{row.failure}" if is_card else "", row.failure, "signing_failed")
    said = sentence(next(code for code in codes if has_sentence(code)))
    anew = f"/sign-in?next=/claims/{row.claim_id}/sign" if row.failure in NEEDS_NEW and not is_card else ""
    return Attempt(gettext("Not signed"), said, under_way=False, way_on=anew)
