"""The text of an application: what is asked, why, and whether the claim is to be secured."""

import unicodedata
from collections.abc import Mapping
from typing import Annotated, ClassVar

from pydantic import AfterValidator, BeforeValidator, StringConstraints
from pydantic_core import PydanticCustomError

from activities.documents.rendering import unprintable_letters
from web.forms.reading import FormInput
from web.language import N_

HEADING, BODY = 300, 60_000  # characters; a text of 60,000 is some twenty pages


def _lines(typed: object) -> object:
    """Return a text with one kind of line break, composed and without what came along invisibly from an editor."""
    if not isinstance(typed, str):
        return typed
    text = unicodedata.normalize("NFC", typed.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " "))
    return "".join(letter for letter in text if letter == "\n" or unicodedata.category(letter) not in {"Cc", "Cf"})


def _printable(text: str) -> str:
    """Refuse letters the printed document could not show: what is signed must be what was typed."""
    if letters := unprintable_letters(text):
        raise PydanticCustomError(
            "rule_broken", "{code}", {"code": "letters_not_printable", "letters": " ".join(sorted(letters))}
        )
    return text


Prose = Annotated[str, BeforeValidator(_lines), AfterValidator(_printable)]


class UnfinishedText(FormInput):
    """The texts while they are being typed: any of them may still be empty."""

    heading: Annotated[Prose, StringConstraints(max_length=HEADING)] = ""
    body: Annotated[Prose, StringConstraints(max_length=BODY)] = ""
    interim: tuple[str, ...] = ()
    interim_measures: Annotated[Prose, StringConstraints(max_length=BODY)] = ""
    version: str = ""
    seen: str = ""

    words: ClassVar[Mapping[str, str]] = {
        "heading": N_("The heading may have at most 300 characters"),
        "body": N_("The text may have at most 60000 characters"),
        "interim_measures": N_("The text may have at most 60000 characters"),
    }


class TextForm(UnfinishedText):
    """Heading, text, and the application to secure the claim when it is ticked ("İddianın təmin edilməsi")."""

    heading: Annotated[Prose, StringConstraints(max_length=HEADING)]
    body: Annotated[Prose, StringConstraints(max_length=BODY)]
    back: str = ""
    go: str = ""

    words: ClassVar[Mapping[str, str]] = {
        **UnfinishedText.words,
        "heading.missing": N_("Enter the heading of the application"),
        "body.missing": N_("Enter the text of the application"),
    }
