"""Starts the simulator of the population and tax registers: inquiries for the application, a page for people."""

import argparse
import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Annotated, Any, Final, Literal, cast
from urllib.parse import unquote

from fastapi import APIRouter, Depends, FastAPI, Form, Header, HTTPException, Query, Request
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse
from pydantic import BaseModel

from simulators.drawers import Drawer, open_cabinet
from simulators.page import command_line, new_app, now, page, serve
from simulators.people import (
    BY_DOCUMENT,
    BY_FIN,
    BY_VOEN,
    ORGANISATIONS,
    Organisation,
    Person,
    entrepreneurs_among,
    organisations_like,
    organisations_named,
    people_like,
)
from simulators.registers.described import Described

RegisterName = Literal["population", "tax"]
_REGISTERS: Final[tuple[RegisterName, ...]] = ("population", "tax")
_SHOWN: Final = 60

router = APIRouter()


class Inquiry(BaseModel):
    """One question to a register, with the legal ground it was asked on."""

    register_name: RegisterName
    by: str
    value: str
    ground: str
    found: bool
    asked_at: datetime


class Condition(BaseModel):
    """How a register is today; it stays so over a restart."""

    register_name: RegisterName
    down: bool = False
    slow_seconds: float = 0


class Script(BaseModel):
    """A change of one register's condition, or of both."""

    register_name: RegisterName | None = None
    down: bool = False
    slow_seconds: float = 0


class Registers:
    """Conditions, log, and the token inquiries must bear."""

    def __init__(self, *, inquiries: Drawer[Inquiry], conditions: Drawer[Condition], token: str) -> None:
        """Take the drawers the state lies in."""
        self.inquiries = inquiries
        self.token = token
        self._conditions = conditions

    def condition(self, name: RegisterName) -> Condition:
        """Return how a register is."""
        return self._conditions.get(name) or Condition(register_name=name)

    def change(self, script: Script) -> list[Condition]:
        """Change the condition of one or both registers."""
        for name in (script.register_name,) if script.register_name else _REGISTERS:
            self._conditions.put(
                name, Condition(register_name=name, down=script.down, slow_seconds=script.slow_seconds)
            )
        return [self.condition(name) for name in _REGISTERS]

    def log(self, name: RegisterName, *, by: str, value: str, ground: str, found: bool) -> None:
        """Write an inquiry down."""
        inquiry = Inquiry(register_name=name, by=by, value=value, ground=ground, found=found, asked_at=now())
        self.inquiries.put(f"{self.inquiries.count() + 1}", inquiry, owner=value)


async def _registers(request: Request) -> Registers:
    return cast("Registers", request.app.state.registers)


RegistersHere = Annotated[Registers, Depends(_registers)]


def _ground_at(name: RegisterName) -> Callable[..., Awaitable[str]]:
    """Make the check every inquiry to a register passes; it returns the legal ground."""

    async def legal_ground(
        registers: RegistersHere,
        authorization: Annotated[str, Header()] = "",
        x_legal_ground: Annotated[str, Header()] = "",
    ) -> str:
        condition = registers.condition(name)
        await asyncio.sleep(condition.slow_seconds)
        if condition.down:
            raise HTTPException(503, "down")
        if authorization != f"Bearer {registers.token}":
            raise HTTPException(401, "token")
        if not x_legal_ground.strip():
            raise HTTPException(400, "legal_ground_missing")
        return unquote(x_legal_ground)

    return legal_ground


PopulationGround = Annotated[str, Depends(_ground_at("population"))]
TaxGround = Annotated[str, Depends(_ground_at("tax"))]


@router.get("/population/by-document")
async def person_by_document(document: str, ground: PopulationGround, registers: RegistersHere) -> dict[str, Any]:
    """Find a person by series and number of the identity document."""
    person = BY_DOCUMENT.get(document)
    registers.log("population", by="document", value=document, ground=ground, found=person is not None)
    return _person(person)


@router.get("/population/by-fin")
async def person_by_fin(fin: str, ground: PopulationGround, registers: RegistersHere) -> dict[str, Any]:
    """Find a person by FİN."""
    person = BY_FIN.get(fin)
    registers.log("population", by="fin", value=fin, ground=ground, found=person is not None)
    return _person(person)


@router.get("/tax/by-voen")
async def organisation_by_voen(voen: str, ground: TaxGround, registers: RegistersHere) -> dict[str, Any]:
    """Find an organisation by VÖEN."""
    organisation = BY_VOEN.get(voen)
    registers.log("tax", by="voen", value=voen, ground=ground, found=organisation is not None)
    if organisation is None:
        raise HTTPException(404, "not_found")
    return _organisation(organisation)


@router.get("/tax/by-fin")
async def organisations_by_fin(fin: str, ground: TaxGround, registers: RegistersHere) -> dict[str, Any]:
    """Return the organisations a person directs."""
    directed = [organisation for organisation in ORGANISATIONS if organisation.director_fin == fin]
    registers.log("tax", by="fin", value=fin, ground=ground, found=bool(directed))
    return {"organisations": [_organisation(organisation) for organisation in directed]}


@router.get("/population/by-name")
async def people_by_name(
    sought: Annotated[Described, Query()], ground: PopulationGround, registers: RegistersHere
) -> dict[str, Any]:
    """Find everybody of exactly this name and date of birth."""
    found = sought.people
    registers.log("population", by="name", value=sought.words, ground=ground, found=bool(found))
    return {"people": [_person(person) for person in found]}


@router.get("/tax/by-name")
async def organisations_by_name(name: str, ground: TaxGround, registers: RegistersHere) -> dict[str, Any]:
    """Find the organisations of exactly this name."""
    return _registrations(registers, organisations_named(name), by="name", value=name, ground=ground)


@router.get("/tax/entrepreneurs/by-name")
async def entrepreneurs_by_name(
    sought: Annotated[Described, Query()], ground: TaxGround, registers: RegistersHere
) -> dict[str, Any]:
    """Find the registrations of everybody of exactly this name and date of birth."""
    found = entrepreneurs_among(sought.people)
    return _registrations(registers, found, by="person", value=sought.words, ground=ground)


@router.get("/tax/entrepreneurs/by-document")
async def entrepreneurs_by_document(document: str, ground: TaxGround, registers: RegistersHere) -> dict[str, Any]:
    """Find the registrations of the holder of an identity document."""
    found = entrepreneurs_among([BY_DOCUMENT[document]] if document in BY_DOCUMENT else [])
    return _registrations(registers, found, by="document", value=document, ground=ground)


@router.get("/tax/entrepreneurs/by-fin")
async def entrepreneurs_by_fin(fin: str, ground: TaxGround, registers: RegistersHere) -> dict[str, Any]:
    """Find the registrations of a person."""
    found = entrepreneurs_among([BY_FIN[fin]] if fin in BY_FIN else [])
    return _registrations(registers, found, by="fin", value=fin, ground=ground)


@router.get("/sim/log")
async def log(registers: RegistersHere, value: str = "") -> list[Inquiry]:
    """Return the inquiries about a number (or all), oldest first."""
    return registers.inquiries.of(value) if value else registers.inquiries.all()


@router.post("/sim/script")
async def script(wanted: Script, registers: RegistersHere) -> list[Condition]:
    """Make a register slow or take it down."""
    return registers.change(wanted)


@router.get("/")
async def everyone(registers: RegistersHere, q: str = "") -> HTMLResponse:
    """Show people and organisations, all or those found, and the switches."""
    return page(
        "registers.html",
        people=people_like(q)[:_SHOWN],
        organisations=organisations_like(q)[:_SHOWN],
        conditions=[registers.condition(name) for name in _REGISTERS],
        q=q,
    )


@router.get("/log")
async def log_page(registers: RegistersHere) -> HTMLResponse:
    """Show the last inquiries."""
    return page("registers_log.html", inquiries=registers.inquiries.newest(100))


@router.post("/switch")
async def switch(wanted: Annotated[Script, Form()], registers: RegistersHere) -> RedirectResponse:
    """Change a register's condition from the page."""
    registers.change(wanted)
    return RedirectResponse("/", 303)


def _registrations(
    registers: Registers, found: list[Organisation], *, by: str, value: str, ground: str
) -> dict[str, Any]:
    registers.log("tax", by=by, value=value, ground=ground, found=bool(found))
    return {"organisations": [_organisation(organisation) for organisation in found]}


def _person(person: Person | None) -> dict[str, Any]:
    if person is None:
        raise HTTPException(404, "not_found")
    return {
        "fin": person.fin,
        "document": person.document,
        "surname": person.surname,
        "name": person.name,
        "patronymic": person.patronymic,
        "birth_date": person.birth_date.isoformat(),
        "address": person.address,
    }


def _organisation(organisation: Organisation) -> dict[str, Any]:
    return {
        "voen": organisation.voen,
        "name": organisation.name,
        "is_entrepreneur": organisation.is_entrepreneur,
        "active": organisation.active,
        "address": organisation.address,
        "director_fin": organisation.director_fin,
    }


def create_app(options: argparse.Namespace) -> FastAPI:
    """Build the application on the state in `options.state`."""
    app = new_app("registers")
    cabinet = open_cabinet(options.state, "registers")
    app.state.registers = Registers(
        inquiries=Drawer(cabinet, Inquiry), conditions=Drawer(cabinet, Condition), token=options.token
    )
    app.include_router(router)

    @app.exception_handler(HTTPException)
    async def refusal(_: Request, error: HTTPException) -> JSONResponse:
        return JSONResponse({"error": error.detail}, error.status_code)

    return app


def main() -> None:
    """Read the command line and serve."""
    parser = command_line("registers", "population and tax registers with a page of everyone in them")
    parser.add_argument("--token", required=True)
    options = parser.parse_args()
    serve(create_app(options), options.port)


if __name__ == "__main__":
    main()
