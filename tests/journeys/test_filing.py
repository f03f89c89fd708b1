"""A claim goes from draft to the court's answer, by two claimants, a payer and a clerk, on pages and in rows."""

import re
from pathlib import Path

import pytest

from models.domain.case_number import parse_case_number
from tests.activities.hostile_samples import pdf_with
from tests.journeys.court import Court
from tests.journeys.people import Clerk, Litigant
from tests.journeys.waiting import eventually
from tests.journeys.wizard import HEADING, Wizard, pays_with_card
from tests.second_opinion import assert_xmlsec1_agrees

pytestmark = pytest.mark.browser
GROUND = re.compile(r"MPM 152\.1\.1\b")
WHAT_IS_WRONG = "Borcun hesablanması ərizədə göstərilməyib."


@pytest.fixture
def evidence(tmp_path: Path) -> Path:
    """A good document."""
    file = tmp_path / "Qəbz və müqavilə.pdf"
    file.write_bytes(pdf_with())
    return file


def assert_told_once(court: Court, claim_id: str, *people: tuple[Litigant, list[str]]) -> None:
    """Wait until nothing more is to be delivered; each notice is one letter and one SMS, no more."""
    query = "SELECT n.fin, count(*) AS waiting FROM notice n JOIN delivery d ON d.notice_id = n.id "
    query += "WHERE n.claim_id = %s AND d.state <> 'sent' GROUP BY n.fin"
    eventually(lambda: court.rows(query, claim_id), is_right=lambda waiting: not waiting)
    for litigant, kinds in people:
        person = litigant.person
        rows = court.rows("SELECT kind FROM notice WHERE claim_id = %s AND fin = %s", claim_id, person.fin)
        assert sorted(row["kind"] for row in rows) == sorted(kinds)
        number = court.number(claim_id)
        letters = court.outside.post.letters(person, number)
        assert len(letters) == len(set(letters)) == len(kinds)
        messages = court.outside.post.messages(person, number)
        assert len(messages) == len(set(messages)) == len(kinds)


def finds(clerk: Clerk, number: str) -> None:
    """Open one filing from the desk."""
    clerk.open("/clerk")
    clerk.follow(number)
    clerk.sees("All signatures are valid")


def accepts_on_second_thought(clerk: Clerk) -> None:
    """Accept, undo it, accept again and send it at once."""
    clerk.sees("Checked by machine")
    clerk.follow("Accept")
    clerk.press("Accept")
    clerk.sees("Decision taken, not yet sent")
    clerk.press("Undo the decision")
    clerk.follow("Accept")
    clerk.press("Accept")
    clerk.press("Send it now")


@pytest.mark.timeout(240)
@pytest.mark.parametrize("width", [1280, 390])
def test_two_claimants_pay_online_sign_and_are_given_a_case_number(court: Court, evidence: Path) -> None:
    lala, rashad = court.litigant("Lalə"), court.litigant("Rəşad")
    draft = Wizard(lala)
    draft.fills_in(co_claimant=rashad.person, file=evidence)
    claim_id, number = draft.claim_id, court.number(draft.claim_id)
    draft.pays_online()
    pays_with_card(lala)
    lala.settles()
    lala.sees("Paid and confirmed")
    lala.follow("Go on to signing")
    lala.sees(HEADING, rashad.person.name)
    lala.signs()
    eventually(lambda: court.status(claim_id) == "partially_signed")
    lala.sees("Signed")
    lala.looks()

    rashad.open("/")
    rashad.follow(re.compile(number))
    rashad.open(f"/claims/{claim_id}/sign")
    with rashad.arriving_by_itself(f"/claims/{claim_id}/sign"):
        rashad.signs()
    rashad.sees("The application was sent", number)
    assert court.status(claim_id) == "sent"
    container = rashad.downloads(claim_id)
    assert_xmlsec1_agrees(container)

    clerk = court.clerk("orucova")
    finds(clerk, number)
    accepts_on_second_thought(clerk)
    case_number = court.row("SELECT case_number FROM claim WHERE id = %s", claim_id)["case_number"]
    parse_case_number(case_number)
    clerk.sees(case_number)
    for claimant in (lala, rashad):
        claimant.open("/claims")
        claimant.sees(case_number)
        claimant.follow(re.compile(f"^{claimant.words('View')} +{number}"))
        claimant.sees(case_number, "Accepted")
    use = court.row("SELECT used_at, released_at FROM receipt_use WHERE claim_id = %s", claim_id)
    assert use["used_at"]
    assert use["released_at"] is None
    lines = court.rows("SELECT act FROM register_line WHERE claim_id = %s ORDER BY revision", claim_id)
    assert [line["act"] for line in lines] == ["open", "confirm", "sign", "send", "decide", "undo", "decide", "accept"]
    assert_told_once(
        court,
        claim_id,
        (lala, ["claim_confirmed", "claim_sent", "claim_accepted"]),
        (rashad, ["signature_awaited", "claim_sent", "claim_accepted"]),
    )
    lala.open("/notifications")
    lala.sees(number)


@pytest.mark.timeout(240)
def test_a_returned_claim_gives_its_receipt_to_the_copy_that_is_accepted(court: Court) -> None:
    lala, clerk = court.litigant("Lalə"), court.clerk("orucova")
    receipt = court.outside.portal.receipt("100.00", lala.person)
    draft = Wizard(lala)
    draft.fills_in()
    first = draft.claim_id
    draft.gives_receipt(receipt)
    lala.press("Confirm")
    with lala.arriving_by_itself(f"/claims/{first}/sign"):
        lala.signs()

    finds(clerk, court.number(first))
    clerk.follow("Return")
    clerk.press("Return", status=422)
    clerk.tick(GROUND)
    clerk.fill("What exactly is wrong", WHAT_IS_WRONG)
    clerk.press("Return")
    clerk.press("Send it now")
    clerk.sees(WHAT_IS_WRONG)
    assert court.status(first) == "returned"
    assert court.receipt_holders(receipt) == []

    lala.open("/claims")
    lala.follow(re.compile(f"^{lala.words('View')} +{court.number(first)}"))
    lala.sees(WHAT_IS_WRONG, re.compile(r"MPM 152\.1\.1"))
    lala.press("Copy")
    second = draft.claim_id
    assert second != first
    lala.follow("Check and confirm")
    lala.sees(receipt, HEADING)
    lala.press("Confirm")
    assert court.receipt_holders(receipt) == [second]
    with lala.arriving_by_itself(f"/claims/{second}/sign"):
        lala.signs()
    finds(clerk, court.number(second))
    clerk.follow("Accept")
    clerk.press("Accept")
    clerk.press("Send it now")
    assert court.status(second) == "accepted"
    assert_told_once(court, first, (lala, ["claim_confirmed", "claim_sent", "claim_returned"]))


def test_a_co_claimant_who_refuses_ends_the_claim_and_frees_the_receipt(court: Court) -> None:
    lala, rashad = court.litigant("Lalə"), court.litigant("Rəşad")
    receipt = court.outside.portal.receipt("100.00", lala.person)
    draft = Wizard(lala)
    draft.fills_in(co_claimant=rashad.person)
    claim_id = draft.claim_id
    draft.gives_receipt(receipt)
    lala.press("Confirm")
    assert court.receipt_holders(receipt) == [claim_id]
    rashad.open(f"/claims/{claim_id}/sign")
    lala.signs()
    eventually(lambda: court.status(claim_id) == "partially_signed")
    rashad.open(f"/claims/{claim_id}/sign")
    rashad.follow("I will not sign this application")
    rashad.press("Refuse to sign", status=422)
    rashad.fill("Reason", "Mən bu borcdan xəbərsizəm.")
    rashad.press("Refuse to sign")
    lala.open(f"/claims/{claim_id}")
    lala.sees("Mən bu borcdan xəbərsizəm.", "Refused")
    assert court.status(claim_id) == "refused"
    assert court.receipt_holders(receipt) == []
