"""CSV as spreadsheets here expect it: semicolons, UTF-8 with a mark, and no text that they would run as a formula."""

import csv
import io
from collections.abc import Iterable, Sequence

MARK = "\ufeff"  # by it Excel knows UTF-8, and shows ə, ğ, ı and ş
# What a spreadsheet may take for the beginning of a formula (OWASP: CSV injection), full-width forms too.
_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")


def harmless(typed: str) -> str:
    """Keep a spreadsheet from reading a text as a formula: an apostrophe before it makes it text."""
    return f"'{typed}" if typed.lstrip(" ").startswith(_FORMULA) else typed


def csv_lines(rows: Iterable[Sequence[str]]) -> str:
    """Return rows as lines of CSV; what people typed must be `harmless` before."""
    out = io.StringIO()
    csv.writer(out, delimiter=";", lineterminator="\r\n").writerows(rows)
    return out.getvalue()
