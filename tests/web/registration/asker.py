"""Somebody whose name the court keeps wrong, and the owner who decides on the request to correct it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlmodel import col

from activities.authentication import Identity
from models.db import Sessions
from models.domain.languages import Language
from models.tables.accounts import AccountRow
from models.tables.corrections import CorrectionRow
from simulators.people import Person
from tests.web.court import Court, Page
from web.accounts import account_of_identity

NEW, QUEUE = "/profile/data/corrections/new", "/owner/corrections"
WHY = "Vəsiqəmdə başqa cür yazılıb."


@dataclass
class Asker:
    """A person whose name the court keeps wrong, and the owner, each at a browser of his own."""

    court: Court
    desk: Court
    sessions: Sessions
    person: Person
    account: AccountRow

    async def asks(self, *, status: int = 200, files: Any = None, **fields: str) -> Page:
        shown = (await self.court.get(NEW)).fields(NEW)
        typed = {**shown, "datum": "surname", "wished": self.person.surname, "reason": WHY, **fields}
        return await self.court.post(NEW, typed, status=status, files=files)

    async def presses(self, page: Page, act: str, *, status: int = 200, **fields: str) -> Page:
        """Press a button of the owner's page of one request."""
        address = f"{page.address.removeprefix('http://court.test')}/{act}"
        return await self.desk.post(address, {**page.fields(address), **fields}, status=status)

    async def at_the_desk(self) -> Page:
        """Let the owner open the newest request."""
        return await self.desk.get(f"{QUEUE}/{(await self.rows())[-1].id}")

    async def rows(self) -> list[CorrectionRow]:
        query = select(CorrectionRow).where(col(CorrectionRow.account_id) == self.account.id)
        async with self.sessions() as session:
            return list((await session.scalars(query.order_by(col(CorrectionRow.opened_at)))).all())

    async def kept(self) -> AccountRow:
        async with self.sessions() as session:
            return await session.get_one(AccountRow, self.account.id)

    async def comes_in(self, *, surname: str, issued_at: datetime | None) -> str:
        """Sign in strongly with what a certificate says, and return the surname the court keeps then."""
        identity = Identity(fin=self.person.fin, name=self.person.name, surname=surname, issued_at=issued_at)
        async with self.sessions.begin() as session:
            return (await account_of_identity(session, identity, language=Language.AZ)).surname
