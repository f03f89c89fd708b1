"""What an owner gives to take a new member into the staff."""

from collections.abc import Mapping
from typing import Annotated, ClassVar

from pydantic import StringConstraints

from models.domain.languages import Language
from models.domain.passwords import parse_user_name
from models.domain.roles import Role
from web.forms.days import Day
from web.forms.owner import GrantForm, Nonce, Reason
from web.forms.profile import MailAddress
from web.forms.reading import FormInput, by_rule
from web.language import N_

# Letters of any alphabet, with spaces, hyphens and apostrophes between them.
Named = Annotated[str, StringConstraints(max_length=60, pattern=r"^\p{L}[\p{L}\p{M} .'’-]*$")]


class NewStaffForm(FormInput):
    """Who he is, how he signs in, where the link goes, and his first role."""

    surname: Named
    name: Named
    patronymic: Named = ""
    username: Annotated[str, by_rule(parse_user_name)]
    email: MailAddress
    language: Language
    role: Role
    court: str = ""
    until: Day | None = None
    reason: Reason
    nonce: Nonce

    words: ClassVar[Mapping[str, str]] = {
        **GrantForm.words,
        "surname.missing": N_("Enter the surname"),
        "surname": N_("A surname has letters only, at most 60"),
        "name.missing": N_("Enter the name"),
        "name": N_("A name has letters only, at most 60"),
        "patronymic": N_("A father's name has letters only, at most 60"),
        "username.missing": N_("Enter a user name"),
        "email.missing": N_("Enter the work e-mail address"),
        "language": N_("Choose a language"),
    }
