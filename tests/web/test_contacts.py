"""An address and a number are a person's once confirmed; without them nobody files, and is told what is missing."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from freezegun import freeze_time
from sqlalchemy import delete, select, update
from sqlmodel import col

from activities.sealing import Sealing
from models.db import Sessions
from models.domain.effects import NoticeKind
from models.settings import Settings
from models.tables.accounts import AccountRow
from models.tables.contacts import EmailChangeRow, PhoneCheckRow
from models.tables.notices import DeliveryRow, NoticeRow
from models.tables.sessions import RateCountRow
from tests.web.court import Court, an_account
from tests.web.test_profile import DETAILS

MADE_UP = "A" * 43


@pytest.fixture(autouse=True)
async def no_tries_yet(sessions: Sessions) -> None:
    """Forget tries: all visitors of these tests come from one address."""
    async with sessions.begin() as session:
        await session.execute(delete(RateCountRow))


@pytest.fixture
def sealing(settings: Settings) -> Sealing:
    return Sealing(settings.payload_keys.get_secret_value())


async def secrets_sent(sessions: Sessions, sealing: Sealing, address: str) -> list[str]:
    """Return what went to an address, as its reader sees it, oldest first."""
    query = select(col(NoticeRow.words)).join(DeliveryRow, col(DeliveryRow.notice_id) == col(NoticeRow.id))
    query = query.where(col(DeliveryRow.address) == address).order_by(col(NoticeRow.created_at))
    async with sessions() as session:
        return [str(sealing.opened(words)["token"]) for words in await session.scalars(query)]


async def kinds_sent(sessions: Sessions, address: str) -> list[NoticeKind]:
    query = select(col(NoticeRow.kind)).join(DeliveryRow, col(DeliveryRow.notice_id) == col(NoticeRow.id))
    async with sessions() as session:
        return list(await session.scalars(query.where(col(DeliveryRow.address) == address)))


async def stored(sessions: Sessions, account_id: UUID) -> AccountRow:
    async with sessions() as session:
        return await session.get_one(AccountRow, account_id)


def an_address() -> str:
    return f"{uuid4().hex}@poct.example"


async def complete(sessions: Sessions, **fields: Any) -> AccountRow:
    known: dict[str, Any] = {"address": "Bakı, Nizami küçəsi 10", "postal_index": "AZ1000", "phone": "+994501234567"}
    known |= {"email": an_address(), "email_confirmed_at": datetime.now(UTC)}
    return await an_account(sessions, **{**known, **fields})


async def asks_for(court: Court, email: str) -> None:
    page = await court.post("/profile", {**DETAILS, "email": email, "language": "az"})
    assert "E-poçt ünvanınıza keçid göndərildi" in page.text


async def test_the_first_address_counts_once_its_link_was_followed(
    court: Court, sessions: Sessions, sealing: Sealing
) -> None:
    account, email = await an_account(sessions), an_address()
    await court.sign_in(account)
    await asks_for(court, email)
    assert (await stored(sessions, account.id)).email == ""
    (token,) = await secrets_sent(sessions, sealing, email)
    asked = await court.get(f"/profile/email/{token}")
    assert (await stored(sessions, account.id)).email == "", "a mail scanner that opens the link confirms nothing"
    page = await court.post(f"/profile/email/{token}", asked.fields())
    assert "E-poçt ünvanınız təsdiq edildi." in page.text
    assert "Əvvəlcə bu məlumatları doldurun" not in page.text
    after = await stored(sessions, account.id)
    assert after.email == email
    assert after.email_confirmed_at


async def test_the_old_address_stays_and_is_warned_until_the_link_is_followed(
    court: Court, sessions: Sessions, sealing: Sealing
) -> None:
    account, email = await complete(sessions), an_address()
    await court.sign_in(account)
    await asks_for(court, email)
    assert await kinds_sent(sessions, account.email) == [NoticeKind.EMAIL_CHANGING]
    assert (await stored(sessions, account.id)).email == account.email
    (token,) = await secrets_sent(sessions, sealing, email)
    court.visit_anew()  # read in another browser, where nobody is signed in
    assert (await court.post(f"/profile/email/{token}")).h1 == "Kabinetə giriş"
    assert (await stored(sessions, account.id)).email == email


async def test_a_link_works_once_and_not_after_a_newer_one_nor_after_a_day(
    court: Court, sessions: Sessions, sealing: Sealing
) -> None:
    account, email = await an_account(sessions), an_address()
    with freeze_time("2026-11-21 09:00:00") as clock:
        await court.sign_in(account)
        await asks_for(court, email)
        clock.tick(60)
        await court.post("/profile/email/again")
        first, second = await secrets_sent(sessions, sealing, email)
        for dead in (first, MADE_UP):
            assert "artıq qüvvədə deyil" in (await court.post(f"/profile/email/{dead}", status=410)).text
        await court.post(f"/profile/email/{second}")
        await court.post(f"/profile/email/{second}", status=410)
        await court.get(f"/profile/email/{second}", status=410)
        later = an_address()
        await asks_for(court, later)
        (old,) = await secrets_sent(sessions, sealing, later)
        clock.tick(timedelta(hours=24, seconds=1))
        await court.post(f"/profile/email/{old}", status=410)
    assert (await stored(sessions, account.id)).email == email


async def test_neither_token_nor_code_stands_readable_in_the_database(
    court: Court, sessions: Sessions, sealing: Sealing
) -> None:
    account, email = await an_account(sessions, phone="+994502223344"), an_address()
    await court.sign_in(account)
    await asks_for(court, email)
    await court.post("/profile/phone/send")
    (token,) = await secrets_sent(sessions, sealing, email)
    (code,) = await secrets_sent(sessions, sealing, "+994501234567")
    async with sessions() as session:
        kept = [str(row.model_dump()) for table in (EmailChangeRow, PhoneCheckRow, NoticeRow) for row in
                await session.scalars(select(table))]  # fmt: skip
    assert not [row for row in kept if token in row or f"'{code}'" in row]


async def test_going_back_to_the_old_address_makes_the_link_worthless(
    court: Court, sessions: Sessions, sealing: Sealing
) -> None:
    account, email = await complete(sessions), an_address()
    await court.sign_in(account)
    await asks_for(court, email)
    await court.post("/profile", {**DETAILS, "email": account.email, "language": "az"})
    (token,) = await secrets_sent(sessions, sealing, email)
    await court.post(f"/profile/email/{token}", status=410)


async def test_no_mailbox_is_flooded(court: Court, sessions: Sessions) -> None:
    await court.sign_in(await an_account(sessions))
    await asks_for(court, an_address())
    for _ in range(4):
        await court.post("/profile/email/again")
    await court.post("/profile/email/again", status=429)


async def test_a_number_is_confirmed_by_its_code_and_a_changed_one_is_not(
    court: Court, sessions: Sessions, sealing: Sealing
) -> None:
    phone = "+994703334455"
    account = await complete(sessions, phone=phone)
    await court.sign_in(account)
    await court.post("/profile/phone/send")
    (code,) = await secrets_sent(sessions, sealing, phone)
    wrong = f"{(int(code) + 1) % 10**6:06d}"
    assert (await court.post("/profile/phone", {"code": wrong}, status=422)).errors == ["Kod düzgün deyil."]
    assert (await court.post("/profile/phone", {"code": "12ab"}, status=422)).errors == ["Kod altı rəqəmdən ibarətdir"]
    assert "Mobil nömrəniz təsdiq edildi." in (await court.post("/profile/phone", {"code": code})).text
    assert (await stored(sessions, account.id)).phone_confirmed_at
    replayed = await court.post("/profile/phone", {"code": code}, status=422)
    assert replayed.errors == ["Bu kod artıq qüvvədə deyil. Yenisini istəyin."]
    await court.post("/profile", {**DETAILS, "phone": "0703334466", "email": account.email})
    assert (await stored(sessions, account.id)).phone_confirmed_at is None


async def test_a_code_is_dead_after_ten_minutes_and_after_the_number_changed(
    court: Court, sessions: Sessions, sealing: Sealing
) -> None:
    phone = "+994704445566"
    account = await complete(sessions, phone=phone)
    with freeze_time("2026-11-21 09:00:00") as clock:
        await court.sign_in(account)
        await court.post("/profile/phone/send")
        clock.tick(10 * 60 + 1)
        (code,) = await secrets_sent(sessions, sealing, phone)
        assert "artıq qüvvədə deyil" in (await court.post("/profile/phone", {"code": code}, status=422)).text
        await court.post("/profile/phone/send")
        async with sessions.begin() as session:
            other = update(AccountRow).where(col(AccountRow.id) == account.id).values(phone="+994705556677")
            await session.execute(other)
        newest = (await secrets_sent(sessions, sealing, phone))[-1]
        await court.post("/profile/phone", {"code": newest}, status=422)
    assert (await stored(sessions, account.id)).phone_confirmed_at is None


async def test_five_wrong_codes_are_all_also_when_many_are_sent_at_once(
    court: Court, sessions: Sessions, sealing: Sealing
) -> None:
    phone = "+994706667788"
    account = await complete(sessions, phone=phone)
    await court.sign_in(account)
    await court.post("/profile/phone/send")
    (code,) = await secrets_sent(sessions, sealing, phone)
    token = await court.token()
    wrong = [f"{(int(code) + step) % 10**6:06d}" for step in range(1, 9)]
    tries = [court.client.post("/profile/phone", data={"csrf": token, "code": one}) for one in wrong]
    answers = await asyncio.gather(*tries)
    assert sum("Kod düzgün deyil." in answer.text for answer in answers) == 5
    assert (await court.post("/profile/phone", {"code": code}, status=422)).errors == [
        "Bu kod artıq qüvvədə deyil. Yenisini istəyin."
    ]


async def test_no_code_goes_to_a_landline(court: Court, sessions: Sessions) -> None:
    await court.sign_in(await complete(sessions, phone="+994124445566"))
    page = await court.post("/profile/phone/send", status=409)
    assert "Bu nömrəyə SMS göndərmək mümkün deyil" in page.text


@pytest.mark.parametrize(
    ("lacking", "named"),
    [
        ({"address": ""}, ["Faktiki ünvan"]),
        ({"postal_index": "", "phone": ""}, ["Poçt indeksi", "Mobil nömrə"]),
        ({"email_confirmed_at": None}, ["Təsdiq edilmiş e-poçt ünvanı"]),
    ],
    ids=["address", "index and phone", "unconfirmed address"],
)
async def test_whoever_lacks_a_detail_is_told_which_on_every_try_with_a_way_back(
    court: Court, sessions: Sessions, lacking: dict[str, Any], named: list[str]
) -> None:
    await court.sign_in(await complete(sessions, **lacking))
    for _ in range(2):
        page = await court.get("/claims/new", status=409)
        assert [item.text_content() for item in page.select("//main//li")] == named
        assert "/profile?next=%2Fclaims%2Fnew" in page.links.values()
    await court.post("/claims/new", {"court": "baku-nasimi", "kind": "claim"}, status=409)
    page = await court.post(f"/claims/{uuid4()}/confirm", {"nonce": "x", "version": "1"}, status=409)
    assert [item.text_content() for item in page.select("//main//li")] == named
