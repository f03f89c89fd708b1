"""Asks the registers again about parties they did not answer for when they were typed (CLM-5)."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import partial
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col
from temporalio import activity

from activities.account_notices import as_chosen, write_account_notice
from activities.party_checks import NotInRegisterError, registered
from activities.party_rows import party_of, write_party
from activities.witnesses import Witness, WitnessedPopulation, WitnessedTax
from models.db import Sessions
from models.domain.claim_status import ClaimStatus
from models.domain.effects import NoticeKind
from models.domain.filing_side import files_himself
from models.domain.parties import WAITING, Party
from models.register_ports import PopulationByNumber, TaxByNumber
from models.tables.accounts import AccountRow
from models.tables.claims import ClaimRow
from models.tables.drafts import DraftRow, PartyRow
from models.tables.inquiries import InquiryKind


@dataclass(frozen=True)
class _Waiting:
    """A party a register still owes an answer for, with the draft it stands in."""

    party_id: str
    party: Party
    claim_id: str
    number: str
    filer: AccountRow


@dataclass(frozen=True)
class PartyActivities:
    """Keeps asking until both registers have answered for every party of a draft."""

    sessions: Sessions
    population: PopulationByNumber
    tax: TaxByNumber
    now: Callable[[], datetime] = field(default=partial(datetime.now, UTC))

    def listed(self) -> list[Callable[..., Any]]:
        """Return the activities for a worker."""
        return [self.check_waiting_parties]

    @activity.defn
    async def check_waiting_parties(self, claim_id: str) -> int:
        """Ask about every party that waits and return how many were answered for; 0 when the draft is no draft now.

        OutsideUnavailableError when a register is still silent: to be tried again. What was answered until then stays.
        """
        answered = 0
        while waiting := await self._next(claim_id):
            await self._record(waiting, await self._asked(waiting))
            answered += 1
        return answered

    async def _next(self, claim_id: str) -> _Waiting | None:
        query = (
            select(PartyRow, col(ClaimRow.number), AccountRow)
            .join(ClaimRow, col(ClaimRow.id) == col(PartyRow.claim_id))
            .join(AccountRow, col(AccountRow.fin) == col(ClaimRow.filer_fin))
            .where(col(PartyRow.claim_id) == claim_id, col(PartyRow.register_remark) == WAITING)
            .where(col(ClaimRow.status) == ClaimStatus.DRAFT)
            .order_by(col(PartyRow.position))
            .limit(1)
        )
        async with self.sessions() as session:
            found = (await session.execute(query)).first()
        if found is None:
            return None
        row, number, filer = found
        return _Waiting(row.id, party_of(row), claim_id, number, filer)

    async def _asked(self, waiting: _Waiting) -> Party:
        """Return the party as the registers have it, or as it was with the remark what does not agree."""
        witness = Witness(self.sessions, waiting.filer.id, self.now)
        population = WitnessedPopulation(self.population, witness, InquiryKind.PARTY_PERSON)
        tax = WitnessedTax(self.tax, witness, InquiryKind.PARTY_ORGANISATION)
        try:
            found = await registered(waiting.party, number=waiting.number, population=population, tax=tax)
        except NotInRegisterError as differs:
            return replace(waiting.party, register_remark=differs.code)
        if files_himself(found, waiting.filer.fin or ""):
            return replace(waiting.party, register_remark="choose_myself")
        return found

    async def _record(self, waiting: _Waiting, found: Party) -> None:
        """Write the answer unless the party was changed meanwhile; with the last one the filer is told."""
        async with self.sessions.begin() as session:
            draft = await session.get_one(DraftRow, waiting.claim_id, with_for_update=True)
            row = await session.get(PartyRow, waiting.party_id)
            if row is None or party_of(row) != waiting.party:
                return
            write_party(row, found)
            draft.version += 1
            await session.flush()
            await self._tell(session, draft, waiting)

    async def _tell(self, session: AsyncSession, draft: DraftRow, waiting: _Waiting) -> None:
        query = select(col(PartyRow.register_remark)).where(col(PartyRow.claim_id) == waiting.claim_id)
        remarks = set(await session.scalars(query)) - {""}
        if WAITING in remarks:
            return
        await write_account_notice(
            session,
            NoticeKind.PARTIES_REFUSED if remarks else NoticeKind.PARTIES_CHECKED,
            words={"number": waiting.number},
            to=as_chosen(waiting.filer),
            language=waiting.filer.language,
            at=self.now(),
            fin=draft.filer_fin,
            about={"voen": draft.voen, "claim_id": waiting.claim_id},
        )
