"""Only our own forms act; every answer carries its headers; attempts are counted."""

import pytest
from freezegun import freeze_time

from models.db import Sessions
from tests.web.court import Court, an_account
from web.rate_limits import LIMITS
from web.security import MAX_BODY, SECURITY_HEADERS

DETAILS = {
    "address": "Bakı, Nizami küçəsi 10, mənzil 5",
    "postal_index": "1000",
    "phone": "050 123 45 67",
    "email": "lale@divan.example",
    "language": "az",
}


@pytest.fixture
async def lale(court: Court, sessions: Sessions) -> Court:
    await court.sign_in(await an_account(sessions))
    return court


async def test_a_form_without_its_token_changes_nothing(lale: Court) -> None:
    answer = await lale.client.post("/profile", data=DETAILS)
    page = lale.page(answer, status=403)
    assert page.h1 == "Bu forma qəbul edilə bilməz"
    assert (await lale.get("/profile")).fields("")["address"] == ""


async def test_a_token_of_another_visitor_is_refused(lale: Court, sessions: Sessions) -> None:
    other = Court(lale.app, sessions)
    await other.sign_in(await an_account(sessions))
    answer = await lale.client.post("/profile", data={**DETAILS, "csrf": await other.token()})
    assert answer.status_code == 403


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"origin": "https://elsewhere.example"},
        {"origin": "null"},
    ],
)
async def test_another_site_cannot_use_a_visitors_token(lale: Court, headers: dict[str, str]) -> None:
    answer = await lale.client.post("/profile", data={**DETAILS, "csrf": await lale.token()}, headers=headers)
    assert answer.status_code == 403


async def test_a_script_of_ours_sends_the_token_as_a_header(lale: Court) -> None:
    headers = {"x-csrf-token": await lale.token(), "origin": "http://court.test", "sec-fetch-site": "same-origin"}
    answer = await lale.client.post("/profile", data=DETAILS, headers=headers)
    assert answer.status_code == 303


async def test_every_answer_carries_the_security_headers(lale: Court) -> None:
    for address in ("/", "/no-such-page", "/health", "/api/nothing"):
        answer = await lale.client.get(address)
        assert {name: answer.headers[name] for name in SECURITY_HEADERS} == SECURITY_HEADERS
        assert answer.headers["cache-control"] == "no-store"


async def test_a_body_larger_than_anything_is_not_read(lale: Court) -> None:
    body = {"csrf": await lale.token(), "address": "x" * MAX_BODY}
    assert lale.page(await lale.client.post("/profile", data=body), status=413).h1 == "Faylın həcmi çox böyükdür"


async def test_the_session_cookie_is_out_of_reach_of_scripts(court: Court) -> None:
    (cookie,) = (await court.client.get("/sign-in")).headers.get_list("set-cookie")
    assert cookie.startswith("divan=")
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


async def test_guessing_passwords_ends_in_a_clear_sentence(court: Court) -> None:
    tries = {"username": "kimse", "password": "x"}
    with freeze_time("2026-11-21 10:00:00", tick=True):
        for _ in range(LIMITS["sign_in"].per_account):
            await court.post("/sign-in/staff", tries, status=422)
        page = await court.post("/sign-in/staff", tries, status=429)
    assert "yenidən cəhd etməyə qalan dəqiqə: 5." in page.text.lower()
    assert page.headers["retry-after"] == "300"
    with freeze_time("2026-11-21 10:05:01", tick=True):
        await court.post("/sign-in/staff", tries, status=422)


async def test_one_address_cannot_try_many_accounts(court: Court) -> None:
    with freeze_time("2026-11-21 11:00:00", tick=True):
        for number in range(LIMITS["sign_in"].per_address):
            await court.post("/sign-in/staff", {"username": f"kimse{number}", "password": "x"}, status=422)
        await court.post("/sign-in/staff", {"username": "basqasi", "password": "x"}, status=429)


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/claims/%00", 404),
        ("/register/link/a%00b", 404),
        ("/sign-in?next=/%00", 400),
        ("/claims?q=%00", 400),
        ("/?%00=1", 400),
        ("/sign-in/asan-login/callback?state=%00&code=x", 400),
    ],
)
async def test_an_address_with_a_nul_leads_nowhere(lale: Court, address: str, status: int) -> None:
    await lale.get(address, status=status)


@pytest.mark.parametrize(
    ("form", "field"),
    [
        ("/sign-in", "phone"),
        ("/sign-in/password", "login"),
        ("/sign-in/staff", "username"),
        ("/sign-in/e-imza", "challenge"),
        ("/register", "kind"),
        ("/register/document", "number"),
        ("/profile", "address"),
        ("/profile", "x\0"),
    ],
)
async def test_a_field_with_a_nul_is_no_form_of_ours(lale: Court, form: str, field: str) -> None:
    assert (await lale.post(form, {field: "1\x002"}, status=400)).h1 == "Sorğu anlaşılmadı"
    files = {"file": ("a.pdf", b"%PDF", "application/pdf")}
    await lale.post(form, {field: "1\x002"}, files=files, status=400)
