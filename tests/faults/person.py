"""What people do when the court does not answer: they send the same form again; and how long they had to wait."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import TypeVar

import httpx2
from sqlalchemy.exc import DBAPIError
from temporalio.client import WorkflowUpdateRPCTimeoutOrCancelledError
from temporalio.service import RPCError

from models.ports import OutsideUnavailableError

RELOAD = 0.2  # seconds after which a person sends the form again or looks at the page once more
PATIENCE = 90.0  # seconds; whoever waits longer for one step is stuck
# What web/errors.py answers with "not confirmed yet" or "not answering": the form is to be sent again.
NOT_CONFIRMED = (WorkflowUpdateRPCTimeoutOrCancelledError, TimeoutError, RPCError)
UNANSWERED = (*NOT_CONFIRMED, DBAPIError, OSError, httpx2.TransportError, OutsideUnavailableError)
Answer = TypeVar("Answer")


class StuckError(AssertionError):
    """A person waited for one step longer than anybody would; the message names the filing and the step."""


@dataclass
class Waits:
    """How long each step of one filing took, from the first click to the answer, and how often it was clicked."""

    seconds: dict[str, float] = field(default_factory=dict)
    clicks: dict[str, int] = field(default_factory=dict)

    async def insist(self, step: str, send: Callable[[], Awaitable[Answer]]) -> Answer:
        """Send the same thing until it is answered; a refusal is an answer and is raised."""
        began = time.monotonic()
        while True:
            self.clicks[step] = self.clicks.get(step, 0) + 1
            try:
                answer = await send()
            except UNANSWERED as error:
                _stop_if_cancelled()
                if time.monotonic() - began > PATIENCE:
                    raise StuckError(f"{step}: {error!r}") from error
                await asyncio.sleep(RELOAD)  # a person's reload, not a timing: the loop ends by the answer
            else:
                self._note(step, began)
                return answer

    async def look_until(
        self, step: str, look: Callable[[], Awaitable[Answer | None]], *, patience: float = PATIENCE
    ) -> Answer:
        """Look at a page again and again until it shows something; StuckError after so many seconds."""
        began = time.monotonic()
        while True:
            answer, wrong = None, "the page never showed it"
            try:
                answer = await look()
            except UNANSWERED as error:
                _stop_if_cancelled()
                wrong = repr(error)
            if answer is not None:
                self._note(step, began)
                return answer
            if time.monotonic() - began > patience:
                raise StuckError(f"{step}: {wrong}")
            await asyncio.sleep(RELOAD)  # as above

    def _note(self, step: str, began: float) -> None:
        self.seconds[step] = max(self.seconds.get(step, 0.0), time.monotonic() - began)


def _stop_if_cancelled() -> None:
    """Let go of a run that another filing has ended: Temporal's client calls a cancelled update "not confirmed"."""
    task = asyncio.current_task()
    if task is not None and task.cancelling():
        raise asyncio.CancelledError
