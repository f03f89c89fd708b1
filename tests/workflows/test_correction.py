"""A request for a correction waits for the owner, is called to mind, and changes the account with the register line."""

import uuid
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlmodel import col
from temporalio.client import WorkflowExecutionStatus, WorkflowHandle, WorkflowUpdateFailedError
from temporalio.exceptions import ApplicationError
from temporalio.testing import ActivityEnvironment, WorkflowEnvironment
from temporalio.worker import Worker

from activities.corrections import CorrectionActivities, begin_correction, corrected_at, correction_of
from activities.reconciliation import UNDER_WAY, ReconciliationActivities
from models.db import Sessions
from models.domain.correction import CorrectionAct, CorrectionStatus, Datum
from models.domain.effects import NoticeKind
from models.domain.roles import Actor, Role
from models.messages import ids
from models.messages.correction import CorrectionStep
from models.tables.accounts import AccountRow
from models.tables.corrections import CorrectionLineRow, CorrectionRow
from models.tables.notices import DeliveryRow, NoticeRow
from tests.web.court import an_account
from workflows.correction import CorrectionWorkflow

REASON = "Reyestrdə ata adı başqa cür yazılıb."
APPROVE, REJECT, WITHDRAW = CorrectionAct.APPROVE, CorrectionAct.REJECT, CorrectionAct.WITHDRAW


@dataclass(frozen=True)
class Office:
    """Takes requests, asks the register for the owner, and follows what happens."""

    temporal: WorkflowEnvironment
    sessions: Sessions
    owner: Actor

    async def person(self) -> AccountRow:
        return await an_account(
            self.sessions, patronymic="Tofik qızı", email=f"{uuid.uuid4().hex}@poct.example",
            email_confirmed_at=datetime.now(UTC),
        )  # fmt: skip

    async def opened(self, person: AccountRow, *, days: int = 7) -> str:
        """Write a request and start its workflow; the owner has so many days."""
        row = await self.written(person, days=days)
        await begin_correction(self.temporal.client, correction_of(row))
        return str(row.id)

    async def written(self, person: AccountRow, *, days: int = 7) -> CorrectionRow:
        """Write a request that no workflow knows of."""
        now = datetime.now(UTC)
        row = CorrectionRow(
            id=uuid.uuid4(), account_id=person.id, datum=Datum.PATRONYMIC, kept=person.patronymic, wished="Tofiq qızı",
            reason="Səhv yazılıb.", opened_at=now, remind_at=now + timedelta(days=days - 1),
            decide_by=now + timedelta(days=days),
        )  # fmt: skip
        async with self.sessions.begin() as session:
            session.add(row)
        return row

    async def compared(self, correction_id: str, said: str, *, hours_ago: float = 0) -> None:
        line = CorrectionLineRow(
            id=uuid.uuid4(), correction_id=uuid.UUID(correction_id), at=datetime.now(UTC) - timedelta(hours=hours_ago),
            act=CorrectionAct.COMPARE, by_account=uuid.UUID(self.owner.account_id), new=said,
        )  # fmt: skip
        async with self.sessions.begin() as session:
            session.add(line)

    def handle(self, correction_id: str) -> WorkflowHandle[Any, CorrectionStatus]:
        return self.temporal.client.get_workflow_handle(
            ids.correction_workflow(correction_id), result_type=CorrectionStatus
        )

    async def act(self, correction_id: str, act: CorrectionAct, *, actor: Actor, reason: str = "") -> None:
        step = CorrectionStep(correction_id, str(uuid.uuid4()), act, actor, datetime.now(UTC), reason)
        await self.handle(correction_id).execute_update("act", step)

    async def refused(self, correction_id: str, act: CorrectionAct, *, actor: Actor, reason: str = "") -> str:
        with pytest.raises(WorkflowUpdateFailedError) as failed:
            await self.act(correction_id, act, actor=actor, reason=reason)
        cause = failed.value.cause
        assert isinstance(cause, ApplicationError)
        return cause.message

    async def account(self, person: AccountRow) -> AccountRow:
        async with self.sessions() as session:
            return await session.get_one(AccountRow, person.id)

    async def row(self, correction_id: str) -> CorrectionRow:
        async with self.sessions() as session:
            return await session.get_one(CorrectionRow, uuid.UUID(correction_id))

    async def lines(self, correction_id: str) -> list[CorrectionLineRow]:
        line = CorrectionLineRow
        query = select(line).where(col(line.correction_id) == uuid.UUID(correction_id)).order_by(col(line.at))
        async with self.sessions() as session:
            return list((await session.scalars(query)).all())

    async def told(self, address: str) -> list[NoticeKind]:
        query = select(col(NoticeRow.kind)).join(DeliveryRow, col(DeliveryRow.notice_id) == col(NoticeRow.id))
        async with self.sessions() as session:
            found = query.where(col(DeliveryRow.address) == address).order_by(col(NoticeRow.created_at))
            return list((await session.scalars(found)).all())


def of(person: AccountRow) -> Actor:
    return Actor(Role.LITIGANT, fin=person.fin or "", account_id=str(person.id))


@pytest.fixture(scope="module")
async def office(temporal: WorkflowEnvironment, sessions: Sessions) -> AsyncIterator[Office]:
    owner = await an_account(
        sessions, Role.OWNER, name="Rəna", surname="İsmayılova", email="rena@mehkeme.example",
        email_confirmed_at=datetime.now(UTC),
    )  # fmt: skip
    async with Worker(
        temporal.client,
        task_queue=ids.TASK_QUEUE,
        workflows=[CorrectionWorkflow],
        activities=CorrectionActivities(sessions).listed(),
    ):
        yield Office(temporal, sessions, Actor(Role.OWNER, account_id=str(owner.id)))


async def test_an_approved_correction_writes_what_the_register_says_and_keeps_what_stood_there(office: Office) -> None:
    person = await office.person()
    correction_id = await office.opened(person)
    assert await office.refused(correction_id, APPROVE, actor=office.owner) == "comparison_needed"
    assert (await office.account(person)).patronymic == "Tofik qızı"
    await office.compared(correction_id, "Tofiq qızı")
    await office.act(correction_id, APPROVE, actor=office.owner)
    assert await office.handle(correction_id).result() is CorrectionStatus.APPROVED
    assert (await office.account(person)).patronymic == "Tofiq qızı"
    line = (await office.lines(correction_id))[-1]
    assert (line.act, line.old, line.new) == (APPROVE, "Tofik qızı", "Tofiq qızı")
    assert str(line.by_account) == office.owner.account_id
    assert await office.told(person.email) == [NoticeKind.CORRECTION_APPROVED]
    row = await office.row(correction_id)
    assert row.decided_at == line.at
    async with office.sessions() as session:
        assert await corrected_at(session, person.id, Datum.PATRONYMIC) == line.at
        assert await corrected_at(session, person.id, Datum.NAME) is None


async def test_a_correction_the_register_does_not_bear_out_is_rejected_with_a_reason(office: Office) -> None:
    person = await office.person()
    correction_id = await office.opened(person)
    await office.compared(correction_id, "Tofik qızı")
    assert await office.refused(correction_id, APPROVE, actor=office.owner) == "nothing_to_correct"
    assert await office.refused(correction_id, REJECT, actor=office.owner, reason="yox") == "rejection_reason_missing"
    await office.act(correction_id, REJECT, actor=office.owner, reason=REASON)
    assert await office.handle(correction_id).result() is CorrectionStatus.REJECTED
    assert (await office.account(person)).patronymic == "Tofik qızı"
    assert (await office.lines(correction_id))[-1].reason == REASON
    assert await office.told(person.email) == [NoticeKind.CORRECTION_REJECTED]


async def test_an_old_answer_of_the_register_is_not_enough(office: Office) -> None:
    correction_id = await office.opened(await office.person())
    await office.compared(correction_id, "Tofiq qızı", hours_ago=24.1)
    assert await office.refused(correction_id, APPROVE, actor=office.owner) == "comparison_needed"
    await office.handle(correction_id).terminate()


async def test_a_person_takes_the_request_back_and_nobody_else_does(office: Office) -> None:
    person, other = await office.person(), await office.person()
    correction_id = await office.opened(person)
    assert await office.refused(correction_id, WITHDRAW, actor=of(other)) == "not_yours"
    assert await office.refused(correction_id, APPROVE, actor=of(person)) == "not_yours"
    await office.act(correction_id, WITHDRAW, actor=of(person))
    assert await office.handle(correction_id).result() is CorrectionStatus.WITHDRAWN
    assert await office.told(person.email) == []


async def test_an_owner_who_lost_his_role_decides_nothing(office: Office, sessions: Sessions) -> None:
    clerk = await an_account(sessions, Role.CLERK, court_id="baku-nasimi")
    correction_id = await office.opened(await office.person())
    await office.compared(correction_id, "Tofiq qızı")
    former = Actor(Role.OWNER, account_id=str(clerk.id))
    assert await office.refused(correction_id, APPROVE, actor=former) == "not_yours"
    await office.handle(correction_id).terminate()


async def test_the_owner_is_reminded_before_the_time_ends_and_the_request_is_marked_after(office: Office) -> None:
    person = await office.person()
    before = len(await office.told("rena@mehkeme.example"))
    correction_id = await office.opened(person)
    await office.temporal.fast_forward(office.handle(correction_id), timedelta(days=5, hours=23))
    assert not (await office.row(correction_id)).warned
    await office.temporal.fast_forward(office.handle(correction_id), timedelta(hours=2))
    row = await office.row(correction_id)
    assert (row.warned, row.overdue) == (True, False)
    await office.temporal.fast_forward(office.handle(correction_id), timedelta(days=1))
    row = await office.row(correction_id)
    assert (row.overdue, row.status) == (True, CorrectionStatus.WAITING)
    told = (await office.told("rena@mehkeme.example"))[before:]
    assert told == [NoticeKind.CORRECTION_DUE, NoticeKind.CORRECTION_OVERDUE]
    assert [line.act for line in await office.lines(correction_id)] == [
        CorrectionAct.REMIND,
        CorrectionAct.MARK_OVERDUE,
    ]
    await office.act(correction_id, REJECT, actor=office.owner, reason=REASON)
    assert await office.handle(correction_id).result() is CorrectionStatus.REJECTED


async def test_a_request_that_came_while_temporal_was_away_is_found_and_begun_once(office: Office) -> None:
    row = await office.written(await office.person())
    reconciliation = ReconciliationActivities(
        office.sessions, office.temporal.client, lambda: row.opened_at + UNDER_WAY + timedelta(seconds=1)
    )
    for _ in range(2):
        await ActivityEnvironment().run(reconciliation.bring_up_to_date, row.opened_at - timedelta(seconds=1))
    await office.act(str(row.id), REJECT, actor=office.owner, reason=REASON)
    assert await office.handle(str(row.id)).result() is CorrectionStatus.REJECTED
    await ActivityEnvironment().run(reconciliation.bring_up_to_date, row.opened_at - timedelta(seconds=1))
    description = await office.handle(str(row.id)).describe()
    assert description.status is WorkflowExecutionStatus.COMPLETED


async def test_a_step_that_is_recorded_twice_is_one_step(office: Office) -> None:
    person = await office.person()
    correction_id = await office.opened(person)
    step = CorrectionStep(correction_id, str(uuid.uuid4()), REJECT, office.owner, datetime.now(UTC), REASON)
    activities = CorrectionActivities(office.sessions)
    first, second = await activities.take_step(step), await activities.take_step(step)
    assert first == second
    assert not first.refusal
    assert [line.act for line in await office.lines(correction_id)] == [REJECT]
    assert await office.told(person.email) == [NoticeKind.CORRECTION_REJECTED]
    again = CorrectionStep(correction_id, str(uuid.uuid4()), REJECT, office.owner, datetime.now(UTC), REASON)
    assert (await activities.take_step(again)).refusal == "correction_decided"
    await office.handle(correction_id).terminate()


async def test_histories_hold_no_name_and_no_fin_even_when_decrypted(office: Office) -> None:
    person = await office.person()
    correction_id = await office.opened(person)
    await office.compared(correction_id, "Tofiq qızı")
    await office.act(correction_id, APPROVE, actor=office.owner)
    history = await office.handle(correction_id).fetch_history()
    clear = await office.temporal.client.data_converter.payload_codec.decode(  # type: ignore[union-attr]  # the tests' client has one
        [
            payload
            for event in history.events
            if event.HasField("activity_task_scheduled_event_attributes")
            for payload in event.activity_task_scheduled_event_attributes.input.payloads
        ]
    )
    said = " ".join(payload.data.decode() for payload in clear)
    assert correction_id in said
    assert [word for word in ("Tofi", "Lalə", person.fin or "?") if word in said] == []


async def test_a_person_has_one_open_request_for_a_datum(office: Office) -> None:
    person = await office.person()
    correction_id = await office.opened(person)
    with pytest.raises(IntegrityError, match="one_open_correction"):
        await office.opened(person)
    await office.act(correction_id, WITHDRAW, actor=of(person))
    again = await office.opened(person)
    await office.handle(again).terminate()


@pytest.mark.parametrize(
    "tampering", ["UPDATE correction_line SET new = 'x'", "DELETE FROM correction_line", "TRUNCATE correction_line"]
)
async def test_the_history_refuses_every_change(office: Office, tampering: str) -> None:
    correction_id = await office.opened(await office.person())
    await office.compared(correction_id, "Tofiq qızı")
    with pytest.raises(DBAPIError, match="the history of corrections is append-only"):
        async with office.sessions.begin() as session:
            await session.execute(text(tampering))
    await office.handle(correction_id).terminate()
