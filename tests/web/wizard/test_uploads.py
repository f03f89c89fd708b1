"""A file sent in pieces over a bad line (tus 1.0): it goes on where it stopped, and an abandoned one is forgotten."""

import base64
import hashlib
from datetime import timedelta

import httpx2
from sqlalchemy import select, update
from sqlmodel import col

from activities.uploads import UploadActivities
from models.tables.drafts import AttachmentRow, UploadRow
from tests.web.wizard.filer import Filer, a_pdf
from web.sessions import now

PIECE = {"content-type": "application/offset+octet-stream", "tus-resumable": "1.0.0"}


async def begin(filer: Filer, name: str, size: int, kind: str = "evidence", mark: str = "") -> httpx2.Response:
    said = ",".join(f"{key} {base64.b64encode(value.encode()).decode()}" for key, value in
                    {"filename": name, "kind": kind, "fingerprint": mark}.items())  # fmt: skip
    headers = {"upload-length": str(size), "upload-metadata": said, "x-csrf-token": await filer.court.token()}
    return await filer.court.client.post(filer.at("uploads"), headers=headers)


async def send(filer: Filer, address: str, piece: bytes, offset: int) -> httpx2.Response:
    headers = {**PIECE, "upload-offset": str(offset), "x-csrf-token": await filer.court.token()}
    return await filer.court.client.patch(address, content=piece, headers=headers)


async def names(filer: Filer) -> list[str]:
    async with filer.sessions() as session:
        query = select(col(AttachmentRow.name)).where(col(AttachmentRow.claim_id) == filer.claim_id)
        return list(await session.scalars(query))


async def test_a_file_goes_on_where_it_stopped_and_is_taken_when_it_is_whole(filer: Filer) -> None:
    await filer.open()
    data = a_pdf("tus")
    able = await filer.court.client.options(filer.at("uploads"))
    assert (able.status_code, able.headers["tus-extension"]) == (204, "creation,expiration")
    begun = await begin(filer, "müqavilə.pdf", len(data))
    address = begun.headers["location"]
    assert (begun.status_code, begun.headers["upload-offset"]) == (201, "0")
    first = await send(filer, address, data[:100], 0)
    assert (first.status_code, first.headers["upload-offset"]) == (204, "100")
    again = await send(filer, address, data[:100], 0)
    assert (again.status_code, again.headers["upload-offset"]) == (409, "100"), "a piece that came twice counts once"
    state = await filer.court.client.head(address)
    assert (state.headers["upload-offset"], state.headers["upload-length"]) == ("100", str(len(data)))
    assert await names(filer) == []
    last = await send(filer, address, data[100:], 100)
    assert (last.status_code, last.headers["upload-offset"]) == (204, str(len(data)))
    assert await names(filer) == ["müqavilə.pdf"]
    assert (await filer.court.client.head(address)).status_code == 404, "nothing is kept twice"


async def test_what_cannot_be_taken_is_refused_before_or_after_it_came_with_the_reason(filer: Filer) -> None:
    await filer.open()
    large = await begin(filer, "a.pdf", 11 * 1024 * 1024)
    assert large.status_code == 422
    assert (await begin(filer, "a.docx", 10)).json()["said"].startswith("Yalnız PDF")
    assert (await begin(filer, "a.pdf", 10, kind="nonsense")).status_code == 422
    begun = await begin(filer, "a.pdf", 4)
    bad = await send(filer, begun.headers["location"], b"MZ\x90\x00", 0)
    assert (bad.status_code, bool(bad.json()["said"])) == (422, True)
    assert await names(filer) == []


async def test_the_page_loaded_anew_names_what_is_unfinished_by_the_files_own_fingerprint(filer: Filer) -> None:
    await filer.open()
    data = a_pdf("half")
    mark = hashlib.sha256(data).hexdigest()
    address = (await begin(filer, "müqavilə.pdf", len(data), mark=mark)).headers["location"]
    await send(filer, address, data[:100], 0)
    page = await filer.court.get(filer.at("documents"))
    (part,) = page.select("//*[@data-fingerprint]")
    assert (part.get("data-fingerprint"), part.get("data-upload-at"), part.get("data-kind")) == (
        mark, address, "evidence"
    )  # fmt: skip
    assert "müqavilə.pdf" in page.text
    assert "Eyni faylı yenidən seçin" in page.text
    await send(filer, address, data[100:], 100)
    page = await filer.court.get(filer.at("documents"))
    assert page.select("//*[@data-fingerprint]") == []
    assert await names(filer) == ["müqavilə.pdf"]
    await begin(filer, "b.pdf", 50, mark="<no hash>")
    (part,) = (await filer.court.get(filer.at("documents"))).select("//*[@data-fingerprint]")
    assert part.get("data-fingerprint") == ""
    await filer.court.post(f"{part.get('data-upload-at')}/forget")
    assert (await filer.court.get(filer.at("documents"))).select("//*[@data-fingerprint]") == []


async def test_an_abandoned_upload_is_forgotten(filer: Filer) -> None:
    await filer.open()
    address = (await begin(filer, "a.pdf", 50)).headers["location"]
    await send(filer, address, b"%PDF-", 0)
    await begin(filer, "b.pdf", 50)
    async with filer.sessions.begin() as session:
        late = {"expires_at": now() - timedelta(seconds=1)}
        await session.execute(update(UploadRow).where(col(UploadRow.name) == "a.pdf").values(late))
    assert (await filer.court.client.head(address)).status_code == 404
    await UploadActivities(filer.sessions).forget_abandoned_uploads()
    async with filer.sessions() as session:
        query = select(col(UploadRow.name)).where(col(UploadRow.claim_id) == filer.claim_id)
        assert list(await session.scalars(query)) == ["b.pdf"]
