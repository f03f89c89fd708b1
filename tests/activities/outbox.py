"""What the tests of the outbox stand on: its rows, the outside world, and a worker that watches."""

import asyncio
import itertools
import uuid
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Engine, select, update
from sqlmodel import col
from temporalio.testing import ActivityEnvironment

from activities.delivery import DeliveryActivities
from activities.notices import write_notices
from models.db import Sessions, one_transaction
from models.domain.claim import Claim
from models.domain.claim_status import Act
from models.domain.effects import NoticeKind, NoticeOrder
from models.messages.claim import ClaimStep
from models.tables.notices import Channel, DeliveryAttemptRow, DeliveryRow, DeliveryState, NoticeRow
from tests.builders import an_account, at, litigant
from tests.outside import Simulator

COURT_ID = "baku-commercial"
_NEXT = itertools.count(1)  # person
PATIENCE = 30  # seconds until a test gives up waiting for what must happen


@dataclass(frozen=True)
class Post:
    """The outside world of the outbox, and the activities that speak to it."""

    catcher: Simulator
    gateway: Simulator
    delivering: DeliveryActivities

    def mails(self, to: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.catcher.shown("/api/messages", to=to)["messages"]
        return found

    def texts(self, to: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.gateway.shown("/api/messages", to=to)
        return found


@dataclass
class Outbox:
    """A database with courts, and what stands in its outbox."""

    sessions: Sessions
    recording: Engine

    async def someone(self, **choices: Any) -> str:
        """Write an account of a person nobody else uses and return its FİN."""
        fin = f"5ZZ{next(_NEXT):04d}"
        await an_account(self.sessions, fin, **choices)
        return fin

    async def told(self, *fins: str, claim_id: str = "", number: str = "ƏR-2026-000417") -> str:
        """Record a step that tells people that their claim was sent; return the claim's id."""
        claim_id = claim_id or str(uuid.uuid4())
        claim = Claim(claim_id, fins[0], at(), number=number, court_id=COURT_ID, revision=3)
        orders = tuple(NoticeOrder(NoticeKind.CLAIM_SENT, fin=fin) for fin in fins)
        step = ClaimStep(claim, Act.SEND, litigant(fins[0]), at(), notices=orders)
        words = {"number": number, "court_id": COURT_ID, "decide_by": at().isoformat()}
        await asyncio.to_thread(self._write, step, words)
        return claim_id

    def _write(self, step: ClaimStep, words: dict[str, str]) -> None:
        ids = [uuid.uuid5(uuid.UUID(step.claim.id), order.fin) for order in step.notices]
        with one_transaction(self.recording) as database:
            write_notices(database, step.claim.id, step.notices, ids=ids, words=words, filer=step.actor, at=step.at)

    async def deliveries(self, claim_id: str) -> dict[Channel, DeliveryRow]:
        query = select(DeliveryRow).join(NoticeRow, col(NoticeRow.id) == col(DeliveryRow.notice_id))
        async with self.sessions() as session:
            rows = await session.scalars(query.where(col(NoticeRow.claim_id) == claim_id))
            return {row.channel: row for row in rows}

    async def attempts(self, claim_id: str, channel: Channel = Channel.EMAIL) -> list[DeliveryAttemptRow]:
        query = (
            select(DeliveryAttemptRow)
            .join(NoticeRow, col(NoticeRow.id) == col(DeliveryAttemptRow.notice_id))
            .where(col(NoticeRow.claim_id) == claim_id, col(DeliveryAttemptRow.channel) == channel)
            .order_by(col(DeliveryAttemptRow.attempt))
        )
        async with self.sessions() as session:
            return list(await session.scalars(query))

    async def is_settled(self, claim_id: str) -> bool:
        return all(row.state is not DeliveryState.WAITING for row in (await self.deliveries(claim_id)).values())

    async def has_answer(self, claim_id: str) -> bool:
        """Say whether every delivery has had an attempt with a known outcome."""
        return all(row.answer for row in (await self.deliveries(claim_id)).values())

    async def let_time_pass(self) -> None:
        """Make every waiting delivery due."""
        async with self.sessions.begin() as session:
            await session.execute(update(DeliveryRow).values(next_attempt_at=datetime.now(UTC)))


@dataclass
class Watching:
    """A worker that watches the outbox."""

    environment: ActivityEnvironment
    task: asyncio.Task[int]
    beats: list[Any]

    async def until(self, condition: Callable[[], Coroutine[Any, Any, bool]]) -> None:
        """Return as soon as the condition holds; the watch must go on meanwhile."""
        async with asyncio.timeout(PATIENCE):
            while not await condition():
                assert not self.task.done(), self.task.exception()
                await asyncio.sleep(0.02)  # spares the processor; no test leans on its length

    async def shut_down(self) -> int:
        """Tell the worker to shut down and return how many deliveries went out."""
        self.environment.worker_shutdown()
        return await self.task


@asynccontextmanager
async def watching(delivering: DeliveryActivities) -> AsyncIterator[Watching]:
    environment, beats = ActivityEnvironment(), []
    environment.on_heartbeat = lambda *details: beats.append(details)
    task = asyncio.ensure_future(environment.run(delivering.watch_outbox))
    try:
        yield Watching(environment, task, beats)
    finally:
        environment.worker_shutdown()
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


@asynccontextmanager
async def silent_smtp() -> AsyncIterator[int]:
    """Open a door behind which nobody ever says a word; yields its port."""
    visitors: list[asyncio.StreamWriter] = []
    server = await asyncio.start_server(lambda _, writer: visitors.append(writer), "127.0.0.1", 0)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
        for writer in visitors:
            writer.close()
        await server.wait_closed()
