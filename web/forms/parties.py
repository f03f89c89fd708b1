"""A party as typed, page by page: any field may be empty here, the domain's rules say which may not (CLM-4, CLM-6)."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, ClassVar

from models.domain.parties import FILING_SIDE, UNKNOWN, UNKNOWN_EMAIL, Party, SigningWay, check_party, may_be_unknown
from models.domain.party_parts import PartyPart, fields_in
from web.forms.reading import FormInput, Reading
from web.language import N_
from web.words.lookup import sentence

_MISSING = frozenset({"required", "signing_way_missing", "signer_unknown"})


class PartyForm(FormInput):
    """One short page of a party; `unknown` names the fields ticked as not known."""

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
    fin: str = ""
    unknown: tuple[str, ...] = ()
    version: str = ""
    seen: str = ""
    back: str = ""

    words: ClassVar[Mapping[str, str]] = {"signing": N_("Choose how the claimant takes part")}


def party_from(form: PartyForm, before: Party, *parts: PartyPart) -> Party:
    """Return the party with what the pages say; a detail ticked as not known becomes "yoxdur" (manual 8.1.2).

    Whose identity is typed anew loses the FİN that stood for the other one. Who helps to file and is known by his FİN
    alone (a legal representative, the filer himself) keeps it: his document is the register's to tell.
    """
    fields = [field for part in parts for field in fields_in(part, before.person)]
    typed: dict[str, Any] = {field: getattr(form, field) for field in fields}
    for field in may_be_unknown(before.role, before.person) & set(form.unknown) & set(fields):
        typed[field] = UNKNOWN_EMAIL if field == "email" else UNKNOWN
    by_fin_alone = before.role not in FILING_SIDE and not form.document and not form.voen
    if PartyPart.IDENTITY in parts and not by_fin_alone:
        typed["fin"] = ""
    return replace(before, **typed)


def judged(form: Reading[PartyForm], party: Party, part: PartyPart) -> Reading[PartyForm]:
    """Return the reading with the errors the domain finds on this page, in words.

    What was sent for a later page is judged too, unless it is missing: it will be asked for there.
    """
    asked = fields_in(part, party.person)
    for field, code in check_party(party).items():
        if field in asked or code not in _MISSING:
            form = form.refuse(field, _words(field, code))
    return form


def _words(field: str, code: str) -> str:
    return sentence(f"party_{field}_missing") if code == "required" else sentence(code)
