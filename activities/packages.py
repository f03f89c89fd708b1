"""The package of a confirmed version: the rendered document and the container that its signers sign."""

import asyncio
from dataclasses import dataclass

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col
from temporalio import activity
from temporalio.exceptions import ApplicationError

from activities.documents.claim_pages import claim_document_of
from activities.documents.rendering import DocumentNotPrintableError, render_claim
from activities.drafts import Content
from activities.signatures.asice import Container, append_signature, create_container
from activities.signatures.xades import DataFile
from models.db import Sessions
from models.messages.package import ConfirmedVersion
from models.ports import DocumentStore
from models.tables.claims import FrozenContentRow, PackageRow

DOCUMENT_NAME = "ərizə.pdf"
PDF = "application/pdf"


@dataclass(frozen=True)
class Packages:
    """Builds packages once and adds signatures to them, one at a time."""

    sessions: Sessions
    documents: DocumentStore
    base_url: str

    async def make(self, claim_id: str, version: int) -> PackageRow:
        """Return the package as it stands, built from the frozen content if nobody did it before."""
        return await self._row(claim_id, version) or await self._build(claim_id, version)

    @activity.defn(name="make_package")
    async def make_ahead(self, confirmed: ConfirmedVersion) -> None:
        """Make the package before somebody opens the document or signs; a second try changes nothing."""
        try:
            await self.make(confirmed.claim_id, confirmed.version)
        except DocumentNotPrintableError as unprintable:
            raise ApplicationError(str(unprintable), non_retryable=True) from unprintable

    async def data_files(self, claim_id: str, version: int) -> list[DataFile]:
        """Return what a signature of this version must cover.

        The hashes are those that document and attachments are stored by, so nothing is read and hashed anew.
        """
        package = await self.make(claim_id, version)
        async with self.sessions() as session:
            frozen = await session.get_one(FrozenContentRow, (claim_id, version))
        return _data_files(package.document_sha256, frozen.content)

    async def place(self, claim_id: str, version: int, signature: bytes) -> None:
        """Append one signature; earlier entries keep their bytes. Placing the same signature again changes nothing."""
        async with self.sessions.begin() as session:
            query = select(PackageRow).where(col(PackageRow.claim_id) == claim_id, col(PackageRow.version) == version)
            package = (await session.execute(query.with_for_update())).scalar_one()
            before = await self.documents.get(package.container_sha256)
            container = Container(before)
            if any(container.read(name) == signature for name in container.signature_names):
                return
            after = append_signature(before, signature)
            await session.execute(
                update(PackageRow)
                .where(col(PackageRow.claim_id) == claim_id, col(PackageRow.version) == version)
                .values(container_sha256=await self.documents.put(after), signatures=package.signatures + 1)
            )

    async def _row(self, claim_id: str, version: int) -> PackageRow | None:
        async with self.sessions() as session:
            return await session.get(PackageRow, (claim_id, version))

    async def _build(self, claim_id: str, version: int) -> PackageRow:
        async with self.sessions() as session:
            frozen = await session.get_one(FrozenContentRow, (claim_id, version))
            document = await claim_document_of(session, frozen.content, base_url=self.base_url, at=frozen.frozen_at)
        pdf = await asyncio.to_thread(render_claim, document)  # some 75 ms of CPU
        document_sha256 = await self.documents.put(pdf)
        covered = _data_files(document_sha256, frozen.content)
        contents = [pdf, *[await self.documents.get(file.sha256.hex()) for file in covered[1:]]]
        row = PackageRow(
            claim_id=claim_id,
            version=version,
            document_sha256=document_sha256,
            container_sha256=await self.documents.put(create_container(list(zip(covered, contents, strict=True)))),
        )
        values = row.model_dump()
        # Two signers may come at once: rendering is deterministic, so whoever is second finds the same bytes.
        async with self.sessions.begin() as session:
            await session.execute(insert(PackageRow).values(values).on_conflict_do_nothing())
        return await self._row(claim_id, version) or row


def _data_files(document_sha256: str, content: Content) -> list[DataFile]:
    """Return the files of a container in their order: the document, then its attachments under numbered names."""
    attachments = [
        DataFile(f"əlavələr/{position:02d} {file['name']}", file["media_type"], bytes.fromhex(file["sha256"]))
        for position, file in enumerate(content["attachments"], start=1)
    ]
    return [DataFile(DOCUMENT_NAME, PDF, bytes.fromhex(document_sha256)), *attachments]
