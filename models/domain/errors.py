"""The refusal every rule of the domain speaks in."""

from collections.abc import Mapping


class RuleBroken(Exception):  # noqa: N818 - the house's word for a refusal; it is no programming error
    """A rule says no.

    `code` is stable and lower-case with underscores; the web owns the sentence for it. `detail` holds plain values
    that the sentence may name (never personal data of another person). As text it is its code, which is what crosses
    Temporal as the message.
    """

    def __init__(self, code: str, detail: Mapping[str, str] | None = None) -> None:
        """Keep code and detail apart."""
        super().__init__(code)
        self.code = code
        self.detail = dict(detail or {})
