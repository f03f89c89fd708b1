"""A party as typed: every field may be empty here, the domain's rules say which may not (CLM-4, CLM-6)."""

from collections.abc import Mapping
from typing import ClassVar

from models.domain.parties import (
    FOREIGN,
    REQUIRED,
    UNKNOWN,
    UNKNOWN_EMAIL,
    Party,
    PartyRole,
    PersonType,
    SigningWay,
    check_party,
)
from web.forms.reading import FormInput, Reading
from web.language import N_
from web.words.lookup import sentence

FIELDS = ("document", "voen", "name", "surname", "patronymic", "phone", "email", "address", "postal_index")


class PartyForm(FormInput):
    """The details of one party; `unknown` names the fields ticked as not known."""

    document: str = ""
    voen: str = ""
    name: str = ""
    surname: str = ""
    patronymic: str = ""
    phone: str = ""
    email: str = ""
    address: str = ""
    postal_index: str = ""
    signing: SigningWay | None = None
    unknown: tuple[str, ...] = ()
    version: str = ""
    back: str = ""

    words: ClassVar[Mapping[str, str]] = {"signing": N_("Choose how the claimant takes part")}


def fields_of(person: PersonType) -> tuple[str, ...]:
    """Return the fields asked for this type of person, in the order of the page."""
    return tuple(field for field in FIELDS if field in REQUIRED[person])


def party_from(form: PartyForm, *, role: PartyRole, person: PersonType, is_filer: bool) -> Party:
    """Return the party typed into a form; a foreigner's detail ticked as unknown becomes "yoxdur" (manual 8.1.2)."""
    typed = {field: str(getattr(form, field)) for field in fields_of(person)}
    if person in FOREIGN:
        known = {field: typed[field] for field in typed if field not in form.unknown}
        typed = {field: UNKNOWN_EMAIL if field == "email" else UNKNOWN for field in typed} | known
    return Party(role, person, signing=form.signing, is_filer=is_filer, **typed)


def judged(form: Reading[PartyForm], party: Party) -> Reading[PartyForm]:
    """Return the reading with the errors the domain finds in the party, in words."""
    for field, code in check_party(party).items():
        form = form.refuse(field, _words(field, code))
    return form


def _words(field: str, code: str) -> str:
    return sentence(f"party_{field}_missing") if code == "required" else sentence(code)
