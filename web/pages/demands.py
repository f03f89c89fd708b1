"""The claim's value worked out demand by demand (MPM 112)."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from models.domain.claim_value import Demand, ValueRule, months_counted, value_of_claim, value_of_demand
from models.domain.grounds import FilingStep
from models.tables.drafts import DraftRow
from web.drafts import OpenDraft
from web.forms.reading import Reading
from web.pages.court import Choice
from web.pages.wizard import Frame, frame_of
from web.words.lookup import name_of


@dataclass(frozen=True)
class DemandShown:
    """One demand with its value; `months` counted, 0 for a sum."""

    place: int
    rule: str
    amount: Decimal
    months: int
    value: Decimal


@dataclass(frozen=True)
class DemandsPage:
    """Every demand, their sum, and the form for one more."""

    frame: Frame
    form: Reading[Any]
    rules: tuple[Choice, ...]
    demands: tuple[DemandShown, ...]
    value: Decimal


def demands_of(row: DraftRow) -> tuple[Demand, ...]:
    """Return the demands of a draft; money is kept as text, so that no reader rounds it."""
    return tuple(Demand(ValueRule(one["rule"]), Decimal(one["amount"]), one["months"]) for one in row.demands)


def write_demands(row: DraftRow, demands: tuple[Demand, ...]) -> None:
    """Put the demands into a draft, and their sum as the claim's value; without demands it has none."""
    row.demands = [{"rule": one.rule, "amount": str(one.amount), "months": one.months} for one in demands]
    row.value = value_of_claim(demands) if demands else None


def demands_page(draft: OpenDraft, form: Reading[Any], back: str) -> DemandsPage:
    """Return the page for a draft."""
    demands = demands_of(draft.draft)
    shown = tuple(
        DemandShown(place, name_of(one.rule), one.amount, months_counted(one), value_of_demand(one))
        for place, one in enumerate(demands)
    )
    rules = tuple(Choice(rule, name_of(rule)) for rule in ValueRule)
    return DemandsPage(frame_of(draft, FilingStep.FEE, back), form, rules, shown, value_of_claim(demands))
