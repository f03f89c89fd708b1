"""The verdict on one signature, in the words of ETSI EN 319 102-1."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Indication(StrEnum):
    """The three outcomes of ETSI EN 319 102-1."""

    TOTAL_PASSED = "TOTAL-PASSED"
    INDETERMINATE = "INDETERMINATE"
    TOTAL_FAILED = "TOTAL-FAILED"


class Level(StrEnum):
    """How long a signature can be proved: basic, with time, long term, long term with archive time-stamp."""

    B = "B"
    T = "T"
    LT = "LT"
    LTA = "LTA"


# What more knowledge may still turn right (another anchor, a fresh OCSP answer) is undecided; all else has failed.
UNDECIDED = frozenset(
    {
        "CERT_CHAIN_FAILURE",
        "CERT_UNKNOWN",
        "NO_POE",
        "NO_REVOCATION_INFO",
        "OCSP_BEFORE_TIMESTAMP",
        "OCSP_OTHER_CERT",
        "OCSP_RESPONDER_UNTRUSTED",
        "TST_UNTRUSTED",
    }
)


@dataclass
class Findings:
    """What an examination learns of a signature, kept even when a later step refuses it.

    `best_time` is the proven moment, `claimed_time` only the signer's word; `covers` are the files it signs,
    `certificate` the signer's DER.
    """

    signer: str = ""
    organisation: str = ""
    fin: str | None = None
    voen: str | None = None
    level: Level = Level.B
    claimed_time: str = ""
    best_time: datetime | None = None
    covers: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    certificate: bytes = b""


@dataclass(kw_only=True)
class SignatureReport(Findings):
    """What is known about one signature: `file` is its name in the container.

    `code` is "OK" when passed; a passed signature has level LT or LTA.
    """

    file: str
    indication: Indication
    code: str
    detail: str = ""

    @property
    def passed(self) -> bool:
        """Whether the signature is valid beyond doubt."""
        return self.indication is Indication.TOTAL_PASSED
