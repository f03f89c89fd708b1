"""What a clerk gives for a decision."""

from collections.abc import Mapping
from typing import Annotated, ClassVar

from pydantic import StringConstraints

from models.domain.grounds import return_ground
from web.forms.reading import FormInput, by_rule
from web.language import N_


def _known(code: str) -> str:
    return return_ground(code).code


class ReturnForm(FormInput):
    """The ground of MPM 152.1 and what exactly is wrong: both must be given."""

    ground: Annotated[str, by_rule(_known)]
    text: Annotated[str, StringConstraints(min_length=10, max_length=4000)]
    nonce: Annotated[str, StringConstraints(min_length=1, max_length=80)]

    words: ClassVar[Mapping[str, str]] = {
        "ground": N_("Choose the ground of the return from the list."),
        "text": N_("Write what exactly is wrong, in at least ten characters: the filer must be able to mend it"),
        "text.string_too_long": N_("The text may have at most 4000 characters"),
        "nonce": N_("Go back to the page you came from and try again."),
    }
