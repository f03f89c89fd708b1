"""What may be changed of courts and categories, and what would leave an application without a court."""

import pytest

from models.domain.applications import ApplicationKind, CourtKind
from models.domain.errors import RuleBroken
from models.domain.reference_edit import ReferenceAct, Scope, act_of, check_code, check_scope

CLAIM, ORDER, SUIT = ApplicationKind.CLAIM, ApplicationKind.COURT_ORDER, ApplicationKind.COMMERCIAL_CLAIM
GENERAL, COMMERCIAL, APPEAL = CourtKind.GENERAL, CourtKind.COMMERCIAL, CourtKind.APPEAL


def scope(*kinds: ApplicationKind, at: tuple[CourtKind, ...] = (GENERAL,)) -> Scope:
    return Scope(frozenset(kinds), frozenset(at))


@pytest.mark.parametrize("code", ["", "06", "0006", "00a", " 006", "٠٠٦"])
def test_a_courts_code_is_three_digits(code: str) -> None:
    assert check_code("006") == "006"
    with pytest.raises(RuleBroken, match="court_code_form"):
        check_code(code)


@pytest.mark.parametrize(
    ("wished", "said"),
    [
        (scope(), "category_nowhere"),
        (scope(CLAIM, at=()), "category_nowhere"),
        (scope(CLAIM, at=(APPEAL,)), "category_not_heard"),
        (scope(CLAIM, SUIT), "category_not_heard"),
        (scope(SUIT, at=(COMMERCIAL,)), "category_outside_parent"),
        (scope(CLAIM), "category_leaves_children"),
    ],
)
def test_a_category_is_offered_where_a_court_hears_it_within_its_own_and_around_its_children(
    wished: Scope, said: str
) -> None:
    parent, child = scope(CLAIM, ORDER), scope(ORDER)
    check_scope(scope(CLAIM, ORDER), parent=parent, children=[child])
    with pytest.raises(RuleBroken, match=said):
        check_scope(wished, parent=parent, children=[child])


def test_closing_and_opening_again_stand_out() -> None:
    acts = [act_of(was_open=was, is_open=now) for was, now in ((True, True), (True, False), (False, True))]
    assert acts == [ReferenceAct.CHANGE, ReferenceAct.CLOSE, ReferenceAct.OPEN]
