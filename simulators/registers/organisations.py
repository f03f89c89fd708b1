"""The organisations of the tax register as they stand today: invented once, changed by whoever plays the register."""

from collections.abc import Iterable
from dataclasses import replace

from pydantic import BaseModel

from simulators.drawers import Drawer
from simulators.people import BY_FIN, BY_VOEN, ORGANISATIONS, Organisation, Person, fold, lowered


class Change(BaseModel):
    """What is different about one organisation; what is None stays."""

    voen: str
    director_fin: str | None = None
    active: bool | None = None


class ChangeRefusedError(Exception):
    """A change that the register does not enter; its text is the reason's code."""


class Organisations:
    """Every organisation with what was changed about it; a restart forgets nothing."""

    def __init__(self, changes: Drawer[Change]) -> None:
        """Take the drawer the changes lie in."""
        self._changes = changes

    def change(self, wanted: Change) -> Organisation:
        """Put another head in place, close or reopen; ChangeRefusedError: no_organisation, no_person, entrepreneur."""
        before = self.by_voen(wanted.voen)
        if before is None:
            raise ChangeRefusedError("no_organisation")
        if wanted.director_fin is not None and wanted.director_fin not in BY_FIN:
            raise ChangeRefusedError("no_person")
        if before.is_entrepreneur and wanted.director_fin not in (None, before.director_fin):
            raise ChangeRefusedError("entrepreneur")  # he is the business himself
        kept = self._changes.get(wanted.voen) or Change(voen=wanted.voen)
        self._changes.put(wanted.voen, kept.model_copy(update=wanted.model_dump(exclude_none=True)))
        return _as_changed(before, wanted)

    def restore(self) -> None:
        """Forget every change."""
        self._changes.forget()

    def all(self) -> list[Organisation]:
        """Return every organisation."""
        changes = {change.voen: change for change in self._changes.all()}
        return [_as_changed(each, changes.get(each.voen)) for each in ORGANISATIONS]

    def by_voen(self, voen: str) -> Organisation | None:
        """Return the organisation of a VÖEN."""
        invented = BY_VOEN.get(voen)
        return None if invented is None else _as_changed(invented, self._changes.get(voen))

    def directed_by(self, fin: str) -> list[Organisation]:
        """Return the organisations whose head, or the entrepreneur of which, a person is."""
        return [each for each in self.all() if each.director_fin == fin]

    def named(self, name: str) -> list[Organisation]:
        """Find the organisations of exactly this name; neither case nor the shape of quotation marks counts."""
        return [each for each in self.all() if lowered(each.name) == lowered(name)]

    def of_entrepreneurs(self, people: Iterable[Person]) -> list[Organisation]:
        """Return the registrations of these people as entrepreneurs."""
        fins = {person.fin for person in people}
        return [each for each in self.all() if each.is_entrepreneur and each.director_fin in fins]

    def like(self, words: str) -> list[Organisation]:
        """Find organisations whose name, VÖEN or head's FİN holds every word."""
        parts = fold(words).split()
        return [
            each
            for each in self.all()
            if all(part in fold(f"{each.name} {each.voen} {each.director_fin}") for part in parts)
        ]


def _as_changed(organisation: Organisation, change: Change | None) -> Organisation:
    if change is None:
        return organisation
    return replace(organisation, **change.model_dump(exclude_none=True, exclude={"voen"}))
