"""Waiting for a state of the court, which can only be looked at again and again: it has no events for strangers."""

import asyncio
import time
from collections.abc import Awaitable, Callable

LOOK_AGAIN = 0.05  # seconds between two looks; nothing is measured by it


async def until(seen: Callable[[], Awaitable[bool]], *, within: float) -> bool:
    """Return True once the state is seen, False when it has not come in time."""
    ends_at = time.monotonic() + within
    while not await seen():
        if time.monotonic() > ends_at:
            return False
        await asyncio.sleep(LOOK_AGAIN)
    return True
