"""Uploads are judged by what they are: each trick is refused with its own code, and good files are taken."""

import struct
import tracemalloc
import zipfile
from collections.abc import Callable

import pytest
from pikepdf import Array, Dictionary, Name, String

from activities.intake.errors import UploadRefusedError
from activities.intake.recognition import FileKind
from activities.intake.upload import accept_upload
from activities.signatures.asice import append_signature, create_container
from tests.activities import hostile_samples as make
from tests.activities.signing_table import data_file

SCRIPT = String("app.alert('salam')")
REFUSED: dict[str, tuple[str, Callable[[], bytes], str]] = {
    # nothing, or nothing we take
    "empty": ("a.pdf", lambda: b"", "FILE_EMPTY"),
    "text": ("a.pdf", lambda: b"salam", "FORMAT_UNKNOWN"),
    "image called PDF": ("a.pdf", lambda: b"\xff\xd8\xff\xe0JFIF", "FORMAT_UNKNOWN"),
    "page before the PDF": ("a.pdf", lambda: b"<html></html>" + make.pdf_with(), "FORMAT_UNKNOWN"),
    "PDF called ADOC": ("a.adoc", make.pdf_with, "EXTENSION_MISMATCH"),
    "container called PDF": ("a.pdf", make.container, "EXTENSION_MISMATCH"),
    "no extension": ("pdf", make.pdf_with, "EXTENSION_MISMATCH"),
    "DDOC": ("a.adoc", lambda: b'<?xml version="1.0"?><SignedDoc format="DIGIDOC-XML"/>', "FORMAT_DDOC_OBSOLETE"),
    "P7M": ("a.pdf", lambda: b"\x30\x82\x05\x00\x06\x09", "FORMAT_P7M_NOT_ACCEPTED"),
    "PEM": ("a.pdf", lambda: b"-----BEGIN PKCS7-----\n", "FORMAT_P7M_NOT_ACCEPTED"),
    "Office": (
        "a.adoc",
        lambda: make.package([("[Content_Types].xml", b"<x/>"), ("word/document.xml", b"<x/>")], media_type=None),
        "FORMAT_OFFICE_NOT_ACCEPTED",
    ),
    "plain ZIP": ("a.adoc", lambda: make.package([("a.pdf", b"x")], media_type=None), "MIMETYPE_NOT_FIRST_STORED"),
    "ASiC-S": (
        "a.adoc",
        lambda: make.package([], media_type="application/vnd.etsi.asic-s+zip"),
        "FORMAT_ASIC_S_NOT_ACCEPTED",
    ),
    "another media type": (
        "a.adoc",
        lambda: make.package([], media_type="application/epub+zip"),
        "FORMAT_UNKNOWN_MIMETYPE",
    ),
    # PDF
    "script on opening": ("a.pdf", lambda: make.on_open(make.act("JavaScript", JS=SCRIPT)), "PDF_OPEN_ACTION"),
    "address on opening": ("a.pdf", lambda: make.on_open(make.act("URI", URI=String("http://x"))), "PDF_OPEN_ACTION"),
    "script in the name tree": ("a.pdf", lambda: make.in_name_tree("JavaScript"), "PDF_JAVASCRIPT"),
    "script on a link": ("a.pdf", lambda: make.with_link(make.act("JavaScript", JS=SCRIPT)), "PDF_JAVASCRIPT"),
    "script in a nested action": (
        "a.pdf",
        lambda: make.with_link(make.act("GoTo", Next=Array([Dictionary(S=Name.JavaScript)]))),
        "PDF_JAVASCRIPT",
    ),
    "additional actions": (
        "a.pdf",
        lambda: make.pdf_with(lambda pdf: pdf.pages[0].obj.__setitem__("/AA", Dictionary())),
        "PDF_ADDITIONAL_ACTIONS",
    ),
    "program started": ("a.pdf", lambda: make.with_link(make.act("Launch", F=String("x.exe"))), "PDF_LAUNCH"),
    "form sent": ("a.pdf", lambda: make.with_link(make.act("SubmitForm")), "PDF_SUBMIT_FORM"),
    "form filled from a file": ("a.pdf", lambda: make.with_link(make.act("ImportData")), "PDF_IMPORT_DATA"),
    "link to another file": ("a.pdf", lambda: make.with_link(make.act("GoToR")), "PDF_REMOTE_GOTO"),
    "link into an embedded file": ("a.pdf", lambda: make.with_link(make.act("GoToE")), "PDF_EMBEDDED_GOTO"),
    "embedded files": ("a.pdf", lambda: make.in_name_tree("EmbeddedFiles"), "PDF_EMBEDDED_FILES"),
    "embedded file without a tree": (
        "a.pdf",
        lambda: make.with_stream(b"x", Type=Name.EmbeddedFile),
        "PDF_EMBEDDED_FILES",
    ),
    "attached file": (
        "a.pdf",
        lambda: make.with_annotation(Dictionary(Subtype=Name.FileAttachment)),
        "PDF_EMBEDDED_FILES",
    ),
    "film": ("a.pdf", lambda: make.with_annotation(Dictionary(Subtype=Name.RichMedia)), "PDF_RICH_MEDIA"),
    "three dimensions": ("a.pdf", lambda: make.with_annotation(Dictionary(Subtype=Name("/3D"))), "PDF_RICH_MEDIA"),
    "sound": ("a.pdf", lambda: make.with_link(make.act("Sound")), "PDF_RICH_MEDIA"),
    "XFA form": ("a.pdf", lambda: make.with_form(XFA=String("x")), "PDF_XFA"),
    "stream outside the file": ("a.pdf", lambda: make.with_stream(b"", F=String("http://x/y")), "PDF_EXTERNAL_STREAM"),
    "password to read": ("a.pdf", lambda: make.encrypted(user="açar"), "PDF_ENCRYPTED"),
    "password to change": ("a.pdf", make.encrypted, "PDF_ENCRYPTED"),
    "cut off": ("a.pdf", lambda: make.pdf_with()[:-60], "PDF_CORRUPT"),
    "body overwritten": ("a.pdf", lambda: make.pdf_with().replace(b" obj", b" xbj"), "PDF_CORRUPT"),
    "header only": ("a.pdf", lambda: b"%PDF-1.7\n%%EOF\n", "PDF_CORRUPT"),
    "version that never was": ("a.pdf", lambda: make.pdf_with().replace(b"%PDF-1.", b"%PDF-9.", 1), "PDF_HEADER"),
    "something after the end": ("a.pdf", lambda: make.pdf_with() + b"MZ\x90", "PDF_TRAILING_DATA"),
    "ZIP after the end": ("a.pdf", lambda: make.pdf_with() + make.container(), "POLYGLOT_ZIP_PDF"),
    "PDF inside a ZIP's first bytes": (
        "a.adoc",
        lambda: make.package([(make.stored("a"), make.pdf_with())], media_type=None),
        "POLYGLOT_ZIP_PDF",
    ),
    "stream bomb": ("a.pdf", make.stream_bomb, "PDF_STREAM_BOMB"),
    "bomb in an object stream": ("a.pdf", make.object_stream_bomb, "PDF_CORRUPT"),
    "bomb in two layers": (
        "a.pdf",
        lambda: make.with_stream(b"x", Filter=Array([Name.FlateDecode, Name.FlateDecode])),
        "PDF_FILTER_CHAIN",
    ),
    "nested without end": ("a.pdf", make.deeply_nested, "PDF_NESTING"),
    "no page": ("a.pdf", lambda: make.pdf_with(pages=0), "PDF_PAGE_COUNT"),
    "too many pages": ("a.pdf", lambda: make.pdf_with(pages=2001), "PDF_PAGE_COUNT"),
    # packages
    "no signature": ("a.asice", lambda: create_container([data_file("a.pdf", make.pdf_with())]), "NO_SIGNATURES"),
    "nothing signed": ("a.asice", lambda: make.container(files=[]), "NO_DATA_FILES"),
    "media type compressed": (
        "a.asice",
        lambda: make.with_mimetype(make.stored("mimetype"), compression=zipfile.ZIP_DEFLATED),
        "MIMETYPE_NOT_FIRST_STORED",
    ),
    "media type with extra field": (
        "a.asice",
        lambda: make.with_mimetype(make.stored("mimetype", b"\xfe\xca\x00\x00")),
        "MIMETYPE_NOT_FIRST_STORED",
    ),
    "out of the folder": ("a.asice", lambda: make.container(("../../a.pdf", b"x")), "ENTRY_PATH_TRAVERSAL"),
    "absolute path": ("a.asice", lambda: make.container(("/etc/a.pdf", b"x")), "ENTRY_PATH_TRAVERSAL"),
    "other system's path": ("a.asice", lambda: make.container(("a\\b.pdf", b"x")), "ENTRY_PATH_TRAVERSAL"),
    "name that reads backwards": ("a.asice", lambda: make.container(("a\u202efdp.exe", b"x")), "ENTRY_NAME_CONTROL"),
    "name in decomposed letters": ("a.asice", lambda: make.container(("u\u0308.pdf", b"x")), "ENTRY_NAME_NOT_NFC"),
    "name of a device": ("a.asice", lambda: make.container(("nul.pdf", b"x")), "ENTRY_NAME_RESERVED"),
    "endless name": ("a.asice", lambda: make.container(("a" * 250, b"x")), "ENTRY_NAME_LENGTH"),
    "symbolic link": ("a.asice", lambda: make.container(make.symlink()), "ENTRY_SYMLINK"),
    "same name twice": ("a.asice", lambda: make.twice("a.pdf", "#.pdf"), "ENTRY_DUPLICATE"),
    "same name in capitals": ("a.asice", lambda: make.twice("a.pdf", "A.PDF"), "ENTRY_DUPLICATE"),
    "bomb by ratio": ("a.asice", make.zip_bomb, "ZIP_BOMB_RATIO"),
    "bomb by sum": ("a.asice", lambda: make.zip_bomb(35, files=4, varied=True), "ZIP_BOMB_TOTAL"),
    "one file too large": ("a.asice", lambda: make.zip_bomb(50, varied=True), "ENTRY_TOO_LARGE"),
    "container too large": (
        "a.asice",
        lambda: make.package([(make.stored("a"), bytes(51 << 20))]),
        "CONTAINER_TOO_LARGE",
    ),
    "too many entries": ("a.asice", make.many_entries, "ZIP_TOO_MANY_ENTRIES"),
    "overlapping entries": ("a.asice", make.overlapping, "ZIP_OVERLAP"),
    "hidden bytes": ("a.asice", lambda: make.shifted_directory(make.one_file(), hidden=b"gizli"), "ZIP_GAP"),
    "bytes after the end": ("a.asice", lambda: make.one_file() + b"gizli", "ZIP_TRAILING_DATA"),
    "ZIP in the comment": ("a.asice", lambda: make.container(comment=b"PK\x03\x04"), "ZIP_COMMENT"),
    "cut off package": ("a.asice", lambda: make.one_file()[:-30], "ZIP_BROKEN"),
    "encrypted entry": (
        "a.asice",
        lambda: make.patched_directory(make.one_file(), 8, struct.pack("<H", 1)),
        "ENTRY_ENCRYPTED",
    ),
    "unknown compression": (
        "a.asice",
        lambda: make.patched_directory(make.one_file(), 10, struct.pack("<H", 12)),
        "ENTRY_COMPRESSION",
    ),
    "two names for one entry": (
        "a.asice",
        lambda: make.patched_directory(make.one_file(), 46, b"b.pdf"),
        "ZIP_LOCAL_CENTRAL_MISMATCH",
    ),
    "false checksum": ("a.asice", make.corrupt_content, "ENTRY_CORRUPT"),
    "container in a container": ("a.asice", lambda: make.container(("b.adoc", make.container())), "NESTED_CONTAINER"),
    "program in a container": ("a.asice", lambda: make.container(("b.exe", b"MZ\x90")), "INNER_TYPE_NOT_ACCEPTED"),
    "PDF with a script in a container": (
        "a.asice",
        lambda: make.container(("b.pdf", make.in_name_tree("JavaScript"))),
        "PDF_JAVASCRIPT",
    ),
    "manifest without the file": ("a.asice", lambda: make.container(make.manifest("/")), "MANIFEST_MISMATCH"),
    "manifest with a file that is not": (
        "a.asice",
        lambda: make.container(make.manifest("/", "ərizə.pdf", "yoxdur.pdf")),
        "MANIFEST_MISMATCH",
    ),
    "manifest of another type": (
        "a.asice",
        lambda: make.container(make.manifest("/", "ərizə.pdf", media_type="application/zip")),
        "MANIFEST_MIMETYPE",
    ),
    "manifest naming twice": (
        "a.asice",
        lambda: make.container(make.manifest("/", "ərizə.pdf", "ərizə.pdf")),
        "MANIFEST_DUPLICATE",
    ),
    "entities in the manifest": (
        "a.asice",
        lambda: make.container(make.manifest("/", head='<!DOCTYPE x [<!ENTITY a "b">]>')),
        "XML_DTD_FORBIDDEN",
    ),
}


@pytest.mark.parametrize(("name", "build", "code"), REFUSED.values(), ids=REFUSED.keys())
def test_a_hostile_upload_is_refused_with_its_code(name: str, build: Callable[[], bytes], code: str) -> None:
    content = build()
    with pytest.raises(UploadRefusedError) as refused:
        accept_upload(name, content)
    assert refused.value.code == code


def test_a_plain_pdf_is_taken() -> None:
    taken = accept_upload("İddia ərizəsi.PDF", make.pdf_with(pages=3))
    assert (taken.kind, taken.pages, taken.signatures) == (FileKind.PDF, 3, 0)
    assert taken.media_type == "application/pdf"


def test_a_signed_pdf_says_how_many_signatures_it_has() -> None:
    assert accept_upload("a.pdf", make.signed_field_pdf()).signatures == 1


def test_a_white_scanned_page_is_no_bomb() -> None:
    image = make.with_stream(make.deflated_zeros(26), Filter=Name.FlateDecode, Subtype=Name.Image, Type=Name.XObject)
    assert accept_upload("skan.pdf", image).pages == 1


@pytest.mark.parametrize("extension", ["asice", "sce", "edoc", "adoc", "bdoc"])
def test_a_signed_container_is_taken_under_every_name_its_software_gives(extension: str) -> None:
    files = [data_file("a.pdf", make.pdf_with(pages=2)), data_file("b.pdf", make.pdf_with())]
    container = append_signature(append_signature(create_container(files), b"<x/>"), b"<y/>")
    taken = accept_upload(f"müqavilə.{extension}", container)
    assert (taken.kind, taken.pages, taken.signatures) == (FileKind.ASICE, 3, 2)


def test_digidoc_softwares_comment_does_no_harm() -> None:
    assert accept_upload("a.asice", make.container(comment=b"LIB DigiDoc4j/4.2.0")).signatures == 1


def test_old_lithuanian_and_latvian_containers_are_taken_by_their_own_kind() -> None:
    adoc = make.package([("content.pdf", b"x")], media_type="application/vnd.lt.archyvai.adoc-2008")
    edoc = make.package([("[Content_Types].xml", b"<x/>"), ("EDoc/document.xml", b"<x/>")], media_type=None)
    for name, content, kind in (("a.adoc", adoc, FileKind.ADOC_V1), ("a.edoc", edoc, FileKind.EDOC_V1)):
        taken = accept_upload(name, content)
        assert taken.kind == kind


def test_hidden_bytes_in_an_old_container_are_refused_too() -> None:
    edoc = make.package([("[Content_Types].xml", b"<x/>"), ("EDoc/document.xml", b"<x/>")], media_type=None)
    with pytest.raises(UploadRefusedError) as refused:
        accept_upload("a.edoc", make.shifted_directory(edoc, hidden=b"x"))
    assert refused.value.code == "ZIP_GAP"


def test_a_bomb_is_never_held_in_memory() -> None:
    bomb = make.stream_bomb()
    tracemalloc.start()
    with pytest.raises(UploadRefusedError):
        accept_upload("a.pdf", bomb)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 16 << 20
