"""What people type to find an application (CLM-16), read into the form in which the court keeps it."""

import re
import unicodedata
from dataclasses import dataclass

from models.domain.errors import RuleBroken
from models.domain.identity import compact

FIRST_YEAR = 2026  # in which the first application was numbered
_NUMBER = re.compile(r"(?:[ƏE]R)?[\s\-‐‑–—./]*(?:(?P<year>20[0-9]{2})[\s\-‐‑–—./]+)?(?P<running>[0-9]{1,9})")
_DOCUMENT = re.compile(r"(?=.*[0-9])[0-9A-ZƏ/]{4,40}")
_RECEIPT = re.compile(r"[0-9A-Z/]{4,40}")


@dataclass(frozen=True)
class SoughtNumber:
    """The number of an application as it was typed: perhaps without its year."""

    running: int
    year: int | None = None

    def meant(self, *, until: int) -> tuple[str, ...]:
        """Return the numbers it may stand for, in every year up to `until` where none was typed."""
        years = range(FIRST_YEAR, until + 1) if self.year is None else (self.year,)
        return tuple(f"ƏR-{year}-{self.running:06d}" for year in years)


def parse_sought_number(text: str) -> SoughtNumber:
    """Read the number of an application: ƏR-2026-000123, er 2026 123, 2026/123, 000123.

    Raises RuleBroken `sought_number_format`.
    """
    found = _NUMBER.fullmatch(unicodedata.normalize("NFKC", text.replace("№", "")).strip().upper())
    if found is None:
        raise RuleBroken("sought_number_format")
    return SoughtNumber(int(found["running"]), int(found["year"]) if found["year"] else None)


def parse_sought_document(text: str) -> str:
    """Read series and number of an identity document, of another country too; RuleBroken `sought_document_format`."""
    document = "".join(letter for letter in compact(text) if not unicodedata.combining(letter))
    if _DOCUMENT.fullmatch(document) is None:
        raise RuleBroken("sought_document_format")
    return document


def parse_sought_receipt(text: str) -> str:
    """Read the number of a receipt; RuleBroken `sought_receipt_format`."""
    number = compact(text)
    if _RECEIPT.fullmatch(number) is None:
        raise RuleBroken("sought_receipt_format")
    return number
