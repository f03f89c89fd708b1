"""In whose name a person acts: his own, or that of an organisation he stands for (ID-12)."""

from collections.abc import Iterable
from dataclasses import dataclass
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
