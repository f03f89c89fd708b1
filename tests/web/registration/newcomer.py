"""Somebody who registers: each page as one call."""

from dataclasses import dataclass
from itertools import count

from sqlalchemy import select
from sqlmodel import col

from models.db import Sessions
from models.domain.roles import Role
from models.tables.accounts import AccountRow
from simulators.people import PEOPLE, Person
from tests.postbox import Postbox
from tests.web.court import Court, Page, an_account
from tests.web.wizard.filer import a_pdf

PASSWORD = "gömgöy dəniz sahili"
_numbers = count(1)
_unused = iter(PEOPLE[20:])


def somebody(series: str) -> Person:
    """Return an invented person nobody has used yet whose document begins so."""
    return next(person for person in _unused if person.document.startswith(series))


@dataclass
class Newcomer:
    """A visitor who registers."""

    court: Court
    post: Postbox
    user_name: str = ""
    email: str = ""

    async def chooses(self, kind: str) -> Page:
        await self.court.get("/register")
        return await self.court.post("/register", {"kind": kind})

    async def shows(self, person: Person, *, series: str = "", status: int = 200, **other: str) -> Page:
        typed = {"series": series, "number": person.document.removeprefix(series), "fin": person.fin, **other}
        return await self.court.post("/register/document", typed, status=status)

    async def names(self, user_name: str = "", email: str = "") -> Page:
        number = next(_numbers)
        self.user_name, self.email = user_name or f"yeni.adam{number}", email or f"yeni{number}@poct.example"
        await self.court.post("/register/user-name", {"username": self.user_name})
        return await self.court.post("/register/email", {"email": self.email})

    async def confirms(self, password: str = PASSWORD, again: str | None = None, *, status: int = 200) -> Page:
        typed = {"password": password, "again": password if again is None else again}
        return await self.court.post("/register/password", typed, status=status)

    async def registers(self, person: Person, *, kind: str = "new_card", series: str = "", email: str = "") -> Page:
        """Fill in every page."""
        await self.chooses(kind)
        await self.shows(person, series=series)
        await self.names(email=email)
        return await self.confirms()

    async def follows_link(self) -> Page:
        await self.post.letter(self.email)
        path = self.post.path(self.email)
        await self.court.get(path)
        return await self.court.post(path)

    async def signs_in(self, login: str = "", password: str = PASSWORD, *, status: int = 200) -> Page:
        fields = {"login": login or self.user_name, "password": password, "next": "/profile"}
        return await self.court.post("/sign-in/password", fields, status=status)

    async def applies(self, *, name: str = "vəsiqə.pdf", status: int = 200) -> str:
        """Send the scan of the document; returns what the page says then."""
        fields = (await self.court.get("/identity")).fields("/identity")
        files = {"file": (name, a_pdf(self.user_name), "application/pdf")}
        page = await self.court.post("/identity", {"nonce": fields["nonce"]}, files=files, status=status)
        return page.text


async def registered(newcomer: Newcomer) -> Person:
    """Register somebody and sign in with the password."""
    person = somebody("AA")
    await newcomer.registers(person)
    await newcomer.follows_link()
    await newcomer.signs_in()
    return person


async def account_of(sessions: Sessions, fin: str) -> AccountRow:
    async with sessions() as session:
        return (await session.execute(select(AccountRow).where(col(AccountRow.fin) == fin))).scalar_one()


async def as_operator(court: Court, sessions: Sessions) -> None:
    court.visit_anew()
    await court.sign_in(await an_account(sessions, Role.OPERATOR, name="Fidan", surname="Məmmədli"))
