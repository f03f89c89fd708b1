"""The claim's value by the rules of MPM 112."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.domain.claim_value import (
    MONTHS_AT_MOST,
    Demand,
    ValueRule,
    asks_months,
    check_demand,
    value_of_claim,
    value_of_demand,
)
from models.domain.errors import RuleBroken

RULE, SUM = ValueRule, Decimal(100)


@pytest.mark.parametrize(
    ("rule", "months", "value"),
    [
        (RULE.MONEY, 0, 100),
        (RULE.THING, 0, 100),
        (RULE.ALIMONY, 0, 1200),
        (RULE.TERM_PAYMENTS, 10, 1000),
        (RULE.TERM_PAYMENTS, 60, 3600),
        (RULE.INDEFINITE_PAYMENTS, 0, 3600),
        (RULE.PAYMENT_CHANGE, 5, 500),
        (RULE.PAYMENT_CHANGE, 24, 1200),
        (RULE.PAYMENT_END, 24, 1200),
        (RULE.LEASE_END, 7, 700),
        (RULE.LEASE_END, 48, 3600),
    ],
)
def test_each_demand_is_valued_by_its_rule(rule: ValueRule, months: int, value: int) -> None:
    demand = Demand(rule, SUM, months)
    check_demand(demand)
    assert value_of_demand(demand) == value


def test_what_cannot_be_valued_is_refused() -> None:
    for demand, code in (
        (Demand(RULE.MONEY, Decimal(0)), "amount_not_positive"),
        (Demand(RULE.LEASE_END, SUM), "months_missing"),
        (Demand(RULE.ALIMONY, Decimal(9_999_999_999)), "demand_too_large"),
    ):
        with pytest.raises(RuleBroken, match=code):
            check_demand(demand)


DEMANDS = st.builds(
    Demand,
    st.sampled_from(ValueRule),
    st.decimals(min_value=Decimal("0.01"), max_value=10**6, places=2),
    st.integers(min_value=1, max_value=600),
)


@given(st.lists(DEMANDS, max_size=6))
def test_several_demands_are_added_up_and_no_period_counts_longer_than_the_law_allows(demands: list[Demand]) -> None:
    assert value_of_claim(demands) == sum(value_of_demand(demand) for demand in demands)
    for demand in demands:
        assert demand.amount <= value_of_demand(demand) <= demand.amount * MONTHS_AT_MOST.get(demand.rule, 1)
        briefly = Demand(demand.rule, demand.amount, 1)
        assert asks_months(demand.rule) or value_of_demand(briefly) == value_of_demand(demand)
