"""What the application asks of the state's registers; `activities/adapters/registers_http.py` answers each Protocol."""

from dataclasses import dataclass
from datetime import date
from typing import Protocol


@dataclass(frozen=True)
class RegisteredPerson:
    """A natural person in the population register."""

    fin: str
    document: str  # AZE01234567, AA0123456, DYİ…, MYİ…
    name: str
    surname: str
    patronymic: str
    birth_date: date
    address: str


@dataclass(frozen=True)
class RegisteredOrganisation:
    """A legal entity or entrepreneur in the tax register."""

    voen: str
    name: str
    is_entrepreneur: bool
    active: bool
    address: str
    director_fin: str


@dataclass(frozen=True)
class SoughtPerson:
    """A natural person as described by who looks for him; registers compare exactly, but for the case of letters."""

    surname: str
    name: str
    patronymic: str  # with oğlu / qızı
    birth_date: date


class PopulationByNumber(Protocol):
    """Identity documents; every inquiry names its legal ground and is logged by the register."""

    async def by_document(self, document: str, *, ground: str) -> RegisteredPerson | None:
        """Find a person by identity-document series and number."""

    async def by_fin(self, fin: str, *, ground: str) -> RegisteredPerson | None:
        """Find a person by FİN."""


class PopulationRegister(PopulationByNumber, Protocol):
    """The whole population register: by number, and by description."""

    async def by_name(self, sought: SoughtPerson, *, ground: str) -> tuple[RegisteredPerson, ...]:
        """Return everybody whom the description fits (INQ-1)."""


class TaxByNumber(Protocol):
    """Legal entities and entrepreneurs by VÖEN."""

    async def by_voen(self, voen: str, *, ground: str) -> RegisteredOrganisation | None:
        """Find an organisation by VÖEN."""


class TaxByPerson(TaxByNumber, Protocol):
    """For whom a person stands by himself."""

    async def of_person(self, fin: str, *, ground: str) -> tuple[RegisteredOrganisation, ...]:
        """Return every legal entity whose head a person is, and his registration as entrepreneur; closed ones too."""


class TaxRegister(TaxByPerson, Protocol):
    """The whole tax register: by VÖEN, by name, by person."""

    async def by_name(self, name: str, *, ground: str) -> tuple[RegisteredOrganisation, ...]:
        """Return every organisation of that name (INQ-2)."""

    async def entrepreneurs_by_name(self, sought: SoughtPerson, *, ground: str) -> tuple[RegisteredOrganisation, ...]:
        """Return the registrations as entrepreneur of everybody whom the description fits (INQ-2)."""

    async def entrepreneurs_by_document(self, document: str, *, ground: str) -> tuple[RegisteredOrganisation, ...]:
        """Return the registrations as entrepreneur of the holder of an identity document (INQ-2)."""

    async def entrepreneurs_by_fin(self, fin: str, *, ground: str) -> tuple[RegisteredOrganisation, ...]:
        """Return the registrations as entrepreneur of a person (INQ-2)."""
