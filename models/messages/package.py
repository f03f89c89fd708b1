"""What crosses Temporal for the package of one confirmed version."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ConfirmedVersion:
    """A frozen version of a claim that its signers are called to sign."""

    claim_id: str
    version: int
