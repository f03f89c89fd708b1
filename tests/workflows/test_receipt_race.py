"""A hundred applications that name one receipt at once, each a workflow of its own, as in production."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from sqlalchemy import Engine, select
from sqlmodel import col
from temporalio.testing import WorkflowEnvironment
from temporalio.worker import UnsandboxedWorkflowRunner

from models.db import Sessions
from models.domain.claim_status import ClaimStatus
from models.domain.errors import RuleBroken
from models.messages.claim import ClaimView
from models.tables.claims import ClaimRow, ReceiptUseRow
from tests.builders import a_receipt, confirming
from tests.workflows.conftest import Court, working_court


@pytest.fixture(scope="module")
async def court(temporal: WorkflowEnvironment, sessions: Sessions, recording: Engine) -> AsyncIterator[Court]:
    """Run a worker as in production: a sandbox for each of a hundred takes longer than their race."""
    async with working_court(temporal, sessions, recording, runner=UnsandboxedWorkflowRunner()) as court:
        yield court


async def test_of_a_hundred_applications_that_name_one_receipt_at_once_one_is_confirmed(court: Court) -> None:
    receipt = await a_receipt(court.sessions)
    claims = [one for _ in range(5) for one in await asyncio.gather(*(court.open_draft() for _ in range(20)))]
    acts = [await confirming(court.sessions, claim_id, receipt=receipt) for claim_id in claims]
    racing = (court.act(claim_id, act) for claim_id, act in zip(claims, acts, strict=True))
    answers = await asyncio.gather(*racing, return_exceptions=True)
    refused = [answer.code for answer in answers if isinstance(answer, RuleBroken)]
    assert refused == ["receipt_taken"] * 99
    (winner,) = [place for place, answer in enumerate(answers) if isinstance(answer, ClaimView)]
    async with court.sessions() as session:
        uses = await session.scalars(select(ReceiptUseRow).where(col(ReceiptUseRow.receipt_number) == receipt))
        assert [(use.claim_id, use.released_at) for use in uses] == [(claims[winner], None)]
        standing = await session.scalars(select(col(ClaimRow.status)).where(col(ClaimRow.id).in_(claims)))
        assert sorted(standing) == [ClaimStatus.CONFIRMED, *[ClaimStatus.DRAFT] * 99]
