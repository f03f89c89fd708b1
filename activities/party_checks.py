"""Checks a typed party with the registers (CLM-5): a mismatch says which field, never what would be right."""

import unicodedata
from dataclasses import replace
from typing import Protocol

from models.domain.errors import RuleBroken
from models.domain.parties import BY_DOCUMENT, BY_VOEN, Party, SigningWay, person_type
from models.ports import OutsideUnavailableError
from models.register_ports import PopulationByNumber, RegisteredPerson, TaxByNumber

GROUND = "MPM 149; ərizə № {number}"


class Named(Protocol):
    """A person as a party, an account or a register names him."""

    @property
    def surname(self) -> str:
        """Return the surname."""

    @property
    def name(self) -> str:
        """Return the given name."""


class NotInRegisterError(RuleBroken):
    """A field does not agree with the register; `field` is the one that does not."""

    def __init__(self, field: str, code: str) -> None:
        """Name the field and the refusal."""
        super().__init__(code)
        self.field = field


async def registered(party: Party, *, number: str, population: PopulationByNumber, tax: TaxByNumber) -> Party:
    """Return the party as the registers know it: FİN for a natural person, name for an organisation.

    `number` is the application's, for the legal ground of the inquiry. Foreigners stand in no register and come back
    as they are. Raises NotInRegisterError; OutsideUnavailableError when the register does not answer.
    """
    ground = GROUND.format(number=number)
    if party.person in BY_DOCUMENT and party.fin and not party.document:
        return await by_fin(party, ground=ground, population=population)
    if party.person in BY_DOCUMENT:
        return _compared(party, await population.by_document(party.document, ground=ground))
    if party.person not in BY_VOEN:
        return party
    found = await tax.by_voen(party.voen, ground=ground)
    if found is None:
        raise NotInRegisterError("voen", "voen_not_registered")
    if not found.active:
        raise NotInRegisterError("voen", "voen_closed")
    # An organisation that signs itself does so by its head.
    fin = found.director_fin if party.signing is SigningWay.SIGNS_HIMSELF else ""
    return replace(party, name=found.name, fin=fin, register_remark="")


async def by_fin(party: Party, *, ground: str, population: PopulationByNumber) -> Party:
    """Return a party whom the cabinet knows by FİN, the filer himself, with his document; raises as `registered`."""
    person = await population.by_fin(party.fin, ground=ground)
    if person is None:
        raise OutsideUnavailableError("the population register does not know a signed-in person")
    return of_person(replace(party, person=person_type(person.document)), person)


def of_person(party: Party, person: RegisteredPerson) -> Party:
    """Return a party with the identity that the register gives."""
    return replace(
        party,
        fin=person.fin,
        document=person.document,
        name=person.name,
        surname=person.surname,
        patronymic=person.patronymic,
        register_remark="",
    )


def _compared(party: Party, person: RegisteredPerson | None) -> Party:
    if person is None:
        raise NotInRegisterError("document", "document_not_registered")
    for field in ("surname", "name"):
        if _folded(getattr(party, field)) != _folded(getattr(person, field)):
            raise NotInRegisterError(field, f"{field}_not_registered")
    return of_person(party, person)


def same_name(one: Named, other: Named) -> bool:
    """Tell whether two are called alike, given name and surname, whatever the case of the letters."""
    return all(_folded(getattr(one, field)) == _folded(getattr(other, field)) for field in ("surname", "name"))


def _folded(name: str) -> str:
    """Return a name without its case: İ and i are one letter, I and ı another."""
    composed = " ".join(unicodedata.normalize("NFC", name).split())
    return composed.translate({ord("İ"): "i", ord("I"): "ı"}).lower()
