"""What a person gives to sign in."""

from collections.abc import Mapping
from typing import Annotated, ClassVar

from pydantic import BeforeValidator, StringConstraints

from models.ports import CertificateKind
from web.forms.profile import Phone
from web.forms.reading import FormInput
from web.language import N_


def _known_kind(chosen: object) -> object:
    """Take a kind nobody knows for no choice: the person is asked again."""
    return chosen if chosen in set(CertificateKind) else None


class AsanForm(FormInput):
    """ASAN İmza: phone number and six-digit user id (ID-6)."""

    phone: Phone
    user_id: Annotated[str, StringConstraints(pattern=r"^[0-9]{6}$")]
    certificate: Annotated[CertificateKind | None, BeforeValidator(_known_kind)] = None  # asked when there are several
    next: str = "/"

    words: ClassVar[Mapping[str, str]] = {
        "phone.missing": N_("Enter the phone number of your ASAN İmza"),
        "user_id.missing": N_("Enter the user ID of your ASAN İmza"),
        "user_id": N_("The user ID has six digits"),
        "next": N_("Go back to the page you came from and try again."),
    }


class CardForm(FormInput):
    """e-İmza: the challenge that was asked and the token the card answered with (ID-7); a script fills both in."""

    challenge: Annotated[str, StringConstraints(max_length=100)]
    token: Annotated[str, StringConstraints(max_length=20_000)]
    next: str = "/"

    words: ClassVar[Mapping[str, str]] = {
        "challenge": N_("The card was not asked. Press the button and enter PIN1 of the card."),
        "token": N_("The card was not asked. Press the button and enter PIN1 of the card."),
        "next": N_("Go back to the page you came from and try again."),
    }


class StaffForm(FormInput):
    """Court staff: user name and password (ID-9)."""

    username: Annotated[str, StringConstraints(max_length=64)]
    password: Annotated[str, StringConstraints(max_length=200, strip_whitespace=False)]
    next: str = "/"

    words: ClassVar[Mapping[str, str]] = {
        "username": N_("Enter your user name"),
        "password": N_("Enter your password"),
        "next": N_("Go back to the page you came from and try again."),
    }


def safe_path(path: str) -> str:
    """Return a path of ours to go to after signing in; anything that could lead elsewhere becomes the first page."""
    odd = not path.startswith("/") or path.startswith(("//", "/\\")) or any(ord(letter) < ord(" ") for letter in path)
    return "/" if odd or "\\" in path else path
