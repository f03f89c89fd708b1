"""What a claim is worth: each demand by its own rule, and all of them together (MPM 112; legal-facts §1.1)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Final

from models.domain.errors import RuleBroken
from models.domain.money import LARGEST

YEAR: Final = 12  # months
THREE_YEARS: Final = 3 * YEAR


class ValueRule(StrEnum):
    """The rules of MPM 112 for one demand."""

    MONEY = "money"  # the sum asked for, penalties (dəbbə pulu) included
    THING = "thing"  # what the thing is worth
    ALIMONY = "alimony"  # all payments of one year
    TERM_PAYMENTS = "term_payments"  # all payments, of three years at most
    INDEFINITE_PAYMENTS = "indefinite_payments"  # without term or for life: of three years
    PAYMENT_CHANGE = "payment_change"  # the difference, of one year at most
    PAYMENT_END = "payment_end"  # what is left to pay, of one year at most
    LEASE_END = "lease_end"  # the rent that is left, of three years at most


# How many months count at most; a rule that is not here is about a sum and not about payments.
MONTHS_AT_MOST: Final = {
    ValueRule.ALIMONY: YEAR,
    ValueRule.TERM_PAYMENTS: THREE_YEARS,
    ValueRule.INDEFINITE_PAYMENTS: THREE_YEARS,
    ValueRule.PAYMENT_CHANGE: YEAR,
    ValueRule.PAYMENT_END: YEAR,
    ValueRule.LEASE_END: THREE_YEARS,
}
# Always counted over the whole period: how long they will really be paid is not known.
WHOLE_PERIOD: Final = frozenset({ValueRule.ALIMONY, ValueRule.INDEFINITE_PAYMENTS})


@dataclass(frozen=True)
class Demand:
    """One demand: `amount` in AZN, for payments a month's, which last for `months` (0 where the rule says how long)."""

    rule: ValueRule
    amount: Decimal
    months: int = 0


def check_demand(demand: Demand) -> None:
    """Raise RuleBroken `amount_not_positive`, `months_missing` or `demand_too_large`."""
    if demand.amount <= 0:
        raise RuleBroken("amount_not_positive")
    if asks_months(demand.rule) and demand.months <= 0:
        raise RuleBroken("months_missing")
    if value_of_demand(demand) > LARGEST:
        raise RuleBroken("demand_too_large")


def check_demands(demands: Sequence[Demand]) -> None:
    """Raise what `check_demand` raises of each; RuleBroken `demand_too_large` too when all together are."""
    for demand in demands:
        check_demand(demand)
    if value_of_claim(demands) > LARGEST:
        raise RuleBroken("demand_too_large")


def asks_months(rule: ValueRule) -> bool:
    """Say whether it matters how many months are left."""
    return rule in MONTHS_AT_MOST and rule not in WHOLE_PERIOD


def months_counted(demand: Demand) -> int:
    """Return how many months count, 0 for a sum."""
    most = MONTHS_AT_MOST.get(demand.rule, 0)
    return min(demand.months, most) if asks_months(demand.rule) else most


def value_of_demand(demand: Demand) -> Decimal:
    """Return the value of one demand in AZN (MPM 112)."""
    return demand.amount * (months_counted(demand) or 1)


def value_of_claim(demands: Iterable[Demand]) -> Decimal:
    """Return the value of a claim in AZN: the sum of all demands (MPM 112); 0 when there is none."""
    return sum((value_of_demand(demand) for demand in demands), Decimal(0))
