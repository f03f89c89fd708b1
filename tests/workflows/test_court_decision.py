"""The court's decision rests while it may be undone, then leaves; silence counts where the court's rule says so."""

from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, select
from sqlmodel import col
from temporalio.testing import WorkflowEnvironment
from temporalio.worker import Worker

from activities.claims import ClaimActivities
from models.db import Sessions
from models.domain.applications import ApplicationKind
from models.domain.claim import Sign
from models.domain.claim_status import Act, ClaimStatus
from models.domain.court_decision import Accept, Decline, Leave, Return, Undo
from models.domain.effects import NoticeKind
from models.domain.errors import RuleBroken
from models.domain.exemptions import ExemptionAnswer
from models.domain.filing_places import mark_at
from models.messages import ids
from models.tables.claims import ClaimRow, CourtCaseRow, ReceiptUseRow
from models.tables.desk import CourtDecisionRow
from models.tables.drafts import DraftRow
from models.tables.notices import NoticeRow
from models.tables.register import RegisterLineRow
from tests.builders import KAMRAN, LALA, a_receipt, an_account, clerk, confirming, litigant
from tests.workflows.conftest import Court, a_general_court
from tests.workflows.reading import acts, row, rows
from workflows.claim import ClaimWorkflow

RESTS = timedelta(minutes=10)


@pytest.fixture(scope="module")
async def court(temporal: WorkflowEnvironment, sessions: Sessions, recording: Engine) -> AsyncIterator[Court]:
    """Run a worker of a court where silence counts as acceptance."""
    court_id = await a_general_court(sessions)
    async with Worker(
        temporal.client,
        task_queue=ids.TASK_QUEUE,
        workflows=[ClaimWorkflow],
        activities=ClaimActivities(recording, (court_id,)).listed(),
        activity_executor=ThreadPoolExecutor(16),
    ):
        yield Court(temporal, sessions, court_id)


async def told(court: Court, claim_id: str) -> set[tuple[NoticeKind, str]]:
    return {(notice.kind, notice.fin or notice.court_id) for notice in await rows(court, NoticeRow, claim_id)}


async def sent(court: Court, *, receipt: str = "") -> str:
    claim_id = await court.open_draft()
    await court.act(claim_id, replace(await confirming(court.sessions, claim_id, receipt=receipt), at=court.now()))
    version = (await row(court, claim_id)).version
    await court.act(claim_id, Sign(litigant(), court.now(), version, "signing"))
    return claim_id


def shown_to_parties(claim: ClaimRow) -> dict[str, Any]:
    return claim.model_dump(exclude={"revision"})


async def test_a_decision_that_was_undone_reaches_nobody_and_the_next_one_leaves_in_its_time(court: Court) -> None:
    claim_id = await sent(court, receipt=await a_receipt(court.sessions))
    before, was_told, by = await row(court, claim_id), await told(court, claim_id), clerk(court.court_id)
    view = await court.act(claim_id, Accept(by, court.now(), RESTS))
    assert (view.status, view.case_number) == (ClaimStatus.SENT, "")
    assert shown_to_parties(await row(court, claim_id)) == shown_to_parties(before)
    await court.act(claim_id, Undo(by, court.now()))
    await court.days_later(claim_id, 1)
    assert shown_to_parties(await row(court, claim_id)) == shown_to_parties(before)
    assert await told(court, claim_id) == was_told
    assert await rows(court, CourtCaseRow, claim_id) == []

    decided_at = court.now()
    marks = (mark_at("text.body", "Tələb göstərilməyib"),)
    await court.act(claim_id, Return(by, decided_at, "fee", "Rüsum azdır", ("form_or_content",), marks, RESTS))
    with pytest.raises(RuleBroken, match="decision_rests"):
        await court.act(claim_id, Accept(by, court.now(), RESTS))
    assert [use.released_at for use in await rows(court, ReceiptUseRow, claim_id)] == [None]
    await court.days_later(claim_id, 0.01)
    assert await court.handle(claim_id).result() is ClaimStatus.RETURNED
    after = await row(court, claim_id)
    assert (after.decided_at, after.reason_code, after.reason) == (decided_at, "fee", "Rüsum azdır")
    assert [bool(use.released_at) for use in await rows(court, ReceiptUseRow, claim_id)] == [True]
    assert await told(court, claim_id) - was_told == {(NoticeKind.CLAIM_RETURNED, LALA)}
    assert (await acts(court, claim_id))[3:] == [Act.DECIDE, Act.UNDO, Act.DECIDE, Act.RETURN]
    undone, left = sorted(await rows(court, CourtDecisionRow, claim_id), key=lambda one: one.revision)
    assert (undone.act, bool(undone.undone_at), undone.left_at) == (Act.ACCEPT, True, None)
    assert (left.account_id, left.grounds, left.undone_at) == ("clerk", ["fee", "form_or_content"], None)
    assert left.marks == [{"step": "text", "field": "body", "note": "Tələb göstərilməyib"}]
    assert left.left_at > left.decided_at == decided_at


async def test_a_refusal_to_accept_rests_can_be_undone_and_sets_the_receipt_aside_when_it_leaves(court: Court) -> None:
    claim_id = await sent(court, receipt=await a_receipt(court.sessions))
    was_told, by = await told(court, claim_id), clerk(court.court_id)
    refusing = Decline(by, court.now(), "already_judged", "Qətnamə qüvvədədir", RESTS)
    assert (await court.act(claim_id, refusing)).status is ClaimStatus.SENT
    await court.act(claim_id, Undo(by, court.now()))
    await court.act(claim_id, refusing)
    assert [use.used_at for use in await rows(court, ReceiptUseRow, claim_id)] == [None]
    await court.days_later(claim_id, 0.01)
    assert await court.handle(claim_id).result() is ClaimStatus.DECLINED
    after = await row(court, claim_id)
    assert (after.reason_code, after.reason, after.case_number) == ("already_judged", "Qətnamə qüvvədədir", "")
    assert await told(court, claim_id) - was_told == {(NoticeKind.CLAIM_DECLINED, LALA)}
    assert (await acts(court, claim_id))[3:] == [Act.DECIDE, Act.UNDO, Act.DECIDE, Act.DECLINE]
    assert [bool(use.used_at) for use in await rows(court, ReceiptUseRow, claim_id)] == [True]
    _, left = sorted(await rows(court, CourtDecisionRow, claim_id), key=lambda one: one.revision)
    assert (left.act, left.grounds, bool(left.left_at)) == (Act.DECLINE, ["already_judged"], True)


async def test_a_kind_that_mpm_153_2_does_not_name_is_refused_by_no_door(court: Court) -> None:
    claim_id = await court.open_draft()
    async with court.sessions.begin() as session:
        (await session.get_one(DraftRow, claim_id)).kind = ApplicationKind.COURT_ORDER
    await court.act(claim_id, replace(await confirming(court.sessions, claim_id), at=court.now()))
    await court.act(claim_id, Sign(litigant(), court.now(), (await row(court, claim_id)).version, "signing"))
    for rests in (RESTS, timedelta()):
        with pytest.raises(RuleBroken, match="kind_not_declined"):
            await court.act(claim_id, Decline(clerk(court.court_id), court.now(), "already_judged", "Var", rests))
    assert (await acts(court, claim_id))[-1] is Act.SEND
    assert await rows(court, CourtDecisionRow, claim_id) == []


async def test_the_clerk_who_decided_may_send_it_at_once_and_every_party_with_a_cabinet_learns_the_number(
    court: Court,
) -> None:
    await an_account(court.sessions, KAMRAN)
    claim_id = await sent(court)
    await court.act(claim_id, Accept(clerk(court.court_id), court.now(), RESTS, exemption_recognised=True))
    with pytest.raises(RuleBroken, match="not_yours"):
        await court.act(claim_id, Leave(replace(clerk(court.court_id), account_id="another"), court.now()))
    view = await court.act(claim_id, Leave(clerk(court.court_id), court.now()))
    assert await court.handle(claim_id).result() is ClaimStatus.ACCEPTED
    assert {(NoticeKind.CLAIM_ACCEPTED, LALA), (NoticeKind.CASE_OPENED, KAMRAN)} <= await told(court, claim_id)
    async with court.sessions() as session:
        query = select(col(NoticeRow.words)).where(
            col(NoticeRow.claim_id) == claim_id, col(NoticeRow.kind) == NoticeKind.CASE_OPENED
        )
        assert [words["case_number"] for words in await session.scalars(query)] == [view.case_number]


async def test_a_court_that_was_silent_over_its_term_has_accepted_and_everybody_is_told(court: Court) -> None:
    claim_id = await sent(court, receipt=await a_receipt(court.sessions))
    await court.days_later(claim_id, 30)
    assert await court.handle(claim_id).result() is ClaimStatus.ACCEPTED
    assert (await acts(court, claim_id))[-2:] == [Act.WARN_COURT, Act.DEEM_ACCEPTED]
    assert {
        (NoticeKind.DECISION_DUE, court.court_id),
        (NoticeKind.CLAIM_DEEMED_ACCEPTED, LALA),
        (NoticeKind.DECISION_DEEMED, court.court_id),
    } <= await told(court, claim_id)
    after = await row(court, claim_id)
    assert after.overdue
    assert [case.number for case in await rows(court, CourtCaseRow, claim_id)] == [after.case_number]
    assert [bool(use.used_at) for use in await rows(court, ReceiptUseRow, claim_id)] == [True]
    decided = await rows(court, CourtDecisionRow, claim_id)
    assert [(one.act, one.account_id) for one in decided] == [(Act.DEEM_ACCEPTED, "")]


async def test_a_decision_taken_in_time_keeps_the_term_though_it_leaves_after_it(court: Court) -> None:
    claim_id = await sent(court)
    decide_by = (await row(court, claim_id)).decide_by
    assert decide_by is not None
    at = decide_by - timedelta(minutes=5)
    await court.temporal.fast_forward(court.handle(claim_id), at - court.now())
    await court.act(claim_id, Accept(clerk(court.court_id), at, RESTS, exemption_recognised=True))
    with pytest.raises(RuleBroken, match="undo_past_term"):
        await court.act(claim_id, Undo(clerk(court.court_id), decide_by))
    await court.days_later(claim_id, 1)
    after = await row(court, claim_id)
    assert (after.status, after.decided_at, after.overdue) == (ClaimStatus.ACCEPTED, at, False)


async def test_an_exemption_is_answered_with_the_decision_and_its_filer_told_why_not(court: Court) -> None:
    claim_id, by = await sent(court), clerk(court.court_id)
    for act in (Accept(by, court.now(), RESTS), Return(by, court.now(), "fee", "Rüsum ödənilməyib", rests=RESTS)):
        with pytest.raises(RuleBroken, match="exemption_undecided"):
            await court.act(claim_id, act)
    await court.act(claim_id, Accept(by, court.now(), RESTS, exemption_recognised=True))
    await court.act(claim_id, Undo(by, court.now()))
    why = "Tələb alimentə aid deyil"
    refusing = Return(by, court.now(), "fee", "Rüsum ödənilməyib", rests=RESTS, exemption_refused=why)
    await court.act(claim_id, refusing)
    await court.days_later(claim_id, 0.01)
    assert await court.handle(claim_id).result() is ClaimStatus.RETURNED
    undone, left = sorted(await rows(court, CourtDecisionRow, claim_id), key=lambda one: one.revision)
    assert (undone.exemption, bool(undone.undone_at)) == (ExemptionAnswer.RECOGNISED, True)
    assert (left.exemption, left.exemption_reason) == (ExemptionAnswer.NOT_RECOGNISED, why)
    (returned,) = [one for one in await rows(court, NoticeRow, claim_id) if one.kind is NoticeKind.CLAIM_RETURNED]
    assert returned.words["exemption_reason"] == why
    line = max(await rows(court, RegisterLineRow, claim_id), key=lambda one: one.revision)
    assert line.outcome["claim"]["decision"]["exemption_reason"] == why
