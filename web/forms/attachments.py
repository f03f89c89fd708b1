"""What is said about uploaded files: their kind."""

from collections.abc import Mapping
from typing import ClassVar

from models.domain.attachments import DocumentKind
from web.forms.reading import FormInput
from web.language import N_


class UploadForm(FormInput):
    """The kind of the files sent together; the files themselves are read by the route."""

    kind: DocumentKind
    back: str = ""

    words: ClassVar[Mapping[str, str]] = {"kind": N_("Choose the kind of the document")}
