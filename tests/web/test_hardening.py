"""What OWASP ASVS asks of answers, cookies, logs and passwords beyond what single pages show (docs/security.md)."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from fastapi import FastAPI
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from models.db import Sessions
from models.domain.errors import RuleBroken
from models.domain.passwords import LONGEST, SHORTEST
from models.domain.roles import Role
from models.settings import Settings
from tests.web.court import Court, an_account
from web.password_rules import judged_password
from web.passwords import hashed, password_matches
from web.security import SECURITY_HEADERS


async def test_in_production_the_session_cookie_is_bound_to_this_host_and_to_https(
    rebuilt: Callable[..., FastAPI], settings: Settings, sessions: Sessions
) -> None:
    visitor = Court(rebuilt(settings=settings.model_copy(update={"secure_cookies": True})), sessions)
    (cookie,) = (await visitor.client.get("/sign-in")).headers.get_list("set-cookie")
    await visitor.client.aclose()
    parts = {part.strip().lower() for part in cookie.split(";")[1:]}
    assert cookie.startswith("__Host-")
    assert {"secure", "httponly", "samesite=lax", "path=/"} <= parts
    assert not [part for part in parts if part.startswith("domain")]


def test_the_policy_allows_no_plugin_no_base_and_no_frame() -> None:
    policy = SECURITY_HEADERS["Content-Security-Policy"]
    for directive in ("default-src 'none'", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"):
        assert directive in policy
    assert "unsafe" not in policy
    assert "max-age=63072000; includeSubDomains" in SECURITY_HEADERS["Strict-Transport-Security"]


async def test_signing_out_clears_what_the_browser_kept(court: Court, sessions: Sessions) -> None:
    await court.sign_in(await an_account(sessions, Role.AUDITOR))
    assert (await court.send("/sign-out")).headers["clear-site-data"] == '"storage"'


async def test_pages_and_problems_name_their_letters_and_trace_is_not_spoken(court: Court) -> None:
    assert (await court.client.get("/help")).headers["content-type"] == "text/html; charset=utf-8"
    assert (await court.client.request("TRACE", "/help")).status_code == 405


async def test_an_attempt_at_what_is_not_ones_own_is_logged_without_a_name(
    court: Court, sessions: Sessions, caplog: pytest.LogCaptureFixture
) -> None:
    clerk = await an_account(sessions, Role.CLERK, surname="Orucova")
    await court.sign_in(clerk)
    await court.get("/owner/people", status=404)
    assert f"refused GET '/owner/people' by {clerk.id}: NotYoursError" in caplog.text
    await court.client.post("/profile", data={"csrf": "x"})
    assert "refused POST '/profile'" in caplog.text
    assert "Orucova" not in caplog.text


async def test_a_logged_address_holds_no_secret_and_no_second_line(
    court: Court, caplog: pytest.LogCaptureFixture
) -> None:
    await court.client.post("/password/new/TheSecretOfTheLetter", data={})
    await court.client.get("/owner/people/x%0Arefused%20nothing")
    await court.client.post("/claims/a%0Ab/sign", data={})
    assert "refused POST '/password/new/…'" in caplog.text
    assert "TheSecretOfTheLetter" not in caplog.text
    assert all("\n" not in record.getMessage() for record in caplog.records)


async def test_a_long_password_is_taken_whole_and_as_it_was_typed() -> None:
    long = "Sakit Dağlar, göy üzü; " * 6
    long = long[: LONGEST - 1]
    taken = await judged_password(f"{long}x", user_name="n.rustemova", fin="")
    assert (taken, len(taken)) == (f"{long}x", LONGEST)
    assert LONGEST >= 64 > SHORTEST >= 8
    stored = await hashed(taken)
    assert await password_matches(stored, f"{long}x")
    for other in (f"{long}y", taken.lower(), taken[:-1]):
        assert not await password_matches(stored, other), "nothing is cut off, no letter changed"
    with pytest.raises(RuleBroken, match="password_too_long"):
        await judged_password(f"{long}xx", user_name="n.rustemova", fin="")


@pytest.mark.parametrize("weak", ["divanmehkeme", "mehkemeparol", "parol1234567", "nrustemova12", "password1234"])
async def test_words_of_the_court_and_of_the_person_make_no_password(weak: str) -> None:
    with pytest.raises(RuleBroken, match=r"password_(common|names_owner)"):
        await judged_password(weak, user_name="n.rustemova", fin="", email="nrustemova@mehkeme.example")


async def test_no_password_grows_old(court: Court, sessions: Sessions) -> None:
    stored = await hashed("yağışlı gün və çətir")
    at = datetime(2020, 1, 1, tzinfo=UTC)
    await an_account(sessions, Role.AUDITOR, username="kohne.hesab", password_hash=stored, created_at=at)
    login = {"username": "kohne.hesab", "password": "yağışlı gün və çətir", "next": "/profile"}
    assert (await court.post("/sign-in/staff", login)).address.endswith("/profile")


@pytest.mark.parametrize("role", [Role.LITIGANT, Role.CLERK, Role.AUDITOR, Role.OPERATOR, Role.OWNER])
async def test_every_role_can_sign_out_from_its_pages(court: Court, sessions: Sessions, role: Role) -> None:
    await court.sign_in(await an_account(sessions, role))
    for address in ("/profile", "/profile/sessions", "/help", "/notifications"):
        assert (await court.get(address)).select("//header//form[@action='/sign-out']//button"), address


async def test_one_other_origin_alone_may_ask_for_clear_text(court: Court, settings: Settings) -> None:
    theirs = settings.temporal_ui_url.rstrip("/")
    for origin, allowed in ((theirs, theirs), ("https://evil.example", None), ("null", None)):
        answer = await court.client.options("/codec/decode", headers={"origin": origin})
        assert answer.headers.get("access-control-allow-origin") == allowed
    page = await court.client.get("/help", headers={"origin": theirs})
    assert "access-control-allow-origin" not in page.headers


@pytest.mark.parametrize(
    "tampering", ["UPDATE sign_in_event SET outcome = 'x'", "DELETE FROM sign_in_event", "TRUNCATE sign_in_event"]
)
async def test_the_log_of_sign_ins_refuses_every_change(court: Court, sessions: Sessions, tampering: str) -> None:
    await court.post("/sign-in/staff", {"username": f"kimse{len(tampering)}", "password": "x"}, status=422)
    with pytest.raises(DBAPIError, match="the log of sign-ins is append-only"):
        async with sessions.begin() as session:
            await session.execute(text(tampering))
