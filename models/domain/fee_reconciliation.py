"""The nightly comparison of our receipts with a portal's register: what one side knows and the other does not."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from decimal import Decimal
from enum import StrEnum

from models.domain.terms import BAKU

NIGHT = time(3)  # Baku: the portals have closed the day, and nobody files
DAY = timedelta(days=1)


class DifferenceKind(StrEnum):
    """In what a portal's register and ours differ about one receipt."""

    UNKNOWN_HERE = "unknown_here"  # an order of ours was paid, and we did not hear of it
    UNKNOWN_THERE = "unknown_there"  # we hold a receipt that the portal does not list
    AMOUNT = "amount"
    REFUND = "refund"  # one side gave money back that the other did not


@dataclass(frozen=True)
class Listed:
    """A receipt as one side lists it. AZN; `order_id` is empty for a receipt of a terminal."""

    number: str
    amount: Decimal
    refunded: Decimal
    order_id: str = ""


@dataclass(frozen=True)
class Difference:
    """One receipt on which the sides do not agree; a side that does not know it has nothing."""

    kind: DifferenceKind
    number: str
    here: Decimal
    there: Decimal
    order_id: str = ""


def differences(
    here: Iterable[Listed], there: Iterable[Listed], *, closed_orders: Iterable[str]
) -> tuple[Difference, ...]:
    """Compare one day of one portal; by number of the receipt.

    A receipt of a terminal that we do not know is no difference: its payer has not brought it yet. Nor is one of an
    order that is not among the closed ones: its payment's workflow is still asking.
    """
    ours, theirs, closed = _by_number(here), _by_number(there), frozenset(closed_orders)
    found = [
        _difference(ours.get(number), theirs.get(number), closed) for number in sorted(ours.keys() | theirs.keys())
    ]
    return tuple(difference for difference in found if difference)


def night_after(at: datetime) -> datetime:
    """Return the next moment to compare after this one."""
    local = at.astimezone(BAKU)
    tonight = datetime.combine(local.date(), NIGHT, BAKU)
    return tonight if local < tonight else tonight + DAY


def _by_number(listed: Iterable[Listed]) -> dict[str, Listed]:
    return {receipt.number: receipt for receipt in listed}


def _difference(ours: Listed | None, theirs: Listed | None, closed: frozenset[str]) -> Difference | None:
    nothing = Decimal(0)
    if theirs is None:
        return Difference(DifferenceKind.UNKNOWN_THERE, ours.number, ours.amount, nothing) if ours else None
    if ours is None:
        known = Difference(DifferenceKind.UNKNOWN_HERE, theirs.number, nothing, theirs.amount, theirs.order_id)
        return known if theirs.order_id in closed else None
    if ours.amount != theirs.amount:
        return Difference(DifferenceKind.AMOUNT, ours.number, ours.amount, theirs.amount, theirs.order_id)
    if ours.refunded != theirs.refunded:
        return Difference(DifferenceKind.REFUND, ours.number, ours.refunded, theirs.refunded, theirs.order_id)
    return None
