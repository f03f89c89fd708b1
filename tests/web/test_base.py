"""The frame of every page: languages, navigation, static files, headers, error pages."""

import re
from typing import Any
from uuid import uuid4

import pytest
from fastapi import FastAPI

from activities.reference import seed_reference
from models.db import Sessions
from models.domain.roles import Role
from tests.builders import COURT
from tests.web.court import Court, an_account
from web.navigation import FOOTER, MENU
from web.render import ENVIRONMENTS, TEMPLATES
from web.sessions import now


async def test_a_visitor_is_welcomed_in_azerbaijani(court: Court) -> None:
    page = await court.get("/")
    assert page.root.get("lang") == "az"
    assert page.links["Daxil ol"] == "/sign-in"


async def test_the_language_switch_keeps_the_page_and_is_remembered(court: Court) -> None:
    page = await court.get("/help?from=mail&lang=en")
    assert page.address.endswith("/help?from=mail")
    assert (page.root.get("lang"), page.h1) == ("en", "Help")
    assert (await court.get("/accessibility")).h1 == "Accessibility"
    switch = page.select("//a[@hreflang='az']/@href")[0]
    assert (await court.get(str(switch))).h1 == "Kömək"


async def test_a_signed_in_persons_language_follows_the_person(court: Court, sessions: Sessions) -> None:
    account = await an_account(sessions)
    await court.sign_in(account)
    await court.get("/?lang=en")
    court.client.cookies.delete("lang")
    assert (await court.get("/")).root.get("lang") == "en"


async def test_an_unknown_language_changes_nothing(court: Court) -> None:
    assert (await court.get("/help?lang=xx")).root.get("lang") == "az"


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.SYSTEM])
async def test_every_link_of_the_navigation_answers(court: Court, sessions: Sessions, role: Role) -> None:
    reached: dict[str, Any] = {"address": "Bakı, Nizami küçəsi 10", "postal_index": "AZ1000", "phone": "+994501234567"}
    mail: dict[str, Any] = {"email": f"{uuid4().hex}@poct.example", "email_confirmed_at": now()}
    court_id = COURT if role is Role.CLERK else ""
    async with sessions.begin() as session:
        await seed_reference(session)
    await court.sign_in(await an_account(sessions, role, court_id=court_id, **reached, **mail))
    for entry in (*MENU[role], *FOOTER):
        page = await court.get(entry.address)
        if entry not in FOOTER:
            assert page.select("//nav//a[@aria-current='true']/@href") == [entry.address]


async def test_static_files_are_kept_for_ever_under_their_hash(court: Court) -> None:
    page = await court.get("/")
    (sheet,) = page.select("//link[@rel='stylesheet']/@href")
    answer = await court.client.get(str(sheet))
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    old = await court.client.get(re.sub("/static/[0-9a-f]+/", "/static/000000000000/", str(sheet)))
    assert (old.status_code, old.headers["cache-control"], old.text) == (200, "no-cache", answer.text)


async def test_static_files_cannot_be_left(court: Court) -> None:
    for path in ("/static/x/../../app.py", "/static/x/%2e%2e/%2e%2e/app.py", "/static/x//etc/passwd"):
        assert (await court.client.get(path)).status_code == 404


async def test_every_address_of_the_style_sheet_leads_to_a_file(court: Court) -> None:
    (sheet,) = (await court.get("/")).select("//link[@rel='stylesheet']/@href")
    css = (await court.client.get(str(sheet))).text
    named = set(re.findall(r"url\(\"?([^\"')]+)", css))
    assert len(named) >= 6
    for address in named:
        if not address.startswith("data:"):
            found = await court.client.get(str(sheet).rsplit("/", 1)[0] + "/" + address)
            assert found.status_code == 200, address


@pytest.mark.parametrize(("language", "h1"), [("az", "Səhifə tapılmadı"), ("en", "Page not found")])
async def test_a_missing_page_says_so_in_the_visitors_language(court: Court, language: str, h1: str) -> None:
    court.client.cookies.set("lang", language, domain="court.test")
    page = await court.get("/no-such-page", status=404)
    assert page.h1 == h1


async def test_programs_get_problem_json(court: Court) -> None:
    answer = await court.client.get("/api/nothing")
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["status"] == 404


async def test_health_answers_while_postgresql_does(court: Court) -> None:
    assert (await court.client.get("/health")).text == "ok"


async def test_the_application_starts_with_every_page_compiled(app: FastAPI) -> None:
    pages = [f"pages/{path.name}" for path in (TEMPLATES / "pages").glob("*.html")]
    async with app.router.lifespan_context(app):
        compiled = [{key[1] for key in environment.cache or ()} for environment in ENVIRONMENTS.values()]
    assert len(pages) > 5
    assert all(set(pages) <= each for each in compiled)


async def test_there_is_no_api_browser(court: Court) -> None:
    for path in ("/docs", "/redoc", "/openapi.json"):
        assert (await court.client.get(path)).status_code == 404
