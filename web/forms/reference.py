"""What the owner gives when he adds or edits a court or a category; the version is that of the page he filled."""

from collections.abc import Mapping
from typing import Annotated, ClassVar, Literal

from pydantic import StringConstraints

from models.domain.applications import ApplicationKind, CourtKind
from models.domain.reference_edit import check_code
from web.forms.days import Day
from web.forms.reading import FormInput, by_rule
from web.language import N_

Name = Annotated[str, StringConstraints(min_length=3, max_length=200)]
State = Literal["open", "closed"]
_WORDS: Mapping[str, str] = {
    "name_az": N_("Write the name in Azerbaijani, 3 to 200 characters"),
    "name_en": N_("Write the name in English, 3 to 200 characters"),
    "valid_from": N_("Enter the day like 21.11.2026"),
    "state": N_("Choose whether it is in use"),
    "version": N_("Go back to the page you came from and try again."),
    "nonce": N_("Go back to the page you came from and try again."),
}


class NewEntryForm(FormInput):
    """What courts and categories have in common."""

    name_az: Name
    name_en: Name
    valid_from: Day | None = None
    nonce: Annotated[str, StringConstraints(min_length=1, max_length=80)]

    words: ClassVar[Mapping[str, str]] = _WORDS


class EntryForm(NewEntryForm):
    """What is asked besides of one that is there."""

    state: State
    version: int


class CourtFields(NewEntryForm):
    """A court: its code, where its decisions are appealed, and the categories it hears of those of its kind."""

    code: Annotated[str, by_rule(check_code)]
    appeal_court: str = ""
    heard: tuple[str, ...] = ()

    words: ClassVar[Mapping[str, str]] = {
        **_WORDS,
        "kind": N_("Choose the kind of the court"),
        "code": N_("Write the code as three digits, for example 006"),
        "appeal_court": N_("Choose the court above it from the list."),
        "heard": N_("Choose the categories from the list."),
    }


class NewCourtForm(CourtFields):
    """A court that is not there yet; its kind is chosen once."""

    kind: CourtKind


class CourtEntryForm(EntryForm, CourtFields):
    """A court that is there."""

    words: ClassVar[Mapping[str, str]] = CourtFields.words


class CategoryFields(NewEntryForm):
    """A category: for which applications it is offered, at which courts."""

    kinds: tuple[ApplicationKind, ...]
    court_kinds: tuple[CourtKind, ...]

    words: ClassVar[Mapping[str, str]] = {
        **_WORDS,
        "parent": N_("Choose the category from the list."),
        "kinds": N_("Choose at least one kind of application"),
        "court_kinds": N_("Choose at least one kind of court"),
    }


class NewCategoryForm(CategoryFields):
    """A category that is not there yet; with a parent it is a sub-category."""

    parent: str = ""


class CategoryEntryForm(EntryForm, CategoryFields):
    """A category that is there."""

    words: ClassVar[Mapping[str, str]] = CategoryFields.words
