"""The parties step: a card for each party, and the three short pages by which one is added."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from activities.party_rows import party_of
from models.domain.applications import ApplicationKind
from models.domain.grounds import FilingStep
from models.domain.parties import (
    BY_DOCUMENT,
    BY_VOEN,
    FILING_SIDE,
    WAITING,
    Party,
    PartyRole,
    PersonType,
    SigningWay,
    is_unknown,
    may_be_unknown,
    roles_for,
)
from models.domain.party_parts import PartyPart, fields_in, open_part, parts_of, persons_for
from models.tables.accounts import AccountRow
from models.tables.capacities import CapacityRow
from models.tables.drafts import PartyRow
from web.drafts import OpenDraft
from web.forms.reading import Reading, filled
from web.pages.court import Choice
from web.pages.court_said import OF_PART
from web.pages.profile import missing_of
from web.pages.wizard import Frame, frame_of
from web.staleness import differences
from web.words.lookup import name_of, sentence

CARD_INQUIRY = "/inquiries/identity-card/for-party"  # INQ-1
VOEN_INQUIRY = "/inquiries/voen-by-organisation/for-party"  # INQ-2
FILING_HANDS = FILING_SIDE | {PartyRole.LEGAL_REPRESENTATIVE, PartyRole.REPRESENTATIVE, PartyRole.LAWYER}
SELF = "self"  # "Özüm"


@dataclass(frozen=True)
class PartyCard:
    """One party as its card shows it; `remark` says what is open, `mend` is the address where it is mended."""

    party_id: str
    name: str
    meta: str
    is_filer: bool
    changeable: bool
    remark: str
    mend: str
    waits: bool  # a register has not answered yet: it can be asked again


@dataclass(frozen=True)
class PartiesPage:
    """All parties, and what is still missing among them."""

    frame: Frame
    cards: tuple[PartyCard, ...]
    missing: tuple[str, ...]
    commercial: bool  # every participant must have a cabinet (CLM-17)
    without_cabinet: tuple[str, ...]


@dataclass(frozen=True)
class ChoicePage:
    """One question with radios: the role, or the type of person."""

    frame: Frame
    form: Reading[Any]
    choices: tuple[Choice, ...]
    role: str = ""


@dataclass(frozen=True)
class DetailsPage:
    """One short page of one party."""

    frame: Frame
    form: Reading[Any]
    role: PartyRole
    person: PersonType
    part: PartyPart
    name: str  # of the party when it stands in the draft already
    fields: frozenset[str]
    signing: tuple[Choice, ...]  # empty when another thing is asked
    unknown: frozenset[str]  # fields that may be given as not known
    address: str  # of this very page
    places: tuple[str, ...]  # of a returned claim that this page mends
    inquiry: str  # address of the inquiry that finds the number asked for, "" when there is none
    by_voen: bool  # an organisation or an entrepreneur


@dataclass(frozen=True)
class PartyAnswers:
    """What one short page holds, and where it is changed."""

    title: str
    rows: tuple[tuple[str, str], ...]
    change: str
    places: tuple[str, ...]


@dataclass(frozen=True)
class PartyPage:
    """One party whole, page by page."""

    frame: Frame
    card: PartyCard
    answers: tuple[PartyAnswers, ...]


@dataclass(frozen=True)
class SelfPage:
    """The filer's own details from the account, or that they do not suffice."""

    frame: Frame
    role: PartyRole
    rows: tuple[tuple[str, str], ...]
    representative: str  # added beside the organisation (CLM-3); "" when the filer stands for himself
    complete: bool


def parties_page(
    draft: OpenDraft, missing: Iterable[str], back: str, *, without_cabinet: tuple[str, ...] = ()
) -> PartiesPage:
    """Return the cards; `missing` are codes of what the parties lack together."""
    cards = tuple(_card(draft, row) for row in draft.parties)
    commercial = draft.draft.kind is ApplicationKind.COMMERCIAL_CLAIM
    said = tuple(sentence(code) for code in missing)
    return PartiesPage(frame_of(draft, FilingStep.PARTIES, back), cards, said, commercial, without_cabinet)


def role_page(draft: OpenDraft, form: Reading[Any], back: str) -> ChoicePage:
    """Return the question in which role somebody is added."""
    roles = roles_for(draft.draft.kind) if draft.draft.kind else ()
    choices = tuple(Choice(role, name_of(role)) for role in roles)
    return ChoicePage(frame_of(draft, FilingStep.PARTIES, back), form, choices)


def person_page(draft: OpenDraft, form: Reading[Any], role: PartyRole, back: str) -> ChoicePage:
    """Return the question who it is; "Özüm" comes first while the filer is not among the parties."""
    choices = tuple(Choice(person, name_of(person)) for person in persons_for(role))
    if can_be_self(draft, role):
        choices = (Choice(SELF, sentence("myself")), *choices)
    return ChoicePage(frame_of(draft, FilingStep.PARTIES, back), form, choices, role)


def can_be_self(draft: OpenDraft, role: PartyRole) -> bool:
    """Tell whether the filer may be added in this role: he stands in a filing once, and not against himself.

    An organisation is a party; it helps nobody else to be one.
    """
    helping = frozenset({PartyRole.LEGAL_REPRESENTATIVE, PartyRole.REPRESENTATIVE, PartyRole.LAWYER})
    open_roles = FILING_SIDE if draft.claim.voen else FILING_SIDE | helping
    return role in open_roles and not any(party.is_filer for party in draft.parties)


def details_page(
    draft: OpenDraft, form: Reading[Any], party: Party, *, part: PartyPart, party_id: str = "", back: str = ""
) -> DetailsPage:
    """Return one short page of a party as it stands stored, which it does already when it has an id."""
    ways = tuple(Choice(way, name_of(way)) for way in SigningWay) if part is PartyPart.SIGNING else ()
    new = f"new?role={party.role}&person={party.person}"
    return DetailsPage(
        frame_of(draft, FilingStep.PARTIES, back, shown=answers_in(party, part)),
        form,
        party.role,
        party.person,
        part,
        shown_name(party) if party_id else "",
        frozenset(fields_in(part, party.person)),
        ways,
        may_be_unknown(party.role, party.person) & frozenset(fields_in(part, party.person)),
        address=f"/claims/{draft.claim.id}/parties/" + (f"{party_id}/{part}" if party_id else new),
        places=OF_PART[part],
        inquiry=_inquiry(party.person) if part is PartyPart.IDENTITY else "",
        by_voen=party.person in BY_VOEN,
    )


def answers_in(party: Party, part: PartyPart) -> dict[str, Any]:
    """Return what a short page of a stored party says."""
    return {field: str(getattr(party, field) or "") for field in fields_in(part, party.person)}


def party_compared(page: DetailsPage, stored: Party, typed: Party) -> DetailsPage:
    """Return a short page with the answers saved elsewhere beside those typed here."""
    labels = {field: sentence(f"label_{field}") for field in fields_in(page.part, stored.person)}
    both = [
        {field: _worded(field, value) for field, value in answers_in(party, page.part).items()}
        for party in (stored, typed)
    ]
    found = differences(labels, stored=both[0], typed=both[1])
    return replace(page, frame=replace(page.frame, differences=found))


def _worded(field: str, value: str) -> str:
    return name_of(SigningWay(value)) if field == "signing" and value else shown(value)


def party_page(draft: OpenDraft, row: PartyRow, back: str) -> PartyPage:
    """Return a party's answers with the way to change each page."""
    party, address = party_of(row), f"/claims/{draft.claim.id}/parties/{row.id}"
    way_back = f"?back={back}" if back else ""
    answers = tuple(
        PartyAnswers(name_of(part), _answers(party, part), f"{address}/{part}{way_back}", OF_PART[part])
        for part in parts_of(party)
    )
    return PartyPage(frame_of(draft, FilingStep.PARTIES, back), _card(draft, row), answers)


def filled_from(row: PartyRow, part: PartyPart) -> Reading[Any]:
    """Return a short page as it was saved."""
    asked = {field: str(getattr(row, field) or "") for field in fields_in(part, row.person)}
    unknown = [field for field, value in asked.items() if is_unknown(value)]
    typed = {field: "" if field in unknown else value for field, value in asked.items()}
    return filled(**typed, unknown=unknown)


def self_page(draft: OpenDraft, account: AccountRow, stands_for: CapacityRow | None, *, role: PartyRole) -> SelfPage:
    """Return what will be written of the filer, or of the organisation he stands for."""
    reached = reached_at(account, stands_for)
    known = (
        ((sentence("label_organisation"), stands_for.organisation), ("VÖEN", stands_for.voen))
        if stands_for
        else ((sentence("label_full_name"), f"{account.surname} {account.name}"), ("FİN", account.fin or ""))
    )
    rows = (
        *known,
        (sentence("label_phone"), reached["phone"]),
        (sentence("label_email"), reached["email"]),
        (sentence("label_address"), f"{reached['address']}, {reached['postal_index']}"),
    )
    representative = f"{account.surname} {account.name}" if stands_for else ""
    complete = not missing_of(account)
    return SelfPage(frame_of(draft, FilingStep.PARTIES, ""), role, rows, representative, complete)


def reached_at(account: AccountRow, stands_for: CapacityRow | None) -> dict[str, Any]:
    """Return where the filer is reached; an organisation at its own address, when it has confirmed one (PRO-2)."""
    reached = {field: getattr(account, field) for field in ("phone", "email", "address", "postal_index")}
    if stands_for and stands_for.address:
        reached["address"] = stands_for.address
    if stands_for and stands_for.email_confirmed_at:
        reached["email"] = stands_for.email
    return reached


def shown_name(party: Party) -> str:
    """Return the name of a party, or its number while the tax register has not told the name."""
    named = [part for part in (party.surname, party.name) if part and not is_unknown(part)]
    return " ".join(named) or (party.voen if not is_unknown(party.voen) else "") or name_of(party.person)


def _card(draft: OpenDraft, row: PartyRow) -> PartyCard:
    party = party_of(row)
    known_by = row.voen or row.document
    way = [name_of(row.signing)] if row.signing and row.role in FILING_SIDE and not row.is_filer else []
    meta = " · ".join(part for part in (name_of(row.role), name_of(row.person), shown(known_by), *way) if part)
    part = None if row.is_filer else open_part(party)
    open_now = {None: row.register_remark, PartyPart.SIGNER: "signer_unknown"}.get(part, "party_incomplete")
    waits = row.register_remark == WAITING
    # For a register's answer alone nobody has anything to do.
    mendable = open_now not in {"", WAITING} and not row.is_filer
    mend = f"/claims/{draft.claim.id}/parties/{row.id}/{part or PartyPart.IDENTITY}" if mendable else ""
    remark = sentence(open_now) if open_now else ""
    return PartyCard(row.id, shown_name(party), meta, row.is_filer, not row.is_filer, remark, mend, waits)


def shown(value: str) -> str:
    """Return a detail in words: one that is not known says so."""
    return sentence("not_known") if is_unknown(value) else value


def _answers(party: Party, part: PartyPart) -> tuple[tuple[str, str], ...]:
    if part is PartyPart.SIGNING:
        return ((name_of(part), name_of(party.signing) if party.signing else "—"),)
    rows = [
        (sentence(f"label_{field}"), shown(getattr(party, field)) or "—") for field in fields_in(part, party.person)
    ]
    if part is PartyPart.IDENTITY and party.person in BY_VOEN:
        rows.append((sentence("label_organisation"), party.name or "—"))
    return tuple(rows)


def _inquiry(person: PersonType) -> str:
    if person in BY_DOCUMENT:
        return CARD_INQUIRY
    return VOEN_INQUIRY if person in BY_VOEN else ""
