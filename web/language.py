"""The language of a request: one context variable, English msgids, catalogues read once from web/locale."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations

from models.domain.languages import Language

LOCALE_DIR = Path(__file__).parent / "locale"
CLDR = {Language.AZ: "az", Language.EN: "en_GB"}  # British English puts the day first
OWN_NAMES = {Language.AZ: "Azərbaycanca", Language.EN: "English"}

_language: ContextVar[Language] = ContextVar("language", default=Language.AZ)


def current_language() -> Language:
    """Return the language of the request being answered."""
    return _language.get()


def cldr() -> str:
    """Return the CLDR locale for dates and numbers."""
    return CLDR[_language.get()]


@contextmanager
def speaking(language: Language) -> Iterator[None]:
    """Speak `language` inside the block."""
    token = _language.set(language)
    try:
        yield
    finally:
        _language.reset(token)


def gettext(msgid: str) -> str:
    """Translate a msgid into the language of the request."""
    return str(_translations(_language.get()).gettext(msgid))


def ngettext(one: str, many: str, number: int) -> str:
    """Translate a msgid with a number; the plural rule is the language's."""
    return str(_translations(_language.get()).ngettext(one, many, number))


def N_(msgid: str) -> str:  # noqa: N802 - the usual mark for "extract, translate later"
    """Mark a msgid for the catalogue without translating it now."""
    return msgid


def read_catalogue(language: Language) -> Catalog:
    """Return all .po files of a language as one catalogue; a msgid may stand in one file only."""
    whole = Catalog(locale=CLDR[language], domain="divan", fuzzy=False)
    for path in sorted((LOCALE_DIR / language).glob("*.po")):
        with path.open("rb") as file:
            for message in read_po(file, locale=CLDR[language]):
                if message.id and message.id in whole:
                    raise ValueError(f"{path.name} translates again: {message.id!r}")
                if message.id:
                    whole[message.id] = message
    return whole


@cache
def _translations(language: Language) -> NullTranslations:
    if language is Language.EN:  # msgids are the English text
        return NullTranslations()
    compiled = io.BytesIO()
    write_mo(compiled, read_catalogue(language))
    compiled.seek(0)
    return Translations(compiled, domain="divan")
