"""The OpenID Connect client believes only an ID token that is signed, meant for us, fresh and ours by its nonce."""

import secrets
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import httpx2
import pytest

from activities.adapters.asan_login import AsanLogin
from models.ports import LoginQuestion, OutsideRefusedError, OutsideUnavailableError
from simulators.people import DEMO
from tests.outside import Simulator, simulator

SECRET = "asan-login-secret"
LALE = DEMO[0]


@pytest.fixture(scope="module")
def provider(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Simulator]:
    with simulator("asan_login", tmp_path_factory.mktemp("login"), "--client-secret", SECRET) as running:
        yield running


@pytest.fixture
async def http() -> AsyncIterator[httpx2.AsyncClient]:
    async with httpx2.AsyncClient() as client:
        yield client


@pytest.fixture
def login(provider: Simulator, http: httpx2.AsyncClient) -> Iterator[AsanLogin]:
    yield AsanLogin(http, provider.url, "divan", SECRET)
    provider.told("/sim/script")


def question() -> LoginQuestion:
    state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
    return LoginQuestion(state, nonce, verifier, "http://court.test/sign-in/asan-login/callback")


async def confirmed(login: AsanLogin, asked: LoginQuestion) -> str:
    """Go to the provider's page, confirm as Lalə, and return the code that came back."""
    address = await login.authorize_url(asked, language="az")
    fields = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
    assert asked.verifier not in address
    answer = await login.http.post(address.split("?")[0], data={**fields, "choice": "confirm", "fin": LALE.fin})
    back = parse_qs(urlsplit(answer.headers["location"]).query)
    assert (back["state"], back["iss"]) == ([asked.state], [login.issuer])
    return back["code"][0]


async def refusal(login: AsanLogin, code: str, asked: LoginQuestion, *, issuer: str | None = None) -> str:
    with pytest.raises(OutsideRefusedError) as refused:
        await login.person(code, asked, issuer=issuer)
    return refused.value.code


async def test_the_person_behind_a_code_is_known(login: AsanLogin) -> None:
    asked = question()
    person = await login.person(await confirmed(login, asked), asked, issuer=login.issuer)
    assert (person.fin, person.name, person.surname, person.phone) == (LALE.fin, LALE.name, LALE.surname, LALE.phone)


async def test_a_code_is_good_once(login: AsanLogin) -> None:
    asked = question()
    code = await confirmed(login, asked)
    await login.person(code, asked, issuer=None)
    assert await refusal(login, code, asked) == "login_code_refused"


async def test_whoever_stole_a_code_lacks_the_verifier(login: AsanLogin) -> None:
    asked = question()
    stolen = replace(asked, verifier=secrets.token_urlsafe(32))
    assert await refusal(login, await confirmed(login, asked), stolen) == "login_code_refused"


async def test_the_provider_knows_the_court_by_its_secret(login: AsanLogin) -> None:
    asked = question()
    code = await confirmed(login, asked)
    assert await refusal(replace(login, client_secret="guessed"), code, asked) == "login_code_refused"


@pytest.mark.parametrize("fault", ["nonce", "audience", "issuer", "expired", "signature"])
async def test_an_id_token_that_is_wrong_in_one_point_proves_nobody(
    login: AsanLogin, provider: Simulator, fault: str
) -> None:
    asked = question()
    code = await confirmed(login, asked)
    provider.told("/sim/script", fault=fault)
    assert await refusal(login, code, asked) == "login_token_wrong"


async def test_an_id_token_without_fin_names_nobody(login: AsanLogin, provider: Simulator) -> None:
    asked = question()
    code = await confirmed(login, asked)
    provider.told("/sim/script", fault="no_pin")
    assert await refusal(login, code, asked) == "login_without_fin"


async def test_an_answer_that_names_another_issuer_is_not_exchanged(login: AsanLogin) -> None:
    asked = question()
    code = await confirmed(login, asked)
    assert await refusal(login, code, asked, issuer="https://another.example") == "login_token_wrong"
    assert (await login.person(code, asked, issuer=login.issuer)).fin == LALE.fin


async def test_a_provider_that_is_down_or_another_one_is_worth_a_later_try(
    login: AsanLogin, provider: Simulator
) -> None:
    another = replace(login, issuer=f"{provider.url}/")  # discovery says it without the slash
    with pytest.raises(OutsideUnavailableError):
        await another.authorize_url(question(), language="az")
    provider.told("/sim/script", down=True)
    with pytest.raises(OutsideUnavailableError):
        await login.authorize_url(question(), language="az")
