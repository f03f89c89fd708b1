"""Turns a draft that lacks nothing into the act that confirms it: the version frozen, its signers, its fee."""

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from activities.drafts import freeze
from activities.party_rows import party_of
from activities.portals import Portals
from models.domain.claim import Confirm
from models.domain.completeness import Missing
from models.domain.fee_cover import FeeCover, FeeWay
from models.domain.filing_side import co_signers
from models.domain.parties import WAITING
from models.domain.signers import organisations_of
from web.drafts import OpenDraft, StaleDraftError, actor_of, open_draft
from web.pages.check import missing_of
from web.pages.fee import draft_fee, receipts_of
from web.sessions import User, now


@dataclass(frozen=True)
class Frozen:
    """A draft about to be confirmed; `act` is None while something is missing."""

    draft: OpenDraft
    act: Confirm | None
    missing: tuple[Missing, ...] = ()


async def freeze_draft(db: AsyncSession, claim_id: str, user: User, *, seen_version: str, portals: Portals) -> Frozen:
    """Freeze the version the filer has just checked; the caller commits before the act is sent.

    Raises StaleDraftError when the draft was changed after it was shown, and what `open_draft` raises.
    """
    opened = await open_draft(db, claim_id, user, to_change=True)
    if seen_version != str(opened.draft.version):
        raise StaleDraftError
    fee = await draft_fee(db, opened)
    missing = await missing_of(db, opened, fee, portals)
    way = opened.draft.fee_way
    if missing or fee is None or way is None:
        return Frozen(opened, None, missing)
    at = now()
    version, sha256 = await freeze(db, claim_id, at=at)
    filer = opened.claim.filer_fin
    parties = [party_of(row) for row in opened.parties]
    exempt = way is FeeWay.EXEMPT
    cover = FeeCover(
        way,
        "0.00" if exempt else f"{fee.amount:.2f}",
        receipt_number=opened.draft.receipt_number if way is FeeWay.RECEIPT else "",
        added_receipts=receipts_of(opened.draft)[1:],
        exemption_code=opened.draft.exemption_code if exempt else "",
    )
    signers = tuple(dict.fromkeys((filer, *(party.fin for party in co_signers(parties)))))
    organisations = organisations_of(signers, parties)
    silent = tuple(row.id for row in opened.parties if row.register_remark == WAITING)
    act = Confirm(actor_of(user), at, version, sha256, opened.draft.court_id, signers, cover, silent, organisations)
    return Frozen(opened, act)
