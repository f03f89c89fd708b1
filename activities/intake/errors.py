"""The refusal of an uploaded file."""


class UploadRefusedError(Exception):
    """An uploaded file is not taken. `code` is stable and upper-case; the web owns the sentence for it."""

    def __init__(self, code: str, detail: str = "") -> None:
        """Keep the stable code apart from the text, which is for the log."""
        super().__init__(f"{code}: {detail}" if detail else code)
        self.code = code
        self.detail = detail
