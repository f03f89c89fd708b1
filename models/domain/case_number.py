"""Case numbers: `[e-]KIND(CCC)-SEQ/YYYY`, e.g. e-2-1(112)-6882/2021 (legal-facts §3.5)."""

import re
import unicodedata
from dataclasses import dataclass

from models.domain.applications import CourtKind, case_prefix
from models.domain.errors import RuleBroken

# Kinds are 1, 2, 2-1, 2-2, 8 …, letters such as MXMT (interim protection), or the old 2-1inz.
_KIND = re.compile(r"[0-9]-[0-9]inz|[0-9]{1,2}(-[0-9]{1,2})?|[A-ZÇƏĞİÖŞÜ]{2,6}")
_TOLERANT = re.compile(
    r"(?P<electronic>e-)?"
    r"(?P<kind>[0-9]-[0-9]inz|[0-9]{1,2}(?:-[0-9]{1,2})?|[A-ZÇƏĞİÖŞÜ]{2,6})"
    r"[(\[](?P<court>[0-9]{3})[)\]]"
    r"-?(?P<sequence>[0-9]{1,7})/(?P<year>[0-9]{4}|[0-9]{2})"
)
_COURT = re.compile(r"[0-9]{3}")
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—−", "-"))
_CENTURY = 2000  # electronic registers began in this one
LARGEST_SEQUENCE = 9_999_999


@dataclass(frozen=True, order=True)
class CaseNumber:
    """A case number taken apart; `str()` writes it in the current form. RuleBroken `case_number_format`."""

    year: int
    court: str  # three digits
    kind: str  # 2, 2-1, 2-2, 1, 8, MXMT …
    sequence: int  # begins anew for each court, kind and year
    electronic: bool = True

    def __post_init__(self) -> None:
        """Let no number exist that could not be written and read back."""
        fits = (
            _KIND.fullmatch(self.kind)
            and _COURT.fullmatch(self.court)
            and 1 <= self.sequence <= LARGEST_SEQUENCE
            and 1900 <= self.year <= 2999  # noqa: PLR2004 - four digits that can be a year
        )
        if not fits:
            raise RuleBroken("case_number_format")

    def __str__(self) -> str:
        """Write the number in the current form."""
        return f"{'e-' if self.electronic else ''}{self.kind}({self.court})-{self.sequence}/{self.year}"


def parse_case_number(text: str) -> CaseNumber:
    """Read a case number as people write it; RuleBroken `case_number_format` when it is none.

    Taken too: spaces, long dashes, №, small letters, square brackets (addresses of decisions), the old forms without
    the hyphen, 2(106)1680/2016, and with a year of two digits.
    """
    typed = "".join(unicodedata.normalize("NFC", text).translate(_DASHES).split()).removeprefix("№")
    shape = _TOLERANT.fullmatch(_with_usual_case(typed))
    if shape is None:
        raise RuleBroken("case_number_format")
    year = int(shape["year"])
    return CaseNumber(
        year=year if len(shape["year"]) > len("21") else _CENTURY + year,
        court=shape["court"],
        kind=shape["kind"],
        sequence=int(shape["sequence"]),
        electronic=shape["electronic"] is not None,
    )


def electronic_case_number(court_kind: CourtKind, court_code: str, *, sequence: int, year: int) -> CaseNumber:
    """Return the number of a first-instance case filed electronically; RuleBroken `court_hears_no_claims`."""
    return CaseNumber(year=year, court=court_code, kind=case_prefix(court_kind), sequence=sequence)


def _with_usual_case(typed: str) -> str:
    """Write letters of the kind large, and `e-` and `inz` small, as the courts do."""
    large = typed.replace("i", "İ").replace("ı", "I").upper()
    return re.sub(r"^E-", "e-", re.sub(r"(?<=[0-9])[Iİ]NZ", "inz", large))
