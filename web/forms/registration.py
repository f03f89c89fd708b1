"""What a person types to register (ID-2, ID-3, ID-9)."""

from collections.abc import Mapping
from typing import Annotated, ClassVar

from pydantic import StringConstraints

from models.domain.identity import parse_fin
from models.domain.identity_documents import IdentityDocument
from models.domain.passwords import parse_user_name
from web.forms.profile import MailAddress
from web.forms.reading import FormInput, by_rule
from web.language import N_

Secret = Annotated[str, StringConstraints(strip_whitespace=False, max_length=400)]


class KindForm(FormInput):
    """The document the person holds."""

    kind: IdentityDocument

    words: ClassVar[Mapping[str, str]] = {"kind": N_("Choose your identity document")}


class IdentityForm(FormInput):
    """Series (where it stands apart), number and FİN."""

    series: Annotated[str, StringConstraints(max_length=8)] = ""
    number: Annotated[str, StringConstraints(max_length=40)]
    fin: Annotated[str, by_rule(parse_fin)]

    words: ClassVar[Mapping[str, str]] = {
        "series": N_("Enter the series"),
        "number": N_("Enter the number of the document"),
        "fin.missing": N_("Enter your FİN"),
    }


class UserNameForm(FormInput):
    """The name to sign in with."""

    username: Annotated[str, by_rule(parse_user_name)]

    words: ClassVar[Mapping[str, str]] = {"username.missing": N_("Choose a user name")}


class MailForm(FormInput):
    """Where the link goes."""

    email: MailAddress

    words: ClassVar[Mapping[str, str]] = {"email.missing": N_("Enter your e-mail address")}


class PasswordForm(FormInput):
    """A new password, twice."""

    password: Secret
    again: Secret = ""

    words: ClassVar[Mapping[str, str]] = {
        "password.missing": N_("Choose a password"),
        "password": N_("The password may have at most 128 characters"),
        "again": N_("The two passwords are not the same"),
    }


class LoginForm(FormInput):
    """User name or e-mail address, and the password."""

    login: Annotated[str, StringConstraints(max_length=254)]
    password: Secret
    next: str = "/"

    words: ClassVar[Mapping[str, str]] = {
        "login": N_("Enter your user name or e-mail address"),
        "password": N_("Enter your password"),
        "next": N_("Go back to the page you came from and try again."),
    }


class ForgottenForm(FormInput):
    """Whose password is forgotten."""

    login: Annotated[str, StringConstraints(max_length=254)]

    words: ClassVar[Mapping[str, str]] = {"login": N_("Enter your user name or e-mail address")}


class ChangeForm(PasswordForm):
    """A new password for the person who is signed in; a user name when there is none yet."""

    old: Secret = ""
    username: str = ""

    words: ClassVar[Mapping[str, str]] = {**PasswordForm.words, "old": N_("Enter your present password")}


class RejectForm(FormInput):
    """Why an application is rejected."""

    reason: Annotated[str, StringConstraints(min_length=10, max_length=2000)]

    words: ClassVar[Mapping[str, str]] = {
        "reason": N_("Say what is wrong in at least ten characters: the person reads it")
    }
