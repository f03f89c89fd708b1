"""The wizard holds what was typed: without JavaScript, after mistakes, after going back; hostile files are refused."""

import hashlib
import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import Request

from tests.activities.hostile_samples import in_name_tree, pdf_with
from tests.journeys.court import Court
from tests.journeys.wizard import BODY, HEADING, Wizard

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    """A PDF with a program inside."""
    file = tmp_path / "sübut.pdf"
    file.write_bytes(in_name_tree("JavaScript"))
    return file


@pytest.fixture
def evidence(tmp_path: Path) -> Path:
    """A good document."""
    file = tmp_path / "müqavilə.pdf"
    file.write_bytes(pdf_with())
    return file


@pytest.mark.parametrize("width", [1280, 390])
def test_without_javascript_a_draft_goes_all_the_way_to_signing(court: Court, hostile: Path, evidence: Path) -> None:
    nigar = court.litigant("Nigar", javascript=False)
    receipt = court.outside.portal.receipt("100.00", nigar.person)
    draft = Wizard(nigar)
    draft.takes_court()
    draft.adds_himself()
    draft.adds_defendant()
    nigar.follow("Continue")
    draft.adds_document(hostile, status=422)
    nigar.sees("The PDF holds a program (JavaScript): print it to a new PDF and add that.")
    draft.adds_document(evidence)
    nigar.sees(evidence.name)
    nigar.follow("Continue")
    draft.writes()
    draft.values()
    claim_id = draft.claim_id
    draft.gives_receipt(receipt)
    nigar.sees(HEADING, evidence.name, receipt)
    nigar.press("Confirm")
    nigar.sees("Kind of the signature")
    assert court.status(claim_id) == "confirmed"
    nigar.signs()
    nigar.open(f"/claims/{claim_id}/sign")
    kept = court.row("SELECT name, sha256 FROM attachment WHERE claim_id = %s", claim_id)
    assert kept["name"] == evidence.name


def test_a_mistake_on_any_step_is_said_beside_its_field_and_keeps_what_was_typed(court: Court, hostile: Path) -> None:
    nigar = court.litigant("Nigar")
    draft = Wizard(nigar)
    nigar.open("/claims/new")
    nigar.tick("Statement of claim")
    nigar.press("Continue", status=422)
    nigar.sees("Choose the court")
    assert nigar.ticked("Statement of claim")
    draft.takes_court()
    draft.asks_for("Defendant", "Natural person")
    nigar.fill("Surname", "Əhmədov")
    nigar.fill("Name", "Kamran")
    nigar.press("Add", status=422)
    nigar.sees("Enter series and number of the identity document.")
    assert nigar.page.title().startswith(nigar.words("Error:"))
    assert (nigar.typed("Surname"), nigar.typed("Name")) == ("Əhmədov", "Kamran")
    claim_id = draft.claim_id
    nigar.open(f"/claims/{claim_id}/documents")
    nigar.pick("Kind of the document", "Evidence")
    nigar.attach(hostile)
    nigar.sees("The PDF holds a program (JavaScript): print it to a new PDF and add that.")
    assert court.rows("SELECT 1 FROM attachment WHERE claim_id = %s", claim_id) == []
    nigar.open(f"/claims/{claim_id}/text")
    nigar.fill("Text", BODY)
    nigar.press("Continue", status=422)
    assert nigar.typed("Text") == BODY
    nigar.open(f"/claims/{claim_id}/text")
    draft.writes()
    nigar.back()
    assert nigar.typed("Heading") == HEADING
    nigar.open(f"/claims/{claim_id}/fee")
    draft.values("min iki yüz", status=422)
    assert nigar.typed("Value in manats") == "min iki yüz"
    draft.values("1200,50")
    draft.gives_receipt("HOP-000", status=422)
    nigar.sees("No receipt with this number was found.")
    assert nigar.typed("Number of the receipt") == "HOP-000"
    nigar.open(f"/claims/{claim_id}/check")
    nigar.sees("Add yourself: as a claimant, or as the one who acts for the claimant.")
    nigar.open(f"/claims/{claim_id}/tasks")
    nigar.follow("Delete the draft")
    nigar.press("Delete")
    assert court.status(claim_id) == "deleted"


def test_a_file_cut_off_goes_on_where_it_stopped_when_the_page_is_loaded_anew(court: Court, tmp_path: Path) -> None:
    file, piece = tmp_path / "böyük.pdf", 1 << 20
    file.write_bytes(pdf_with(lambda pdf: pdf.Root.__setitem__("/Filler", pdf.make_stream(os.urandom(2 * piece)))))
    nigar = court.litigant("Nigar")
    draft = Wizard(nigar)
    draft.takes_court()
    documents = f"/claims/{draft.claim_id}/documents"
    nigar.open(documents)
    nigar.pick("Kind of the document", "Evidence")
    line = nigar.page.context
    line.route("**/uploads/*", lambda it: it.fallback() if _offset(it.request) in {0, -1} else it.abort("aborted"))
    with nigar.page.expect_request(lambda request: _offset(request) > 0):
        nigar.attach(file)
    nigar.open(documents)
    line.unroute("**/uploads/*")
    nigar.sees(re.compile("Eyni faylı yenidən seçin"))
    with nigar.page.expect_request(lambda request: _offset(request) >= 0) as first:
        nigar.attach(file)
    assert _offset(first.value) == piece
    nigar.sees(nigar.words("Added: {name}").replace("{name}", file.name))
    nigar.looks()
    (kept,) = court.rows("SELECT sha256, kind FROM attachment WHERE claim_id = %s", draft.claim_id)
    assert kept == {"sha256": hashlib.sha256(file.read_bytes()).hexdigest(), "kind": "evidence"}


def test_on_a_terms_last_day_neither_a_silent_register_nor_a_stale_tab_loses_anything(court: Court) -> None:
    nigar = court.litigant("Nigar")
    draft, receipt = Wizard(nigar), court.outside.portal.receipt("100.00", nigar.person)
    draft.takes_court()
    claim_id = draft.claim_id
    court.outside.registers_are(down=True)
    draft.adds_himself()
    draft.adds_defendant()
    nigar.sees("The register has not answered yet: it is asked again, and you are told what it says.")
    (party,) = court.rows("SELECT id FROM party WHERE claim_id = %s AND NOT is_filer", claim_id)
    address, other = f"/claims/{claim_id}/parties/{party['id']}/address", nigar.beside()
    other.open(address)
    nigar.open(address)
    nigar.fill("Actual address", "Bakı şəhəri, Nizami küçəsi 1")
    nigar.press("Save")
    other.fill("Actual address", "Bakı şəhəri, Nizami küçəsi 2")
    other.press("Save", status=409)
    other.sees("Saved elsewhere, and typed here", "Bakı şəhəri, Nizami küçəsi 1")
    other.press("Save")
    nigar.open(f"/claims/{claim_id}/text")
    draft.writes()
    draft.values()
    draft.gives_receipt(receipt)
    nigar.sees("A state register does not answer", "Əhmədov Kamran")
    nigar.press("Confirm")
    with nigar.arriving_by_itself(f"/claims/{claim_id}/sign"):
        nigar.signs()
    nigar.open(f"/claims/{claim_id}")
    nigar.sees("The register has not answered yet.")
    clerk = court.clerk("orucova")
    clerk.open("/clerk")
    clerk.sees("a register is silent")
    clerk.follow(court.number(claim_id))
    clerk.sees("State registers")
    court.outside.registers_are(down=False)  # what it answers then is heard in tests/workflows/test_parties.py
    signed = court.row("SELECT address FROM party WHERE id = %s", party["id"])
    assert signed["address"] == "Bakı şəhəri, Nizami küçəsi 2"


def test_a_foreign_claimant_needs_a_power_of_attorney_before_the_claim_is_confirmed(
    court: Court, evidence: Path
) -> None:
    nigar = court.litigant("Nigar")
    draft, receipt = Wizard(nigar), court.outside.portal.receipt("100.00", nigar.person)
    draft.takes_court()
    claim_id = draft.claim_id
    draft.adds_foreign_claimant("Anatolia Ticaret A.Ş.")
    draft.asks_for("Representative", "Myself")
    nigar.press("Add")
    draft.adds_defendant()
    nigar.open(f"/claims/{claim_id}/text")
    draft.writes()
    draft.values()
    draft.gives_receipt(receipt)
    nigar.follow("A power of attorney must be among the documents.")
    draft.adds_document(evidence, kind="Power of attorney")
    nigar.open(f"/claims/{claim_id}/check")
    nigar.sees("Anatolia Ticaret A.Ş.", evidence.name)
    nigar.press("Confirm")
    nigar.sees("Kind of the signature")
    (known,) = court.rows("SELECT voen, phone FROM party WHERE claim_id = %s AND role = 'claimant'", claim_id)
    assert known == {"voen": "yoxdur", "phone": "yoxdur"}


def _offset(request: Request) -> int:
    """Return from where a piece goes on; -1 when the request carries none."""
    return int(request.headers.get("upload-offset", "-1")) if request.method == "PATCH" else -1
