"""Words of acting in somebody's name: refusals, what the next page begins with."""

from enum import StrEnum

from web.language import N_

SENTENCES: dict[str, str] = {
    "capacity_ended": N_(
        "You do not act for this organisation, or no longer. Choose in the header in whose name to go on."
    ),
    "certificate_of_another_name": N_(
        "This number has no certificate for the name you act in: an organisation's filing is signed with its own"
        " business certificate, your own filing with a citizen's."
    ),
    "organisation_saved": N_("What you chose for the organisation was saved."),
}
PATTERNS: dict[str, str] = {}
NAMES: dict[type[StrEnum], dict[str, str]] = {}
