"""Sets passwords: by a mailed link, or by the person who is signed in; either ends the other sessions (ID-11)."""

from uuid import UUID, uuid4

from fastapi import Request
from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from activities.mailed_links import token_sha256, use_link
from models.domain.errors import RuleBroken
from models.domain.letters import LetterKind, LinkPurpose
from models.domain.passwords import normal_password, parse_user_name
from models.messages.registration import LetterOrder
from models.tables.accounts import AccountRow
from models.tables.sessions import WebSessionRow
from web.passwords import hashed, password_matches
from web.person_commands import PersonCommands
from web.sessions import cookie_hash, now
from web.visit import visit_of


async def is_proven(db: AsyncSession, request: Request) -> bool:
    """Tell whether the person came in by a strong sign-in."""
    session = await db.get(WebSessionRow, cookie_hash(visit_of(request).cookie or ""))
    return session is not None and session.proven_at is not None


async def set_by_link(db: AsyncSession, token: str, password: str, *, persons: PersonCommands) -> None:
    """Use the link up and set the password; every session ends. RuleBroken `link_used`."""
    subject = await use_link(db, LinkPurpose.NEW_PASSWORD, token_sha256(token), at=now())
    if subject is None:
        raise RuleBroken("link_used")
    account = await db.get_one(AccountRow, UUID(subject))
    await _set(db, account, await hashed(password), kept="", persons=persons)


async def change(
    db: AsyncSession, request: Request, account: AccountRow, *, password: str, user_name: str, persons: PersonCommands
) -> None:
    """Set the password of the person who is signed in; every other session ends."""
    if await is_proven(db, request):
        account.password_proven_at = now()
    stored = await hashed(password)
    account.username = user_name
    await _set(db, account, stored, kept=cookie_hash(visit_of(request).cookie or ""), persons=persons)


async def check_old_password(account: AccountRow, old: str) -> None:
    """RuleBroken `old_password_wrong` unless it is the account's password."""
    if not await password_matches(account.password_hash, normal_password(old)):
        raise RuleBroken("old_password_wrong")


async def first_user_name(db: AsyncSession, typed: str) -> str:
    """Return a user name for an account that has none; RuleBroken `user_name_format` or `user_name_taken`."""
    name = parse_user_name(typed)
    taken = select(func.count()).select_from(AccountRow).where(func.lower(col(AccountRow.username)) == name)
    if (await db.execute(taken)).scalar_one():
        raise RuleBroken("user_name_taken")
    return name


async def _set(db: AsyncSession, account: AccountRow, stored: str, *, kept: str, persons: PersonCommands) -> None:
    account.password_hash = stored
    others = (col(WebSessionRow.account_id) == account.id) & (col(WebSessionRow.id) != kept)
    await db.execute(delete(WebSessionRow).where(others))
    await db.flush()
    # Before the commit: rather a letter about a change that did not come about than a change nobody is told of.
    letter = LetterOrder(str(uuid4()), LetterKind.PASSWORD_CHANGED, now(), account_id=str(account.id))
    await persons.send_letter(letter)
