"""A person keeps the court informed where to reach him (PRO-1)."""

from models.db import Sessions
from models.tables.accounts import AccountRow
from tests.web.court import Court, an_account

DETAILS: dict[str, str | list[str]] = {
    "address": "Bakı, Nizami küçəsi 10, mənzil 5",
    "postal_index": "1000",
    "phone": "050 123 45 67",
    "email": "lale@divan.example",
    "notify": ["email"],
    "language": "en",
}


async def test_details_are_stored_in_their_normal_form_and_the_page_says_so(court: Court, sessions: Sessions) -> None:
    account = await an_account(sessions)
    await court.sign_in(account)
    assert "Əvvəlcə bu məlumatları doldurun" in (await court.get("/profile")).text
    page = await court.post("/profile", DETAILS)
    assert "Your details were saved." in page.text, "the chosen language holds from the next page on"
    assert "Your details were saved." not in (await court.get("/profile")).text, "it is said once"
    assert "Confirmed e-mail address" in page.text, "the link that went there was not followed yet"
    async with sessions() as session:
        stored = await session.get_one(AccountRow, account.id)
    assert (stored.postal_index, stored.phone, stored.email) == ("AZ1000", "+994501234567", "")
    assert (stored.notify_email, stored.notify_sms) == (True, False)


async def test_mistakes_are_named_in_the_order_of_the_page_and_nothing_typed_is_lost(
    court: Court, sessions: Sessions
) -> None:
    await court.sign_in(await an_account(sessions))
    wrong = {**DETAILS, "address": "", "postal_index": "12", "email": "lale@", "phone": "<b>12</b>"}
    page = await court.post("/profile", wrong, status=422)
    assert page.errors == [
        "Faktiki ünvanınızı yazın",
        "Poçt indeksi AZ1000 şəklində olmalıdır",
        "Telefon nömrəsini +994 50 123 45 67 şəklində yazın",
        "E-poçt ünvanını ad@example.az şəklində yazın",
    ]
    assert page.title.startswith("Səhv:")
    kept = page.fields()
    assert (kept["phone"], kept["email"], kept["postal_index"]) == ("<b>12</b>", "lale@", "12")
    assert page.select("//input[@name='notify'][@checked]/@value") == ["email"]


async def test_nobody_sees_details_without_signing_in(court: Court) -> None:
    page = await court.get("/profile")
    assert (page.h1, page.address) == ("Kabinetə giriş", "http://court.test/sign-in?next=%2Fprofile")
