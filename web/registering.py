"""A registration between its pages: what the browser typed stands in PostgreSQL under the browser's own cookie."""

from datetime import timedelta
from uuid import uuid4

from fastapi import Request
from sqlalchemy import delete, func, or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from models.domain.errors import RuleBroken
from models.domain.identity_documents import IdentityDocument, check_series, parse_number
from models.domain.registration import NOT_FINISHED
from models.register_ports import PopulationRegister
from models.tables.accounts import AccountRow
from models.tables.registrations import RegistrationFormRow, RegistrationRow
from web.forms.registration import IdentityForm
from web.language import current_language
from web.sessions import cookie_hash, now
from web.visit import visit_of

KEPT = timedelta(hours=1)
GROUND = "MPM 149; elektron kabinetdə qeydiyyat"


def browser_of(request: Request) -> str:
    """Return what stands for this browser in PostgreSQL; it gets a cookie if it has none."""
    return cookie_hash(visit_of(request).secret())


async def form_of(db: AsyncSession, request: Request) -> RegistrationFormRow | None:
    """Return what this browser has typed within the last hour."""
    row = await db.get(RegistrationFormRow, browser_of(request))
    return row if row and row.created_at > now() - KEPT else None


async def begin_form(db: AsyncSession, request: Request, kind: IdentityDocument) -> None:
    """Begin anew with a kind of document; what was typed for another kind is forgotten."""
    at, browser = now(), browser_of(request)
    await db.execute(
        delete(RegistrationFormRow).where(
            or_(col(RegistrationFormRow.browser) == browser, col(RegistrationFormRow.created_at) < at - KEPT)
        )
    )
    db.add(RegistrationFormRow(browser=browser, id=str(uuid4()), kind=kind, created_at=at))


def document_in(kind: IdentityDocument, given: IdentityForm) -> str:
    """Return the document as the register keeps it; RuleBroken `series_…` or `number_…`."""
    check_series(kind, given.series)
    return parse_number(kind, given.number)


async def check_pair(row: RegistrationFormRow, document: str, fin: str, register: PopulationRegister) -> None:
    """Hold document and FİN against the population register ("YOXLA") and keep who that is.

    RuleBroken `pair_not_registered` whatever of the two is wrong: nothing right is ever told. OutsideUnavailableError.
    """
    person = await register.by_document(document, ground=GROUND)
    if person is None or person.fin != fin:
        row.fin = ""
        raise RuleBroken("pair_not_registered")
    row.fin, row.document = person.fin, person.document
    row.surname, row.name, row.patronymic = person.surname, person.name, person.patronymic


async def check_user_name_free(db: AsyncSession, row: RegistrationFormRow, user_name: str) -> None:
    """Refuse a user name somebody has or has asked for: RuleBroken `user_name_taken`. It names a name, no person."""
    taken = select(func.count()).select_from(AccountRow).where(func.lower(col(AccountRow.username)) == user_name)
    asked = (
        select(func.count())
        .select_from(RegistrationRow)
        .where(
            col(RegistrationRow.username) == user_name,
            col(RegistrationRow.status).in_(NOT_FINISHED),
            col(RegistrationRow.id) != row.id,
        )
    )
    if (await db.execute(taken)).scalar_one() or (await db.execute(asked)).scalar_one():
        raise RuleBroken("user_name_taken")


async def keep_registration(db: AsyncSession, row: RegistrationFormRow, *, password_hash: str) -> str:
    """Write the registration and return its id; the same form sent twice is one registration."""
    values = {
        "id": row.id,
        "browser": row.browser,
        "kind": row.kind,
        "fin": row.fin,
        "document": row.document,
        "surname": row.surname,
        "name": row.name,
        "patronymic": row.patronymic,
        "username": row.username,
        "password_hash": password_hash,
        "email": row.email,
        "language": current_language(),
        "started_at": now(),
    }
    await db.execute(insert(RegistrationRow).values(values).on_conflict_do_nothing())
    if await db.get(RegistrationRow, row.id) is None:  # somebody else asked for the user name at the same moment
        raise RuleBroken("user_name_taken")
    return row.id


async def registration_of_browser(db: AsyncSession, request: Request) -> RegistrationRow | None:
    """Return the newest registration this browser began and nobody finished."""
    query = (
        select(RegistrationRow)
        .where(col(RegistrationRow.browser) == browser_of(request), col(RegistrationRow.status).in_(NOT_FINISHED))
        .order_by(col(RegistrationRow.started_at).desc())
    )
    return (await db.execute(query.limit(1))).scalar_one_or_none()
