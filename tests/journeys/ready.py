"""Claims that stand confirmed before a journey begins: written and confirmed as the wizard does, without its pages."""

import asyncio
import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

from sqlalchemy import select
from sqlmodel import col

from activities.temporal_client import temporal_client
from docker.stack import Stack
from models.db import engine_for, sessions_for
from models.domain.alarms import WaitingPolicy
from models.domain.fee_cover import FeeWay
from models.tables.drafts import DraftRow
from models.tables.reference import CourtRow
from simulators.people import Person
from tests.builders import a_draft, confirming, litigant
from tests.journeys.wizard import COURT
from web.commands import Commands


def confirmed_claim(stack: Stack, filer: Person) -> str:
    """Return the id of a claim, exempt from the fee, that waits for its filer's signature."""
    with ThreadPoolExecutor(1) as aside:  # the browser's loop stands in the thread of the journeys
        return aside.submit(asyncio.run, _confirmed(stack, filer)).result()


async def _confirmed(stack: Stack, filer: Person) -> str:
    env = stack.env
    engine = engine_for(env["DIVAN_DATABASE_URL"])
    sessions = sessions_for(engine)
    temporal = await temporal_client(env["DIVAN_TEMPORAL_ADDRESS"], keys=env["DIVAN_PAYLOAD_KEYS"])
    commands = Commands(temporal, WaitingPolicy(), timedelta(hours=24))
    async with sessions() as session:
        court_id = (await session.scalars(select(col(CourtRow.id)).where(col(CourtRow.name_az) == COURT))).one()
    claim_id = await a_draft(sessions, court_id=court_id, filer=filer.fin)
    async with sessions.begin() as session:
        draft = await session.get_one(DraftRow, claim_id)
        draft.fee_way, draft.exemption_code = FeeWay.EXEMPT, "alimony"
    at = datetime.now(UTC)
    await commands.open_claim(claim_id, filer=litigant(filer.fin), at=at)
    act = await confirming(sessions, claim_id, filer=filer.fin)
    await commands.confirm(
        claim_id,
        actor=act.actor,
        at=at,
        nonce=uuid.uuid4().hex,
        version=act.version,
        content_sha256=act.content_sha256,
        court_id=act.court_id,
        signers=act.signers,
        fee=act.fee,
    )
    await engine.dispose()
    return claim_id
