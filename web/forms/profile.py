"""What a person says about himself (PRO-1)."""

from collections.abc import Mapping
from typing import Annotated, ClassVar

from pydantic import StringConstraints

from models.domain.identity import parse_email, parse_phone, parse_postal_index
from models.domain.languages import Language
from web.forms.reading import FormInput, by_rule
from web.language import N_

Phone = Annotated[str, by_rule(parse_phone)]
MailAddress = Annotated[str, by_rule(parse_email)]
PostalIndex = Annotated[str, by_rule(parse_postal_index)]


class ProfileForm(FormInput):
    """Where the court reaches a person, how, and in which language."""

    address: Annotated[str, StringConstraints(min_length=10, max_length=300)]
    postal_index: PostalIndex
    phone: Phone
    home_phone: Phone | None = None
    email: MailAddress
    notify: tuple[str, ...] = ()
    language: Language

    words: ClassVar[Mapping[str, str]] = {
        "address.missing": N_("Enter your actual address"),
        "address": N_("Enter the full address: city or district, street, building, flat"),
        "postal_index.missing": N_("Enter the postal index"),
        "phone.missing": N_("Enter your mobile number"),
        "home_phone": N_("Enter the phone number like +994 50 123 45 67"),
        "email.missing": N_("Enter your e-mail address"),
        "notify": N_("Choose how you want to be notified"),
        "language": N_("Choose a language"),
    }


class OrganisationForm(FormInput):
    """Where and how a person is told of what concerns an organisation he stands for (PRO-2)."""

    email: MailAddress | None = None
    notify: tuple[str, ...] = ()

    words: ClassVar[Mapping[str, str]] = {"notify": N_("Choose how you want to be notified")}


class PhoneCodeForm(FormInput):
    """The code that came by SMS."""

    code: Annotated[str, StringConstraints(pattern=r"^[0-9]{6}$")]
    next: str = "/profile"

    words: ClassVar[Mapping[str, str]] = {
        "code": N_("The code has six digits"),
        "next": N_("Go back to the page you came from and try again."),
    }
