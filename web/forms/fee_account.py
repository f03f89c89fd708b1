"""What is asked of the account of fees: the court, the period, one kind of movement."""

from collections.abc import Mapping
from typing import ClassVar

from models.domain.fee_ledger import FeeEvent
from web.forms.days import Day
from web.forms.reading import FormInput
from web.language import N_


class FeeAccountForm(FormInput):
    """The filter; days are of Baku, both included. `court` is heard from the owner only."""

    court: str = ""
    since: Day | None = None
    until: Day | None = None
    event: FeeEvent | None = None

    words: ClassVar[Mapping[str, str]] = {
        "event": N_("Choose one of the movements in the list"),
    }
