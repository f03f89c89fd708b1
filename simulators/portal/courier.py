"""Carries the portal's callbacks to the merchant until each was taken, over restarts; and the bank's later answers."""

import asyncio
import contextlib
import json
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Final, TypeVar

import httpx2
from pydantic import BaseModel

from simulators.drawers import Drawer
from simulators.page import now
from simulators.portal.ledger import Ledger, Payment, Settlement

_FIRST_PAUSE: Final = 0.25
_LONGEST_PAUSE: Final = 60.0
_IDLE: Final = 3600.0


class Callback(BaseModel):
    """One message to the merchant; a repeated delivery is the same bytes."""

    id: str
    order_id: str
    url: str
    body: str
    due_at: datetime
    attempts: int = 0
    answers: list[str] = []
    delivered: bool = False


Worded = Callable[[Payment], dict[str, Any]]
Sealed = Callable[[bytes], dict[str, str]]
Due = TypeVar("Due", Callback, Settlement)


class Courier:
    """Wakes up when something is due."""

    def __init__(
        self, *, ledger: Ledger, callbacks: Drawer[Callback], http: httpx2.AsyncClient, worded: Worded, sealed: Sealed
    ) -> None:
        """Take how this portal words a callback, and the headers by which it proves that a body is its own."""
        self.callbacks = callbacks
        self._ledger = ledger
        self._http = http
        self._worded = worded
        self._sealed = sealed
        self._woken = asyncio.Event()

    def tell(self, payment: Payment, *, times: int = 1, after_seconds: float = 0) -> None:
        """Put callbacks about the payment as it stands now into the bag."""
        body = json.dumps(self._worded(payment))
        for _ in range(times):
            callback = Callback(
                id=uuid.uuid4().hex,
                order_id=payment.order_id,
                url=payment.callback_url,
                body=body,
                due_at=now() + timedelta(seconds=after_seconds),
            )
            self.callbacks.put(callback.id, callback, owner="due")
        self.wake()

    def wake(self) -> None:
        """Look again at what is due."""
        self._woken.set()

    async def run(self) -> None:
        """Work until cancelled."""
        while True:
            self._woken.clear()
            for settlement in _due(self._ledger.settlements.of("due")):
                if payment := self._ledger.settled(settlement):
                    self.tell(payment)
            await asyncio.gather(*(self._deliver(callback) for callback in _due(self.callbacks.of("due"))))
            with contextlib.suppress(TimeoutError):  # nobody woke the courier: the next thing has become due
                await asyncio.wait_for(self._woken.wait(), self._pause())

    def _pause(self) -> float:
        moments = [settlement.due_at for settlement in self._ledger.settlements.of("due")]
        moments += [callback.due_at for callback in self.callbacks.of("due")]
        seconds = (min(moments) - now()).total_seconds() if moments else _IDLE
        return max(0.001, seconds)

    async def _deliver(self, callback: Callback) -> None:
        body = callback.body.encode()
        headers = {"Content-Type": "application/json", **self._sealed(body)}
        try:
            answer = await self._http.post(callback.url, content=body, headers=headers)
            said, taken = str(answer.status_code), answer.is_success
        except httpx2.HTTPError as error:
            said, taken = type(error).__name__, False
        pause = min(_FIRST_PAUSE * 2**callback.attempts, _LONGEST_PAUSE)
        tried = callback.model_copy(
            update={
                "attempts": callback.attempts + 1,
                "answers": [*callback.answers, said][-20:],
                "delivered": taken,
                "due_at": now() + timedelta(seconds=pause),
            }
        )
        self.callbacks.put(callback.id, tried, owner="done" if taken else "due")


def _due(things: list[Due]) -> list[Due]:
    return [thing for thing in things if thing.due_at <= now()]
