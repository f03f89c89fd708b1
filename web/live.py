"""Tells open pages that something moved: one LISTEN connection for the whole process, one wake-up for each stream.

A lost notification costs nothing: whoever is woken reads the database, and after a broken connection all are woken.
"""

import asyncio
import logging
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

import psycopg

CHANNEL = "web"  # payloads are topics: "claim:ID"
RETRY_SECONDS = 1.0
log = logging.getLogger(__name__)


@dataclass(eq=False)
class Subscription:
    """One stream's ear; several changes before it looks are one wake-up."""

    changed: asyncio.Event = field(default_factory=asyncio.Event)

    async def wait(self, seconds: float) -> None:
        """Return at the next change, or after so many seconds: what depends on the clock must be shown too."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self.changed.wait()
        self.changed.clear()


class Live:
    """Listens from the first subscription on, and again after each broken connection."""

    def __init__(self, database_url: str) -> None:
        self._address = database_url.replace("postgresql+psycopg://", "postgresql://")
        self._ears: defaultdict[str, set[Subscription]] = defaultdict(set)
        self._listening: asyncio.Task[None] | None = None
        self._ready = asyncio.Event()

    @asynccontextmanager
    async def subscribe(self, topic: str) -> AsyncIterator[Subscription]:
        """Hear of every change of a topic until the block ends; the first look belongs inside the block."""
        if self._listening is None or self._listening.done():
            self._listening = asyncio.create_task(self._listen())
        with suppress(TimeoutError):
            async with asyncio.timeout(RETRY_SECONDS):
                await self._ready.wait()
        ear = Subscription()
        self._ears[topic].add(ear)
        try:
            yield ear
        finally:
            self._ears[topic].discard(ear)
            if not self._ears[topic]:
                del self._ears[topic]

    async def close(self) -> None:
        """Stop listening."""
        if self._listening is not None:
            self._listening.cancel()
            with suppress(asyncio.CancelledError):
                await self._listening

    async def _listen(self) -> None:
        while True:
            try:
                async with await psycopg.AsyncConnection.connect(self._address, autocommit=True) as connection:
                    await connection.execute(f"LISTEN {CHANNEL}")
                    self._ready.set()
                    self._wake(*self._ears)
                    async for notice in connection.notifies():
                        self._wake(notice.payload)
            except psycopg.OperationalError as error:
                log.warning("live pages hear nothing until PostgreSQL answers again: %s", error)
            self._ready.clear()
            await asyncio.sleep(RETRY_SECONDS)

    def _wake(self, *topics: str) -> None:
        for topic in topics:
            for ear in self._ears.get(topic, ()):
                ear.changed.set()
