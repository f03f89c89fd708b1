"""Ordering a refund: the receipt, and the number of the ruling that says so."""

from collections.abc import Mapping
from typing import Annotated, ClassVar

from pydantic import Field

from web.forms.reading import FormInput
from web.language import N_


class RefundForm(FormInput):
    """The court rules on a refund (MPM 114); here its ruling is carried out."""

    receipt_number: Annotated[str, Field(max_length=40)]
    ruling: Annotated[str, Field(max_length=60)]

    words: ClassVar[Mapping[str, str]] = {
        "receipt_number": N_("Choose the receipt"),
        "ruling": N_("Enter the number of the ruling, at most 60 characters"),
    }
