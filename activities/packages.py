"""The package of a confirmed version: the rendered document and the container that its signers sign."""

import asyncio
import hashlib
from dataclasses import dataclass

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col

from activities.documents.claim_pages import claim_document_of
from activities.documents.rendering import render_claim
from activities.drafts import Content
from activities.signatures.asice import Container, append_signature, create_container
from activities.signatures.xades import DataFile
from models.db import Sessions
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

    async def container(self, claim_id: str, version: int) -> bytes:
        """Return the newest state of the container, built from the frozen content at the first call."""
        row = await self._row(claim_id, version) or await self._build(claim_id, version)
        return await self.documents.get(row.container_sha256)

    async def data_files(self, claim_id: str, version: int) -> list[DataFile]:
        """Return what a signature of this version must cover."""
        container = Container(await self.container(claim_id, version))
        return [
            DataFile(name, container.manifest[name], hashlib.sha256(container.read(name)).digest())
            for name in container.file_names
        ]

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
        files = [
            (DataFile(DOCUMENT_NAME, PDF, hashlib.sha256(pdf).digest()), pdf),
            *await self._attachments(frozen.content),
        ]
        row = PackageRow(
            claim_id=claim_id,
            version=version,
            document_sha256=await self.documents.put(pdf),
            container_sha256=await self.documents.put(create_container(files)),
        )
        values = row.model_dump()
        # Two signers may come at once: rendering is deterministic, so whoever is second finds the same bytes.
        async with self.sessions.begin() as session:
            await session.execute(insert(PackageRow).values(values).on_conflict_do_nothing())
        return await self._row(claim_id, version) or row

    async def _attachments(self, content: Content) -> list[tuple[DataFile, bytes]]:
        files: list[tuple[DataFile, bytes]] = []
        for position, attachment in enumerate(content["attachments"], start=1):
            data = await self.documents.get(attachment["sha256"])
            name = f"əlavələr/{position:02d} {attachment['name']}"
            files.append((DataFile(name, attachment["media_type"], bytes.fromhex(attachment["sha256"])), data))
        return files
