"""What happened to a claim, step by step, in plain words, from its register lines."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from models.domain.claim_status import INSIDE, Act
from models.tables.register import RegisterLineRow
from web.words.lookup import name_of

GOOD = frozenset({Act.SIGN, Act.SEAL, Act.SEND, Act.ACCEPT, Act.DEEM_ACCEPTED})
BAD = frozenset({Act.REFUSE, Act.RETURN, Act.DECLINE, Act.DELETE, Act.EXPIRE})
BY_THE_CLOCK = frozenset({Act.REMIND, Act.WARN_FILER, Act.WARN_COURT, Act.MARK_OVERDUE})


@dataclass(frozen=True)
class Step:
    """One line of the timeline; `look` is the class of its mark."""

    at: datetime
    title: str
    who: str
    look: str


async def timeline_of(
    db: AsyncSession, claim_id: str, names: dict[str, str], *, inside: bool = False
) -> tuple[Step, ...]:
    """Return the steps, newest last; `names` gives persons by FİN. Only the staff see those `inside` the registry."""
    query = (
        select(
            col(RegisterLineRow.at),
            col(RegisterLineRow.act),
            col(RegisterLineRow.actor_fin),
            col(RegisterLineRow.actor_role),
        )
        .where(col(RegisterLineRow.claim_id) == claim_id, col(RegisterLineRow.act).not_in(() if inside else INSIDE))
        .order_by(col(RegisterLineRow.revision))
    )
    lines = (await db.execute(query)).all()
    return tuple(Step(at, name_of(act), names.get(fin) or name_of(role), _look(act)) for at, act, fin, role in lines)


def _look(act: Act) -> str:
    marks = ((GOOD, "ok"), (BAD, "bad"), (BY_THE_CLOCK, "timer"))
    return next((mark for acts, mark in marks if act in acts), "")
