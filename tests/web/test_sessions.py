"""My sessions and devices: seen, ended, timed out; and no form is lost when a session ends."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import httpx2
import pytest
from argon2 import PasswordHasher
from fastapi import FastAPI
from freezegun import freeze_time
from sqlalchemy import delete, select, text
from sqlmodel import col

from activities.account_notices import write_account_notice
from models.db import Sessions
from models.domain.effects import NoticeKind
from models.domain.roles import Role
from models.tables.accounts import AccountRow, SignInEventRow
from models.tables.notices import Channel, DeliveryRow, NoticeRow
from models.tables.sessions import RateCountRow
from tests.web.court import ADDRESS, Court, an_account
from tests.web.test_profile import DETAILS

PASSWORD = "qızıl-balıq-42"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:133.0) Gecko/20100101 Firefox/133.0"
PHONE = (
    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Mobile Safari/537.36"
)
OURS = {"origin": ADDRESS, "sec-fetch-site": "same-origin"}  # what a browser says of a form on our own page


@pytest.fixture(autouse=True)
async def no_tries_yet(sessions: Sessions) -> None:
    """Forget tries: all visitors of these tests come from one address."""
    async with sessions.begin() as session:
        await session.execute(delete(RateCountRow))


async def a_clerk(sessions: Sessions, **fields: Any) -> AccountRow:
    username = f"user-{uuid4().hex[:8]}"
    hashed = PasswordHasher().hash(PASSWORD)
    return await an_account(sessions, Role.CLERK, username=username, password_hash=hashed, **fields)


async def comes_with(app: FastAPI, sessions: Sessions, account: AccountRow, agent: str) -> Court:
    """Sign in through the door of passwords with a browser of that name."""
    visitor = Court(app, sessions)
    visitor.client.headers["user-agent"] = agent
    await visitor.post("/sign-in/staff", {"username": str(account.username), "password": PASSWORD})
    return visitor


async def test_a_person_sees_each_device_with_its_way_in_and_its_address(app: FastAPI, sessions: Sessions) -> None:
    clerk = await a_clerk(sessions)
    office = await comes_with(app, sessions, clerk, FIREFOX)
    await comes_with(app, sessions, clerk, PHONE)
    page = await office.get("/profile/sessions")
    rows = [" ".join(row.text_content().split()) for row in page.select("//tbody/tr")]
    assert len(rows) == 2
    assert rows[0].startswith("Firefox, Windows")
    assert "Bu qurğu" in rows[0]
    assert rows[1].startswith("Chrome, Android")
    assert "Parol" in rows[1]
    assert "127.0.0.1" in rows[1]
    assert PHONE in rows[1], "the agent is kept whole"


async def test_an_ended_session_is_signed_out_at_its_next_request_and_ending_twice_is_no_mistake(
    app: FastAPI, sessions: Sessions
) -> None:
    clerk = await a_clerk(sessions)
    office = await comes_with(app, sessions, clerk, FIREFOX)
    phone = await comes_with(app, sessions, clerk, PHONE)
    (action,) = (await office.get("/profile/sessions")).select("//form[contains(@action, '/end')]/@action")[1:]
    for _ in range(2):
        assert "Sessiya bitirildi." in (await office.post(action)).text
    assert (await phone.get("/profile")).h1 == "Kabinetə giriş"
    assert (await office.get("/profile")).h1 == "Şəxsi məlumatlar"


async def test_all_others_end_at_once_and_nobody_elses(app: FastAPI, sessions: Sessions) -> None:
    clerk, other = await a_clerk(sessions), await a_clerk(sessions)
    office = await comes_with(app, sessions, clerk, FIREFOX)
    elsewhere = [await comes_with(app, sessions, clerk, PHONE) for _ in range(2)]
    stranger = await comes_with(app, sessions, other, PHONE)
    page = await office.post("/profile/sessions/end-others")
    assert "Digər bütün sessiyalar bitirildi." in page.text
    assert len(page.select("//tbody/tr")) == 1
    for visitor in elsewhere:
        assert (await visitor.get("/profile")).h1 == "Kabinetə giriş"
    assert (await stranger.get("/profile")).h1 == "Şəxsi məlumatlar"


async def test_another_persons_session_cannot_be_ended_nor_told_from_one_that_is_not(
    app: FastAPI, sessions: Sessions
) -> None:
    victim, thief = await a_clerk(sessions), await a_clerk(sessions)
    office = await comes_with(app, sessions, victim, FIREFOX)
    await comes_with(app, sessions, victim, PHONE)
    (theirs,) = (await office.get("/profile/sessions")).select("//form[contains(@action, '/end')]/@action")[1:]
    stranger = await comes_with(app, sessions, thief, PHONE)
    answers = [await stranger.send(action) for action in (theirs, f"/profile/sessions/{uuid4()}/end")]
    assert [(answer.status_code, answer.headers["location"]) for answer in answers] == [(303, "/profile/sessions")] * 2
    assert len((await office.get("/profile/sessions")).select("//tbody/tr")) == 2
    await stranger.post("/profile/sessions/nonsense/end", status=404)


async def test_ending_this_very_session_signs_out(app: FastAPI, sessions: Sessions) -> None:
    clerk = await a_clerk(sessions)
    office = await comes_with(app, sessions, clerk, FIREFOX)
    phone = await comes_with(app, sessions, clerk, PHONE)
    (own,) = (await phone.get("/profile/sessions")).select("//form[contains(@action, '/end')]/@action")[1:]
    assert "Sistemdən çıxdınız." in (await office.post(own)).text
    assert (await office.get("/profile")).h1 == "Kabinetə giriş"


async def test_asking_how_long_a_session_lives_does_not_prolong_it_and_staying_does(
    court: Court, sessions: Sessions
) -> None:
    with freeze_time("2026-11-21 09:00:00") as clock:
        await court.sign_in(await an_account(sessions))
        token = await court.token()
        for minutes, left in ((10, 20 * 60), (15, 5 * 60)):
            clock.tick(minutes * 60)
            assert (await court.client.get("/session")).json()["left"] == left
        stayed = (await court.client.post("/session", headers={"x-csrf-token": token})).json()
        assert (stayed["signed_in"], stayed["left"]) == (True, 30 * 60)
        clock.tick(29 * 60)
        assert (await court.client.get("/session")).json()["left"] == 60
        clock.tick(61)
        assert (await court.client.get("/session")).json() == {"signed_in": False}
        assert (await court.client.post("/session", headers={"x-csrf-token": token})).json() == {"signed_in": False}


async def test_staying_signed_in_ends_with_the_absolute_limit(court: Court, sessions: Sessions) -> None:
    with freeze_time("2026-11-21 06:00:00") as clock:
        await court.sign_in(await an_account(sessions))
        token = await court.token()
        for _ in range(35):
            clock.tick(20 * 60)
            stayed = (await court.client.post("/session", headers={"x-csrf-token": token})).json()
        assert stayed["left"] == 20 * 60, "not the idle half hour: twelve hours are over before"


async def test_the_limits_are_the_settings(rebuilt: Any, sessions: Sessions, settings: Any) -> None:
    short = settings.model_copy(update={"session_idle": timedelta(minutes=7)})
    visitor = Court(rebuilt(settings=short), sessions)
    with freeze_time("2026-11-21 09:00:00") as clock:
        await visitor.sign_in(await an_account(sessions))
        assert (await visitor.get("/profile")).select("//dialog/@data-left") == [str(7 * 60)]
        clock.tick(7 * 60 + 1)
        page = await visitor.get("/profile?next=/claims")
        assert page.address.endswith("/sign-in?next=%2Fprofile%3Fnext%3D%2Fclaims")


async def test_a_form_sent_after_the_session_ended_keeps_what_was_typed_until_it_is_sent_again(
    court: Court, sessions: Sessions
) -> None:
    account = await an_account(sessions)
    typed = {**DETAILS, "address": "Bakı, “Gənclik” m/s,\n<b>mənzil</b> 5"}
    with freeze_time("2026-11-21 09:00:00") as clock:
        await court.sign_in(account)
        old = await court.token()
        clock.tick(30 * 60 + 1)
        held = await court.post("/profile", typed, status=401)
        assert held.h1 == "Formanız hələ göndərilməyib"
        assert "/sign-in?next=/session/renewed" in held.links.values()
        await court.sign_in(account)  # in another tab: a new cookie
        fields: dict[str, Any] = {**held.fields(), "csrf": old}
        again = await court.client.post("/profile", data=fields, headers=OURS)
        asked = court.page(again, status=403)
        assert "Kimin adı ilə daxil olduğunuzu yoxlayın" in asked.text
        assert (await court.post("/profile", asked.fields())).status == 200
    async with sessions() as session:
        stored = await session.get_one(AccountRow, account.id)
    assert stored.address.splitlines() == typed["address"].splitlines()  # type: ignore[union-attr]  # it is a text


async def test_a_form_of_another_site_or_with_a_secret_or_too_large_is_not_held(
    court: Court, sessions: Sessions
) -> None:
    await court.sign_in(await an_account(sessions))
    wrong = {**DETAILS, "csrf": "wrong"}
    evil = {"origin": "https://evil.example", "sec-fetch-site": "cross-site"}
    unvouched = {"origin": ADDRESS}
    for headers in (evil, unvouched, {**OURS, "sec-fetch-site": "same-site"}):
        answer = await court.client.post("/profile", data=wrong, headers=headers)
        assert court.page(answer, status=403).h1 == "Bu forma qəbul edilə bilməz"
    for fields in ({**wrong, "password": "gizli"}, {**wrong, "address": "a" * 600_000}):
        answer = await court.client.post("/profile", data=fields, headers=OURS)
        assert court.page(answer, status=403).h1 == "Bu forma qəbul edilə bilməz"
        assert "gizli" not in answer.text


async def notices_of(sessions: Sessions, account: AccountRow) -> list[tuple[NoticeRow, DeliveryRow]]:
    query = select(NoticeRow, DeliveryRow).join(DeliveryRow, col(DeliveryRow.notice_id) == col(NoticeRow.id))
    async with sessions() as session:
        return [(one, by) for one, by in await session.execute(query.where(col(DeliveryRow.address) == account.email))]


@pytest.mark.parametrize(("days", "told"), [(89, 0), (91, 1)])
async def test_a_device_not_seen_for_90_days_is_told_by_mail(
    app: FastAPI, sessions: Sessions, days: int, told: int
) -> None:
    mail = f"{uuid4().hex}@poct.example"
    clerk = await a_clerk(sessions, email=mail, email_confirmed_at=datetime.now(UTC), notify_email=False, language="en")
    await comes_with(app, sessions, clerk, FIREFOX)
    assert await notices_of(sessions, clerk) == [], "the first sign-in of all is no news"
    async with sessions.begin() as session:
        await session.execute(text("SET LOCAL session_replication_role = replica"))  # the log refuses a change
        query = select(SignInEventRow).where(col(SignInEventRow.account_id) == clerk.id)
        (await session.scalars(query)).one().at -= timedelta(days=days)
    newer = FIREFOX.replace("133", "140")
    await comes_with(app, sessions, clerk, newer)
    await comes_with(app, sessions, clerk, newer)
    found = await notices_of(sessions, clerk)
    assert len(found) == told
    for notice, delivery in found:
        assert (notice.kind, delivery.channel, delivery.language) == (NoticeKind.NEW_DEVICE, Channel.EMAIL, "en")
        assert notice.words == {"device": "Firefox, Windows", "address": "127.0.0.1"}


async def test_a_second_kind_of_device_is_told_and_an_unconfirmed_address_hears_nothing(
    app: FastAPI, sessions: Sessions
) -> None:
    known = await a_clerk(sessions, email=f"{uuid4().hex}@poct.example", email_confirmed_at=datetime.now(UTC))
    unknown = await a_clerk(sessions, email=f"{uuid4().hex}@poct.example")
    for clerk in (known, unknown):
        await comes_with(app, sessions, clerk, FIREFOX)
        await comes_with(app, sessions, clerk, PHONE)
    assert len(await notices_of(sessions, known)) == 1
    assert await notices_of(sessions, unknown) == []


async def test_a_wrong_password_from_a_new_device_tells_nobody(app: FastAPI, sessions: Sessions) -> None:
    clerk = await a_clerk(sessions, email=f"{uuid4().hex}@poct.example", email_confirmed_at=datetime.now(UTC))
    await comes_with(app, sessions, clerk, FIREFOX)
    visitor = Court(app, sessions)
    visitor.client.headers["user-agent"] = PHONE
    await visitor.post("/sign-in/staff", {"username": str(clerk.username), "password": "x"}, status=422)
    assert await notices_of(sessions, clerk) == []


async def test_the_answer_to_a_script_is_problem_json_and_holds_nothing(court: Court) -> None:
    answer: httpx2.Response = await court.client.post(
        "/profile", data={"csrf": await court.token()}, headers={"accept": "application/json"}
    )
    assert (answer.status_code, answer.headers["content-type"]) == (401, "application/problem+json")


async def test_a_notice_about_the_cabinet_stands_in_the_list_and_leads_to_its_page(
    court: Court, sessions: Sessions
) -> None:
    person = await an_account(sessions)
    async with sessions.begin() as session:
        await write_account_notice(
            session,
            NoticeKind.NEW_DEVICE,
            words={"device": "Firefox, Windows", "address": "192.0.2.7"},
            to={},
            language=person.language,
            at=datetime.now(UTC),
            fin=str(person.fin),
        )
    await court.sign_in(person)
    page = await court.get("/notifications")
    assert "əvvəllər istifadə edilməmiş qurğudan daxil olundu" in page.text
    (action,) = page.select("//form[contains(@action, '/open')]/@action")
    assert (await court.post(action)).h1 == "Sessiyalarım və qurğularım"
