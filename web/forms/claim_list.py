"""What my applications are narrowed to and in what order they stand; all of it is in the address (CLM-16)."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, ClassVar

from pydantic import BeforeValidator, StringConstraints

from models.domain.claim_search import (
    SoughtNumber,
    parse_sought_document,
    parse_sought_number,
    parse_sought_receipt,
)
from models.domain.claim_status import ClaimStatus
from models.domain.identity import parse_fin, parse_voen
from web.forms.reading import FormInput, by_rule
from web.language import N_

YES = "yes"


class Order(StrEnum):
    """In what order a list stands."""

    NEWEST = "newest"  # by the last change
    OLDEST = "oldest"
    NUMBER = "number"
    LAST_NUMBER = "last_number"
    COURT = "court"
    STATUS = "status"


def _status(typed: str) -> ClaimStatus | None:
    return ClaimStatus(typed) if typed in set(ClaimStatus) - {ClaimStatus.DELETED} else None


def _order(typed: str) -> Order:
    return Order(typed) if typed in set(Order) else Order.NEWEST


class ClaimListForm(FormInput):
    """The search; a status or an order that nobody knows narrows and changes nothing."""

    status: Annotated[ClaimStatus | None, BeforeValidator(_status)] = None
    order: Annotated[Order, BeforeValidator(_order)] = Order.NEWEST
    archive: Annotated[bool, BeforeValidator(YES.__eq__)] = False
    court: Annotated[str, StringConstraints(max_length=100)] = ""  # parts of its name
    number: Annotated[SoughtNumber | None, BeforeValidator(by_rule(parse_sought_number).func)] = None
    receipt: Annotated[str, by_rule(parse_sought_receipt)] = ""
    fin: Annotated[str, by_rule(parse_fin)] = ""
    document: Annotated[str, by_rule(parse_sought_document)] = ""
    voen: Annotated[str, by_rule(parse_voen)] = ""

    words: ClassVar[Mapping[str, str]] = {"court": N_("A part of the court's name is enough: at most 100 letters")}


SOUGHT = ("court", "number", "receipt", "fin", "document", "voen")
