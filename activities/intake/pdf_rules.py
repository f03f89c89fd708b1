"""What a PDF for the court may hold: pages to read, and nothing that runs, hides, reaches out or explodes."""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream

from activities.intake.errors import UploadRefusedError
from activities.intake.pdf_streams import StreamBudget

MAX_BYTES = 50 << 20
MAX_PAGES = 2000
MAX_OBJECTS = 300_000
MAX_NESTING = 60
_HEADER = re.compile(rb"%PDF-(1\.[3-7]|2\.0)[\r\n\s]")
_ZIP_END = b"PK\x05\x06"
_ZIP_END_WITHIN = 70_000  # a ZIP reader looks for its end record in the last 64 KiB
_WHITE = b"\r\n\t \0"

_FORBIDDEN_ACTIONS = {
    "/JavaScript": "PDF_JAVASCRIPT",
    "/Launch": "PDF_LAUNCH",
    "/SubmitForm": "PDF_SUBMIT_FORM",
    "/ImportData": "PDF_IMPORT_DATA",
    "/GoToE": "PDF_EMBEDDED_GOTO",
    "/GoToR": "PDF_REMOTE_GOTO",
    "/RichMediaExecute": "PDF_RICH_MEDIA",
    "/Rendition": "PDF_RICH_MEDIA",
    "/Movie": "PDF_RICH_MEDIA",
    "/Sound": "PDF_RICH_MEDIA",
}
_FORBIDDEN_ANNOTATIONS = {
    "/RichMedia": "PDF_RICH_MEDIA",
    "/3D": "PDF_RICH_MEDIA",
    "/Screen": "PDF_RICH_MEDIA",
    "/Movie": "PDF_RICH_MEDIA",
    "/Sound": "PDF_RICH_MEDIA",
    "/FileAttachment": "PDF_EMBEDDED_FILES",
}
_FORBIDDEN_KEYS = {"/JS": "PDF_JAVASCRIPT", "/AA": "PDF_ADDITIONAL_ACTIONS", "/XFA": "PDF_XFA"}

# qpdf inflates cross-reference and object streams while it opens a file, before any rule below can look at them.
# A bomb there is refused as PDF_CORRUPT: qpdf only says that it cannot find the objects inside.
# The limits are the process's own and are set once, here, where the only reader of foreign PDFs lives.
pikepdf.settings.set_qpdf_limits(
    flate_max_memory=128 << 20,
    png_max_memory=128 << 20,
    tiff_max_memory=128 << 20,
    run_length_max_memory=128 << 20,
    max_stream_filters=3,
    parser_max_nesting=100,
)


@dataclass(frozen=True)
class PdfFacts:
    """What an acceptable PDF turned out to be."""

    pages: int
    signatures: int  # filled signature fields; whether they hold is not judged here


def check_pdf(content: bytes) -> PdfFacts:
    """Return what a PDF holds, or refuse it with one of the PDF_… codes or POLYGLOT_ZIP_PDF."""
    _check_outside(content)
    try:
        with pikepdf.open(io.BytesIO(content), attempt_recovery=False, suppress_warnings=True) as pdf:
            return _check_inside(pdf)
    except pikepdf.PasswordError as error:
        raise UploadRefusedError("PDF_ENCRYPTED") from error
    except pikepdf.PdfError as error:
        raise UploadRefusedError("PDF_CORRUPT", str(error)[:100]) from error
    except (ValueError, TypeError, AttributeError, KeyError) as error:
        # a file whose objects are of other types than the standard says
        raise UploadRefusedError("PDF_CORRUPT", f"{type(error).__name__}: {error}"[:100]) from error


def _check_outside(content: bytes) -> None:
    """Check what can be seen without parsing: nothing before the header, nothing after the end, one format only."""
    if len(content) > MAX_BYTES:
        raise UploadRefusedError("PDF_TOO_LARGE", str(len(content)))
    if not _HEADER.match(content):
        raise UploadRefusedError("PDF_HEADER")
    if _ZIP_END in content[-_ZIP_END_WITHIN:]:
        raise UploadRefusedError("POLYGLOT_ZIP_PDF")
    if not content.rstrip(_WHITE).endswith(b"%%EOF"):
        raise UploadRefusedError("PDF_TRAILING_DATA" if b"%%EOF" in content else "PDF_CORRUPT")


def _check_inside(pdf: Pdf) -> PdfFacts:
    if pdf.is_encrypted:
        raise UploadRefusedError("PDF_ENCRYPTED", "owner password")
    if len(pdf.objects) > MAX_OBJECTS:
        raise UploadRefusedError("PDF_TOO_MANY_OBJECTS", str(len(pdf.objects)))
    if not 1 <= len(pdf.pages) <= MAX_PAGES:
        raise UploadRefusedError("PDF_PAGE_COUNT", str(len(pdf.pages)))
    _check_catalogue(pdf.Root)
    signatures = 0
    budget = StreamBudget()
    for item in pdf.objects:
        for dictionary in _dictionaries(item):
            _check_dictionary(dictionary)
            signatures += dictionary.get("/FT") == Name("/Sig") and "/V" in dictionary
        if isinstance(item, Stream):
            budget.check(item)
    return PdfFacts(len(pdf.pages), signatures)


def _check_catalogue(root: Object) -> None:
    action = root.get("/OpenAction")
    if isinstance(action, Dictionary) and action.get("/S") != Name("/GoTo"):
        raise UploadRefusedError("PDF_OPEN_ACTION", str(action.get("/S")))
    names = root.get("/Names")
    if isinstance(names, Dictionary):
        if "/JavaScript" in names:
            raise UploadRefusedError("PDF_JAVASCRIPT", "name tree")
        if "/EmbeddedFiles" in names:
            raise UploadRefusedError("PDF_EMBEDDED_FILES", "name tree")


def _check_dictionary(dictionary: Object) -> None:
    for key, code in _FORBIDDEN_KEYS.items():
        if key in dictionary:
            raise UploadRefusedError(code, key)
    action = dictionary.get("/S")
    # /S also names structure elements and page groups, which say their own /Type
    if isinstance(action, Name) and dictionary.get("/Type", Name("/Action")) == Name("/Action"):
        _refuse_if(str(action), _FORBIDDEN_ACTIONS)
    kind = dictionary.get("/Subtype")
    if isinstance(kind, Name):
        _refuse_if(str(kind), _FORBIDDEN_ANNOTATIONS)
    if dictionary.get("/Type") == Name("/EmbeddedFile"):
        raise UploadRefusedError("PDF_EMBEDDED_FILES")


def _refuse_if(name: str, forbidden: dict[str, str]) -> None:
    if name in forbidden:
        raise UploadRefusedError(forbidden[name], name)


def _dictionaries(item: Object, depth: int = 0) -> Iterator[Object]:
    """Yield every dictionary directly inside an object; indirect ones are objects of their own."""
    if depth > MAX_NESTING:
        raise UploadRefusedError("PDF_NESTING")
    if isinstance(item, Stream):
        yield from _dictionaries(item.stream_dict, depth)
    elif isinstance(item, Dictionary):
        yield item
        for value in item.values():
            yield from _direct(value, depth)
    elif isinstance(item, Array):
        for value in item:
            yield from _direct(value, depth)


def _direct(value: object, depth: int) -> Iterator[Object]:
    if isinstance(value, Dictionary | Array) and not value.is_indirect:
        yield from _dictionaries(value, depth + 1)
