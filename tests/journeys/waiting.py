"""Waits for what the court does by itself: asks until the answer is right, and says the last one when it never is."""

import time
from collections.abc import Callable
from typing import TypeVar

Answer = TypeVar("Answer")
PATIENCE = 20.0  # seconds; the machine may be loaded


def eventually(
    ask: Callable[[], Answer], *, is_right: Callable[[Answer], bool] = bool, within: float = PATIENCE
) -> Answer:
    """Return the first answer that is right; fail with the last one when none was within so many seconds."""
    give_up = time.monotonic() + within
    while not is_right(answer := ask()):
        assert time.monotonic() < give_up, f"not within {within:g} s; at last: {answer!r}"
        time.sleep(0.05)  # spares the processor between two questions; no outcome depends on it
    return answer
