"""The fee is paid online: late, doubled, missing and failed answers of the portal all end with one receipt at most."""

import pytest

from tests.journeys.court import Court
from tests.journeys.people import Litigant
from tests.journeys.waiting import eventually
from tests.journeys.wizard import Wizard, pays_with_card

pytestmark = pytest.mark.browser


def sees_confirmed(court: Court, payer: Litigant, claim_id: str) -> str:
    """Wait until the page says it by itself; return the number of the one receipt that the rows agree on."""
    payer.sees("Paid and confirmed")
    payer.looks()
    claim = court.row("SELECT status, receipt_number FROM claim WHERE id = %s", claim_id)
    assert claim["status"] == "confirmed"
    uses = court.rows("SELECT receipt_number, released_at FROM receipt_use WHERE claim_id = %s", claim_id)
    assert uses == [{"receipt_number": claim["receipt_number"], "released_at": None}]
    lines = court.rows("SELECT act FROM register_line WHERE claim_id = %s ORDER BY revision", claim_id)
    assert [line["act"] for line in lines] == ["open", "confirm"]
    number: str = claim["receipt_number"]
    payer.sees(number)
    return number


def test_an_answer_that_comes_late_and_twice_makes_one_receipt_and_one_confirmation(court: Court) -> None:
    nigar = court.litigant("Nigar")
    draft = Wizard(nigar)
    draft.fills_in()
    claim_id = draft.claim_id
    payment_id = draft.pays_online()
    court.outside.portal.behaves("doubled")
    pays_with_card(nigar)
    number = sees_confirmed(court, nigar, claim_id)
    called = eventually(
        lambda: court.outside.portal.callbacks(payment_id),
        is_right=lambda found: len(found) == 2 and all(callback["delivered"] for callback in found),
    )
    assert len(called) == 2
    assert court.row("SELECT count(*) AS many FROM receipt WHERE number = %s", number) == {"many": 1}
    assert court.rows("SELECT act FROM register_line WHERE claim_id = %s AND act = 'confirm'", claim_id) == [
        {"act": "confirm"}
    ]
