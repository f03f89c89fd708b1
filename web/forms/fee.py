"""The fee step: what the claim is worth, and how its fee is covered (FEE-1..3)."""

from collections.abc import Mapping
from enum import StrEnum
from typing import ClassVar

from models.domain.fee_cover import FeeWay
from models.domain.payment import Portal
from web.forms.reading import FormInput
from web.language import N_


class Valued(StrEnum):
    """Whether the claim can be valued in money."""

    YES = "yes"
    NO = "no"


class ValueForm(FormInput):
    """The claim's value."""

    valued: Valued
    value: str = ""
    dwelling: tuple[str, ...] = ()
    version: str = ""
    back: str = ""
    go: str = ""

    words: ClassVar[Mapping[str, str]] = {
        "valued": N_("Say whether the claim has a value in money"),
        "value": N_("Enter the value of the claim: the fee depends on it."),
    }


class FeeWayForm(FormInput):
    """One of the three ways, with what it needs."""

    fee_way: FeeWay
    portal: Portal = Portal.GOVERNMENT
    receipt_number: str = ""
    added_receipt: str = ""
    exemption_code: str = ""
    version: str = ""
    back: str = ""
    go: str = ""

    words: ClassVar[Mapping[str, str]] = {
        "fee_way": N_("Choose how the fee is covered"),
        "portal": N_("Choose the portal"),
    }
