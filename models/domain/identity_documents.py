"""Identity documents with which a person registers (ID-2, ID-3): their kinds and how their numbers are typed."""

from enum import StrEnum

from models.domain.errors import RuleBroken
from models.domain.identity import NEW_CARD, OLD_CARD, PERMIT, parse_document


class IdentityDocument(StrEnum):
    """What a person holds."""

    NEW_CARD = "new_card"
    OLD_CARD = "old_card"
    PERMANENT_PERMIT = "permanent_permit"  # daimi yaşayış icazəsi, DYİ
    TEMPORARY_PERMIT = "temporary_permit"  # müvəqqəti yaşayış icazəsi, MYİ


# The series that stands in a field of its own; a new card's letters are part of its number.
SERIES: dict[IdentityDocument, str] = {
    IdentityDocument.OLD_CARD: "AZE",
    IdentityDocument.PERMANENT_PERMIT: "DYİ",
    IdentityDocument.TEMPORARY_PERMIT: "MYİ",
}
_SHAPES = {
    IdentityDocument.NEW_CARD: NEW_CARD,
    IdentityDocument.OLD_CARD: OLD_CARD,
    IdentityDocument.PERMANENT_PERMIT: PERMIT,
    IdentityDocument.TEMPORARY_PERMIT: PERMIT,
}
_LETTERS = str.maketrans("iıİ", "III")


def check_series(kind: IdentityDocument, typed: str) -> None:
    """Refuse a series that this kind does not have: RuleBroken `series_<kind>`."""
    wanted = SERIES.get(kind)
    if wanted is not None and _plain(typed) != _plain(wanted):
        raise RuleBroken(f"series_{kind}")


def parse_number(kind: IdentityDocument, typed: str) -> str:
    """Return series and number as the population register keeps them, e.g. AZE01234567, AA0123456, DYİ012345.

    The series may be typed once more before the number. RuleBroken `number_<kind>`.
    """
    series = SERIES.get(kind, "")
    number = typed if _plain(typed).startswith(_plain(series)) else f"{series}{typed}"
    try:
        document = parse_document(number)
    except RuleBroken as broken:
        raise RuleBroken(f"number_{kind}") from broken
    if not _SHAPES[kind].fullmatch(document) or not document.startswith(series):
        raise RuleBroken(f"number_{kind}")
    return document


def _plain(typed: str) -> str:
    return "".join(typed.split()).translate(_LETTERS).upper().translate(_LETTERS)
