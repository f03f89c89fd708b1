"""The README's ten-minute tour, step by step as it stands there: in English, by its words and with its values."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from models.domain.case_number import parse_case_number
from models.domain.languages import Language
from simulators.people import Person
from tests.activities.hostile_samples import pdf_with
from tests.journeys.court import Court
from tests.journeys.visitor import Visitor
from tests.journeys.waiting import eventually
from tests.journeys.wizard import KAMRAN, Wizard, pays_with_card

pytestmark = pytest.mark.browser
HOME = re.compile(r":\d+/$")  # the home of her who stands for nobody else


def speaks_english(visitor: Visitor) -> None:
    visitor.open("/sign-in")
    visitor.follow("English", within=visitor.page.locator("header"))
    visitor.language = Language.EN


def adds_parties(draft: Wizard, co_claimant: Person) -> None:
    filer = draft.filer
    draft.adds_himself()
    draft.adds_co_claimant(co_claimant)
    draft.asks_for("Defendant", "Natural person")
    draft.names(replace(KAMRAN, surname="Əhmədli"), status=422)
    assert KAMRAN.surname not in filer.reads()
    draft.names(KAMRAN)
    draft.reaches(KAMRAN)
    filer.follow("Continue")


def pays(draft: Wizard) -> None:
    filer = draft.filer
    draft.values("12400")
    filer.sees("8.1.3", "120.00 AZN", "7.20 AZN")  # whoever files by computer for the first time pays a tenth less
    draft.pays_online()
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
    draft = Wizard(lala)
    lala.follow("New application")
    draft.chooses_court("Nasimi District Court of Baku", "Recovery from unlawful possession")
    claim_id = draft.claim_id
    number = court.number(claim_id)
    adds_parties(draft, rashad.person)
    draft.adds_document(evidence)
    lala.follow("Continue")
    draft.writes()
    pays(draft)
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
