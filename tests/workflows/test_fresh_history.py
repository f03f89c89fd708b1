"""A claim whose history grew long goes on in a fresh one, and nobody notices."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from sqlalchemy import select
from sqlmodel import col
from temporalio.testing import WorkflowEnvironment

from models.domain.claim import Withdraw
from models.domain.claim_status import Act, ClaimStatus
from models.domain.errors import RuleBroken
from models.messages import ids
from models.tables.register import RegisterLineRow
from tests.builders import confirming, litigant
from tests.temporal import time_skipping_server
from tests.workflows.conftest import Court

LONG = 60  # events; a server at court suggests a fresh history after some 4,000


@pytest.fixture(scope="module")
async def temporal() -> AsyncIterator[WorkflowEnvironment]:
    """Start a Temporal of its own that finds histories long early."""
    async with time_skipping_server({"limit.historyCount.suggestContinueAsNew": str(LONG)}) as environment:
        yield environment


async def runs(court: Court, claim_id: str) -> set[str]:
    """Return the run ids of the chain by which the claim has come to its newest run."""
    found: set[str] = set()
    run_id = (await court.handle(claim_id).describe()).run_id
    while run_id:
        found.add(run_id)
        handle = court.temporal.client.get_workflow_handle(ids.claim_workflow(claim_id), run_id=run_id)
        started = (await handle.fetch_history()).events[0].workflow_execution_started_event_attributes
        run_id = started.continued_execution_run_id
    return found


async def acts(court: Court, claim_id: str) -> list[Act]:
    async with court.sessions() as session:
        query = select(RegisterLineRow).where(col(RegisterLineRow.claim_id) == claim_id)
        lines = await session.scalars(query.order_by(col(RegisterLineRow.revision)))
        return [line.act for line in lines]


async def test_an_act_sent_again_after_the_history_began_afresh_is_still_one_act(court: Court) -> None:
    claim_id = await court.open_draft()
    first = replace(await confirming(court.sessions, claim_id), at=court.now())
    await court.act(claim_id, first, nonce="first-confirmation")
    taken = [Act.OPEN, Act.CONFIRM]
    while len(await runs(court, claim_id)) < 3:
        await court.act(claim_id, Withdraw(litigant(), court.now()))
        again = await confirming(court.sessions, claim_id)
        await court.act(claim_id, replace(again, at=court.now()))
        taken += [Act.WITHDRAW, Act.CONFIRM]
        assert len(taken) < 200, "no fresh history was begun"
    view = await court.act(claim_id, first, nonce="first-confirmation")
    assert (view.status, view.revision) == (ClaimStatus.CONFIRMED, len(taken))
    assert await acts(court, claim_id) == taken


async def test_the_same_act_as_another_form_is_refused_in_the_fresh_history_too(court: Court) -> None:
    claim_id = await court.open_draft()
    act = await confirming(court.sessions, claim_id)
    for _ in range(12):
        await court.act(claim_id, replace(await confirming(court.sessions, claim_id), at=court.now()))
        await court.act(claim_id, Withdraw(litigant(), court.now()))
    assert len(await runs(court, claim_id)) > 1
    with pytest.raises(RuleBroken, match="draft_changed"):
        await court.act(claim_id, act)
