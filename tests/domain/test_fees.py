"""The fee a litigant pays, against the vectors of legal-facts §1.2 and by property."""

from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.domain.applications import ApplicationKind, CourtKind
from models.domain.errors import RuleBroken
from models.domain.exemptions import EXEMPTIONS, exemption
from models.domain.fees import (
    TARIFF,
    Bracket,
    FeeBasis,
    Tariff,
    appeal_fee_for,
    earns_first_filing_discount,
    exempt,
    fee_for,
)

CLAIM = ApplicationKind.CLAIM
VALUES = st.decimals(min_value="0.01", max_value="200000000", places=2)


def basis(value: str | None, *, kind: ApplicationKind = CLAIM, dwelling: bool = False, first: bool = False) -> FeeBasis:
    return FeeBasis(
        kind=kind,
        court=CourtKind.GENERAL,
        value=None if value is None else Decimal(value),
        natural_person=True,
        own_dwelling=dwelling,
        first_e_filing=first,
    )


@pytest.mark.parametrize(
    ("value", "dwelling", "fee", "appeal", "first"),
    [
        ("500", False, "30.00", "15.00", "27.00"),
        ("1000", False, "30.00", "15.00", "27.00"),
        ("1500", False, "35.00", "17.50", "31.50"),
        ("5000", False, "70.00", "35.00", "63.00"),
        ("6630", False, "86.30", "43.15", "77.67"),
        ("10000", False, "120.00", "60.00", "108.00"),
        ("25081", False, "165.24", "82.62", "148.72"),
        ("100000", False, "390.00", "195.00", "351.00"),
        ("250000", False, "540.00", "270.00", "486.00"),
        ("1000000", False, "1290.00", "645.00", "1161.00"),
        ("2500000", False, "2040.00", "1020.00", "1836.00"),
        ("98420000", False, "50000.00", "25000.00", "45000.00"),
        ("150000000", False, "50000.00", "25000.00", "45000.00"),
        (None, False, "100.00", "50.00", "90.00"),
        ("80000", True, "100.00", "50.00", "90.00"),
    ],
)
def test_fee_appeal_and_first_filing_follow_the_vectors(
    value: str | None, *, dwelling: bool, fee: str, appeal: str, first: str
) -> None:
    assert fee_for(basis(value, dwelling=dwelling)).amount == Decimal(fee)
    assert appeal_fee_for(basis(value, dwelling=dwelling)).amount == Decimal(appeal)
    assert fee_for(basis(value, dwelling=dwelling, first=True)).amount == Decimal(first)


@pytest.mark.parametrize(
    "kind", [ApplicationKind.COURT_ORDER, ApplicationKind.SPECIAL_PROCEEDINGS, ApplicationKind.ADMINISTRATIVE_CLAIM]
)
def test_flat_kinds_pay_a_hundred_whatever_they_are_worth(kind: ApplicationKind) -> None:
    assert fee_for(basis("4000", kind=kind)).amount == Decimal("100.00")
    assert appeal_fee_for(basis(None, kind=kind)).amount == Decimal("50.00")
    assert fee_for(basis(None, kind=kind, first=True)).amount == Decimal("100.00")


@pytest.mark.parametrize(
    "change",
    [
        {"natural_person": False},
        {"first_e_filing": False},
        {"court": CourtKind.COMMERCIAL},
        {"court": CourtKind.ADMINISTRATIVE},
        {"kind": ApplicationKind.COURT_ORDER},
        {"kind": ApplicationKind.COMMERCIAL_CLAIM},
    ],
)
def test_the_tenth_is_given_only_when_every_condition_holds(change: dict[str, object]) -> None:
    granted = {"kind": CLAIM, "court": CourtKind.GENERAL, "natural_person": True, "first_e_filing": True}
    assert earns_first_filing_discount(FeeBasis(**granted))  # type: ignore[arg-type]  # one table of mixed fields
    assert not earns_first_filing_discount(FeeBasis(**{**granted, **change}))  # type: ignore[arg-type]  # as above


def test_a_company_pays_by_value_for_its_house() -> None:
    company = FeeBasis(kind=CLAIM, court=CourtKind.GENERAL, value=Decimal(80_000), own_dwelling=True)
    assert fee_for(company).amount == Decimal("330.00")


def test_the_reckoning_names_each_step_and_its_article() -> None:
    lines = fee_for(basis("25081", first=True)).lines
    assert [(line.code, line.article, line.amount) for line in lines] == [
        ("fee_base", "8.1.3", Decimal("120.00")),
        ("fee_percent_above", "8.1.3", Decimal("45.24")),
        ("fee_first_e_filing", "9", Decimal("-16.52")),
    ]
    assert lines[1].params == {"percent": "0.3", "part": "15081", "above": "10000"}
    assert lines[2].params == {"percent": "10"}


@pytest.mark.parametrize(("value", "up_to"), [("500", "1000"), ("1000", "1000"), ("1500", "1000"), ("25081", "10000")])
def test_the_fixed_part_names_the_value_it_covers(value: str, up_to: str) -> None:
    assert fee_for(basis(value)).lines[0].params == {"up_to": up_to}


def test_the_cap_stands_as_its_own_line() -> None:
    assert fee_for(basis("150000000")).lines[-1].code == "fee_cap"
    assert all(line.code != "fee_cap" for line in fee_for(basis("98420000")).lines)


@pytest.mark.parametrize("value", ["0", "-1"])
def test_a_claim_worth_nothing_has_no_fee(value: str) -> None:
    with pytest.raises(RuleBroken, match="claim_value_not_positive"):
        fee_for(basis(value))


def test_a_new_tariff_is_a_matter_of_figures() -> None:
    assert fee_for(basis(None), tariff=Tariff(flat=Decimal(120))).amount == Decimal("120.00")


def test_an_exemption_keeps_the_reckoning_and_brings_it_to_nothing() -> None:
    reason = exemption("wages")
    freed = exempt(fee_for(basis("6630")), code=reason.code, article=reason.article)
    assert freed.amount == 0
    assert freed.lines[-1].amount == Decimal("-86.30")
    assert freed.lines[-1].params == {"exemption": "wages"}


def test_exemptions_are_distinct_and_worded_in_both_languages() -> None:
    assert len({e.code for e in EXEMPTIONS}) == len(EXEMPTIONS)
    assert all(e.az and e.en and e.article for e in EXEMPTIONS)
    with pytest.raises(RuleBroken, match="exemption_unknown"):
        exemption("friend_of_the_judge")


@settings(max_examples=100)
@given(VALUES, VALUES)
def test_a_larger_claim_never_pays_less(one: Decimal, other: Decimal) -> None:
    less, more = sorted((one, other))
    assert fee_for(basis(str(less))).amount <= fee_for(basis(str(more))).amount


@settings(max_examples=100)
@given(VALUES)
def test_one_qepik_more_of_claim_moves_the_fee_by_a_qepik_at_most(value: Decimal) -> None:
    step = fee_for(basis(str(value + Decimal("0.01")))).amount - fee_for(basis(str(value))).amount
    assert Decimal(0) <= step <= Decimal("0.01")


@pytest.mark.parametrize("bracket", TARIFF.brackets[1:], ids=lambda b: b.article)
def test_brackets_meet_without_a_step(bracket: Bracket) -> None:
    edge = bracket.above
    assert fee_for(basis(str(edge))).amount == fee_for(basis(str(edge + Decimal("0.01")))).amount


@settings(max_examples=100)
@given(VALUES)
def test_lines_add_up_and_every_share_is_rounded_half_up(value: Decimal) -> None:
    for fee in (fee_for(basis(str(value), first=True)), appeal_fee_for(basis(str(value)))):
        assert sum(line.amount for line in fee.lines) == fee.amount
        assert fee.amount.as_tuple().exponent == -2
    full = fee_for(basis(str(value))).amount
    expected = (full / 2).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
    assert appeal_fee_for(basis(str(value))).amount == expected


def test_half_a_qepik_is_rounded_up() -> None:
    assert appeal_fee_for(basis("1001")).amount == Decimal("15.01")  # 30.01 / 2 = 15.005
