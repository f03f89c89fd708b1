"""The documents step: what is there, how much room is left, what was refused."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from activities.intake.recognition import FileKind
from activities.party_rows import party_of
from models.domain.attachments import LIMITS, Attachment, DocumentKind
from models.domain.filing_side import needs_power_of_attorney
from models.domain.grounds import FilingStep
from web.drafts import OpenDraft
from web.forms.reading import Reading
from web.pages.court import Choice
from web.pages.wizard import Frame, frame_of
from web.unfinished import Unfinished
from web.words.lookup import name_of


@dataclass(frozen=True)
class FileCard:
    """One document; `sha256` shortened as people compare it."""

    attachment_id: str
    name: str
    kind: str
    size: int
    pages: int
    format: str
    sha256: str
    kind_code: str
    container: bool  # its files and signatures can be listed


@dataclass(frozen=True)
class Refusal:
    """A file that was not taken and the sentence why."""

    name: str
    said: str


@dataclass(frozen=True)
class PartCard:
    """A file of which only a part has come; who has the same file goes on with it until `expires_at`."""

    upload_id: str
    name: str
    kind: str
    kind_code: str
    size: int
    received: int
    fingerprint: str
    expires_at: datetime


@dataclass(frozen=True)
class DocumentsPage:
    """Everything the step shows; `refused` names each file of this upload that was not taken."""

    frame: Frame
    form: Reading[Any]
    kinds: tuple[Choice, ...]
    files: tuple[FileCard, ...]
    used: int
    limit: int
    power_of_attorney: bool  # one must be among the documents
    refused: tuple[Refusal, ...]
    parts: tuple[PartCard, ...]
    lacking: tuple[str, ...]  # kinds the court named when it returned the claim and of which nothing is here


def documents_page(
    draft: OpenDraft,
    form: Reading[Any],
    *,
    refused: tuple[Refusal, ...] = (),
    back: str = "",
    unfinished: Sequence[Unfinished] = (),
) -> DocumentsPage:
    """Return the step for a draft."""
    files = tuple(
        FileCard(
            row.id, row.name, name_of(DocumentKind(row.kind)), row.size, row.pages or 0, row.format.upper(),
            f"{row.sha256[:4]}…{row.sha256[-4:]}", row.kind, FileKind(row.format).is_package,
        )
        for row in draft.attachments
    )  # fmt: skip
    frame, there = frame_of(draft, FilingStep.DOCUMENTS, back), {file.kind_code for file in files}
    return DocumentsPage(
        frame,
        form,
        tuple(Choice(kind, name_of(kind)) for kind in DocumentKind),
        files,
        sum(row.size for row in draft.attachments),
        LIMITS.total_size,
        needs_power_of_attorney([party_of(row) for row in draft.parties]),
        refused,
        tuple(_part(one) for one in unfinished),
        tuple(said.field for said in frame.returned if said.field not in there),
    )


def _part(one: Unfinished) -> PartCard:
    kind = name_of(DocumentKind(one.kind))
    return PartCard(one.upload_id, one.name, kind, one.kind, one.size, one.received, one.fingerprint, one.expires_at)


def existing(draft: OpenDraft) -> list[Attachment]:
    """Return the draft's documents as the rules see them."""
    return [Attachment(row.name, row.size, DocumentKind(row.kind)) for row in draft.attachments]
