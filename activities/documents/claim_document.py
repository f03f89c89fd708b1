"""What a claim's printed form shows: plain words and figures, already in the reader's language."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal


@dataclass(frozen=True)
class DocumentParty:
    """A participant: his role in words ("İddiaçı") and rows of label and value, the name first."""

    role: str
    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class DocumentFeeLine:
    """One line of the fee's calculation; the amount in AZN."""

    label: str
    amount: Decimal


@dataclass(frozen=True)
class DocumentAttachment:
    """An attached file: its name in the container, its kind in words, its size in bytes and SHA-256 in hex."""

    name: str
    kind: str
    size: int
    sha256: str


@dataclass(frozen=True)
class ClaimDocument:
    """Everything a claim (iddia ərizəsi) prints; texts are plain, paragraphs parted by line breaks."""

    language: Literal["az", "en"]
    number: str
    court: str
    kind: str
    category: str
    claimants: tuple[DocumentParty, ...]
    defendants: tuple[DocumentParty, ...]
    others: tuple[DocumentParty, ...]
    heading: str
    text: str
    dated: date  # the day in Baku
    check_url: str
    value: Decimal | None = None  # the claim's value in AZN; None when it has none
    fee_lines: tuple[DocumentFeeLine, ...] = ()
    fee_total: Decimal | None = None
    receipt: str = ""  # number of the receipt that paid the fee
    exemption: str = ""  # the ground of exemption, in words
    interim_measures: str = ""
    attachments: tuple[DocumentAttachment, ...] = ()
    declarations: tuple[str, ...] = ()  # the statements of rights and duties that the signers accept
    signers: tuple[str, ...] = ()  # names of those whose electronic signatures the filing carries
