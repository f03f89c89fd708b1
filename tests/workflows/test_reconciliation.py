"""A step that was recorded while Temporal and worker died: the claim learns of it, whoever comes next."""

import uuid
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, select
from sqlmodel import col
from temporalio.client import WorkflowExecutionStatus
from temporalio.testing import ActivityEnvironment

from activities.claim_door import catch_up
from activities.claims import ClaimActivities
from activities.reconciliation import UNDER_WAY, ReconciliationActivities
from models.domain.claim import Claim, ClaimAct, Confirm, Sign, Withdraw, act_kind, take
from models.domain.claim_status import Act, ClaimStatus
from models.domain.court_decision import Accept
from models.domain.effects import notices_of
from models.domain.errors import RuleBroken
from models.messages import ids
from models.messages.claim import ClaimStep, RecordedStep
from models.tables.claims import ClaimRow
from models.tables.register import RegisterLineRow
from tests.builders import clerk, confirming, litigant
from tests.workflows.conftest import Court


@pytest.fixture
def recorder(recording: Engine) -> ClaimActivities:
    """Give the worker's own recording activities, to be called where its workflow task is lost."""
    return ClaimActivities(recording)


@pytest.fixture
async def drafted(court: Court) -> tuple[str, Confirm]:
    """Open a draft and write its confirmation, not yet sent."""
    claim_id = await court.open_draft()
    return claim_id, replace(await confirming(court.sessions, claim_id), at=court.now())


def recorded_but_unknown(recorder: ClaimActivities, claim_id: str, act: ClaimAct, *, nonce: str = "") -> Claim:
    """Record a step as the claim's own workflow would, and let nobody hear of it."""
    before = newest(recorder, claim_id)
    kind = act_kind(before.claim, act)
    after = take(before.claim, act)
    notices = notices_of(before.claim, after, kind, actor_fin=act.actor.fin)
    name = type(act).__name__.lower()
    taken_by = ids.act_update(name, nonce or uuid.uuid4().hex)
    step = ClaimStep(after, kind, act.actor, act.at, notices, previous_line=before.line, taken_by=taken_by)
    outcome = ActivityEnvironment().run(recorder.record_step, step)
    assert outcome.recorded is None
    return newest(recorder, claim_id).claim


def newest(recorder: ClaimActivities, claim_id: str) -> RecordedStep:
    return ActivityEnvironment().run(recorder.newest_step, claim_id)


async def acts(court: Court, claim_id: str) -> list[Act]:
    async with court.sessions() as session:
        query = select(RegisterLineRow).where(col(RegisterLineRow.claim_id) == claim_id)
        return [line.act for line in await session.scalars(query.order_by(col(RegisterLineRow.revision)))]


async def test_the_same_form_sent_again_is_answered_and_nothing_is_recorded_twice(
    court: Court, recorder: ClaimActivities, drafted: tuple[str, Confirm]
) -> None:
    claim_id, act = drafted
    recorded_but_unknown(recorder, claim_id, act, nonce="the-form")
    later = replace(act, at=act.at + timedelta(minutes=3))
    view = await court.act(claim_id, later, nonce="the-form")
    assert (view.status, view.revision) == (ClaimStatus.CONFIRMED, 2)
    assert await acts(court, claim_id) == [Act.OPEN, Act.CONFIRM]
    assert newest(recorder, claim_id).claim.confirmed_at == act.at


async def test_another_act_builds_on_the_step_nobody_heard_of(
    court: Court, recorder: ClaimActivities, drafted: tuple[str, Confirm]
) -> None:
    """The claim itself still believes that it is a draft, which cannot be signed."""
    claim_id, act = drafted
    recorded_but_unknown(recorder, claim_id, act)
    view = await court.act(claim_id, Sign(litigant(), court.now(), act.version, uuid.uuid4().hex))
    assert view.status is ClaimStatus.SENT
    assert await acts(court, claim_id) == [Act.OPEN, Act.CONFIRM, Act.SEND]


async def test_an_act_that_the_unknown_step_forbids_is_refused_and_changes_nothing(
    court: Court, recorder: ClaimActivities, drafted: tuple[str, Confirm]
) -> None:
    claim_id, act = drafted
    recorded_but_unknown(recorder, claim_id, act)
    with pytest.raises(RuleBroken, match="cannot_confirm_when_confirmed"):
        await court.act(claim_id, act, nonce="another-form")
    assert await acts(court, claim_id) == [Act.OPEN, Act.CONFIRM]


async def test_a_different_act_of_the_same_revision_is_not_taken_for_the_recorded_one(
    court: Court, recorder: ClaimActivities, drafted: tuple[str, Confirm]
) -> None:
    """The claim would sign where its row was withdrawn: both are allowed to a confirmed claim."""
    claim_id, act = drafted
    await court.act(claim_id, act)
    recorded_but_unknown(recorder, claim_id, Withdraw(litigant(), court.now()))
    with pytest.raises(RuleBroken, match=r"cannot_send_when_draft|cannot_sign_when_draft"):
        await court.act(claim_id, Sign(litigant(), court.now(), act.version, uuid.uuid4().hex))
    assert await acts(court, claim_id) == [Act.OPEN, Act.CONFIRM, Act.WITHDRAW]
    async with court.sessions() as session:
        assert (await session.get_one(ClaimRow, claim_id)).status is ClaimStatus.DRAFT


async def test_a_claim_that_was_sent_unknown_to_itself_is_found_and_its_term_runs(
    court: Court, recorder: ClaimActivities, drafted: tuple[str, Confirm]
) -> None:
    claim_id, act = drafted
    await court.act(claim_id, act)
    sent = recorded_but_unknown(recorder, claim_id, Sign(litigant(), court.now(), act.version, uuid.uuid4().hex))
    assert sent.decide_by is not None
    began = court.now() - timedelta(minutes=5)
    await looked(court, since=began, recorded_at=await moment_of_last(court, claim_id))
    await court.days_later(claim_id, (sent.decide_by - court.now()).days + 2)
    assert Act.MARK_OVERDUE in await acts(court, claim_id)


async def test_a_claim_whose_end_nobody_heard_of_ends(
    court: Court, recorder: ClaimActivities, drafted: tuple[str, Confirm]
) -> None:
    claim_id, act = drafted
    await court.act(claim_id, act)
    await court.act(claim_id, Sign(litigant(), court.now(), act.version, uuid.uuid4().hex))
    ended = recorded_but_unknown(recorder, claim_id, Accept(clerk(court.court_id), court.now()))
    assert ended.case_number
    await looked(court, since=court.now() - timedelta(minutes=5), recorded_at=await moment_of_last(court, claim_id))
    assert await court.handle(claim_id).result() is ClaimStatus.ACCEPTED
    assert (await court.handle(claim_id).describe()).status is WorkflowExecutionStatus.COMPLETED


async def test_a_timer_meets_the_unknown_step_and_goes_on_from_it(
    court: Court, recorder: ClaimActivities, drafted: tuple[str, Confirm]
) -> None:
    """No reminder goes to a signer of a claim that was taken back."""
    claim_id, act = drafted
    await court.act(claim_id, act)
    recorded_but_unknown(recorder, claim_id, Withdraw(litigant(), court.now()))
    await court.days_later(claim_id, 4)
    assert await acts(court, claim_id) == [Act.OPEN, Act.CONFIRM, Act.WITHDRAW]


async def test_a_claim_that_knows_all_its_steps_has_no_news(court: Court, drafted: tuple[str, Confirm]) -> None:
    claim_id, _ = drafted
    assert await catch_up(court.temporal.client, claim_id) is False


async def looked(court: Court, *, since: datetime, recorded_at: datetime) -> None:
    """Look as the worker does each minute, once the step is old enough."""
    later = recorded_at + UNDER_WAY + timedelta(seconds=1)
    reconciliation = ReconciliationActivities(court.sessions, court.temporal.client, now=lambda: later)
    until = await ActivityEnvironment().run(reconciliation.bring_up_to_date, since)
    assert until > recorded_at


async def moment_of_last(court: Court, claim_id: str) -> datetime:
    async with court.sessions() as session:
        query = select(col(RegisterLineRow.recorded_at)).where(col(RegisterLineRow.claim_id) == claim_id)
        return max(await session.scalars(query)).astimezone(UTC)
