"""Verifies what is shown and given out: the stored bytes by their hash, the container by its signatures."""

import asyncio
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path

from sqlalchemy.ext.asyncio import AsyncSession

from activities.signatures.certificate_path import TrustStore
from activities.signatures.errors import SignatureRefusedError
from activities.signatures.signature_report import SignatureReport
from activities.signatures.verification import verify_container
from models.domain.errors import RuleBroken
from models.ports import DocumentStore
from models.tables.claims import PackageRow
from web.deps import NotYoursError, WebDeps
from web.opening import Opened
from web.verdicts import Reports, Verdicts

_VERDICTS = Verdicts()


@dataclass(frozen=True)
class Verified:
    """The reports on a container's signatures; `refusal` when the container as a whole is not acceptable."""

    reports: tuple[SignatureReport, ...]
    refusal: str = ""

    @property
    def fault(self) -> str:
        """Return the code of the first thing that is wrong, empty when all is right."""
        return self.refusal or next((report.code for report in self.reports if not report.passed), "")


async def package_of(db: AsyncSession, opened: Opened) -> PackageRow | None:
    """Return the rendered document and container of the confirmed version, None before they were made."""
    return await db.get(PackageRow, (opened.row.id, opened.row.version))


async def stored(documents: DocumentStore, sha256: str) -> bytes:
    """Return a document's bytes; RuleBroken `document_damaged` when they are no longer those that were stored."""
    try:
        return await documents.get(sha256)
    except ValueError as damaged:
        raise RuleBroken("document_damaged") from damaged
    except KeyError as missing:
        raise NotYoursError from missing


async def verified(data: bytes, trust: TrustStore, *, at: datetime) -> Verified:
    """Verify every signature of a container, in a thread: it is cryptography, and others wait for their pages."""

    def examine() -> Reports:
        return tuple(asyncio.run(verify_container(data, trust, at=at)))

    try:
        return Verified(await asyncio.to_thread(_VERDICTS.of, data, trust, examine))
    except SignatureRefusedError as refused:
        return Verified((), refused.code)


async def verified_package(deps: WebDeps, package: PackageRow, *, at: datetime) -> Verified:
    """Verify a package's container as it lies in the store now."""
    try:
        data = await stored(deps.documents, package.container_sha256)
    except RuleBroken as damaged:
        return Verified((), damaged.code)
    return await verified(data, trust_of(deps.settings.trust_anchors), at=at)


@cache
def trust_of(anchors: Path) -> TrustStore:
    """Return whom the court trusts; read once."""
    return TrustStore.from_pem(anchors.read_bytes())
