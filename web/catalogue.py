"""Keeps the catalogues whole: `make messages` lists what lacks words, `make messages NAME=room` adds it to room.po."""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from models.domain.languages import Language
from web.language import CLDR, LOCALE_DIR, read_catalogue

WEB = Path(__file__).parent
METHODS = [("assets/**", "ignore"), ("**.py", "python"), ("templates/**.html", "jinja2")]
KEYWORDS = {"_": None, "N_": None, "gettext": None, "ngettext": (1, 2)}
OPTIONS = {"templates/**.html": {"silent": "false", "trimmed": "true"}}

Msgid = str | tuple[str, ...]


def used_msgids() -> dict[Msgid, str]:
    """Return every msgid the code and the templates use, with the file that uses it first."""
    found: dict[Msgid, str] = {}
    for name, _line, msgid, _comments, _context in extract_from_dir(
        WEB, method_map=METHODS, options_map=OPTIONS, keywords=KEYWORDS, comment_tags=()
    ):
        found.setdefault(msgid, name)
    return found


def gaps(language: Language) -> Iterator[str]:
    """Say what is missing, empty, fuzzy or no longer used in a language's catalogue."""
    used, catalogue = used_msgids(), read_catalogue(language)
    for msgid, name in used.items():
        message = catalogue.get(msgid if isinstance(msgid, str) else msgid[0])
        if message is None:
            yield f"missing: {msgid!r} ({name})"
        elif message.fuzzy or not message.string or not all(message.string):
            yield f"not translated: {msgid!r} ({name})"
        else:
            yield from (f"{msgid!r}: {error}" for error in message.check())
    first = {msgid if isinstance(msgid, str) else msgid[0] for msgid in used}
    for message in catalogue:
        if message.id and (message.id if isinstance(message.id, str) else message.id[0]) not in first:
            yield f"no longer used: {message.id!r}"


def write_missing(path: Path, language: Language) -> int:
    """Add the msgids no file translates to `path`, empty, to be filled in by hand; return how many."""
    known = read_catalogue(language)
    target = Catalog(locale=CLDR[language], fuzzy=False)
    if path.exists():
        with path.open("rb") as file:
            target = read_po(file, locale=CLDR[language])
    missing = [msgid for msgid in used_msgids() if (msgid if isinstance(msgid, str) else msgid[0]) not in known]
    for msgid in missing:
        target.add(msgid, flags=["python-format"] if "%(" in str(msgid) else [])
    with path.open("wb") as file:
        write_po(file, target, omit_header=True, width=118, no_location=True)
    return len(missing)


def main(names: Sequence[str]) -> int:
    """Add the missing msgids to the named file, if one is named, and list what is wrong; 1 when anything is."""
    for name in names[:1]:
        path = LOCALE_DIR / Language.AZ / f"{name}.po"
        _say(f"{write_missing(path, Language.AZ)} added to {path.name}")
    wrong = list(gaps(Language.AZ))
    for line in wrong or ["every text has its words"]:
        _say(line)
    return 1 if wrong else 0


def _say(line: str) -> None:
    print(line)  # noqa: T201 - a command for people


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
