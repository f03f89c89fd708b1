"""The package of a confirmed version: what a signature covers is what lies in the container."""

import hashlib
import uuid
from pathlib import Path

import pytest

from activities.adapters.file_store import FileDocumentStore
from activities.drafts import freeze
from activities.packages import DOCUMENT_NAME, Packages
from activities.reference import seed_reference
from activities.signatures.asice import Container
from models.db import Sessions
from models.domain.attachments import DocumentKind
from models.domain.claim_status import ClaimStatus
from models.tables.claims import ClaimRow
from models.tables.drafts import AttachmentRow
from tests.builders import COURT, LALA, a_draft, at


@pytest.fixture
def packages(sessions: Sessions, tmp_path: Path) -> Packages:
    return Packages(sessions, FileDocumentStore(tmp_path), "https://divan.example")


async def a_frozen_claim(packages: Packages, number: str, *attachments: tuple[str, bytes]) -> tuple[str, int]:
    """Write a claim with attachments, freeze it, and return its id and version."""
    async with packages.sessions.begin() as session:
        await seed_reference(session)
    claim_id = await a_draft(packages.sessions, court_id=COURT)
    async with packages.sessions.begin() as session:
        session.add(
            ClaimRow(
                id=claim_id, number=number, filer_fin=LALA, status=ClaimStatus.DRAFT, revision=1,
                opened_at=at(), updated_at=at(),
            )
        )  # fmt: skip
        for position, (name, data) in enumerate(attachments):
            session.add(
                AttachmentRow(
                    id=str(uuid.uuid4()), claim_id=claim_id, position=position, kind=DocumentKind.CONTRACT, name=name,
                    sha256=await packages.documents.put(data), size=len(data), media_type="application/pdf",
                    added_at=at(),
                )
            )  # fmt: skip
        version, _ = await freeze(session, claim_id, at=at())
    return claim_id, version


async def test_a_signature_covers_every_file_of_the_container_by_its_hash(packages: Packages) -> None:
    files = (("Müqavilə.pdf", b"%PDF-1.7 one"), ("Müqavilə.pdf", b"%PDF-1.7 two"))
    claim_id, version = await a_frozen_claim(packages, "ƏR-2026-000001", *files)
    covered = await packages.data_files(claim_id, version)
    package = await packages.make(claim_id, version)
    container = Container(await packages.documents.get(package.container_sha256))
    assert tuple(file.name for file in covered) == container.file_names
    assert container.file_names == (DOCUMENT_NAME, "əlavələr/01 Müqavilə.pdf", "əlavələr/02 Müqavilə.pdf")
    for file in covered:
        assert file.sha256 == hashlib.sha256(container.read(file.name)).digest()
        assert file.media_type == container.manifest[file.name]


async def test_what_a_signature_covers_is_known_without_reading_the_files_again(
    packages: Packages, tmp_path: Path
) -> None:
    claim_id, version = await a_frozen_claim(packages, "ƏR-2026-000002", ("Qəbz.pdf", b"%PDF-1.7 three"))
    covered = await packages.data_files(claim_id, version)
    assert lose(tmp_path) == len(covered) + 1  # and the container
    assert await packages.data_files(claim_id, version) == covered


def lose(store: Path) -> int:
    """Remove every stored document and return how many there were."""
    files = [path for path in store.rglob("*") if path.is_file()]
    for path in files:
        path.unlink()
    return len(files)
