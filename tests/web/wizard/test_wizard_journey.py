"""A claim is drafted step by step, checked, and confirmed once, whatever is clicked twice."""

import hashlib

from temporalio.testing import WorkflowEnvironment

from models.domain.claim_status import ClaimStatus
from models.messages import ids
from models.tables.claims import ClaimRow, PackageRow
from tests.web.wizard.filer import Filer


async def test_six_steps_lead_to_a_confirmed_application(filer: Filer) -> None:
    await filer.whole()
    tasks = await filer.court.get(filer.at("tasks"))
    assert "Hazırdır" in tasks.text
    page = await filer.court.get(filer.at("check"))
    assert "Borcun tələb edilməsi" in page.text
    answer = await filer.court.send(filer.at("confirm"), page.fields(filer.at("confirm")))
    assert (answer.status_code, answer.headers["location"]) == (303, filer.at("sign"))
    assert await filer.status() is ClaimStatus.CONFIRMED
    again = await filer.court.send(filer.at("confirm"), page.fields(filer.at("confirm")))
    assert (again.status_code, again.headers["location"]) == (303, filer.at("sign"))
    async with filer.sessions() as session:
        row = await session.get_one(ClaimRow, filer.claim_id)
    assert (row.version, row.revision) == ((await filer.draft()).version, 2), "one confirmation"


async def test_the_document_is_made_after_the_confirmation_before_anybody_opens_it(
    filer: Filer, temporal: WorkflowEnvironment
) -> None:
    await filer.whole()
    page = await filer.court.get(filer.at("check"))
    await filer.court.send(filer.at("confirm"), page.fields(filer.at("confirm")))
    version = (await filer.draft()).version
    await temporal.client.get_workflow_handle(ids.package_workflow(filer.claim_id, version)).result()
    async with filer.sessions() as session:
        package = await session.get_one(PackageRow, (filer.claim_id, version))
    pdf = await filer.court.client.get(filer.at("document.pdf"))
    assert hashlib.sha256(pdf.content).hexdigest() == package.document_sha256


async def test_a_double_click_on_the_first_step_opens_one_application(filer: Filer) -> None:
    page = await filer.court.get("/claims/new")
    fields = {**page.fields(), "court": "baku-nasimi", "kind": "claim", "go": "next"}
    first, second = [await filer.court.send("/claims/new", fields) for _ in range(2)]
    assert first.headers["location"] == second.headers["location"]


async def test_what_is_missing_is_named_on_the_check_page_and_cannot_be_confirmed(filer: Filer) -> None:
    await filer.open()
    page = await filer.court.get(filer.at("check"))
    assert "Cavabdeh əlavə edilməlidir." in page.text
    fields = {"nonce": "n", "version": await filer.version()}
    page = await filer.court.post(filer.at("confirm"), fields, status=422)
    assert "Çatışmayan məlumat" in page.text
    assert await filer.status() is ClaimStatus.DRAFT


async def test_a_draft_changed_after_it_was_checked_is_not_confirmed(filer: Filer) -> None:
    await filer.whole()
    fields = (await filer.court.get(filer.at("check"))).fields(filer.at("confirm"))
    await filer.save("text", heading="Başqa başlıq", body="Başqa mətn.")
    page = await filer.court.post(filer.at("confirm"), fields, status=409)
    assert "Başqa başlıq" in page.text
    assert await filer.status() is ClaimStatus.DRAFT


async def test_the_document_to_be_signed_can_be_looked_at_before(filer: Filer) -> None:
    await filer.whole()
    answer = await filer.court.client.get(filer.at("preview.pdf"))
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-")


async def test_a_deleted_draft_is_gone_and_deleting_it_again_says_so(filer: Filer) -> None:
    await filer.open()
    fields = (await filer.court.get(filer.at("delete"))).fields(filer.at("delete"))
    answer = await filer.court.send(filer.at("delete"), fields)
    assert answer.status_code == 303
    assert await filer.status() is ClaimStatus.DELETED
    await filer.court.get(filer.at("tasks"), status=404)
