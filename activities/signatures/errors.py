"""The refusal that everything about signatures and their containers speaks in."""


class SignatureRefusedError(Exception):
    """A signature or a container is not what it must be.

    `code` is stable and upper-case (the codes of ETSI EN 319 102-1 where it has one); `detail` is for the log and the
    clerk, never for deciding.
    """

    def __init__(self, code: str, detail: str = "") -> None:
        """Keep the stable code apart from the text."""
        super().__init__(f"{code}: {detail}" if detail else code)
        self.code = code
        self.detail = detail
