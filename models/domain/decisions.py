"""Reasons that members of the staff owe the person whose request they reject."""

from models.domain.errors import RuleBroken

REASON_SHORTEST = 10  # characters: a rejection says what is wrong


def check_rejection(reason: str) -> None:
    """Refuse a rejection without a reason the person can act on: RuleBroken `rejection_reason_missing`."""
    if len(reason.strip()) < REASON_SHORTEST:
        raise RuleBroken("rejection_reason_missing")
