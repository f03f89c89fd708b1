"""In whose name: a head files for his organisation and for himself side by side, until the register names another."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.court import Court
from tests.journeys.people import Litigant
from tests.journeys.visitor import Visitor
from tests.journeys.waiting import eventually
from tests.journeys.wizard import Wizard

pytestmark = pytest.mark.browser
both_widths = pytest.mark.parametrize("width", [1280, 390])
LOOKED_UP = 40.0  # seconds; the court asks the register every ten
FIRM, VOEN = "“Qobustan Tikinti” MMC", "1499001221"


def comes_in_for_the_firm(court: Court) -> Litigant:
    """Sign Tural in with the business certificate on his number."""
    tural = court.stranger("Tural")
    tural.open("/sign-in")
    tural.fill("Phone number", tural.person.phone)
    tural.fill("User ID", tural.person.user_id)
    tural.press("Send the request to my phone")
    tural.tick("Business")
    tural.press("Send the request to my phone")
    with tural.arriving_by_itself("/"):
        tural.phone.answers(code=tural.verification_code())
    return tural


def acts_in_the_name_of(visitor: Visitor, name: str) -> None:
    expect(visitor.page.locator(".em-names > summary")).to_contain_text(name)


@both_widths
@pytest.mark.timeout(300)
def test_two_names_stand_side_by_side_and_one_ends_with_the_register(court: Court) -> None:
    court.outside.registers.told("/sim/restore")
    tural = comes_in_for_the_firm(court)
    acts_in_the_name_of(tural, FIRM)
    receipt = court.outside.portal.receipt("100.00", tural.person)
    draft = Wizard(tural)
    draft.fills_in()
    claim_id = draft.claim_id
    draft.gives_receipt(receipt)
    tural.sees(FIRM, "Qanuni nümayəndə")
    tural.press("Confirm")
    number = court.number(claim_id)
    assert court.row("SELECT voen FROM claim WHERE id = %s", claim_id) == {"voen": VOEN}

    # the second tab of the same browser, in his own name
    own = tural.beside()
    own.open("/claims?as=0")
    acts_in_the_name_of(own, tural.person.name)
    assert number not in own.reads()
    tural.open("/claims?as=1")
    own.open("/claims?as=0")  # loaded anew, it is what it was
    acts_in_the_name_of(own, tural.person.name)
    assert number in tural.reads()
    own.page.locator(".em-names > summary").click()
    own.looks()
    own.press(FIRM, within=own.page.locator(".em-names__list"))
    acts_in_the_name_of(own, FIRM)

    # his own signature is the organisation's, and its seal stands beside it
    tural.open(f"/claims/{claim_id}/sign")
    acts_in_the_name_of(tural, FIRM)
    tural.tick(re.compile(tural.words("The organisation’s seal is put too, VÖEN:") + f" {VOEN}"))
    with tural.arriving_by_itself(f"/claims/{claim_id}/sign"):
        tural.signs()
    assert court.status(claim_id) == "partially_signed"
    tural.sees("Seal awaited")
    tural.looks()
    tural.fill("Mobile number", tural.person.phone)
    tural.fill("User ID", tural.person.user_id)
    tural.clicks("Put the seal")
    with tural.arriving_by_itself(f"/claims/{claim_id}/sign"):
        tural.phone.answers(code=tural.verification_code())
    tural.sees("The application was sent")
    asked = court.outside.asan_imza.shown(f"/sim/phones/{tural.phone.number}/answered")
    assert [each["certificate_type"] for each in asked[:2]] == ["BUSINESS", "BUSINESS"]
    tural.open(f"/claims/{claim_id}")
    tural.sees(re.compile(f"VÖEN {VOEN}"))
    tural.looks()


@both_widths
@pytest.mark.timeout(240)
def test_an_entrepreneur_is_told_when_the_register_closes_the_business(court: Court) -> None:
    court.outside.registers.told("/sim/restore")
    nigar = court.litigant("Nigar")
    account = "SELECT position, voen FROM capacity c JOIN account a ON a.id = c.account_id WHERE a.fin = %s"
    eventually(lambda: court.rows(f"{account} AND c.ended_at IS NULL", nigar.person.fin), within=LOOKED_UP)
    held = court.row(account, nigar.person.fin)
    nigar.open(f"/claims?as={held['position']}")
    acts_in_the_name_of(nigar, "fərdi sahibkar")
    nigar.open("/profile/organisations")
    nigar.follow(re.compile("^" + nigar.words("E-mail and notifications")))
    nigar.fill("E-mail address of the organisation (optional)", "ofis")
    nigar.press("Save", status=422)
    assert nigar.typed("E-mail address of the organisation (optional)") == "ofis"
    nigar.fill("E-mail address of the organisation (optional)", "ofis@seferova.example")
    nigar.press("Save")
    nigar.sees("What you chose for the organisation was saved.")

    court.outside.registers.told("/sim/organisations", voen=held["voen"], active=False)
    court.database.execute("UPDATE account SET organisations_due_at = now() WHERE fin = %s", (nigar.person.fin,))
    eventually(lambda: court.rows(f"{account} AND c.ended_at IS NOT NULL", nigar.person.fin), within=LOOKED_UP)
    nigar.open(f"/claims/new?as={held['position']}", status=409)
    nigar.sees("You do not act for this organisation, or no longer. Choose in the header in whose name to go on.")
    nigar.open("/profile/organisations")
    nigar.sees("Ended")
    nigar.follow(re.compile("^" + nigar.words("Applications")))
    nigar.open("/notifications?as=0")
    assert held["voen"] in nigar.reads()
    court.outside.registers.told("/sim/restore")
    court.database.execute("UPDATE account SET organisations_due_at = now() WHERE fin = %s", (nigar.person.fin,))
    eventually(lambda: court.rows(f"{account} AND c.ended_at IS NULL", nigar.person.fin), within=LOOKED_UP)
