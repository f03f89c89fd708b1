"""What a person types who asks for a correction (PRO-3); the scan is the route's affair."""

from collections.abc import Mapping
from typing import Annotated, ClassVar

from pydantic import StringConstraints

from models.domain.correction import Datum, parse_name
from web.forms.owner import Nonce
from web.forms.reading import FormInput, by_rule
from web.language import N_


class CorrectionForm(FormInput):
    """Which datum is wrong, what it should read, and why."""

    datum: Datum
    wished: Annotated[str, by_rule(parse_name)]
    reason: Annotated[str, StringConstraints(min_length=10, max_length=2000)]
    nonce: Nonce

    words: ClassVar[Mapping[str, str]] = {
        "datum": N_("Choose what is wrong"),
        "wished.missing": N_("Write what it should read"),
        "reason": N_("Say in at least ten characters why it is wrong"),
        "reason.string_too_long": N_("The explanation may have at most 2000 characters"),
        "nonce": N_("Go back to the page you came from and try again."),
    }
