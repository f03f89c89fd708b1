"""A registration: its letters, its terms, the operator's decision, and what happens when the person is known."""

import uuid
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlmodel import col
from temporalio.client import WorkflowHandle, WorkflowUpdateFailedError
from temporalio.exceptions import ApplicationError
from temporalio.testing import WorkflowEnvironment
from temporalio.worker import Worker

from activities.letters import LetterActivities
from activities.mailed_links import token_sha256
from activities.registration import RegistrationActivities
from models.db import Sessions
from models.domain.identity_documents import IdentityDocument
from models.domain.languages import Language
from models.domain.letters import LetterKind
from models.domain.registration import MOST_LINKS, RegistrationAct, RegistrationStatus
from models.domain.roles import Actor, Role
from models.messages import ids
from models.messages.registration import Apply, BeginRegistration, Decide, FollowLink, LetterOrder, SendLinkAgain
from models.tables.accounts import AccountRow
from models.tables.registrations import IdentityApplicationRow, MailedLinkRow, RegistrationRow
from tests.builders import an_account
from tests.postbox import Postbox, open_postbox
from tests.web.court import an_account as a_cabinet
from workflows.letter import LetterWorkflow
from workflows.registration import RegistrationWorkflow

SECRETS = ("resad", "2RQ8S1D", "AZE01234567")


@dataclass(frozen=True)
class Desk:
    """Registers people and follows what happens."""

    temporal: WorkflowEnvironment
    sessions: Sessions
    post: Postbox

    async def begin(self, fin: str, *, email: str = "") -> str:
        registration_id = str(uuid.uuid4())
        row = RegistrationRow(
            id=registration_id, browser=uuid.uuid4().hex * 2, kind=IdentityDocument.OLD_CARD, fin=fin,
            document="AZE01234567", surname="Quliyev", name="Rəşad", username=f"r.{registration_id[:8]}",
            password_hash="$argon2id$played", email=email or f"{fin.lower()}@poct.example", language=Language.AZ,
            started_at=datetime.now(UTC),
        )  # fmt: skip
        async with self.sessions.begin() as session:
            session.add(row)
        await self.temporal.client.start_workflow(
            ids.REGISTRATION,
            BeginRegistration(registration_id, datetime.now(UTC)),
            id=ids.registration_workflow(registration_id),
            task_queue=ids.TASK_QUEUE,
        )
        return registration_id

    def handle(self, registration_id: str) -> WorkflowHandle[Any, RegistrationStatus]:
        return self.temporal.client.get_workflow_handle(
            ids.registration_workflow(registration_id), result_type=RegistrationStatus
        )

    async def later(self, registration_id: str, **time: float) -> None:
        await self.temporal.fast_forward(self.handle(registration_id), timedelta(**time))

    async def follow(self, registration_id: str, token: str, *, at: datetime | None = None) -> None:
        step = FollowLink(registration_id, token_sha256(token), at or datetime.now(UTC))
        await self.handle(registration_id).execute_update("follow_link", step)

    async def row(self, registration_id: str) -> RegistrationRow | None:
        async with self.sessions() as session:
            return await session.get(RegistrationRow, registration_id)

    async def account(self, fin: str) -> AccountRow | None:
        async with self.sessions() as session:
            return (await session.execute(select(AccountRow).where(col(AccountRow.fin) == fin))).scalar_one_or_none()

    async def apply(self, registration_id: str) -> str:
        application_id = str(uuid.uuid4())
        row = IdentityApplicationRow(
            id=application_id, registration_id=registration_id, file_name="vəsiqə.pdf", sha256="0" * 64,
            media_type="application/pdf", size=1000, sent_at=datetime.now(UTC),
        )  # fmt: skip
        async with self.sessions.begin() as session:
            session.add(row)
        step = Apply(registration_id, application_id, datetime.now(UTC))
        await self.handle(registration_id).execute_update("apply", step)
        return application_id

    async def decide(
        self, registration_id: str, application_id: str, act: RegistrationAct, *, operator: Actor, reason: str = ""
    ) -> None:
        step = Decide(registration_id, application_id, act, operator, datetime.now(UTC), reason)
        await self.handle(registration_id).execute_update("decide", step)


@pytest.fixture(scope="module")
async def desk(temporal: WorkflowEnvironment, sessions: Sessions) -> AsyncIterator[Desk]:
    async with open_postbox() as post:
        letters = LetterActivities(sessions, post.mailer, "http://court.test")
        registration = RegistrationActivities(sessions, post.mailer, "http://court.test")
        async with Worker(
            temporal.client,
            task_queue=ids.TASK_QUEUE,
            workflows=[RegistrationWorkflow, LetterWorkflow],
            activities=[*letters.listed(), *registration.listed()],
        ):
            yield Desk(temporal, sessions, post)


@pytest.fixture(scope="module")
async def operator(sessions: Sessions) -> Actor:
    account = await a_cabinet(sessions, Role.OPERATOR, name="Fidan", surname="Məmmədli")
    return Actor(Role.OPERATOR, account_id=str(account.id))


def refusal(failed: pytest.ExceptionInfo[WorkflowUpdateFailedError]) -> str:
    cause = failed.value.cause
    assert isinstance(cause, ApplicationError)
    return cause.message


async def until_written_to(desk: Desk, registration_id: str, to: str, *, letters: int) -> None:
    """Wait for a letter; the workflow's own clock stands still meanwhile but for the pauses between its tries."""
    if desk.post.away:
        await desk.later(registration_id, minutes=1)
    await desk.post.letter(to, number=letters)


async def test_following_the_link_makes_a_cabinet_whose_owner_is_not_proven_yet(desk: Desk) -> None:
    registration_id = await desk.begin("2RQ8S1D")
    await until_written_to(desk, registration_id, "2rq8s1d@poct.example", letters=1)
    token = desk.post.token("2rq8s1d@poct.example")
    async with desk.sessions() as session:
        assert await session.get(MailedLinkRow, token) is None, "the token itself is kept nowhere"
        assert await session.get(MailedLinkRow, token_sha256(token)) is not None
    await desk.follow(registration_id, token)
    account = await desk.account("2RQ8S1D")
    assert account is not None
    assert account.email_confirmed_at is not None
    assert account.identity_confirmed_at is None
    assert account.password_hash == "$argon2id$played"
    row = await desk.row(registration_id)
    assert row is not None
    assert (row.status, row.password_hash) == (RegistrationStatus.AWAITING_IDENTITY, "")
    with pytest.raises(WorkflowUpdateFailedError) as again:
        await desk.follow(registration_id, token)
    assert refusal(again) == "registration_link_used"


async def test_an_expired_or_replaced_link_makes_nothing(desk: Desk) -> None:
    registration_id = await desk.begin("7KE3M9V")
    to = "7ke3m9v@poct.example"
    await until_written_to(desk, registration_id, to, letters=1)
    old = desk.post.token(to)
    with pytest.raises(WorkflowUpdateFailedError) as late:
        await desk.follow(registration_id, old, at=datetime.now(UTC) + timedelta(hours=24, seconds=1))
    assert refusal(late) == "registration_link_used"
    await desk.handle(registration_id).execute_update(
        "send_again", SendLinkAgain(datetime.now(UTC) + timedelta(minutes=2))
    )
    await until_written_to(desk, registration_id, to, letters=2)
    with pytest.raises(WorkflowUpdateFailedError):
        await desk.follow(registration_id, old)
    await desk.follow(registration_id, desk.post.token(to))
    assert await desk.account("7KE3M9V") is not None


async def test_links_are_sent_again_a_few_times_and_not_at_once(desk: Desk) -> None:
    registration_id = await desk.begin("3AB4C5D")
    to, at = "3ab4c5d@poct.example", datetime.now(UTC)
    await until_written_to(desk, registration_id, to, letters=1)
    with pytest.raises(WorkflowUpdateFailedError) as soon:
        await desk.handle(registration_id).execute_update("send_again", SendLinkAgain(at + timedelta(seconds=10)))
    assert refusal(soon) == "link_just_sent"
    for time in range(1, MOST_LINKS):
        at += timedelta(minutes=2)
        await desk.handle(registration_id).execute_update("send_again", SendLinkAgain(at))
        await until_written_to(desk, registration_id, to, letters=time + 1)
    with pytest.raises(WorkflowUpdateFailedError) as many:
        await desk.handle(registration_id).execute_update("send_again", SendLinkAgain(at + timedelta(hours=1)))
    assert refusal(many) == "links_too_many"


async def test_an_unfinished_registration_is_reminded_after_a_day_and_forgotten_after_seven(desk: Desk) -> None:
    registration_id = await desk.begin("4TM5Z8B")
    to = "4tm5z8b@poct.example"
    await until_written_to(desk, registration_id, to, letters=1)
    await desk.later(registration_id, hours=23)
    assert desk.post.subjects(to) == ["E-poçt ünvanınızı təsdiqləyin"]
    await desk.later(registration_id, hours=2)
    assert desk.post.subjects(to)[1:] == ["Qeydiyyatınız başa çatmayıb"]
    assert await desk.row(registration_id) is not None
    await desk.later(registration_id, days=6)
    assert await desk.handle(registration_id).result() is RegistrationStatus.EXPIRED
    assert await desk.row(registration_id) is None
    assert await desk.account("4TM5Z8B") is None
    assert len(desk.post.subjects(to)) == 2


async def test_a_person_with_a_cabinet_is_told_at_the_address_of_that_cabinet_alone(desk: Desk) -> None:
    await an_account(desk.sessions, "9NS6F2R", email="nigar@poct.example")
    registration_id = await desk.begin("9NS6F2R", email="somebody.else@poct.example")
    await until_written_to(desk, registration_id, "nigar@poct.example", letters=1)
    assert desk.post.subjects("nigar@poct.example") == ["Elektron kabinetiniz artıq mövcuddur"]
    assert desk.post.subjects("somebody.else@poct.example") == []
    await desk.handle(registration_id).execute_update(
        "send_again", SendLinkAgain(datetime.now(UTC) + timedelta(minutes=5))
    )
    await desk.later(registration_id, days=8)
    assert await desk.handle(registration_id).result() is RegistrationStatus.EXPIRED
    assert len(desk.post.subjects("nigar@poct.example")) == 1
    assert desk.post.subjects("somebody.else@poct.example") == []


async def test_a_mail_server_that_is_away_delays_the_letter_and_loses_nothing(desk: Desk) -> None:
    desk.post.away = 2
    registration_id = await desk.begin("6GB1D4Z")
    await until_written_to(desk, registration_id, "6gb1d4z@poct.example", letters=1)
    await desk.follow(registration_id, desk.post.token("6gb1d4z@poct.example"))
    assert await desk.account("6GB1D4Z") is not None


async def test_an_operator_rejects_with_a_reason_and_then_approves(desk: Desk, operator: Actor) -> None:
    registration_id, to = await desk.begin("5LN4G7A"), "5ln4g7a@poct.example"
    await until_written_to(desk, registration_id, to, letters=1)
    await desk.follow(registration_id, desk.post.token(to))
    application = await desk.apply(registration_id)
    with pytest.raises(WorkflowUpdateFailedError) as silent:
        await desk.decide(registration_id, application, RegistrationAct.REJECT, operator=operator, reason=" ")
    assert refusal(silent) == "rejection_reason_missing"
    with pytest.raises(WorkflowUpdateFailedError) as clerk:
        await desk.decide(registration_id, application, RegistrationAct.APPROVE, operator=Actor(Role.CLERK))
    assert refusal(clerk) == "operators_only"
    reason = "Surət oxunmur: vəsiqənin hər iki üzünü göndərin."
    await desk.decide(registration_id, application, RegistrationAct.REJECT, operator=operator, reason=reason)
    await until_written_to(desk, registration_id, to, letters=2)
    assert reason in desk.post.letters[-1].text
    with pytest.raises(WorkflowUpdateFailedError) as twice:
        await desk.decide(registration_id, application, RegistrationAct.APPROVE, operator=operator)
    assert refusal(twice) == "registration_decided"
    second = await desk.apply(registration_id)
    await desk.decide(registration_id, second, RegistrationAct.APPROVE, operator=operator)
    assert await desk.handle(registration_id).result() is RegistrationStatus.CONFIRMED
    account = await desk.account("5LN4G7A")
    assert account is not None
    assert account.identity_confirmed_at is not None
    assert account.password_proven_at is not None
    assert desk.post.subjects(to)[-1] == "Şəxsiyyətiniz təsdiq edildi"


async def test_histories_and_ids_hold_no_personal_data(desk: Desk) -> None:
    registration_id = await desk.begin("2RQ8S1E", email="resad@poct.example")
    await until_written_to(desk, registration_id, "resad@poct.example", letters=1)
    history = (await desk.handle(registration_id).fetch_history()).to_json()
    assert [secret for secret in SECRETS if secret in history] == []
    await desk.handle(registration_id).terminate()


async def test_an_address_that_takes_no_mail_ends_nothing(desk: Desk) -> None:
    desk.post.refused = "nobody@poct.example"
    registration_id = await desk.begin("8AB4C5D", email="nobody@poct.example")
    await desk.later(registration_id, days=8)
    assert await desk.handle(registration_id).result() is RegistrationStatus.EXPIRED
    assert await desk.row(registration_id) is None


async def test_a_forgotten_password_of_nobody_is_a_letter_to_nobody(desk: Desk) -> None:
    letter_id, before = str(uuid.uuid4()), len(desk.post.letters)
    order = LetterOrder(letter_id, LetterKind.PASSWORD_LINK, datetime.now(UTC), typed_login="kimsesiz")
    client = desk.temporal.client
    sent = await client.execute_workflow(
        ids.LETTER, order, id=ids.letter_workflow(letter_id), task_queue=ids.TASK_QUEUE, result_type=bool
    )
    assert sent is False
    assert len(desk.post.letters) == before


async def test_no_link_for_a_new_password_goes_to_an_address_nobody_confirmed(desk: Desk) -> None:
    await an_account(desk.sessions, "1AB4C5D", username="yeni.unvan", password_hash="!", email="basqa@poct.example")
    letter_id = str(uuid.uuid4())
    order = LetterOrder(letter_id, LetterKind.PASSWORD_LINK, datetime.now(UTC), typed_login="yeni.unvan")
    client = desk.temporal.client
    sent = await client.execute_workflow(
        ids.LETTER, order, id=ids.letter_workflow(letter_id), task_queue=ids.TASK_QUEUE, result_type=bool
    )
    assert sent is False
    assert desk.post.to("basqa@poct.example") == []
