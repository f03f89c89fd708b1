"""A strong sign-in tells who somebody is, and ends every doubt that his registration left (ID-5)."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest
from fastapi import FastAPI
from sqlalchemy import select
from sqlmodel import col
from temporalio.client import WorkflowExecutionStatus
from temporalio.testing import WorkflowEnvironment

from activities.adapters.asan_login import AsanLogin
from activities.adapters.mobile_id import MobileIdRest
from models.db import Sessions
from models.domain.registration import RegistrationStatus
from models.messages import ids
from models.settings import Settings
from models.tables.registrations import RegistrationRow
from simulators.people import Person
from tests.outside import Simulator
from tests.web.court import Court, Page
from tests.web.doors import by_login, by_phone
from tests.web.registration.newcomer import Newcomer, account_of, as_operator, registered

ComesIn = Callable[[Court, Person], Awaitable[Page]]


@pytest.fixture(scope="module")
def settings(trusting: Settings) -> Settings:
    return trusting


@pytest.fixture
def app(rebuilt: Callable[..., FastAPI], signer: MobileIdRest, login: AsanLogin) -> FastAPI:
    return rebuilt(signer=signer, asan_login=login)


@pytest.fixture(params=["asan_login", "asan_imza"])
def comes_in(request: pytest.FixtureRequest, asan: Simulator, provider: Simulator) -> ComesIn:
    """Return the way through one strong door."""
    if request.param == "asan_imza":
        asan.told("/sim/phones/*/script", answer="OK")
        return by_phone
    return lambda court, person: by_login(court, person, provider)


async def registration_of(sessions: Sessions, person: Person) -> RegistrationRow:
    account = await account_of(sessions, person.fin)
    query = select(RegistrationRow).where(col(RegistrationRow.account_id) == account.id)
    async with sessions() as session:
        return (await session.execute(query)).scalar_one()


async def test_it_confirms_who_waits_for_an_operator_and_keeps_his_password(
    newcomer: Newcomer, sessions: Sessions, comes_in: ComesIn, temporal: WorkflowEnvironment
) -> None:
    person = await registered(newcomer)
    assert "Ərizəniz operatorun baxışını gözləyir." in await newcomer.applies()
    registration = await registration_of(sessions, person)
    assert registration.status is RegistrationStatus.UNDER_CHECK
    assert f"FİN {person.fin}" in (await comes_in(newcomer.court, person)).text
    assert "Şəxsiyyətiniz təsdiq edilib." in (await newcomer.court.get("/identity")).text
    account = await account_of(sessions, person.fin)
    assert account.identity_confirmed_at is not None
    assert account.username == newcomer.user_name
    assert (await registration_of(sessions, person)).status is RegistrationStatus.CONFIRMED

    workflow = temporal.client.get_workflow_handle(ids.registration_workflow(registration.id))
    await temporal.fast_forward(workflow, timedelta(days=8))
    assert await workflow.result() == RegistrationStatus.CONFIRMED
    assert (await workflow.describe()).status is WorkflowExecutionStatus.COMPLETED

    await as_operator(newcomer.court, sessions)
    assert "Baxılmamış ərizə yoxdur." in (await newcomer.court.get("/operator")).text
    newcomer.court.visit_anew()
    assert (await newcomer.signs_in()).h1 == "Şəxsi məlumatlar"


async def test_whoever_registered_another_person_loses_the_cabinet_to_its_owner(
    newcomer: Newcomer, app: FastAPI, sessions: Sessions, comes_in: ComesIn
) -> None:
    victim = await registered(newcomer)
    owner = Court(app, sessions)
    assert f"FİN {victim.fin}" in (await comes_in(owner, victim)).text
    account = await account_of(sessions, victim.fin)
    assert (account.username, account.password_hash, account.email) == (None, None, "")
    assert account.identity_confirmed_at is not None
    assert (await newcomer.court.get("/profile")).h1 == "Kabinetə giriş"
    await newcomer.signs_in(status=422)
    assert (await owner.get("/profile")).h1 == "Şəxsi məlumatlar"
    await owner.client.aclose()
