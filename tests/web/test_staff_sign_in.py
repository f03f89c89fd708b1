"""Court staff come in by user name and password; sessions begin anew, idle out and end."""

from datetime import UTC, datetime
from uuid import UUID

from argon2 import PasswordHasher
from freezegun import freeze_time
from sqlalchemy import select
from sqlmodel import col

from models.db import Sessions
from models.domain.languages import Language
from models.domain.roles import Role
from models.tables.accounts import AccountRow, SignInEventRow
from models.tables.sessions import WebSessionRow
from tests.web.court import COOKIE, Court, an_account
from web.sessions import cookie_hash

PASSWORD = "qızıl-balıq-42"


async def a_clerk(sessions: Sessions, username: str) -> AccountRow:
    hashed = PasswordHasher().hash(PASSWORD)
    return await an_account(
        sessions,
        Role.CLERK,
        name="Səbinə",
        surname="Orucova",
        username=username,
        password_hash=hashed,
    )


async def outcomes(sessions: Sessions, account_id: UUID) -> list[str]:
    query = select(SignInEventRow.outcome).where(col(SignInEventRow.account_id) == account_id)  # type: ignore[call-overload]  # SQLModel's columns
    async with sessions() as session:
        return list((await session.execute(query.order_by(col(SignInEventRow.at)))).scalars())


async def test_a_clerk_signs_in_under_a_new_session_and_goes_where_she_wanted(court: Court, sessions: Sessions) -> None:
    clerk = await a_clerk(sessions, "sorucova1")
    asked = await court.get("/profile")
    assert asked.address.endswith("/sign-in?next=%2Fprofile")
    await court.get("/sign-in/staff?next=/profile")
    before = court.client.cookies[COOKIE]
    page = await court.post("/sign-in/staff", {"username": "sorucova1", "password": PASSWORD, "next": "/profile"})
    assert page.h1 == "Şəxsi məlumatlar"
    assert "Səbinə Orucova" in page.links
    after = court.client.cookies[COOKIE]
    assert after != before, "the cookie known before signing in must not open the session"
    async with sessions() as session:
        assert await session.get(WebSessionRow, cookie_hash(before)) is None
        assert await session.get(WebSessionRow, after) is None, "the cookie itself is never stored"
    assert await outcomes(sessions, clerk.id) == ["signed_in"]


async def test_an_unknown_user_and_a_wrong_password_get_the_same_answer(court: Court, sessions: Sessions) -> None:
    clerk = await a_clerk(sessions, "sorucova2")
    wrong = await court.post("/sign-in/staff", {"username": "sorucova2", "password": "x"}, status=422)
    unknown = await court.post("/sign-in/staff", {"username": "kimsesiz", "password": "x"}, status=422)
    assert wrong.errors == unknown.errors == ["İstifadəçi adı və ya parol yanlışdır."]
    assert wrong.title.startswith("Səhv:")
    assert wrong.fields("/sign-in/staff")["password"] == ""
    assert await outcomes(sessions, clerk.id) == ["wrong_password"]


async def test_a_restricted_account_cannot_sign_in_and_loses_its_sessions(court: Court, sessions: Sessions) -> None:
    clerk = await a_clerk(sessions, "sorucova3")
    await court.sign_in(clerk)
    async with sessions.begin() as session:
        (await session.get_one(AccountRow, clerk.id)).blocked_at = datetime.now(UTC)
    assert (await court.get("/profile")).h1 == "Kabinetə giriş"
    page = await court.post("/sign-in/staff", {"username": "sorucova3", "password": PASSWORD}, status=422)
    assert page.errors == ["Bu kabinetə giriş məhdudlaşdırılıb. Məhkəmə ilə əlaqə saxlayın."]


async def test_a_session_ends_after_half_an_hour_without_a_page(court: Court, sessions: Sessions) -> None:
    with freeze_time("2026-11-21 09:00:00") as clock:
        await court.sign_in(await a_clerk(sessions, "sorucova4"))
        for _ in range(3):
            clock.tick(29 * 60)
            assert (await court.get("/profile")).h1 == "Şəxsi məlumatlar"
        clock.tick(30 * 60 + 1)
        assert (await court.get("/profile")).h1 == "Kabinetə giriş"


async def test_a_session_ends_after_twelve_hours_however_busy(court: Court, sessions: Sessions) -> None:
    with freeze_time("2026-11-22 06:00:00") as clock:
        await court.sign_in(await a_clerk(sessions, "sorucova5"))
        for _ in range(35):
            clock.tick(20 * 60)
            assert (await court.get("/profile")).h1 == "Şəxsi məlumatlar"
        clock.tick(20 * 60)
        assert (await court.get("/profile")).h1 == "Kabinetə giriş"


async def test_a_session_is_touched_at_most_once_a_minute(court: Court, sessions: Sessions) -> None:
    with freeze_time("2026-11-23 06:00:00") as clock:
        await court.sign_in(await a_clerk(sessions, "sorucova6"))
        key = cookie_hash(court.client.cookies[COOKIE])
        seen = []
        for _ in range(4):
            clock.tick(25)
            await court.get("/profile")
            async with sessions() as session:
                seen.append((await session.get_one(WebSessionRow, key)).seen_at.strftime("%M:%S"))
    assert seen == ["00:00", "00:00", "01:15", "01:15"]


async def test_signing_out_makes_the_old_cookie_worthless(court: Court, sessions: Sessions) -> None:
    await court.sign_in(await a_clerk(sessions, "sorucova7"))
    old = court.client.cookies[COOKIE]
    page = await court.post("/sign-out")
    assert "Sistemdən çıxdınız." in page.text
    court.client.cookies.clear()
    court.client.cookies.set(COOKIE, old, domain="court.test")
    assert (await court.get("/profile")).h1 == "Kabinetə giriş"


async def test_the_way_back_never_leads_to_another_site(court: Court, sessions: Sessions) -> None:
    await a_clerk(sessions, "sorucova8")
    for number, trap in enumerate(("//evil.example", "https://evil.example", "/\\evil.example", "/a\r\nb")):
        court.visit_anew()
        fields = {"username": "sorucova8", "password": PASSWORD, "next": trap}
        answer = await court.send("/sign-in/staff", fields)
        assert (number, answer.status_code, answer.headers["location"]) == (number, 303, "/")


async def test_the_language_chosen_before_signing_in_stays(court: Court, sessions: Sessions) -> None:
    clerk = await a_clerk(sessions, "sorucova9")
    await court.get("/sign-in/staff?lang=en")
    page = await court.post("/sign-in/staff", {"username": "sorucova9", "password": PASSWORD, "next": "/profile"})
    assert page.h1 == "Personal details"
    async with sessions() as session:
        assert (await session.get_one(AccountRow, clerk.id)).language is Language.EN
