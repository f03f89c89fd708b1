"""Asks the registers again about parties they did not answer for when they were typed (CLM-5).

A draft's parties are mended by the answer, and its filer told. Once the claim is confirmed the frozen content stays as
it was signed: the answer goes to the party's row, which the registry's checklist reads, and to the claim, which records
it as a step of its own.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any, Final

from sqlalchemy import exists, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col
from temporalio import activity

from activities.account_notices import as_chosen, write_account_notice
from activities.party_checks import NotInRegisterError, registered
from activities.party_rows import party_of, write_party
from activities.witnesses import Witness, WitnessedPopulation, WitnessedTax
from models.db import Sessions
from models.domain.claim_status import SIGNABLE, ClaimStatus
from models.domain.effects import NoticeKind
from models.domain.filing_side import files_himself
from models.domain.parties import BY_VOEN, WAITING, Party, is_called_unheard, stands_opposite
from models.domain.payment import PaymentStatus
from models.messages.claim import AskRegisters, PartyAnswer, RegistersSaid
from models.ports import OutsideUnavailableError
from models.register_ports import PopulationByNumber, TaxByNumber
from models.tables.accounts import AccountRow
from models.tables.capacities import CapacityRow
from models.tables.claims import ClaimRow, FrozenContentRow
from models.tables.drafts import DraftRow, PartyRow
from models.tables.inquiries import InquiryKind
from models.tables.processes import PaymentRow

_DRAFTS: Final = frozenset({ClaimStatus.DRAFT})
_UNDECIDED: Final = _DRAFTS | SIGNABLE | {ClaimStatus.SENT}
_CONFIRMING: Final = timedelta(minutes=1)  # from freezing a version to the step that confirms it, or to its payment


@dataclass(frozen=True)
class _Waiting:
    """A party a register still owes an answer for, with the claim it stands in."""

    party_id: str
    party: Party
    claim_id: str
    number: str
    filer: AccountRow


@dataclass(frozen=True)
class PartyActivities:
    """Keeps asking until both registers have answered for every party of a claim."""

    sessions: Sessions
    population: PopulationByNumber
    tax: TaxByNumber
    now: Callable[[], datetime] = field(default=partial(datetime.now, UTC))

    def listed(self) -> list[Callable[..., Any]]:
        """Return the activities for a worker."""
        return [self.check_waiting_parties, self.ask_registers]

    @activity.defn
    async def check_waiting_parties(self, claim_id: str) -> int:
        """Ask about every party of a draft that waits and return how many were answered for; 0 when it is no draft now.

        OutsideUnavailableError when a register is still silent: to be tried again. What was answered until then stays.
        """
        answered = await self._ask(claim_id, _DRAFTS)
        if await self._waiting(claim_id, _DRAFTS):
            raise OutsideUnavailableError("a register is still silent")
        return answered

    @activity.defn
    async def ask_registers(self, asked: AskRegisters) -> RegistersSaid:
        """Ask about every party that waits and return what is known by now of those the claim wants to hear of.

        What was answered before counts too, so that an answer is not lost with the worker that got it. Nobody is asked
        about once the claim is decided. OutsideUnavailableError when there is nothing to tell: to be tried again.
        """
        await self._ask(asked.claim_id, _UNDECIDED)
        waits = bool(await self._waiting(asked.claim_id, _UNDECIDED))
        query = select(col(PartyRow.id), col(PartyRow.register_remark)).where(
            col(PartyRow.id).in_(asked.party_ids), col(PartyRow.register_remark) != WAITING
        )
        async with self.sessions() as session:
            known = (await session.execute(query.order_by(col(PartyRow.position)))).all()
        if not known and (waits or asked.party_ids):
            raise OutsideUnavailableError("a register is still silent")
        return RegistersSaid(tuple(PartyAnswer(party_id, code) for party_id, code in known), waits)

    async def _ask(self, claim_id: str, statuses: frozenset[ClaimStatus]) -> int:
        """Ask about each party once and return how many were answered for; a silent register is not asked twice."""
        answered, silent = 0, set[bool]()
        async with self.sessions() as session:
            if await _is_being_confirmed(session, claim_id, at=self.now()):
                return 0
        for waiting in await self._waiting(claim_id, statuses):
            asks_tax = waiting.party.person in BY_VOEN
            if asks_tax in silent:
                continue
            try:
                found = await self._asked(waiting)
            except OutsideUnavailableError:
                silent.add(asks_tax)
                continue
            answered += await self._record(waiting, found)
        return answered

    async def _waiting(self, claim_id: str, statuses: frozenset[ClaimStatus]) -> list[_Waiting]:
        query = (
            select(PartyRow, col(ClaimRow.number), AccountRow)
            .join(ClaimRow, col(ClaimRow.id) == col(PartyRow.claim_id))
            .join(AccountRow, col(AccountRow.fin) == col(ClaimRow.filer_fin))
            .where(col(PartyRow.claim_id) == claim_id, col(PartyRow.register_remark) == WAITING)
            .where(col(ClaimRow.status).in_(statuses))
            .order_by(col(PartyRow.position))
        )
        async with self.sessions() as session:
            found = (await session.execute(query)).all()
        return [_Waiting(row.id, party_of(row), claim_id, number, filer) for row, number, filer in found]

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

    async def _record(self, waiting: _Waiting, found: Party) -> bool:
        """Write the answer unless the party was changed meanwhile; with a draft's last one the filer is told."""
        async with self.sessions.begin() as session:
            draft = await session.get_one(DraftRow, waiting.claim_id, with_for_update=True)
            row = await session.get(PartyRow, waiting.party_id)
            if row is None or party_of(row) != waiting.party:
                return False
            # Asked after the lock is held: whoever confirms this version has frozen it by then.
            if await _is_being_confirmed(session, waiting.claim_id, at=self.now()):
                return False
            status = await session.scalar(select(col(ClaimRow.status)).where(col(ClaimRow.id) == waiting.claim_id))
            if status is not ClaimStatus.DRAFT:
                found = await _as_confirmed(session, waiting, found)
            write_party(row, found)
            if status is ClaimStatus.DRAFT:
                draft.version += 1
                await session.flush()
                await self._tell(session, draft, waiting)
            return True

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


async def _as_confirmed(session: AsyncSession, waiting: _Waiting, found: Party) -> Party:
    """Return what an answer makes of a party of a confirmed claim.

    Whoever confirms a draft is asked about what does not fit together; behind a confirmed claim only filer and court
    can be told. Who was called to sign stays called: nobody is put in his place by an answer.
    """
    if found.register_remark:
        return found
    if stands_opposite(found, await _parties(session, waiting.claim_id)):
        return replace(waiting.party, register_remark="same_person_on_both_sides")
    if not is_called_unheard(waiting.party) or found.fin == waiting.party.fin:
        return found
    if await _stands_for(session, waiting.party):
        return replace(found, fin=waiting.party.fin)
    return replace(waiting.party, register_remark="fin_not_registered")


async def _stands_for(session: AsyncSession, party: Party) -> bool:
    """Tell whether the person called to sign stands for the organisation, though he is not its head (ID-12)."""
    living = (col(CapacityRow.voen) == party.voen) & col(CapacityRow.ended_at).is_(None)
    query = select(col(AccountRow.id)).join(CapacityRow, col(CapacityRow.account_id) == col(AccountRow.id))
    held = query.where(living, col(AccountRow.fin) == party.fin)
    return bool(party.voen) and (await session.execute(held)).first() is not None


async def _parties(session: AsyncSession, claim_id: str) -> list[Party]:
    rows = await session.scalars(select(PartyRow).where(col(PartyRow.claim_id) == claim_id))
    return [party_of(row) for row in rows]


async def _is_being_confirmed(session: AsyncSession, claim_id: str, *, at: datetime) -> bool:
    """Tell whether a draft is frozen and about to be confirmed: an answer now would undo what was paid for."""
    paid_for = exists().where(
        col(PaymentRow.claim_id) == claim_id,
        col(PaymentRow.version) == col(DraftRow.version),
        col(PaymentRow.status).in_((PaymentStatus.OPENING, PaymentStatus.WAITING)),
    )
    just_frozen = exists().where(
        col(FrozenContentRow.claim_id) == claim_id,
        col(FrozenContentRow.version) == col(DraftRow.version),
        col(FrozenContentRow.frozen_at) > at - _CONFIRMING,
    )
    query = (
        select(col(DraftRow.claim_id))
        .join(ClaimRow, col(ClaimRow.id) == col(DraftRow.claim_id))
        .where(col(DraftRow.claim_id) == claim_id, col(ClaimRow.status) == ClaimStatus.DRAFT)
        .where(or_(paid_for, just_frozen))
    )
    return (await session.execute(query)).first() is not None
