"""What a clerk gives for a decision, and for handing a filing to a colleague."""

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar
from uuid import UUID

from pydantic import StringConstraints, model_validator

from models.domain.court_decision import FEE_GROUND
from models.domain.exemptions import ExemptionAnswer
from models.domain.filing_places import NOTE_LONGEST, PLACES, Mark, mark_at
from models.domain.grounds import refusal_ground, return_ground
from web.forms.days import Day
from web.forms.reading import FormInput, by_rule
from web.language import N_

EVERY_PLACE = tuple(f"{step}.{field}" for step, fields in PLACES.items() for field in fields)


def _known(code: str) -> str:
    return return_ground(code).code


def _refuses(code: str) -> str:
    return refusal_ground(code).code


def _there(place: str) -> str:
    return mark_at(place).place


class ReturnForm(FormInput):
    """Grounds of MPM 152.1, what exactly is wrong, and the places it is about.

    There is one note for each place, in the order of the places; a note says as much as a tick.
    """

    ground: tuple[Annotated[str, by_rule(_known)], ...]
    text: Annotated[str, StringConstraints(min_length=10, max_length=4000)]
    place: tuple[Annotated[str, by_rule(_there)], ...] = ()
    note: tuple[Annotated[str, StringConstraints(max_length=NOTE_LONGEST)], ...] = ()
    exemption_refused: Annotated[str, StringConstraints(min_length=10, max_length=1000)] = ""
    nonce: Annotated[str, StringConstraints(min_length=1, max_length=80)]

    words: ClassVar[Mapping[str, str]] = {
        "ground": N_("Choose the ground of the return from the list."),
        "text": N_("Write what exactly is wrong, in at least ten characters: the filer must be able to mend it"),
        "text.string_too_long": N_("The text may have at most 4000 characters"),
        "place": N_("Choose the places from the list."),
        "note": N_("A note to one place may have at most 500 characters."),
        "exemption_refused": N_("Write why the exemption is not recognised, in 10 to 1000 characters"),
        "nonce": N_("Go back to the page you came from and try again."),
    }

    @model_validator(mode="before")
    @classmethod
    def _fee_is_due(cls, typed: dict[str, Any]) -> dict[str, Any]:
        """Let an exemption that is not recognised be a ground by itself: the fee is due (MPM 152.1.5)."""
        return {"ground": [FEE_GROUND], **typed} if "exemption_refused" in typed else typed

    @property
    def marks(self) -> tuple[Mark, ...]:
        """Return the places that were ticked or have a note."""
        notes = dict(zip(EVERY_PLACE, self.note, strict=False))
        said = [place for place in EVERY_PLACE if place in self.place or notes.get(place)]
        return tuple(mark_at(place, notes.get(place, "")) for place in said)


class DeclineForm(FormInput):
    """The ground of MPM 153.2, and why it is there."""

    ground: Annotated[str, by_rule(_refuses)]
    text: Annotated[str, StringConstraints(min_length=10, max_length=4000)]
    nonce: Annotated[str, StringConstraints(min_length=1, max_length=80)]

    words: ClassVar[Mapping[str, str]] = {
        "ground": N_("Choose the ground of the refusal from the list"),
        "text": N_("Write why the court refuses to accept the application, in at least ten characters"),
        "text.string_too_long": N_("The text may have at most 4000 characters"),
        "nonce": N_("Go back to the page you came from and try again."),
    }


class AcceptForm(FormInput):
    """What the clerk says of the ground of exemption, where the filer named one (FEE-3)."""

    exemption: ExemptionAnswer | None = None
    nonce: Annotated[str, StringConstraints(min_length=1, max_length=80)]

    words: ClassVar[Mapping[str, str]] = {
        "exemption": N_("Choose whether the exemption is recognised"),
        "nonce": N_("Go back to the page you came from and try again."),
    }


class AssignForm(FormInput):
    """The clerk to whom a filing is given."""

    to: UUID
    nonce: Annotated[str, StringConstraints(min_length=1, max_length=80)]

    words: ClassVar[Mapping[str, str]] = {
        "to": N_("Choose a clerk of your court."),
        "nonce": N_("Go back to the page you came from and try again."),
    }


class PeriodForm(FormInput):
    """The days over which the work of the desk is counted, both included."""

    since: Day | None = None
    until: Day | None = None

    words: ClassVar[Mapping[str, str]] = {
        "since": N_("Enter the day like 21.11.2026"),
        "until": N_("Enter the day like 21.11.2026"),
    }
