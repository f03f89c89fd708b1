"""What the owner may add to and change of the court's reference data: names, codes, what is heard where, from when.

Nothing is ever deleted: filings name courts and categories by their ids for ever. What is closed is offered no more.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from models.domain.applications import KINDS_HEARD, ApplicationKind, CourtKind
from models.domain.errors import RuleBroken

_CODE = re.compile(r"[0-9]{3}")


class ReferenceTable(StrEnum):
    """Which list was changed."""

    COURT = "court"
    CATEGORY = "category"
    CALENDAR = "calendar"


class ReferenceAct(StrEnum):
    """What was done to one entry of a list."""

    ADD = "add"
    CHANGE = "change"
    CLOSE = "close"
    OPEN = "open"


@dataclass(frozen=True)
class Scope:
    """For which kinds of applications, at which kinds of courts a category is offered."""

    kinds: frozenset[ApplicationKind]
    court_kinds: frozenset[CourtKind]

    def within(self, wider: "Scope") -> bool:
        """Say whether everything of this scope is in another one."""
        return self.kinds <= wider.kinds and self.court_kinds <= wider.court_kinds


def check_code(code: str) -> str:
    """Return a court's code, the three digits of its case numbers (legal-facts §3.2); RuleBroken `court_code_form`."""
    if not _CODE.fullmatch(code):
        raise RuleBroken("court_code_form")
    return code


def kind_above(kind: CourtKind) -> CourtKind | None:
    """Return the kind of the courts to which decisions of such a court are taken on; None from the highest."""
    return {CourtKind.APPEAL: CourtKind.CASSATION, CourtKind.CASSATION: None}.get(kind, CourtKind.APPEAL)


def check_valid_from(day: date | None, *, before: date | None, today: date) -> None:
    """Check the day from which an entry is in use, None being at once; `before` is how it stands.

    Raises RuleBroken `valid_from_past` when it would be moved to a day that is over.
    """
    if day is not None and day != before and day < today:
        raise RuleBroken("valid_from_past")


def check_scope(scope: Scope, *, parent: Scope | None, children: Collection[Scope]) -> None:
    """Check where a category is offered.

    Raises RuleBroken `category_nowhere` when it would be offered nowhere, `category_not_heard` when none of its courts
    hears one of its kinds, `category_outside_parent` and `category_leaves_children` when a sub-category would be
    offered where its category is not.
    """
    if not scope.kinds or not scope.court_kinds:
        raise RuleBroken("category_nowhere")
    heard = frozenset[ApplicationKind]().union(*(KINDS_HEARD.get(kind, frozenset()) for kind in scope.court_kinds))
    if not scope.kinds <= heard:
        raise RuleBroken("category_not_heard")
    if parent is not None and not scope.within(parent):
        raise RuleBroken("category_outside_parent")
    if not all(child.within(scope) for child in children):
        raise RuleBroken("category_leaves_children")


def act_of(*, was_open: bool, is_open: bool) -> ReferenceAct:
    """Name a change: closing and opening again stand out in the history."""
    if was_open is is_open:
        return ReferenceAct.CHANGE
    return ReferenceAct.OPEN if is_open else ReferenceAct.CLOSE
