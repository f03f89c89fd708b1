"""What is killed when: one kill meets many filings, each held in another step of its life."""

import asyncio
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from enum import StrEnum

from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from models.tables.processes import SigningRow
from models.tables.register import RegisterLineRow
from tests.faults.court import LiveCourt
from tests.faults.filing import Filing
from tests.faults.hands import Hands
from tests.faults.lives import filing_at, steps_of
from tests.faults.waiting import until

PARTS = ("worker", "web", "temporal", "postgres")
# Steps whose transaction writes a register line; the signature's comes last of all it does.
RECORDING = {"open", "card", "seal", "co_seal", "accept", "confirm", "return", "copy", "confirm_copy", "copy_seal"}
RECORDING |= {"accept_copy", "decide", "undo", "confirm_unheard", "hear", "card_seal", "decide_refusal", "undo_refusal"}
RECORDING |= {"leave", "confirm_exempt", "deny", "undo_denial", "recognise"}
REFUNDING = {"ask_refund", "grant_refund"}
HEARD_WITHIN = 70.0  # a silent register is asked at intervals that grow while the filings come to their steps
HELD_WITHIN = 8.0  # seconds until every step is where the kill should meet it; whatever is not is met elsewhere
_WAITING = text("SELECT count(DISTINCT pid) FROM pg_locks WHERE NOT granted AND pid <> pg_backend_pid()")


class Moment(StrEnum):
    """Where in a step the kill falls."""

    BEFORE = "before"  # the part is down when people click
    DURING = "during"  # the step's transaction is open, the request on the phone, the time-stamp awaited
    RECORDED = "recorded"  # the transaction is committed, nobody has heard of it yet
    AFTER = "after"  # people were told, and go on


@dataclass
class Strike:
    """One kill: which part, at which moment of which steps, and how the filings that it met went on."""

    part: str
    moment: Moment
    filings: list[Filing]
    met: int = 0  # steps that were certainly in the middle
    away: float = 0.0  # seconds until the part answered again
    tasks: list[asyncio.Task[None]] = field(default_factory=list)

    @property
    def longest(self) -> tuple[float, str]:
        """The longest that any person waited for one step, and for which."""
        waits = [(seconds, step) for filing in self.filings for step, seconds in filing.waits.seconds.items()]
        return max(waits, default=(0.0, "-"))


async def strike(hands: Hands, part: str, moment: Moment, *, first: int, steps: Sequence[str] = ()) -> Strike:
    """Bring one filing to each step (every one unless named), kill the part there, and let all go on to their ends.

    Raises ExceptionGroup of StuckError when a filing did not come to its end.
    """
    filings = [filing_at(step, hands, first + place) for place, step in enumerate(steps or steps_of(hands))]
    done = Strike(part, moment, filings)
    async with asyncio.TaskGroup() as going:
        done.tasks = [going.create_task(filing.run()) for filing in filings]
        await asyncio.gather(*(filing.arrived.wait() for filing in filings))
        await _MOMENTS[moment](hands.court, done)
    return done


async def _before(court: LiveCourt, done: Strike) -> None:
    court.stack.process(done.part).kill(stay_down=True)
    _let_go(done.filings)
    done.met = len(done.filings)
    await _bring_back(court, done)


async def _after(court: LiveCourt, done: Strike) -> None:
    """Kill at the first answer, while the others are anywhere in their steps."""
    told = sum(len(filing.told) for filing in done.filings)
    _let_go(done.filings)

    async def somebody_is_told() -> bool:
        return sum(len(filing.told) for filing in done.filings) > told

    await until(somebody_is_told, within=HELD_WITHIN)
    court.stack.process(done.part).kill(stay_down=True)
    await _bring_back(court, done)


async def _during(court: LiveCourt, done: Strike) -> None:
    async with _held(court, done):
        court.stack.process(done.part).kill(stay_down=True)
    await _bring_back(court, done)


async def _recorded(court: LiveCourt, done: Strike) -> None:
    """Stop Temporal's clock while the held transactions commit: their answers can reach nobody before the kill."""
    async with AsyncExitStack() as standing:
        async with _held(court, done):
            recorded = await _lines(court, done.filings)
            standing.enter_context(court.frozen("temporal"))
        waiting = sum(filing.stops_at in RECORDING for filing in done.filings)
        await until(lambda: _has_lines(court, done.filings, recorded + waiting), within=HELD_WITHIN)
        done.met = await _lines(court, done.filings) - recorded
        court.stack.process(done.part).kill(stay_down=True)
    await _bring_back(court, done)


_MOMENTS = {Moment.BEFORE: _before, Moment.DURING: _during, Moment.RECORDED: _recorded, Moment.AFTER: _after}


@asynccontextmanager
async def _held(court: LiveCourt, done: Strike) -> AsyncIterator[None]:
    """Let the filings take their steps and hold each in the middle of it until the block ends."""
    by_step = {filing.stops_at: filing for filing in done.filings}
    seals = [filing for step, filing in by_step.items() if step.endswith("seal")]
    stamps = [filing for step, filing in by_step.items() if step.endswith("stamp")]
    hearing, leaving = ([filing for filing in done.filings if filing.stops_at == step] for step in ("hear", "leave"))
    others = [filing for filing in done.filings if filing not in (*seals, *stamps, *hearing, *leaving)]
    async with court.sessions() as database, AsyncExitStack() as standing:
        await _lock_rows(database, "claim", "id", [filing.now_at.claim_id for filing in hearing])
        _let_go(hearing)
        await until(lambda: _are_waiting(court, len(hearing)), within=HEARD_WITHIN)
        await _decided(court, leaving)
        rows = await _lock(database, others)
        _let_go([*leaving, *seals])
        early = len([*hearing, *leaving, *seals])
        await until(lambda: _are_waiting(court, early), within=HELD_WITHIN)
        standing.enter_context(court.frozen("trust"))
        _let_go(stamps)
        await until(lambda: _are_signed(court, stamps), within=HELD_WITHIN)
        _let_go(others)
        waiting = len(RECORDING & by_step.keys()) + rows
        await until(lambda: _are_waiting(court, waiting), within=HELD_WITHIN)
        done.met = await _count_waiting(court) + len(stamps)
        yield
        await _unlock(database)


async def _decided(court: LiveCourt, leaving: Sequence[Filing]) -> None:
    """Have refusals decided that rest a little: their timers let them leave when the register is already held."""
    if not leaving or not leaving[0].hands.refusal_rests:
        return
    wanted = await _lines(court, leaving) + len(leaving)
    _let_go(leaving)
    await until(lambda: _has_lines(court, leaving, wanted), within=HELD_WITHIN)


async def _lock(database: AsyncSession, filings: Sequence[Filing]) -> int:
    """Hold the register of steps, and one row each of what is written beside it; returns how many rows."""
    drafts = [filing.now_at.claim_id for filing in filings if filing.stops_at in filing.hands.draft_steps]
    cards = [filing.signing_ids[-1] for filing in filings if filing.stops_at == "card_give"]
    refunds = [filing.now_at.receipt for filing in filings if filing.stops_at in REFUNDING]
    await database.execute(text("LOCK TABLE register_line IN SHARE MODE"))
    for table, key, held in (("draft", "claim_id", drafts), ("signing", "id", cards), ("receipt", "number", refunds)):
        await _lock_rows(database, table, key, held)
    return len(drafts) + len(cards) + len(refunds)


async def _lock_rows(database: AsyncSession, table: str, key: str, held: list[str]) -> None:
    query = f"SELECT 1 FROM {table} WHERE {key} = ANY(:held) FOR UPDATE"  # noqa: S608 - the names are our own
    await database.execute(text(query), {"held": held})


async def _unlock(database: AsyncSession) -> None:
    try:
        await database.rollback()
    except DBAPIError:
        await database.invalidate()  # the server was killed, and its locks with it


def _let_go(filings: Sequence[Filing]) -> None:
    for filing in filings:
        filing.go.set()


async def _bring_back(court: LiveCourt, done: Strike) -> None:
    """Start the part again as the launcher would, at once."""
    began = time.monotonic()
    await asyncio.to_thread(court.stack.restart, done.part)
    done.away = time.monotonic() - began


async def _count_waiting(court: LiveCourt) -> int:
    async with court.sessions() as session:
        return int((await session.execute(_WAITING)).scalar_one())


async def _are_waiting(court: LiveCourt, many: int) -> bool:
    return await _count_waiting(court) >= many


async def _are_signed(court: LiveCourt, filings: Sequence[Filing]) -> bool:
    ids = [filing.signing_ids[-1] for filing in filings]
    async with court.sessions() as session:
        kept = select(func.count()).select_from(SigningRow).where(col(SigningRow.id).in_(ids))
        return (await session.execute(kept.where(col(SigningRow.status) == "signed"))).scalar_one() == len(ids)


async def _lines(court: LiveCourt, filings: Sequence[Filing]) -> int:
    ids = [application.claim_id for filing in filings for application in filing.applications]
    async with court.sessions() as session:
        lines = select(func.count()).select_from(RegisterLineRow).where(col(RegisterLineRow.claim_id).in_(ids))
        return int((await session.execute(lines)).scalar_one())


async def _has_lines(court: LiveCourt, filings: Sequence[Filing], many: int) -> bool:
    return await _lines(court, filings) >= many
