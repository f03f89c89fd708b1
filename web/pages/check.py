"""The task list and the check page: what stands in the draft, what is missing, what can be done next."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy.ext.asyncio import AsyncSession

from activities.party_rows import party_of
from activities.portals import Portals
from models.domain.completeness import Filing, Missing, completeness
from models.domain.exemptions import exemption
from models.domain.fee_cover import FeeWay
from models.domain.fees import Fee
from models.domain.grounds import FilingStep
from models.domain.languages import Language
from models.domain.parties import WAITING
from models.tables.reference import CategoryRow, CourtRow
from web.cabinets import without_cabinet
from web.drafts import OpenDraft
from web.formats import money
from web.forms.reading import filled
from web.language import current_language, gettext
from web.pages.attachments import documents_page, existing
from web.pages.court import is_offered, local_name
from web.pages.fee import (
    FeeChange,
    FeeLineShown,
    draft_fee,
    fee_change,
    fee_problem,
    overpaid_by,
    receipts_of,
    shown_lines,
)
from web.pages.parties import PartyCard, parties_page, shown_name
from web.pages.void_signatures import was_signed
from web.pages.wizard import STEPS, Frame, frame_of
from web.words.lookup import name_of, sentence

Rows = tuple[tuple[str, str | tuple[str, ...]], ...]


@dataclass(frozen=True)
class Gap:
    """One thing that is missing, in words, and where it is mended."""

    said: str
    address: str


@dataclass(frozen=True)
class Task:
    """One of the six tasks: its state in words and colour, and what it still lacks."""

    text: str
    address: str
    state: str
    colour: str
    gaps: tuple[str, ...]


@dataclass(frozen=True)
class TasksPage:
    """The home of a draft."""

    frame: Frame
    tasks: tuple[Task, ...]
    ready: bool
    lives_days: int
    changes: str  # address of the comparison with what this was copied from; "" for what is no copy
    was_signed: bool  # a version that was taken back


@dataclass(frozen=True)
class Section:
    """One step's answers on the check page."""

    title: str
    rows: Rows
    change: str


@dataclass(frozen=True)
class CheckPage:
    """Every answer with its way back, the fee, and the button that ends the draft."""

    frame: Frame
    sections: tuple[Section, ...]
    gaps: tuple[Gap, ...]
    lines: tuple[FeeLineShown, ...]
    amount: Decimal | None
    pays_online: bool
    exempt: bool
    changed: FeeChange | None
    overpaid: Decimal
    silent: tuple[str, ...]  # names of the parties a register has not answered for


async def missing_of(db: AsyncSession, draft: OpenDraft, fee: Fee | None, portals: Portals) -> tuple[Missing, ...]:
    """Return what keeps a draft from being confirmed, by the domain's rule; `portals` are those the court uses now."""
    row = draft.draft
    court = await db.get(CourtRow, row.court_id)
    offered = court is not None and row.kind is not None
    if court is not None and row.kind is not None:
        offered = await is_offered(db, row.category_id, court=court, kind=row.kind)
    # Chosen before the court parted with the portal: a payment begun there would wait for ever.
    was_given_up = row.fee_way is FeeWay.ONLINE and row.portal not in portals.by_name
    filing = Filing(
        court=court.kind if court else None,
        kind=row.kind,
        category_id=row.category_id,
        category_offered=offered,
        parties=tuple(party_of(party) for party in draft.parties),
        attachments=tuple(existing(draft)),
        heading=row.heading,
        body=row.body,
        value=row.value,
        fee_problem="portal_unknown" if was_given_up else await fee_problem(db, draft, fee),
        lacks_cabinet=bool(await without_cabinet(db, draft)),
    )
    return completeness(filing)


async def tasks_page(db: AsyncSession, draft: OpenDraft, portals: Portals, *, lives_days: int) -> TasksPage:
    """Return the six tasks with their states."""
    missing = await missing_of(db, draft, await draft_fee(db, draft), portals)
    tasks = tuple(_task(draft, step, missing) for step in STEPS)
    changes = f"/claims/{draft.claim.id}/changes" if draft.draft.origin_id else ""
    lost = await was_signed(db, draft.claim.id)
    return TasksPage(frame_of(draft, FilingStep.COURT), tasks, not missing, lives_days, changes, lost)


async def check_page(db: AsyncSession, draft: OpenDraft, portals: Portals) -> CheckPage:
    """Return every answer of a draft."""
    fee = await draft_fee(db, draft)
    missing = await missing_of(db, draft, fee, portals)
    row = draft.draft
    lines = shown_lines(fee) if fee else ()
    return CheckPage(
        frame_of(draft, FilingStep.SIGNING),
        await _sections(db, draft),
        tuple(Gap(sentence(gap.code), f"{_address(draft, gap.step)}?back=check") for gap in missing),
        lines,
        fee.amount if fee else None,
        row.fee_way is FeeWay.ONLINE,
        row.fee_way is FeeWay.EXEMPT,
        fee_change(row, fee),
        await overpaid_by(db, draft, fee),
        tuple(shown_name(party_of(party)) for party in draft.parties if party.register_remark == WAITING),
    )


def _task(draft: OpenDraft, step: FilingStep, missing: Sequence[Missing]) -> Task:
    gaps = tuple(sentence(gap.code) for gap in missing if gap.step is step)
    if step is FilingStep.SIGNING:
        state = ("state_ready", "blue") if not missing else ("state_later", "grey")
    elif gaps:
        state = ("state_to_do", "yellow") if _begun(draft, step) else ("state_not_begun", "grey")
    else:
        state = ("state_done", "green") if _begun(draft, step) else ("state_optional", "grey")
    shown = gaps if _begun(draft, step) else ()
    return Task(gettext(STEPS[step][1]), _address(draft, step), sentence(state[0]), state[1], shown)


def _begun(draft: OpenDraft, step: FilingStep) -> bool:
    row = draft.draft
    begun = {
        FilingStep.COURT: bool(row.court_id),
        FilingStep.PARTIES: bool(draft.parties),
        FilingStep.DOCUMENTS: bool(draft.attachments),
        FilingStep.TEXT: bool(row.heading or row.body),
        FilingStep.FEE: row.fee_way is not None or row.value is not None,
        FilingStep.SIGNING: False,
    }
    return begun[step]


def _address(draft: OpenDraft, step: FilingStep) -> str:
    return f"/claims/{draft.claim.id}/{STEPS[step][0]}"


async def _sections(db: AsyncSession, draft: OpenDraft) -> tuple[Section, ...]:
    row = draft.draft
    court, category = await db.get(CourtRow, row.court_id), await db.get(CategoryRow, row.category_id)
    cards: tuple[PartyCard, ...] = parties_page(draft, (), "").cards
    files = documents_page(draft, filled()).files
    none = gettext("None")
    rows: dict[FilingStep, Rows] = {
        FilingStep.COURT: (
            (gettext("Court"), local_name(court) if court else none),
            (gettext("Kind of application"), name_of(row.kind) if row.kind else none),
            (gettext("Category of the dispute"), local_name(category) if category else none),
        ),
        FilingStep.PARTIES: tuple((card.name, card.meta) for card in cards) or ((gettext("Parties"), none),),
        FilingStep.DOCUMENTS: tuple((file.kind, file.name) for file in files) or ((gettext("Documents"), none),),
        FilingStep.TEXT: _text_rows(draft, none),
        FilingStep.FEE: _fee_rows(draft, none),
    }
    return tuple(
        Section(gettext(STEPS[step][1]), shown, f"{_address(draft, step)}?back=check") for step, shown in rows.items()
    )


def _text_rows(draft: OpenDraft, none: str) -> Rows:
    row = draft.draft
    interim = ((gettext("Application to secure the claim"), tuple(row.interim_measures.splitlines())),)
    typed: Rows = (
        (gettext("Heading"), row.heading or none),
        (gettext("Text"), tuple(row.body.splitlines()) or none),
    )
    return (*typed, *interim) if row.interim_measures else typed


def _fee_rows(draft: OpenDraft, none: str) -> Rows:
    row = draft.draft
    rows: Rows = (
        (gettext("Value of the claim"), money(row.value) if row.value is not None else gettext("Not valued")),
        (gettext("How is the fee covered?"), name_of(row.fee_way) if row.fee_way else none),
    )
    if row.fee_way is FeeWay.ONLINE:
        return (*rows, (gettext("Payment portal"), name_of(row.portal)))
    if row.fee_way is FeeWay.RECEIPT:
        return (*rows, (gettext("Number of the receipt"), ", ".join(receipts_of(row))))
    if row.fee_way is FeeWay.EXEMPT and row.exemption_code:
        ground = exemption(row.exemption_code)
        return (*rows, (gettext("Ground of the exemption"), ground.en if _english() else ground.az))
    return rows


def _english() -> bool:
    return current_language() is Language.EN
