"""The life of one claim: from the draft's first save to the court's answer (design §4)."""

import asyncio
from dataclasses import replace
from datetime import datetime

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from activities.claims import ClaimActivities
    from models.domain.alarms import next_alarm, ringing
    from models.domain.claim import ClaimAct, Withdraw, act_kind, take
    from models.domain.claim_status import Act, ClaimStatus
    from models.domain.court_decision import answer_exemption
    from models.domain.effects import notices_of
    from models.domain.errors import RuleBroken
    from models.domain.register_answers import Hear
    from models.domain.roles import SYSTEM
    from models.messages import ids
    from models.messages.claim import (
        FIRST_LINE,
        CarriedClaim,
        ClaimStep,
        ClaimView,
        OpenClaim,
        PartyAnswer,
        RecordedStep,
        StepOutcome,
        after_recording,
        begun,
        view_of,
    )
    from workflows import options
    from workflows.claim_acts import ClaimActs
    from workflows.party_looks import PartyLooks, RegisterWatch
    from workflows.recording import with_edits, write_step

REMEMBERED_ACTS = 200


@workflow.defn(name=ids.CLAIM, failure_exception_types=[RuleBroken])
class ClaimWorkflow(ClaimActs):
    """Takes each act of the people and of time, one at a time, and records it before anyone is answered."""

    @workflow.init
    def __init__(self, opening: OpenClaim) -> None:
        """Build the state: an update may arrive before the first line of `run`."""
        carried = opening.carried
        self._claim = carried.claim if carried else begun(opening)
        self._recent: list[str] = list(carried.recent) if carried else []
        self._last_line = carried.last_line if carried else FIRST_LINE
        self._opened = carried is not None
        self._policy = opening.policy
        self._one_act_at_a_time = asyncio.Lock()
        self._wakes_at: datetime | None = None
        self._tasks: list[asyncio.Task[None]] = []
        self._woken = False
        self._party_looks = PartyLooks()

    @workflow.run
    async def run(self, opening: OpenClaim) -> ClaimStatus:
        """Open the draft, then wait for people and terms until no act can follow."""
        if not self._opened:
            await self._open(opening)
        self._tasks.append(asyncio.create_task(RegisterWatch(lambda: self._claim, self._hear).keep()))
        while not self._claim.is_final:
            await self._wait_for_people()
            await self._ring()
            if workflow.info().is_continue_as_new_suggested() and not self._claim.is_final:
                await self._start_a_fresh_history(opening)
        await workflow.wait_condition(workflow.all_handlers_finished)
        return self._claim.status

    @workflow.update(name="open")
    async def opened(self) -> ClaimView:
        """Return once the draft stands in the read model; sent together with the start."""
        await workflow.wait_condition(lambda: self._opened)
        return view_of(self._claim)

    @workflow.query
    def revision(self) -> int:
        """Say how many steps the claim knows of; its row may know one more (catch_up)."""
        return self._claim.revision

    @workflow.update
    async def catch_up(self) -> bool:
        """Go on from the register's newest step; returns whether it was news.

        A step is recorded before Temporal hears of it: when both die in between, the row is ahead of its claim.
        """
        await workflow.wait_condition(lambda: self._opened)
        async with self._one_act_at_a_time:
            recorded = await workflow.execute_activity_method(
                ClaimActivities.newest_step, self._claim.id, **options.RECORD_UNTIL_DONE
            )
            is_news = recorded.claim.revision > self._claim.revision
            if is_news:
                self._adopt(recorded)
                self._arm()
            return is_news

    @workflow.signal
    async def check_parties(self) -> None:
        """Ask the registers again about parties they did not answer for; the draft waits with them."""
        await self._party_looks.look(self._claim.id)

    def _check(self, act: ClaimAct) -> None:
        if not self._already_taken():
            take(self._claim, act)
            # Here alone: a replayed run asks no validator, and acts from before the rule do not answer (FEE-3).
            answer_exemption(act, self._claim.fee)

    async def _take(self, act: ClaimAct) -> ClaimView:
        await workflow.wait_condition(lambda: self._opened)
        async with self._one_act_at_a_time:
            while not self._already_taken():
                await self._record(act)
            return view_of(self._claim)

    async def _record(self, act: ClaimAct) -> None:
        before, kind = self._claim, act_kind(self._claim, act)
        after = take(before, act)
        notices = notices_of(before, after, kind, actor_fin=act.actor.fin)
        days, update = self._policy.decision_days, workflow.current_update_info()
        taken_by, reason = update.id if update else "", (isinstance(act, Withdraw) and act.reason) or ""
        step = ClaimStep(after, kind, act.actor, act.at, notices, days, self._last_line, taken_by, reason)
        self._go_on_from(step, await write_step(step))
        self._arm()

    async def _open(self, opening: OpenClaim) -> None:
        first = replace(self._claim, revision=1)
        step = ClaimStep(first, Act.OPEN, opening.filer, opening.at)
        self._go_on_from(step, await write_step(step))
        self._opened = True

    def _go_on_from(self, step: ClaimStep, outcome: StepOutcome) -> None:
        if outcome.recorded:
            self._adopt(outcome.recorded)
        else:
            self._adopt(RecordedStep(after_recording(step.claim, outcome), step.taken_by, outcome.line))

    def _adopt(self, recorded: RecordedStep) -> None:
        self._claim, self._last_line = recorded.claim, recorded.line
        if recorded.taken_by:
            self._recent = [*self._recent, recorded.taken_by][-REMEMBERED_ACTS:]

    async def _wait_for_people(self) -> None:
        """Return when the claim has ended, a timer went off, or acts alone have made the history long."""
        self._arm()
        await workflow.wait_condition(
            lambda: self._claim.is_final or self._woken or workflow.info().is_continue_as_new_suggested()
        )
        self._woken = False

    def _arm(self) -> None:
        """Make sure that a timer wakes the claim no later than its next alarm.

        An earlier timer is left alone: it wakes the claim for nothing, which costs less than cancelling it.
        """
        alarm = next_alarm(self._claim, self._policy)
        now = workflow.now()
        if alarm is None or (self._wakes_at is not None and now < self._wakes_at <= alarm.at):
            return
        self._wakes_at = alarm.at
        self._tasks.append(asyncio.create_task(self._wake_up_at(alarm.at)))

    async def _wake_up_at(self, at: datetime) -> None:
        # A moment already past still comes through a timer, so that acts waiting in this task go first.
        await asyncio.sleep(max((at - workflow.now()).total_seconds(), 1))
        if self._wakes_at == at:  # a server's clock may be a hair early: the alarm then needs another timer
            self._wakes_at = None
        self._woken = True

    async def _ring(self) -> None:
        async with self._one_act_at_a_time:
            alarm = next_alarm(self._claim, self._policy)
            if alarm is not None and alarm.act in (Act.WARN_FILER, Act.EXPIRE):
                self._claim = await with_edits(self._claim)
                alarm = next_alarm(self._claim, self._policy)
            if alarm is not None and alarm.at <= workflow.now():
                await self._record(ringing(self._claim, alarm, at=workflow.now()))

    async def _hear(self, answer: PartyAnswer) -> None:
        async with self._one_act_at_a_time:
            if answer.party_id in self._claim.registers.unanswered and not self._claim.is_final:
                await self._record(Hear(SYSTEM, workflow.now(), answer.party_id, answer.code))

    async def _start_a_fresh_history(self, opening: OpenClaim) -> None:
        await workflow.wait_condition(workflow.all_handlers_finished)
        if not self._claim.is_final:
            carried = CarriedClaim(self._claim, tuple(self._recent), self._last_line)
            workflow.continue_as_new(replace(opening, carried=carried))

    def _already_taken(self) -> bool:
        update = workflow.current_update_info()
        return update is not None and update.id in self._recent
