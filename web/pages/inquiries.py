"""Pages of the inquiries: the choice, the form of one, and its answer with the way back to the party."""

from dataclasses import dataclass
from typing import Any

from web.forms.inquiries import CARRIED, FORMS, InquiryWay
from web.forms.reading import Reading, filled
from web.inquiries import Answer
from web.words.lookup import name_of


@dataclass(frozen=True)
class InquiryLink:
    """One kind of inquiry to go to."""

    address: str
    text: str


@dataclass(frozen=True)
class InquiriesPage:
    """Every kind of inquiry."""

    links: tuple[InquiryLink, ...]


@dataclass(frozen=True)
class InquiryPage:
    """One inquiry: its form, what is carried for the party's page `to`, the answer once it was asked."""

    kind: InquiryWay
    form: Reading[Any]
    fields: frozenset[str]
    to: str
    carried: tuple[tuple[str, str], ...]
    ground: str
    answer: Answer | None
    number_field: str  # of the party
    others: tuple[InquiryLink, ...]  # other ways to ask for the same number


def inquiries_page() -> InquiriesPage:
    """Return the choice."""
    return InquiriesPage(tuple(InquiryLink(f"/inquiries/{kind}", name_of(kind)) for kind in InquiryWay))


def inquiry_page(
    kind: InquiryWay, form: Reading[Any], *, to: str, ground: str, answer: Answer | None = None
) -> InquiryPage:
    """Return one inquiry; `form` holds what was typed here and on the party's page."""
    fields = frozenset(FORMS[kind].model_fields)
    carried = [(name, form.text(name)) for name in CARRIED if to and name in form.kept and name not in fields]
    is_card = kind is InquiryWay.CARD
    others = [other for other in InquiryWay if other is not kind and not is_card and other is not InquiryWay.CARD]
    return InquiryPage(
        kind,
        form,
        fields,
        to,
        tuple(carried),
        ground,
        answer,
        "document" if is_card else "voen",
        tuple(InquiryLink(f"/inquiries/{other}/for-party", name_of(other)) for other in others if to),
    )


def unjudged(form: Reading[Any]) -> Reading[Any]:
    """Return what came from a party's page, before anything was asked."""
    return filled(**form.kept)
