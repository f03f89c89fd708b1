"""Which certificate speaks for a person: he is asked when there are several, and told when his was replaced."""

import pytest

from models.ports import CertificateKind
from tests.journeys.court import Court
from tests.journeys.people import HOME
from tests.journeys.wizard import Wizard

pytestmark = pytest.mark.browser
both_widths = pytest.mark.parametrize("width", [1280, 390])
REPLACED = (
    "Your ASAN İmza has another certificate than the one you signed in with. Sign in with the new ASAN İmza, then "
    "sign the application."
)
KINDS = {
    "Citizen": CertificateKind.CITIZEN,
    "Business": CertificateKind.BUSINESS,
    "Government": CertificateKind.GOVERNMENT,
}


@both_widths
@pytest.mark.parametrize("choice", KINDS)
def test_a_number_with_several_certificates_asks_which_and_each_leads_in(court: Court, choice: str) -> None:
    tural = court.stranger("Tural")
    tural.open("/sign-in")
    tural.fill("Phone number", tural.person.phone)
    tural.fill("User ID", tural.person.user_id)
    tural.press("Send the request to my phone")
    tural.sees("Which certificate do you sign in with?", "“Qobustan Tikinti” MMC, VÖEN 1499001221")
    tural.tick(choice)
    tural.press("Send the request to my phone")
    with tural.arriving_by_itself(HOME):
        tural.phone.answers(code=tural.verification_code())
    tural.sees(tural.words("Hello, %(name)s", name=tural.person.name))
    query = "SELECT b.kind FROM account a JOIN bound_certificate b ON b.account_id = a.id "
    query += "WHERE a.fin = %s ORDER BY b.bound_at DESC LIMIT 1"
    assert court.row(query, tural.person.fin)["kind"] == KINDS[choice]


@both_widths
@pytest.mark.timeout(240)
def test_whose_certificate_was_replaced_signs_in_anew_before_he_signs(court: Court) -> None:
    giorgi = court.litigant("Giorgi")
    receipt = court.outside.portal.receipt("100.00", giorgi.person)
    draft = Wizard(giorgi)
    draft.fills_in()
    claim_id = draft.claim_id
    draft.gives_receipt(receipt)
    giorgi.press("Confirm")
    court.outside.asan_imza.told(f"/sim/phones/{giorgi.phone.number}/replace")
    giorgi.asks_to_sign()
    giorgi.sees(REPLACED)
    giorgi.looks()
    assert court.status(claim_id) == "confirmed"
    giorgi.follow("Sign in with the new ASAN İmza")
    giorgi.asks_phone()
    with giorgi.arriving_by_itself(f"/claims/{claim_id}/sign"):
        giorgi.phone.answers(code=giorgi.verification_code())
    with giorgi.arriving_by_itself(f"/claims/{claim_id}/sign"):
        giorgi.signs()
    giorgi.sees("The application was sent")
    assert court.status(claim_id) == "sent"
