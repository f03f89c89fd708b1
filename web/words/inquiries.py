"""Names of the inquiries."""

from enum import StrEnum

from web.forms.inquiries import InquiryWay
from web.language import N_

SENTENCES: dict[str, str] = {}
PATTERNS: dict[str, str] = {}
NAMES: dict[type[StrEnum], dict[str, str]] = {
    InquiryWay: {
        InquiryWay.CARD: N_("Number of an identity card, by name and date of birth"),
        InquiryWay.VOEN_BY_NAME: N_("VÖEN of an entrepreneur, by name and date of birth"),
        InquiryWay.VOEN_BY_CARD: N_("VÖEN of an entrepreneur, by identity card"),
        InquiryWay.VOEN_BY_FIN: N_("VÖEN of an entrepreneur, by FİN"),
        InquiryWay.VOEN_BY_ORGANISATION: N_("VÖEN of an organisation, by its name"),
    },
}
