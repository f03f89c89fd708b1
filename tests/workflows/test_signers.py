"""Another person signs for an organisation: who may, who is told, and what a taking back leaves behind."""

import uuid
from dataclasses import replace

import pytest
from sqlalchemy import select
from sqlmodel import col

from models.domain.claim import Sign, Withdraw
from models.domain.claim_status import Act, ClaimStatus
from models.domain.effects import NoticeKind
from models.domain.errors import RuleBroken
from models.domain.roles import Role
from models.domain.signers import Replace, Seal
from models.domain.signing import SigningStatus
from models.tables.accounts import AccountRow
from models.tables.capacities import CapacityRow
from models.tables.claims import ClaimSignerRow, VoidSignerRow
from models.tables.drafts import PartyRow
from models.tables.notices import NoticeRow
from models.tables.processes import SigningRow
from models.tables.register import RegisterLineRow
from tests.builders import LALA, Firm, a_draft, an_account, confirming, litigant
from tests.workflows.conftest import Court
from tests.workflows.reading import acts, row, rows

FIRM = Firm("4TM5Z8B", "1499001221", "“Qobustan Tikinti” MMC")
NEXT_HEAD = "6GB1D4Z"


async def filed_with_a_firm(court: Court) -> str:
    claim_id = await a_draft(court.sessions, court_id=court.court_id, firm=FIRM)
    await court.commands.open_claim(claim_id, filer=litigant(), at=court.now())
    await court.act(claim_id, replace(await confirming(court.sessions, claim_id, firm=FIRM), at=court.now()))
    return claim_id


async def stands_for(court: Court, fin: str, voen: str) -> None:
    async with court.sessions() as session:
        account = (await session.scalars(select(AccountRow).where(col(AccountRow.fin) == fin))).first()
    if account is None:
        await an_account(court.sessions, fin, role=Role.LITIGANT)
    async with court.sessions.begin() as session:
        account_id = (await session.scalars(select(col(AccountRow.id)).where(col(AccountRow.fin) == fin))).one()
        held = CapacityRow(account_id=account_id, position=1, voen=voen, organisation=FIRM.name, began_at=court.now())
        held.by_register = True
        session.add(held)


def naming(court: Court, incoming: str = NEXT_HEAD) -> Replace:
    return Replace(litigant(), court.now(), FIRM.fin, incoming)


async def signed(court: Court, claim_id: str, fin: str) -> None:
    version = (await row(court, claim_id)).version
    await court.act(claim_id, Sign(litigant(fin), court.now(), version, uuid.uuid4().hex))


async def test_the_next_head_of_a_firm_signs_in_place_of_the_first(court: Court) -> None:
    claim_id = await filed_with_a_firm(court)
    with pytest.raises(RuleBroken, match="signer_stands_not_for_it"):
        await court.act(claim_id, naming(court))
    await stands_for(court, NEXT_HEAD, FIRM.voen)
    await court.act(claim_id, naming(court))
    places = {place.fin: place for place in await rows(court, ClaimSignerRow, claim_id)}
    assert set(places) == {LALA, NEXT_HEAD}
    assert places[NEXT_HEAD].instead_of == FIRM.fin
    assert [party.fin for party in await rows(court, PartyRow, claim_id) if party.voen] == [NEXT_HEAD]
    told = {(notice.kind, notice.fin) for notice in await rows(court, NoticeRow, claim_id)}
    assert {(NoticeKind.SIGNER_REPLACED, FIRM.fin), (NoticeKind.SIGNER_NAMED, NEXT_HEAD)} <= told
    with pytest.raises(RuleBroken, match="not_yours"):
        await signed(court, claim_id, FIRM.fin)
    await signed(court, claim_id, LALA)
    await signed(court, claim_id, NEXT_HEAD)
    assert (await row(court, claim_id)).status is ClaimStatus.SENT
    assert await acts(court, claim_id) == [Act.OPEN, Act.CONFIRM, Act.REPLACE, Act.SIGN, Act.SEND]


async def test_nobody_is_replaced_while_he_is_signing(court: Court) -> None:
    claim_id = await filed_with_a_firm(court)
    await stands_for(court, "3HD2K8L", FIRM.voen)
    attempt = SigningRow(
        id=uuid.uuid4().hex,
        claim_id=claim_id,
        version=1,
        fin=FIRM.fin,
        status=SigningStatus.WAITING,
        started_at=court.now(),
    )
    async with court.sessions.begin() as session:
        session.add(attempt)
    with pytest.raises(RuleBroken, match="signer_is_signing"):
        await court.act(claim_id, naming(court, "3HD2K8L"))
    async with court.sessions.begin() as session:
        (await session.get_one(SigningRow, attempt.id)).status = SigningStatus.FAILED
    await court.act(claim_id, naming(court, "3HD2K8L"))
    assert Act.REPLACE in await acts(court, claim_id)


async def test_signatures_of_a_claim_taken_back_are_kept_as_void_and_everybody_signs_anew(court: Court) -> None:
    claim_id = await filed_with_a_firm(court)
    await signed(court, claim_id, LALA)
    at = court.now()
    await court.act(claim_id, Withdraw(litigant(), at, "Tələbin məbləği düzəldilir"))
    kept = {void.fin: void for void in await rows(court, VoidSignerRow, claim_id)}
    assert {fin: void.signed_at is not None for fin, void in kept.items()} == {LALA: True, FIRM.fin: False}
    assert {(void.version, void.voided_at, void.reason) for void in kept.values()} == {
        (1, at, "Tələbin məbləği düzəldilir")
    }
    (line,) = [line for line in await rows(court, RegisterLineRow, claim_id) if line.act is Act.WITHDRAW]
    assert line.outcome["reason"] == "Tələbin məbləği düzəldilir"
    (told,) = [n for n in await rows(court, NoticeRow, claim_id) if n.kind is NoticeKind.CLAIM_WITHDRAWN]
    assert (told.fin, told.words["reason"]) == (FIRM.fin, "Tələbin məbləği düzəldilir")
    act = await confirming(court.sessions, claim_id, firm=FIRM)
    await court.act(claim_id, replace(act, at=court.now()))
    assert [place.signed_at for place in await rows(court, ClaimSignerRow, claim_id)] == [None, None]
    with pytest.raises(RuleBroken, match="draft_changed"):
        await court.act(claim_id, Sign(litigant(), court.now(), 1, uuid.uuid4().hex))
    await court.days_later(claim_id, 3.1)
    reminded = [n.fin for n in await rows(court, NoticeRow, claim_id) if n.kind is NoticeKind.SIGNATURE_REMINDER]
    assert reminded == [LALA], "who signed the first version is awaited in the second"
    for fin in (LALA, FIRM.fin):
        await signed(court, claim_id, fin)
    assert (await row(court, claim_id)).status is ClaimStatus.SENT
    assert len(await rows(court, VoidSignerRow, claim_id)) == len(kept)


async def test_a_seal_that_was_called_for_is_the_last_to_be_given(court: Court) -> None:
    claim_id = await filed_with_a_firm(court)
    for act in (
        Sign(litigant(FIRM.fin), court.now(), 1, uuid.uuid4().hex, seal=FIRM.voen),
        Sign(litigant(), court.now(), 1, uuid.uuid4().hex),
    ):
        await court.act(claim_id, act)
    await court.days_later(claim_id, 3.1)
    reminded = [n.fin for n in await rows(court, NoticeRow, claim_id) if n.kind is NoticeKind.SIGNATURE_REMINDER]
    assert reminded == [FIRM.fin], "whoever owes a seal is reminded of it"
    (before,) = [place for place in await rows(court, ClaimSignerRow, claim_id) if place.seal]
    at = court.now()
    await court.act(claim_id, Seal(litigant(FIRM.fin), at, 1, uuid.uuid4().hex))
    (after,) = [place for place in await rows(court, ClaimSignerRow, claim_id) if place.seal]
    assert (after.sealed_at, after.signed_at) == (at, before.signed_at)
    claim = await row(court, claim_id)
    assert (claim.status, claim.sent_at) == (ClaimStatus.SENT, at)
    assert (await acts(court, claim_id))[-2:] == [Act.REMIND, Act.SEND]
