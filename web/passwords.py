"""Argon2id passwords, and the accounts of court staff by user name; an unknown name costs as much as a wrong one."""

import asyncio

from argon2.exceptions import InvalidHashError, VerifyMismatchError
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from activities.passwords import HASHER
from models.tables.accounts import AccountRow

# checked when there is no such user, so that the answer takes as long
_NOBODY = HASHER.hash("nobody's password, made anew at each start")


async def password_matches(stored: str | None, password: str) -> bool:
    """Tell whether a password is right; `stored` is None when there is no such user."""
    return await asyncio.to_thread(_verify, stored or _NOBODY, password) and stored is not None


async def hashed(password: str) -> str:
    """Return what is stored of a password: a PHC string (Argon2id)."""
    return await asyncio.to_thread(HASHER.hash, password)


async def staff_account(db: AsyncSession, username: str) -> AccountRow | None:
    """Return the staff's account of a user name; a litigant's is none: their own door asks for more."""
    query = select(AccountRow).where(col(AccountRow.username) == username, col(AccountRow.role).is_(None))
    return (await db.execute(query)).scalar_one_or_none()


def _verify(stored: str, password: str) -> bool:
    try:
        return HASHER.verify(stored, password)
    except (VerifyMismatchError, InvalidHashError):
        return False
