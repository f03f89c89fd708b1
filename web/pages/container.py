"""A signed container among a draft's documents, opened: its files, and the verdict on each signature."""

from dataclasses import dataclass
from datetime import datetime

from activities.intake.recognition import FileKind
from activities.signatures.asice import Container
from activities.signatures.zip_structure import StrictZip
from models.domain.grounds import FilingStep
from models.tables.drafts import AttachmentRow
from web.deps import NotYoursError
from web.drafts import OpenDraft
from web.language import gettext
from web.pages.claim_content import fin_for
from web.pages.signatures import seal_in
from web.pages.wizard import Frame, frame_of
from web.sessions import User
from web.verification import Verified
from web.words.lookup import sentence


@dataclass(frozen=True)
class InsideFile:
    """A file of the container and where it is looked at; "" when its kind of container is not read."""

    name: str
    size: int
    address: str


@dataclass(frozen=True)
class InsideSignature:
    """A signature of the container with its verdict; `at` is the proven moment, `covers` the files it signs."""

    signer: str
    fin: str
    organisation: str
    at: datetime | None
    level: str
    covers: tuple[str, ...]
    verdict: str
    colour: str
    seal: str  # VÖEN of the organisation whose seal it is


@dataclass(frozen=True)
class ContainerPage:
    """What is in a container; `problem` when it is not acceptable as a whole or its signatures are not verified."""

    frame: Frame
    name: str
    files: tuple[InsideFile, ...]
    signatures: tuple[InsideSignature, ...]
    problem: str


def is_container(row: AttachmentRow) -> bool:
    """Tell whether a document is a package of documents and signatures."""
    return row.format != FileKind.PDF


def is_read(row: AttachmentRow) -> bool:
    """Tell whether the files and signatures of a container can be examined: only ASiC-E can (signing guide §5)."""
    return row.format == FileKind.ASICE


def inside(data: bytes, place: int) -> tuple[str, bytes]:
    """Return name and bytes of a container's file by its place from 1; NotYoursError when it has no such file."""
    container = Container(data)
    if not 1 <= place <= len(container.file_names):
        raise NotYoursError
    name = container.file_names[place - 1]
    return name, container.read(name)


def container_page(
    draft: OpenDraft, row: AttachmentRow, data: bytes, *, checked: Verified | None, user: User
) -> ContainerPage:
    """Return the page of a container; `checked` is None when its signatures cannot be verified."""
    frame, address = frame_of(draft, FilingStep.DOCUMENTS), f"/claims/{draft.claim.id}/attachments/{row.id}/inside"
    if checked is None:
        names = [name for name in StrictZip(data).names if not name.upper().startswith("META-INF/")]
        kept = tuple(InsideFile(name, 0, "") for name in names if name != "mimetype")
        return ContainerPage(frame, row.name, kept, (), sentence("container_not_verified"))
    container = Container(data)
    files = tuple(
        InsideFile(name, len(container.read(name)), f"{address}/{place}")
        for place, name in enumerate(container.file_names, start=1)
    )
    signatures = tuple(
        InsideSignature(
            report.signer,
            fin_for(user, report.fin or ""),
            report.organisation,
            report.best_time,
            report.level,
            report.covers,
            gettext("Valid") if report.passed else sentence(report.code),
            "green" if report.passed else "red",
            seal_in(report),
        )
        for report in checked.reports
    )
    return ContainerPage(frame, row.name, files, signatures, sentence(checked.refusal) if checked.refusal else "")
