"""Every field of registering and of passwords refuses what cannot be right and says so beside the field."""

from datetime import UTC, datetime

import pytest

from models.db import Sessions
from models.tables.sessions import WebSessionRow
from tests.web.court import COOKIE, Court, Page, an_account
from tests.web.registration.newcomer import PASSWORD, Newcomer, as_operator, registered, somebody
from web.sessions import cookie_hash

CHOOSE = "Şəxsiyyəti təsdiq edən sənədi seçin"
NUMBER, PERMIT = "Sənədin nömrəsini daxil edin", "Yaşayış icazəsinin nömrəsi altı–səkkiz rəqəmdən"
NAME = "İstifadəçi adı 4–40 latın hərfindən"
LOGIN = "İstifadəçi adını və ya e-poçt ünvanını daxil edin"


def refused(page: Page, sentence: str, **typed: str) -> None:
    """Check that one error is said and that the fields hold what was typed."""
    assert len(page.errors) == 1, page.errors
    assert sentence in page.errors[0]
    assert page.title.startswith("Səhv:")
    for name, text in typed.items():
        assert page.fields()[name] == text


@pytest.mark.parametrize("kind", ["", "passport", "NEW_CARD"])
async def test_a_document_is_one_of_four(court: Court, kind: str) -> None:
    refused(await court.post("/register", {"kind": kind}, status=422), CHOOSE)


@pytest.mark.parametrize(
    ("kind", "typed", "sentence"),
    [
        ("old_card", {"series": ""}, "Köhnə nümunəli şəxsiyyət vəsiqəsinin seriyası AZE-dir."),
        ("old_card", {"series": "AZEAZEAZE"}, "Seriyanı daxil edin"),
        ("old_card", {"number": "0123456x"}, "Köhnə nümunəli şəxsiyyət vəsiqəsinin nömrəsi səkkiz rəqəmdən"),
        ("new_card", {"number": "A" * 41}, NUMBER),
        ("new_card", {"number": "AA12345678"}, "Yeni nümunəli şəxsiyyət vəsiqəsinin nömrəsi AA və yeddi rəqəmdən"),
        ("new_card", {"fin": "5LN4G7AA"}, "FİN"),
        ("new_card", {"fin": "5LN4-7A"}, "FİN"),
        ("permanent_permit", {"number": "12"}, PERMIT),
        ("temporary_permit", {"number": "12"}, PERMIT),
        ("temporary_permit", {"series": "DYİ"}, "Müvəqqəti yaşayış icazəsinin seriyası MYİ-dir."),
    ],
)
async def test_series_number_and_fin_have_their_shapes(
    newcomer: Newcomer, kind: str, typed: dict[str, str], sentence: str
) -> None:
    await newcomer.chooses(kind)
    series = {"old_card": "AZE", "permanent_permit": "DYİ", "temporary_permit": "MYİ"}.get(kind, "")
    number = {"new_card": "AA1234567", "old_card": "01234567"}.get(kind, "1234567")
    given = {"series": series, "number": number, "fin": "5LN4G7A", **typed}
    refused(await newcomer.court.post("/register/document", given, status=422), sentence, **typed)


async def named(newcomer: Newcomer) -> None:
    """Come to the page of the user name."""
    await newcomer.chooses("new_card")
    await newcomer.shows(somebody("AA"))


async def test_a_user_name_is_of_latin_letters_and_neither_short_nor_long(newcomer: Newcomer) -> None:
    await named(newcomer)
    empty = await newcomer.court.post("/register/user-name", {"username": ""}, status=422)
    refused(empty, "İstifadəçi adını seçin")
    for wrong in ("abc", "a" * 41, "lalə.n", ".lale", "lale.", "<script>"):
        refused(await newcomer.court.post("/register/user-name", {"username": wrong}, status=422), NAME)


async def test_an_address_has_the_shape_of_one(newcomer: Newcomer) -> None:
    await named(newcomer)
    await newcomer.court.post("/register/user-name", {"username": "ad.soyad"})
    empty = await newcomer.court.post("/register/email", {"email": ""}, status=422)
    refused(empty, "E-poçt ünvanınızı yazın")
    wrong = ("lale", "lale@", "@poct.example", "a@b@c.example", "a b@poct.example", "a@poct")
    for email in (*wrong, f"{'a' * 250}@poct.example", "lale\r\nBcc: x@poct.example"):
        page = await newcomer.court.post("/register/email", {"email": email}, status=422)
        refused(page, "E-poçt ünvanı")
    refused(await newcomer.court.post("/register/email", {"email": "lale"}, status=422), "E-poçt", email="lale")


async def test_a_password_is_typed_twice_and_has_its_limits(newcomer: Newcomer) -> None:
    await named(newcomer)
    await newcomer.names()
    for first, again, sentence in (
        (PASSWORD, "", "Parollar eyni deyil"),
        ("x" * 401, "x" * 401, "Parol ən çoxu 128 simvoldan"),
        ("            ", "            ", "Bu parol geniş yayılıb"),
    ):
        page = await newcomer.confirms(first, again, status=422)
        assert any(sentence in error for error in page.errors), page.errors
        assert (page.fields()["password"], page.fields()["again"]) == ("", "")


@pytest.mark.parametrize("login", ["", "a" * 255])
async def test_a_forgotten_password_needs_a_name(court: Court, login: str) -> None:
    refused(await court.post("/password/forgotten", {"login": login}, status=422), LOGIN, login=login)


async def test_a_first_password_needs_a_right_user_name(court: Court, sessions: Sessions) -> None:
    await court.sign_in(await an_account(sessions))
    async with sessions.begin() as session:
        row = await session.get_one(WebSessionRow, cookie_hash(court.client.cookies[COOKIE]))
        row.proven_at = datetime.now(UTC)
    for wrong in ("", "abc", "a" * 41, "lalə.n"):
        given = {"username": wrong, "password": PASSWORD, "again": PASSWORD}
        refused(await court.post("/profile/password", given, status=422), NAME)


async def test_a_password_is_changed_with_a_right_old_one_only(newcomer: Newcomer) -> None:
    await registered(newcomer)
    new = "yağışlı gün və çətir"
    for old in ("", "x" * 401, "başqa parol"):
        given = {"old": old, "password": new, "again": new}
        page = await newcomer.court.post("/profile/password", given, status=422)
        assert len(page.errors) == 1
        assert "azırkı parol" in page.errors[0]
        assert page.fields()["old"] == ""


async def test_an_application_without_its_forms_word_is_no_application(newcomer: Newcomer) -> None:
    await registered(newcomer)
    await newcomer.court.post("/identity", {}, status=400)
    assert (await newcomer.court.get("/identity")).h1


@pytest.mark.parametrize("reason", ["", "         ", "x" * 9, "x" * 2001])
async def test_a_rejection_says_why_within_its_limits(newcomer: Newcomer, sessions: Sessions, reason: str) -> None:
    person = await registered(newcomer)
    await newcomer.applies()
    await as_operator(newcomer.court, sessions)
    address = (await newcomer.court.get("/operator")).links[f"{person.surname} {person.name} {person.patronymic}"]
    nonce = (await newcomer.court.get(address)).fields(f"{address}/reject")["nonce"]
    page = await newcomer.court.post(f"{address}/reject", {"nonce": nonce, "reason": reason}, status=422)
    assert page.errors == ["Səbəbi ən azı on simvolla yazın: onu ərizəçi oxuyacaq"]
