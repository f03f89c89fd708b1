"""What an owner gives when he changes somebody's rights: a reason always, role, court and end for a grant."""

from collections.abc import Mapping
from typing import Annotated, ClassVar

from pydantic import StringConstraints

from models.domain.roles import Role
from web.forms.days import Day
from web.forms.reading import FormInput
from web.language import N_

Reason = Annotated[str, StringConstraints(min_length=5, max_length=500)]
Nonce = Annotated[str, StringConstraints(min_length=1, max_length=80)]
_WORDS: Mapping[str, str] = {
    "reason": N_("Write the reason, in at least five characters: it stands in the register of rights"),
    "reason.string_too_long": N_("The reason may have at most 500 characters"),
    "nonce": N_("Go back to the page you came from and try again."),
}


class ReasonForm(FormInput):
    """The reason why a role is withdrawn, or access limited or opened again."""

    reason: Reason
    nonce: Nonce

    words: ClassVar[Mapping[str, str]] = _WORDS


class GrantForm(FormInput):
    """A role, the court for roles at a court, the last day if there is one, and the reason."""

    role: Role
    court: str = ""
    until: Day | None = None
    reason: Reason
    nonce: Nonce

    words: ClassVar[Mapping[str, str]] = {**_WORDS, "role": N_("Choose a role")}
