"""A page filled over an older draft: whether its own answers changed meanwhile, and both versions side by side."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass

from web.forms.reading import Kept

Values = Mapping[str, Kept]


@dataclass(frozen=True)
class Line:
    """One line of an answer; `own` when the other version does not have it."""

    text: str
    own: bool


@dataclass(frozen=True)
class Difference:
    """One answer as it was saved elsewhere and as it was typed here."""

    label: str
    stored: tuple[Line, ...]
    typed: tuple[Line, ...]


def fingerprint(shown: Values) -> str:
    """Return what stands for the answers that a page showed; it travels in the form."""
    text = json.dumps(shown, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def differences(
    labels: Mapping[str, str], *, stored: Mapping[str, str], typed: Mapping[str, str]
) -> tuple[Difference, ...]:
    """Return the answers that differ, by their fields in the order of `labels`."""
    both = {label: (_plain(stored.get(field, "")), _plain(typed.get(field, ""))) for field, label in labels.items()}
    return tuple(
        Difference(label, _lines(theirs, mine), _lines(mine, theirs))
        for label, (theirs, mine) in both.items()
        if theirs != mine
    )


def _lines(text: str, other: str) -> tuple[Line, ...]:
    known = set(other.split("\n"))
    return tuple(Line(line, line not in known) for line in text.split("\n"))


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").strip()
