"""Requests to correct personal data (PRO-3): the person's own, the owner's queue, and the question to the register."""

from functools import cache
from uuid import UUID, uuid4

from sqlalchemy import Uuid, bindparam, literal_column, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from activities.corrections import correction_of
from activities.reference import current_calendar
from activities.witnesses import Witness, WitnessedPopulation
from models.db import Reader
from models.domain.correction import (
    Correction,
    CorrectionAct,
    CorrectionPolicy,
    CorrectionStatus,
    Datum,
    answer_due,
    check_wish,
    take,
)
from models.domain.errors import RuleBroken
from models.messages.correction import CorrectionStep
from models.settings import Settings
from models.tables.accounts import AccountRow
from models.tables.corrections import CorrectionLineRow, CorrectionRow
from models.tables.inquiries import InquiryKind
from web.deps import NotYoursError, WebDeps
from web.drafts import actor_of, id_from
from web.forms.corrections import CorrectionForm
from web.pages.profile import account_of
from web.person_commands import PersonCommands
from web.reading import Written, written
from web.scans import stored_scan
from web.sessions import User, now
from web.uploads import Judged

GROUND = "“Fərdi məlumatlar haqqında” Qanun; düzəliş barədə tələb"
AT_MOST = 100


def policy_of(config: Settings) -> CorrectionPolicy:
    """Return the court's settings for answering requests."""
    return CorrectionPolicy(config.correction_answer_days, config.correction_warning_days)


async def ask(db: AsyncSession, deps: WebDeps, user: User, *, wish: CorrectionForm, scan: Judged | None) -> Correction:
    """Write a request with the first line of its history; the same form twice is one request.

    RuleBroken `correction_changes_nothing`, `correction_open` while another one waits for the same datum.
    """
    correction_id = UUID(id_from(wish.nonce, purpose="correction", owner=str(user.account_id)))
    known = await db.get(CorrectionRow, correction_id)
    if known is not None:
        return correction_of(known)
    kept, at = str(getattr(await account_of(db, user), wish.datum)), now()
    check_wish(kept, wish.wished)
    remind_at, decide_by = answer_due(at, await current_calendar(db), policy_of(deps.settings))
    row = {
        "id": correction_id,
        "account_id": user.account_id,
        "datum": wish.datum,
        "kept": kept,
        "wished": wish.wished,
        "reason": wish.reason,
        "status": CorrectionStatus.WAITING,
        "opened_at": at,
        "remind_at": remind_at,
        "decide_by": decide_by,
        "warned": False,
        "overdue": False,
        **(await stored_scan(scan, deps.documents) if scan else _NO_SCAN),
    }
    written = insert(CorrectionRow).values(row).on_conflict_do_nothing().returning(col(CorrectionRow.id))
    if (await db.execute(written)).first() is not None:
        db.add(_line(correction_id, CorrectionAct.OPEN, user, line_id=correction_id, old=kept, new=wish.wished))
    elif await db.get(CorrectionRow, correction_id) is None:
        raise RuleBroken("correction_open")
    return correction_of(await db.get_one(CorrectionRow, correction_id))


async def own_corrections(read: Reader, user: User) -> list[CorrectionRow]:
    """Return what a person asked for, newest first; to be shown, not to be changed."""
    rows = await _own_corrections().rows(read, {"account": user.account_id})
    words = ((row, {"datum": Datum(row.datum), "status": CorrectionStatus(row.status)}) for row in rows)
    return [CorrectionRow(**row._asdict() | named) for row, named in words]


@cache
def _own_corrections() -> Written:
    query = select(CorrectionRow).where(col(CorrectionRow.account_id) == bindparam("account", type_=Uuid))
    return written(query.order_by(col(CorrectionRow.opened_at).desc()).limit(literal_column(str(AT_MOST))))


async def own_correction(db: AsyncSession, user: User, correction_id: UUID) -> CorrectionRow:
    """Return a request of this person's as it stands now; NotYoursError for every other."""
    row = await db.get(CorrectionRow, correction_id, populate_existing=True)
    if row is None or row.account_id != user.account_id:
        raise NotYoursError
    return row


async def asked_correction(db: AsyncSession, correction_id: UUID) -> tuple[CorrectionRow, AccountRow]:
    """Return a request as it stands now and who asked, for an owner; NotYoursError when there is none of this id."""
    row = await db.get(CorrectionRow, correction_id, populate_existing=True)
    if row is None:
        raise NotYoursError
    return row, await db.get_one(AccountRow, row.account_id, populate_existing=True)


async def queue(db: AsyncSession) -> list[tuple[CorrectionRow, AccountRow]]:
    """Return what waits for an owner, the nearest end of the time first."""
    query = (
        select(CorrectionRow, AccountRow)
        .join(AccountRow, col(AccountRow.id) == col(CorrectionRow.account_id))
        .where(col(CorrectionRow.status) == CorrectionStatus.WAITING)
        .order_by(col(CorrectionRow.decide_by), col(CorrectionRow.id))
    )
    return [(row, account) for row, account in (await db.execute(query.limit(AT_MOST))).all()]


async def note_look(db: AsyncSession, row: CorrectionRow, user: User) -> None:
    """Note that an owner saw what a person sent (AUD-1); it stands in the person's own ledger."""
    db.add(_line(row.id, CorrectionAct.LOOK, user, line_id=uuid4()))


async def ask_register(db: AsyncSession, deps: WebDeps, user: User, row: CorrectionRow, *, nonce: str) -> None:
    """Ask the population register about the datum and write its answer down; the inquiry is noted as every other.

    RuleBroken `correction_decided`; OutsideUnavailableError when the register does not answer.
    """
    take(correction_of(row), CorrectionAct.COMPARE, actor_of(user))
    line_id = UUID(_step_id(row, CorrectionAct.COMPARE, user, nonce))
    if await db.get(CorrectionLineRow, line_id) is not None:
        return
    person = await db.get_one(AccountRow, row.account_id)
    witness = Witness(deps.sessions_aside, user.account_id)
    register = WitnessedPopulation(deps.population, witness, InquiryKind.CORRECTION)
    found = await register.by_fin(person.fin or "", ground=GROUND)
    said = str(getattr(found, row.datum)) if found else ""
    db.add(_line(row.id, CorrectionAct.COMPARE, user, line_id=line_id, new=said))


async def act_on(
    db: AsyncSession,
    persons: PersonCommands,
    user: User,
    *,
    row: CorrectionRow,
    act: CorrectionAct,
    nonce: str,
    reason: str = "",
) -> None:
    """Decide on a request or take it back; the same form twice is one act. RuleBroken is the refusal."""
    step = CorrectionStep(str(row.id), _step_id(row, act, user, nonce), act, actor_of(user), now(), reason)
    if await db.get(CorrectionLineRow, UUID(step.step_id)) is None:
        take(correction_of(row), act, step.actor, reason=reason)
        await persons.act_on_correction(correction_of(row), step)


_NO_SCAN = {"file_name": "", "sha256": "", "media_type": "", "size": 0}


def _step_id(row: CorrectionRow, act: CorrectionAct, user: User, nonce: str) -> str:
    return id_from(f"{nonce}:{row.id}", purpose=f"correction-{act}", owner=str(user.account_id))


def _line(
    correction_id: UUID, act: CorrectionAct, user: User, *, line_id: UUID, old: str = "", new: str = ""
) -> CorrectionLineRow:
    return CorrectionLineRow(
        id=line_id, correction_id=correction_id, at=now(), act=act, by_account=user.account_id, old=old, new=new
    )
