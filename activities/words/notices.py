"""What a notice says, in the cabinet, by e-mail and by SMS; the words themselves stand in `templates/`."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Final

from babel.dates import format_date, get_month_names
from babel.numbers import format_decimal
from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template, TemplateNotFound, UndefinedError

from models.domain.grounds import REFUSAL_GROUNDS, RETURN_GROUNDS, Ground
from models.domain.languages import Language
from models.domain.refund_request import REFUND_REFUSALS
from models.domain.terms import BAKU, court_day
from models.ports import Mail
from models.tables.notices import NoticeRow
from models.tables.reference import CourtRow

_FOLDER: Final = FileSystemLoader(Path(__file__).parent / "templates")
PLAIN: Final = Environment(
    loader=_FOLDER,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    auto_reload=False,
    autoescape=False,  # noqa: S701 - plain text; what goes into HTML is escaped there, by _HTML
)
_HTML: Final = Environment(
    loader=_FOLDER, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, autoescape=True
)
_LOCALES: Final = {Language.AZ: "az", Language.EN: "en_GB"}
_MONTHS: Final = {language: get_month_names("wide", locale=locale) for language, locale in _LOCALES.items()}
_BAKU_TIME: Final = {Language.AZ: "Bakı vaxtı ilə", Language.EN: "Baku time"}
_SOME_COURT: Final = {Language.AZ: "məhkəmə", Language.EN: "the court"}
_GROUNDS: Final = {ground.code: ground for ground in (*RETURN_GROUNDS, *REFUSAL_GROUNDS, *REFUND_REFUSALS)}
_NO_GROUND: Final = Ground(code="", article="", az="", en="")
_MAY_LACK: Final = frozenset({"quote", "link", "why"})
_BLINK: Final = timedelta(microseconds=1)


class WordsMissingError(Exception):
    """A notice has no words for its kind, or its words name something the notice does not hold."""


@dataclass(frozen=True)
class Detail:
    """One line of a letter's table."""

    label: str
    value: str


@dataclass(frozen=True)
class Letter:
    """Everything a mail shows, in plain words; `mail.text.jinja` and `mail.html.jinja` give it its form."""

    language: str
    subject: str
    sentence: str
    rows: tuple[Detail, ...]
    quote: Detail | None
    advice: tuple[str, ...]
    button: str
    link: str
    header: str
    why: str
    choice: str
    choice_link: str


def mail_of(notice: NoticeRow, court: CourtRow | None, *, to: str, language: str, base_url: str) -> Mail:
    """Return the notice as a letter in text and HTML; its key is the same whenever it is made again.

    `court` is the court the notice's words name, None when it is unknown. Raises WordsMissingError.
    """
    letter = _letter(notice, court, language=Language(language), base_url=base_url.rstrip("/"))
    return formed(letter, to=to, key=f"{notice.id}/email")


def formed(letter: Letter, *, to: str, key: str) -> Mail:
    """Give a letter its form in text and HTML."""
    return Mail(
        to=to,
        subject=letter.subject,
        text=PLAIN.get_template("mail.text.jinja").render(letter=letter),
        html=_HTML.get_template("mail.html.jinja").render(letter=letter),
        language=letter.language,
        key=key,
    )


def sms_of(notice: NoticeRow, court: CourtRow | None, *, language: str) -> str:
    """Return the notice as an SMS of at most two UCS-2 parts; it names no person. Raises WordsMissingError."""
    return _Words(notice, court, Language(language)).line("sms")


def sentence_of(notice: NoticeRow, court: CourtRow | None, *, language: str) -> str:
    """Return the notice in one sentence, for the list in the cabinet (NTF-1). Raises WordsMissingError."""
    return _Words(notice, court, Language(language)).line("sentence")


class _Words:
    """The words of one kind of notice in one language, filled with the facts of one notice."""

    def __init__(self, notice: NoticeRow, court: CourtRow | None, language: Language, base_url: str = "") -> None:
        self._name = f"{language}/{notice.kind}.jinja"
        self._facts = _facts(notice, court, language) | {
            "claim_url": f"{base_url}/claims/{notice.claim_id}",
            "cabinet_url": f"{base_url}/",
        }

    def block(self, name: str, *, file: str = "") -> str:
        """Return a block with its lines; empty when the file has none of that name and may do without."""
        try:
            template: Template = PLAIN.get_template(file or self._name)
            if name not in template.blocks and name in _MAY_LACK:
                return ""
            return "".join(template.blocks[name](template.new_context(self._facts))).strip()
        except (TemplateNotFound, UndefinedError, KeyError) as error:
            raise WordsMissingError(f"{file or self._name}: {name}: {error}") from error

    def line(self, name: str, *, file: str = "") -> str:
        """Return a block as one line: a line break in a subject would be another header."""
        return " ".join(self.block(name, file=file).split())


def _letter(notice: NoticeRow, court: CourtRow | None, *, language: Language, base_url: str) -> Letter:
    words, frame = _Words(notice, court, language, base_url), f"{language}/frame.jinja"
    return Letter(
        language=language,
        subject=words.line("subject"),
        sentence=words.line("sentence"),
        rows=_rows(words.block("rows")),
        quote=quote_in(words.block("quote")),
        advice=tuple(" ".join(paragraph.split()) for paragraph in words.block("advice").split("\n\n")),
        button=words.line("button"),
        link=words.line("link") or f"{base_url}/claims/{notice.claim_id}",
        header=words.line("header", file=frame),
        why=words.line("why") or words.line("why", file=frame),
        choice=words.line("choice", file=frame),
        choice_link=f"{base_url}/profile",
    )


def _rows(block: str) -> tuple[Detail, ...]:
    parted = (line.partition(" | ") for line in block.splitlines())
    return tuple(Detail(label.strip(), value.strip()) for label, _, value in parted if value.strip())


def quote_in(block: str) -> Detail | None:
    """Return what stands in a quotation: its label on the first line, the words below."""
    label, _, text = block.partition("\n")
    return Detail(label, text.strip()) if text.strip() else None


def _facts(notice: NoticeRow, court: CourtRow | None, language: Language) -> dict[str, str]:
    """Return what the words of this notice may name; each value on one line but the reason, which is a quotation."""
    facts = {"complain_by": ""}  # refusals told before it was reckoned go without it
    facts |= {name: " ".join(str(value).split()) for name, value in notice.words.items()}
    name = (court.name_az if language is Language.AZ else court.name_en) if court else ""
    facts |= {
        "court_name": name,
        "court": name or _SOME_COURT[language],
        "happened_at": _moment(notice.created_at, language),
    }
    if "reason" in notice.words:
        facts |= {"reason": str(notice.words["reason"]).strip()} | _ground(facts.get("reason_code", ""), language)
    for name in ("decide_by", "complain_by"):
        if facts.get(name):
            facts[name] = _last_day(facts[name], language)
    if "amount" in facts:
        facts["amount"] = format_decimal(Decimal(facts["amount"]), "#,##0.00", locale=_LOCALES[language]) + "\u00a0₼"
    return facts


def _moment(at: datetime, language: Language) -> str:
    """Return a moment in words; a list of notices says one in each line, for which Babel reads its patterns anew."""
    shown = at.astimezone(BAKU)
    day = f"{shown.day} {_MONTHS[language][shown.month]} {shown.year}"
    return f"{day}, {shown.hour:02}:{shown.minute:02} ({_BAKU_TIME[language]})"


def _ground(code: str, language: Language) -> dict[str, str]:
    """Return the law's words for a ground; nothing for a code the list no longer holds, whose notice still goes out."""
    ground = _GROUNDS.get(code, _NO_GROUND)
    return {"ground_article": ground.article, "ground": ground.az if language is Language.AZ else ground.en}


def _last_day(ends_at: str, language: Language) -> str:
    """Return the day a term ends on: it is over at 24:00 of that day, which is the next day's midnight (MPM 129.3)."""
    day = court_day(datetime.fromisoformat(ends_at) - _BLINK)
    return format_date(day, "long", locale=_LOCALES[language])
