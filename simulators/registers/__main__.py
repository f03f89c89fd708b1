"""Starts the simulator of the population and tax registers: inquiries for the application, a page for people."""

import argparse
import asyncio
from collections.abc import Awaitable, Callable
from typing import Annotated, Any, Final
from urllib.parse import unquote

from fastapi import APIRouter, Depends, FastAPI, Form, Header, HTTPException, Query, Request
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse

from simulators.drawers import Drawer, open_cabinet
from simulators.page import command_line, new_app, page, serve
from simulators.people import (
    BY_DOCUMENT,
    BY_FIN,
    Organisation,
    Person,
    people_like,
)
from simulators.registers.described import Described
from simulators.registers.organisations import Change, ChangeRefusedError, Organisations
from simulators.registers.state import REGISTERS, Condition, Inquiry, RegisterName, Registers, RegistersHere, Script

_SHOWN: Final = 60

router = APIRouter()


def _ground_at(name: RegisterName) -> Callable[..., Awaitable[str]]:
    """Make the check every inquiry to a register passes; it returns the legal ground."""

    async def legal_ground(
        request: Request,
        registers: RegistersHere,
        authorization: Annotated[str, Header()] = "",
        x_legal_ground: Annotated[str, Header()] = "",
    ) -> str:
        number = next(iter(request.query_params.values()), "")
        for condition in (registers.condition(name), registers.condition(name, number)):
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
    organisation = registers.organisations.by_voen(voen)
    registers.log("tax", by="voen", value=voen, ground=ground, found=organisation is not None)
    if organisation is None:
        raise HTTPException(404, "not_found")
    return _organisation(organisation)


@router.get("/tax/by-fin")
async def organisations_by_fin(fin: str, ground: TaxGround, registers: RegistersHere) -> dict[str, Any]:
    """Return the organisations a person directs, and his registration as entrepreneur."""
    return _registrations(registers, registers.organisations.directed_by(fin), by="fin", value=fin, ground=ground)


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
    return _registrations(registers, registers.organisations.named(name), by="name", value=name, ground=ground)


@router.get("/tax/entrepreneurs/by-name")
async def entrepreneurs_by_name(
    sought: Annotated[Described, Query()], ground: TaxGround, registers: RegistersHere
) -> dict[str, Any]:
    """Find the registrations of everybody of exactly this name and date of birth."""
    found = registers.organisations.of_entrepreneurs(sought.people)
    return _registrations(registers, found, by="person", value=sought.words, ground=ground)


@router.get("/tax/entrepreneurs/by-document")
async def entrepreneurs_by_document(document: str, ground: TaxGround, registers: RegistersHere) -> dict[str, Any]:
    """Find the registrations of the holder of an identity document."""
    found = registers.organisations.of_entrepreneurs([BY_DOCUMENT[document]] if document in BY_DOCUMENT else [])
    return _registrations(registers, found, by="document", value=document, ground=ground)


@router.get("/tax/entrepreneurs/by-fin")
async def entrepreneurs_by_fin(fin: str, ground: TaxGround, registers: RegistersHere) -> dict[str, Any]:
    """Find the registrations of a person."""
    found = registers.organisations.of_entrepreneurs([BY_FIN[fin]] if fin in BY_FIN else [])
    return _registrations(registers, found, by="fin", value=fin, ground=ground)


@router.get("/sim/log")
async def log(registers: RegistersHere, value: str = "") -> list[Inquiry]:
    """Return the inquiries about a number (or all), oldest first."""
    return registers.inquiries.of(value) if value else registers.inquiries.all()


@router.post("/sim/script")
async def script(wanted: Script, registers: RegistersHere) -> list[Condition]:
    """Make a register slow or take it down."""
    return registers.change(wanted)


@router.post("/sim/organisations")
async def change_by_api(wanted: Change, registers: RegistersHere) -> dict[str, Any]:
    """Put another head of an organisation in place, close it or reopen it."""
    return _organisation(_changed(registers, wanted))


@router.post("/sim/restore")
async def restore(registers: RegistersHere) -> dict[str, str]:
    """Let every organisation stand as it was invented."""
    registers.organisations.restore()
    return {"status": "ok"}


@router.get("/")
async def everyone(registers: RegistersHere, q: str = "") -> HTMLResponse:
    """Show people and organisations, all or those found, and the switches."""
    return page(
        "registers.html",
        people=people_like(q)[:_SHOWN],
        organisations=registers.organisations.like(q)[:_SHOWN],
        conditions=[registers.condition(name) for name in REGISTERS],
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


@router.post("/organisations")
async def change(wanted: Annotated[Change, Form()], registers: RegistersHere) -> RedirectResponse:
    """Enter a change of an organisation from the page; a head's FİN may be typed in any case."""
    head = wanted.director_fin.strip().upper() if wanted.director_fin is not None else None
    _changed(registers, wanted.model_copy(update={"director_fin": head}))
    return RedirectResponse(f"/?q={wanted.voen}#organisations", 303)


def _changed(registers: Registers, wanted: Change) -> Organisation:
    try:
        return registers.organisations.change(wanted)
    except ChangeRefusedError as refused:
        raise HTTPException(422, str(refused)) from refused


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
        inquiries=Drawer(cabinet, Inquiry),
        conditions=Drawer(cabinet, Condition),
        organisations=Organisations(Drawer(cabinet, Change)),
        token=options.token,
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
