"""A litigant comes in with ASAN Login, whose page is the simulator's, over real OpenID Connect."""

from collections.abc import AsyncIterator, Callable

import httpx2
import pytest
from fastapi import FastAPI
from freezegun import freeze_time
from sqlalchemy import select
from sqlmodel import col

from activities.adapters.asan_login import AsanLogin
from models.db import Sessions
from models.tables.accounts import AccountRow, BoundCertificateRow, SignInEventRow
from simulators.people import DEMO
from tests.outside import Simulator
from tests.web.court import COOKIE, Court, an_account
from tests.web.login_page import DOOR, answered, asked


@pytest.fixture(autouse=True)
def provider_up(provider: Simulator) -> None:
    provider.told("/sim/script")


@pytest.fixture
async def outside() -> AsyncIterator[httpx2.AsyncClient]:
    async with httpx2.AsyncClient() as http:
        yield http


@pytest.fixture
def app(rebuilt: Callable[..., FastAPI], login: AsanLogin) -> FastAPI:
    return rebuilt(asan_login=login)


async def outcomes(sessions: Sessions) -> list[str]:
    async with sessions() as session:
        query = select(col(SignInEventRow.outcome)).where(col(SignInEventRow.method) == "asan_login")
        return list((await session.execute(query.order_by(col(SignInEventRow.at)))).scalars())


async def test_a_first_sign_in_makes_a_confirmed_account_and_leads_where_the_person_wanted(
    court: Court, sessions: Sessions, provider: Simulator, outside: httpx2.AsyncClient
) -> None:
    question = await asked(court)
    assert (question["code_challenge_method"], question["response_type"]) == ("S256", "code")
    before = court.client.cookies[COOKIE]
    profile = await court.get(await answered(outside, provider, question, DEMO[0]))
    assert (profile.h1, f"FİN {DEMO[0].fin}" in profile.text) == ("Şəxsi məlumatlar", True)
    assert court.client.cookies[COOKIE] != before
    async with sessions() as session:
        account = (await session.execute(select(AccountRow).where(col(AccountRow.fin) == DEMO[0].fin))).scalar_one()
        assert (await session.scalars(select(BoundCertificateRow))).all() == []
    assert account.identity_confirmed_at
    assert (await outcomes(sessions))[-1] == "signed_in"


async def test_an_answer_that_comes_again_signs_nobody_in(
    court: Court, sessions: Sessions, provider: Simulator, outside: httpx2.AsyncClient
) -> None:
    back = await answered(outside, provider, await asked(court), DEMO[1])
    cookie = court.client.cookies[COOKIE]
    await court.get(back)
    court.client.cookies.set(COOKIE, cookie, domain="court.test")  # the browser of before, as a thief would have it
    page = await court.get(back, status=400)
    assert "Bu cavabdan artıq istifadə olunub." in page.text
    assert (await outcomes(sessions))[-1] == "challenge_used"


async def test_an_answer_in_another_browser_signs_nobody_in(
    court: Court, provider: Simulator, outside: httpx2.AsyncClient
) -> None:
    back = await answered(outside, provider, await asked(court), DEMO[1])
    court.visit_anew()
    page = await court.get(back, status=400)
    assert "Bu cavab bu brauzerdə başlanmış girişə aid deyil." in page.text
    assert page.links["Yenidən cəhd et"] == "/sign-in"
    assert (await court.get("/profile")).h1 == "Kabinetə giriş"


async def test_a_made_up_or_missing_state_is_refused(court: Court) -> None:
    for query in ("", "?state=madeup&code=x", "?code=x"):
        assert (
            "bu brauzerdə başlanmış girişə aid deyil" in (await court.get(f"{DOOR}/callback{query}", status=400)).text
        )
    await court.get(f"{DOOR}/callback?state={'x' * 5000}", status=400)


async def test_whoever_cancels_at_the_provider_comes_back_with_a_sentence(
    court: Court, provider: Simulator, outside: httpx2.AsyncClient
) -> None:
    page = await court.get(await answered(outside, provider, await asked(court), DEMO[2], choice="cancel"))
    assert "ASAN Login səhifəsini təsdiq etmədən tərk etdiniz." in page.text


async def test_a_code_that_was_changed_on_the_way_is_refused(
    court: Court, provider: Simulator, outside: httpx2.AsyncClient
) -> None:
    back = await answered(outside, provider, await asked(court), DEMO[2])
    page = await court.get(back.replace("code=", "code=x"), status=400)
    assert "ASAN Login öz cavabını artıq qəbul etmədi." in page.text


@pytest.mark.parametrize("fault", ["nonce", "signature"])
async def test_a_token_that_proves_nothing_signs_nobody_in(
    court: Court, provider: Simulator, outside: httpx2.AsyncClient, fault: str
) -> None:
    back = await answered(outside, provider, await asked(court), DEMO[2])
    provider.told("/sim/script", fault=fault)
    assert "şəxsiyyətinizi təsdiq etmir" in (await court.get(back, status=400)).text
    assert (await court.get("/profile")).h1 == "Kabinetə giriş"


async def test_a_provider_that_is_down_is_told_before_and_after(
    court: Court, provider: Simulator, outside: httpx2.AsyncClient
) -> None:
    back = await answered(outside, provider, await asked(court), DEMO[3])
    provider.told("/sim/script", down=True)
    for address in (DOOR, back):
        assert "ASAN Login cavab vermir." in (await court.get(address, status=503)).text


async def test_a_sign_in_left_open_too_long_begins_again(
    court: Court, provider: Simulator, outside: httpx2.AsyncClient
) -> None:
    back = await answered(outside, provider, await asked(court), DEMO[3])
    with freeze_time(tick=True) as clock:
        clock.tick(660)
        page = await court.get(back, status=400)
    assert "Giriş üçün ayrılmış vaxt bitib." in page.text


async def test_a_blocked_person_is_not_let_in(
    court: Court, sessions: Sessions, provider: Simulator, outside: httpx2.AsyncClient
) -> None:
    account = await an_account(sessions, fin=DEMO[5].fin)
    async with sessions.begin() as session:
        row = await session.get_one(AccountRow, account.id)
        row.blocked_at = row.created_at
    page = await court.get(await answered(outside, provider, await asked(court), DEMO[5]), status=403)
    assert "Kabinetə giriş məhdudlaşdırılıb." in page.text or "məhdud" in page.text


async def test_the_way_on_never_leaves_the_court(
    court: Court, provider: Simulator, outside: httpx2.AsyncClient
) -> None:
    question = await asked(court, way_on="//elsewhere.example/")
    page = await court.get(await answered(outside, provider, question, DEMO[1]))
    assert page.address == "http://court.test/"
