"""What a letter to one person says that concerns no claim: registration, identity, password."""

from datetime import datetime
from typing import Final

from babel.dates import format_datetime

from activities.words.notices import PLAIN, Letter, formed, quote_in
from models.domain.languages import Language
from models.domain.letters import LetterKind
from models.domain.terms import BAKU
from models.ports import Mail

_LOCALES: Final = {Language.AZ: "az", Language.EN: "en_GB"}


def letter_to(
    to: str, kind: LetterKind, *, language: Language, link: str, base_url: str, key: str, at: datetime, reason: str = ""
) -> Mail:
    """Return a letter in text and HTML. `link` is where its button leads, `at` when what it tells of happened."""
    facts = {
        "reason": reason.strip(),
        "happened_at": format_datetime(at, "d MMMM y, HH:mm", tzinfo=BAKU, locale=_LOCALES[language]),
    }
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
