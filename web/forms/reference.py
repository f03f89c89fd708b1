"""What the owner gives when he edits a court or a category; the version is that of the page he filled."""

from collections.abc import Mapping
from typing import Annotated, ClassVar, Literal

from pydantic import StringConstraints

from models.domain.applications import ApplicationKind, CourtKind
from models.domain.reference_edit import check_code
from web.forms.reading import FormInput, by_rule
from web.language import N_

Name = Annotated[str, StringConstraints(min_length=3, max_length=200)]
State = Literal["open", "closed"]
_WORDS: Mapping[str, str] = {
    "name_az": N_("Write the name in Azerbaijani, 3 to 200 characters"),
    "name_en": N_("Write the name in English, 3 to 200 characters"),
    "state": N_("Choose whether it is in use"),
    "version": N_("Go back to the page you came from and try again."),
    "nonce": N_("Go back to the page you came from and try again."),
}


class EntryForm(FormInput):
    """What courts and categories have in common."""

    name_az: Name
    name_en: Name
    state: State
    version: int
    nonce: Annotated[str, StringConstraints(min_length=1, max_length=80)]

    words: ClassVar[Mapping[str, str]] = _WORDS


class CourtEntryForm(EntryForm):
    """A court: its code, and the categories it hears of those for courts of its kind."""

    code: Annotated[str, by_rule(check_code)]
    heard: tuple[str, ...] = ()

    words: ClassVar[Mapping[str, str]] = {
        **_WORDS,
        "code": N_("Write the code as three digits, for example 006"),
        "heard": N_("Choose the categories from the list."),
    }


class CategoryEntryForm(EntryForm):
    """A category: for which applications it is offered, at which courts."""

    kinds: tuple[ApplicationKind, ...]
    court_kinds: tuple[CourtKind, ...]

    words: ClassVar[Mapping[str, str]] = {
        **_WORDS,
        "kinds": N_("Choose at least one kind of application"),
        "court_kinds": N_("Choose at least one kind of court"),
    }
