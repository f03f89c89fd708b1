"""Passwords open the cabinet, are forgotten, changed and guessed at; nobody learns whether a cabinet exists."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from freezegun import freeze_time
from sqlalchemy import func, select
from sqlmodel import col

from models.db import Sessions
from models.domain.roles import Role
from models.tables.accounts import AccountRow
from models.tables.sessions import WebSessionRow
from tests.web.court import COOKIE, Court, an_account
from tests.web.registration.newcomer import PASSWORD, Newcomer
from web.passwords import hashed
from web.sessions import cookie_hash

NEW = "yağışlı gün və çətir"
MISMATCH = ["İstifadəçi adı və ya e-poçt ünvanı ilə parol uyğun gəlmir."]


async def a_person(sessions: Sessions, name: str, **fields: object) -> AccountRow:
    """Store a registered litigant with a confirmed address and a password."""
    given: dict[str, object] = {
        "username": name, "password_hash": await hashed(PASSWORD), "email": f"{name}@poct.example",
        "email_confirmed_at": datetime.now(UTC),
    }  # fmt: skip
    return await an_account(sessions, **{**given, **fields})  # type: ignore[arg-type]  # fields of the row as they are


async def open_sessions(sessions: Sessions, account_id: UUID) -> int:
    query = select(func.count()).select_from(WebSessionRow).where(col(WebSessionRow.account_id) == account_id)
    async with sessions() as session:
        return int((await session.execute(query)).scalar_one())


async def test_user_name_and_confirmed_address_open_the_same_cabinet(newcomer: Newcomer, sessions: Sessions) -> None:
    await a_person(sessions, "lale.n")
    for login in ("lale.n", "Lale.N", "LALE.N@poct.example"):
        newcomer.court.visit_anew()
        assert (await newcomer.signs_in(login)).h1 == "Şəxsi məlumatlar"


async def test_an_address_nobody_confirmed_opens_nothing(newcomer: Newcomer, sessions: Sessions) -> None:
    await a_person(sessions, "resad.q", email_confirmed_at=None)
    assert (await newcomer.signs_in("resad.q@poct.example", status=422)).errors == MISMATCH


async def test_unknown_names_wrong_passwords_and_staff_get_one_answer(newcomer: Newcomer, sessions: Sessions) -> None:
    await a_person(sessions, "nigar.s")
    await an_account(sessions, Role.CLERK, username="katib", password_hash=await hashed(PASSWORD))
    answers = [
        (await newcomer.signs_in(login, password, status=422)).errors
        for login, password in (("nigar.s", "yanlış parol"), ("kimsesiz", PASSWORD), ("katib", PASSWORD))
    ]
    assert answers == [MISMATCH] * 3
    page = await newcomer.court.post("/sign-in/staff", {"username": "nigar.s", "password": PASSWORD}, status=422)
    assert page.errors == ["İstifadəçi adı və ya parol yanlışdır."], "the staff's door is no way around"


async def test_each_failure_makes_the_next_try_wait_longer_for_real_and_invented_names(
    newcomer: Newcomer, sessions: Sessions
) -> None:
    await a_person(sessions, "kamran.e")
    for login in ("kamran.e", "olmayan.ad"):
        with freeze_time("2026-11-21 09:00:00") as clock:
            await newcomer.court.get("/sign-in/password")
            for _ in range(5):
                await newcomer.signs_in(login, "yanlış parol", status=422)
            await newcomer.signs_in(login, "yanlış parol", status=429)
            clock.tick(timedelta(seconds=3))
            await newcomer.signs_in(login, "yanlış parol", status=422)
            clock.tick(timedelta(seconds=2))
            await newcomer.signs_in(login, status=429)
    with freeze_time("2026-11-21 10:00:00"):
        assert (await newcomer.signs_in("kamran.e")).h1 == "Şəxsi məlumatlar"


async def test_a_forgotten_password_is_set_anew_once_and_every_session_ends(
    newcomer: Newcomer, court: Court, sessions: Sessions
) -> None:
    person = await a_person(sessions, "tural.m")
    await court.sign_in(person)
    assert await open_sessions(sessions, person.id) == 1
    court.visit_anew()
    page = await court.post("/password/forgotten", {"login": "tural.m"})
    assert page.h1 == "E-poçtunuza baxın"
    await newcomer.post.letter(person.email)
    path = newcomer.post.path(person.email)
    weak = await court.post(path, {"password": "qısa", "again": "qısa"}, status=422)
    assert "Parol ən azı 12 simvoldan" in weak.errors[0]
    page = await court.post(path, {"password": NEW, "again": NEW})
    assert "Parolunuz dəyişdirildi." in page.text
    assert await open_sessions(sessions, person.id) == 0
    assert (await newcomer.post.letter(person.email, number=2)).subject == "Parolunuz dəyişdirildi"
    assert (await court.get(path, status=410)).h1 == "Keçid artıq qüvvədə deyil"
    await court.post(path, {"password": NEW, "again": NEW}, status=410)
    await newcomer.signs_in("tural.m", status=422)
    assert (await newcomer.signs_in("tural.m", NEW)).h1 == "Şəxsi məlumatlar"


async def test_a_link_for_a_new_password_is_good_for_an_hour_and_the_newest_alone(
    newcomer: Newcomer, court: Court, sessions: Sessions
) -> None:
    person = await a_person(sessions, "giorgi.b")
    await court.post("/password/forgotten", {"login": person.email})
    await newcomer.post.letter(person.email)
    first = newcomer.post.path(person.email)
    await court.post("/password/forgotten", {"login": person.email})
    await newcomer.post.letter(person.email, number=2)
    await court.get(first, status=410)
    second = newcomer.post.path(person.email)
    with freeze_time(datetime.now(UTC) + timedelta(minutes=59), tick=True):
        await court.get(second)
    with freeze_time(datetime.now(UTC) + timedelta(minutes=61), tick=True):
        await court.get(second, status=410)
        await court.post(second, {"password": NEW, "again": NEW}, status=410)


async def test_nobody_learns_from_the_forgotten_page_whether_a_cabinet_exists(
    newcomer: Newcomer, court: Court, sessions: Sessions
) -> None:
    await a_person(sessions, "fidan.a")
    real = await court.post("/password/forgotten", {"login": "fidan.a"})
    invented = await court.post("/password/forgotten", {"login": "hec.kim"})
    assert (real.address, real.text) == (invented.address, invented.text)
    await newcomer.post.letter("fidan.a@poct.example")


async def test_a_password_is_changed_with_the_old_one_and_other_sessions_end(
    newcomer: Newcomer, court: Court, sessions: Sessions
) -> None:
    person = await a_person(sessions, "elvin.r")
    await court.sign_in(person)
    other = court.client.cookies[COOKIE]
    court.visit_anew()
    await newcomer.signs_in("elvin.r")
    wrong = await court.post("/profile/password", {"old": "bu deyil", "password": NEW, "again": NEW}, status=422)
    assert wrong.errors == ["Bu, hazırkı parolunuz deyil."]
    page = await court.post("/profile/password", {"old": PASSWORD, "password": NEW, "again": NEW})
    assert page.h1 == "Şəxsi məlumatlar"
    async with sessions() as session:
        assert await session.get(WebSessionRow, cookie_hash(other)) is None
    assert await open_sessions(sessions, person.id) == 1
    assert (await newcomer.post.letter(person.email)).subject == "Parolunuz dəyişdirildi"


async def test_after_a_strong_sign_in_a_first_password_is_set_without_an_old_one(
    newcomer: Newcomer, court: Court, sessions: Sessions
) -> None:
    person = await an_account(sessions, email="ilk@poct.example")
    await court.sign_in(person)
    page = await court.get("/profile/password")
    assert "ASAN İmza ilə yenidən daxil olun" in page.text
    await court.post("/profile/password", {"username": "ilk.ad", "password": NEW, "again": NEW}, status=403)
    async with sessions.begin() as session:
        row = await session.get_one(WebSessionRow, cookie_hash(court.client.cookies[COOKIE]))
        row.proven_at = datetime.now(UTC)
    await court.post("/profile/password", {"username": "ilk.ad", "password": NEW, "again": NEW})
    court.visit_anew()
    assert (await newcomer.signs_in("ilk.ad", NEW)).h1 == "Şəxsi məlumatlar"
