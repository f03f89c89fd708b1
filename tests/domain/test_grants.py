"""A role is held by a grant: nobody gives himself one, and an owner always remains."""

from datetime import timedelta

import pytest

from models.domain.errors import RuleBroken
from models.domain.grants import Grant, check_grant, check_lift, check_limit, check_withdrawal
from models.domain.roles import Role
from tests.builders import COURT, at

NOON = at("2026-11-20T12:00:00+00:00")
CLERK, OWNER = Grant(Role.CLERK, NOON, COURT), Grant(Role.OWNER, NOON)


def granting(wanted: Grant, *, reason: str = "əmr 12", is_self: bool = False, holds: Grant | None = None) -> str:
    with pytest.raises(RuleBroken) as refused:
        check_grant(wanted, reason=reason, is_self=is_self, holds=holds)
    return refused.value.code


def test_a_grant_lives_from_its_beginning_until_its_end_or_withdrawal() -> None:
    until = NOON + timedelta(days=1)
    grant = Grant(Role.CLERK, NOON, COURT, until)
    moments = (NOON - timedelta(seconds=1), NOON, until - timedelta(seconds=1), until)
    assert [grant.lives(moment) for moment in moments] == [False, True, True, False]
    assert not Grant(Role.CLERK, NOON, COURT, until, withdrawn_at=NOON).lives(NOON)


def test_what_may_not_be_granted() -> None:
    check_grant(CLERK, reason="əmr 12", is_self=False, holds=None)
    assert granting(CLERK, is_self=True) == "rights_of_oneself"
    assert granting(Grant(Role.LITIGANT, NOON)) == "role_not_grantable"
    assert granting(Grant(Role.SYSTEM, NOON)) == "role_not_grantable"
    assert granting(Grant(Role.JUDGE, NOON)) == "court_needed"
    assert granting(Grant(Role.AUDITOR, NOON, COURT)) == "court_not_for_role"
    assert granting(Grant(Role.OWNER, NOON, until=NOON)) == "end_is_past"
    assert granting(CLERK, holds=OWNER) == "has_a_role"
    assert granting(CLERK, reason="  ") == "reason_missing"


@pytest.mark.parametrize(
    ("holds", "others", "code"), [(None, 1, "has_no_role"), (OWNER, 0, "last_owner"), (CLERK, 0, ""), (OWNER, 1, "")]
)
def test_the_last_owner_keeps_his_role(holds: Grant | None, others: int, code: str) -> None:
    if not code:
        check_withdrawal(holds, reason="işdən çıxıb", other_owners=others)
        return
    with pytest.raises(RuleBroken, match=code):
        check_withdrawal(holds, reason="işdən çıxıb", other_owners=others)


def test_nobody_limits_himself_the_last_owner_or_somebody_twice() -> None:
    check_limit(CLERK, reason="yoxlama", is_self=False, is_limited=False, other_owners=0)
    for holds, is_self, is_limited, code in (
        (CLERK, True, False, "rights_of_oneself"),
        (None, False, True, "limited_already"),
        (OWNER, False, False, "last_owner"),
    ):
        with pytest.raises(RuleBroken, match=code):
            check_limit(holds, reason="yoxlama", is_self=is_self, is_limited=is_limited, other_owners=0)


def test_only_a_limit_that_is_there_is_lifted() -> None:
    check_lift(reason="yoxlama bitib", is_limited=True)
    with pytest.raises(RuleBroken, match="not_limited"):
        check_lift(reason="yoxlama bitib", is_limited=False)
    with pytest.raises(RuleBroken, match="reason_missing"):
        check_lift(reason="", is_limited=True)
