"""Recognises an uploaded file by its first bytes and structure; its name is only compared, never trusted."""

import io
import zipfile
from enum import StrEnum

from activities.intake.errors import UploadRefusedError
from activities.signatures.asice import ASICE_MEDIA_TYPE

ADOC_V1_MEDIA_TYPE = "application/vnd.lt.archyvai.adoc-2008"
_ASICS_MEDIA_TYPE = "application/vnd.etsi.asic-s+zip"
_PDF_MAGIC = b"%PDF-"
_ZIP_MAGIC = b"PK\x03\x04"
_OPC_TYPES = "[Content_Types].xml"
_MIMETYPE_AT = 30  # a local header without extra field: the name begins here
_LONGEST_MEDIA_TYPE = 100


class FileKind(StrEnum):
    """The kinds of file the court takes."""

    PDF = "pdf"
    ASICE = "asice"  # ASiC-E with XAdES, whatever extension its software gives it
    ADOC_V1 = "adoc-v1"  # Lithuanian ADOC 1.0: taken, its signatures not verified
    EDOC_V1 = "edoc-v1"  # Latvian EDOC 1.0: taken, its signatures not verified

    @property
    def is_package(self) -> bool:
        """Tell whether it is a package of documents and signatures."""
        return self is not FileKind.PDF


EXTENSIONS = {
    FileKind.PDF: frozenset({"pdf"}),
    FileKind.ASICE: frozenset({"asice", "sce", "edoc", "adoc", "bdoc"}),
    FileKind.ADOC_V1: frozenset({"adoc"}),
    FileKind.EDOC_V1: frozenset({"edoc"}),
}
_BY_MEDIA_TYPE = {ASICE_MEDIA_TYPE: FileKind.ASICE, ADOC_V1_MEDIA_TYPE: FileKind.ADOC_V1}


def recognise(content: bytes) -> FileKind:
    """Return the kind of a file, or refuse it.

    FILE_EMPTY, FORMAT_UNKNOWN, FORMAT_DDOC_OBSOLETE, FORMAT_P7M_NOT_ACCEPTED, FORMAT_OFFICE_NOT_ACCEPTED,
    FORMAT_ASIC_S_NOT_ACCEPTED, FORMAT_UNKNOWN_MIMETYPE, MIMETYPE_NOT_FIRST_STORED, ZIP_BROKEN, POLYGLOT_ZIP_PDF.
    """
    if not content:
        raise UploadRefusedError("FILE_EMPTY")
    if content.startswith(_PDF_MAGIC):
        return FileKind.PDF
    if content.startswith(_ZIP_MAGIC):
        return _package(content)
    if content.lstrip()[:5] == b"<?xml" and b"SignedDoc" in content[:400]:
        raise UploadRefusedError("FORMAT_DDOC_OBSOLETE")
    if content[:2] in (b"\x30\x80", b"\x30\x82", b"\x30\x83", b"\x30\x84") or content.startswith(b"-----BEGIN"):
        raise UploadRefusedError("FORMAT_P7M_NOT_ACCEPTED")
    raise UploadRefusedError("FORMAT_UNKNOWN")


def _package(content: bytes) -> FileKind:
    """Tell ZIP packages apart: those beginning with `mimetype` by it, the others by the files they hold."""
    if content[_MIMETYPE_AT : _MIMETYPE_AT + 8] == b"mimetype":
        return _by_media_type(content)
    if _PDF_MAGIC in content[:1024]:  # PDF readers look for their header in the first kilobyte
        raise UploadRefusedError("POLYGLOT_ZIP_PDF")
    names = _names(content)
    if _OPC_TYPES in names and any(name.startswith("EDoc/") for name in names):
        return FileKind.EDOC_V1
    raise UploadRefusedError("FORMAT_OFFICE_NOT_ACCEPTED" if _OPC_TYPES in names else "MIMETYPE_NOT_FIRST_STORED")


def _by_media_type(content: bytes) -> FileKind:
    """Read the declared type; the strict reader checks later that the entry is first, stored and bare."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive, archive.open("mimetype") as entry:
            media_type = entry.read(_LONGEST_MEDIA_TYPE).decode("ascii", "replace")
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError, RuntimeError, KeyError) as error:
        raise UploadRefusedError("ZIP_BROKEN", str(error)) from error
    if media_type == _ASICS_MEDIA_TYPE:
        raise UploadRefusedError("FORMAT_ASIC_S_NOT_ACCEPTED")
    if media_type not in _BY_MEDIA_TYPE:
        raise UploadRefusedError("FORMAT_UNKNOWN_MIMETYPE", media_type[:60])
    return _BY_MEDIA_TYPE[media_type]


def _names(content: bytes) -> list[str]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return archive.namelist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError) as error:
        raise UploadRefusedError("ZIP_BROKEN", str(error)) from error
