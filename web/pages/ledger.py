"""My data: who looked at or used what is kept about a person, when, and on what ground (PRO-3, AUD-1)."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from urllib.parse import urlencode

from sqlalchemy import ColumnElement, Select, String, cast, func, literal, select, union_all
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from models.domain.correction import CorrectionAct, Datum
from models.domain.rights import Door, may_enter
from models.domain.roles import Role
from models.tables.access import AccessEventRow, Look
from models.tables.accounts import AccountRow, SignInEventRow, SignInMethod
from models.tables.claims import ClaimRow
from models.tables.corrections import CorrectionLineRow, CorrectionRow
from models.tables.inquiries import InquiryKind, RegisterInquiryRow
from models.tables.registrations import IdentityApplicationRow, RegistrationRow
from web.drafts import actor_of
from web.language import gettext
from web.pages.corrections import CorrectionShown, own_list
from web.sessions import User
from web.sign_in_log import SIGNED_IN
from web.visibility import may_open
from web.words.lookup import has_sentence, name_of, sentence

PAGE_SIZE = 25
Lines = Select[*tuple[Any, ...]]


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


async def ledger_page(db: AsyncSession, user: User, *, kind: LedgerKind | None, page: int) -> LedgerPage:
    """Return one page of what happened to this person's data.

    Looks at filings are those of filings he may open himself: that somebody prepares one against him is not told here.
    """
    parts = _parts(user)
    whole = union_all(*([parts[kind]] if kind else parts.values())).subquery()
    total = (await db.execute(select(func.count()).select_from(whole))).scalar_one()
    shown = select(whole).order_by(whole.c.at.desc(), whole.c.id).offset((page - 1) * PAGE_SIZE).limit(PAGE_SIZE)
    lines = tuple(_line(row, user) for row in await db.execute(shown))
    every = LedgerFilter("", gettext("All"), kind is None)
    filters = (every, *(LedgerFilter(one, name_of(one), one is kind) for one in LedgerKind))
    kept = f"{urlencode({'kind': kind})}&" if kind else ""
    asked = await own_list(db, user)
    may_ask = may_enter(user.role, Door.CORRECTIONS)
    return LedgerPage(lines, filters, page, -(-total // PAGE_SIZE), f"/profile/data?{kept}page=", asked, may_ask)


def _parts(user: User) -> dict[LedgerKind, Lines]:
    look, asked, came = AccessEventRow, RegisterInquiryRow, SignInEventRow
    by = func.concat_ws(" ", col(AccountRow.surname), col(AccountRow.name))
    looks: Lines = (
        select(*_columns(LedgerKind.LOOK, look, who=by, what=col(look.look), ground=col(ClaimRow.number)), _role(look))
        .join(ClaimRow, col(ClaimRow.id) == col(look.claim_id))
        .join(AccountRow, col(AccountRow.id) == col(look.account_id))
        .where(may_open(actor_of(user)) if user.role is Role.LITIGANT else literal(value=False))
    )
    inquiries: Lines = (
        select(*_columns(LedgerKind.INQUIRY, asked, who=by, what=col(asked.kind), ground=col(asked.ground)), _none())
        .join(AccountRow, col(AccountRow.id) == col(asked.account_id))
        .where(col(asked.about_fin) == user.fin, col(asked.about_fin) != "")
    )
    sign_ins: Lines = select(
        *_columns(LedgerKind.SIGN_IN, came, who=col(came.address), what=col(came.method), ground=col(came.outcome)),
        _none(),
    ).where(col(came.account_id) == user.account_id)
    return {
        LedgerKind.LOOK: looks,
        LedgerKind.IDENTITY: _at_identity(user, by),
        LedgerKind.INQUIRY: inquiries,
        LedgerKind.SIGN_IN: sign_ins,
        LedgerKind.CORRECTION: _on_corrections(user, by),
    }


def _at_identity(user: User, by: ColumnElement[str]) -> Lines:
    look, application = AccessEventRow, IdentityApplicationRow
    return (
        select(*_columns(LedgerKind.IDENTITY, look, who=by, what=col(look.look), ground=literal("")), _role(look))
        .join(application, col(application.id) == col(look.application_id))
        .join(RegistrationRow, col(RegistrationRow.id) == col(application.registration_id))
        .join(AccountRow, col(AccountRow.id) == col(look.account_id))
        .where(col(RegistrationRow.account_id) == user.account_id)
    )


def _on_corrections(user: User, by: ColumnElement[str]) -> Lines:
    """Return what owners did about the person's requests; their questions to the register stand among the inquiries."""
    done, asked = CorrectionLineRow, CorrectionRow
    what = func.concat_ws(" ", col(done.act), col(asked.datum))
    columns = _columns(LedgerKind.CORRECTION, done, who=by, what=what, ground=col(done.reason), account=done.by_account)
    return (
        select(*columns, _none())
        .join(asked, col(asked.id) == col(done.correction_id))
        .join(AccountRow, col(AccountRow.id) == col(done.by_account))
        .where(
            col(asked.account_id) == user.account_id,
            col(done.by_account) != user.account_id,
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
