"""Builds files a court must refuse, one builder for each trick, and a few good ones to tell them from."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from functools import cache
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, String

ASICE = "application/vnd.etsi.asic-e+zip"
MANIFEST_HEAD = '<manifest xmlns="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"'
CENTRAL_MAGIC = b"PK\x01\x02"
END_MAGIC = b"PK\x05\x06"
Change = Callable[[Pdf], None]


# ---- PDF -----------------------------------------------------------------------------------------------------------


def pdf_with(change: Change | None = None, *, pages: int = 1, encryption: pikepdf.Encryption | None = None) -> bytes:
    """Return a small PDF after a change to it."""
    pdf = pikepdf.new()
    for _ in range(pages):
        pdf.add_blank_page()
    if change:
        change(pdf)
    output = io.BytesIO()
    pdf.save(output, static_id=encryption is None, encryption=encryption or False)
    return output.getvalue()


def on_open(action: Dictionary) -> bytes:
    """Return a PDF that acts when opened."""
    return pdf_with(lambda pdf: pdf.Root.__setitem__("/OpenAction", action))


def with_link(action: Dictionary) -> bytes:
    """Return a PDF with a link that acts when clicked."""
    return with_annotation(Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[0, 0, 9, 9], A=action))


def with_annotation(annotation: Dictionary) -> bytes:
    """Return a PDF with one annotation on its page."""
    return pdf_with(lambda pdf: pdf.pages[0].obj.__setitem__("/Annots", Array([pdf.make_indirect(annotation)])))


def act(kind: str, **more: Any) -> Dictionary:
    """Return an action dictionary."""
    return Dictionary(Type=Name.Action, S=Name(f"/{kind}"), **more)


def in_name_tree(tree: str) -> bytes:
    """Return a PDF whose catalogue has a name tree, such as JavaScript or EmbeddedFiles."""
    names = Dictionary({f"/{tree}": Dictionary(Names=Array([]))})
    return pdf_with(lambda pdf: pdf.Root.__setitem__("/Names", names))


def with_form(**fields: Any) -> bytes:
    """Return a PDF with an interactive form."""
    return pdf_with(lambda pdf: pdf.Root.__setitem__("/AcroForm", Dictionary(Fields=Array([]), **fields)))


def with_stream(raw: bytes, **entries: Any) -> bytes:
    """Return a PDF holding a stream exactly as given, filters and all."""
    filters = entries.pop("Filter", None)

    def add(pdf: Pdf) -> None:
        stream = pdf.make_stream(b"")
        stream.write(raw, filter=filters)
        for key, value in entries.items():
            stream[f"/{key}"] = value
        pdf.Root["/Extra"] = stream

    pdf = pikepdf.new()
    pdf.add_blank_page()
    add(pdf)
    output = io.BytesIO()
    pdf.save(output, static_id=True, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)
    return output.getvalue()


def stream_bomb(megabytes: int = 200) -> bytes:
    """Return a PDF of some hundred kilobytes whose stream inflates to hundreds of megabytes."""
    return with_stream(deflated_zeros(megabytes), Filter=Name.FlateDecode)


def object_stream_bomb(megabytes: int = 200) -> bytes:
    """Return a PDF whose objects lie in an object stream that explodes while the file is being opened."""
    catalogue = b"1 0 2 60 << /Type /Catalog /Pages 2 0 R >> ".ljust(69)
    packed = deflated_zeros(megabytes, head=catalogue + b"<< /Type /Pages /Kids [] /Count 0 >> ")
    head = b"%PDF-1.7\n"
    objects = b"3 0 obj\n<< /Type /ObjStm /N 2 /First 9 /Filter /FlateDecode /Length %d >>\nstream\n" % len(packed)
    body = head + objects + packed + b"\nendstream\nendobj\n"
    rows = [(0, 0, 255), (2, 3, 0), (2, 3, 1), (1, len(head), 0), (1, len(body), 0)]
    table = b"".join(struct.pack(">BIB", *row) for row in rows)
    entries = b"<< /Type /XRef /Size 5 /W [1 4 1] /Root 1 0 R /Length %d >>" % len(table)
    reference = b"4 0 obj\n" + entries + b"\nstream\n" + table + b"\nendstream\nendobj\n"
    return body + reference + b"startxref\n%d\n%%%%EOF\n" % len(body)


@cache
def deflated_zeros(megabytes: int, *, head: bytes = b"") -> bytes:
    """Return megabytes of zeros, deflated to a thousandth."""
    deflater = zlib.compressobj(9)
    pieces = [deflater.compress(head), *(deflater.compress(bytes(1 << 20)) for _ in range(megabytes)), deflater.flush()]
    return b"".join(pieces)


def deeply_nested(depth: int = 80) -> bytes:
    """Return a PDF with arrays within arrays."""
    nested: Array = Array([])
    for _ in range(depth):
        nested = Array([nested])
    return pdf_with(lambda pdf: pdf.Root.__setitem__("/Deep", Dictionary(A=nested)))


def encrypted(*, user: str = "", owner: str = "sirr") -> bytes:
    """Return a PDF behind a password, or one that only an owner may change."""
    return pdf_with(encryption=pikepdf.Encryption(user=user, owner=owner))


def signed_field_pdf() -> bytes:
    """Return a good PDF with one filled signature field."""
    field = Dictionary(FT=Name.Sig, T=String("imza"), V=Dictionary(Type=Name.Sig))
    return pdf_with(lambda pdf: pdf.Root.__setitem__("/AcroForm", Dictionary(Fields=Array([pdf.make_indirect(field)]))))


# ---- packages ------------------------------------------------------------------------------------------------------

Entry = tuple[str | zipfile.ZipInfo, bytes]


def package(entries: list[Entry], *, media_type: str | None = ASICE, comment: bytes = b"") -> bytes:
    """Return a ZIP package; `media_type` None leaves the mimetype entry out."""
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as archive:
        if media_type is not None:
            archive.writestr(stored("mimetype"), media_type)
        for name, content in entries:
            archive.writestr(name, content)
        archive.comment = comment
    return output.getvalue()


def container(*extra: Entry, files: list[Entry] | None = None, comment: bytes = b"") -> bytes:
    """Return an ASiC-E with a PDF, something in a signature's place, and what is given."""
    inner = [("ərizə.pdf", pdf_with())] if files is None else files
    return package([*inner, ("META-INF/signatures0.xml", b"<x/>"), *extra], comment=comment)


def stored(name: str, extra: bytes = b"") -> zipfile.ZipInfo:
    """Return an entry kept without compression."""
    entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    entry.extra = extra
    return entry


def with_mimetype(entry: zipfile.ZipInfo, *, compression: int = zipfile.ZIP_STORED) -> bytes:
    """Return a package whose first entry is `mimetype`, laid down as given."""
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w") as archive:
        entry.compress_type = compression
        archive.writestr(entry, ASICE)
        archive.writestr("a.pdf", pdf_with())
    return output.getvalue()


def symlink() -> Entry:
    """Return an entry that is a symbolic link."""
    entry = zipfile.ZipInfo("ərizə2.pdf", (1980, 1, 1, 0, 0, 0))
    entry.create_system = 3
    entry.external_attr = 0o120777 << 16
    return entry, b"/etc/passwd"


def twice(name: str, other: str) -> bytes:
    """Return a container with two entries whose names are the same to some reader."""
    entries: list[Entry] = [("META-INF/signatures0.xml", b"<x/>"), (name, pdf_with()), (other.replace("#", "x"), b"y")]
    return package(entries).replace(other.replace("#", "x").encode(), name.encode() if "#" in other else other.encode())


def many_entries(count: int = 201) -> bytes:
    """Return a container with more entries than a filing can have."""
    return package([(f"{number}.pdf", b"") for number in range(count)])


def zip_bomb(megabytes: int = 30, files: int = 1, *, varied: bool = False) -> bytes:
    """Return a container that inflates a thousandfold, or (varied) to too much altogether at a modest ratio."""
    seed = b"".join(struct.pack("<I", (number * 2654435761) & 0xFFFFFFFF) for number in range(4096))
    content = ((seed + bytes(900_000)) if varied else bytes(1 << 20)) * megabytes
    return container(files=[(f"{number}.pdf", content) for number in range(files)])


def shifted_directory(data: bytes, *, hidden: bytes) -> bytes:
    """Return a ZIP with hidden bytes between its last entry and its directory."""
    start = data.index(CENTRAL_MAGIC)
    end = data.rindex(END_MAGIC)
    moved = data[end : end + 16] + struct.pack("<I", start + len(hidden)) + data[end + 20 :]
    return data[:start] + hidden + data[start:end] + moved


def overlapping() -> bytes:
    """Return a ZIP in which two directory records share one local entry (a zip bomb's trick)."""
    data = package([("a.pdf", pdf_with()), ("b.pdf", pdf_with())])
    second = data.rindex(CENTRAL_MAGIC)
    first = data.index(CENTRAL_MAGIC, data.index(CENTRAL_MAGIC) + 4)
    offset = data[first + 42 : first + 46]
    return data[: second + 42] + offset + data[second + 46 :]


def patched_directory(data: bytes, at: int, value: bytes, *, name: bytes = b"a.pdf") -> bytes:
    """Return a ZIP whose directory record of a file says something else at an offset of its fixed part."""
    record = data.rindex(CENTRAL_MAGIC, 0, data.rindex(name))
    return data[: record + at] + value + data[record + at + len(value) :]


def one_file() -> bytes:
    """Return a package with one PDF, for patching."""
    return package([("a.pdf", pdf_with())])


def corrupt_content() -> bytes:
    """Return a container whose file does not match its checksum."""
    entry = stored("ərizə.pdf")
    content = pdf_with()
    data = container(files=[(entry, content)])
    middle = data.index(content) + len(content) // 2
    return data[:middle] + bytes([data[middle] ^ 1]) + data[middle + 1 :]


def manifest(*names: str, media_type: str = ASICE, head: str = "") -> Entry:
    """Return a manifest listing the given names."""
    rows = "".join(
        f'<file-entry m:full-path="{name}" m:media-type="{media_type if name == "/" else "application/pdf"}"/>'
        for name in names
    )
    space = 'xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"'
    return "META-INF/manifest.xml", f"{head}{MANIFEST_HEAD} {space}>{rows}</manifest>".encode()
