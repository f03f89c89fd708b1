"""What differs between a filing that came back and its copy (CLM-14), place by place as the court names places."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import chain
from typing import Any

Content = Mapping[str, Any]  # as it is frozen: see activities/drafts
Lines = tuple[str, ...]
_WHOLE: tuple[tuple[str, str], ...] = (
    ("court.court", "court_id"),
    ("court.kind", "kind"),
    ("court.category", "category_id"),
    ("fee.value", "value"),
    ("fee.dwelling", "is_dwelling"),
)
_TEXTS = (
    ("text.heading", "heading"),
    ("text.body", "body"),
    ("text.interim_measures", "interim_measures"),
)
_OF_PARTY: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("parties.part", ("role", "person", "signing")),
    ("parties.identity", ("fin", "document", "voen")),
    ("parties.address", ("address", "postal_index")),
    ("parties.contact", ("phone", "email")),
)
_OF_DOCUMENT = (("documents.name", ("name",)), ("documents.kind", ("kind",)))
PARTY, DOCUMENT, CONTENT = "parties.party", "documents.document", "documents.content"


@dataclass(frozen=True)
class Change:
    """One place that differs: what stood there and what stands there now, line by line; nothing where there was none.

    Values are as they are stored. `about` names the party or the document.
    """

    place: str
    before: Lines
    after: Lines
    about: str = ""


def changes_between(before: Content, after: Content, twin: Callable[[str], str]) -> tuple[Change, ...]:
    """Return every difference, in the order of the wizard; none when the contents say the same.

    `twin` gives the id that a party or a document of the first has in the second.
    """
    found = chain(
        _of_fields(before, after, (pair for pair in _WHOLE if pair[0].startswith("court."))),
        _of_parts(before["parties"], after["parties"], twin),
        _of_documents(before["attachments"], after["attachments"], twin),
        (_of_text(place, before[field], after[field]) for place, field in _TEXTS),
        _of_fields(before, after, (pair for pair in _WHOLE if pair[0].startswith("fee."))),
    )
    return tuple(change for change in found if change.before != change.after)


def full_name(party: Mapping[str, Any]) -> str:
    """Return a party's name: surname, name and patronymic of a person, the name of an organisation."""
    return " ".join(part for part in (party["surname"], party["name"], party["patronymic"]) if part)


def _of_fields(before: Content, after: Content, places: Any) -> list[Change]:
    return [Change(place, _line(before[field]), _line(after[field])) for place, field in places]


def _of_parts(before: Sequence[Content], after: Sequence[Content], twin: Callable[[str], str]) -> list[Change]:
    found: list[Change] = []
    for old, new in _pairs(before, after, twin):
        if old is None or new is None:
            gone, come = (() if one is None else _party_lines(one) for one in (old, new))
            found.append(Change(PARTY, gone, come, full_name(old or new or {})))
            continue
        found.append(Change("parties.name", _line(full_name(old)), _line(full_name(new)), full_name(new)))
        sides = ((place, _lines(old, fields), _lines(new, fields)) for place, fields in _OF_PARTY)
        found += [Change(place, was, now, full_name(new)) for place, was, now in sides]
    return found


def _of_documents(before: Sequence[Content], after: Sequence[Content], twin: Callable[[str], str]) -> list[Change]:
    found: list[Change] = []
    for old, new in _same_bytes(_pairs(before, after, twin)):
        if old is None or new is None:
            gone, come = (() if one is None else (one["name"],) for one in (old, new))
            found.append(Change(DOCUMENT, gone, come, (old or new or {})["name"]))
            continue
        sides = ((place, _lines(old, fields), _lines(new, fields)) for place, fields in _OF_DOCUMENT)
        found += [Change(place, was, now, new["name"]) for place, was, now in sides]
        found.append(Change(CONTENT, (old["sha256"],), (new["sha256"],), new["name"]))
    return found


def _pairs(
    before: Sequence[Content], after: Sequence[Content], twin: Callable[[str], str]
) -> list[tuple[Content | None, Content | None]]:
    """Return each with what became of it, then what is new."""
    left = {one["id"]: one for one in after}
    kept: list[tuple[Content | None, Content | None]] = [(one, left.pop(twin(one["id"]), None)) for one in before]
    return kept + [(None, one) for one in left.values()]


def _same_bytes(
    pairs: list[tuple[Content | None, Content | None]],
) -> list[tuple[Content | None, Content | None]]:
    """Take a file that was removed and added again for the same document."""
    added = [new for old, new in pairs if old is None and new is not None]
    found: list[tuple[Content | None, Content | None]] = []
    for old, new in pairs:
        if old is not None and new is None:
            again = next((one for one in added if one["sha256"] == old["sha256"]), None)
            added = [one for one in added if one is not again]
            found.append((old, again))
        elif old is not None:
            found.append((old, new))
    return found + [(None, one) for one in added]


def _of_text(place: str, before: str, after: str) -> Change:
    """Keep of two texts the paragraphs that differ."""
    old, new = before.splitlines(), after.splitlines()
    blocks = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    changed = [block for block in blocks if block[0] != "equal"]
    gone = tuple(line for _, begin, end, _, _ in changed for line in old[begin:end])
    come = tuple(line for _, _, _, begin, end in changed for line in new[begin:end])
    # Where paragraphs only changed places, those that moved are the same on both sides: the whole is told.
    return Change(place, tuple(old), tuple(new)) if gone == come else Change(place, gone, come)


def _party_lines(party: Content) -> Lines:
    return _line(full_name(party)) + tuple(line for _, fields in _OF_PARTY for line in _lines(party, fields))


def _lines(one: Content, fields: Sequence[str]) -> Lines:
    return tuple(line for field in fields for line in _line(one[field]))


def _line(value: Any) -> Lines:
    return (str(value),) if value not in (None, "", False) else ()
