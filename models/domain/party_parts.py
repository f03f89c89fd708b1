"""The short pages by which a party is described: what each asks, and which is the first that is not done."""

from enum import StrEnum

from models.domain.parties import (
    ADDRESS,
    CONTACT,
    FILING_SIDE,
    FOREIGN,
    IDENTITY,
    NATURAL,
    Party,
    PartyRole,
    PersonType,
    check_party,
    is_called_unheard,
)

_ACTING_FOR_ANOTHER = frozenset({PartyRole.LEGAL_REPRESENTATIVE, PartyRole.REPRESENTATIVE, PartyRole.LAWYER})


class PartyPart(StrEnum):
    """The short pages by which a party is described, in their order: one thing a page."""

    IDENTITY = "identity"
    CONTACT = "contact"
    ADDRESS = "address"
    SIGNING = "signing"
    SIGNER = "signer"  # whom to call, while the register that tells it is silent


def persons_for(role: PartyRole) -> tuple[PersonType, ...]:
    """Return the types of persons offered in a role: who acts for another is a natural person (MPM 69)."""
    if role in _ACTING_FOR_ANOTHER:
        return tuple(person for person in PersonType if person in NATURAL)
    return tuple(PersonType)


def parts_of(party: Party) -> tuple[PartyPart, ...]:
    """Return the short pages of a party; how it takes part is asked of a claimant who can sign in the cabinet."""
    described = (PartyPart.IDENTITY, PartyPart.CONTACT, PartyPart.ADDRESS)
    if party.role not in FILING_SIDE or party.person in FOREIGN:
        return described
    called = (PartyPart.SIGNER,) if is_called_unheard(party) else ()
    return (*described, PartyPart.SIGNING, *called)


def fields_in(part: PartyPart, person: PersonType) -> tuple[str, ...]:
    """Return the fields of one short page, in the order of the page."""
    match part:
        case PartyPart.IDENTITY:
            return IDENTITY[person]
        case PartyPart.CONTACT:
            return CONTACT
        case PartyPart.ADDRESS:
            return ADDRESS
        case PartyPart.SIGNING:
            return ("signing",)
        case PartyPart.SIGNER:
            return ("fin",)


def errors_in(part: PartyPart, party: Party) -> dict[str, str]:
    """Return the errors of one short page as field → code."""
    errors = check_party(party)
    return {field: errors[field] for field in fields_in(part, party.person) if field in errors}


def open_part(party: Party) -> PartyPart | None:
    """Return the first short page on which something is missing or wrong, None when the party is described."""
    return next((part for part in parts_of(party) if errors_in(part, party)), None)
