"""The documents step: number, size and names."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.domain.attachments import (
    LIMITS,
    MEGABYTE,
    Attachment,
    AttachmentFormat,
    DocumentKind,
    check_attachment,
    distinct_name,
    format_of,
    has_kind,
    parse_file_name,
)
from models.domain.errors import RuleBroken


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("etibarnamə.pdf", "etibarnamə.pdf"),
        ("  müqavilə   2026.PDF ", "müqavilə 2026.PDF"),
        ("mu\u0308qavilə.adoc", "müqavilə.adoc"),
        ("v1.2.edoc", "v1.2.edoc"),
    ],
)
def test_a_name_is_kept_in_normal_form(name: str, kept: str) -> None:
    assert check_attachment(name, 1, existing=[]) == kept


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("", "attachment_name_missing"),
        (".pdf", "attachment_name_missing"),
        (" . .pdf", "attachment_name_missing"),
        ("..", "attachment_name_path"),
        ("../sübut.pdf", "attachment_name_path"),
        ("qovluq\\sübut.pdf", "attachment_name_path"),
        ("sübut\x00.pdf", "attachment_name_character"),
        ("sübut\n.pdf", "attachment_name_character"),
        ("sübut\u202efdp.exe.pdf", "attachment_name_character"),
        ("C:sübut.pdf", "attachment_name_character"),
        (f"{'a' * 117}.pdf", "attachment_name_too_long"),
        ("sübut.pdf.exe", "attachment_format"),
        ("sübut", "attachment_format"),
        ("pdf", "attachment_format"),
        ("sübut.docx", "attachment_format"),
    ],
)
def test_a_name_that_could_harm_is_refused(name: str, code: str) -> None:
    with pytest.raises(RuleBroken, match=f"^{code}$"):
        check_attachment(name, 1, existing=[])


def test_an_empty_file_is_refused() -> None:
    with pytest.raises(RuleBroken, match=r"^attachment_empty$"):
        check_attachment("sübut.pdf", 0, existing=[])


def test_ten_megabytes_together_are_taken_and_a_byte_more_is_not() -> None:
    first = Attachment("a.pdf", 6 * MEGABYTE)
    assert check_attachment("b.pdf", 4 * MEGABYTE, existing=[first]) == "b.pdf"
    with pytest.raises(RuleBroken, match=r"^attachments_too_large$") as refusal:
        check_attachment("b.pdf", 4 * MEGABYTE + 1, existing=[first])
    assert refusal.value.detail["left"] == str(4 * MEGABYTE)


def test_the_twenty_sixth_file_is_refused() -> None:
    files = [Attachment(f"{n}.pdf", 1) for n in range(LIMITS.count - 1)]
    check_attachment("son.pdf", 1, existing=files)
    with pytest.raises(RuleBroken, match=r"^attachments_too_many$"):
        check_attachment("son.pdf", 1, existing=[*files, Attachment("x.pdf", 1)])


def test_two_scans_of_one_name_get_two_names() -> None:
    files = [Attachment("skan.pdf", 1), Attachment("skan (2).pdf", 1)]
    assert check_attachment("SKAN.pdf", 1, existing=files) == "SKAN (3).pdf"


def test_kinds_and_formats_are_told_apart() -> None:
    assert format_of("Ərizə.ADOC") is AttachmentFormat.ADOC
    files = [Attachment("a.pdf", 1, DocumentKind.EVIDENCE)]
    assert has_kind(files, DocumentKind.EVIDENCE)
    assert not has_kind(files, DocumentKind.POWER_OF_ATTORNEY)


@settings(max_examples=100)
@given(st.text(max_size=40), st.sampled_from(["pdf", "ADOC", "edoc", "asice"]))
def test_a_name_that_is_taken_is_taken_again_unchanged(stem: str, ending: str) -> None:
    try:
        kept = parse_file_name(f"{stem}.{ending}")
    except RuleBroken:
        return
    assert parse_file_name(kept) == kept
    assert kept.isprintable()
    assert not set("/\\\0") & set(kept)
    assert distinct_name(kept, {kept}) != kept
