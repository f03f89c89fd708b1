"""Signatures of versions that were taken back: they count for nothing, and whoever was there can still see them."""

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from sqlalchemy import ColumnElement, exists, select, true
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased
from sqlmodel import col

from models.domain.claim_status import ClaimStatus
from models.domain.roles import Role
from models.tables.claims import ClaimRow, FrozenContentRow, PackageRow, VoidSignerRow
from web.deps import NotYoursError
from web.drafts import actor_of
from web.pages.claim_content import fin_for, signer_names
from web.sessions import User
from web.visibility import may_open, stands_for


@dataclass(frozen=True)
class VoidSigner:
    """A person who had signed such a version, or was awaited in it (`signed_at` None)."""

    name: str
    fin: str
    is_me: bool
    signed_at: datetime | None
    seal: str  # VÖEN of the organisation whose seal he had put


@dataclass(frozen=True)
class VoidVersion:
    """A version that was taken back: since when it is void and why; `container` "" where nothing was signed."""

    version: int
    voided_at: datetime
    reason: str
    container: str
    signers: tuple[VoidSigner, ...]

    @property
    def was_signed(self) -> bool:
        """Tell whether anybody's signature was lost by it."""
        return any(signer.signed_at for signer in self.signers)


@dataclass(frozen=True)
class VoidPage:
    """The page of them; `claim` leads to the application, "" where it is a draft of another's or not to be seen."""

    number: str
    claim: str
    versions: tuple[VoidVersion, ...]


async def void_page(db: AsyncSession, claim_id: str, user: User) -> VoidPage:
    """Return what was taken back of a claim, as far as this person was part of it; NotYoursError for all others."""
    versions = await void_versions(db, claim_id, user)
    row = await db.get(ClaimRow, claim_id)
    if not versions or row is None:
        raise NotYoursError
    seen = await db.scalar(select(col(ClaimRow.id)).where(col(ClaimRow.id) == claim_id, may_open(actor_of(user))))
    is_open = bool(seen) and (row.status is not ClaimStatus.DRAFT or row.filer_fin == user.fin)
    return VoidPage(row.number, f"/claims/{claim_id}" if is_open else "", versions)


async def void_versions(db: AsyncSession, claim_id: str, user: User) -> tuple[VoidVersion, ...]:
    """Return the versions of a claim that were taken back, the newest first, that this person may see."""
    rows = await db.scalars(
        select(VoidSignerRow)
        .where(col(VoidSignerRow.claim_id) == claim_id, _may_see(user))
        .order_by(col(VoidSignerRow.version).desc(), col(VoidSignerRow.position))
    )
    return tuple(
        [await _shown(db, claim_id, list(group), user) for _, group in groupby(rows, key=lambda row: row.version)]
    )


async def was_signed(db: AsyncSession, claim_id: str, *, fin: str = "") -> bool:
    """Tell whether a version that was taken back had been signed, by this person if one is named."""
    lost = (col(VoidSignerRow.claim_id) == claim_id) & col(VoidSignerRow.signed_at).is_not(None)
    by_him = col(VoidSignerRow.fin) == fin if fin else true()
    return await db.scalar(select(exists().where(lost, by_him))) or False


async def void_package(db: AsyncSession, claim_id: str, version: int, user: User) -> PackageRow:
    """Return the package of a version that was taken back; NotYoursError where there is none for this person."""
    shown = [one for one in await void_versions(db, claim_id, user) if one.version == version and one.was_signed]
    package = await db.get(PackageRow, (claim_id, version))
    if not shown or package is None or not package.signatures:
        raise NotYoursError
    return package


def _may_see(user: User) -> ColumnElement[bool]:
    """Return the condition on VoidSignerRow: of his own filings and places for a litigant, of what they open for staff.

    A co-claimant who came later sees nothing of what was signed before him.
    """
    claim = exists().where(col(ClaimRow.id) == col(VoidSignerRow.claim_id))
    if user.role is not Role.LITIGANT:
        return claim.where(may_open(actor_of(user)))
    place = aliased(VoidSignerRow)
    same_claim = col(place.claim_id) == col(VoidSignerRow.claim_id)
    same_version = same_claim & (col(place.version) == col(VoidSignerRow.version))
    there = exists().where(same_version, col(place.fin) == user.fin)
    return claim.where((col(ClaimRow.filer_fin) == user.fin) | stands_for(user.account_id)) | there


async def _shown(db: AsyncSession, claim_id: str, rows: list[VoidSignerRow], user: User) -> VoidVersion:
    first = rows[0]
    frozen = await db.get_one(FrozenContentRow, (claim_id, first.version))
    names = signer_names(frozen.content["parties"], rows)
    signers = tuple(_signer(row, names.get(row.fin, ""), user) for row in rows)
    signed = any(row.signed_at for row in rows)
    container = f"/claims/{claim_id}/void/{first.version}/container.asice" if signed else ""
    return VoidVersion(first.version, first.voided_at, first.reason, container, signers)


def _signer(row: VoidSignerRow, name: str, user: User) -> VoidSigner:
    seal = row.seal if row.sealed_at else ""
    return VoidSigner(name, fin_for(user, row.fin), row.fin == user.fin, row.signed_at, seal)
