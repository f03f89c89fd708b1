"""A person registers with an identity document, page by page; nothing right is ever told to whoever guesses."""

import pytest
from sqlalchemy import select
from sqlmodel import col

from models.db import Sessions
from models.tables.accounts import AccountRow
from models.tables.registrations import RegistrationFormRow
from tests.outside import Simulator
from tests.web.court import Court, an_account
from tests.web.registration.newcomer import PASSWORD, Newcomer, somebody

SAME_FOR_ALL = "Əhali reyestrində bu FİN ilə belə sənəd yoxdur. Hər bir sahəni yoxlayın."


async def account_of(sessions: Sessions, fin: str) -> AccountRow | None:
    async with sessions() as session:
        return (await session.execute(select(AccountRow).where(col(AccountRow.fin) == fin))).scalar_one_or_none()


@pytest.mark.parametrize(
    ("kind", "series"),
    [("old_card", "AZE"), ("new_card", ""), ("permanent_permit", "DYİ"), ("temporary_permit", "MYİ")],
)
async def test_each_document_leads_to_a_cabinet_once_the_link_was_followed(
    newcomer: Newcomer, sessions: Sessions, kind: str, series: str
) -> None:
    person = somebody(series or "AA")
    page = await newcomer.registers(person, kind=kind, series=series)
    assert page.h1 == "E-poçtunuzu açın"
    assert newcomer.email in page.text
    assert "Məktubdakı keçidi 24 saat ərzində açın." in page.text
    assert await account_of(sessions, person.fin) is None
    refused = await newcomer.signs_in(status=422)
    assert refused.errors == ["İstifadəçi adı və ya e-poçt ünvanı ilə parol uyğun gəlmir."]
    page = await newcomer.follows_link()
    assert "E-poçt ünvanınız təsdiqləndi. İndi daxil ola bilərsiniz." in page.text
    assert (await newcomer.signs_in()).h1 == "Şəxsi məlumatlar"
    account = await account_of(sessions, person.fin)
    assert account is not None
    assert (account.surname, account.name, account.patronymic) == (person.surname, person.name, person.patronymic)
    assert account.identity_confirmed_at is None
    assert account.password_hash is not None
    assert account.password_hash.startswith("$argon2id$")


async def test_only_old_cards_and_permits_ask_for_a_series(newcomer: Newcomer) -> None:
    asked = {}
    for kind in ("new_card", "old_card", "permanent_permit", "temporary_permit"):
        asked[kind] = [name for name in (await newcomer.chooses(kind)).fields() if name != "csrf"]
    assert asked == {
        "new_card": ["number", "fin"],
        "old_card": ["series", "number", "fin"],
        "permanent_permit": ["series", "number", "fin"],
        "temporary_permit": ["series", "number", "fin"],
    }


@pytest.mark.parametrize(
    ("kind", "typed", "sentence"),
    [
        ("old_card", {"series": "AA"}, "Köhnə nümunəli şəxsiyyət vəsiqəsinin seriyası AZE-dir."),
        ("old_card", {"number": "123"}, "Köhnə nümunəli şəxsiyyət vəsiqəsinin nömrəsi səkkiz rəqəmdən ibarətdir."),
        ("new_card", {"number": "AZE01234567"}, "Yeni nümunəli şəxsiyyət vəsiqəsinin nömrəsi AA və yeddi rəqəmdən"),
        ("new_card", {"fin": "12"}, "FİN"),
        ("new_card", {"fin": ""}, "FİN-i daxil edin"),
        ("new_card", {"number": ""}, "Sənədin nömrəsini daxil edin"),
        ("permanent_permit", {"series": "MYİ"}, "Daimi yaşayış icazəsinin seriyası DYİ-dir."),
    ],
)
async def test_a_wrong_field_is_named_and_what_was_typed_is_kept(
    newcomer: Newcomer, kind: str, typed: dict[str, str], sentence: str
) -> None:
    await newcomer.chooses(kind)
    right = {"series": {"old_card": "AZE", "permanent_permit": "DYİ"}.get(kind, ""), "fin": "5LN4G7A"}
    number = {"new_card": "AA1234567", "old_card": "01234567", "permanent_permit": "1234567"}[kind]
    page = await newcomer.court.post("/register/document", {**right, "number": number, **typed}, status=422)
    assert [error for error in page.errors if sentence in error] == page.errors
    assert len(page.errors) == 1
    for name, text in typed.items():
        assert page.fields()[name] == text


async def test_a_wrong_fin_and_an_unknown_document_get_one_answer_that_reveals_nothing(newcomer: Newcomer) -> None:
    person, other = somebody("AA"), somebody("AA")
    await newcomer.chooses("new_card")
    wrong_fin = await newcomer.shows(person, fin=other.fin, status=422)
    unknown = await newcomer.shows(person, number="AA0000000", status=422)
    assert wrong_fin.errors == unknown.errors == [SAME_FOR_ALL]
    for page in (wrong_fin, unknown):
        assert person.surname not in page.text
    assert (await newcomer.court.get("/register/user-name")).h1 == "Şəxsiyyət sənədi ilə qeydiyyat"


async def test_a_register_that_is_away_is_said_so_and_nothing_typed_is_lost(
    newcomer: Newcomer, registers: Simulator
) -> None:
    person = somebody("AA")
    await newcomer.chooses("new_card")
    registers.told("/sim/script", register_name="population", down=True)
    page = await newcomer.shows(person, status=503)
    assert page.errors == [
        "Əhali reyestri cavab vermir. Daxil etdikləriniz saxlanılıb: bir neçə dəqiqədən sonra yenidən cəhd edin."
    ]
    assert (await newcomer.court.get("/register/document")).fields()["number"] == person.document
    registers.told("/sim/script")
    assert (await newcomer.shows(person)).h1 == "İstifadəçi adını seçin"


async def test_a_fin_is_guessed_five_times_and_no_more(newcomer: Newcomer) -> None:
    person = somebody("AA")
    await newcomer.chooses("new_card")
    for number in range(5):
        await newcomer.shows(person, number=f"AA000000{number}", status=422)
    await newcomer.shows(person, status=429)


async def test_pages_out_of_turn_and_other_browsers_begin_at_the_beginning(newcomer: Newcomer) -> None:
    person, first = somebody("AA"), "Şəxsiyyət sənədi ilə qeydiyyat"
    for path in ("document", "user-name", "email", "password", "sent"):
        assert (await newcomer.court.get(f"/register/{path}")).h1 == first
    await newcomer.chooses("new_card")
    await newcomer.shows(person)
    assert (await newcomer.court.get("/register/password")).h1 == first
    newcomer.court.visit_anew()
    assert (await newcomer.court.get("/register/user-name")).h1 == first


async def test_a_field_smuggled_into_a_later_page_changes_nothing(newcomer: Newcomer, sessions: Sessions) -> None:
    person, victim = somebody("AA"), somebody("AA")
    await newcomer.chooses("new_card")
    await newcomer.shows(person)
    await newcomer.court.post("/register/user-name", {"username": "gizli.ad", "fin": victim.fin, "document": "x"})
    async with sessions() as session:
        rows = await session.scalars(select(RegistrationFormRow).where(col(RegistrationFormRow.username) == "gizli.ad"))
        assert [row.fin for row in rows] == [person.fin]


@pytest.mark.parametrize(
    ("password", "again", "sentence"),
    [
        ("qısa", "qısa", "Parol ən azı 12 simvoldan ibarət olmalıdır."),
        ("x" * 129, "x" * 129, "Parol ən çoxu 128 simvoldan ibarət ola bilər"),
        ("passwordpassword", "passwordpassword", "Bu parol geniş yayılıb"),
        ("123456789012", "123456789012", "Bu parol geniş yayılıb"),
        (PASSWORD, "başqa bir şey", "Parollar eyni deyil."),
        ("", "", "Parol seçin"),
    ],
)
async def test_a_weak_password_is_refused_with_its_reason_and_not_sent_back(
    newcomer: Newcomer, password: str, again: str, sentence: str
) -> None:
    await newcomer.chooses("new_card")
    await newcomer.shows(somebody("AA"))
    await newcomer.names()
    page = await newcomer.confirms(password, again, status=422)
    assert any(sentence in error for error in page.errors), page.errors
    assert page.fields()["password"] == ""


async def test_a_password_may_not_hold_the_user_name_or_the_fin(newcomer: Newcomer) -> None:
    person = somebody("AA")
    await newcomer.chooses("new_card")
    await newcomer.shows(person)
    await newcomer.names()
    for inside in (newcomer.user_name, person.fin.lower()):
        page = await newcomer.confirms(f"gömgöy {inside} dəniz", status=422)
        assert page.errors == ["Parolda istifadəçi adınız və ya FİN olmamalıdır."]


async def test_a_taken_user_name_is_said_and_a_bad_one_explained(newcomer: Newcomer, sessions: Sessions) -> None:
    await an_account(sessions, username="tutulmus.ad", password_hash="!")
    await newcomer.chooses("new_card")
    await newcomer.shows(somebody("AA"))
    taken = await newcomer.court.post("/register/user-name", {"username": "Tutulmus.Ad"}, status=422)
    assert taken.errors == ["Bu istifadəçi adı tutulub. Başqasını seçin."]
    for bad in ("ab", "ad@poct.example", "boş ad", "ad..soyad"):
        page = await newcomer.court.post("/register/user-name", {"username": bad}, status=422)
        assert "İstifadəçi adı 4–40 latın hərfindən" in page.errors[0]


async def test_whoever_has_a_cabinet_sees_the_same_page_and_reads_why_in_the_cabinets_mailbox(
    newcomer: Newcomer, sessions: Sessions
) -> None:
    person = somebody("AA")
    await an_account(sessions, fin=person.fin, name=person.name, surname=person.surname, email="evvelki@poct.example")
    page = await newcomer.registers(person)
    assert page.h1 == "E-poçtunuzu açın"
    letter = await newcomer.post.letter("evvelki@poct.example")
    assert letter.subject == "Elektron kabinetiniz artıq mövcuddur"
    assert newcomer.post.to(newcomer.email) == []
    await newcomer.signs_in(status=422)


async def test_a_used_link_and_a_made_up_one_are_no_longer_valid(newcomer: Newcomer) -> None:
    await newcomer.registers(somebody("AA"))
    await newcomer.follows_link()
    for path in (newcomer.post.path(newcomer.email), "/register/link/" + "a" * 43):
        assert (await newcomer.court.get(path, status=410)).h1 == "Keçid artıq qüvvədə deyil"
        assert (await newcomer.court.post(path, status=410)).h1 == "Keçid artıq qüvvədə deyil"


async def test_opening_the_link_alone_confirms_nothing(newcomer: Newcomer, court: Court, sessions: Sessions) -> None:
    person = somebody("AA")
    await newcomer.registers(person)
    await newcomer.post.letter(newcomer.email)
    await court.get(newcomer.post.path(newcomer.email))
    await court.get(newcomer.post.path(newcomer.email))
    assert await account_of(sessions, person.fin) is None


async def test_another_link_is_not_sent_at_once(newcomer: Newcomer) -> None:
    await newcomer.registers(somebody("AA"))
    page = await newcomer.court.post("/register/sent", status=409)
    assert "bir dəqiqə gözləyin" in page.root.text_content()
