"""The places of a filing in words: for the clerk to tick, and beside the wizard's fields for the one who mends them."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from models.domain.filing_places import PLACES, Mark
from models.domain.grounds import REFUSAL_GROUNDS, RETURN_GROUNDS, FilingStep, Ground
from models.domain.languages import Language
from web.drafts import returned_by
from web.forms.clerk import EVERY_PLACE
from web.forms.reading import Reading
from web.language import current_language, gettext
from web.pages.court_said import WORDS, marks_in, place_words
from web.pages.wizard import STEPS

KNOWN_GROUNDS = {ground.code: ground for ground in (*RETURN_GROUNDS, *REFUSAL_GROUNDS)}


@dataclass(frozen=True)
class PlaceChoice:
    """One place the clerk can tick."""

    code: str
    text: str
    number: int  # of the place among all
    ticked: bool
    note: str


@dataclass(frozen=True)
class PlaceGroup:
    """The places of one step."""

    title: str
    choices: tuple[PlaceChoice, ...]


@dataclass(frozen=True)
class PlaceShown:
    """One place the court pointed at, its note, and where in the wizard it is mended (a path after the claim's)."""

    step: FilingStep
    field: str
    text: str
    note: str
    path: str


@dataclass(frozen=True)
class GroundShown:
    """One ground of the law."""

    words: str
    article: str


@dataclass(frozen=True)
class ReturnShown:
    """What the court said when it returned a claim: its grounds, its text, and the places."""

    grounds: tuple[GroundShown, ...]
    text: str
    places: tuple[PlaceShown, ...]


def ground_words(ground: Ground) -> str:
    """Return the law's words in the language of the request."""
    return ground.en if current_language() is Language.EN else ground.az


def ground_shown(code: str) -> GroundShown:
    """Return a ground on which the court returned or refused; an empty one for a code the lists no longer hold."""
    ground = KNOWN_GROUNDS.get(code)
    return GroundShown(ground_words(ground), ground.article) if ground else GroundShown("", "")


def place_groups(form: Reading[Any]) -> tuple[PlaceGroup, ...]:
    """Return every place, by the steps of the wizard, as far as the form has them ticked or noted."""
    ticked, notes = set(form.several("place")), dict(zip(EVERY_PLACE, form.several("note"), strict=False))
    choices = {
        place: PlaceChoice(place, gettext(WORDS[place]), number, place in ticked, notes.get(place, ""))
        for number, place in enumerate(EVERY_PLACE)
    }
    return tuple(
        PlaceGroup(gettext(STEPS[step][1]), tuple(choices[f"{step}.{field}"] for field in fields))
        for step, fields in PLACES.items()
    )


async def return_shown(db: AsyncSession, claim_id: str) -> ReturnShown | None:
    """Return what the court said of a returned claim; None when no return of it has left."""
    row = await returned_by(db, claim_id)
    if row is None:
        return None
    grounds = tuple(ground_shown(code) for code in row.grounds if code in KNOWN_GROUNDS)
    return ReturnShown(grounds, row.text, tuple(_shown(mark) for mark in marks_in(row)))


def _shown(mark: Mark) -> PlaceShown:
    return PlaceShown(mark.step, mark.field, place_words(mark), mark.note, STEPS[mark.step][0])
