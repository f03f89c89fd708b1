"""Refunds: a payer asks for one, a clerk carries the court's ruling out or answers the request by it."""

from collections.abc import Mapping
from typing import Annotated, ClassVar, Literal

from pydantic import Field, StringConstraints

from models.domain.refund_request import LONGEST, RefundAnswer, refund_refusal
from web.forms.reading import FormInput, by_rule
from web.language import N_


def _known(code: str) -> str:
    return refund_refusal(code).code


class RefundForm(FormInput):
    """The court rules on a refund (MPM 114); here its ruling is carried out."""

    receipt_number: Annotated[str, Field(max_length=40)]
    ruling: Annotated[str, Field(max_length=60)]

    words: ClassVar[Mapping[str, str]] = {
        "receipt_number": N_("Choose the receipt"),
        "ruling": N_("Enter the number of the ruling, at most 60 characters"),
    }


class RefundRequestForm(FormInput):
    """A receipt whose money its payer asks back, and what he adds in his own words."""

    receipt_number: Annotated[str, Field(max_length=40)]
    text: Annotated[str, StringConstraints(max_length=LONGEST)] = ""
    nonce: Annotated[str, StringConstraints(min_length=1, max_length=80)]

    words: ClassVar[Mapping[str, str]] = {
        "receipt_number": N_("Choose the receipt"),
        "text": N_("The text may have at most 1000 characters"),
        "nonce": N_("Go back to the page you came from and try again."),
    }


class RefundAnswerForm(FormInput):
    """What the court ruled on a request; a refusal has a ground and a text."""

    answer: Literal[RefundAnswer.GRANTED, RefundAnswer.REFUSED]
    ruling: Annotated[str, Field(max_length=60)]
    refusal: Annotated[str, by_rule(_known)] = ""
    text: Annotated[str, StringConstraints(max_length=LONGEST)] = ""

    words: ClassVar[Mapping[str, str]] = {
        "answer": N_("Choose what the court ruled"),
        "ruling": N_("Enter the number of the ruling, at most 60 characters"),
        "refusal": N_("Choose the ground of the refusal from the list"),
        "text": N_("The text may have at most 1000 characters"),
    }
