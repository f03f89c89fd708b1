"""Judges an uploaded file by its content: size, recognition, structure, then the rules of its format."""

from dataclasses import dataclass
from pathlib import PurePosixPath

from activities.intake.errors import UploadRefusedError
from activities.intake.pdf_rules import check_pdf
from activities.intake.recognition import ADOC_V1_MEDIA_TYPE, EXTENSIONS, FileKind, recognise
from activities.signatures.asice import ASICE_MEDIA_TYPE, Container
from activities.signatures.errors import SignatureRefusedError
from activities.signatures.zip_structure import StrictZip

_MEDIA_TYPES = {
    FileKind.PDF: "application/pdf",
    FileKind.ASICE: ASICE_MEDIA_TYPE,
    FileKind.ADOC_V1: ADOC_V1_MEDIA_TYPE,
    FileKind.EDOC_V1: "application/octet-stream",  # no type was ever registered for it
}


@dataclass(frozen=True)
class AcceptedFile:
    """A file the court takes. `pages` counts all PDF pages in it (0 for legacy kinds, whose inside is not read).

    `signatures` is how many signatures it carries, not yet verified.
    """

    kind: FileKind
    pages: int
    signatures: int
    media_type: str


def accept_upload(name: str, data: bytes) -> AcceptedFile:
    """Return what an uploaded file is; UploadRefusedError with its code when the court does not take it.

    Container faults carry the reader's codes (ZIP_…, ENTRY_…, MANIFEST_…, XML_DTD_FORBIDDEN). How large an upload may
    be altogether is the domain's rule, not judged here.
    """
    try:
        return _accept(name, data)
    except SignatureRefusedError as refused:
        raise UploadRefusedError(refused.code, refused.detail) from refused


def _accept(name: str, data: bytes) -> AcceptedFile:
    kind = recognise(data)
    extension = PurePosixPath(name).suffix.removeprefix(".").lower()
    if extension not in EXTENSIONS[kind]:
        raise UploadRefusedError("EXTENSION_MISMATCH", f"{extension[:10]} is {kind}")
    if kind is FileKind.PDF:
        facts = check_pdf(data)
        return AcceptedFile(kind, facts.pages, signatures=facts.signatures, media_type=_MEDIA_TYPES[kind])
    if kind is FileKind.ASICE:
        return _container(data)
    StrictZip(data)
    return AcceptedFile(kind, pages=0, signatures=0, media_type=_MEDIA_TYPES[kind])


def _container(data: bytes) -> AcceptedFile:
    container = Container(data)
    if not container.signature_names:
        raise UploadRefusedError("NO_SIGNATURES")
    if not container.file_names:
        raise UploadRefusedError("NO_DATA_FILES")
    pages = sum(_inner_pages(name, container.read(name)) for name in container.file_names)
    signatures = len(container.signature_names)
    return AcceptedFile(FileKind.ASICE, pages, signatures=signatures, media_type=ASICE_MEDIA_TYPE)


def _inner_pages(name: str, content: bytes) -> int:
    """Judge a file inside a container like an upload of its own, except that it must be a PDF."""
    if content.startswith(b"PK\x03\x04"):
        raise UploadRefusedError("NESTED_CONTAINER", name)
    if not content.startswith(b"%PDF-"):
        raise UploadRefusedError("INNER_TYPE_NOT_ACCEPTED", name)
    return check_pdf(content).pages
