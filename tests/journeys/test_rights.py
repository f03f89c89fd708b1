"""The owner's screens and the inquiries in a browser, wide and narrow, each page looked at by axe."""

import pytest

from simulators.people import DEMO
from tests.journeys.court import Court
from tests.journeys.test_registering import PASSWORD, chooses_password, newest_link

pytestmark = pytest.mark.browser
KAMRAN = DEMO[2]
WIDTHS = pytest.mark.parametrize("width", [1280, 390])


@WIDTHS
@pytest.mark.timeout(240)
def test_an_owner_limits_a_clerk_and_lets_her_in_again(court: Court) -> None:
    owner = court.clerk("ismayilova")
    clerk = court.newcomer("veliyeva")  # her session of an earlier journey may have been ended by this one
    clerk.signs_in()
    clerk.open("/clerk")
    assert clerk.path == "/clerk"
    owner.open("/owner/people?q=veliyeva")
    owner.looks()
    owner.follow("Vəliyeva Aytən")
    owner.looks()
    owner.follow("Limit access")
    owner.press("Limit access", status=422)
    owner.looks()
    owner.fill("Reason", "Xidməti yoxlama")
    owner.press("Limit access")
    owner.sees("Access was limited. All sessions of the person ended.", "Xidməti yoxlama")
    owner.looks()
    clerk.open("/clerk")
    assert clerk.path.startswith("/sign-in")
    owner.follow("Lift the limit")
    owner.fill("Reason", "Yoxlama bitib")
    owner.press("Lift the limit")
    owner.open("/rights")
    owner.sees("Yoxlama bitib")
    owner.looks()


@WIDTHS
@pytest.mark.timeout(240)
def test_a_litigant_asks_for_the_number_of_a_card(court: Court) -> None:
    nigar = court.litigant("Nigar")
    nigar.open("/inquiries")
    nigar.looks()
    nigar.follow("Number of an identity card, by name and date of birth")
    nigar.press("Ask the register", status=422)
    nigar.looks()
    nigar.fill("Surname", KAMRAN.surname)
    nigar.fill("Name", KAMRAN.name)
    nigar.fill("Father's name", KAMRAN.patronymic)
    nigar.fill("Date of birth", "15.06.1983")
    nigar.press("Ask the register")
    nigar.sees("The details fit nobody, or more than one. Check each letter against the document.")
    nigar.looks()
    nigar.fill("Date of birth", "14.06.1983")
    nigar.press("Ask the register")
    nigar.sees(KAMRAN.document)
    nigar.looks()


@WIDTHS
@pytest.mark.timeout(240)
def test_a_new_clerk_is_taken_in_and_chooses_a_password(court: Court) -> None:
    owner, name = court.clerk("ismayilova"), f"dadasova{court.width}"
    owner.open("/owner/people")
    owner.follow("New member of staff")
    owner.looks()
    owner.press("Make the account and send the link", status=422)
    owner.sees("Enter a user name", "Choose a role")
    owner.looks()
    for label, typed in (
        ("Surname", "Dadaşova"), ("Name", "Aysel"), ("Father's name", "Rauf qızı"), ("User name", "orucova"),
        ("Work e-mail address", f"{name}@mehkeme.example"), ("Last day", "31.12.2099"), ("Reason", "Əmr № 31-K"),
    ):  # fmt: skip
        owner.fill(label, typed)
    owner.tick("Court registry")
    owner.press("Make the account and send the link", status=422)
    owner.sees("This user name is taken. Choose another one.")
    assert owner.typed("Surname") == "Dadaşova"
    owner.fill("User name", name)
    owner.pick("Court", "Bakı Kommersiya Məhkəməsi")
    owner.press("Make the account and send the link")
    owner.sees("The account was made. A letter with a link to choose a password is on its way.", name)
    owner.looks()
    person = owner.path
    clerk = court.newcomer(name)
    clerk.tries(PASSWORD, status=422)
    clerk.open(newest_link(court, f"{name}@mehkeme.example", letters=1))
    clerk.sees("Your user name", name)
    clerk.looks()
    chooses_password(clerk, "Set the password")
    clerk.sees("Your password is set. You can now sign in.")
    clerk.looks()
    clerk.tries(PASSWORD)
    clerk.open("/clerk")
    assert clerk.path == "/clerk"
    owner.open(person)
    owner.follow("Send a link to choose a password")
    owner.fill("Reason", "Parolu unudub")
    owner.press("Send a link to choose a password")
    clerk.open(newest_link(court, f"{name}@mehkeme.example", letters=2))
    clerk.open("/sign-in/staff/password/" + "x" * 43, status=410)
    clerk.sees("The link is no longer valid")
    clerk.looks()
