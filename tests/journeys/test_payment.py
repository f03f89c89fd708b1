"""The fee is paid once, whatever the portal does; and one receipt serves one application, whoever is first."""

import pytest

from tests.journeys.court import Court
from tests.journeys.people import Litigant
from tests.journeys.waiting import eventually
from tests.journeys.wizard import Wizard, pays_with_card

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]


def sees_confirmed(court: Court, payer: Litigant, claim_id: str) -> str:
    """Wait until the page says it by itself; return the number of the one receipt that the rows agree on."""
    payer.settles()
    payer.sees("Paid and confirmed")
    claim = court.row("SELECT status, receipt_number FROM claim WHERE id = %s", claim_id)
    assert claim["status"] == "confirmed"
    number: str = claim["receipt_number"]
    assert court.receipt_holders(number) == [claim_id]
    lines = court.rows("SELECT act FROM register_line WHERE claim_id = %s ORDER BY revision", claim_id)
    assert [line["act"] for line in lines] == ["open", "confirm"]
    payer.sees(number)
    return number


@pytest.mark.parametrize("behaviour", ["doubled", "missing"])
def test_an_answer_that_comes_twice_or_never_makes_one_receipt_and_one_confirmation(
    court: Court, behaviour: str
) -> None:
    nigar = court.litigant("Nigar")
    draft = Wizard(nigar)
    draft.fills_in()
    claim_id = draft.claim_id
    payment_id = draft.pays_online()
    court.outside.portal.behaves(behaviour)
    pays_with_card(nigar)
    number = sees_confirmed(court, nigar, claim_id)
    calls = {"doubled": 2, "missing": 0}[behaviour]
    called = eventually(
        lambda: court.outside.portal.callbacks(payment_id),
        is_right=lambda found: len(found) == calls and all(call["delivered"] for call in found),
    )
    assert len(called) == calls
    assert court.receipts_of(payment_id) == [number]
    assert court.status(claim_id) == "confirmed"


def test_a_late_and_a_failed_answer_leave_the_draft_and_a_second_try_pays_it(court: Court) -> None:
    nigar = court.litigant("Nigar")
    draft = Wizard(nigar)
    draft.fills_in()
    claim_id = draft.claim_id
    first = draft.pays_online()
    court.outside.portal.behaves("failed")
    pays_with_card(nigar)
    nigar.settles()
    nigar.sees("Not paid")
    assert court.status(claim_id) == "draft"
    assert court.receipts_of(first) == []
    court.outside.portal.behaves("late", seconds=1)
    nigar.follow("Try again")
    nigar.press("Pay and confirm")
    second = nigar.path.removeprefix("/payments/")
    pays_with_card(nigar)
    number = sees_confirmed(court, nigar, claim_id)
    assert court.receipts_of(second) == [number]


def test_of_two_applications_with_one_receipt_at_once_one_wins_and_the_other_is_told(court: Court) -> None:
    filers = [court.litigant("Lalə"), court.litigant("Nigar")]
    receipt = court.outside.portal.receipt("100.00", filers[0].person)
    drafts = [Wizard(filer) for filer in filers]
    for draft in drafts:
        draft.fills_in()
        draft.gives_receipt(receipt)
    claims = [draft.claim_id for draft in drafts]
    with filers[0].arriving(None), filers[1].arriving(None):
        for filer in filers:
            filer.clicks("Confirm")
    (winner,) = court.receipt_holders(receipt)
    won, lost = (claims.index(winner), 1 - claims.index(winner))
    assert filers[won].path == f"/claims/{winner}/sign"
    filers[lost].sees("This receipt is already used by another application.")
    assert [court.status(claims[place]) for place in (won, lost)] == ["confirmed", "draft"]
    filers[lost].open(f"/claims/{claims[lost]}/fee/way")
    drafts[lost].gives_receipt(receipt, status=422)
    filers[lost].sees("This receipt is already used by another application.")
    assert filers[lost].typed("Number of the receipt") == receipt
