"""A request for PIN2 is made once and shown, whatever the database or the provider does meanwhile."""

import base64
import uuid
from collections.abc import AsyncIterator
from contextlib import AbstractContextManager, asynccontextmanager
from dataclasses import replace
from datetime import timedelta

import httpx2
import pytest
from sqlalchemy import text
from temporalio.exceptions import ApplicationError
from temporalio.testing import ActivityEnvironment

from activities.adapters.mobile_id import MobileIdRest
from activities.signing_rows import SigningRows
from models.db import Sessions
from models.domain.claim_status import ClaimStatus
from models.domain.signing import SigningStatus, SigningWay
from models.messages.signing import BeginSigning, PreparedSignature
from models.ports import CertificateKind, OutsideUnavailableError
from simulators.people import DEMO
from tests.attempts import phone_answers
from tests.builders import litigant
from tests.card import TestCard
from tests.outside import Simulator
from tests.workflows.signing.room import Room, requests

LALE, RESHAD = DEMO[:2]


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
    phone_answers(phones, RESHAD)
    before = requests(phones, RESHAD)
    async with laying_out_fails(room.court.sessions, times=8):
        signing_id = await room.begin(claim_id, RESHAD, phone=RESHAD.phone, user_id=RESHAD.user_id)
        await room.court.temporal.fast_forward(room.handle(signing_id), timedelta(minutes=3))
        assert await room.ended(signing_id) == "done"
    assert requests(phones, RESHAD) == before + 1


async def test_a_request_is_laid_out_for_a_card_however_often_the_database_fails(room: Room, trust: Simulator) -> None:
    claim_id = await room.confirmed(LALE)
    card = TestCard.of_person(trust, LALE)
    certificate = base64.b64encode(card.der).decode()
    async with laying_out_fails(room.court.sessions, times=8):
        signing_id = await room.begin(claim_id, LALE, way=SigningWay.CARD, certificate=certificate)
        await room.court.temporal.fast_forward(room.handle(signing_id), timedelta(minutes=3))
        asked = await room.attempt(signing_id, SigningStatus.WAITING, SigningStatus.FAILED)
    await room.gives(asked, card.sign(bytes.fromhex(asked.digest)))
    assert await room.ended(asked.id) == "done"
    assert await room.status(claim_id) is ClaimStatus.SENT


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
