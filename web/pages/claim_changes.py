"""What changed between an application that came back and its copy, for the filer and for the court that returned it."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from activities.drafts import content_of
from models.domain.applications import ApplicationKind
from models.domain.attachments import DocumentKind
from models.domain.claim_status import ClaimStatus
from models.domain.exemptions import exemption
from models.domain.fee_cover import FeeWay
from models.domain.filing_changes import CONTENT, DOCUMENT, PARTY, Change, changes_between
from models.domain.filing_places import Mark
from models.domain.grounds import FilingStep
from models.domain.languages import Language
from models.domain.parties import PartyRole, PersonType, SigningWay
from models.domain.roles import Role
from models.tables.access import Look
from models.tables.claims import ReceiptUseRow
from models.tables.drafts import DraftRow
from models.tables.reference import CategoryRow, CourtRow
from web.copying import child_id
from web.deps import NotYoursError
from web.drafts import returned_by
from web.formats import money
from web.language import N_, current_language, gettext
from web.opening import Opened, open_claim
from web.pages.claim_content import frozen_content
from web.pages.court import local_name
from web.pages.court_said import WORDS, marks_in, place_words
from web.pages.fee import receipts_of
from web.pages.wizard import STEPS
from web.sessions import User
from web.words.lookup import name_of

_WORDS = {
    **WORDS,
    PARTY: N_("A party"),
    "parties.part": N_("How the party takes part"),
    DOCUMENT: N_("A document"),
    CONTENT: N_("Content of the document"),
    "documents.name": N_("Name of the document"),
    "documents.kind": N_("Kind of the document"),
    "fee.dwelling": N_("The dispute is about one’s own dwelling"),
}
_ENUMS: tuple[type[StrEnum], ...] = (PartyRole, PersonType, SigningWay, DocumentKind)


@dataclass(frozen=True)
class ChangeShown:
    """One place that differs: what stood there, what stands there now, and what the court had said of it."""

    title: str
    about: str
    before: tuple[str, ...]
    after: tuple[str, ...]
    said: str


@dataclass(frozen=True)
class StepShown:
    """The changes within one step of an application."""

    title: str
    changes: tuple[ChangeShown, ...]


@dataclass(frozen=True)
class ChangesPage:
    """What changed; `untouched` are the places of which the court said something and where nothing differs."""

    number: str
    back: str
    origin_number: str
    origin: str
    steps: tuple[StepShown, ...]
    untouched: tuple[str, ...]


@dataclass(frozen=True)
class Origin:
    """The application that a copy was made from, and where the two are compared."""

    number: str
    changes: str


async def origin_of(db: AsyncSession, opened: Opened) -> Origin | None:
    """Return what a claim was copied from, where this person may compare the two; None where not."""
    try:
        origin = await _origin(db, opened, look=None)
    except NotYoursError:
        return None
    return Origin(origin.row.number, f"{_home(opened)}/changes")


async def changes_page(db: AsyncSession, claim_id: str, user: User) -> ChangesPage:
    """Return the comparison; NotYoursError unless the filer asks, or the court that returned the origin.

    A look of the court at either is recorded.
    """
    opened = await open_claim(db, claim_id, user, look=Look.PAGE)
    origin = await _origin(db, opened, look=Look.PAGE)
    before, after = await frozen_content(db, origin), await _content(db, opened)
    found = changes_between(before, after, lambda own: child_id(claim_id, own))
    fees = [await _fee_lines(db, one) for one in (origin, opened)]
    if fees[0] != fees[1]:
        found = (*found, Change("fee.fee", fees[0], fees[1]))
    returned = await returned_by(db, origin.row.id)
    marks = {mark.place: mark for mark in marks_in(returned)} if returned else {}
    names = await _names(db, (before, after))
    return ChangesPage(
        opened.row.number,
        _home(opened),
        origin.row.number,
        _home(origin),
        _steps(found, marks, names),
        _untouched(found, marks),
    )


async def _origin(db: AsyncSession, opened: Opened, *, look: Look | None) -> Opened:
    """Open what a claim was copied from, for the filer of both, or for the court that both came to."""
    chosen = select(col(DraftRow.origin_id)).where(col(DraftRow.claim_id) == opened.row.id)
    origin_id = await db.scalar(chosen)
    if not origin_id or not _may_compare(opened):
        raise NotYoursError
    origin = await open_claim(db, origin_id, opened.user, look=look)
    if not _may_compare(origin):
        raise NotYoursError
    return origin


def _may_compare(opened: Opened) -> bool:
    # Co-claimants confirm what they sign, not what its filer wrote before; the law shows the clerk both.
    return opened.is_filer if opened.user.role is Role.LITIGANT else opened.user.role is Role.CLERK


async def _content(db: AsyncSession, opened: Opened) -> dict[str, Any]:
    if opened.row.status is ClaimStatus.DRAFT:
        return await content_of(db, opened.row.id)
    return await frozen_content(db, opened)


def _home(opened: Opened) -> str:
    return f"/{'clerk' if opened.user.role is Role.CLERK else 'claims'}/{opened.row.id}"


async def _fee_lines(db: AsyncSession, opened: Opened) -> tuple[str, ...]:
    """Return what covers the fee: receipts as the claim held them last, in a draft as it names them."""
    draft = await db.get_one(DraftRow, opened.row.id)
    numbers = receipts_of(draft) if opened.row.status is ClaimStatus.DRAFT else await _held_last(db, opened.row.id)
    if numbers:
        return tuple(f"{gettext('Receipt')} № {number}" for number in numbers)
    ground = exemption(draft.exemption_code) if draft.fee_way is FeeWay.EXEMPT and draft.exemption_code else None
    said = [(ground.en if current_language() is Language.EN else ground.az)] if ground else []
    return (name_of(draft.fee_way), *said) if draft.fee_way else ()


async def _held_last(db: AsyncSession, claim_id: str) -> tuple[str, ...]:
    held = select(ReceiptUseRow).where(col(ReceiptUseRow.claim_id) == claim_id)
    rows = (await db.scalars(held.order_by(col(ReceiptUseRow.receipt_number)))).all()
    last = max((row.revision for row in rows), default=0)
    return tuple(row.receipt_number for row in rows if row.revision == last)


async def _names(db: AsyncSession, contents: tuple[dict[str, Any], ...]) -> dict[str, str]:
    """Return the names of the courts and categories that two contents name."""
    named: dict[str, str] = {}
    for content in contents:
        court, category = await db.get(CourtRow, content["court_id"]), await db.get(CategoryRow, content["category_id"])
        named |= {row.id: local_name(row) for row in (court, category) if row}
    return named


def _steps(found: tuple[Change, ...], marks: dict[str, Mark], names: dict[str, str]) -> tuple[StepShown, ...]:
    by_step: dict[str, list[ChangeShown]] = {}
    for change in found:
        by_step.setdefault(change.place.partition(".")[0], []).append(_shown(change, marks, names))
    return tuple(StepShown(gettext(STEPS[step][1]), tuple(by_step[step])) for step in FilingStep if step in by_step)


def _shown(change: Change, marks: dict[str, Mark], names: dict[str, str]) -> ChangeShown:
    mark = marks.get(change.place)
    worded = _wording(change.place, names)
    before, after = (tuple(map(worded, lines)) for lines in (change.before, change.after))
    # Two files of one name differ in their hashes, which tell a reader nothing.
    if change.place == CONTENT:
        before, after = (), (gettext("Another file stands under this name."),)
    return ChangeShown(gettext(_WORDS[change.place]), change.about, before, after, (mark.note if mark else ""))


def _wording(place: str, names: dict[str, str]) -> Callable[[str], str]:
    """Return how a stored value of a place is said."""
    match place:
        case "court.court" | "court.category":
            return lambda stored: names.get(stored, stored)
        case "court.kind":
            return lambda stored: name_of(ApplicationKind(stored))
        case "fee.value":
            return lambda stored: money(Decimal(stored))
        case "fee.dwelling":
            return lambda _stored: gettext("Yes")
        case "parties.part" | "parties.party" | "documents.kind":
            return _name_or_itself
        case _:
            return lambda stored: stored


def _name_or_itself(stored: str) -> str:
    kind = next((enum for enum in _ENUMS if stored in set(enum)), None)
    return name_of(kind(stored)) if kind else stored


def _untouched(found: tuple[Change, ...], marks: dict[str, Mark]) -> tuple[str, ...]:
    """Return the places the court pointed at where nothing differs, as far as a comparison can tell."""
    comparable = {"parties.name", "parties.identity", "parties.address", "parties.contact", "fee.fee"}
    comparable |= {place for place in WORDS if place.startswith(("court.", "text."))} | {"fee.value"}
    places = {change.place for change in found}
    places |= {place for place in comparable if place.startswith("parties.") and PARTY in places}
    return tuple(place_words(mark) for place, mark in marks.items() if place in comparable - places)
