"""Signatures as the signing room sees them: a real phone, authority, time-stamps and container."""

import base64
import io
import uuid
import zipfile
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import httpx2
import pytest
from sqlalchemy import Engine, text
from temporalio.exceptions import ApplicationError
from temporalio.testing import ActivityEnvironment, WorkflowEnvironment
from temporalio.worker import Worker

from activities.adapters.file_store import FileDocumentStore
from activities.adapters.mobile_id import MobileIdRest
from activities.adapters.ocsp_http import OcspHttp
from activities.adapters.timestamp_http import TimestampHttp
from activities.claims import ClaimActivities
from activities.packages import Packages
from activities.signatures.certificate_path import TrustStore
from activities.signatures.signature_report import Level
from activities.signatures.verification import verify_container
from activities.signing import SigningActivities
from activities.signing_rows import SigningRows
from models.db import Sessions
from models.domain.claim_status import ClaimStatus
from models.domain.errors import RuleBroken
from models.domain.signing import CARD_WAITS, UNDER_WAY, SigningStatus, SigningWay
from models.messages import ids
from models.messages.signing import BeginSigning, PreparedSignature
from models.ports import CertificateKind, OutsideUnavailableError
from simulators.people import DEMO, Person
from simulators.trust.authority import Authority, Holder
from tests.builders import litigant
from tests.card import TestCard
from tests.outside import Simulator, simulator
from tests.second_opinion import assert_xmlsec1_agrees
from tests.workflows.conftest import Court, a_general_court
from tests.workflows.signing_room import Room
from workflows.claim import ClaimWorkflow
from workflows.signing import SigningWorkflow

LALE, RESHAD, KAMRAN = DEMO[:3]


@pytest.fixture(scope="module")
def trust(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Simulator]:
    with simulator("trust", tmp_path_factory.mktemp("trust")) as running:
        yield running


@pytest.fixture(scope="module")
def phones(trust: Simulator, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Simulator]:
    with simulator("asan_imza", tmp_path_factory.mktemp("phones"), "--trust", trust.url) as running:
        yield running


@pytest.fixture(scope="module")
async def room(
    temporal: WorkflowEnvironment,
    sessions: Sessions,
    recording: Engine,
    *,
    trust: Simulator,
    phones: Simulator,
    tmp_path_factory: pytest.TempPathFactory,
) -> AsyncIterator[Room]:
    court_id = await a_general_court(sessions)
    documents = FileDocumentStore(Path(tmp_path_factory.mktemp("documents")))
    store = TrustStore.from_pem(httpx2.get(f"{trust.url}/ca.pem").content)
    claims = ClaimActivities(recording)
    async with httpx2.AsyncClient() as http:
        signing = SigningActivities(
            sessions,
            Packages(sessions, documents, "http://divan.example"),
            documents,
            MobileIdRest(http, f"{phones.url}/mid-api", "DIVAN", "00000000-0000-4000-8000-000000000001"),
            TimestampHttp(http, f"{trust.url}/tsa"),
            OcspHttp(http),
            store,
            temporal.client,
        )
        async with Worker(
            temporal.client,
            task_queue=ids.TASK_QUEUE,
            workflows=[ClaimWorkflow, SigningWorkflow],
            activities=[*claims.listed(), *signing.listed()],
            activity_executor=ThreadPoolExecutor(16),
        ):
            yield Room(Court(temporal, sessions, court_id), documents, store, signing)


def answers(phones: Simulator, person: Person, answer: str = "OK") -> None:
    phones.told(f"/sim/phones/{person.phone}/script", answer=answer, auto=True, delay_ms=0)


def requests(phones: Simulator, person: Person) -> int:
    """Return how many requests came to a phone, those that wait included."""
    return sum(len(phones.shown(f"/sim/phones/{person.phone}/{which}")) for which in ("pending", "answered"))


async def test_two_claimants_sign_one_container_at_level_lt(room: Room, phones: Simulator) -> None:
    claim_id = await room.confirmed(LALE, RESHAD)
    for person in (LALE, RESHAD):
        answers(phones, person)
    assert await room.sign(claim_id, LALE) == "done"
    first = await room.container(claim_id)
    assert await room.sign(claim_id, RESHAD) == "done"
    container = await room.container(claim_id)
    reports = await verify_container(container, room.trust, at=room.court.now())
    assert [(report.fin, report.level, report.passed) for report in reports] == [
        (LALE.fin, Level.LT, True),
        (RESHAD.fin, Level.LT, True),
    ]
    assert await room.status(claim_id) is ClaimStatus.SENT
    with zipfile.ZipFile(io.BytesIO(first)) as before:
        assert container.startswith(first[: before.start_dir])  # every earlier entry keeps its bytes
    assert_xmlsec1_agrees(container)


async def test_somebody_elses_signature_is_refused(room: Room, phones: Simulator) -> None:
    claim_id = await room.confirmed(LALE)
    answers(phones, KAMRAN)
    assert await room.sign(claim_id, LALE, by=KAMRAN) == "signer_mismatch"
    assert await room.status(claim_id) is ClaimStatus.CONFIRMED


@pytest.mark.parametrize(
    ("answer", "ends"),
    [
        ("USER_CANCELLED", "cancelled"),
        ("PHONE_ABSENT", "unreachable"),
        ("SIM_ERROR", "device_error"),
        ("TIMEOUT", "timed_out"),
    ],
)
async def test_a_phone_that_does_not_sign_leaves_the_claim_as_it_was(
    room: Room, phones: Simulator, answer: str, ends: str
) -> None:
    claim_id = await room.confirmed(LALE)
    answers(phones, LALE, answer)
    assert await room.sign(claim_id, LALE) == ends
    answers(phones, LALE)
    assert await room.sign(claim_id, LALE) == "done"
    assert await room.status(claim_id) is ClaimStatus.SENT


async def test_a_silent_time_stamp_authority_loses_no_pin2(room: Room, phones: Simulator, trust: Simulator) -> None:
    claim_id = await room.confirmed(LALE)
    answers(phones, LALE)
    httpx2.post(f"{trust.url}/services/tsa/down")
    try:
        signing_id = await room.begin(claim_id, LALE, phone=LALE.phone, user_id=LALE.user_id)
        row = await room.attempt(signing_id, SigningStatus.SIGNED)
    finally:
        httpx2.post(f"{trust.url}/services/tsa/up")
    assert await room.ended(signing_id) == "done"
    claim = await room.claim(claim_id)
    assert claim.status is ClaimStatus.SENT
    assert claim.sent_at == row.signed_at  # the late time-stamp does not make the filer late


@asynccontextmanager
async def laying_out_fails(sessions: Sessions, *, times: int) -> AsyncIterator[None]:
    """Let PostgreSQL refuse so many tries to lay a request out; a sequence counts them, which no rollback undoes."""
    made = (
        "CREATE SEQUENCE laid_out",
        f"""CREATE FUNCTION refuse_to_lay_out() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN IF nextval('laid_out') <= {times} THEN RAISE 'away'; END IF; RETURN NEW; END $$""",
        """CREATE TRIGGER refuses_to_lay_out BEFORE UPDATE ON signing FOR EACH ROW WHEN (NEW.status = 'waiting')
        EXECUTE FUNCTION refuse_to_lay_out()""",
    )
    async with sessions.begin() as session:
        for statement in made:
            await session.execute(text(statement))
    yield
    async with sessions.begin() as session:
        assert await session.scalar(text("SELECT last_value FROM laid_out")) == times + 1
        await session.execute(text("DROP FUNCTION refuse_to_lay_out CASCADE"))
        await session.execute(text("DROP SEQUENCE laid_out"))


async def test_a_phone_is_asked_once_however_often_the_database_fails(room: Room, phones: Simulator) -> None:
    claim_id = await room.confirmed(RESHAD)
    answers(phones, RESHAD)
    before = requests(phones, RESHAD)
    async with laying_out_fails(room.court.sessions, times=8):
        signing_id = await room.begin(claim_id, RESHAD, phone=RESHAD.phone, user_id=RESHAD.user_id)
        await room.court.temporal.fast_forward(room.handle(signing_id), timedelta(minutes=3))
        assert await room.ended(signing_id) == "done"
    assert requests(phones, RESHAD) == before + 1


@pytest.mark.parametrize(
    ("attempt", "told"),
    [(5, pytest.raises(OutsideUnavailableError)), (6, pytest.raises(ApplicationError, match="provider_unavailable"))],
    ids=["tried again", "given up"],
)
async def test_a_phone_whose_provider_is_silent_is_tried_for_six_times(
    room: Room, attempt: int, told: AbstractContextManager[object]
) -> None:
    claim_id = await room.confirmed(LALE)
    signer = litigant(LALE.fin)
    begin = BeginSigning(uuid.uuid4().hex, claim_id, 1, signer, LALE.phone, LALE.user_id, "az", room.court.now())
    await SigningRows(room.court.sessions).open(begin)
    async with httpx2.AsyncClient() as http:
        nobody = MobileIdRest(http, "http://127.0.0.1:1", "DIVAN", "00000000-0000-4000-8000-000000000001")
        prepared = PreparedSignature(begin, "", "ab" * 32, "sha256", CertificateKind.CITIZEN)
        there = ActivityEnvironment()
        there.info = replace(there.info, attempt=attempt)
        with told:
            await there.run(replace(room.signing, signer=nobody).ask, prepared)


def card_of(trust: Simulator, person: Person, **more: str) -> TestCard:
    """Return the person's signing card; `more` names what else its certificate says."""
    return TestCard.of_authority(trust, **{"surname": person.surname, "given": person.name, "fin": person.fin, **more})


async def test_a_card_signs_beside_a_phone_in_one_container_at_level_lt(
    room: Room, phones: Simulator, trust: Simulator
) -> None:
    claim_id = await room.confirmed(LALE, RESHAD)
    answers(phones, LALE)
    assert await room.sign(claim_id, LALE) == "done"
    card = card_of(trust, RESHAD)
    asked = await room.asks_card(claim_id, RESHAD, card)
    assert (asked.certificate, asked.hash_name) == (base64.b64encode(card.der).decode(), "sha256")
    signature = card.sign(bytes.fromhex(asked.digest))
    came_at = await room.gives(asked, signature)
    await room.gives(asked, signature)  # the same post once more
    assert await room.ended(asked.id) == "done"
    with pytest.raises(RuleBroken, match="card_not_asked"):
        await room.gives(asked, signature, nonce="again")
    container = await room.container(claim_id)
    reports = await verify_container(container, room.trust, at=room.court.now())
    assert [(report.fin, report.level, report.passed) for report in reports] == [
        (LALE.fin, Level.LT, True),
        (RESHAD.fin, Level.LT, True),
    ]
    claim = await room.claim(claim_id)
    assert (claim.status, claim.sent_at) == (ClaimStatus.SENT, came_at)
    assert_xmlsec1_agrees(container)


@pytest.mark.parametrize(
    ("holder", "why"),
    [
        ({"fin": KAMRAN.fin}, "signer_mismatch"),
        ({"kind": "auth"}, "cert_key_usage"),
        ({"organisation": "“Qobustan Tikinti” MMC", "voen": "1499001221"}, "certificate_of_another_name"),
    ],
    ids=["of another person", "for signing in", "of an organisation"],
)
async def test_a_card_that_may_not_sign_here_is_not_even_asked(
    room: Room, trust: Simulator, holder: dict[str, str], why: str
) -> None:
    claim_id = await room.confirmed(LALE)
    attempt = await room.asks_card(claim_id, LALE, card_of(trust, LALE, **holder))
    assert await room.ended(attempt.id) == why
    assert (attempt.digest, await room.status(claim_id)) == ("", ClaimStatus.CONFIRMED)


async def test_a_card_that_was_revoked_or_no_card_at_all_is_not_asked_either(room: Room, trust: Simulator) -> None:
    claim_id = await room.confirmed(LALE)
    card = card_of(trust, LALE)
    httpx2.post(f"{trust.url}/certificates/{card.pair.certificate.serial_number}/revoked")
    attempt = await room.asks_card(claim_id, LALE, card)
    assert await room.ended(attempt.id) == "cert_revoked"
    stranger = TestCard.issued(Authority.create("http://127.0.0.1:1/ocsp"), Holder(fin=LALE.fin), "sign")
    attempt = await room.asks_card(claim_id, LALE, stranger)
    assert await room.ended(attempt.id) == "cert_chain_failure"
    nothing = await room.begin(claim_id, LALE, way=SigningWay.CARD, certificate="AAAA")
    assert await room.ended(nothing) == "cert_unreadable"


async def test_a_signature_by_another_card_is_found_out_and_the_signer_may_begin_anew(
    room: Room, trust: Simulator
) -> None:
    claim_id = await room.confirmed(LALE)
    card, another = card_of(trust, LALE), card_of(trust, LALE)
    asked = await room.asks_card(claim_id, LALE, card)
    await room.gives(asked, another.sign(bytes.fromhex(asked.digest)))
    assert (await room.attempt(asked.id, SigningStatus.FAILED)).failure == "sig_value_invalid"
    asked = await room.asks_card(claim_id, LALE, card)
    await room.gives(asked, card.sign(bytes.fromhex(asked.digest)))
    assert await room.ended(asked.id) == "done"
    assert await room.status(claim_id) is ClaimStatus.SENT


async def test_a_card_has_five_minutes_and_its_holder_may_give_up_before(room: Room, trust: Simulator) -> None:
    claim_id = await room.confirmed(LALE)
    card = card_of(trust, LALE)
    asked = await room.asks_card(claim_id, LALE, card)
    second = await room.asks_card(claim_id, LALE, card)
    assert second.failure == UNDER_WAY, "begun on another device meanwhile"
    await room.court.commands.give_up_signing(asked.id, nonce="once")
    assert (await room.attempt(asked.id, SigningStatus.FAILED)).failure == "cancelled"
    asked = await room.asks_card(claim_id, LALE, card)
    await room.court.temporal.fast_forward(room.handle(asked.id), CARD_WAITS)
    assert await room.ended(asked.id) == "timed_out"
    with pytest.raises(RuleBroken, match="card_not_asked"):
        await room.gives(asked, card.sign(bytes.fromhex(asked.digest)))
    assert await room.status(claim_id) is ClaimStatus.CONFIRMED


async def test_a_request_is_laid_out_for_a_card_however_often_the_database_fails(room: Room, trust: Simulator) -> None:
    claim_id = await room.confirmed(LALE)
    card = card_of(trust, LALE)
    certificate = base64.b64encode(card.der).decode()
    async with laying_out_fails(room.court.sessions, times=8):
        signing_id = await room.begin(claim_id, LALE, way=SigningWay.CARD, certificate=certificate)
        await room.court.temporal.fast_forward(room.handle(signing_id), timedelta(minutes=3))
        asked = await room.attempt(signing_id, SigningStatus.WAITING, SigningStatus.FAILED)
    await room.gives(asked, card.sign(bytes.fromhex(asked.digest)))
    assert await room.ended(asked.id) == "done"
    assert await room.status(claim_id) is ClaimStatus.SENT


async def test_a_silent_time_stamp_authority_loses_no_signature_of_a_card(room: Room, trust: Simulator) -> None:
    claim_id = await room.confirmed(LALE)
    card = card_of(trust, LALE)
    asked = await room.asks_card(claim_id, LALE, card)
    httpx2.post(f"{trust.url}/services/tsa/down")
    try:
        await room.gives(asked, card.sign(bytes.fromhex(asked.digest)))
        assert (await room.attempt(asked.id, SigningStatus.SIGNED)).signature_sha256
    finally:
        httpx2.post(f"{trust.url}/services/tsa/up")
    assert await room.ended(asked.id) == "done"
    assert await room.status(claim_id) is ClaimStatus.SENT
