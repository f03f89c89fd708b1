"""Which court hears what, the small claim's limit, and the law's lists of grounds."""

from decimal import Decimal

import pytest

from models.domain.applications import (
    ApplicationKind,
    CourtKind,
    check_jurisdiction,
    check_value,
    kinds_heard_by,
)
from models.domain.errors import RuleBroken
from models.domain.grounds import REFUSAL_GROUNDS, RETURN_GROUNDS, FilingStep, refusal_ground, return_ground

SMALL = ApplicationKind.SMALL_CLAIM


@pytest.mark.parametrize(
    ("kind", "courts"),
    [
        (ApplicationKind.CLAIM, {CourtKind.GENERAL}),
        (ApplicationKind.COMMERCIAL_CLAIM, {CourtKind.COMMERCIAL}),
        (ApplicationKind.ADMINISTRATIVE_CLAIM, {CourtKind.ADMINISTRATIVE}),
        (SMALL, {CourtKind.GENERAL, CourtKind.COMMERCIAL}),
        (ApplicationKind.COURT_ORDER, {CourtKind.GENERAL, CourtKind.COMMERCIAL}),
        (ApplicationKind.SPECIAL_PROCEEDINGS, {CourtKind.GENERAL, CourtKind.COMMERCIAL}),
    ],
)
def test_a_kind_is_taken_by_its_courts_and_refused_by_all_others(kind: ApplicationKind, courts: set[CourtKind]) -> None:
    for court in courts:
        check_jurisdiction(kind, court)
    for court in set(CourtKind) - courts:
        with pytest.raises(RuleBroken, match=r"^kind_not_heard_by_court$"):
            check_jurisdiction(kind, court)


def test_every_kind_is_heard_somewhere() -> None:
    assert {kind for court in CourtKind for kind in kinds_heard_by(court)} == set(ApplicationKind)


@pytest.mark.parametrize(
    ("court", "highest", "limit"),
    [(CourtKind.GENERAL, "4999.99", "5000"), (CourtKind.COMMERCIAL, "9999.99", "10000")],
)
def test_a_small_claim_stays_below_its_limit(court: CourtKind, highest: str, limit: str) -> None:
    check_value(SMALL, court, value=Decimal(highest))
    with pytest.raises(RuleBroken, match=r"^small_claim_too_large$") as refusal:
        check_value(SMALL, court, value=Decimal(limit))
    assert refusal.value.detail == {"limit": limit}


def test_only_a_small_claim_must_have_a_value_and_none_may_be_worth_nothing() -> None:
    check_value(ApplicationKind.CLAIM, CourtKind.GENERAL, value=None)
    check_value(ApplicationKind.CLAIM, CourtKind.GENERAL, value=Decimal(5_000))
    with pytest.raises(RuleBroken, match=r"^claim_value_missing$"):
        check_value(SMALL, CourtKind.GENERAL, value=None)
    with pytest.raises(RuleBroken, match=r"^claim_value_not_positive$"):
        check_value(ApplicationKind.CLAIM, CourtKind.GENERAL, value=Decimal(0))


def test_the_return_grounds_are_the_points_of_the_law_in_its_order() -> None:
    points = ["1", "2", "3", "4", "5", "6", "6-1", "7", "8", "9", "10"]
    assert [ground.article for ground in RETURN_GROUNDS] == [f"MPM 152.1.{point}" for point in points]
    assert all(ground.az and ground.en for ground in (*RETURN_GROUNDS, *REFUSAL_GROUNDS))
    assert all((ground.step is None) is (ground.field == "") for ground in RETURN_GROUNDS)


def test_a_ground_is_found_by_its_code_in_its_own_list_only() -> None:
    assert return_ground("fee").step is FilingStep.FEE
    assert refusal_ground("already_judged") in REFUSAL_GROUNDS
    with pytest.raises(RuleBroken, match=r"^return_ground_unknown$"):
        return_ground("already_judged")
    with pytest.raises(RuleBroken, match=r"^refusal_ground_unknown$"):
        refusal_ground("fee")
