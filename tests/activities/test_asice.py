"""Containers are written alike every time, extended without touching what is there, and read strictly."""

import io
import zipfile

import pytest

from activities.signatures.asice import (
    ASICE_MEDIA_TYPE,
    Container,
    append_signature,
    create_container,
)
from activities.signatures.errors import SignatureRefusedError
from activities.signatures.verification import verify_container
from activities.signatures.zip_structure import StrictZip, ZipLimits
from tests.activities.signing_table import (
    ALIYEV,
    CLAIM,
    CONTRACT,
    HUSEYNOVA,
    SIGNED_AT,
    SigningTable,
    a_table,
    data_file,
    two_files,
)
from tests.second_opinion import assert_xmlsec1_agrees


@pytest.fixture(scope="module")
def table() -> SigningTable:
    return a_table()


def test_the_same_files_make_the_same_bytes() -> None:
    assert create_container(two_files()) == create_container(two_files())


def test_the_media_type_comes_first_and_bare() -> None:
    container = create_container(two_files())
    assert container[30:38] == b"mimetype"
    assert container[38:].startswith(ASICE_MEDIA_TYPE.encode())
    read = Container(container)
    assert read.file_names == (CLAIM, CONTRACT)
    assert read.manifest[CLAIM] == "application/pdf"


async def test_a_second_signer_leaves_every_earlier_byte_as_it_was(table: SigningTable) -> None:
    empty = create_container(two_files())
    first = await table.long_term(table.basic(table.signer(ALIYEV)))
    second = await table.long_term(table.basic(table.signer(HUSEYNOVA)))
    for one, other in ((first, second), (second, first)):
        once = append_signature(empty, one)
        twice = append_signature(once, other)
        assert twice[: local_part(once)] == once[: local_part(once)]
        assert once[: local_part(empty)] == empty[: local_part(empty)]
        assert Container(twice).signature_names == ("META-INF/signatures0.xml", "META-INF/signatures1.xml")
        assert [report.code for report in await verify_container(twice, table.trust, at=SIGNED_AT)] == ["OK", "OK"]
        assert zipfile.ZipFile(io.BytesIO(twice)).testzip() is None
        assert_xmlsec1_agrees(twice)


def test_the_comment_of_digidoc_software_is_kept() -> None:
    output = io.BytesIO(create_container(two_files()))
    with zipfile.ZipFile(output, "a") as archive:
        archive.comment = b"libdigidocpp/3.14.8"
    extended = append_signature(output.getvalue(), b"<x/>")
    assert zipfile.ZipFile(io.BytesIO(extended)).comment == b"libdigidocpp/3.14.8"


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("../a.pdf", "ENTRY_PATH_TRAVERSAL"),
        ("/a.pdf", "ENTRY_PATH_TRAVERSAL"),
        ("a:b.pdf", "ENTRY_PATH_TRAVERSAL"),
        ("a\u202efdp.exe", "ENTRY_NAME_CONTROL"),
        ("u\u0308.pdf", "ENTRY_NAME_NOT_NFC"),
        ("con.pdf", "ENTRY_NAME_RESERVED"),
        ("a" * 201, "ENTRY_NAME_LENGTH"),
    ],
)
def test_no_file_goes_in_under_a_treacherous_name(name: str, code: str) -> None:
    with pytest.raises(SignatureRefusedError) as refused:
        create_container([data_file(name, b"x")])
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("limits", "code"),
    [
        (ZipLimits(container=100), "CONTAINER_TOO_LARGE"),
        (ZipLimits(entries=3), "ZIP_TOO_MANY_ENTRIES"),
        (ZipLimits(entry=500), "ENTRY_TOO_LARGE"),
        (ZipLimits(total=2000), "ZIP_BOMB_TOTAL"),
    ],
)
def test_the_reader_keeps_to_its_limits(limits: ZipLimits, code: str) -> None:
    with pytest.raises(SignatureRefusedError) as refused:
        StrictZip(create_container(two_files()), limits)
    assert refused.value.code == code


def local_part(container: bytes) -> int:
    """Return where the directory begins."""
    return StrictZip(container).entries[-1].end
