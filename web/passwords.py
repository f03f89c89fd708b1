"""Argon2id passwords, and the accounts of court staff by user name; an unknown name costs as much as a wrong one."""

import asyncio

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from models.domain.roles import Role
from models.tables.accounts import AccountRow

_hasher = PasswordHasher()  # RFC 9106, low-memory profile
# checked when there is no such user, so that the answer takes as long
_NOBODY = _hasher.hash("nobody's password, made anew at each start")


async def password_matches(stored: str | None, password: str) -> bool:
    """Tell whether a password is right; `stored` is None when there is no such user."""
    return await asyncio.to_thread(_verify, stored or _NOBODY, password) and stored is not None


async def hashed(password: str) -> str:
    """Return what is stored of a password: a PHC string (Argon2id)."""
    return await asyncio.to_thread(_hasher.hash, password)


async def staff_account(db: AsyncSession, username: str) -> AccountRow | None:
    """Return the account of a member of staff; litigants have a door of their own."""
    query = select(AccountRow).where(col(AccountRow.username) == username, col(AccountRow.role) != Role.LITIGANT)
    return (await db.execute(query)).scalar_one_or_none()


def _verify(stored: str, password: str) -> bool:
    try:
        return _hasher.verify(stored, password)
    except (VerifyMismatchError, InvalidHashError):
        return False
