"""Many people come in at one moment: everybody gets his own account and his own session, and nobody gets two."""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass

import pytest
from fastapi import FastAPI
from sqlalchemy import select
from sqlmodel import col

from activities.adapters.asan_login import AsanLogin
from activities.adapters.mobile_id import MobileIdRest
from models.db import Sessions
from models.settings import Settings
from models.tables.accounts import AccountRow, SignInEventRow
from models.tables.sessions import WebSessionRow
from simulators.people import PEOPLE, Person
from tests.outside import Simulator
from tests.web.court import COOKIE, Court
from tests.web.doors import by_login, by_phone
from web.sessions import cookie_hash

FIFTY = PEOPLE[100:150]
NEW = PEOPLE[200]
BY_PHONE, BY_LOGIN = 5, 15  # one number may ask its phone five times in five minutes


@pytest.fixture(scope="module")
def settings(trusting: Settings) -> Settings:
    return trusting


@pytest.fixture
def app(rebuilt: Callable[..., FastAPI], signer: MobileIdRest, login: AsanLogin) -> FastAPI:
    return rebuilt(signer=signer, asan_login=login)


@dataclass(frozen=True)
class Street:
    """Opens the door to visitors, each from a browser and a network address of his own."""

    app: FastAPI
    sessions: Sessions
    visitors: list[Court]

    def visitor(self) -> Court:
        visitor = Court(self.app, self.sessions, address=f"10.0.0.{len(self.visitors) + 1}")
        self.visitors.append(visitor)
        return visitor


@pytest.fixture
async def street(app: FastAPI, sessions: Sessions, asan: Simulator) -> AsyncIterator[Street]:
    asan.told("/sim/phones/*/script", answer="OK")
    street = Street(app, sessions, [])
    yield street
    for visitor in street.visitors:
        await visitor.client.aclose()


async def accounts_of(sessions: Sessions, *people: Person) -> list[AccountRow]:
    async with sessions() as session:
        query = select(AccountRow).where(col(AccountRow.fin).in_([person.fin for person in people]))
        return list((await session.execute(query)).scalars())


async def test_fifty_people_at_once_get_one_account_one_session_and_their_own_name_each(
    street: Street, sessions: Sessions
) -> None:
    visitors = [street.visitor() for _ in FIFTY]
    pages = await asyncio.gather(*(by_phone(court, one) for court, one in zip(visitors, FIFTY, strict=True)))
    for page, person in zip(pages, FIFTY, strict=True):
        assert page.h1 == "Şəxsi məlumatlar"
        assert f"FİN {person.fin}" in page.text
    accounts = {account.fin: account for account in await accounts_of(sessions, *FIFTY)}
    assert len(accounts) == len(FIFTY)
    theirs = [account.id for account in accounts.values()]
    async with sessions() as session:
        query = select(col(WebSessionRow.account_id), col(WebSessionRow.id))
        opened = [tuple(row) for row in await session.execute(query.where(col(WebSessionRow.account_id).in_(theirs)))]
        logged = select(col(SignInEventRow.account_id)).where(col(SignInEventRow.outcome) == "signed_in")
        signed_in = (await session.execute(logged.where(col(SignInEventRow.account_id).in_(theirs)))).scalars().all()
    assert sorted(signed_in, key=str) == sorted(theirs, key=str)
    cookies = {person.fin: court.client.cookies[COOKIE] for court, person in zip(visitors, FIFTY, strict=True)}
    assert sorted(opened) == sorted((accounts[fin].id, cookie_hash(cookie)) for fin, cookie in cookies.items())
    for person in FIFTY:
        account = accounts[person.fin]
        assert (account.name, account.surname, account.phone) == (person.name, person.surname, person.phone)


async def test_a_new_person_twenty_times_at_once_through_two_doors_gets_one_account(
    street: Street, sessions: Sessions, provider: Simulator
) -> None:
    phones, logins = ([street.visitor() for _ in range(number)] for number in (BY_PHONE, BY_LOGIN))
    pages = await asyncio.gather(
        *(by_phone(court, NEW) for court in phones), *(by_login(court, NEW, provider) for court in logins)
    )
    assert {page.h1 for page in pages} == {"Şəxsi məlumatlar"}
    (account,) = await accounts_of(sessions, NEW)
    async with sessions() as session:
        query = select(col(WebSessionRow.id)).where(col(WebSessionRow.account_id) == account.id)
        opened = set((await session.execute(query)).scalars())
    assert opened == {cookie_hash(court.client.cookies[COOKIE]) for court in (*phones, *logins)}
    assert account.identity_confirmed_at is not None
