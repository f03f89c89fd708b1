"""Opens a claim for the person who asks, or hides that it exists; every look of the staff is written down (AUD-1)."""

from dataclasses import dataclass
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from models.domain.claim import Claim, acts_open_to
from models.domain.claim_status import Act
from models.domain.signers import Signer
from models.tables.access import AccessEventRow, Look
from models.tables.claims import ClaimRow, ClaimSignerRow
from web.deps import STAFF, NotYoursError
from web.drafts import actor_of
from web.sessions import User, now
from web.visibility import may_open


@dataclass(frozen=True)
class Opened:
    """A claim's row and its signers in their order, opened for one person."""

    row: ClaimRow
    signers: tuple[ClaimSignerRow, ...]
    user: User

    @property
    def claim(self) -> Claim:
        """Return the claim as the domain's rules judge it."""
        row = self.row
        return Claim(
            row.id,
            row.filer_fin,
            row.opened_at,
            status=row.status,
            revision=row.revision,
            number=row.number,
            court_id=row.court_id,
            version=row.version,
            content_sha256=row.content_sha256,
            signers=tuple(_signer(signer) for signer in self.signers),
            voen=row.voen,
        )

    @property
    def acts(self) -> frozenset[Act]:
        """Return what this person can do now: it chooses the buttons."""
        return acts_open_to(self.claim, actor_of(self.user))

    @property
    def is_filer(self) -> bool:
        """Tell whether the person filed it, and still stands for whom he filed it."""
        return self.user.fin == self.row.filer_fin and self.user.acting.voen == self.row.voen

    @property
    def own_signature(self) -> ClaimSignerRow | None:
        """Return the person's own place among the signers."""
        return next((signer for signer in self.signers if signer.fin == self.user.fin), None)


def _signer(row: ClaimSignerRow) -> Signer:
    return Signer(row.fin, row.signed_at, tuple(row.voens), row.named_at, row.seal, row.sealed_at)


async def open_claim(db: AsyncSession, claim_id: str, user: User, *, look: Look | None = None) -> Opened:
    """Return a claim this person may open; NotYoursError for every other. A look of the staff is recorded."""
    row = (
        await db.execute(select(ClaimRow).where(col(ClaimRow.id) == claim_id, may_open(actor_of(user))))
    ).scalar_one_or_none()
    if row is None:
        raise NotYoursError
    signers = await db.scalars(
        select(ClaimSignerRow).where(col(ClaimSignerRow.claim_id) == claim_id).order_by(col(ClaimSignerRow.position))
    )
    if look is not None and user.role in STAFF:
        db.add(
            AccessEventRow(
                id=uuid4(), at=now(), account_id=user.account_id, role=user.role, claim_id=claim_id, look=look
            )
        )
    return Opened(row, tuple(signers), user)


async def open_room(db: AsyncSession, claim_id: str, user: User) -> Opened:
    """Open the signing room for a signer of the confirmed version; for others there is none."""
    opened = await open_claim(db, claim_id, user)
    if opened.own_signature is None:
        raise NotYoursError
    return opened
