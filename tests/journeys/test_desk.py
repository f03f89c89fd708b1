"""What the desk does beside accepting: a container opened, a refusal undone, its figures; and the owner's calendar."""

import re
from pathlib import Path

import pytest

from activities.signatures.asice import append_signature, create_container
from tests.activities.hostile_samples import pdf_with
from tests.activities.signing_table import ALIYEV, a_table, data_file
from tests.journeys.court import Court
from tests.journeys.test_filing import GROUND, WHAT_IS_WRONG, finds
from tests.journeys.wizard import Wizard

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]
CALENDAR_DAY = "2027-06-14"


@pytest.fixture
def container(tmp_path: Path) -> Path:
    """A document signed by somebody, in a container."""
    table, files = a_table(), [data_file("Etibarnamə.pdf", pdf_with())]
    file = tmp_path / "etibarnamə.asice"
    file.write_bytes(append_signature(create_container(files), table.basic(table.signer(ALIYEV), files)))
    return file


def test_a_refusal_is_undone_a_copy_shows_what_changed_and_the_desk_its_figures(court: Court, container: Path) -> None:
    lala, clerk = court.litigant("Lalə"), court.clerk("orucova")
    receipt = court.outside.portal.receipt("100.00", lala.person)
    draft = Wizard(lala)
    draft.fills_in(file=container)
    first = draft.claim_id
    (document,) = court.rows("SELECT id FROM attachment WHERE claim_id = %s", first)
    fee = lala.path
    lala.open(f"/claims/{first}/attachments/{document['id']}/view")
    lala.sees("Etibarnamə.pdf", re.compile(ALIYEV.surname))
    lala.looks_narrow()
    lala.open(fee)
    draft.gives_receipt(receipt)
    lala.press("Confirm")
    with lala.arriving_by_itself(f"/claims/{first}/sign"):
        lala.signs()

    finds(clerk, court.number(first))
    clerk.follow(re.compile(f"^{clerk.words('What is in the container')}"))
    clerk.sees("Etibarnamə.pdf", re.compile(ALIYEV.surname))
    clerk.looks_narrow()
    clerk.back()
    clerk.follow("Refuse acceptance")
    clerk.press("Refuse acceptance", status=422)
    clerk.looks_narrow()
    clerk.tick(re.compile("qanuni qüvvəyə minmiş"))
    clerk.fill("Why the court refuses", "Bakı Apellyasiya Məhkəməsinin 12.03.2026 tarixli qətnaməsi.")
    clerk.press("Refuse acceptance")
    clerk.sees("Decision taken, not yet sent")
    clerk.looks_narrow()
    clerk.press("Undo the decision")
    clerk.follow("Return")
    clerk.tick(GROUND)
    clerk.fill("What exactly is wrong", WHAT_IS_WRONG)
    clerk.press("Return")
    clerk.press("Send it now")
    assert court.status(first) == "returned"

    lala.open(f"/claims/{first}")
    lala.press("Copy")
    copy = draft.claim_id
    lala.open(f"/claims/{copy}/text")
    draft.writes(heading="Borcun və faizlərin tutulması haqqında")
    lala.open(f"/claims/{copy}/changes")
    lala.sees("Borcun və faizlərin tutulması haqqında")
    lala.looks_narrow()
    clerk.open("/clerk/statistics")
    clerk.looks_narrow()


def test_the_owner_sees_the_calendar_of_a_year_and_what_a_day_needs(court: Court) -> None:
    owner = court.clerk("ismayilova")
    owner.open("/owner/calendar?year=2027")
    owner.looks_narrow()
    owner.open(f"/owner/calendar/{CALENDAR_DAY}")
    owner.press("Save", status=422)
    owner.looks_narrow()
