"""Until when a person may complain of the court's refusal to accept his application (MPM 268), as its page shows it."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from activities.reference import current_calendar
from models.domain.claim_status import ClaimStatus
from models.domain.effects import NoticeKind
from models.domain.official_delivery import complaint_term, delivered_at
from models.domain.terms import court_day, is_in_time
from models.tables.notices import DeliveryRow, NoticeRow
from web.opening import Opened
from web.pages.deadlines import Deadline, deadline_of
from web.sessions import now


@dataclass(frozen=True)
class ComplaintTerm:
    """The term of one person: delivery differs for each person told. `deadline` is None once it is over."""

    delivered: date
    tenth_day: date
    last_day: date
    moved: bool  # the tenth day is no working day
    deadline: Deadline | None


@dataclass(frozen=True)
class ComplaintShown:
    """What a signer of a refused application reads; `term` is None while nothing was delivered to him officially."""

    term: ComplaintTerm | None


async def complaint_shown(db: AsyncSession, opened: Opened) -> ComplaintShown | None:
    """Return the viewer's own term; None where the application was not refused, or the viewer was not told of it."""
    if opened.row.status is not ClaimStatus.DECLINED or not opened.user.fin:
        return None
    query = (
        select(col(NoticeRow.created_at), col(DeliveryRow.sent_at))
        .outerjoin(DeliveryRow, col(DeliveryRow.notice_id) == col(NoticeRow.id))
        .where(col(NoticeRow.claim_id) == opened.row.id, col(NoticeRow.kind) == NoticeKind.CLAIM_DECLINED)
        .where(col(NoticeRow.fin) == opened.user.fin)
    )
    found = (await db.execute(query)).all()
    if not found:
        return None
    delivered = delivered_at(found[0].created_at, [one.sent_at for one in found if one.sent_at])
    if delivered is None:
        return ComplaintShown(None)
    reckoned, at = complaint_term(delivered, await current_calendar(db)), now()
    runs = is_in_time(at, reckoned.last_day)
    return ComplaintShown(
        ComplaintTerm(
            court_day(delivered),
            reckoned.nominal_end,
            reckoned.last_day,
            reckoned.was_moved,
            deadline_of(reckoned.ends_at, at=at) if runs else None,
        )
    )
