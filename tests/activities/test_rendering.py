"""A claim is printed as a court expects it: complete, archivable, readable aloud, and the same every time."""

import io
import json
import subprocess
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pikepdf
import pytest
from fontTools.ttLib import TTFont
from pikepdf import Name

import activities.documents.rendering
from activities.documents.claim_document import (
    ClaimDocument,
    DocumentAttachment,
    DocumentFeeLine,
    DocumentParty,
)
from activities.documents.rendering import DocumentNotPrintableError, render_claim, unprintable_letters
from activities.intake.upload import accept_upload
from tests.tools import tool

ALPHABET = "Aa Bb Cc Çç Dd Ee Əə Ff Gg Ğğ Hh Xx Iı İi Jj Kk Qq Ll Mm Nn Oo Öö Pp Rr Ss Şş Tt Uu Üü Vv Yy Zz"
FONTS = Path(activities.documents.rendering.__file__).parent / "fonts"
CLAIM = ClaimDocument(
    language="az",
    number="E-2026-000123",
    court="Bakı şəhəri Nəsimi Rayon Məhkəməsinə",
    kind="İddia ərizəsi",
    category="Müqavilədən irəli gələn mübahisələr",
    claimants=(
        DocumentParty("İddiaçı", (("Ad", "Əliyev Rəşad Ğəni oğlu"), ("FİN", "5ABC1D2"), ("Ünvan", "Bakı, AZ1010"))),
        DocumentParty("İddiaçı", (("Ad", "Hüseynova Günel Çingiz qızı"), ("FİN", "6XYZ9K8"))),
    ),
    defendants=(DocumentParty("Cavabdeh", (("Ad", "«Nümunə» MMC"), ("VÖEN", "1234567891"))),),
    others=(DocumentParty("Vəkil", (("Ad", "Şükürova İlahə"),)),),
    heading="müqavilə üzrə borcun tutulması haqqında",
    text=f"Əlifba: {ALPHABET}.\n\nXAHİŞ EDİRƏM:\n1. Cavabdehdən 12 500,00 ₼ tutulsun (№ 7).",
    dated=date(2026, 11, 21),
    check_url="https://divan.example/yoxla/7Q2K-91AB-55CD",
    value=Decimal(12500),
    fee_lines=(DocumentFeeLine("Hesablanmış rüsum", Decimal(80)), DocumentFeeLine("Endirim (10 %)", Decimal(-8))),
    fee_total=Decimal(72),
    receipt="QBZ-2026-00077",
    interim_measures="Cavabdehin hesabına həbs qoyulsun.",
    attachments=(DocumentAttachment("əlavə 1.pdf", "Müqavilə", 184320, sha256="ab" * 32),),
    declarations=("Ərizədə göstərilən məlumatların düzgün olduğunu təsdiq edirəm.",),
    signers=("Əliyev Rəşad Ğəni oğlu", "Hüseynova Günel Çingiz qızı"),
)


def words_of(pdf: bytes) -> str:
    read = subprocess.run([tool("pdftotext"), "-layout", "-", "-"], input=pdf, capture_output=True, check=True)
    return " ".join(read.stdout.decode().split())


def test_everything_the_claim_says_can_be_read_in_it() -> None:
    words = words_of(render_claim(CLAIM))
    for said in (
        *("Bakı şəhəri Nəsimi Rayon Məhkəməsinə", "İddiaçı: Əliyev Rəşad Ğəni oğlu", "FİN: 6XYZ9K8"),
        *("Cavabdeh: «Nümunə» MMC", "VÖEN: 1234567891", "Vəkil: Şükürova İlahə", "İddianın qiyməti: 12 500,00 ₼"),
        *("İddia ərizəsi", "müqavilə üzrə borcun tutulması haqqında", "XAHİŞ EDİRƏM:", "(№ 7)"),
        *("Hesablanmış rüsum 80,00 ₼", "Cəmi 72,00 ₼", "Qəbz №: QBZ-2026-00077", "həbs qoyulsun", "180 KB"),
        *("məlumatların düzgün olduğunu", "«21» noyabr 2026-cı il", "7Q2K-91AB-55CD", "Səhifə 1 / "),
    ):
        assert said in words, said
    assert ALPHABET.replace(" ", "") in words.replace(" ", "")


def test_the_same_claim_makes_the_same_bytes() -> None:
    first = render_claim(CLAIM)
    assert render_claim(CLAIM) == first
    assert render_claim(replace(CLAIM, text="Başqa mətn")) != first
    assert first.endswith(b"%%EOF\n")


def test_the_english_form_is_complete() -> None:
    words = words_of(render_claim(replace(CLAIM, language="en", kind="Statement of claim")))
    for said in (
        "Statement of claim",
        "State fee",
        "Rights and duties",
        "21 November 2026",
        "Receipt No.: QBZ",
        "Page 1 / ",
    ):
        assert said in words, said
    assert "rüsumu" not in words


def test_the_file_is_an_archive_document_with_structure_and_its_own_fonts() -> None:
    with pikepdf.open(io.BytesIO(render_claim(CLAIM))) as pdf, pdf.open_metadata() as metadata:
        assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"], metadata["pdfuaid:part"]) == ("2", "A", "1")
        assert metadata["dc:title"] == "İddia ərizəsi E-2026-000123"
        assert str(pdf.Root.Lang) == "az"
        assert pdf.Root.MarkInfo.Marked
        assert "/StructTreeRoot" in pdf.Root
        assert [intent.S for intent in pdf.Root.OutputIntents] == [Name.GTS_PDFA1]
        fonts = [font for page in pdf.pages for font in page.resources.Font.values()]
        assert fonts
        for font in fonts:
            assert "/ToUnicode" in font
            descriptor = font.DescendantFonts[0].FontDescriptor
            assert any(key in descriptor for key in ("/FontFile2", "/FontFile3"))


def test_our_own_intake_takes_what_we_print() -> None:
    taken = accept_upload("ərizə.pdf", render_claim(CLAIM))
    assert (taken.kind, taken.signatures) == ("pdf", 0)
    assert taken.pages >= 1


@pytest.mark.parametrize(
    "attack",
    [
        '#read("/etc/passwd")',
        "#panic[x]",
        "*qalın* _kursiv_",
        "= Başlıq",
        "$x^2$ @istinad <nişan> // şərh",
        "\\u{41} #1/0",
    ],
)
def test_markup_in_a_text_is_only_text(attack: str) -> None:
    party = DocumentParty(attack, ((attack, attack),))
    claim = replace(CLAIM, text=attack, heading=attack, claimants=(party,), declarations=(attack,), court=attack)
    words = words_of(render_claim(claim))
    assert words.count(" ".join(attack.split())) >= 4


def test_a_letter_we_cannot_print_is_named_and_not_dropped() -> None:
    with pytest.raises(DocumentNotPrintableError) as refused:
        render_claim(replace(CLAIM, text="İmza 漢 və 🙂", heading="🙂"))
    assert refused.value.letters == "漢🙂"
    assert unprintable_letters("sətir\nsonra\tsətir ≤ 5 ☑ ₼ Ж") == set()


def test_a_claim_without_money_files_and_interim_measures_is_printed_too() -> None:
    bare = replace(CLAIM, value=None, fee_lines=(), fee_total=None, receipt="", interim_measures="", attachments=())
    words = words_of(render_claim(bare))
    assert "İddianın qiyməti" not in words
    assert "Dövlət rüsumu" not in words
    exempt = words_of(render_claim(replace(bare, exemption="əmək haqqı tələbi (maddə 9)")))
    assert "Rüsumdan azadolma əsası: əmək haqqı tələbi (maddə 9)" in exempt


@pytest.mark.parametrize(
    ("year", "written"),
    [(2020, "2020-ci"), (2027, "2027-ci"), (2029, "2029-cu"), (2030, "2030-cu"), (2033, "2033-cü"), (2040, "2040-cı")],
)
def test_years_take_their_suffix_by_vowel_harmony(year: int, written: str) -> None:
    assert f"{written} il" in words_of(render_claim(replace(CLAIM, dated=date(year, 3, 1))))


def test_long_claims_run_over_many_pages() -> None:
    taken = accept_upload("a.pdf", render_claim(replace(CLAIM, text="Uzun bir abzas. " * 40 + "\n" + "Söz " * 8000)))
    assert taken.pages > 8


def test_the_coverage_list_is_what_the_fonts_hold() -> None:
    text_fonts = [set(TTFont(path).getBestCmap()) for path in sorted(FONTS.glob("NotoSerif-*.ttf"))]
    signs = [set(TTFont(FONTS / f"NotoSans{kind}-Regular.ttf").getBestCmap()) for kind in ("Math", "Symbols2")]
    ranges = json.loads((FONTS / "coverage.json").read_text())
    listed = {point for first, last in ranges for point in range(int(first, 16), int(last, 16) + 1)}
    assert len(text_fonts) == 3
    assert listed == set.intersection(*text_fonts) | signs[0] | signs[1]
    assert "SIL OPEN FONT LICENSE" in (FONTS / "OFL.txt").read_text()
