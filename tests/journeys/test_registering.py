"""People register with a card or a permit, open the letter, sign in, and have their identity confirmed."""

import re
from pathlib import Path

import pytest

from simulators.people import PEOPLE, Person
from tests.journeys.court import Court
from tests.journeys.visitor import Visitor
from tests.journeys.waiting import eventually
from tests.web.wizard.filer import a_pdf

pytestmark = pytest.mark.browser
both_widths = pytest.mark.parametrize("width", [1280, 390])
PASSWORD = "gömgöy dəniz sahili"
LINK = re.compile(r"(/(?:register/link|password/new|sign-in/staff/password)/[\w-]{43})")
KINDS = {
    "AZE": "Old identity card (series AZE)",
    "AA": "New identity card (number beginning with AA)",
    "DYİ": "Permanent residence permit (DYİ)",
    "MYİ": "Temporary residence permit (MYİ)",
}
_unused = iter(PEOPLE[40:])


def somebody(series: str) -> Person:
    """Return an invented person nobody has used yet, whose document begins so."""
    return next(person for person in _unused if person.document.startswith(series))


def newest_link(court: Court, email: str, *, letters: int) -> str:
    """Wait for so many letters to an address and return the address of ours in the last of them."""
    found = eventually(lambda: _letters(court, email)[letters - 1 :])
    link = LINK.search(found[-1])
    assert link
    return link[1]


def _letters(court: Court, email: str) -> list[str]:
    shown = court.outside.post.mail.shown("/api/messages", to=email)["messages"]
    return [letter["text"] for letter in shown]


def fills_in(visitor: Visitor, person: Person, series: str) -> str:
    """Register up to the letter; returns the user name."""
    visitor.open("/sign-in")
    visitor.follow("Register with an identity document")
    visitor.press("Go on", status=422)
    visitor.sees("Choose your identity document")
    visitor.tick(KINDS[series])
    visitor.press("Go on")
    apart = "" if series == "AA" else series
    visitor.fill("Number of the document", "1")
    visitor.fill("FİN", person.fin)
    visitor.press("Check the data", status=422)
    assert visitor.typed("FİN") == person.fin
    visitor.fill("Number of the document", person.document.removeprefix(apart))
    visitor.press("Check the data")
    visitor.fill("User name", "ö")
    visitor.press("Go on", status=422)
    name = f"sakin.{person.fin.lower()}"
    visitor.fill("User name", name)
    visitor.press("Go on")
    visitor.fill("E-mail address", "nobody")
    visitor.press("Go on", status=422)
    visitor.fill("E-mail address", person.email)
    visitor.press("Go on")
    chooses_password(visitor, "Confirm the registration")
    visitor.sees("Open your mailbox", person.email)
    return name


def chooses_password(visitor: Visitor, button: str, password: str = PASSWORD) -> None:
    """Type a weak password, two that differ, and at last a good one twice."""
    for first, second in (("qısa", "qısa"), (password, "başqa bir şey")):
        visitor.fill("Password", first)
        visitor.fill("The same password once more", second)
        visitor.press(button, status=422)
    visitor.fill("Password", password)
    visitor.fill("The same password once more", password)
    visitor.press(button)


def signs_in(visitor: Visitor, login: str, password: str = PASSWORD) -> None:
    """Come in by the door of user name and password."""
    visitor.open("/sign-in/password")
    visitor.fill("User name or e-mail address", login)
    visitor.fill("Password", password)
    visitor.press("Sign in")


@both_widths
@pytest.mark.parametrize("series", ["AZE", "AA", "DYİ"])
def test_a_person_registers_and_signs_in_once_the_letter_was_opened(court: Court, series: str) -> None:
    visitor, person = court.visitor(), somebody(series)
    name = fills_in(visitor, person, series)
    link = newest_link(court, person.email, letters=1)
    visitor.open(link)
    visitor.press("Confirm the e-mail address")
    visitor.sees("Your e-mail address is confirmed. You can now sign in.")
    visitor.open(link, status=410)
    visitor.sees("The link is no longer valid")
    signs_in(visitor, name)
    visitor.sees(visitor.words("Hello, %(name)s", name=person.name))
    visitor.open("/claims/new")
    visitor.sees("You can file with the court as soon as your identity is confirmed.")


@both_widths
def test_an_operator_confirms_an_identity_by_its_scan(court: Court, tmp_path: Path) -> None:
    visitor, person = court.visitor(), somebody("AA")
    name = fills_in(visitor, person, "AA")
    visitor.open(newest_link(court, person.email, letters=1))
    visitor.press("Confirm the e-mail address")
    signs_in(visitor, name)
    visitor.open("/identity")
    visitor.press("Send the application", status=422)
    scan = tmp_path / "vesiqe.pdf"
    scan.write_bytes(a_pdf(person.fin))
    visitor.attach(scan)
    visitor.press("Send the application")
    visitor.sees("Your application was sent. You will be told by e-mail how it was decided.")
    operator = court.clerk("memmedli")
    operator.open("/operator")
    operator.follow(re.compile(person.full_name))
    operator.press("Reject the application", status=422)
    assert operator.download(re.compile("vesiqe")) == scan.read_bytes()
    operator.press("Confirm the identity")
    operator.sees("The identity was confirmed and the person is told.")
    visitor.open("/identity")
    visitor.sees("Your identity is confirmed. You can file with the court.")
    visitor.open("/claims/new", status=409)  # who he is, is known; where to reach him, is asked for next
    visitor.sees("Your personal details are not complete")


def test_registering_works_without_javascript_and_a_forgotten_password_is_set_anew(court: Court) -> None:
    visitor, person = court.visitor(javascript=False), somebody("MYİ")
    name = fills_in(visitor, person, "MYİ")
    visitor.open(newest_link(court, person.email, letters=1))
    visitor.press("Confirm the e-mail address")
    visitor.follow("I have forgotten my password")
    visitor.fill("User name or e-mail address", name)
    visitor.press("Send the link")
    visitor.sees("Look into your mailbox")
    link = newest_link(court, person.email, letters=2)
    visitor.open(link)
    chooses_password(visitor, "Set the password", "yağışlı gün və çətir")
    visitor.open(link, status=410)
    signs_in(visitor, person.email, "yağışlı gün və çətir")
    visitor.open("/profile/password")
    visitor.fill("Present password", "yağışlı gün və çətir")
    chooses_password_again(visitor)
    visitor.sees("Your password was changed. Every other session has ended.")


def chooses_password_again(visitor: Visitor) -> None:
    """Change the password with the present one."""
    visitor.fill("Password", PASSWORD)
    visitor.fill("The same password once more", PASSWORD)
    visitor.press("Change the password")


def test_a_person_with_a_cabinet_reads_the_explanation_in_its_mailbox(court: Court) -> None:
    visitor = court.visitor()
    person = next(person for person in PEOPLE if person.part == "second_co_claimant")
    before = len(_letters(court, person.email))
    fills_in(visitor, person, "AA")
    found = eventually(lambda: _letters(court, person.email)[before:])
    with_words = "Hər şəxsin yalnız bir kabineti ola bilər."
    assert with_words in found[0]
    assert LINK.search(found[0]) is None
