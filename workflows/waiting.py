"""Waiting for people until a moment."""

import contextlib
from collections.abc import Callable
from datetime import datetime, timedelta

from temporalio import workflow


async def wait_until(condition: Callable[[], bool], moment: datetime) -> None:
    """Wait until the condition holds, at most until the moment; one that is past still leaves a second."""
    left = max(moment - workflow.now(), timedelta(seconds=1))
    with contextlib.suppress(TimeoutError):
        await workflow.wait_condition(condition, timeout=left)
