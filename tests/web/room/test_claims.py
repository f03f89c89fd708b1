"""My applications, one application after its draft, its downloads, taking back and copying."""

import io
import uuid
import zipfile
from decimal import Decimal
from pathlib import Path

from sqlalchemy import select
from sqlmodel import col

from activities.adapters.file_store import FileDocumentStore
from models.domain.claim_status import ClaimStatus
from models.domain.fee_cover import FeeWay
from models.tables.claims import ReceiptUseRow
from models.tables.drafts import DraftRow, PartyRow
from simulators.people import DEMO
from tests.builders import a_receipt
from tests.web.room.hall import Hall

LALE, RESAD, KAMRAN, NIGAR = DEMO[:4]


def change_a_byte(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


async def test_a_person_with_nothing_filed_is_told_so(hall: Hall) -> None:
    page = await (await hall.person(NIGAR)).get("/claims")
    assert "Hələ heç bir ərizəniz yoxdur." in page.text


async def test_the_list_names_number_heading_court_and_status(hall: Hall) -> None:
    claim_id = await hall.draft(LALE)
    page = await (await hall.person(LALE)).get("/claims")
    row = await hall.row(claim_id)
    assert row.number in page.text
    assert "Borcun tələb edilməsi" in page.text
    assert "Qaralama" in page.text
    assert f"Davam et {row.number}" in page.links


async def test_a_co_claimant_sees_the_application_once_the_filer_has_signed(hall: Hall) -> None:
    claim_id = await hall.confirmed(KAMRAN, RESAD)
    number = (await hall.row(claim_id)).number
    kamran, resad = await hall.person(KAMRAN), await hall.person(RESAD)
    assert number not in (await resad.get("/claims")).text
    await hall.sign(kamran, claim_id, KAMRAN)
    page = await resad.get("/claims")
    assert f"İmzala {number}" in page.links
    assert f"Baxış {number}" in (await kamran.get("/claims")).links


async def test_the_list_is_filtered_by_status_and_its_pages_hold_25(hall: Hall) -> None:
    for _ in range(26):
        await hall.draft(RESAD)
    resad = await hall.person(RESAD)
    assert len((await resad.get("/claims?status=draft")).select("//tbody/tr")) == 25
    second = await resad.get("/claims?status=draft&page=2")
    assert len(second.select("//tbody/tr")) == 1
    assert "Bu statusda ərizə yoxdur." in (await resad.get("/claims?status=accepted")).text


async def test_a_draft_leads_to_its_tasks(hall: Hall) -> None:
    claim_id = await hall.draft(LALE)
    page = await (await hall.person(LALE)).get(f"/claims/{claim_id}")
    assert page.address.endswith(f"/claims/{claim_id}/tasks")


async def test_a_sent_application_shows_its_term_and_its_verified_signatures(hall: Hall) -> None:
    claim_id = await hall.sent(LALE, RESAD)
    page = await (await hall.person(LALE)).get(f"/claims/{claim_id}")
    assert "Göndərilmiş" in page.text
    assert "gün qalıb" in page.text
    assert page.text.count("Etibarlıdır") == 2
    assert page.text.count("XAdES-LT") == 2
    assert LALE.fin in page.text
    assert RESAD.fin not in page.text


async def test_the_container_is_given_out_as_it_was_signed(hall: Hall) -> None:
    claim_id = await hall.sent(LALE)
    lale = await hall.person(LALE)
    answer = await lale.client.get(f"/claims/{claim_id}/container.asice")
    assert answer.headers["content-type"] == "application/vnd.etsi.asic-e+zip"
    assert "sandbox" in answer.headers["content-security-policy"]
    with zipfile.ZipFile(io.BytesIO(answer.content)) as container:
        document = container.read("ərizə.pdf")
    assert (await lale.client.get(f"/claims/{claim_id}/document.pdf")).content == document


async def test_a_container_with_a_changed_byte_is_refused_with_its_reason(
    hall: Hall, documents: FileDocumentStore
) -> None:
    claim_id = await hall.sent(KAMRAN)
    kamran = await hall.person(KAMRAN)
    sha256 = (await hall.package(claim_id)).container_sha256
    change_a_byte(next(documents.folder.rglob(sha256)))
    said = "Saxlanılan fayl təqdim edilmiş fayl deyil"
    assert said in (await kamran.get(f"/claims/{claim_id}/container.asice", status=409)).text
    assert said in (await kamran.get(f"/claims/{claim_id}")).text


async def test_others_find_no_such_application(hall: Hall) -> None:
    claim_id = await hall.sent(LALE)
    strangers = (await hall.person(KAMRAN), await hall.clerk("ganja-admin"), await hall.person(NIGAR))
    for stranger in strangers:
        for path in ("", "/document.pdf", "/container.asice", "/files/1", "/files/1/inside"):
            await stranger.get(f"/claims/{claim_id}{path}", status=404)
        for act in ("withdraw", "copy"):
            await stranger.post(f"/claims/{claim_id}/{act}", {"nonce": uuid.uuid4().hex}, status=404)
    nobody = strangers[-1]
    nobody.visit_anew()
    assert "/sign-in" in (await nobody.get(f"/claims/{claim_id}")).address


async def test_taking_back_asks_first_and_frees_the_receipt(hall: Hall) -> None:
    claim_id = await hall.confirmed(LALE)
    lale = await hall.person(LALE)
    question = await lale.get(f"/claims/{claim_id}/withdraw")
    assert question.h1 == "Ərizə qaralamaya qaytarılsın?"
    page = await lale.post(f"/claims/{claim_id}/withdraw", question.fields())
    assert page.address.endswith("/tasks")
    assert await hall.status(claim_id) is ClaimStatus.DRAFT
    async with hall.deps.sessions() as db:
        use = (await db.scalars(select(ReceiptUseRow).where(col(ReceiptUseRow.claim_id) == claim_id))).one()
    assert use.released_at is not None


async def test_a_copy_has_everything_filled_in_and_suggests_every_free_receipt(hall: Hall) -> None:
    claim_id = await hall.confirmed(LALE, RESAD)
    resad = await hall.person(RESAD)
    shown = (await resad.get(f"/claims/{claim_id}/refuse")).fields()
    await resad.post(f"/claims/{claim_id}/refuse", {**shown, "reason": "Tələblə razı deyiləm."})
    second = await a_receipt(hall.deps.sessions)
    async with hall.deps.sessions.begin() as db:
        use = (await db.scalars(select(ReceiptUseRow).where(col(ReceiptUseRow.claim_id) == claim_id))).one()
        db.add(ReceiptUseRow(**use.model_dump() | {"receipt_number": second, "excess": Decimal(5)}))
    lale = await hall.person(LALE)
    form = (await lale.get(f"/claims/{claim_id}")).fields(f"/claims/{claim_id}/copy")
    page = await lale.post(f"/claims/{claim_id}/copy", form)
    assert "Bütün məlumatları doldurulmuş yeni qaralama yaradıldı." in page.text
    again = await lale.post(f"/claims/{claim_id}/copy", form)
    assert again.address == page.address  # a doubled form is one draft
    copy_id = page.address.split("/claims/")[1].split("/")[0]
    async with hall.deps.sessions() as db:
        draft = await db.get_one(DraftRow, copy_id)
        parties = (await db.scalars(select(PartyRow).where(col(PartyRow.claim_id) == copy_id))).all()
    assert draft.origin_id == claim_id
    assert draft.heading == "Borcun tələb edilməsi"
    assert draft.value == Decimal(12400)
    assert {party.fin for party in parties} >= {LALE.fin, RESAD.fin}
    assert draft.fee_way is FeeWay.RECEIPT
    assert (draft.receipt_number, draft.added_receipt) == (use.receipt_number, second)


async def test_what_was_sent_is_not_copied_and_not_taken_back(hall: Hall) -> None:
    claim_id = await hall.sent(LALE)
    lale = await hall.person(LALE)
    for act in ("withdraw", "copy"):
        page = await lale.post(f"/claims/{claim_id}/{act}", {"nonce": uuid.uuid4().hex}, status=409)
        assert "bu addım artıq mümkün deyil" in page.text
    assert await hall.status(claim_id) is ClaimStatus.SENT
