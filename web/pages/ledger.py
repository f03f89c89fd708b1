"""My data: who looked at or used what is kept about a person, when, and on what ground (PRO-3, AUD-1)."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cache
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Integer,
    Select,
    String,
    Uuid,
    bindparam,
    cast,
    false,
    func,
    literal,
    literal_column,
    select,
    true,
    union_all,
)
from sqlmodel import col

from models.db import Reader
from models.domain.correction import CorrectionAct, Datum
from models.domain.rights import Door, may_enter
from models.domain.roles import Role
from models.tables.access import AccessEventRow, Look
from models.tables.accounts import AccountRow, SignInEventRow, SignInMethod
from models.tables.claims import ClaimRow
from models.tables.corrections import CorrectionLineRow, CorrectionRow
from models.tables.inquiries import InquiryKind, RegisterInquiryRow
from models.tables.registrations import IdentityApplicationRow, RegistrationRow
from web.language import gettext
from web.pages.corrections import CorrectionShown, own_list
from web.reading import Written, written
from web.sessions import User
from web.sign_in_log import SIGNED_IN
from web.visibility import may_open_own
from web.words.lookup import has_sentence, name_of, sentence

PAGE_SIZE = 25
Lines = Select[*tuple[Any, ...]]
_FIN: BindParameter[str] = bindparam("fin", type_=String)
_ACCOUNT: BindParameter[UUID] = bindparam("account", type_=Uuid)


class LedgerKind(StrEnum):
    """What happened to a person's data."""

    LOOK = "look"  # a member of the staff looked at a filing of his
    IDENTITY = "identity"  # an operator looked at his application to confirm his identity
    INQUIRY = "inquiry"  # a register was asked about him
    SIGN_IN = "sign_in"  # somebody came, or tried to come, into his cabinet
    CORRECTION = "correction"  # an owner looked at, or decided on, his request for a correction


@dataclass(frozen=True)
class LedgerLine:
    """One line: who, what, when, on what ground."""

    at: datetime
    kind: LedgerKind
    who: str
    what: str
    ground: str


@dataclass(frozen=True)
class LedgerFilter:
    """One choice of kind."""

    value: str
    text: str
    chosen: bool


@dataclass(frozen=True)
class LedgerPage:
    """One page of the ledger, newest first; `pages` ends where the page number goes."""

    lines: tuple[LedgerLine, ...]
    filters: tuple[LedgerFilter, ...]
    now: int
    last: int
    pages: str
    corrections: tuple[CorrectionShown, ...]
    may_ask: bool  # for a correction


async def ledger_page(read: Reader, user: User, *, kind: LedgerKind | None, page: int) -> LedgerPage:
    """Return one page of what happened to this person's data.

    Looks at filings are those of filings he may open himself: that somebody prepares one against him is not told here.
    """
    start = (page - 1) * PAGE_SIZE
    asked = {"fin": user.fin or "", "account": user.account_id, "start": start}
    rows = await _listed(kind, is_litigant=user.role is Role.LITIGANT).rows(read, asked)
    total = rows[0].total
    lines = tuple(_line(row, user) for row in rows if row.id)  # a page past the last has a count and no line
    every = LedgerFilter("", gettext("All"), kind is None)
    filters = (every, *(LedgerFilter(one, name_of(one), one is kind) for one in LedgerKind))
    kept = f"{urlencode({'kind': kind})}&" if kind else ""
    corrections = await own_list(read, user)
    may_ask = may_enter(user.role, Door.CORRECTIONS)
    return LedgerPage(lines, filters, page, -(-total // PAGE_SIZE), f"/profile/data?{kept}page=", corrections, may_ask)


@cache
def _listed(kind: LedgerKind | None, *, is_litigant: bool) -> Written:
    """Return the statement of one page, with how many lines there are beside each."""
    parts = _parts(is_litigant=is_litigant)
    whole = union_all(*([parts[kind]] if kind else parts.values())).cte("whole")
    count = select(func.count().label("total")).select_from(whole).subquery()
    newest = select(whole).order_by(whole.c.at.desc(), whole.c.id)
    page = newest.offset(bindparam("start", type_=Integer)).limit(literal_column(str(PAGE_SIZE))).subquery()
    lines = select(count.c.total, page).select_from(count).outerjoin(page, true())
    return written(lines.order_by(page.c.at.desc(), page.c.id))


def _parts(*, is_litigant: bool) -> dict[LedgerKind, Lines]:
    look, asked, came = AccessEventRow, RegisterInquiryRow, SignInEventRow
    by = func.concat_ws(" ", col(AccountRow.surname), col(AccountRow.name))
    looks: Lines = (
        select(*_columns(LedgerKind.LOOK, look, who=by, what=col(look.look), ground=col(ClaimRow.number)), _role(look))
        .join(ClaimRow, col(ClaimRow.id) == col(look.claim_id))
        .join(AccountRow, col(AccountRow.id) == col(look.account_id))
        .where(may_open_own(_FIN, _ACCOUNT) if is_litigant else false())
    )
    inquiries: Lines = (
        select(*_columns(LedgerKind.INQUIRY, asked, who=by, what=col(asked.kind), ground=col(asked.ground)), _none())
        .join(AccountRow, col(AccountRow.id) == col(asked.account_id))
        .where(col(asked.about_fin) == _FIN, col(asked.about_fin) != "")
    )
    sign_ins: Lines = select(
        *_columns(LedgerKind.SIGN_IN, came, who=col(came.address), what=col(came.method), ground=col(came.outcome)),
        _none(),
    ).where(col(came.account_id) == _ACCOUNT)
    return {
        LedgerKind.LOOK: looks,
        LedgerKind.IDENTITY: _at_identity(by),
        LedgerKind.INQUIRY: inquiries,
        LedgerKind.SIGN_IN: sign_ins,
        LedgerKind.CORRECTION: _on_corrections(by),
    }


def _at_identity(by: ColumnElement[str]) -> Lines:
    look, application = AccessEventRow, IdentityApplicationRow
    return (
        select(*_columns(LedgerKind.IDENTITY, look, who=by, what=col(look.look), ground=literal("")), _role(look))
        .join(application, col(application.id) == col(look.application_id))
        .join(RegistrationRow, col(RegistrationRow.id) == col(application.registration_id))
        .join(AccountRow, col(AccountRow.id) == col(look.account_id))
        .where(col(RegistrationRow.account_id) == _ACCOUNT)
    )


def _on_corrections(by: ColumnElement[str]) -> Lines:
    """Return what owners did about the person's requests; their questions to the register stand among the inquiries."""
    done, asked = CorrectionLineRow, CorrectionRow
    what = func.concat_ws(" ", col(done.act), col(asked.datum))
    columns = _columns(LedgerKind.CORRECTION, done, who=by, what=what, ground=col(done.reason), account=done.by_account)
    return (
        select(*columns, _none())
        .join(asked, col(asked.id) == col(done.correction_id))
        .join(AccountRow, col(AccountRow.id) == col(done.by_account))
        .where(
            col(asked.account_id) == _ACCOUNT,
            col(done.by_account) != _ACCOUNT,
            col(done.act) != CorrectionAct.COMPARE,
        )
    )


def _columns(
    kind: LedgerKind, row: Any, *, who: Any, what: Any, ground: Any, account: Any = None
) -> tuple[ColumnElement[Any], ...]:
    return (
        row.id.label("id"),
        row.at.label("at"),
        (row.account_id if account is None else account).label("account_id"),
        literal(str(kind)).label("kind"),
        cast(who, String).label("who"),
        cast(what, String).label("what"),
        cast(ground, String).label("ground"),
    )


def _role(row: Any) -> ColumnElement[str]:
    return cast(row.role, String).label("role")


def _none() -> ColumnElement[str]:
    return literal("").label("role")


def _line(row: Any, user: User) -> LedgerLine:
    kind = LedgerKind(row.kind)
    match kind:
        case LedgerKind.LOOK:
            ground = gettext("Application %(number)s") % {"number": row.ground}
            return LedgerLine(row.at, kind, f"{row.who}, {name_of(Role(row.role))}", name_of(Look(row.what)), ground)
        case LedgerKind.IDENTITY:
            ground = gettext("Your application to confirm your identity")
            return LedgerLine(row.at, kind, f"{row.who}, {name_of(Role(row.role))}", name_of(Look(row.what)), ground)
        case LedgerKind.INQUIRY:
            who = gettext("Yourself") if row.account_id == user.account_id else row.who
            return LedgerLine(row.at, kind, who, name_of(InquiryKind(row.what)), row.ground)
        case LedgerKind.SIGN_IN:
            outcome = sentence(row.ground) if has_sentence(row.ground) else row.ground
            said = gettext("Signed in") if row.ground == SIGNED_IN else outcome
            return LedgerLine(row.at, kind, row.who, name_of(SignInMethod(row.what)), said)
        case LedgerKind.CORRECTION:
            act, _, datum = row.what.partition(" ")
            what = f"{name_of(CorrectionAct(act))}: {name_of(Datum(datum))}"
            return LedgerLine(
                row.at,
                kind,
                f"{row.who}, {name_of(Role.OWNER)}",
                what,
                row.ground or gettext("A request for a correction"),
            )
