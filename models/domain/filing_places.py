"""Places of a filing that the court can point at when it returns it: a step of the wizard and a field of that step."""

from dataclasses import dataclass

from models.domain.errors import RuleBroken
from models.domain.grounds import FilingStep, return_ground

NOTE_LONGEST = 500  # characters
PLACES: dict[FilingStep, tuple[str, ...]] = {
    FilingStep.COURT: ("court", "kind", "category"),
    FilingStep.PARTIES: ("name", "identity", "address", "contact", "representative"),
    FilingStep.DOCUMENTS: (
        "power_of_attorney",
        "evidence",
        "copies",
        "service_proof",
        "pre_trial_claim",
        "mediation_record",
    ),
    FilingStep.TEXT: ("heading", "body", "interim_measures"),
    FilingStep.FEE: ("value", "fee"),
    FilingStep.SIGNING: ("signing",),
}


@dataclass(frozen=True)
class Mark:
    """One place that the court points at, and what it says of that place; empty: what it says of the whole filing."""

    step: FilingStep
    field: str
    note: str = ""

    @property
    def place(self) -> str:
        """Return the place as forms name it: step and field."""
        return f"{self.step}.{self.field}"


def mark_at(place: str, note: str = "") -> Mark:
    """Return the mark of a place named `step.field`; RuleBroken `place_unknown` when the wizard has none of the name.

    RuleBroken `note_too_long` beyond NOTE_LONGEST characters.
    """
    step, _, field = place.partition(".")
    if step not in set(FilingStep) or field not in PLACES[FilingStep(step)]:
        raise RuleBroken("place_unknown")
    if len(note.strip()) > NOTE_LONGEST:
        raise RuleBroken("note_too_long")
    return Mark(FilingStep(step), field, note.strip())


def marks_of(grounds: tuple[str, ...], marks: tuple[Mark, ...]) -> tuple[Mark, ...]:
    """Return the places of a return on these grounds: those that were named, in the order of the steps.

    Where the court named none, the law's own place of each ground stands for it (MPM 152.1), so that a filer is always
    led to what is to be mended. Raises RuleBroken `return_ground_unknown`, and what `mark_at` raises.
    """
    chosen = [mark_at(mark.place, mark.note) for mark in marks]
    own = [return_ground(code) for code in grounds]
    if not chosen:
        chosen = [Mark(ground.step, ground.field) for ground in own if ground.step is not None]
    order = [(step, field) for step, fields in PLACES.items() for field in fields]
    by_place = {(mark.step, mark.field): mark for mark in reversed(chosen)}
    return tuple(by_place[place] for place in order if place in by_place)
