"""The pages of registering and of passwords."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from models.domain.identity_documents import SERIES, IdentityDocument
from models.domain.letters import PASSWORD_LINK_LIVES
from models.tables.registrations import RegistrationFormRow
from web.forms.reading import Reading, filled
from web.words.lookup import name_of


@dataclass(frozen=True)
class Choice:
    """One kind of document."""

    value: str
    text: str


@dataclass(frozen=True)
class KindPage:
    """The first page: which document."""

    form: Reading[Any]
    kinds: tuple[Choice, ...]


@dataclass(frozen=True)
class IdentityPage:
    """Document and FİN; `series` is empty where the number holds it."""

    form: Reading[Any]
    kind: str
    series: str
    example: str


@dataclass(frozen=True)
class FormPage:
    """A page with one question."""

    form: Reading[Any]
    address: str = ""


@dataclass(frozen=True)
class SentPage:
    """A link is on its way, as far as anybody is told."""

    email: str
    link_lives: timedelta


@dataclass(frozen=True)
class ForgottenPage:
    """Whose password was forgotten, and how long the link will be good."""

    form: Reading[Any]
    link_lives: timedelta = PASSWORD_LINK_LIVES


_EXAMPLES = {
    IdentityDocument.NEW_CARD: "AA1234567",
    IdentityDocument.OLD_CARD: "01234567",
    IdentityDocument.PERMANENT_PERMIT: "1234567",
    IdentityDocument.TEMPORARY_PERMIT: "123456",
}


def kind_page(form: Reading[Any]) -> KindPage:
    """Return the page that asks for the kind of document."""
    return KindPage(form, tuple(Choice(kind.value, name_of(kind)) for kind in IdentityDocument))


def identity_page(row: RegistrationFormRow, form: Reading[Any] | None = None) -> IdentityPage:
    """Return the page that asks for the document, filled with what was typed before."""
    series = SERIES.get(row.kind, "")
    typed = filled(series=row.series or series, number=row.number, fin=row.typed_fin)
    return IdentityPage(form or typed, name_of(row.kind), series, _EXAMPLES[row.kind])
