"""The owner's screens (AUD-4): people by name, one person's rights and their past, the register of rights."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    DateTime,
    Select,
    String,
    and_,
    bindparam,
    column,
    exists,
    func,
    literal,
    literal_column,
    select,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased
from sqlmodel import col

from models.db import Reader
from models.domain.grants import GRANTABLE, RightsAct
from models.domain.languages import Language
from models.domain.letters import LinkPurpose
from models.domain.roles import Role
from models.tables.accounts import AccountRow
from models.tables.reference import CourtRow
from models.tables.registrations import MailedLinkRow
from models.tables.rights import RightsLineRow, RoleGrantRow, living
from web.deps import NotYoursError
from web.forms.reading import Reading
from web.language import current_language
from web.pages.court import Choice, courts_of, local_name
from web.reading import Written, written
from web.sessions import User, now
from web.words.lookup import name_of

AT_MOST = 50
LATEST = 100
INSTANT = timedelta(microseconds=1)


@dataclass(frozen=True)
class PersonShown:
    """One person as a row or a heading; `role` is empty for who holds none, `last_day` for a role without end."""

    account_id: UUID
    name: str
    known_by: str  # user name, FİN for litigants
    role: str
    court: str
    last_moment: datetime | None
    limited_at: datetime | None


@dataclass(frozen=True)
class PeoplePage:
    """What was searched for and found; all staff when nothing was typed."""

    form: Reading[Any]
    people: tuple[PersonShown, ...]
    at_most: int


@dataclass(frozen=True)
class LineShown:
    """One line of the register of rights."""

    at: datetime
    act: str
    about: str
    about_address: str  # empty for readers who cannot open it
    by: str
    role: str
    court: str
    last_moment: datetime | None
    reason: str


@dataclass(frozen=True)
class SignInShown:
    """Whether a member of the staff can sign in yet: where links go, and until when the newest one is good."""

    email: str
    has_password: bool
    link_until: datetime | None


@dataclass(frozen=True)
class PersonPage:
    """One person's rights, what can be done now, and what was done before."""

    person: PersonShown
    sign_in: SignInShown | None  # None for litigants: how they sign in is their own affair
    acts: tuple[RightsAct, ...]
    lines: tuple[LineShown, ...]


@dataclass(frozen=True)
class RightsActPage:
    """The question before an act."""

    person: PersonShown
    act: RightsAct
    form: Reading[Any]
    roles: tuple[Choice, ...]
    courts: tuple[Choice, ...]


@dataclass(frozen=True)
class RegisterPage:
    """The newest lines of the register of rights."""

    lines: tuple[LineShown, ...]


async def people_page(read: Reader, form: Reading[Any]) -> PeoplePage:
    """Return staff by parts of their names, litigants by their whole FİN only."""
    typed = form.text("q").split()
    asked = {"typed": typed, "fin": typed[0].upper() if len(typed) == 1 else None, "at": now()}
    rows = await _found(current_language()).rows(read, asked)
    roles_held = {str(role): name_of(role) for role in Role}
    people = (
        PersonShown(
            row.id,
            f"{row.surname} {row.name}",
            row.username or row.fin or "",
            roles_held.get(row.role, ""),
            row.court or row.court_id or "",
            _last_moment(row.until),
            row.blocked_at,
        )
        for row in rows
    )
    return PeoplePage(form, tuple(people), AT_MOST)


@cache
def _found(language: Language) -> Written:
    """Return the statement of all whose names hold every word that was typed, or who has it as his FİN."""
    account, grant = AccountRow, RoleGrantRow
    parts = func.unnest(bindparam("typed", type_=ARRAY(String))).table_valued(column("part", String)).render_derived()
    words = func.az_fold(func.concat_ws(" ", col(account.surname), col(account.name), col(account.username)))
    missing = exists().select_from(parts).where(func.strpos(words, func.az_fold(parts.c.part)) == 0)
    meant = (col(account.role).is_(None) & ~missing) | (col(account.fin) == bindparam("fin", type_=String))
    court: ColumnElement[str] = (col(CourtRow.name_en) if language is Language.EN else col(CourtRow.name_az)).label(
        "court"
    )
    person = (col(account.id), col(account.surname), col(account.name), col(account.username), col(account.fin))
    held = (func.coalesce(col(grant.role), col(account.role)).label("role"), col(grant.court_id), col(grant.until))
    living_at = living(bindparam("at", type_=DateTime(timezone=True)))
    query: Select[*tuple[Any, ...]] = select(*person, *held, court, col(account.blocked_at)).select_from(account)
    query = query.outerjoin(grant, (col(grant.account_id) == col(account.id)) & living_at)
    query = query.outerjoin(CourtRow, col(CourtRow.id) == col(grant.court_id)).where(meant)
    sorted_so = query.order_by(func.az_sort(col(account.surname)), col(account.id))
    return written(sorted_so.limit(literal_column(str(AT_MOST))))


async def person_page(db: AsyncSession, account_id: UUID, user: User) -> PersonPage:
    """Return one person's rights; NotYoursError when there is nobody of this id."""
    account, grant = await _person(db, account_id)
    acts = [RightsAct.WITHDRAW] if grant else [RightsAct.GRANT] if account.role is None else []
    acts.append(RightsAct.LIFT if account.blocked_at else RightsAct.LIMIT)
    if grant and account.email and not account.blocked_at:
        acts.append(RightsAct.INVITE)
    if account.id == user.account_id:
        acts = [act for act in acts if act is RightsAct.WITHDRAW]
    lines = await _lines(db, col(RightsLineRow.about_account) == account_id, link=False)
    sign_in = await _sign_in(db, account) if account.role is None else None
    return PersonPage(await _one(db, account, grant), sign_in, tuple(acts), lines)


async def act_page(db: AsyncSession, account_id: UUID, act: RightsAct, form: Reading[Any]) -> RightsActPage:
    """Return the question before an act; NotYoursError when there is nobody of this id."""
    person = await _one(db, *await _person(db, account_id))
    return RightsActPage(person, act, form, roles(), await courts(db))


def roles() -> tuple[Choice, ...]:
    """Return the roles that can be granted."""
    return tuple(Choice(role, name_of(role)) for role in GRANTABLE)


async def courts(db: AsyncSession) -> tuple[Choice, ...]:
    """Return the courts at which a role can be held, by their names."""
    rows = await db.scalars(select(CourtRow).where(col(CourtRow.active)).order_by(func.az_sort(col(CourtRow.name_az))))
    return tuple(Choice(row.id, local_name(row)) for row in rows)


async def register_page(db: AsyncSession, user: User) -> RegisterPage:
    """Return the newest lines; only an owner can go on to the person."""
    return RegisterPage(await _lines(db, literal(value=True), link=user.role is Role.OWNER))


def _people() -> Select[AccountRow, RoleGrantRow]:
    held = and_(col(RoleGrantRow.account_id) == col(AccountRow.id), living(now()))
    return select(AccountRow, RoleGrantRow).outerjoin(RoleGrantRow, held)


async def _person(db: AsyncSession, account_id: UUID) -> tuple[AccountRow, RoleGrantRow | None]:
    row = (await db.execute(_people().where(col(AccountRow.id) == account_id))).first()
    if row is None:
        raise NotYoursError
    return row[0], row[1]


async def _one(db: AsyncSession, account: AccountRow, grant: RoleGrantRow | None) -> PersonShown:
    courts = await courts_of(db, [grant.court_id] if grant else [])
    role = grant.role if grant else account.role
    return PersonShown(
        account.id,
        _full_name(account),
        account.username or account.fin or "",
        name_of(role) if role else "",
        _court(courts, grant.court_id if grant else ""),
        _last_moment(grant.until if grant else None),
        account.blocked_at,
    )


async def _lines(db: AsyncSession, wanted: ColumnElement[bool], *, link: bool) -> tuple[LineShown, ...]:
    about, by = aliased(AccountRow), aliased(AccountRow)
    query = (
        select(RightsLineRow, about, by)
        .join(about, col(about.id) == col(RightsLineRow.about_account))
        .outerjoin(by, col(by.id) == col(RightsLineRow.by_account))
        .where(wanted)
        .order_by(col(RightsLineRow.at).desc(), col(RightsLineRow.id))
    )
    rows = (await db.execute(query.limit(LATEST))).all()
    courts = await courts_of(db, (line.court_id for line, _, _ in rows))
    return tuple(_line(line, whom, who, _court(courts, line.court_id), link=link) for line, whom, who in rows)


def _line(line: RightsLineRow, about: AccountRow, by: AccountRow | None, court: str, *, link: bool) -> LineShown:
    return LineShown(
        line.at,
        name_of(line.act),
        _full_name(about),
        f"/owner/people/{about.id}" if link else "",
        _full_name(by) if by else name_of(Role.SYSTEM),
        name_of(line.role) if line.role else "",
        court,
        _last_moment(line.until),
        line.reason,
    )


def _court(courts: Mapping[str, CourtRow], court_id: str) -> str:
    row = courts.get(court_id)
    return local_name(row) if row else court_id


def _full_name(account: AccountRow) -> str:
    return f"{account.surname} {account.name}"


async def _sign_in(db: AsyncSession, account: AccountRow) -> SignInShown:
    link = MailedLinkRow
    living_link = (col(link.purpose) == LinkPurpose.STAFF_PASSWORD) & col(link.used_at).is_(None)
    query = select(func.max(col(link.expires_at))).where(col(link.subject) == str(account.id), living_link)
    until = (await db.execute(query.where(col(link.expires_at) > now()))).scalar_one()
    return SignInShown(account.email, account.password_hash is not None, until)


def _last_moment(until: datetime | None) -> datetime | None:
    """Return a moment of the last day on which a role is held: it ends with that day's midnight."""
    return until - INSTANT if until else None
