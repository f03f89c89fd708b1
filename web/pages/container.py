"""A signed container among the documents of a draft or a filing, opened: its files, the verdict on each signature."""

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
class Contents:
    """What is in a container; `problem` when it is not acceptable as a whole or its signatures are not verified."""

    name: str
    files: tuple[InsideFile, ...]
    signatures: tuple[InsideSignature, ...]
    problem: str


@dataclass(frozen=True)
class ContainerPage:
    """A container among the documents of a draft."""

    frame: Frame
    contents: Contents


@dataclass(frozen=True)
class FiledContainerPage:
    """A container among the documents of a filing; `back` is the filing's own page for whoever asks."""

    number: str
    back: str
    contents: Contents


def is_read(kind: str) -> bool:
    """Tell whether the files and signatures of a container can be examined: only ASiC-E can (signing guide §5)."""
    return kind == FileKind.ASICE


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
    """Return the page of a draft's container; `checked` is None when its signatures cannot be verified."""
    address = f"/claims/{draft.claim.id}/attachments/{row.id}/inside"
    contents = contents_of(row.name, data, checked=checked, address=address, user=user)
    return ContainerPage(frame_of(draft, FilingStep.DOCUMENTS), contents)


def contents_of(name: str, data: bytes, *, checked: Verified | None, address: str, user: User) -> Contents:
    """Return what is in a container; its files stand below `address`, by their places from 1."""
    if checked is None:
        names = [each for each in StrictZip(data).names if not each.upper().startswith("META-INF/")]
        kept = tuple(InsideFile(each, 0, "") for each in names if each != "mimetype")
        return Contents(name, kept, (), sentence("container_not_verified"))
    container = Container(data)
    files = tuple(
        InsideFile(each, len(container.read(each)), f"{address}/{place}")
        for place, each in enumerate(container.file_names, start=1)
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
    return Contents(name, files, signatures, sentence(checked.refusal) if checked.refusal else "")
