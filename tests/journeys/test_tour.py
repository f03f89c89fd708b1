"""The README's ten-minute tour, step by step as it stands there: in English, by its words and with its values."""

import re
from pathlib import Path

import pytest

from models.domain.case_number import parse_case_number
from models.domain.languages import Language
from tests.activities.hostile_samples import pdf_with
from tests.journeys.court import Court
from tests.journeys.people import Litigant
from tests.journeys.visitor import Visitor
from tests.journeys.waiting import eventually
from tests.journeys.wizard import pays_with_card

pytestmark = pytest.mark.browser
HOME = re.compile(r":\d+/$")


def speaks_english(visitor: Visitor) -> None:
    visitor.open("/sign-in")
    visitor.follow("English", within=visitor.page.locator("header"))
    visitor.language = Language.EN


def asks_for(filer: Litigant, role: str, person: str) -> None:
    filer.follow("Add a party")
    filer.tick(role)
    filer.press("Continue")
    filer.tick(person)
    filer.press("Continue")


def describes(filer: Litigant, document: str, surname: str, name: str, *, status: int = 200) -> None:
    filer.fill("Series and number of the identity document", document)
    filer.fill("Surname", surname)
    filer.fill("Name", name)
    filer.press("Add", status=status)


def is_reached(filer: Litigant, phone: str) -> None:
    filer.fill("Phone number", phone)
    filer.fill("E-mail address", "ad@poct.example")
    filer.press("Save")
    filer.fill("Actual address", "Bakı ş., Nizami küç. 5")
    filer.fill("Postal index", "AZ1065")
    filer.press("Save")


def takes_court(filer: Litigant) -> None:
    filer.follow("New application")
    filer.pick("Court", "Nasimi District Court of Baku")
    filer.tick("Statement of claim")
    filer.press("Continue")
    filer.pick("Category and sub-category", "Recovery from unlawful possession")
    filer.press("Continue")


def adds_parties(filer: Litigant) -> None:
    asks_for(filer, "Claimant", "Myself")
    filer.press("Add")
    asks_for(filer, "Claimant", "Natural person")
    describes(filer, "AZE01234567", "Quliyev", "Rəşad")
    is_reached(filer, "+994501112202")
    filer.tick("The claimant will sign himself")
    filer.press("Save")
    asks_for(filer, "Defendant", "Natural person")
    describes(filer, "AA7654321", "Əhmədli", "Kamran", status=422)
    assert "Əhmədov" not in filer.reads()
    describes(filer, "AA7654321", "Əhmədov", "Kamran")
    is_reached(filer, "+994501112203")
    filer.follow("Continue")


def adds_document_and_text(filer: Litigant, file: Path) -> None:
    filer.pick("Kind of the document", "Evidence")
    filer.attach(file)
    filer.sees(f"Added: {file.name}")
    filer.follow("Continue")
    filer.fill("Heading", "Debt")
    filer.fill("Text", "The defendant did not pay the debt back.")
    filer.press("Continue")


def pays(filer: Litigant) -> None:
    filer.tick("Yes")
    filer.fill("Value in manats", "12400")
    filer.press("Continue")
    filer.sees("8.1.3", "120.00 AZN", "7.20 AZN")  # whoever files by computer for the first time pays a tenth less
    filer.tick("Pay online")
    filer.press("Continue")
    filer.press("Pay and confirm")
    pays_with_card(filer)
    filer.settles()
    filer.sees("Paid and confirmed")


@pytest.mark.timeout(240)
def test_the_tour_of_the_readme_leads_where_it_says(court: Court, tmp_path: Path) -> None:
    lala, rashad, clerk = court.stranger("Lalə"), court.stranger("Rəşad"), court.newcomer("orucova")
    evidence = tmp_path / "evidence.pdf"
    evidence.write_bytes(pdf_with())
    for visitor in (lala, rashad, clerk):
        speaks_english(visitor)

    lala.open("/")
    lala.follow("Sign in", within=lala.page.locator("header"))
    lala.asks_phone()
    lala.phone.answers(code=lala.verification_code())
    lala.page.wait_for_url(HOME)
    takes_court(lala)
    claim_id = lala.path.split("/")[2]
    number = court.number(claim_id)
    adds_parties(lala)
    adds_document_and_text(lala, evidence)
    pays(lala)
    lala.follow("Go on to signing")
    lala.signs()
    eventually(lambda: court.status(claim_id) == "partially_signed")

    rashad.signs_in()
    rashad.follow(re.compile(number))
    with rashad.arriving_by_itself(f"/claims/{claim_id}/sign"):
        rashad.signs()
    rashad.sees("The application was sent", number)

    clerk.signs_in()
    clerk.follow(number)
    clerk.sees("All signatures are valid")
    clerk.follow("Accept")
    clerk.press("Accept")
    clerk.press("Send it now")
    case = str(court.row("SELECT case_number FROM claim WHERE id = %s", claim_id)["case_number"])
    parse_case_number(case)
    for claimant in (lala, rashad):
        claimant.open("/claims")
        claimant.sees(case)
    auditor = court.newcomer("tagizade")
    auditor.signs_in()
    auditor.sees(number)
