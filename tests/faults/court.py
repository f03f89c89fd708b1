"""The whole real court of one fault run: its running parts, and the doors by which people and judges of it come in."""

import os
import signal
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import httpx2
from temporalio.client import Client

from activities.adapters.file_store import FileDocumentStore
from activities.adapters.portal import GovernmentPortal
from activities.signatures.certificate_path import TrustStore
from activities.temporal_client import temporal_client
from docker.ports import HOST, Ports
from docker.stack import Stack
from models.db import Sessions, engine_for, sessions_for
from models.domain.alarms import WaitingPolicy
from web.commands import Commands


@dataclass(frozen=True)
class LiveCourt:
    """A started stack seen from outside; the simulators' own interfaces play phones, cards and mailboxes."""

    stack: Stack
    sessions: Sessions
    temporal: Client
    http: httpx2.AsyncClient

    @property
    def commands(self) -> Commands:
        """Return the web's own door to the workflows, with the court's usual waiting times."""
        return Commands(self.temporal, WaitingPolicy(), timedelta(hours=24))

    @property
    def documents(self) -> FileDocumentStore:
        """Return the document store that web and worker share."""
        return FileDocumentStore(Path(self.stack.env["DIVAN_DOCUMENT_DIR"]))

    @property
    def trust(self) -> TrustStore:
        """Return the anchors the court trusts."""
        return TrustStore.from_pem(self.stack.site.trust_anchors.read_bytes())

    @property
    def portal(self) -> GovernmentPortal:
        """Return the portal as a merchant sees it."""
        secret = self.stack.env["DIVAN_PORTAL_SECRET"].encode()
        return GovernmentPortal(self.http, self.stack.env["DIVAN_PORTAL_URL"], secret)

    async def told(self, part: str, path: str, **words: Any) -> Any:
        """Post to a simulator and return its answer."""
        return self._answer(await self.http.post(f"{self._address(part)}{path}", json=words))

    async def population_register(self, document: str, *, is_silent: bool) -> None:
        """Let the population register be silent about one document, or answer for it again."""
        about = {"register_name": "population", "number": document}
        await self.told("registers", "/sim/script", **about, down=is_silent)

    async def shown(self, part: str, path: str, **query: str) -> Any:
        """Return what a JSON address of a simulator shows."""
        return self._answer(await self.http.get(f"{self._address(part)}{path}", params=query))

    async def terminal_receipt(self, amount: str, payer: str) -> str:
        """Pay a fee at a terminal and return the receipt's number."""
        receipt = await self.told("portal", "/sim/receipts", amount=str(Decimal(amount)), payer_name=payer)
        return str(receipt["number"])

    @contextmanager
    def frozen(self, part: str) -> Iterator[None]:
        """Let a part stand still, neither dead nor answering, until the block ends; killed meanwhile, it stays dead."""
        pid = self.stack.process(part).pid
        os.killpg(pid, signal.SIGSTOP)
        try:
            yield
        finally:
            _go_on(pid)

    def _address(self, part: str) -> str:
        return self.stack.site.address(self.stack.site.ports.by_part()[part])

    @staticmethod
    def _answer(answer: httpx2.Response) -> Any:
        answer.raise_for_status()
        return answer.json()


@asynccontextmanager
async def live_court(folder: Path, say: Callable[[str], None]) -> AsyncIterator[LiveCourt]:
    """Start a court of its own in `folder` and stop it at the end; nothing of it is shared with any other."""
    court = Stack(folder, Ports.free(), say=say)
    court.site.environment["DIVAN_DECISION_RESTS"] = "PT0S"  # the lives that are walked here have no time to rest
    with court as stack:
        engine = engine_for(stack.site.database_url, pool=12)
        temporal = await temporal_client(f"{HOST}:{stack.site.ports.temporal}", keys=stack.env["DIVAN_PAYLOAD_KEYS"])
        async with httpx2.AsyncClient(timeout=30) as http:
            yield LiveCourt(stack, sessions_for(engine), temporal, http)
        await engine.dispose()


def _go_on(pid: int) -> None:
    try:
        os.killpg(pid, signal.SIGCONT)
    except ProcessLookupError:
        return  # killed while it stood still, which is one of the things we try
