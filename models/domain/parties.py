"""Parties: who stands in an application, in which role, and what must be known about each."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any
from unicodedata import category, normalize

from models.domain.applications import ApplicationKind
from models.domain.errors import RuleBroken
from models.domain.identity import (
    PERMIT,
    VoenHolder,
    parse_document,
    parse_email,
    parse_fin,
    parse_phone,
    parse_postal_index,
    parse_voen,
    voen_holder,
)

UNKNOWN = "yoxdur"  # what the cabinet has people write of a foreigner's unknown detail (manual 8.1.2)
UNKNOWN_EMAIL = "yoxdur@gmail.com"


class PartyRole(StrEnum):
    """Roles in an application (MPM 46-74; İPM 27)."""

    CLAIMANT = "claimant"  # iddiaçı
    DEFENDANT = "defendant"  # cavabdeh
    APPLICANT = "applicant"  # ərizəçi, special proceedings
    INTERESTED_PERSON = "interested_person"  # maraqlı şəxs
    CREDITOR = "creditor"  # kreditor, court order
    DEBTOR = "debtor"  # borclu
    THIRD_PERSON = "third_person"  # üçüncü şəxs
    LEGAL_REPRESENTATIVE = "legal_representative"  # qanuni nümayəndə
    REPRESENTATIVE = "representative"  # nümayəndə
    LAWYER = "lawyer"  # vəkil


class PersonType(StrEnum):
    """Şəxs növü (manual 8.1.2), a permit holder apart from a citizen and an entrepreneur from a legal entity."""

    NATURAL_PERSON = "natural_person"
    RESIDENT = "resident"  # daimi / müvəqqəti yaşayış icazəsi: DYİ, MYİ
    ENTREPRENEUR = "entrepreneur"  # sahibkar
    LEGAL_ENTITY = "legal_entity"
    FOREIGN_LEGAL_ENTITY = "foreign_legal_entity"
    NON_RESIDENT = "non_resident"


class SigningWay(StrEnum):
    """İmzalama növü of a claimant who is not the filer (CLM-6)."""

    POWER_OF_ATTORNEY = "power_of_attorney"
    SIGNS_HIMSELF = "signs_himself"


@dataclass(frozen=True)
class Party:
    """A party as typed or, after `normalised`, in normal form; a field not given is an empty string.

    `name` is the given name of a person and the full name of an organisation. `signing` matters on the filing side
    only, and not for the filer. `register_remark` is empty when the registers agree or have nothing to say, WAITING
    while one has not answered yet, else the code of what does not agree.
    """

    role: PartyRole
    person: PersonType
    signing: SigningWay | None = None
    is_filer: bool = False
    document: str = ""
    voen: str = ""
    fin: str = ""
    name: str = ""
    surname: str = ""
    patronymic: str = ""
    phone: str = ""
    email: str = ""
    address: str = ""
    postal_index: str = ""
    register_remark: str = ""


WAITING = "register_waiting"
IDENTITY: dict[PersonType, tuple[str, ...]] = {
    PersonType.NATURAL_PERSON: ("document", "surname", "name"),
    PersonType.RESIDENT: ("document", "surname", "name"),
    PersonType.ENTREPRENEUR: ("voen",),  # the name comes from the tax register
    PersonType.LEGAL_ENTITY: ("voen",),
    PersonType.FOREIGN_LEGAL_ENTITY: ("voen", "name"),
    PersonType.NON_RESIDENT: ("document", "surname", "name", "patronymic"),
}
CONTACT = ("phone", "email")
ADDRESS = ("address", "postal_index")
REQUIRED: dict[PersonType, tuple[str, ...]] = {
    person: (*identity, *CONTACT, *ADDRESS) for person, identity in IDENTITY.items()
}
FOREIGN = frozenset({PersonType.FOREIGN_LEGAL_ENTITY, PersonType.NON_RESIDENT})
BY_DOCUMENT = frozenset({PersonType.NATURAL_PERSON, PersonType.RESIDENT})  # whom the population register knows
BY_VOEN = frozenset({PersonType.ENTREPRENEUR, PersonType.LEGAL_ENTITY})  # whom the tax register knows
NATURAL = BY_DOCUMENT | {PersonType.NON_RESIDENT}

_PARSERS: dict[str, Callable[[str], str]] = {
    "fin": parse_fin,
    "document": parse_document,
    "voen": parse_voen,
    "phone": parse_phone,
    "email": parse_email,
    "postal_index": parse_postal_index,
}
_FOREIGN_PARSERS = {field: _PARSERS[field] for field in ("phone", "email")}  # their other numbers have other shapes
_TEXT_FIELDS = ("fin", "document", "voen", "name", "surname", "patronymic", "phone", "email", "address", "postal_index")
LONGEST = {"name": 250, "address": 300, "email": 254}
LONGEST_OTHER = 100

_BILATERAL = (PartyRole.CLAIMANT, PartyRole.DEFENDANT)
_OTHERS = (PartyRole.THIRD_PERSON, PartyRole.LEGAL_REPRESENTATIVE, PartyRole.REPRESENTATIVE, PartyRole.LAWYER)
# Who must be there (MPM 46-66; manual 8.1.2): two sides, except in special proceedings, where nobody need oppose.
REQUIRED_ROLES: dict[ApplicationKind, tuple[PartyRole, ...]] = {
    ApplicationKind.CLAIM: _BILATERAL,
    ApplicationKind.SMALL_CLAIM: _BILATERAL,
    ApplicationKind.COMMERCIAL_CLAIM: _BILATERAL,
    ApplicationKind.ADMINISTRATIVE_CLAIM: _BILATERAL,
    ApplicationKind.COURT_ORDER: (PartyRole.CREDITOR, PartyRole.DEBTOR),
    ApplicationKind.SPECIAL_PROCEEDINGS: (PartyRole.APPLICANT,),
}
FILING_SIDE = frozenset({PartyRole.CLAIMANT, PartyRole.CREDITOR, PartyRole.APPLICANT})
ANSWERING_SIDE = frozenset({PartyRole.DEFENDANT, PartyRole.DEBTOR})


def roles_for(kind: ApplicationKind) -> tuple[PartyRole, ...]:
    """Return the roles offered for this kind of application, the required ones first."""
    if kind is ApplicationKind.SPECIAL_PROCEEDINGS:
        return (PartyRole.APPLICANT, PartyRole.INTERESTED_PERSON, *_OTHERS[1:])
    return (*REQUIRED_ROLES[kind], *_OTHERS)


def may_be_unknown(role: PartyRole, person: PersonType) -> frozenset[str]:
    """Return the fields that may be given as not known ("məlum deyil").

    Everything about a foreigner (manual 8.1.2). Of anybody else phone and e-mail, unless he stands on the filing side:
    who is sued need not have told them to the claimant, and an invented number would be worse than none.
    """
    if person in FOREIGN:
        return frozenset(REQUIRED[person])
    return frozenset() if role in FILING_SIDE else frozenset(CONTACT)


def person_type(document: str) -> PersonType:
    """Return whether a document in normal form is a citizen's card or a resident's permit."""
    return PersonType.RESIDENT if PERMIT.fullmatch(document) else PersonType.NATURAL_PERSON


def organisation_type(voen: str) -> PersonType:
    """Return whether a VÖEN in normal form is a legal entity's or an entrepreneur's."""
    is_person = voen_holder(voen) is VoenHolder.NATURAL_PERSON
    return PersonType.ENTREPRENEUR if is_person else PersonType.LEGAL_ENTITY


def check_party(party: Party) -> dict[str, str]:
    """Return every error of one party as field → code, empty when there is none (CLM-4, CLM-6; manual 8.1.2).

    Codes: `required`, `too_long`, `control_character`, `unknown_not_allowed`, the `…_format` codes of identity,
    `document_of_natural_person`, `document_of_resident`, `voen_of_entrepreneur`, `voen_of_legal_entity`,
    `signing_way_missing`, `signing_way_not_open`, `signer_unknown` (field `fin`) while the register that tells whom to
    call is silent and the filer has not said it either.
    """
    errors = {field: code for field in _TEXT_FIELDS if (code := _field_error(party, field))}
    if is_called_unheard(party) and not party.fin.strip():
        errors["fin"] = "signer_unknown"
    if (number := _number_of(party)) not in {"", *errors} and (code := _wrong_type(party, number)):
        errors[number] = code
    signing = _signing_error(party)
    return {**errors, "signing": signing} if signing else errors


def normalised(party: Party) -> Party:
    """Return the party with each field in its normal form; a field that cannot be read stays as typed."""
    normal: dict[str, Any] = {field: _normal(party, field) for field in _TEXT_FIELDS}
    return replace(party, **normal)


def check_parties(parties: Sequence[Party], kind: ApplicationKind) -> tuple[str, ...]:
    """Return what is wrong with the parties together, as codes; empty when they are complete (MPM 46-66).

    Codes: `<role>_missing`, `role_not_for_kind`, `filer_twice`, `party_twice`, `same_person_on_both_sides`,
    `party_refused` when a register does not know a party so; about whom one is silent it may answer later.
    """
    roles = {party.role for party in parties}
    codes = [f"{role}_missing" for role in REQUIRED_ROLES[kind] if role not in roles]
    if not roles <= set(roles_for(kind)):
        codes.append("role_not_for_kind")
    if sum(party.is_filer and party.role in FILING_SIDE for party in parties) > 1:
        codes.append("filer_twice")
    known = [(party.role, key) for party in parties if (key := _known_by(party))]
    if len(set(known)) < len(known):
        codes.append("party_twice")
    if any(stands_opposite(party, parties) for party in parties if party.role in FILING_SIDE):
        codes.append("same_person_on_both_sides")
    if {party.register_remark for party in parties} - {"", WAITING}:
        codes.append("party_refused")
    return tuple(codes)


def stands_opposite(party: Party, others: Iterable[Party]) -> bool:
    """Say whether one of the others is the same person on the other side of the dispute."""
    opposite = {**dict.fromkeys(FILING_SIDE, ANSWERING_SIDE), **dict.fromkeys(ANSWERING_SIDE, FILING_SIDE)}
    key, roles = _known_by(party), opposite.get(party.role, frozenset())
    return bool(key) and any(other.role in roles and key == _known_by(other) for other in others)


def signs_himself(party: Party) -> bool:
    """Say whether the signature of this party is awaited besides the filer's (CLM-6)."""
    return party.role in FILING_SIDE and not party.is_filer and party.signing is SigningWay.SIGNS_HIMSELF


def is_called_unheard(party: Party) -> bool:
    """Say whether a party signs himself whose FİN the register has not told: by the one typed he is called."""
    return signs_himself(party) and party.register_remark == WAITING


def _field_error(party: Party, field: str) -> str | None:
    typed = getattr(party, field).strip()
    if not typed:
        # The filer's FİN is known by his sign-in: the register tells his document, later too. A typed FİN tells none.
        is_himself = party.is_filer or party.role is PartyRole.LEGAL_REPRESENTATIVE
        told_later = field == "document" and is_himself and party.fin and party.register_remark == WAITING
        return "required" if field in REQUIRED[party.person] and not told_later else None
    if len(typed) > LONGEST.get(field, LONGEST_OTHER):
        return "too_long"
    if any(category(character) == "Cc" for character in typed):
        return "control_character"
    if is_unknown(typed):
        return None if field in may_be_unknown(party.role, party.person) else "unknown_not_allowed"
    try:
        _parser(party, field)(typed)
    except RuleBroken as broken:
        return broken.code
    return None


def _number_of(party: Party) -> str:
    """Return the field of the number that tells what type of person this is, "" when there is none."""
    if party.person in BY_DOCUMENT:
        return "document" if party.document.strip() else ""
    return "voen" if party.person in BY_VOEN and party.voen.strip() else ""


def _wrong_type(party: Party, number: str) -> str | None:
    """Return the code when the number is of another type of person than was chosen."""
    if number == "voen":
        found = organisation_type(parse_voen(party.voen))
        return None if found is party.person else f"voen_of_{found}"
    found = person_type(parse_document(party.document))
    return None if found is party.person else f"document_of_{found}"


def is_unknown(typed: str) -> bool:
    """Say whether a detail is given as unknown: "yoxdur", or the address the manual has people write."""
    return typed.strip().lower() in {UNKNOWN, UNKNOWN_EMAIL}


def _signing_error(party: Party) -> str | None:
    if party.is_filer or party.role not in FILING_SIDE:
        return None
    if party.person in FOREIGN:  # the manual gives them no choice: they have no cabinet to sign in
        return "signing_way_not_open" if party.signing is SigningWay.SIGNS_HIMSELF else None
    return "signing_way_missing" if party.signing is None else None


def _normal(party: Party, field: str) -> str:
    typed = str(getattr(party, field))
    if is_unknown(typed):
        return UNKNOWN_EMAIL if field == "email" else UNKNOWN
    try:
        return _parser(party, field)(typed) if typed.strip() else ""
    except RuleBroken:
        return typed


def _parser(party: Party, field: str) -> Callable[[str], str]:
    return (_FOREIGN_PARSERS if party.person in FOREIGN else _PARSERS).get(field, _tidy)


def _tidy(text: str) -> str:
    """Compose letters and take out surplus spaces."""
    return " ".join(normalize("NFC", text).split())


def _known_by(party: Party) -> str:
    """Return what tells this person from all others, "" when nothing does."""
    if party.person in FOREIGN:
        return ""
    return _normal(party, "voen") or _normal(party, "fin") or _normal(party, "document")
