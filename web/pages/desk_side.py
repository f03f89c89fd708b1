"""How a filing lies on the desk, beside the filing itself: whose it is, who has it open, what was decided."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from activities.desk import colleagues, hold, names_of, place_of
from models.domain.claim_status import Act, ClaimStatus
from models.domain.errors import RuleBroken
from models.tables.desk import RESTING, CourtDecisionRow, DeskLineRow, clerk_of
from web.opening import Opened
from web.pages.claim_timeline import Step
from web.pages.court import Choice
from web.pages.exemption import answer_words
from web.sessions import now
from web.words.lookup import name_of


@dataclass(frozen=True)
class RestingDecision:
    """A decision that was taken and has not left: what, by whom, until when it may be undone, who may hurry it."""

    act: Act
    said: str
    clerk: str
    decided_at: datetime
    leaves_at: datetime
    may_send: bool
    exemption: str  # what it says of the exemption from the fee


@dataclass(frozen=True)
class DeskSide:
    """Whose a filing is and who has it open; `page` names this page, so that leaving it releases nothing else."""

    assigned_to: str
    assigned_id: str
    is_mine: bool
    holder: str
    opened_at: datetime | None
    is_held: bool
    page: str
    colleagues: tuple[Choice, ...]
    resting: RestingDecision | None


async def resting_decision(db: AsyncSession, claim_id: str) -> CourtDecisionRow | None:
    """Return the decision on a claim that has not left; for the court's own eyes."""
    query = select(CourtDecisionRow).where(col(CourtDecisionRow.claim_id) == claim_id, text(RESTING))
    return (await db.execute(query)).scalar_one_or_none()


async def desk_side(db: AsyncSession, opened: Opened, *, idle: timedelta) -> DeskSide:
    """Return how a filing lies; one that waits is opened for this clerk unless a colleague has it."""
    at, me, page = now(), opened.user.account_id, uuid4()
    decision = await resting_decision(db, opened.row.id)
    waits = opened.row.status is ClaimStatus.SENT and decision is None
    if waits:
        place = await hold(db, opened.row.id, me, at=at, idle=idle, page=page)
    else:
        place = await place_of(db, opened.row.id)
    holder = place.held_by(at, idle)
    by = clerk_of(decision.account_id) if decision else None
    names = await names_of(db, {place.assigned_to, holder, by})
    there = await colleagues(db, opened.row.court_id, at=at) if waits else {}
    resting = None
    if decision is not None:
        said, clerk = name_of(decision.act), names.get(by, "")
        times = (decision.decided_at, decision.leaves_at)
        mine, answer = decision.account_id == str(me), answer_words(decision)
        resting = RestingDecision(decision.act, said, clerk, *times, may_send=mine, exemption=answer)
    return DeskSide(
        names.get(place.assigned_to, ""),
        str(place.assigned_to or ""),
        place.assigned_to == me,
        names.get(holder, ""),
        place.opened_at,
        is_held=holder not in {None, me},
        page=str(page),
        colleagues=tuple(Choice(str(account), name) for account, name in there.items()),
        resting=resting,
    )


async def hold_to_decide(db: AsyncSession, opened: Opened, *, idle: timedelta) -> None:
    """Make sure that no colleague has the filing open; RuleBroken `open_with_colleague`.

    What was decided already is left to the claim's own rules: the same form sent twice is one decision.
    """
    if opened.row.status is not ClaimStatus.SENT or await resting_decision(db, opened.row.id):
        return
    at, me = now(), opened.user.account_id
    place = await hold(db, opened.row.id, me, at=at, idle=idle)
    if place.held_by(at, idle) != me:
        raise RuleBroken("open_with_colleague")


async def desk_steps(db: AsyncSession, claim_id: str) -> tuple[Step, ...]:
    """Return what the staff did with a filing among themselves, as steps of its history."""
    query = select(DeskLineRow).where(col(DeskLineRow.claim_id) == claim_id).order_by(col(DeskLineRow.at))
    lines = (await db.scalars(query)).all()
    names = await names_of(db, {one for row in lines for one in (row.by_account, row.from_account, row.to_account)})
    return tuple(Step(row.at, name_of(row.act), _who(row, names), "") for row in lines)


def _who(row: DeskLineRow, names: dict[UUID | None, str]) -> str:
    ways = " → ".join(names[one] for one in (row.from_account, row.to_account) if one in names)
    by = names.get(row.by_account, "")
    return ways if row.by_account == row.to_account else f"{ways} ({by})"
