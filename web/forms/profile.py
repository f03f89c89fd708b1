"""What a person says about himself (PRO-1)."""

import re
from collections.abc import Mapping
from typing import Annotated, ClassVar

from pydantic import AfterValidator, StringConstraints
from pydantic_core import PydanticCustomError

from models.domain.languages import Language
from web.forms.reading import FormInput
from web.language import N_

MOBILE = re.compile(r"(?:\+?994|0)?(\d{9})")
MAIL = re.compile(r"[^@\s]+@[^@\s.]+(?:\.[^@\s.]+)+")


def mobile_number(typed: str) -> str:
    """Return +994 and nine digits from any usual way of writing an Azerbaijani number."""
    found = MOBILE.fullmatch(re.sub(r"[\s()\-]", "", typed))
    if not found:
        raise PydanticCustomError("phone", "no phone number")
    return f"+994{found[1]}"


def mail_address(typed: str) -> str:
    """Return an address that has the form of one; whether it exists, the confirmation mail tells."""
    if not MAIL.fullmatch(typed):
        raise PydanticCustomError("email", "no e-mail address")
    return typed


def postal_index(typed: str) -> str:
    """Return AZ and four digits."""
    found = re.fullmatch(r"(?:AZ)?\s?(\d{4})", typed.upper())
    if not found:
        raise PydanticCustomError("postal_index", "no postal index")
    return f"AZ{found[1]}"


Phone = Annotated[str, AfterValidator(mobile_number)]
MailAddress = Annotated[str, AfterValidator(mail_address)]
PostalIndex = Annotated[str, AfterValidator(postal_index)]


class ProfileForm(FormInput):
    """Where the court reaches a person, how, and in which language."""

    address: Annotated[str, StringConstraints(min_length=10, max_length=300)]
    postal_index: PostalIndex
    phone: Phone
    email: MailAddress
    notify: tuple[str, ...] = ()
    language: Language

    words: ClassVar[Mapping[str, str]] = {
        "address.missing": N_("Enter your actual address"),
        "address": N_("Enter the full address: city or district, street, building, flat"),
        "postal_index.missing": N_("Enter the postal index"),
        "postal_index": N_("The postal index must look like AZ1000"),
        "phone.missing": N_("Enter your mobile number"),
        "phone": N_("Enter the phone number like +994 50 123 45 67"),
        "email.missing": N_("Enter your e-mail address"),
        "email": N_("Enter the e-mail address like name@example.az"),
        "notify": N_("Choose how you want to be notified"),
        "language": N_("Choose a language"),
    }
