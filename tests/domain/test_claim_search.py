"""What people type to find an application is read as they mean it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.domain.claim_search import (
    SoughtNumber,
    parse_sought_document,
    parse_sought_number,
    parse_sought_receipt,
)
from models.domain.errors import RuleBroken


@pytest.mark.parametrize(
    "typed",
    [
        "ƏR-2026-000123",
        "ər-2026-000123",
        "ER-2026-000123",
        "er 2026 123",
        " Er/2026/0123 ",
        "2026-000123",
        "№ 2026.123",
    ],
)
def test_a_number_is_read_with_and_without_its_letters(typed: str) -> None:
    assert parse_sought_number(typed).meant(until=2030) == ("ƏR-2026-000123",)


@pytest.mark.parametrize("typed", ["123", "000123", "ƏR-123", "er 0123"])
def test_a_number_without_its_year_is_sought_in_every_year(typed: str) -> None:
    assert parse_sought_number(typed).meant(until=2027) == ("ƏR-2026-000123", "ƏR-2027-000123")


@given(st.integers(1, 9_999_999), st.integers(2026, 2099))
def test_every_number_finds_itself(running: int, year: int) -> None:
    (number,) = SoughtNumber(running, year).meant(until=year)
    assert parse_sought_number(number.lower()) == SoughtNumber(running, year)


@pytest.mark.parametrize("typed", ["", "ƏR", "AZE01234567", "12a", "2026-", "1234567890", "'; DROP"])
def test_what_is_no_number_is_refused(typed: str) -> None:
    with pytest.raises(RuleBroken, match="sought_number_format"):
        parse_sought_number(typed)


@pytest.mark.parametrize(
    ("typed", "read"),
    [("aze 0123 4567", "AZE01234567"), ("dyi-012345", "DYI012345"), ("DYİ012345", "DYI012345"), ("p№ 1234", "P1234")],
)
def test_a_document_is_read_without_what_stands_between(typed: str, read: str) -> None:
    assert parse_sought_document(typed) == read


def test_what_is_no_document_and_no_receipt_is_refused() -> None:
    with pytest.raises(RuleBroken, match="sought_document_format"):
        parse_sought_document("A1")
    with pytest.raises(RuleBroken, match="sought_receipt_format"):
        parse_sought_receipt("%%%%%")
    assert parse_sought_receipt(" 7000 0000-0017 ") == "700000000017"
