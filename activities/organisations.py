"""For whom a person may act, as the tax register says it (ID-12): asked after a sign-in, and every day anew.

An account that is due is leased by moving its moment forward, and no lock is held while the register is asked: one
that is silent holds up nobody, and a worker that dies in between loses nothing. An answer counts only while its lease
stands; whoever signs in with a new certificate meanwhile has the register asked once more.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Final
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col
from temporalio import activity

from activities.capacities import LEASE, held_by, keep, tell_of_change
from models.db import Sessions
from models.domain.capacities import Held, Registered, as_registered, in_doubt, look_again
from models.ports import OutsideRefusedError, OutsideUnavailableError
from models.register_ports import RegisteredOrganisation, TaxByPerson
from models.tables.accounts import AccountRow
from models.tables.inquiries import InquiryKind, RegisterInquiryRow

GROUND: Final = "MPM 69.2; təşkilatın və ya sahibkarın adından hərəkət etmək səlahiyyəti"
LANES: Final = 4  # persons asked about at once
AT_ONCE: Final = 400  # in one call: well within its time, however slowly the register answers
LONGEST_LOOK: Final = timedelta(seconds=30)  # half the lease


@dataclass(frozen=True)
class _Taken:
    """An account one lane holds for the length of its lease."""

    account_id: UUID
    fin: str
    held: tuple[Held, ...]
    until: datetime


@dataclass(frozen=True)
class _Answer:
    """What the register said about one organisation, or about the person at large (`voen` empty)."""

    voen: str
    found: tuple[RegisteredOrganisation, ...]


@dataclass(frozen=True)
class OrganisationActivities:
    """Keeps the capacities of all persons as the register has them."""

    sessions: Sessions
    tax: TaxByPerson
    now: Callable[[], datetime] = field(default=partial(datetime.now, UTC))

    @activity.defn
    async def look_up_due(self) -> int:
        """Ask about everybody who is due, and return about how many the register answered.

        As soon as it leaves one question unanswered the others wait for the next call; that person's turn comes again
        when the lease has run out.
        """
        answered = 0
        while answered < AT_ONCE and (taken := await self._take()):
            async with asyncio.TaskGroup() as lanes:
                looks = [lanes.create_task(self._look_up(each)) for each in taken]
            answered += sum(look.result() for look in looks)
            activity.heartbeat(answered)
            if not all(look.result() for look in looks):
                break
        return answered

    async def _take(self) -> list[_Taken]:
        """Lease those who have waited longest; no second worker asks about them meanwhile."""
        at = self.now()
        due = (
            select(AccountRow)
            .where(col(AccountRow.organisations_due_at) <= at)
            .order_by(col(AccountRow.organisations_due_at))
            .limit(LANES)
            .with_for_update(skip_locked=True)
        )
        async with self.sessions.begin() as session:
            accounts = list(await session.scalars(due))
            for account in accounts:
                account.organisations_due_at = at + LEASE
            return [_Taken(row.id, row.fin or "", await held_by(session, row.id), at + LEASE) for row in accounts]

    async def _look_up(self, taken: _Taken) -> bool:
        """Ask about one person and write the answer down; False when there was none, or not a whole one."""
        answers: list[_Answer] = []
        try:
            async with asyncio.timeout(LONGEST_LOOK.total_seconds()):
                await self._ask(taken, answers)
        except (TimeoutError, OutsideUnavailableError, OutsideRefusedError) as silent:
            activity.logger.warning("the tax register gave no answer, is asked again within a minute: %s", silent)
            await self._record(taken, answers, said=None)
            return False
        await self._record(taken, answers, said=_said(taken.fin, answers))
        return True

    async def _ask(self, taken: _Taken, answers: list[_Answer]) -> None:
        """Ask by person, then by VÖEN for what he holds by certificate alone; each answer goes into `answers`."""
        own = await self.tax.of_person(taken.fin, ground=GROUND)
        answers.append(_Answer("", own))
        for voen in in_doubt(taken.held, _said(taken.fin, answers), at=self.now()):
            found = await self.tax.by_voen(voen, ground=GROUND)
            answers.append(_Answer(voen, (found,) if found else ()))

    async def _record(self, taken: _Taken, answers: list[_Answer], *, said: tuple[Registered, ...] | None) -> None:
        """Write what was asked, and what follows from a whole answer (`said`) while the lease stands."""
        at = self.now()
        async with self.sessions.begin() as session:
            session.add_all(_inquiry(taken, answer, at=at) for answer in answers)
            if said is not None:
                await _follow(session, taken, said, at=at)


async def _follow(session: AsyncSession, taken: _Taken, said: tuple[Registered, ...], *, at: datetime) -> None:
    """Bring a person's capacities up to date and tell him; an answer whose lease is gone changes nothing."""
    account = await session.get_one(AccountRow, taken.account_id, with_for_update=True)
    if account.organisations_due_at != taken.until:
        return
    before = await held_by(session, account.id)
    after = as_registered(before, said, at=at)
    await keep(session, account.id, after, checked_at=at)
    await tell_of_change(session, account, before, after, at=at)
    account.organisations_due_at = look_again(after, at=at)


def _said(fin: str, answers: list[_Answer]) -> tuple[Registered, ...]:
    """Return the register's word on each organisation; one it was asked for and does not know is not active."""
    found = {each.voen: each for answer in answers for each in answer.found}
    unknown = (answer.voen for answer in answers if answer.voen and not answer.found)
    known = (
        Registered(each.voen, each.active, each.director_fin == fin, each.name, each.address) for each in found.values()
    )
    return (*known, *(Registered(voen, active=False) for voen in unknown))


def _inquiry(taken: _Taken, answer: _Answer, *, at: datetime) -> RegisterInquiryRow:
    return RegisterInquiryRow(
        id=uuid4(),
        at=at,
        account_id=taken.account_id,
        about_fin=taken.fin,
        about_voen=answer.voen,
        kind=InquiryKind.OWN_ORGANISATIONS,
        ground=GROUND,
        found=bool(answer.found),
    )
