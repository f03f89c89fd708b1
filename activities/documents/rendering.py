"""Renders a claim to PDF/A-2a and PDF/UA-1 with Typst: the same claim makes the same bytes on every machine."""

import io
import json
from collections.abc import Iterable
from dataclasses import asdict
from datetime import UTC, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import segno
import typst

from activities.documents.claim_document import ClaimDocument

_HERE = Path(__file__).parent
_TEMPLATE = _HERE / "templates" / "claim.typ"
_FONTS = _HERE / "fonts"
_BREAKS = frozenset("\n\r\t")


class DocumentNotPrintableError(Exception):
    """A text holds letters our fonts do not have; `letters` are these, each once, sorted."""

    def __init__(self, letters: str) -> None:
        """Name the letters, so that the writer can be told."""
        super().__init__(f"no glyphs for {letters!a}")
        self.letters = letters


def render_claim(document: ClaimDocument) -> bytes:
    """Return the claim as a PDF; DocumentNotPrintableError when a letter would be missing from it.

    Nothing is silently replaced, because what is printed is what is signed. The texts go to Typst as data, never as
    markup, so they cannot run anything.
    """
    data = _printed(document)
    if letters := "".join(sorted(set().union(*map(unprintable_letters, _texts(data))))):
        raise DocumentNotPrintableError(letters)
    pdf = typst.compile(
        str(_TEMPLATE),
        root=str(_TEMPLATE.parent),
        font_paths=[str(_FONTS)],
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        format="pdf",
        pdf_standards=["a-2a", "ua-1"],
        timestamp=int(_midnight(document).timestamp()),
    )
    # Typst ends at "%%EOF": an incremental signature would follow it on the same line, which PDF/A forbids
    return pdf + b"\n"


def unprintable_letters(text: str) -> set[str]:
    """Return the letters of a text that our fonts do not have; line breaks and tabs count as printable."""
    return {letter for letter in text if letter not in _BREAKS and ord(letter) not in _coverage()}


@cache
def _coverage() -> frozenset[int]:
    ranges = json.loads((_FONTS / "coverage.json").read_text(encoding="utf-8"))
    return frozenset(point for first, last in ranges for point in range(int(first, 16), int(last, 16) + 1))


def _midnight(document: ClaimDocument) -> datetime:
    return datetime(document.dated.year, document.dated.month, document.dated.day, tzinfo=UTC)


def _printed(document: ClaimDocument) -> dict[str, Any]:
    """Return the document as the template reads it: every figure written out, every text cut into paragraphs."""
    return asdict(document) | {
        "dated": [document.dated.year, document.dated.month, document.dated.day],
        "value": _manat(document.value),
        "fee_total": _manat(document.fee_total),
        "fee_lines": [{"label": line.label, "amount": _manat(line.amount)} for line in document.fee_lines],
        "text": _paragraphs(document.text),
        "interim_measures": _paragraphs(document.interim_measures),
        "attachments": [asdict(file) | {"size": _kilobytes(file.size)} for file in document.attachments],
        "qr": _qr(document.check_url),
    }


def _texts(value: object) -> Iterable[str]:
    """Yield every text in the printed data, however deep, but for the QR code's own drawing."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            if key != "qr":
                yield from _texts(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _texts(inner)


def _paragraphs(text: str) -> list[str]:
    return [" ".join(line.split()) for line in text.splitlines() if line.strip()]


def _manat(amount: Decimal | None) -> str:
    """Write money as Azerbaijan does: 12 500,00 ₼."""
    if amount is None:
        return ""
    return f"{amount:,.2f}".replace(",", "\u00a0").replace(".", ",") + "\u00a0₼"


def _kilobytes(size: int) -> str:
    return f"{max(1, round(size / 1024)):,}".replace(",", "\u00a0") + "\u00a0KB"


def _qr(address: str) -> str:
    drawing = io.BytesIO()
    segno.make(address, error="m", micro=False).save(drawing, kind="svg", border=0, xmldecl=False)
    return drawing.getvalue().decode()
