"""A person has a wrong name corrected: the form, the owner's desk, the answer; wide and narrow, looked at by axe."""

import re

import pytest

from simulators.people import DEMO
from tests.journeys.court import Court
from tests.journeys.waiting import eventually

pytestmark = pytest.mark.browser
RASHAD = DEMO[1]
WRONG, REASON = "Elcin oglu", "Vəsiqəmdə başqa cür yazılıb."
SPOIL = "UPDATE account SET patronymic = %s, email_confirmed_at = now() WHERE fin = %s"


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.timeout(240)
def test_a_wrong_patronymic_is_corrected_by_what_the_register_says(court: Court) -> None:
    rashad, owner = court.litigant("Rəşad"), court.clerk("ismayilova")
    court.database.execute(SPOIL.encode(), (WRONG, RASHAD.fin))
    address = str(court.row("SELECT email FROM account WHERE fin = %s", RASHAD.fin)["email"])
    known = len(court.outside.post.mail.shown("/api/messages", to=address)["messages"])
    rashad.open("/profile/data")
    rashad.follow("Ask for a correction")
    rashad.press("Send the request", status=422)
    rashad.sees("Choose what is wrong", "Write what it should read")
    rashad.tick("Father's name")
    rashad.fill("What should it read?", "Elçin 0ğlu")
    rashad.fill("Why is it wrong?", REASON)
    rashad.press("Send the request", status=422)
    assert rashad.ticked("Father's name")
    assert rashad.typed("Why is it wrong?") == REASON
    rashad.fill("What should it read?", RASHAD.patronymic)
    rashad.press("Send the request")
    rashad.sees("Waiting for the owner", REASON, WRONG)

    owner.open("/owner/corrections")
    owner.sees(f"{RASHAD.surname} {RASHAD.name}")
    owner.open(f"/owner/corrections/{rashad.path.rpartition('/')[2]}")
    owner.press("Reject the request", status=422)
    owner.press("Ask the population register")
    owner.sees("The register says what the person asks for.")
    owner.press(re.compile(re.escape(f"{owner.words('Approve; it will read:')} {RASHAD.patronymic}")))
    owner.sees("The datum was corrected and the person is told.", f"{WRONG} → {RASHAD.patronymic}")

    rashad.open("/profile/data?kind=correction")
    rashad.sees("Corrected", re.compile("İsmayılova Rəna"))
    rashad.open("/profile")
    rashad.sees(f"{RASHAD.surname} {RASHAD.name} {RASHAD.patronymic}")
    letters = eventually(lambda: court.outside.post.mail.shown("/api/messages", to=address)["messages"][known:])
    assert "Məlumatınız düzəldildi" in [letter["subject"] for letter in letters]
