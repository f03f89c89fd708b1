"""The outbox on a real PostgreSQL, SMTP server and SMS gateway: each notice goes out once, and each attempt is kept."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx2
import pytest
from sqlalchemy import Engine, delete, update
from sqlmodel import col

from activities.adapters.sms_http import HttpSmsGateway
from activities.adapters.smtp import SmtpMailer
from activities.delivery import ATTEMPTS, LANES, LEASE, NO_ANSWER, DeliveryActivities
from activities.reference import seed_reference
from activities.sealing import Sealing
from models.db import Sessions
from models.tables.notices import Channel, DeliveryRow, DeliveryState, NoticeRow
from tests.activities.outbox import COURT_ID, Outbox, Post, silent_smtp, watching
from tests.builders import LALA, RASHAD, a_draft, an_account, at
from tests.outside import Simulator, free_port, simulator
from tests.temporal import TEST_KEYS

SENDER = "Divan <bildiris@divan.example>"


@pytest.fixture(scope="module")
async def courts(sessions: Sessions) -> Sessions:
    async with sessions.begin() as session:
        await seed_reference(session)
    return sessions


@pytest.fixture
async def outbox(courts: Sessions, recording: Engine) -> AsyncIterator[Outbox]:
    yield Outbox(courts, recording)
    async with courts.begin() as session:
        await session.execute(delete(DeliveryRow))


@pytest.fixture(scope="module")
def outside(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Simulator, Simulator, int]]:
    state: Path = tmp_path_factory.mktemp("post")
    port = free_port()
    with (
        simulator("mail", state, "--smtp-port", str(port)) as catcher,
        simulator("sms", state, "--token", "t0ken") as gateway,
    ):
        yield catcher, gateway, port


@pytest.fixture
async def post(outside: tuple[Simulator, Simulator, int], courts: Sessions) -> AsyncIterator[Post]:
    catcher, gateway, port = outside
    async with httpx2.AsyncClient() as http:
        mailer, sms = SmtpMailer("127.0.0.1", port, SENDER), HttpSmsGateway(http, gateway.url, "t0ken")
        yield Post(
            catcher, gateway, DeliveryActivities(courts, mailer, sms, "https://divan.example", Sealing(TEST_KEYS))
        )
    for played in (catcher, gateway):
        played.told("/sim/script")  # no more failures for the next test


async def test_a_step_recorded_twice_is_one_mail_and_one_sms(outbox: Outbox, post: Post) -> None:
    fin = await outbox.someone(email="bir@poct.example", phone="+994501110001")
    claim_id = await outbox.told(fin)
    await outbox.told(fin, claim_id=claim_id)
    async with watching(post.delivering) as worker:
        await worker.until(lambda: outbox.is_settled(claim_id))
        await outbox.told(fin, claim_id=claim_id)  # and once more when it has gone out
        assert await worker.shut_down() == 2
    (mail,) = post.mails("bir@poct.example")
    (sms,) = post.texts("+994501110001")
    assert "ƏR-2026-000417 nömrəli ərizə Bakı Kommersiya Məhkəməsi ünvanına göndərildi." in mail["text"]
    assert sms["text"].startswith("ƏR-2026-000417 nömrəli ərizə məhkəməyə göndərildi.")
    rows = await outbox.deliveries(claim_id)
    assert mail["message_id"] == f"<{rows[Channel.EMAIL].notice_id}/email@divan.example>"
    assert sms["key"] == f"{rows[Channel.SMS].notice_id}/sms"
    for channel, row in rows.items():
        (proof,) = await outbox.attempts(claim_id, channel)
        assert (row.state, row.attempts, row.sent_at) == (DeliveryState.SENT, 1, proof.at)
        assert proof.sent
        assert proof.answer == row.answer
    assert rows[Channel.EMAIL].answer == "Taken"
    assert rows[Channel.SMS].answer == sms["id"]


async def test_a_notice_speaks_the_language_of_its_reader(outbox: Outbox, post: Post) -> None:
    fin = await outbox.someone(email="english@poct.example", phone="", language="en")
    claim_id = await outbox.told(fin)
    async with watching(post.delivering) as worker:
        await worker.until(lambda: outbox.is_settled(claim_id))
    (mail,) = post.mails("english@poct.example")
    assert mail["subject"] == "Application sent to the court: ƏR-2026-000417"
    assert mail["headers"]["content-language"] == "en"


async def test_a_person_is_reached_only_in_the_ways_they_chose(outbox: Outbox, post: Post) -> None:
    by_mail = await outbox.someone(email="yalniz@poct.example", phone="+994501110002", notify_sms=False)
    by_sms = await outbox.someone(email="sms@poct.example", phone="+994501110003", notify_email=False)
    neither = await outbox.someone(notify_email=False, notify_sms=False)
    claims = [await outbox.told(fin) for fin in (by_mail, by_sms, neither)]
    async with watching(post.delivering) as worker:
        for claim_id in claims:
            await worker.until(lambda claim_id=claim_id: outbox.is_settled(claim_id))  # type: ignore[misc]  # bound now
        assert await worker.shut_down() == 2
    assert (len(post.mails("yalniz@poct.example")), post.texts("+994501110002")) == (1, [])
    assert (post.mails("sms@poct.example"), len(post.texts("+994501110003"))) == ([], 1)
    assert await outbox.deliveries(claims[2]) == {}


async def test_a_person_without_an_account_is_reached_where_the_filer_wrote(outbox: Outbox, post: Post) -> None:
    await an_account(outbox.sessions, LALA, email="lale@poct.example", phone="")
    claim_id = await a_draft(outbox.sessions, court_id=COURT_ID, co_claimants=(RASHAD,))
    await outbox.told(LALA, RASHAD, claim_id=claim_id)
    async with watching(post.delivering) as worker:
        await worker.until(lambda: outbox.is_settled(claim_id))
        assert await worker.shut_down() == 3
    assert len(post.mails("lale@poct.example")) == 1
    assert len(post.mails("lale@example.az")) == 1  # as written of the co-claimant
    assert len(post.texts("+994501112233")) == 1


async def test_mail_waits_while_the_server_is_down_and_then_goes_out_once(outbox: Outbox, post: Post) -> None:
    fin = await outbox.someone(email="gozleyir@poct.example", phone="")
    claim_id = await outbox.told(fin)
    nobody = SmtpMailer("127.0.0.1", free_port(), SENDER)
    async with watching(replace(post.delivering, mailer=nobody)) as worker:
        await worker.until(lambda: outbox.has_answer(claim_id))
    waiting = (await outbox.deliveries(claim_id))[Channel.EMAIL]
    assert (waiting.state, waiting.attempts) == (DeliveryState.WAITING, 1)
    (failed,) = await outbox.attempts(claim_id)
    assert waiting.next_attempt_at == failed.at + timedelta(seconds=5)
    await outbox.let_time_pass()
    async with watching(post.delivering) as worker:
        await worker.until(lambda: outbox.is_settled(claim_id))
    assert len(post.mails("gozleyir@poct.example")) == 1
    assert [proof.sent for proof in await outbox.attempts(claim_id)] == [False, True]


async def test_the_pause_doubles_with_each_attempt_up_to_an_hour(outbox: Outbox, post: Post) -> None:
    claim_id = await outbox.told(await outbox.someone(email="tek@poct.example", phone=""))
    nobody = replace(post.delivering, mailer=SmtpMailer("127.0.0.1", free_port(), SENDER))
    for before, pause in ((1, 10), (4, 80), (30, 3600)):
        async with outbox.sessions.begin() as session:
            await session.execute(update(DeliveryRow).values(attempts=before, answer="", next_attempt_at=at()))
        async with watching(nobody) as worker:
            await worker.until(lambda: outbox.has_answer(claim_id))
        row = (await outbox.deliveries(claim_id))[Channel.EMAIL]
        assert row.next_attempt_at == (await outbox.attempts(claim_id))[-1].at + timedelta(seconds=pause)


async def test_after_many_attempts_a_delivery_is_given_up(outbox: Outbox, post: Post) -> None:
    claim_id = await outbox.told(await outbox.someone(email="son@poct.example", phone=""))
    async with outbox.sessions.begin() as session:
        await session.execute(update(DeliveryRow).values(attempts=ATTEMPTS - 1))
    async with watching(replace(post.delivering, mailer=SmtpMailer("127.0.0.1", free_port(), SENDER))) as worker:
        await worker.until(lambda: outbox.is_settled(claim_id))
    row = (await outbox.deliveries(claim_id))[Channel.EMAIL]
    assert (row.state, row.attempts, row.sent_at) == (DeliveryState.GIVEN_UP, ATTEMPTS, None)


async def test_a_refused_address_is_given_up_and_shown_while_the_sms_still_goes(outbox: Outbox, post: Post) -> None:
    claim_id = await outbox.told(await outbox.someone(email="yoxdur@poct.example", phone="+994501110004"))
    post.catcher.told("/sim/script", fail=1, code=550)
    async with watching(post.delivering) as worker:
        await worker.until(lambda: outbox.is_settled(claim_id))
        assert await worker.shut_down() == 1
    rows = await outbox.deliveries(claim_id)
    refused = rows[Channel.EMAIL]
    assert (refused.state, refused.answer, refused.sent_at) == (DeliveryState.GIVEN_UP, "SMTP_550", None)
    assert rows[Channel.SMS].state is DeliveryState.SENT
    (proof,) = await outbox.attempts(claim_id)
    assert (proof.sent, proof.answer) == (False, "SMTP_550")
    assert post.mails("yoxdur@poct.example") == []


async def test_two_workers_at_once_send_each_delivery_once(outbox: Outbox, post: Post) -> None:
    claims = [
        await outbox.told(await outbox.someone(email="cox@poct.example", phone="+994501110005")) for _ in range(20)
    ]
    async with watching(post.delivering) as one, watching(post.delivering) as other:
        for claim_id in claims:
            await one.until(lambda claim_id=claim_id: outbox.is_settled(claim_id))  # type: ignore[misc]  # bound now
        assert await one.shut_down() + await other.shut_down() == 40
    assert len(post.mails("cox@poct.example")) == 20
    texts = post.texts("+994501110005")
    assert [sms["asked"] for sms in texts] == [1] * 20
    assert [len(await outbox.attempts(claim_id)) for claim_id in claims] == [1] * 20


async def test_a_silent_smtp_server_holds_up_no_sms_no_heartbeat_and_no_shutdown(outbox: Outbox, post: Post) -> None:
    claims = [await outbox.told(await outbox.someone(email="sakit@poct.example")) for _ in range(LANES + 1)]
    texted = await outbox.told(await outbox.someone(email="", phone="+994501110006"))
    async with (
        silent_smtp() as port,
        watching(replace(post.delivering, mailer=SmtpMailer("127.0.0.1", port, SENDER))) as worker,
    ):
        await worker.until(lambda: outbox.is_settled(texted))
        began = asyncio.get_running_loop().time()
        assert await worker.shut_down() == LANES + 2  # every SMS
        assert asyncio.get_running_loop().time() - began < 10  # the mails in the air would take twice as long
        assert len(worker.beats) >= 2  # it went on beating while four mails hung
    held = [row for claim in claims if (row := (await outbox.deliveries(claim))[Channel.EMAIL]).attempts]
    assert len(held) == LANES
    assert all(row.state is DeliveryState.WAITING for row in held)
    assert all(row.next_attempt_at <= datetime.now(UTC) + LEASE for row in held)
    proofs = [proof for claim in claims for proof in await outbox.attempts(claim)]
    assert [(proof.sent, proof.answer) for proof in proofs] == [(False, NO_ANSWER)] * LANES
    await outbox.let_time_pass()  # the leases run out
    async with watching(post.delivering) as worker:
        for claim_id in claims:
            await worker.until(lambda claim_id=claim_id: outbox.is_settled(claim_id))  # type: ignore[misc]  # bound now
    assert len(post.mails("sakit@poct.example")) == LANES + 1


async def test_a_notice_whose_words_are_missing_waits_and_holds_up_nobody(outbox: Outbox, post: Post) -> None:
    bare = await outbox.told(await outbox.someone(email="sozsuz@poct.example", phone=""))
    async with outbox.sessions.begin() as session:
        await session.execute(update(NoticeRow).where(col(NoticeRow.claim_id) == bare).values(words={}))
    good = await outbox.told(await outbox.someone(email="sozlu@poct.example", phone=""))
    async with watching(post.delivering) as worker:
        await worker.until(lambda: outbox.is_settled(good))
        await worker.until(lambda: outbox.has_answer(bare))
    row = (await outbox.deliveries(bare))[Channel.EMAIL]
    assert row.state is DeliveryState.WAITING
    assert row.answer == "az/claim_sent.jinja: subject: 'number' is undefined"
    assert len(post.mails("sozlu@poct.example")) == 1
