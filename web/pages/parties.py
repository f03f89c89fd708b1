"""The parties step: a card for each party, and the three short pages by which one is added."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from models.domain.grounds import FilingStep
from models.domain.parties import FILING_SIDE, FOREIGN, Party, PartyRole, PersonType, SigningWay, is_unknown, roles_for
from models.tables.accounts import AccountRow
from models.tables.capacities import CapacityRow
from models.tables.drafts import PartyRow
from web.drafts import OpenDraft
from web.forms.parties import fields_of
from web.forms.reading import Reading, filled
from web.pages.court import Choice
from web.pages.profile import missing_of
from web.pages.wizard import Frame, frame_of
from web.words.lookup import name_of, sentence

INQUIRIES = {  # INQ-1, INQ-2
    PersonType.NATURAL_PERSON: "/inquiries/identity-card/for-party",
    PersonType.LEGAL_ENTITY: "/inquiries/voen-by-organisation/for-party",
}
SELF = "self"  # "Özüm"
_TEXT = tuple(field for field in Party.__dataclass_fields__ if field not in {"role", "person", "signing", "is_filer"})


@dataclass(frozen=True)
class PartyCard:
    """One party as its card shows it."""

    party_id: str
    name: str
    meta: str
    is_filer: bool
    changeable: bool


@dataclass(frozen=True)
class PartiesPage:
    """All parties, and what is still missing among them."""

    frame: Frame
    cards: tuple[PartyCard, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True)
class ChoicePage:
    """One question with radios: the role, or the type of person."""

    frame: Frame
    form: Reading[Any]
    choices: tuple[Choice, ...]
    role: str = ""


@dataclass(frozen=True)
class DetailsPage:
    """The details of one party."""

    frame: Frame
    form: Reading[Any]
    role: str
    person: str
    fields: frozenset[str]
    signing: tuple[Choice, ...]  # empty when the question does not arise
    unknown: bool  # a foreigner's details may be not known
    own: bool  # the party stands in the draft already
    address: str  # of this very page
    inquiry: str  # address of the inquiry that finds the number asked for, "" when there is none


@dataclass(frozen=True)
class SelfPage:
    """The filer's own details from the account, or that they do not suffice."""

    frame: Frame
    role: PartyRole
    rows: tuple[tuple[str, str], ...]
    representative: str  # added beside the organisation (CLM-3); "" when the filer stands for himself
    complete: bool


def party_of(row: PartyRow) -> Party:
    """Return a stored party as the domain's value."""
    texts = {field: getattr(row, field) for field in _TEXT}
    return Party(row.role, row.person, signing=row.signing, is_filer=row.is_filer, **texts)


def write_party(row: PartyRow, party: Party) -> None:
    """Put a party's values into its row."""
    for field, value in asdict(party).items():
        setattr(row, field, value)


def parties_page(draft: OpenDraft, missing: Iterable[str], back: str) -> PartiesPage:
    """Return the cards; `missing` are codes of what the parties lack together."""
    cards = tuple(_card(row) for row in draft.parties)
    return PartiesPage(frame_of(draft, FilingStep.PARTIES, back), cards, tuple(sentence(code) for code in missing))


def role_page(draft: OpenDraft, form: Reading[Any], back: str) -> ChoicePage:
    """Return the question in which role somebody is added."""
    roles = roles_for(draft.draft.kind) if draft.draft.kind else ()
    choices = tuple(Choice(role, name_of(role)) for role in roles)
    return ChoicePage(frame_of(draft, FilingStep.PARTIES, back), form, choices)


def person_page(draft: OpenDraft, form: Reading[Any], role: PartyRole, back: str) -> ChoicePage:
    """Return the question who it is; "Özüm" comes first while the filer is not among the parties."""
    choices = tuple(Choice(person, name_of(person)) for person in PersonType)
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
    draft: OpenDraft,
    form: Reading[Any],
    *,
    role: PartyRole,
    person: PersonType,
    party_id: str = "",
    back: str,
) -> DetailsPage:
    """Return the form for one party, which stands in the draft already when it has an id."""
    asks_signing = role in FILING_SIDE and person not in FOREIGN
    ways = tuple(Choice(way, name_of(way)) for way in SigningWay) if asks_signing else ()
    return DetailsPage(
        frame_of(draft, FilingStep.PARTIES, back),
        form,
        role,
        person,
        frozenset(fields_of(person)),
        ways,
        person in FOREIGN,
        own=bool(party_id),
        address=f"/claims/{draft.claim.id}/parties/" + (party_id or f"new?role={role}&person={person}"),
        inquiry=INQUIRIES.get(person, ""),
    )


def filled_from(row: PartyRow) -> Reading[Any]:
    """Return the form as the party was saved."""
    asked = {field: str(getattr(row, field)) for field in fields_of(row.person)}
    unknown = [field for field, value in asked.items() if is_unknown(value)]
    typed = {field: "" if field in unknown else value for field, value in asked.items()}
    return filled(**typed, unknown=unknown, signing=row.signing or "")


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


def _card(row: PartyRow) -> PartyCard:
    name = " ".join(part for part in (row.surname, row.name) if part)
    known_by = row.voen or row.document
    way = [name_of(row.signing)] if row.signing and row.role in FILING_SIDE and not row.is_filer else []
    meta = " · ".join([name_of(row.role), name_of(row.person), known_by, *way])
    return PartyCard(row.id, name, meta, row.is_filer, not row.is_filer)
