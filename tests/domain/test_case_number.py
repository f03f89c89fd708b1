"""Case numbers as they stand on decisions and as people type them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.domain.applications import CourtKind
from models.domain.case_number import CaseNumber, electronic_case_number, parse_case_number
from models.domain.errors import RuleBroken


@pytest.mark.parametrize(
    "number",
    [
        "e-2-1(112)-6882/2021",
        "e-2(006)-3432/2021",
        "e-2-2(113)-227/2021",
        "2-2(103)-660/2021",
        "8(003)-82/2021",
        "2(056)-1350/2019",
        "2(102)-5556/2022",
        "1-1(102)-63/2021",
        "1-1(104)-55/2021",
        "MXMT(102)-26/2021",
        "2-1inz(102)-15/2013",
    ],
)
def test_the_sample_shapes_are_read_and_written_back(number: str) -> None:
    assert str(parse_case_number(number)) == number


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("2(106)1680/2016", "2(106)-1680/2016"),
        ("2(050)918/2016", "2(050)-918/2016"),
        ("2-1inz(102)-15/13", "2-1inz(102)-15/2013"),
        ("2-1INZ(102)-15/13", "2-1inz(102)-15/2013"),
        ("2-1İNZ(102)-15/13", "2-1inz(102)-15/2013"),
        (" № e-2-1 (112) – 6882 / 2021 ", "e-2-1(112)-6882/2021"),
        ("E-2(006)-3432/2021", "e-2(006)-3432/2021"),
        ("2-2[103]-660/2021", "2-2(103)-660/2021"),
        ("mxmt(103)-25/2021", "MXMT(103)-25/2021"),
        ("2(006)-0042/2021", "2(006)-42/2021"),
    ],
)
def test_other_ways_of_writing_mean_the_same_number(typed: str, number: str) -> None:
    assert str(parse_case_number(typed)) == number


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "2021",
        "2(12)-1/2021",
        "2(112)-/2021",
        "2(112)-0/2021",
        "2(112)-12345678/2021",
        "2(112)-1/221",
        "e2(112)-1/2021",
    ],
)
def test_what_is_no_case_number_is_refused(typed: str) -> None:
    with pytest.raises(RuleBroken, match=r"^case_number_format$"):
        parse_case_number(typed)


@pytest.mark.parametrize(
    ("court", "number"),
    [
        (CourtKind.GENERAL, "e-2(112)-7/2026"),
        (CourtKind.ADMINISTRATIVE, "e-2-1(112)-7/2026"),
        (CourtKind.COMMERCIAL, "e-2-2(112)-7/2026"),
    ],
)
def test_an_accepted_filing_gets_the_prefix_of_its_court(court: CourtKind, number: str) -> None:
    assert str(electronic_case_number(court, "112", sequence=7, year=2026)) == number


def test_an_appeal_court_numbers_no_claims() -> None:
    with pytest.raises(RuleBroken, match=r"^court_hears_no_claims$"):
        electronic_case_number(CourtKind.APPEAL, "103", sequence=1, year=2026)


@settings(max_examples=100)
@given(
    st.builds(
        CaseNumber,
        kind=st.sampled_from(["1", "2", "2-1", "2-2", "8", "10", "MXMT", "2-1inz"]),
        court=st.integers(0, 999).map("{:03d}".format),
        sequence=st.integers(1, 9_999_999),
        year=st.integers(1990, 2100),
        electronic=st.booleans(),
    )
)
def test_reading_undoes_writing(number: CaseNumber) -> None:
    assert parse_case_number(str(number)) == number
