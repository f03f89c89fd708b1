"""A register that was silent when a party was typed is asked again by the claim, for as long as it takes (CLM-5)."""

from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from uuid import uuid4

import httpx2
import pytest
from sqlalchemy import Engine, select
from sqlmodel import col
from temporalio.testing import WorkflowEnvironment
from temporalio.worker import Worker

from activities.adapters.registers_http import HttpPopulationRegister, HttpTaxRegister
from activities.claims import ClaimActivities
from activities.parties import PartyActivities
from models.db import Sessions
from models.domain.claim import Delete, Sign, Withdraw
from models.domain.claim_status import Act, ClaimStatus
from models.domain.court_decision import Accept
from models.domain.effects import NoticeKind
from models.domain.parties import WAITING, PartyRole, PersonType, SigningWay
from models.domain.payment import PaymentStatus
from models.messages import ids
from models.tables.claims import FrozenContentRow
from models.tables.drafts import DraftRow, PartyRow
from models.tables.inquiries import InquiryKind, RegisterInquiryRow
from models.tables.notices import NoticeRow
from models.tables.processes import PaymentRow
from models.tables.register import RegisterLineRow
from simulators.people import DEMO
from tests.builders import an_account, clerk, confirming, litigant
from tests.outside import Simulator, simulator
from tests.workflows.conftest import Court, a_general_court
from tests.workflows.reading import acts, row, rows
from workflows.claim import ClaimWorkflow

LALE, KAMRAN, NIGAR = DEMO[0], DEMO[2], DEMO[3]
LONGEST_PAUSE = timedelta(minutes=6)


@pytest.fixture(scope="module")
def registers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Simulator]:
    with simulator("registers", tmp_path_factory.mktemp("registers"), "--token", "t0ken") as running:
        yield running


@pytest.fixture(scope="module")
async def court(
    temporal: WorkflowEnvironment, sessions: Sessions, recording: Engine, registers: Simulator
) -> AsyncIterator[Court]:
    """Run a worker that has the registers."""
    court_id = await a_general_court(sessions)
    await an_account(sessions, LALE.fin)
    async with httpx2.AsyncClient() as http:
        population = HttpPopulationRegister(http, f"{registers.url}/population", "t0ken")
        parties = PartyActivities(sessions, population, HttpTaxRegister(http, f"{registers.url}/tax", "t0ken"))
        async with Worker(
            temporal.client,
            task_queue=ids.TASK_QUEUE,
            workflows=[ClaimWorkflow],
            activities=[*ClaimActivities(recording).listed(), *parties.listed()],
            activity_executor=ThreadPoolExecutor(16),
        ):
            yield Court(temporal, sessions, court_id)


async def a_waiting_party(
    court: Court,
    claim_id: str,
    *,
    document: str,
    surname: str,
    name: str = KAMRAN.name,
    role: PartyRole = PartyRole.THIRD_PERSON,
) -> str:
    row = PartyRow(
        id=str(uuid4()),
        claim_id=claim_id,
        position=9,
        role=role,
        person=PersonType.NATURAL_PERSON,
        document=document,
        surname=surname,
        name=name,
        register_remark=WAITING,
    )
    async with court.sessions.begin() as session:
        session.add(row)
    return row.id


async def party(court: Court, party_id: str) -> PartyRow:
    async with court.sessions() as session:
        return await session.get_one(PartyRow, party_id)


async def told(court: Court, claim_id: str) -> list[NoticeKind]:
    async with court.sessions() as session:
        query = select(col(NoticeRow.kind)).where(col(NoticeRow.claim_id) == claim_id)
        return list(await session.scalars(query))


async def test_a_silent_register_is_asked_until_it_answers_and_the_filer_told(
    court: Court, registers: Simulator
) -> None:
    claim_id = await court.open_draft(filer=LALE.fin)
    kamran = await a_waiting_party(court, claim_id, document=KAMRAN.document, surname="Əhmədov", name="KAMRAN")
    registers.told("/sim/script", register_name="population", down=True)
    await court.commands.check_parties(claim_id)
    await court.temporal.fast_forward(court.handle(claim_id), LONGEST_PAUSE)
    assert (await party(court, kamran)).register_remark == WAITING
    assert await told(court, claim_id) == []
    registers.told("/sim/script")
    await court.temporal.fast_forward(court.handle(claim_id), LONGEST_PAUSE)
    row = await party(court, kamran)
    assert (row.fin, row.patronymic, row.register_remark) == (KAMRAN.fin, KAMRAN.patronymic, "")
    assert await told(court, claim_id) == [NoticeKind.PARTIES_CHECKED]
    async with court.sessions() as session:
        asked = (await session.scalars(select(RegisterInquiryRow))).all()
    assert [(one.kind, one.about_fin) for one in asked] == [(InquiryKind.PARTY_PERSON, KAMRAN.fin)], "PRO-3"


async def test_a_party_the_register_knows_otherwise_is_remarked_and_a_draft_thrown_away_is_left_alone(
    court: Court,
) -> None:
    claim_id = await court.open_draft(filer=LALE.fin)
    nigar = await a_waiting_party(court, claim_id, document=NIGAR.document, surname="Başqası", name=NIGAR.name)
    await court.commands.check_parties(claim_id)
    await court.temporal.fast_forward(court.handle(claim_id), LONGEST_PAUSE)
    row = await party(court, nigar)
    assert (row.register_remark, row.fin, row.surname) == ("surname_not_registered", "", "Başqası")
    assert await told(court, claim_id) == [NoticeKind.PARTIES_REFUSED]
    late = await a_waiting_party(court, claim_id, document=KAMRAN.document, surname="Əhmədov", name="Kamran")
    await court.act(claim_id, Delete(litigant(LALE.fin), datetime.now(UTC)))
    assert await court.handle(claim_id).result() is ClaimStatus.DELETED
    assert (await party(court, late)).register_remark == WAITING


async def confirmed(court: Court, claim_id: str, *silent: str) -> None:
    """Confirm a draft as it stands, with these parties no register has answered for."""
    act = await confirming(court.sessions, claim_id, filer=LALE.fin)
    await court.act(claim_id, replace(act, at=court.now(), unanswered=silent))


async def sent_while_silent(court: Court, registers: Simulator, *, surname: str) -> tuple[str, str]:
    """Bring a claim to the court while the population register does not answer; returns its id and the party's."""
    registers.told("/sim/script", register_name="population", down=True)
    claim_id = await court.open_draft(filer=LALE.fin)
    kamran = await a_waiting_party(court, claim_id, document=KAMRAN.document, surname=surname)
    await court.commands.check_parties(claim_id)
    await confirmed(court, claim_id, kamran)
    version = (await row(court, claim_id)).version
    await court.act(claim_id, Sign(litigant(LALE.fin), court.now(), version, uuid4().hex))
    assert (await row(court, claim_id)).status is ClaimStatus.SENT
    return claim_id, kamran


async def test_a_claim_is_sent_while_a_register_is_silent_and_hears_it_hours_later(
    court: Court, registers: Simulator
) -> None:
    claim_id, kamran = await sent_while_silent(court, registers, surname="Əhmədov")
    await court.temporal.fast_forward(court.handle(claim_id), timedelta(hours=2))
    assert (await party(court, kamran)).register_remark == WAITING
    registers.told("/sim/script")
    await court.temporal.fast_forward(court.handle(claim_id), LONGEST_PAUSE)
    found = await party(court, kamran)
    assert (found.fin, found.register_remark) == (KAMRAN.fin, "")
    assert await acts(court, claim_id) == [Act.OPEN, Act.CONFIRM, Act.SEND, Act.HEAR]
    (frozen,) = await rows(court, FrozenContentRow, claim_id)
    signed = next(one for one in frozen.content["parties"] if one["id"] == kamran)
    assert (signed["fin"], signed["register_remark"]) == ("", WAITING), "what was signed stays as it was"
    assert not {NoticeKind.PARTY_DIFFERS, NoticeKind.FILING_DIFFERS} & set(await told(court, claim_id))
    async with court.sessions() as session:
        draft = await session.get_one(DraftRow, claim_id)
    assert draft.version == frozen.version, "the draft behind a confirmed claim is not edited"


async def test_a_late_mismatch_is_told_to_filer_and_court_and_a_decision_ends_the_asking(
    court: Court, registers: Simulator
) -> None:
    claim_id, kamran = await sent_while_silent(court, registers, surname="Başqası")
    firm = await a_waiting_party(court, claim_id, document=NIGAR.document, surname=NIGAR.surname, name=NIGAR.name)
    registers.told("/sim/script")
    await court.temporal.fast_forward(court.handle(claim_id), LONGEST_PAUSE)
    assert (await party(court, kamran)).register_remark == "surname_not_registered"
    assert (await party(court, firm)).register_remark == "", "every party of the claim that waits is asked about"
    notices = await rows(court, NoticeRow, claim_id)
    late = {(one.kind, one.fin or one.court_id) for one in notices} & {
        (NoticeKind.PARTY_DIFFERS, LALE.fin), (NoticeKind.FILING_DIFFERS, court.court_id)
    }  # fmt: skip
    assert len(late) == 2
    assert (await rows(court, RegisterLineRow, claim_id))[-1].outcome["claim"]["registers"]["unanswered"] == []
    decided, other = await sent_while_silent(court, registers, surname="Əhmədov")
    await court.act(decided, Accept(clerk(court.court_id), court.now(), exemption_recognised=True))
    assert await court.handle(decided).result() is ClaimStatus.ACCEPTED
    assert (await party(court, other)).register_remark == WAITING, "the court decided knowing of it"


async def test_a_late_answer_that_puts_one_person_on_both_sides_is_told_to_filer_and_court(
    court: Court, registers: Simulator
) -> None:
    registers.told("/sim/script", register_name="population", down=True)
    claim_id = await court.open_draft(filer=LALE.fin)
    async with court.sessions.begin() as session:
        session.add(PartyRow(id=str(uuid4()), claim_id=claim_id, position=0, role=PartyRole.CLAIMANT,
                             person=PersonType.NATURAL_PERSON, fin=KAMRAN.fin))  # fmt: skip
    same = await a_waiting_party(
        court, claim_id, document=KAMRAN.document, surname=KAMRAN.surname, role=PartyRole.DEFENDANT
    )
    await confirmed(court, claim_id, same)
    registers.told("/sim/script")
    await court.temporal.fast_forward(court.handle(claim_id), LONGEST_PAUSE)
    row = await party(court, same)
    assert (row.register_remark, row.fin) == ("same_person_on_both_sides", "")
    assert NoticeKind.PARTY_DIFFERS in await told(court, claim_id)


@pytest.mark.parametrize(("called", "code"), [(KAMRAN.fin, ""), (NIGAR.fin, "fin_not_registered")])
async def test_whoever_was_called_to_sign_by_a_typed_fin_is_compared_with_the_register(
    court: Court, registers: Simulator, called: str, code: str
) -> None:
    registers.told("/sim/script", register_name="population", down=True)
    claim_id = await court.open_draft(filer=LALE.fin)
    kamran = await a_waiting_party(
        court, claim_id, document=KAMRAN.document, surname=KAMRAN.surname, role=PartyRole.CLAIMANT
    )
    async with court.sessions.begin() as session:
        row = await session.get_one(PartyRow, kamran)
        row.signing, row.fin = SigningWay.SIGNS_HIMSELF, called
    await confirmed(court, claim_id, kamran)
    registers.told("/sim/script")
    await court.temporal.fast_forward(court.handle(claim_id), LONGEST_PAUSE)
    found = await party(court, kamran)
    assert (found.fin, found.register_remark) == (called, code), "an answer puts nobody in his place"
    assert (NoticeKind.PARTY_DIFFERS in await told(court, claim_id)) is bool(code)


async def test_what_is_taken_back_meanwhile_is_asked_about_as_a_draft(court: Court, registers: Simulator) -> None:
    registers.told("/sim/script", register_name="population", down=True)
    claim_id = await court.open_draft(filer=LALE.fin)
    nigar = await a_waiting_party(court, claim_id, document=NIGAR.document, surname="Başqası", name=NIGAR.name)
    await confirmed(court, claim_id, nigar)
    await court.act(claim_id, Withdraw(litigant(LALE.fin), court.now()))
    registers.told("/sim/script")
    await court.temporal.fast_forward(court.handle(claim_id), LONGEST_PAUSE)
    assert (await party(court, nigar)).register_remark == "surname_not_registered"
    assert await told(court, claim_id) == [NoticeKind.CLAIM_CONFIRMED, NoticeKind.PARTIES_REFUSED]
    assert Act.HEAR not in await acts(court, claim_id)


async def test_an_answer_that_comes_while_the_fee_is_being_paid_waits_for_the_confirmation(court: Court) -> None:
    claim_id = await court.open_draft(filer=LALE.fin)
    kamran = await a_waiting_party(court, claim_id, document=KAMRAN.document, surname="Əhmədov")
    async with court.sessions.begin() as session:
        draft = await session.get_one(DraftRow, claim_id)
        session.add(
            PaymentRow(
                id=claim_id,
                claim_id=claim_id,
                payer_fin=LALE.fin,
                amount=Decimal(100),
                status=PaymentStatus.WAITING,
                version=draft.version,
                started_at=court.now(),
            )
        )
    await court.commands.check_parties(claim_id)
    await court.temporal.fast_forward(court.handle(claim_id), LONGEST_PAUSE)
    assert (await party(court, kamran)).register_remark == WAITING, "the version that is paid for stays as it is"
    await confirmed(court, claim_id, kamran)
    await court.temporal.fast_forward(court.handle(claim_id), LONGEST_PAUSE)
    assert (await party(court, kamran)).fin == KAMRAN.fin
    assert (await acts(court, claim_id))[-1] is Act.HEAR
