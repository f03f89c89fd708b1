"""Every field of the doors refuses what cannot be right, beside the field; no outside system hears of it."""

import pytest

from tests.web.court import Court

PHONE = "Telefon nömrəsini +994 50 123 45 67 şəklində yazın"
USER_ID = "İstifadəçi ID-si altı rəqəmdən ibarətdir"
MISMATCH = "İstifadəçi adı və ya e-poçt ünvanı ilə parol uyğun gəlmir."
LOGIN, PASSWORD = "İstifadəçi adını və ya e-poçt ünvanını daxil edin", "Parolunuzu yazın"
RIGHT = {"phone": "+994501112201", "user_id": "100201"}


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("phone", "", "ASAN İmzanızın telefon nömrəsini yazın"),
        ("phone", "12345", PHONE),
        ("phone", "+994 50 123 45 6x", PHONE),
        ("phone", "+994501112201" * 20, PHONE),
        ("user_id", "", "ASAN İmzanızın istifadəçi ID-sini yazın"),
        ("user_id", "12345", USER_ID),
        ("user_id", "1234567", USER_ID),
        ("user_id", "12345x", USER_ID),
        ("user_id", "١٢٣٤٥٦", USER_ID),
    ],
)
async def test_asan_imza_needs_a_mobile_number_and_six_digits(
    court: Court, field: str, typed: str, sentence: str
) -> None:
    page = await court.post("/sign-in", {**RIGHT, field: typed}, status=422)
    assert page.errors == [sentence]
    other = "user_id" if field == "phone" else "phone"
    assert page.fields("/sign-in")[other] == RIGHT[other]


@pytest.mark.parametrize(
    ("login", "password", "errors"),
    [
        ("", "", [LOGIN, PASSWORD]),
        ("", "x", [LOGIN]),
        ("a" * 255, "x", [LOGIN]),
        ("lale.n", "", [PASSWORD]),
        ("lale.n", "x" * 401, [PASSWORD]),
        ("' OR 1=1 --", "x", [MISMATCH]),
    ],
)
async def test_the_door_of_passwords_needs_both(court: Court, login: str, password: str, errors: list[str]) -> None:
    page = await court.post("/sign-in/password", {"login": login, "password": password}, status=422)
    assert page.errors == errors
    assert page.fields("/sign-in/password")["password"] == ""


@pytest.mark.parametrize(
    ("username", "password", "errors"),
    [
        ("", "", ["İstifadəçi adınızı yazın", PASSWORD]),
        ("a" * 65, "x", ["İstifadəçi adınızı yazın"]),
        ("orucova", "", [PASSWORD]),
        ("orucova", "x" * 201, [PASSWORD]),
    ],
)
async def test_the_staffs_door_needs_both(court: Court, username: str, password: str, errors: list[str]) -> None:
    page = await court.post("/sign-in/staff", {"username": username, "password": password}, status=422)
    assert page.errors == errors


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"challenge": "x"},
        {"token": "{}"},
        {"challenge": "x" * 101, "token": "{}"},
        {"challenge": "x", "token": "x" * 20_001},
        {"challenge": "x", "token": "{}"},
    ],
)
async def test_the_cards_door_needs_its_own_question_answered(court: Court, given: dict[str, str]) -> None:
    page = await court.post("/sign-in/e-imza", given, status=422)
    assert page.errors


@pytest.mark.parametrize(
    "query", ["", "state=x", "code=x", "error=x", f"state=x&code={'y' * 2001}", "iss=x&state=x&code=x"]
)
async def test_the_answer_of_asan_login_may_be_anything_and_signs_nobody_in(court: Court, query: str) -> None:
    assert (await court.get(f"/sign-in/asan-login/callback?{query}", status=400)).h1
    assert (await court.get("/profile")).h1 == "Kabinetə giriş"
