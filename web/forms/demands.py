"""One demand of a claim, as its value is worked out."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, ClassVar

from pydantic import Field

from models.domain.claim_value import ValueRule
from models.domain.money import parse_amount
from web.forms.reading import FormInput, by_rule
from web.language import N_


class DemandForm(FormInput):
    """What is asked, how much, and for how many months where it is paid by the month."""

    rule: ValueRule
    amount: Annotated[str, by_rule(parse_amount)]
    months: Annotated[int, Field(ge=0, le=1200)] = 0
    version: str = ""
    back: str = ""

    words: ClassVar[Mapping[str, str]] = {
        "rule": N_("Choose what is asked for"),
        "amount": N_("Enter the amount in manats"),
        "months": N_("Enter the number of months in digits"),
    }

    @property
    def sum_asked(self) -> Decimal:
        """Return the amount in AZN."""
        return Decimal(self.amount)
