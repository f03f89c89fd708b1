"""People come into the court: with ASAN İmza or a password, in their language, with their own details."""

import re

import pytest

from models.domain.languages import Language
from tests.journeys.court import Court
from tests.journeys.people import HOME

pytestmark = pytest.mark.browser
both_widths = pytest.mark.parametrize("width", [1280, 390])


@both_widths
def test_a_litigant_signs_in_with_pin1_and_signs_out(court: Court) -> None:
    giorgi = court.stranger("Giorgi")
    giorgi.open("/")
    giorgi.follow("Sign in with ASAN İmza")
    giorgi.asks_to_sign_in()
    with giorgi.arriving_by_itself(HOME):
        giorgi.phone.is_typed_on(court.visitor().page, pin="1234", code=giorgi.verification_code())
    giorgi.sees(giorgi.words("Hello, %(name)s", name="Giorgi"))
    giorgi.press("Sign out", within=giorgi.page.locator("header"))
    giorgi.sees("You have signed out.")
    giorgi.open("/profile")
    assert giorgi.path.startswith("/sign-in")


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [("USER_CANCELLED", "You cancelled the request on your phone."), ("TIMEOUT", "Nobody entered the PIN in time.")],
)
def test_whoever_does_not_enter_pin1_is_not_signed_in_and_told_why(court: Court, answer: str, sentence: str) -> None:
    giorgi = court.stranger("Giorgi")
    giorgi.asks_to_sign_in()
    with giorgi.arriving_by_itself(re.compile(r"/sign-in/[^/?]+\?check=1$")):
        giorgi.phone.answers(answer, code=giorgi.verification_code())
    giorgi.sees(sentence)
    giorgi.open("/profile")
    assert giorgi.path.startswith("/sign-in")
    giorgi.asks_to_sign_in()
    giorgi.phone.answers("USER_CANCELLED", code=giorgi.verification_code())


def test_signing_in_works_without_javascript(court: Court) -> None:
    giorgi = court.stranger("Giorgi", javascript=False)
    giorgi.asks_to_sign_in()
    giorgi.phone.answers(code=giorgi.verification_code())
    giorgi.follow("I have entered PIN1, go on")
    giorgi.sees(giorgi.words("Hello, %(name)s", name="Giorgi"))


def test_what_was_typed_at_the_door_is_kept_beside_its_error(court: Court) -> None:
    giorgi = court.stranger("Giorgi")
    giorgi.open("/sign-in")
    giorgi.fill("Phone number", "12345")
    giorgi.fill("User ID", giorgi.person.user_id)
    giorgi.press("Send the request to my phone", status=422)
    assert giorgi.page.title().startswith("Səhv:")
    assert giorgi.typed("Phone number") == "12345"
    assert giorgi.typed("User ID") == giorgi.person.user_id


def test_a_phone_that_belongs_to_somebody_else_is_refused(court: Court) -> None:
    giorgi = court.stranger("Giorgi")
    giorgi.open("/sign-in")
    giorgi.fill("Phone number", giorgi.person.phone)
    giorgi.fill("User ID", "999999")
    giorgi.press("Send the request to my phone", status=422)
    giorgi.sees("ASAN İmza does not know this phone number with this user ID.")
    giorgi.fill("Phone number", "+994 12 498 00 00")  # a landline
    giorgi.press("Send the request to my phone", status=422)
    giorgi.sees("ASAN İmza does not know this phone number with this user ID.")


@both_widths
def test_a_clerk_signs_in_with_a_password_and_not_with_a_wrong_one(court: Court) -> None:
    clerk = court.newcomer("haciyev")
    clerk.tries("nothing-like-it", status=422)
    clerk.sees("The user name or the password is not right.")
    clerk.signs_in()
    clerk.sees("Hacıyev")


@both_widths
def test_the_language_changes_and_stays(court: Court) -> None:
    visitor = court.visitor()
    visitor.open("/")
    visitor.sees("İddia ərizəsi verin və işinizi izləyin")
    visitor.follow("English", within=visitor.page.locator("header"))
    visitor.language = Language.EN
    visitor.sees("File a claim and follow it in court")
    for path, heading in (
        ("/help", "How a claim is filed"),
        ("/accessibility", "Accessibility"),
        ("/sign-in", "Court staff"),
    ):
        visitor.open(path)
        visitor.sees(heading)
    visitor.follow("Azərbaycanca", within=visitor.page.locator("header"))
    visitor.language = Language.AZ
    assert visitor.path.startswith("/sign-in")
    visitor.sees("Sign in to the cabinet")


@both_widths
def test_a_litigant_keeps_own_details_up_to_date(court: Court) -> None:
    giorgi = court.litigant("Giorgi")
    giorgi.open("/profile")
    giorgi.fill("Postal index", "10")
    giorgi.fill("Actual address", "Bakı şəhəri, Nərimanov rayonu, Atatürk küçəsi, ev 3")
    giorgi.press("Save", status=422)
    assert giorgi.typed("Actual address").endswith("ev 3")
    giorgi.fill("Postal index", "AZ1070")
    giorgi.press("Save")
    stored = court.row("SELECT address, postal_index FROM account WHERE fin = %s", giorgi.person.fin)
    assert stored == {"address": "Bakı şəhəri, Nərimanov rayonu, Atatürk küçəsi, ev 3", "postal_index": "AZ1070"}


def test_what_is_not_there_is_said_in_words(court: Court) -> None:
    visitor = court.visitor()
    visitor.open("/no-such-page", status=404)
    visitor.sees("Page not found")
