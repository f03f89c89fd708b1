"""What the nightly comparison finds, and what it leaves alone."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.domain.fee_reconciliation import DifferenceKind, Listed, differences, night_after
from tests.builders import at

PAID = Listed("R1", Decimal(30), Decimal(0), "order-1")
ORDERS = ("order-1",)
RECEIPTS = st.dictionaries(
    st.sampled_from("abcdef"), st.tuples(st.integers(1, 9), st.integers(0, 1), st.sampled_from(("", "1", "2")))
)


def listed(side: dict[str, tuple[int, int, str]]) -> list[Listed]:
    return [
        Listed(number, Decimal(amount), Decimal(refunded), order) for number, (amount, refunded, order) in side.items()
    ]


@pytest.mark.parametrize(
    ("here", "there", "kinds"),
    [
        ([PAID], [PAID], []),
        ([], [PAID], [DifferenceKind.UNKNOWN_HERE]),
        ([], [replace(PAID, order_id="")], []),
        ([], [replace(PAID, order_id="under-way")], []),
        ([PAID], [], [DifferenceKind.UNKNOWN_THERE]),
        ([PAID], [replace(PAID, amount=Decimal(20))], [DifferenceKind.AMOUNT]),
        ([PAID], [replace(PAID, refunded=Decimal(30))], [DifferenceKind.REFUND]),
        ([replace(PAID, refunded=Decimal(30))], [PAID], [DifferenceKind.REFUND]),
    ],
)
def test_each_kind_of_difference_is_found(here: list[Listed], there: list[Listed], kinds: list[DifferenceKind]) -> None:
    assert [one.kind for one in differences(here, there, closed_orders=ORDERS)] == kinds


@given(here=RECEIPTS, there=RECEIPTS)
def test_without_a_difference_both_sides_have_the_same_money(
    here: dict[str, tuple[int, int, str]], there: dict[str, tuple[int, int, str]]
) -> None:
    found = {one.number: one for one in differences(listed(here), listed(there), closed_orders=("1",))}
    awaited = {number for number, (_, _, order) in there.items() if number not in here and order != "1"}
    for number in {*here, *there} - awaited:
        same = here.get(number, (0, 0))[:2] == there.get(number, (0, 0))[:2]
        assert same is (number not in found)
    assert awaited.isdisjoint(found)


def test_it_is_done_at_three_in_the_night_of_baku() -> None:
    assert night_after(at("2026-11-20T22:59:00+00:00")) == at("2026-11-20T23:00:00+00:00")
    assert night_after(at("2026-11-20T23:00:00+00:00")) == at("2026-11-21T23:00:00+00:00")
