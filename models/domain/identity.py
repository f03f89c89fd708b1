"""Identity: the numbers and addresses by which persons are known, read as typed and returned in their normal form."""

import re
import unicodedata
from enum import StrEnum

from models.domain.errors import RuleBroken

FIN = re.compile(r"[0-9A-HJ-NP-Z]{7}")  # Latin letters without I and O
OLD_CARD = re.compile(r"AZE[0-9]{8}")
NEW_CARD = re.compile(r"AA[0-9]{7}")
PERMIT = re.compile(r"[DM]Yİ[0-9]{6,8}")  # daimi / müvəqqəti yaşayış icazəsi; the length is our allowance
POSTAL_INDEX = re.compile(r"AZ[0-9]{4}")

VOEN_LENGTH = 10
VOEN_WEIGHTS = (4, 1, 8, 6, 2, 7, 5, 3)
VOEN_NOT_ISSUED = 10  # a remainder that no digit can show

MOBILE_PREFIXES = frozenset({"10", "50", "51", "55", "60", "70", "77", "99"})
# Area codes: Baku, Sumqayıt, the regions, Naxçıvan. From memory, like the mobile ones (legal-facts §4).
AREA_PREFIXES = frozenset({"12", "18", "20", "21", "22", "23", "24", "25", "26", "36"})
_NATIONAL = re.compile(r"[0-9]{9}")
_FOREIGN = re.compile(r"\+[1-9][0-9]{6,14}")

_MAIL_LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_MAIL_DOMAIN = re.compile(r"([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]([A-Za-z0-9-]{0,61}[A-Za-z0-9])")
MAIL_LONGEST = 254
MAIL_LOCAL_LONGEST = 64

_COMBINING_DOT = "\u0307"  # left behind when İ is lower-cased by a program that knows no Azerbaijani
# Besides what people type: marks that come along invisibly when a number is pasted from a PDF.
_SEPARATORS = re.compile("[\\s.\\-‐‑–—№\u200b\u200e\u200f\u2060\ufeff]+")


class VoenHolder(StrEnum):
    """Whom a VÖEN belongs to, by its last digit."""

    LEGAL_ENTITY = "legal_entity"
    NATURAL_PERSON = "natural_person"


_HOLDERS = {"1": VoenHolder.LEGAL_ENTITY, "2": VoenHolder.NATURAL_PERSON}


def parse_fin(text: str) -> str:
    """Return a FİN as seven upper-case characters, or raise RuleBroken `fin_format` (legal-facts §4)."""
    fin = compact(text)
    if not FIN.fullmatch(fin):
        raise RuleBroken("fin_format")
    return fin


def parse_voen(text: str) -> str:
    """Return a VÖEN as ten digits, nine being padded on the left (legal-facts §4).

    Raises RuleBroken `voen_format` when it has not the shape, `voen_check_digit` when a digit must be mistyped.
    """
    voen = compact(text)
    if re.fullmatch(r"[0-9]{9,10}", voen) is None:
        raise RuleBroken("voen_format")
    voen = voen.zfill(VOEN_LENGTH)
    if voen[-1] not in _HOLDERS:
        raise RuleBroken("voen_format")
    if voen_check_digit(voen[:8]) != voen[8]:
        raise RuleBroken("voen_check_digit")
    return voen


def voen_check_digit(first_eight: str) -> str | None:
    """Return the ninth digit for the first eight (weights 4 1 8 6 2 7 5 3, mod 11); None: no such number is issued."""
    remainder = sum(weight * int(digit) for weight, digit in zip(VOEN_WEIGHTS, first_eight, strict=True)) % 11
    return None if remainder == VOEN_NOT_ISSUED else str(remainder)


def voen_holder(voen: str) -> VoenHolder:
    """Say whether a VÖEN in normal form belongs to a legal entity (…1) or a natural person (…2)."""
    return _HOLDERS[voen[-1]]


def parse_document(text: str) -> str:
    """Return series and number of an identity card or residence permit, e.g. AZE01234567, AA0123456, DYİ012345.

    DYI and MYI are taken for DYİ and MYİ. Raises RuleBroken `document_format` (manual 8.1.2; legal-facts §4).
    """
    document = compact(text)
    if document[:3] in {"DYI", "MYI"}:
        document = f"{document[:2]}İ{document[3:]}"
    if not any(shape.fullmatch(document) for shape in (OLD_CARD, NEW_CARD, PERMIT)):
        raise RuleBroken("document_format")
    return document


def parse_phone(text: str) -> str:
    """Return a phone number in E.164: 050 123 45 67, 501234567 and 00994… become +994501234567.

    A number of another country needs its plus sign. Raises RuleBroken `phone_format`.
    """
    typed = re.sub(r"[\s().\-‐‑–—/]+", "", unicodedata.normalize("NFKC", text))
    typed = "+" + typed[2:] if typed.startswith("00") else typed
    if typed.startswith("+") and not typed.startswith("+994"):
        if not _FOREIGN.fullmatch(typed):
            raise RuleBroken("phone_format")
        return typed
    national = typed.removeprefix("+994")
    if national == typed:
        national = typed[3:] if typed.startswith("994") and len(typed) == len("994501234567") else typed
    national = national.removeprefix("0")
    if not _NATIONAL.fullmatch(national) or national[:2] not in MOBILE_PREFIXES | AREA_PREFIXES:
        raise RuleBroken("phone_format")
    return f"+994{national}"


def takes_sms(phone: str) -> bool:
    """Say whether an E.164 number is an Azerbaijani mobile, so that an SMS reaches it."""
    return phone.startswith("+994") and phone[4:6] in MOBILE_PREFIXES


def parse_postal_index(text: str) -> str:
    """Return a postal index as AZ and four digits; the digits alone are enough. RuleBroken `postal_index_format`."""
    index = compact(text)
    index = index if index.startswith("AZ") else f"AZ{index}"
    if not POSTAL_INDEX.fullmatch(index):
        raise RuleBroken("postal_index_format")
    return index


def parse_email(text: str) -> str:
    """Return a bare e-mail address with its domain in lower case (RFC 5321 mailbox, dot-atom, ASCII, dotted domain).

    No display name, no quotes, no comments. Raises RuleBroken `email_format`.
    """
    local, at, domain = text.strip().rpartition("@")
    address = f"{local}{at}{domain.lower()}"
    shaped = _MAIL_LOCAL.fullmatch(local) and _MAIL_DOMAIN.fullmatch(domain)
    if not shaped or len(local) > MAIL_LOCAL_LONGEST or len(address) > MAIL_LONGEST:
        raise RuleBroken("email_format")
    return address


def compact(text: str) -> str:
    """Upper-case without separators; every i becomes plain I first, so that no case rule of a language can differ."""
    folded = unicodedata.normalize("NFKD", _SEPARATORS.sub("", text)).replace(_COMBINING_DOT, "")
    return folded.replace("ı", "I").upper()
