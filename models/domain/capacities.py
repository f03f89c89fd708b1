"""In whose name a person acts: his own, or that of an organisation he stands for (ID-12)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

LOOK_AGAIN = timedelta(days=1)  # how old the register's word may become before it is asked again


@dataclass(frozen=True)
class Capacity:
    """A name to act under; `position` tells a person's capacities apart, 0 is his own name."""

    position: int = 0
    voen: str = ""
    organisation: str = ""
    ended: bool = False

    @property
    def is_own(self) -> bool:
        """Tell whether the person acts in his own name."""
        return self.position == 0


OWN_NAME = Capacity()


@dataclass(frozen=True)
class Standing:
    """Why a person may act for an organisation: the tax register names him, or a certificate does until it ends."""

    voen: str
    by_register: bool = False
    certificate_until: datetime | None = None


def holds(standing: Standing, *, active: bool, at: datetime) -> bool:
    """Say whether the person may act for the organisation at a moment.

    The register's head or the entrepreneur himself may as such; somebody else while his business certificate lives
    (ID-8). Nobody acts for an organisation that the register has closed.
    """
    by_certificate = standing.certificate_until is not None and at < standing.certificate_until
    return active and (standing.by_register or by_certificate)


def choose(capacities: Iterable[Capacity], position: int, *, to_look: bool = False) -> Capacity | None:
    """Return the capacity of a position that can be acted in; None when there is none, or it has ended.

    One that has ended can still be chosen `to_look` at what was filed in it.
    """
    if position == OWN_NAME.position:
        return OWN_NAME
    return next((each for each in capacities if each.position == position and (to_look or not each.ended)), None)


def of_organisation(capacities: Iterable[Capacity], voen: str) -> Capacity:
    """Return the capacity in which a person meets what was filed for an organisation: his own when he has none."""
    return next((each for each in capacities if each.voen == voen and not each.ended), OWN_NAME)


@dataclass(frozen=True)
class Held:
    """A person's capacity as it is kept: it may have ended, but it stays, for what was filed in it."""

    position: int
    standing: Standing
    organisation: str
    address: str
    began_at: datetime
    ended_at: datetime | None = None

    @property
    def was_closed(self) -> bool:
        """Tell whether it ended although the person still stood for the organisation: the register closed that."""
        return self.ended_at is not None and holds(self.standing, active=True, at=self.ended_at)


@dataclass(frozen=True)
class Registered:
    """What the tax register says of an organisation now; one that it does not know (any more) is not active."""

    voen: str
    active: bool
    is_own: bool = False  # the person is its head, or the entrepreneur himself
    organisation: str = ""
    address: str = ""


def as_registered(held: Iterable[Held], said: Iterable[Registered], *, at: datetime) -> tuple[Held, ...]:
    """Return a person's capacities once the register has answered: those he had, in their places, then new ones.

    What the register does not name the person neither heads nor is; whether it is active is then not known, and the
    last word about that stands. A capacity that holds again is the same one, begun anew.
    """
    answers = {each.voen: each for each in said}
    known = [_renewed(each, answers.pop(each.standing.voen, None), at=at) for each in held]
    first = max((each.position for each in known), default=OWN_NAME.position) + 1
    new = (each for each in answers.values() if each.is_own and each.active)
    return (*known, *_begun(new, first=first, at=at))


def certified(held: Iterable[Held], standing: Standing, organisation: str, *, at: datetime) -> tuple[Held, ...]:
    """Return a person's capacities once he came in with an organisation's certificate (ID-8).

    `standing` names the organisation and until when the certificate lives. An organisation that the register closed
    stays closed until the register says otherwise.
    """
    until = standing.certificate_until
    kept = tuple(held)
    if any(each.standing.voen == standing.voen for each in kept):
        return tuple(_certified(each, until, at=at) if each.standing.voen == standing.voen else each for each in kept)
    position = max((each.position for each in kept), default=OWN_NAME.position) + 1
    return (*kept, Held(position, standing, organisation, "", began_at=at))


def begun(before: Iterable[Held], after: Iterable[Held]) -> tuple[Held, ...]:
    """Return the capacities that live now and did not before: the person is told."""
    lived = {each.position for each in before if each.ended_at is None}
    return tuple(each for each in after if each.ended_at is None and each.position not in lived)


def ended(before: Iterable[Held], after: Iterable[Held]) -> tuple[Held, ...]:
    """Return the capacities that lived and have ended: the person is told."""
    lived = {each.position for each in before if each.ended_at is None}
    return tuple(each for each in after if each.ended_at is not None and each.position in lived)


def in_doubt(held: Iterable[Held], own: Iterable[Registered], *, at: datetime) -> tuple[str, ...]:
    """Return the VÖENs about which the register must be asked by number: those a person holds by certificate alone."""
    named = {each.voen for each in own}
    return tuple(
        each.standing.voen
        for each in held
        if each.standing.voen not in named and holds(replace(each.standing, by_register=False), active=True, at=at)
    )


def look_again(held: Iterable[Held], *, at: datetime) -> datetime | None:
    """Return when to ask the register next: within a day, at a certificate's end; None without a living capacity."""
    living = [each.standing for each in held if each.ended_at is None]
    ends = [each.certificate_until for each in living if not each.by_register and each.certificate_until is not None]
    return min([at + LOOK_AGAIN, *ends]) if living else None


def _renewed(held: Held, said: Registered | None, *, at: datetime) -> Held:
    if said is None:
        standing, active = replace(held.standing, by_register=False), not held.was_closed
        return _judged(replace(held, standing=standing), active=active, at=at)
    named = replace(
        held,
        standing=replace(held.standing, by_register=said.is_own),
        organisation=said.organisation or held.organisation,
        address=said.address or held.address,
    )
    return _judged(named, active=said.active, at=at)


def _certified(held: Held, until: datetime | None, *, at: datetime) -> Held:
    proven = replace(held, standing=replace(held.standing, certificate_until=until))
    return _judged(proven, active=not held.was_closed, at=at)


def _judged(held: Held, *, active: bool, at: datetime) -> Held:
    if not holds(held.standing, active=active, at=at):
        return replace(held, ended_at=held.ended_at or at)
    return held if held.ended_at is None else replace(held, began_at=at, ended_at=None)


def _begun(said: Iterable[Registered], *, first: int, at: datetime) -> Iterator[Held]:
    for position, each in enumerate(said, start=first):
        standing = Standing(each.voen, by_register=True)
        yield Held(position, standing, each.organisation, each.address, began_at=at)
