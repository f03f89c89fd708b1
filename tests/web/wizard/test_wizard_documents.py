"""Documents are judged one by one by their content; what was taken is given back byte for byte, as a download."""

import io

import pikepdf
import pytest
from sqlalchemy import select
from sqlmodel import col

from activities.documents.claim_pages import claim_document_of
from activities.signatures.asice import append_signature, create_container
from models.domain.claim_status import ClaimStatus
from models.settings import Settings
from models.tables.claims import FrozenContentRow
from models.tables.drafts import AttachmentRow
from tests.activities.signing_table import ALIYEV, a_table, data_file
from tests.builders import at
from tests.web.wizard.filer import Filer, a_pdf


@pytest.fixture(scope="module")
def settings(trusting: Settings) -> Settings:
    """A court that knows whom it trusts, and it is not who issued the certificates of this module."""
    return trusting


async def stored(filer: Filer) -> list[AttachmentRow]:
    async with filer.sessions() as session:
        query = select(AttachmentRow).where(col(AttachmentRow.claim_id) == filer.claim_id)
        return list((await session.scalars(query)).all())


def sent(*files: tuple[str, bytes]) -> list[tuple[str, tuple[str, bytes, str]]]:
    return [("file", (name, data, "application/pdf")) for name, data in files]


async def test_good_files_are_taken_and_bad_ones_named_with_their_reason(filer: Filer) -> None:
    await filer.open()
    files = sent(("müqavilə.pdf", a_pdf("a")), ("məktub.docx", b"PK"), ("boş.pdf", b""), ("yalan.pdf", b"MZ\x90"))
    page = await filer.court.post(filer.at("documents"), {"kind": "contract"}, files=files, status=422)
    assert "məktub.docx: Yalnız PDF, ADOC, EDOC və ASICE faylları qəbul edilir." in page.text
    assert "boş.pdf: Fayl boşdur." in page.text
    assert [row.name for row in await stored(filer)] == ["müqavilə.pdf"]
    again = await filer.court.post(filer.at("documents"), {"kind": "contract"}, files=files[:1])
    assert "1 fayl əlavə olunub" in again.text, "the same file twice is one document"


async def test_a_refusal_is_said_once_in_the_summary_and_once_beside_the_field(filer: Filer) -> None:
    await filer.open()
    files = sent(("məktub.docx", b"PK"), ("boş.pdf", b""))
    page = await filer.court.post(filer.at("documents"), {"kind": "contract"}, files=files, status=422)
    refusals = ["məktub.docx: Yalnız PDF, ADOC, EDOC və ASICE faylları qəbul edilir.", "boş.pdf: Fayl boşdur."]
    assert page.errors == [" · ".join(refusals)]
    for refusal in refusals:
        assert page.text.count(refusal) == 2, "once in the summary, once beside the field"
        assert page.select(f"//*[@id='file-error'][contains(., '{refusal}')]")


async def test_a_pdf_with_a_program_is_refused_in_words_a_litigant_understands(filer: Filer) -> None:
    await filer.open()
    pdf = pikepdf.new()
    pdf.add_blank_page()
    pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
    stream = io.BytesIO()
    pdf.save(stream)
    files = sent(("forma.pdf", stream.getvalue()))
    page = await filer.court.post(filer.at("documents"), {"kind": "evidence"}, files=files, status=422)
    assert "PDF" in page.errors[0]
    assert await stored(filer) == []


async def test_a_document_comes_back_as_a_download_and_can_be_removed(filer: Filer) -> None:
    await filer.open()
    data = a_pdf("b")
    await filer.court.post(filer.at("documents"), {"kind": "evidence"}, files=sent(("sübut.pdf", data)))
    row = (await stored(filer))[0]
    answer = await filer.court.client.get(filer.at(f"attachments/{row.id}"))
    assert answer.content == data
    assert answer.headers["content-disposition"].startswith("attachment;")
    assert "sandbox" in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"
    await filer.court.post(filer.at(f"attachments/{row.id}/remove"))
    assert await stored(filer) == []


async def test_without_a_kind_or_a_file_the_form_says_so(filer: Filer) -> None:
    await filer.open()
    page = await filer.court.post(filer.at("documents"), {}, status=422)
    assert set(page.errors) == {"Sənədin növünü seçin", "Fayl seçin."}


async def test_the_script_gets_the_fresh_list_or_the_reason_alone(filer: Filer) -> None:
    await filer.open()
    headers = {"x-requested-with": "upload", "x-csrf-token": await filer.court.token()}
    send = filer.court.client.post
    good = await send(
        filer.at("documents"), data={"kind": "letter"}, files=sent(("a.pdf", a_pdf("c"))), headers=headers
    )
    assert (good.status_code, "a.pdf" in good.text, "<html" in good.text) == (200, True, False)
    bad = await send(filer.at("documents"), data={"kind": "letter"}, files=sent(("b.pdf", b"x")), headers=headers)
    assert bad.status_code == 422
    assert "data-error" in bad.text


async def test_kind_and_order_are_changed_afterwards_and_a_pdf_is_looked_at_in_the_browser(filer: Filer) -> None:
    await filer.open()
    files = sent(("a.pdf", a_pdf("1")), ("b.pdf", a_pdf("2")), ("c.pdf", a_pdf("3")))
    page = await filer.court.post(filer.at("documents"), {"kind": "evidence"}, files=files)
    rows = {row.name: row.id for row in await stored(filer)}
    await filer.court.post(filer.at(f"attachments/{rows['c.pdf']}/move"), {"to": "1"})
    await filer.court.post(filer.at(f"attachments/{rows['b.pdf']}/kind"), {f"kind-{rows['b.pdf']}": "contract"})
    await filer.court.post(filer.at(f"attachments/{rows['a.pdf']}/kind"), {f"kind-{rows['a.pdf']}": "nonsense"})
    kept = sorted(await stored(filer), key=lambda row: row.position)
    assert [(row.name, row.kind) for row in kept] == [
        ("c.pdf", "evidence"),
        ("a.pdf", "evidence"),
        ("b.pdf", "contract"),
    ]
    view = next(href for href in page.select("//a/@href") if href.endswith("/view"))
    answer = await filer.court.client.get(view)
    assert answer.headers["content-disposition"].startswith("inline;")
    assert answer.headers["content-security-policy"].startswith("default-src 'none';")
    assert answer.headers["x-content-type-options"] == "nosniff"


async def test_a_container_is_opened_and_each_signature_has_its_verdict(filer: Filer) -> None:
    await filer.open()
    table, files = a_table(), [data_file("etibarnamə.pdf", a_pdf("x"))]
    signed = table.basic(table.signer(ALIYEV), files)
    data = append_signature(create_container(files), signed)
    sending = sent(("etibarnamə.edoc", data))
    page = await filer.court.post(filer.at("documents"), {"kind": "power_of_attorney"}, files=sending)
    opened = await filer.court.get(next(href for href in page.select("//a/@href") if href.endswith("/view")))
    (signer,) = opened.select("//tbody/tr/th")
    assert "FİN" in signer.text_content()
    assert opened.select("//tbody//strong[contains(@class, 'govuk-tag--red')]"), "nobody of ours issued it"
    inner = [href for href in opened.select("//main//a/@href") if "/inside/" in href]
    shown = await filer.court.client.get(inner[0])
    assert (shown.headers["content-type"], shown.content[:5]) == ("application/pdf", b"%PDF-")
    missing = await filer.court.client.get(f"{inner[0]}9")
    assert missing.status_code == 404


async def test_a_foreign_claimant_is_confirmed_once_its_power_of_attorney_is_there(filer: Filer) -> None:
    await filer.whole()
    unknown = ["voen", "phone", "postal_index"]
    firm = {"name": "Anatolia Ticaret A.Ş.", "email": "ofis@anatolia.example", "address": "Ankara, Atatürk Bulvarı 5"}
    page = await filer.add("claimant", {**firm, "unknown": unknown}, "foreign_legal_entity")
    assert page.address.endswith("/parties"), "no way of signing is asked: a foreigner has no cabinet to sign in"
    page = await filer.court.get(filer.at("check"))
    (gap,) = page.select("//a[contains(., 'etibarnamə olmalıdır')]")
    assert gap.get("href") == f"/claims/{filer.claim_id}/documents?back=check", "where it is added"
    fields = (await filer.court.get(filer.at("text"))).fields()  # whoever sends the form all the same
    given = {"csrf": fields["csrf"], "version": await filer.version(), "nonce": "1"}
    refused = await filer.court.post(filer.at("confirm"), given, status=422)
    assert "Sənədlər arasında etibarnamə olmalıdır." in refused.text
    asked = await filer.court.get(gap.get("href"))
    assert "Etibarnamə" in asked.select("//div[@class='govuk-inset-text']")[0].text_content()
    files = sent(("etibarnamə.pdf", a_pdf("power")))
    await filer.court.post(filer.at("documents"), {"kind": "power_of_attorney"}, files=files)
    page = await filer.court.get(filer.at("check"))
    page = await filer.court.post(filer.at("confirm"), page.fields(filer.at("confirm")))
    assert await filer.status() is ClaimStatus.CONFIRMED
    async with filer.sessions() as session:
        query = select(FrozenContentRow).where(col(FrozenContentRow.claim_id) == filer.claim_id)
        frozen = (await session.scalars(query)).one()
        printed = await claim_document_of(session, frozen.content, base_url="", at=at())
    assert [party.rows[0][1] for party in printed.claimants][1:] == ["Anatolia Ticaret A.Ş."]
    assert ("VÖEN", "yoxdur") in printed.claimants[1].rows, "the manual's word for what is not known"
    assert len(printed.signers) == 1
