"""Finds the court's words: a sentence for each code, a name for each member of an enum."""

import importlib
import pkgutil
import re
from enum import StrEnum
from functools import cache
from pathlib import Path
from types import ModuleType

from web.language import gettext


class NoWordsError(LookupError):
    """A code or a member of an enum has no words: a mistake of ours that tests catch."""


def sentence(code: str, **values: str) -> str:
    """Return the sentence of a code in the language of the request; `values` fill its %(name)s."""
    msgid = _msgid(code)
    if msgid is None:
        raise NoWordsError(code)
    text = gettext(msgid)
    return text % values if values else text


def has_sentence(code: str) -> bool:
    """Tell whether a code has words."""
    return _msgid(code) is not None


def name_of(member: StrEnum) -> str:
    """Return the name of a status, role or kind in the language of the request."""
    try:
        return gettext(_names()[type(member)][member])
    except KeyError as missing:
        raise NoWordsError(f"{type(member).__name__}.{member.name}") from missing


def _msgid(code: str) -> str | None:
    sentences, patterns = _sentences()
    if code in sentences:
        return sentences[code]
    return next((msgid for pattern, msgid in patterns.items() if re.fullmatch(pattern, code)), None)


@cache
def _sentences() -> tuple[dict[str, str], dict[str, str]]:
    exact: dict[str, str] = {}
    patterns: dict[str, str] = {}
    for module in _word_modules():
        exact |= getattr(module, "SENTENCES", {})
        patterns |= getattr(module, "PATTERNS", {})
    return exact, patterns


@cache
def _names() -> dict[type[StrEnum], dict[str, str]]:
    names: dict[type[StrEnum], dict[str, str]] = {}
    for module in _word_modules():
        names |= getattr(module, "NAMES", {})
    return names


def _word_modules() -> list[ModuleType]:
    """Every neighbour of this module: each noun's words stand in a file of their own and are found by being there."""
    folder = Path(__file__).parent
    found = [module.name for module in pkgutil.iter_modules([str(folder)]) if module.name != Path(__file__).stem]
    return [importlib.import_module(f"web.words.{name}") for name in sorted(found)]
