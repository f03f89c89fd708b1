"""The first step: which court is asked for what."""

from collections.abc import Mapping
from typing import ClassVar

from models.domain.applications import ApplicationKind
from web.forms.reading import FormInput
from web.language import N_


class CourtForm(FormInput):
    """Court and kind."""

    court: str
    kind: ApplicationKind
    nonce: str = ""
    version: str = ""
    seen: str = ""
    back: str = ""
    go: str = ""

    words: ClassVar[Mapping[str, str]] = {
        "court": N_("Choose the court"),
        "kind": N_("Choose the kind of application"),
    }


class CategoryForm(FormInput):
    """Category with its sub-category."""

    category: str
    version: str = ""
    seen: str = ""
    back: str = ""
    go: str = ""

    words: ClassVar[Mapping[str, str]] = {"category": N_("Choose the category")}
