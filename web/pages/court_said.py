"""What the court said of the places of a returned claim, as the wizard shows it on the copy's steps (MPM 152.4)."""

from dataclasses import dataclass

from models.domain.filing_places import Mark
from models.domain.grounds import FilingStep
from models.domain.party_parts import PartyPart
from models.tables.desk import CourtDecisionRow
from web.language import N_, gettext

WORDS: dict[str, str] = {
    "court.court": N_("Court"),
    "court.kind": N_("Kind of application"),
    "court.category": N_("Category"),
    "parties.name": N_("Name of a party"),
    "parties.identity": N_("FİN, VÖEN or document of a party"),
    "parties.address": N_("Address of a party"),
    "parties.contact": N_("Telephone or e-mail of a party"),
    "parties.representative": N_("Representative of a party"),
    "documents.power_of_attorney": N_("Power of attorney"),
    "documents.evidence": N_("Evidence"),
    "documents.copies": N_("Copies for the other participants"),
    "documents.service_proof": N_("Proof that the others were sent copies"),
    "documents.pre_trial_claim": N_("Pre-trial claim (pretenziya)"),
    "documents.mediation_record": N_("Record of mediation"),
    "text.heading": N_("Heading"),
    "text.body": N_("Text"),
    "text.interim_measures": N_("Application to secure the claim"),
    "fee.value": N_("Value of the claim"),
    "fee.fee": N_("State fee"),
    "signing.signing": N_("Signatures"),
}
# Where in the wizard each place is mended: a path after the claim's. Which party is meant, the filer knows.
MENDED: dict[str, str] = {
    "court.court": "court#court",
    "court.kind": "court#kind",
    "court.category": "court/category#category",
    "documents.power_of_attorney": "documents?kind=power_of_attorney#kind",
    "documents.evidence": "documents?kind=evidence#kind",
    "documents.copies": "documents#kind",
    "documents.service_proof": "documents?kind=service_proof#kind",
    "documents.pre_trial_claim": "documents?kind=pre_trial_claim#kind",
    "documents.mediation_record": "documents?kind=mediation_record#kind",
    "text.heading": "text#heading",
    "text.body": "text#body",
    "text.interim_measures": "text#interim",
    "fee.value": "fee#value",
    "fee.fee": "fee/way#fee_way",
    "signing.signing": "check",
}
# On which short page of a party a place is said again.
OF_PART: dict[PartyPart, tuple[str, ...]] = {
    PartyPart.IDENTITY: ("name", "identity"),
    PartyPart.CONTACT: ("contact",),
    PartyPart.ADDRESS: ("address",),
    PartyPart.SIGNING: ("representative",),
    PartyPart.SIGNER: ("representative",),
}


@dataclass(frozen=True)
class Said:
    """What the court said of one field of a step; `path` is where it is mended, "" where the filer knows better."""

    field: str
    text: str
    said: str
    path: str


def place_words(mark: Mark) -> str:
    """Return a place in words; one of an older list by its code."""
    return gettext(WORDS[mark.place]) if mark.place in WORDS else mark.place


def marks_in(decision: CourtDecisionRow) -> tuple[Mark, ...]:
    """Return the places a decision points at."""
    return tuple(Mark(FilingStep(one["step"]), one["field"], one["note"]) for one in decision.marks)


def said_at(returned: CourtDecisionRow | None, step: FilingStep) -> tuple[Said, ...]:
    """Return what the court said of a step: the note to each place, or its text where there is none."""
    if returned is None:
        return ()
    return tuple(
        Said(mark.field, place_words(mark), mark.note or returned.text, MENDED.get(mark.place, ""))
        for mark in marks_in(returned)
        if mark.step is step
    )
