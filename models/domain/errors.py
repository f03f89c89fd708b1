"""The refusal every rule of the domain speaks in."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class RuleBroken(Exception):  # noqa: N818 - the house's word for a refusal; it is no programming error
    """A rule says no.

    `code` is stable and lower-case with underscores; the web owns the sentence for it. `detail` holds plain values
    that the sentence may name (never personal data of another person).
    """

    code: str
    detail: dict[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        """Return the code, which is what crosses Temporal as the message."""
        return self.code
