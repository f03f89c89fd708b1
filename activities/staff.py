"""New members of the staff: an account without a password, its first role and the line in the register, at once."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from activities.mailed_links import use_link
from activities.rights import Deed, grant_role, one_at_a_time
from models.domain.errors import RuleBroken
from models.domain.languages import Language
from models.domain.letters import LinkPurpose
from models.domain.registration import NOT_FINISHED
from models.domain.roles import Role
from models.tables.accounts import AccountRow
from models.tables.registrations import RegistrationRow


@dataclass(frozen=True)
class NewStaff:
    """Who begins to work here; `language` is the one the court writes to him in."""

    surname: str
    name: str
    patronymic: str
    username: str
    email: str
    language: Language


@dataclass(frozen=True)
class FirstRole:
    """What he begins as."""

    role: Role
    court_id: str = ""
    until: datetime | None = None


async def add_staff(session: AsyncSession, deed: Deed, person: NewStaff, first: FirstRole) -> None:
    """Make the account `deed.whom` with its role; the same deed again changes nothing.

    Raises RuleBroken `user_name_taken`, `email_taken` and those of `grant_role`: the caller, who owns the transaction,
    undoes it then.
    """
    await one_at_a_time(session)
    if await session.get(AccountRow, deed.whom) is None:
        await make_account(session, deed.whom, person, at=deed.at)
    await grant_role(session, deed, role=first.role, court_id=first.court_id, until=first.until)


async def make_account(session: AsyncSession, account_id: UUID, person: NewStaff, *, at: datetime) -> None:
    """Make an account that has no password yet; RuleBroken `user_name_taken`, `email_taken`."""
    if await _user_name_is_taken(session, person.username):
        raise RuleBroken("user_name_taken")
    if await _address_is_taken(session, person.email):
        raise RuleBroken("email_taken")
    fresh = {
        "id": account_id,
        "surname": person.surname,
        "name": person.name,
        "patronymic": person.patronymic,
        "username": person.username,
        "email": person.email,
        "language": person.language,
        "created_at": at,
    }
    made = insert(AccountRow).values(fresh).on_conflict_do_nothing().returning(col(AccountRow.id))
    if (await session.execute(made)).scalar_one_or_none() is None:  # a litigant was quicker with the name
        raise RuleBroken("user_name_taken")


async def choose_password(session: AsyncSession, token_sha256: str, password_hash: str, *, at: datetime) -> AccountRow:
    """Use the link up and set the password, which confirms the address too; RuleBroken `link_used`."""
    subject = await use_link(session, LinkPurpose.STAFF_PASSWORD, token_sha256, at=at)
    if subject is None:
        raise RuleBroken("link_used")
    account = await session.get_one(AccountRow, UUID(subject))
    account.password_hash = password_hash
    holder = func.lower(col(AccountRow.email)) == account.email.lower()
    others = holder & col(AccountRow.email_confirmed_at).is_not(None) & (col(AccountRow.id) != account.id)
    if (await session.execute(select(col(AccountRow.id)).where(others))).first() is None:
        account.email_confirmed_at = account.email_confirmed_at or at
    return account


async def _user_name_is_taken(session: AsyncSession, username: str) -> bool:
    held = select(col(AccountRow.id)).where(func.lower(col(AccountRow.username)) == username)
    asked = select(col(RegistrationRow.id)).where(
        col(RegistrationRow.username) == username, col(RegistrationRow.status).in_(NOT_FINISHED)
    )
    return bool((await session.execute(select(or_(held.exists(), asked.exists())))).scalar_one())


async def _address_is_taken(session: AsyncSession, email: str) -> bool:
    """Tell whether a mailbox opens a cabinet or is another member of the staff's; a claim to it does not count."""
    is_held = col(AccountRow.email_confirmed_at).is_not(None) | col(AccountRow.role).is_(None)
    query = select(col(AccountRow.id)).where(func.lower(col(AccountRow.email)) == email.lower(), is_held)
    return (await session.execute(query.limit(1))).first() is not None
