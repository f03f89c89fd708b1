"""What is not yours is not there; and a signature once given is safe whatever falls silent afterwards."""

import pytest

from tests.journeys.court import Court
from tests.journeys.waiting import eventually
from tests.journeys.wizard import Wizard

pytestmark = pytest.mark.browser


@pytest.mark.timeout(240)
def test_a_signature_is_safe_while_the_time_stamp_is_awaited_and_nobody_else_sees_the_claim(court: Court) -> None:
    nigar = court.litigant("Nigar")
    receipt = court.outside.portal.receipt("100.00", nigar.person)
    draft = Wizard(nigar)
    draft.fills_in()
    claim_id = draft.claim_id
    draft.gives_receipt(receipt)
    nigar.press("Confirm")
    court.outside.timestamps("down")
    nigar.signs()
    nigar.sees("Signed, waiting for the time-stamp")
    nigar.looks()
    assert court.status(claim_id) == "confirmed"
    signing = court.row("SELECT status, signature_sha256 FROM signing WHERE claim_id = %s", claim_id)
    assert signing["status"] == "signed"
    assert signing["signature_sha256"]
    with nigar.arriving_by_itself(f"/claims/{claim_id}/sign"):
        court.outside.timestamps("up")
    nigar.sees("The application was sent")
    assert court.status(claim_id) == "sent"

    kamran, clerk = court.litigant("Kamran"), court.clerk("haciyev")
    for page in ("", "/sign", "/tasks", "/check", "/refuse", "/document.pdf", "/container.asice"):
        kamran.open(f"/claims/{claim_id}{page}", status=404)
        kamran.sees("Page not found")
    for page in ("", "/accept", "/return"):
        clerk.open(f"/clerk/{claim_id}{page}", status=404)
        clerk.sees("Page not found")


def test_a_phone_that_cancels_leaves_the_claim_unsigned_and_the_signer_may_try_again(court: Court) -> None:
    nigar = court.litigant("Nigar")
    receipt = court.outside.portal.receipt("100.00", nigar.person)
    draft = Wizard(nigar)
    draft.fills_in()
    claim_id = draft.claim_id
    draft.gives_receipt(receipt)
    nigar.press("Confirm")
    nigar.press("Sign", status=422)
    nigar.sees("Tick that you have read the rights", "Enter the user ID of your ASAN İmza")
    with nigar.arriving_by_itself(f"/claims/{claim_id}/sign"):
        nigar.signs("USER_CANCELLED")
    nigar.sees("You cancelled the request on your phone.")
    assert court.status(claim_id) == "confirmed"
    with nigar.arriving_by_itself(f"/claims/{claim_id}/sign"):
        nigar.signs()
    eventually(lambda: court.status(claim_id) == "sent")
