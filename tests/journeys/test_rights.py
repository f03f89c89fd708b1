"""The owner's screens and the inquiries in a browser, wide and narrow, each page looked at by axe."""

import pytest

from simulators.people import DEMO
from tests.journeys.court import Court

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
