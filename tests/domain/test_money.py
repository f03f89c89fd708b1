"""Amounts as people type them."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.domain.errors import RuleBroken
from models.domain.money import parse_amount, round_to_qepik


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("12 400,50", "12400.50"),
        ("12400.50", "12400.50"),
        ("12\u00a0400", "12400.00"),
        ("1 000 000 AZN", "1000000.00"),
        ("500 manat", "500.00"),
        ("7,5 ₼", "7.50"),
        ("0.01", "0.01"),
    ],
)
def test_reads_an_amount(typed: str, amount: str) -> None:
    assert str(parse_amount(typed)) == amount


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "amount_missing"),
        ("   ", "amount_missing"),
        ("12,400", "amount_format"),
        ("1.234,56", "amount_format"),
        ("12 40", "amount_format"),
        ("-5", "amount_format"),
        ("1e5", "amount_format"),
        ("NaN", "amount_format"),
        ("AZN", "amount_format"),
        ("٥٠٠", "amount_format"),
        ("0", "amount_not_positive"),
        ("0,00", "amount_not_positive"),
        ("10000000000", "amount_too_large"),
    ],
)
def test_refuses_what_could_mean_something_else(typed: str, code: str) -> None:
    with pytest.raises(RuleBroken, match=f"^{code}$"):
        parse_amount(typed)


@settings(max_examples=100)
@given(st.decimals(min_value="0.01", max_value="9999999999.99", places=2))
def test_an_amount_written_out_is_read_back(amount: Decimal) -> None:
    assert parse_amount(str(amount)) == amount
    assert parse_amount(f"{amount:,}".replace(",", " ").replace(".", ",")) == amount


@settings(max_examples=100)
@given(st.integers(min_value=0, max_value=10**9))
def test_half_a_qepik_always_goes_up(thousandths: int) -> None:
    exact = Decimal(thousandths) / 1000
    assert Decimal("-0.005") <= exact - round_to_qepik(exact) <= Decimal("0.004")
