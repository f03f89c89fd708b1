"""What the tests of organisations stand on: accounts, the register simulator, and the worker's activity between."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlmodel import col
from temporalio.testing import ActivityEnvironment

from activities.capacities import bind_certificate
from activities.organisations import OrganisationActivities
from models.db import Sessions
from models.domain.capacities import LOOK_AGAIN
from models.domain.effects import NoticeKind
from models.register_ports import RegisteredOrganisation, TaxByPerson
from models.tables.accounts import AccountRow
from models.tables.capacities import CapacityRow
from models.tables.inquiries import RegisterInquiryRow
from models.tables.notices import DeliveryRow, NoticeRow
from simulators.people import Person
from simulators.trust.authority import Authority, Holder
from tests.builders import an_account
from tests.card import TestCard
from tests.outside import Simulator


@dataclass
class Desk:
    """Accounts, the register, and the worker's activity between them."""

    sessions: Sessions
    registers: Simulator
    looking: OrganisationActivities

    async def someone(self, person: Person, **fields: Any) -> UUID:
        """Write an account that is due and return its id."""
        due = {"organisations_due_at": datetime.now(UTC), "email": person.email, "phone": person.phone}
        await an_account(self.sessions, person.fin, **{**due, **fields})
        return (await self.account(person)).id

    async def account(self, person: Person) -> AccountRow:
        async with self.sessions() as session:
            return (await session.execute(select(AccountRow).where(col(AccountRow.fin) == person.fin))).scalar_one()

    async def capacities(self, account_id: UUID) -> list[CapacityRow]:
        query = select(CapacityRow).where(col(CapacityRow.account_id) == account_id).order_by(col(CapacityRow.position))
        async with self.sessions() as session:
            return list(await session.scalars(query))

    async def told(self, person: Person) -> list[tuple[NoticeKind, str, set[str]]]:
        """Return what a person was told: kind, VÖEN and by which channels."""
        async with self.sessions() as session:
            query = select(NoticeRow).where(col(NoticeRow.fin) == person.fin).order_by(col(NoticeRow.created_at))
            notices = list(await session.scalars(query))
            by = select(col(DeliveryRow.notice_id), col(DeliveryRow.channel))
            channels = list(await session.execute(by))
        return [
            (row.kind, row.words["voen"], {str(channel) for notice_id, channel in channels if notice_id == row.id})
            for row in notices
        ]

    async def inquiries(self, account_id: UUID) -> list[RegisterInquiryRow]:
        query = select(RegisterInquiryRow).where(col(RegisterInquiryRow.account_id) == account_id)
        async with self.sessions() as session:
            return list(await session.scalars(query.order_by(col(RegisterInquiryRow.at), col(RegisterInquiryRow.id))))

    async def all_due(self) -> None:
        """Make everybody due now."""
        due = update(AccountRow).where(col(AccountRow.fin).is_not(None))
        async with self.sessions.begin() as session:
            await session.execute(due.values(organisations_due_at=datetime.now(UTC)))

    async def forget_everybody(self) -> None:
        """Make room for the next test: the record of inquiries is append-only and keeps its accounts, without a FİN."""
        nobody = {"fin": None, "username": col(AccountRow.id), "password_hash": "-", "organisations_due_at": None}
        async with self.sessions.begin() as session:
            for table in (DeliveryRow, NoticeRow, CapacityRow):
                await session.execute(delete(table))
            await session.execute(update(AccountRow).values(nobody))

    async def look(self, looking: OrganisationActivities | None = None) -> int:
        return await ActivityEnvironment().run((looking or self.looking).look_up_due)

    async def next_day(self) -> int:
        """Look again when everybody's day is over."""
        return await self.look(replace(self.looking, now=lambda: datetime.now(UTC) + LOOK_AGAIN))

    async def shown(self, person: Person, certificate: bytes) -> int:
        """Let a person come in with a certificate; returns the position he comes in under."""
        async with self.sessions.begin() as session:
            query = select(AccountRow).where(col(AccountRow.fin) == person.fin).with_for_update()
            account = (await session.execute(query)).scalar_one()
            return await bind_certificate(session, account, certificate, at=datetime.now(UTC))


def business(authority: Authority, person: Person, voen: str, name: str) -> bytes:
    """Return a business certificate of a person, DER."""
    holder = Holder(surname=person.surname, given=person.name, fin=person.fin, organisation=name, voen=voen)
    return TestCard.issued(authority, holder).der


class Between:
    """The real register, and something that happens after it has answered."""

    def __init__(self, tax: TaxByPerson, happens: Callable[[], Awaitable[object]]) -> None:
        self.tax, self.happens = tax, happens

    async def of_person(self, fin: str, *, ground: str) -> tuple[RegisteredOrganisation, ...]:
        found = await self.tax.of_person(fin, ground=ground)
        await self.happens()
        return found

    async def by_voen(self, voen: str, *, ground: str) -> RegisteredOrganisation | None:
        return await self.tax.by_voen(voen, ground=ground)
