"""What a letter to one person says that concerns no claim: registration, identity, password."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from babel.dates import format_date, format_datetime

from activities.words.notices import PLAIN, Letter, formed, quote_in
from models.domain.durations import Unit, counted
from models.domain.languages import Language
from models.domain.letters import LetterKind
from models.domain.terms import BAKU
from models.ports import Mail

_UNITS: Final = {
    Language.AZ: {Unit.DAY: ("gün", "gün"), Unit.HOUR: ("saat", "saat"), Unit.MINUTE: ("dəqiqə", "dəqiqə")},
    Language.EN: {Unit.DAY: ("day", "days"), Unit.HOUR: ("hour", "hours"), Unit.MINUTE: ("minute", "minutes")},
}
_LOCALES: Final = {Language.AZ: "az", Language.EN: "en_GB"}


@dataclass(frozen=True)
class LinkTerms:
    """How long a letter's link is good, and when what it belongs to is forgotten, if it ever is."""

    lives: timedelta
    removed_at: datetime | None = None


def letter_to(
    to: str,
    kind: LetterKind,
    *,
    language: Language,
    link: str,
    base_url: str,
    key: str,
    at: datetime,
    reason: str = "",
    terms: LinkTerms | None = None,
) -> Mail:
    """Return a letter in text and HTML. `link` is where its button leads, `at` when what it tells of happened."""
    facts = {
        "reason": reason.strip(),
        "happened_at": format_datetime(at, "d MMMM y, HH:mm", tzinfo=BAKU, locale=_LOCALES[language]),
    } | (_terms_said(terms, language) if terms else {})
    template = PLAIN.get_template(f"{language}/letters/{kind}.jinja")
    frame = PLAIN.get_template(f"{language}/letters/frame.jinja")

    def block(name: str) -> str:
        source = template if name in template.blocks else frame
        return "".join(source.blocks[name](source.new_context(facts))).strip()

    def line(name: str) -> str:
        return " ".join(block(name).split())

    letter = Letter(
        language=language,
        subject=line("subject"),
        sentence=line("sentence"),
        rows=(),
        quote=quote_in(block("quote")),
        advice=tuple(" ".join(paragraph.split()) for paragraph in block("advice").split("\n\n")),
        button=line("button"),
        link=link,
        header=line("header"),
        why=line("why"),
        choice=line("choice"),
        choice_link=f"{base_url.rstrip('/')}/help",
    )
    return formed(letter, to=to, key=key)


def _terms_said(terms: LinkTerms, language: Language) -> dict[str, str]:
    count, unit = counted(terms.lives)
    said = {"link_lives": f"{count} {_UNITS[language][unit][count != 1]}", "removed_on": ""}
    if terms.removed_at:
        said["removed_on"] = format_date(terms.removed_at.astimezone(BAKU), "d MMMM y", locale=_LOCALES[language])
    return said
