"""What each inquiry asks for (INQ-1, INQ-2)."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, ClassVar

from pydantic import StringConstraints

from models.domain.identity import parse_document, parse_fin
from models.register_ports import SoughtPerson
from web.forms.days import Day
from web.forms.reading import FormInput, by_rule
from web.language import N_

Words = Annotated[str, StringConstraints(min_length=1, max_length=100)]


class InquiryWay(StrEnum):
    """What is asked of a register, and by what."""

    CARD = "identity-card"
    VOEN_BY_NAME = "voen-by-name"
    VOEN_BY_CARD = "voen-by-card"
    VOEN_BY_FIN = "voen-by-fin"
    VOEN_BY_ORGANISATION = "voen-by-organisation"


class PersonForm(FormInput):
    """A person by whole name and date of birth."""

    surname: Words
    name: Words
    patronymic: Words
    birth_date: Day

    words: ClassVar[Mapping[str, str]] = {
        "surname": N_("Enter the surname"),
        "name": N_("Enter the name"),
        "patronymic": N_("Enter the father's name in full, as on the card"),
        "birth_date": N_("Enter the date of birth"),
    }

    @property
    def sought(self) -> SoughtPerson:
        """The person as the registers compare him."""
        return SoughtPerson(self.surname, self.name, self.patronymic, self.birth_date)


class DocumentForm(FormInput):
    """An identity document."""

    document: Annotated[str, by_rule(parse_document)]

    words: ClassVar[Mapping[str, str]] = {"document": N_("Enter series and number of the identity document")}


class FinForm(FormInput):
    """A FİN."""

    fin: Annotated[str, by_rule(parse_fin)]

    words: ClassVar[Mapping[str, str]] = {"fin": N_("Enter the FİN")}


class OrganisationForm(FormInput):
    """The whole name of an organisation."""

    organisation: Annotated[str, StringConstraints(min_length=1, max_length=250)]

    words: ClassVar[Mapping[str, str]] = {"organisation": N_("Enter the whole name of the organisation")}


FORMS: Mapping[InquiryWay, type[FormInput]] = {
    InquiryWay.CARD: PersonForm,
    InquiryWay.VOEN_BY_NAME: PersonForm,
    InquiryWay.VOEN_BY_CARD: DocumentForm,
    InquiryWay.VOEN_BY_FIN: FinForm,
    InquiryWay.VOEN_BY_ORGANISATION: OrganisationForm,
}
# What the page of a party sends along, so that nothing typed there is lost.
CARRIED = (
    "signing", "document", "voen", "name", "surname", "patronymic", "phone", "email", "address", "postal_index",
    "version", "back", "nonce",
)  # fmt: skip
