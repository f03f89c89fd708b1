"""The owner takes people into the staff: an account without a password, a letter, a password of one's own."""

import asyncio
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from freezegun import freeze_time
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlmodel import col

from activities.reference import seed_reference
from models.db import Sessions
from models.domain.grants import RightsAct
from models.domain.letters import STAFF_LINK_LIVES
from models.domain.roles import Role
from models.tables.accounts import AccountRow
from models.tables.rights import RightsLineRow, RoleGrantRow
from tests.builders import COURT
from tests.postbox import Postbox
from tests.web.court import Court, Page, an_account
from web.sessions import now

NEW, PASSWORD = "/owner/people/new", "gömgöy dəniz sahili"
USER_NAME = (
    "İstifadəçi adı 4–40 latın hərfindən və rəqəmdən ibarətdir, aralarında tək nöqtə, defis və ya alt xətt ola bilər."
)
WRONG = ["İstifadəçi adı və ya parol yanlışdır."]


@pytest.fixture(scope="module", autouse=True)
async def courts(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        await seed_reference(session)


@pytest.fixture
async def owner(court: Court, sessions: Sessions) -> AccountRow:
    account = await an_account(sessions, Role.OWNER, name="Rəna", surname="İsmayılova")
    await court.sign_in(account)
    return account


def somebody(**other: str) -> dict[str, str]:
    name = f"k{uuid4().hex[:10]}"
    return {
        "surname": "Əlizadə", "name": "Günay", "patronymic": "Tofiq qızı", "username": name, "language": "az",
        "email": f"{name}@mehkeme.example", "role": "clerk", "court": COURT, "until": "31.12.2099",
        "reason": "Əmr № 12-K", **other,
    }  # fmt: skip


async def adds(court: Court, given: dict[str, str], *, status: int = 200) -> Page:
    shown = (await court.get(NEW)).fields(NEW)
    return await court.post(NEW, {**shown, **given}, status=status)


async def account_of(sessions: Sessions, username: str) -> AccountRow | None:
    query = select(AccountRow).where(col(AccountRow.username) == username)
    async with sessions() as session:
        return (await session.scalars(query)).one_or_none()


async def signs_in(visitor: Court, username: str, password: str = PASSWORD, *, status: int = 200) -> Page:
    fields = {"username": username, "password": password, "next": "/clerk"}
    return await visitor.post("/sign-in/staff", fields, status=status)


async def test_a_new_clerk_chooses_her_password_by_the_letter_and_works_at_her_court(
    court: Court, owner: AccountRow, *, sessions: Sessions, post: Postbox
) -> None:
    given = somebody()
    page = await adds(court, given)
    assert "Hesab yaradıldı." in page.root.text_content()
    assert "hələ təyin edilməyib" in page.text
    assert given["email"] in page.text
    row = await account_of(sessions, given["username"])
    assert row is not None
    assert (row.role, row.password_hash, row.email_confirmed_at, row.patronymic) == (None, None, None, "Tofiq qızı")
    async with sessions() as session:
        (line,) = await session.scalars(select(RightsLineRow).where(col(RightsLineRow.about_account) == row.id))
        (grant,) = await session.scalars(select(RoleGrantRow).where(col(RoleGrantRow.account_id) == row.id))
    assert (line.act, line.by_account, line.role, line.reason) == (
        RightsAct.GRANT, owner.id, Role.CLERK, "Əmr № 12-K",
    )  # fmt: skip
    assert (grant.court_id, grant.granted_by) == (COURT, owner.id)
    assert grant.until is not None

    clerk = Court(court.app, sessions)
    for password in ("", PASSWORD, "None", "!"):
        refused = await signs_in(clerk, given["username"], password or " ", status=422)
        assert refused.errors == WRONG, "nobody signs in to an account without a password"
    letter = await post.letter(given["email"])
    assert letter.subject == "Əməkdaş hesabınız üçün parol təyin edin"
    assert PASSWORD not in letter.text
    link = post.path(given["email"])
    assert given["username"] in (await clerk.get(link)).text
    weak = await clerk.post(link, {"password": "parol12345678", "again": "parol12345678"}, status=422)
    assert len(weak.errors) == 1
    holds_name = f"{given['username']} və uzun söz"
    assert (await clerk.post(link, {"password": holds_name, "again": holds_name}, status=422)).errors
    differs = await clerk.post(link, {"password": PASSWORD, "again": "başqa bir şey"}, status=422)
    assert differs.errors == ["Parollar eyni deyil."]
    done = await clerk.post(link, {"password": PASSWORD, "again": PASSWORD})
    assert "Parolunuz təyin edildi." in done.text
    assert (await signs_in(clerk, given["username"])).address.endswith("/clerk")
    for again in (await clerk.get(link, status=410), await clerk.post(link, {"password": PASSWORD}, status=410)):
        assert again.h1 == "Keçid artıq qüvvədə deyil"
    await clerk.client.aclose()
    row = await account_of(sessions, given["username"])
    assert row is not None
    assert row.email_confirmed_at is not None, "the link was followed, so the address is hers"
    assert "təyin edilib" in (await court.get(f"/owner/people/{row.id}")).text


async def test_the_letter_is_in_the_language_chosen_for_the_person(
    court: Court, owner: AccountRow, *, post: Postbox
) -> None:
    assert owner.language == "az"
    given = somebody(language="en", role="auditor", court="", until="", patronymic="")
    await adds(court, given)
    letter = await post.letter(given["email"])
    assert letter.subject == "Choose the password of your staff account"
    assert "valid for three days" in letter.text


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"surname": ""}, "Soyadı daxil edin"),
        ({"surname": "Əlizadə1"}, "Soyad yalnız hərflərdən ibarət olur, ən çoxu 60 hərf"),
        ({"name": ""}, "Adı daxil edin"),
        ({"name": "G" * 61}, "Ad yalnız hərflərdən ibarət olur, ən çoxu 60 hərf"),
        ({"patronymic": "<b>"}, "Ata adı yalnız hərflərdən ibarət olur, ən çoxu 60 hərf"),
        ({"username": ""}, "İstifadəçi adını yazın"),
        ({"username": "ə"}, USER_NAME),
        ({"email": ""}, "İş e-poçt ünvanını yazın"),
        ({"email": "heç kim"}, "E-poçt ünvanını ad@example.az şəklində yazın"),
        ({"language": ""}, "Dili seçin"),
        ({"role": ""}, "Rolu seçin"),
        ({"role": "litigant"}, "Bu rol verilə bilməz."),
        ({"court": ""}, "Məhkəməni seçin: bu rol bir məhkəməyə bağlıdır."),
        ({"court": "atlantis"}, "Belə məhkəmə yoxdur."),
        ({"role": "owner"}, "Bu rol məhkəməyə bağlı deyil: məhkəməni boş saxlayın."),
        ({"until": "31.02.2030"}, "Tarixi gün.ay.il şəklində yazın, məsələn, 31.12.2027"),
        ({"until": "01.01.2020"}, "Son gün keçib. Daha sonrakı günü göstərin və ya boş saxlayın."),
        ({"reason": "?"}, "Səbəbi ən azı beş simvolla yazın: o, hüquqlar reyestrində qalır"),
        ({"reason": "s" * 501}, "Səbəb ən çoxu 500 simvol ola bilər"),
    ],
)
async def test_what_is_wrong_is_named_beside_its_field_and_makes_nobody(
    court: Court, owner: AccountRow, *, sessions: Sessions, fields: dict[str, str], said: str
) -> None:
    assert owner.id
    given = somebody(**fields)
    page = await adds(court, given, status=422)
    assert page.errors == [said]
    field = "court" if "məhkəməni boş saxlayın" in said else next(iter(fields))
    assert page.select(f"//*[@id='{field}-error']"), "the sentence stands beside the field too"
    kept = page.fields(NEW)
    assert [kept[name] for name in ("surname", "email", "until", "reason")] == [
        given[name] for name in ("surname", "email", "until", "reason")
    ]
    assert await account_of(sessions, given["username"]) is None


async def test_a_user_name_and_an_address_that_are_taken_are_said_to_be(
    court: Court, owner: AccountRow, *, sessions: Sessions
) -> None:
    assert owner.id
    first = somebody()
    await adds(court, first)
    taken = await adds(court, somebody(username=first["username"].upper()), status=422)
    assert taken.errors == ["Bu istifadəçi adı tutulub. Başqasını seçin."]
    taken = await adds(court, somebody(email=first["email"].upper()), status=422)
    assert taken.errors == ["Bu e-poçt ünvanı başqa hesaba məxsusdur. Şəxsin öz iş ünvanını yazın."]
    mail = f"{uuid4().hex[:8]}@poct.example"
    await an_account(sessions, email=mail)
    await adds(court, somebody(email=mail))  # nobody confirmed it: whoever only typed it takes it from nobody
    confirmed = f"{uuid4().hex[:8]}@poct.example"
    await an_account(sessions, email=confirmed, email_confirmed_at=now())
    assert (await adds(court, somebody(email=confirmed), status=422)).errors == taken.errors


async def test_a_form_sent_twice_at_once_is_one_person_one_grant_and_one_letter(
    court: Court, owner: AccountRow, *, sessions: Sessions, post: Postbox
) -> None:
    assert owner.id
    given = somebody()
    fields = {**(await court.get(NEW)).fields(NEW), **given}
    token = await court.token()
    answers = await asyncio.gather(*(court.client.post(NEW, data={**fields, "csrf": token}) for _ in range(4)))
    assert {answer.status_code for answer in answers} == {303}
    assert len({answer.headers["location"] for answer in answers}) == 1
    row = await account_of(sessions, given["username"])
    assert row is not None
    query = select(func.count()).select_from(RightsLineRow).where(col(RightsLineRow.about_account) == row.id)
    async with sessions() as session:
        assert (await session.execute(query)).scalar_one() == 1
    await post.letter(given["email"])
    other = somebody()
    await adds(court, other)
    await post.letter(other["email"])
    assert len(post.to(given["email"])) == 1


async def test_a_lost_link_is_sent_again_and_the_first_one_opens_nothing_then(
    court: Court, owner: AccountRow, *, sessions: Sessions, post: Postbox
) -> None:
    assert owner.id
    given = somebody()
    person = (await adds(court, given)).address
    await post.letter(given["email"])
    lost = post.path(given["email"])
    address = person.removeprefix("http://court.test") + "/invite"
    refused = await court.post(address, {**(await court.get(address)).fields(address), "reason": "?"}, status=422)
    assert refused.errors == ["Səbəbi ən azı beş simvolla yazın: o, hüquqlar reyestrində qalır"]
    page = await court.post(address, {**refused.fields(address), "reason": "Məktub gəlməyib"})
    assert "Məktub gəlməyib" in page.text
    await post.letter(given["email"], number=2)
    clerk = Court(court.app, sessions)
    await clerk.get(lost, status=410)
    await clerk.post(post.path(given["email"]), {"password": PASSWORD, "again": PASSWORD})
    await signs_in(clerk, given["username"])
    # forgotten: another link, and the person hears that the password changed
    await court.post(address, {**(await court.get(address)).fields(address), "reason": "Parolu unudub"})
    await post.letter(given["email"], number=3)
    link, other = post.path(given["email"]), "yağışlı gün və çətir"
    await Court(court.app, sessions).post(link, {"password": other, "again": other})
    assert "/sign-in" in (await clerk.get("/clerk")).address, "sessions of the old password ended"
    assert (await post.letter(given["email"], number=4)).subject == "Parolunuz dəyişdirildi"
    await signs_in(clerk, given["username"], status=422)
    await clerk.client.aclose()


async def test_a_link_ends_after_three_days_and_with_the_role(
    court: Court, owner: AccountRow, *, sessions: Sessions, post: Postbox
) -> None:
    given = somebody()
    person = (await adds(court, given)).address.removeprefix("http://court.test")
    await post.letter(given["email"])
    link, anybody = post.path(given["email"]), Court(court.app, sessions)
    with freeze_time(now() + STAFF_LINK_LIVES - timedelta(minutes=5)):
        await anybody.get(link)
    with freeze_time(now() + STAFF_LINK_LIVES + timedelta(seconds=5)):
        await anybody.get(link, status=410)
    await court.sign_in(owner)
    address = f"{person}/withdraw"
    await court.post(address, {**(await court.get(address)).fields(address), "reason": "İşə başlamayıb"})
    await anybody.get(link, status=410)
    await anybody.post(link, {"password": PASSWORD, "again": PASSWORD}, status=410)
    row = await account_of(sessions, given["username"])
    assert row is not None
    assert row.password_hash is None
    await anybody.client.aclose()


@pytest.mark.parametrize("who", ["oneself", "without a role", "without an address", "a litigant"])
async def test_no_link_goes_to_oneself_or_to_whom_none_can_help(
    court: Court, owner: AccountRow, *, sessions: Sessions, post: Postbox, who: str
) -> None:
    whom = {
        "oneself": owner,
        "without a role": AccountRow(
            id=uuid4(), username=f"u{uuid4().hex[:9]}", surname="Şükürlü", name="Ülvi", email="u@m.example",
            created_at=now(),
        ),
        "without an address": await an_account(sessions, Role.AUDITOR),
        "a litigant": await an_account(sessions, email=f"{uuid4().hex}@poct.example", email_confirmed_at=now()),
    }[who]  # fmt: skip
    if who == "without a role":
        async with sessions.begin() as session:
            session.add(whom)
    before = len(post.letters)
    address = f"/owner/people/{whom.id}/invite"
    fields = {**(await court.get(address)).fields(address), "reason": "Yoxlama üçün"}
    await court.post(address, fields, status=409)
    assert len(post.letters) == before
    async with sessions() as session:
        query = select(col(RightsLineRow.id)).where(
            col(RightsLineRow.about_account) == whom.id, col(RightsLineRow.act) == RightsAct.INVITE
        )
        assert (await session.execute(query)).first() is None


@pytest.mark.parametrize(
    "fields",
    [
        {"role": Role.LITIGANT, "fin": "7ZZ7ZZ7", "username": "lale.n"},
        {"role": Role.LITIGANT, "fin": "7ZZ7ZZ7", "password_hash": "x"},
        {"fin": "7ZZ7ZZ7", "password_hash": "x"},
    ],
)
async def test_only_staff_have_a_user_name_without_a_password(sessions: Sessions, fields: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError, match="password_with_username"):
        async with sessions.begin() as session:
            session.add(AccountRow(id=uuid4(), surname="Nağıyeva", name="Lalə", created_at=now(), **fields))
