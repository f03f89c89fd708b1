"""Attachments: documents put with an application, by kind, number, size and name; their content is judged elsewhere."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from unicodedata import category, normalize

from models.domain.errors import RuleBroken

MEGABYTE = 1024 * 1024


class DocumentKind(StrEnum):
    """Sənədin növü, of those a litigant puts with an application (legal-facts §5.4)."""

    POWER_OF_ATTORNEY = "power_of_attorney"  # etibarnamə
    LAWYER_ORDER = "lawyer_order"  # vəkil orderi
    EVIDENCE = "evidence"  # sübut
    CONTRACT = "contract"  # müqavilə
    APPLICATION = "application"  # ərizə
    MOTION = "motion"  # vəsatət
    OBJECTION = "objection"  # etiraz
    COMPLAINT = "complaint"  # şikayət
    LETTER = "letter"  # məktub
    RECEIPT = "receipt"  # qəbz
    EXEMPTION_PROOF = "exemption_proof"  # rüsumdan azadolmanı təsdiq edən sənəd
    COURT_ACT = "court_act"  # məhkəmə aktı
    DECISION = "decision"  # qərar
    ORDER = "order"  # sərəncam
    EXPERT_OPINION = "expert_opinion"  # ekspert rəyi
    PRE_TRIAL_CLAIM = "pre_trial_claim"  # pretenziya
    MEDIATION_RECORD = "mediation_record"  # mediasiya protokolu
    SETTLEMENT = "settlement"  # barışıq sazişi
    SERVICE_PROOF = "service_proof"  # surətlərin göndərilməsinin sübutu
    OTHER = "other"


class AttachmentFormat(StrEnum):
    """Formats taken (manual 8.1.3), by the end of the file name; .asice is what our own containers are called."""

    PDF = "pdf"
    ADOC = "adoc"
    EDOC = "edoc"
    ASICE = "asice"


@dataclass(frozen=True)
class AttachmentLimits:
    """Sizes in bytes, lengths in characters (manual 8.1.3); the number of files is the house's."""

    total_size: int = 10 * MEGABYTE
    count: int = 25
    name_length: int = 120


LIMITS = AttachmentLimits()


@dataclass(frozen=True)
class Attachment:
    """A document already put with the application; `size` in bytes."""

    name: str
    size: int
    kind: DocumentKind = DocumentKind.OTHER


_SLASHES = frozenset("/\\")
_NOT_IN_NAMES = frozenset('<>:"|?*')  # a folder on some computer would not take them
_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})  # Cf also turns the reading direction around


def check_attachment(name: str, size: int, *, existing: Sequence[Attachment], limits: AttachmentLimits = LIMITS) -> str:
    """Return the name under which a file of `size` bytes may be added, or raise RuleBroken.

    The name is composed (NFC), freed from surplus spaces and made distinct from the names there already. Codes:
    `attachment_empty`, `attachments_too_many`, `attachments_too_large` (detail `left`, bytes), and those of
    `parse_file_name`.
    """
    parsed = parse_file_name(name, limits=limits)
    if size <= 0:
        raise RuleBroken("attachment_empty")
    if len(existing) >= limits.count:
        raise RuleBroken("attachments_too_many", {"limit": str(limits.count)})
    left = limits.total_size - sum(attachment.size for attachment in existing)
    if size > left:
        raise RuleBroken("attachments_too_large", {"left": str(max(left, 0)), "limit": str(limits.total_size)})
    return distinct_name(parsed, {attachment.name for attachment in existing})


def parse_file_name(name: str, *, limits: AttachmentLimits = LIMITS) -> str:
    """Return a file name in normal form.

    Raises RuleBroken `attachment_name_missing`, `attachment_name_too_long`, `attachment_name_path`,
    `attachment_name_character` or `attachment_format`.
    """
    composed = normalize("NFC", name)
    if any(category(character) in _INVISIBLE or character in _NOT_IN_NAMES for character in composed):
        raise RuleBroken("attachment_name_character")
    composed = re.sub(r"\s+", " ", composed).strip()
    stem, _, _ = composed.rpartition(".")
    if not composed:
        raise RuleBroken("attachment_name_missing")
    if _SLASHES & set(composed) or composed in {".", ".."}:
        raise RuleBroken("attachment_name_path")
    if len(composed) > limits.name_length:
        raise RuleBroken("attachment_name_too_long", {"limit": str(limits.name_length)})
    format_of(composed)
    if not stem.strip(". "):
        raise RuleBroken("attachment_name_missing")
    return composed


def format_of(name: str) -> AttachmentFormat:
    """Return the format a file name claims to have, or raise RuleBroken `attachment_format`."""
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    if ending not in set(AttachmentFormat):
        raise RuleBroken("attachment_format")
    return AttachmentFormat(ending)


def distinct_name(name: str, taken: Collection[str]) -> str:
    """Return the name, or "name (2).pdf" and so on, so that no two files share one in any case of letters."""
    used = {other.casefold() for other in taken}
    stem, _, ending = name.rpartition(".")
    distinct, number = name, 1
    while distinct.casefold() in used:
        number += 1
        distinct = f"{stem} ({number}).{ending}"
    return distinct


def has_kind(attachments: Sequence[Attachment], kind: DocumentKind) -> bool:
    """Say whether a document of this kind is there; a power of attorney must be when one party signs for another."""
    return any(attachment.kind is kind for attachment in attachments)
