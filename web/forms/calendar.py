"""What the owner gives for a day of the court's calendar."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, ClassVar, Final, Literal

from pydantic import AfterValidator, StringConstraints, ValidationInfo

from models.domain.court_calendar import days_off
from web.forms.days import Day
from web.forms.reading import FormInput, judging
from web.language import N_

Reason = Annotated[str, StringConstraints(min_length=10, max_length=500)]
Name = Annotated[str, StringConstraints(min_length=3, max_length=200)]
NAMED: Final = {
    "name_az": N_("Write the name in Azerbaijani, 3 to 200 characters"),
    "name_en": N_("Write the name in English, 3 to 200 characters"),
    "reason": N_("Write the decision by which it is so, in 10 to 500 characters"),
    "version": N_("Go back to the page you came from and try again."),
    "nonce": N_("Go back to the page you came from and try again."),
}


class YearForm(FormInput):
    """The day that is looked for."""

    day: Day | None = None

    words: ClassVar[Mapping[str, str]] = {"day": N_("Enter the day like 21.11.2026")}


def _ends(last: date, form: ValidationInfo) -> date:
    """Judge the end of the run as soon as both ends are known, whatever else is missing yet."""
    if first := form.data.get("first"):
        with judging():
            days_off(first, last, today=first)
    return last


class DaysOffForm(FormInput):
    """A run of days off, entered at once: of one holiday, by one decision."""

    first: Day
    last: Annotated[Day, AfterValidator(_ends)]
    name_az: Name
    name_en: Name
    reason: Reason
    version: int
    nonce: Annotated[str, StringConstraints(min_length=1, max_length=80)]

    words: ClassVar[Mapping[str, str]] = {
        "first": N_("Enter the first day like 21.11.2026"),
        "last": N_("Enter the last day like 21.11.2026"),
        **NAMED,
    }


class CalendarDayForm(FormInput):
    """A day that differs from its weekday, and why it was entered or changed."""

    working: Literal["yes", "no"]
    name_az: Name
    name_en: Name
    state: Literal["open", "closed"]
    reason: Reason
    version: int
    nonce: Annotated[str, StringConstraints(min_length=1, max_length=80)]

    words: ClassVar[Mapping[str, str]] = {
        "working": N_("Choose whether the court works on this day"),
        "state": N_("Choose whether the entry counts"),
        **NAMED,
    }
