"""Population and tax registers over HTTP; each inquiry carries the legal ground on which it is made."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final
from urllib.parse import quote

import httpx2

from activities.adapters.outside_http import accepted, ask, fields
from models.ports import OutsideRefusedError, OutsideUnavailableError
from models.register_ports import RegisteredOrganisation, RegisteredPerson, SoughtPerson

_NOT_FOUND: Final = 404
_WAIT_SECONDS: Final = 10.0


@dataclass(frozen=True)
class HttpPopulationRegister:
    """A PopulationRegister."""

    http: httpx2.AsyncClient
    base_url: str
    token: str = field(repr=False)
    wait_seconds: float = _WAIT_SECONDS

    async def by_document(self, document: str, *, ground: str) -> RegisteredPerson | None:
        """Find a person by identity-document series and number."""
        return await self._person("by-document", {"document": document}, ground)

    async def by_fin(self, fin: str, *, ground: str) -> RegisteredPerson | None:
        """Find a person by FİN."""
        return await self._person("by-fin", {"fin": fin}, ground)

    async def by_name(self, sought: SoughtPerson, *, ground: str) -> tuple[RegisteredPerson, ...]:
        """Return everybody whom the description fits."""
        found = await self._ask("by-name", _described(sought), ground)
        return tuple(_person(one) for one in _listed(found, "people"))

    async def _person(self, path: str, query: dict[str, str], ground: str) -> RegisteredPerson | None:
        found = await self._ask(path, query, ground)
        return None if found is None else _person(found)

    async def _ask(self, path: str, query: dict[str, str], ground: str) -> dict[str, Any] | None:
        url = f"{self.base_url.rstrip('/')}/{path}"
        return await _inquire(self.http, url, query, token=self.token, ground=ground, wait_seconds=self.wait_seconds)


@dataclass(frozen=True)
class HttpTaxRegister:
    """A TaxRegister."""

    http: httpx2.AsyncClient
    base_url: str
    token: str = field(repr=False)
    wait_seconds: float = _WAIT_SECONDS

    async def by_voen(self, voen: str, *, ground: str) -> RegisteredOrganisation | None:
        """Find an organisation by VÖEN."""
        found = await self._ask("by-voen", {"voen": voen}, ground)
        return None if found is None else _organisation(found)

    async def of_person(self, fin: str, *, ground: str) -> tuple[RegisteredOrganisation, ...]:
        """Return the organisations whose head, or the entrepreneur of which, a person is."""
        return await self._several("by-fin", {"fin": fin}, ground)

    async def by_name(self, name: str, *, ground: str) -> tuple[RegisteredOrganisation, ...]:
        """Return every organisation of that name."""
        return await self._several("by-name", {"name": name}, ground)

    async def entrepreneurs_by_name(self, sought: SoughtPerson, *, ground: str) -> tuple[RegisteredOrganisation, ...]:
        """Return the registrations of everybody whom the description fits."""
        return await self._several("entrepreneurs/by-name", _described(sought), ground)

    async def entrepreneurs_by_document(self, document: str, *, ground: str) -> tuple[RegisteredOrganisation, ...]:
        """Return the registrations of the holder of an identity document."""
        return await self._several("entrepreneurs/by-document", {"document": document}, ground)

    async def entrepreneurs_by_fin(self, fin: str, *, ground: str) -> tuple[RegisteredOrganisation, ...]:
        """Return the registrations of a person."""
        return await self._several("entrepreneurs/by-fin", {"fin": fin}, ground)

    async def _several(self, path: str, query: dict[str, str], ground: str) -> tuple[RegisteredOrganisation, ...]:
        found = await self._ask(path, query, ground)
        return tuple(_organisation(one) for one in _listed(found, "organisations"))

    async def _ask(self, path: str, query: dict[str, str], ground: str) -> dict[str, Any] | None:
        url = f"{self.base_url.rstrip('/')}/{path}"
        return await _inquire(self.http, url, query, token=self.token, ground=ground, wait_seconds=self.wait_seconds)


async def _inquire(
    http: httpx2.AsyncClient, url: str, query: dict[str, str], *, token: str, ground: str, wait_seconds: float
) -> dict[str, Any] | None:
    """Ask a register; None only when the register itself says that it knows nobody."""
    if not ground.strip():
        raise OutsideRefusedError("LEGAL_GROUND_MISSING")
    answer = await ask(
        http,
        "GET",
        url,
        params=query,
        # a header holds ASCII only, a legal ground holds Azerbaijani letters
        headers={"Authorization": f"Bearer {token}", "X-Legal-Ground": quote(ground)},
        wait_seconds=wait_seconds,
    )
    if answer.status_code == _NOT_FOUND and fields(answer).get("error") == "not_found":
        return None
    return accepted(answer, otherwise="REGISTER_REFUSED")


def _described(sought: SoughtPerson) -> dict[str, str]:
    return {
        "surname": sought.surname,
        "name": sought.name,
        "patronymic": sought.patronymic,
        "birth_date": sought.birth_date.isoformat(),
    }


def _listed(found: dict[str, Any] | None, what: str) -> list[dict[str, Any]]:
    listed = (found or {}).get(what)
    if not isinstance(listed, list) or not all(isinstance(one, dict) for one in listed):
        raise OutsideUnavailableError("the register's answer is not usable")
    return listed


def _person(found: dict[str, Any]) -> RegisteredPerson:
    try:
        return RegisteredPerson(
            fin=found["fin"],
            document=found["document"],
            name=found["name"],
            surname=found["surname"],
            patronymic=found["patronymic"],
            birth_date=date.fromisoformat(found["birth_date"]),
            address=found["address"],
        )
    except (KeyError, ValueError, TypeError) as error:
        raise OutsideUnavailableError("the population register's answer is not usable") from error


def _organisation(found: dict[str, Any]) -> RegisteredOrganisation:
    try:
        return RegisteredOrganisation(
            voen=found["voen"],
            name=found["name"],
            is_entrepreneur=bool(found["is_entrepreneur"]),
            active=bool(found["active"]),
            address=found["address"],
            director_fin=found["director_fin"],
        )
    except (KeyError, TypeError) as error:
        raise OutsideUnavailableError("the tax register's answer is not usable") from error
