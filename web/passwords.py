"""Argon2id passwords of court staff; an unknown user name costs as much as a wrong password."""

import asyncio

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

_hasher = PasswordHasher()  # RFC 9106, low-memory profile
# checked when there is no such user, so that the answer takes as long
_NOBODY = _hasher.hash("nobody's password, made anew at each start")


async def hash_password(password: str) -> str:
    """Return the PHC string to store; slow on purpose, so off the event loop."""
    return await asyncio.to_thread(_hasher.hash, password)


async def password_matches(stored: str | None, password: str) -> bool:
    """Tell whether a password is right; `stored` is None when there is no such user."""
    return await asyncio.to_thread(_verify, stored or _NOBODY, password) and stored is not None


def _verify(stored: str, password: str) -> bool:
    try:
        return _hasher.verify(stored, password)
    except (VerifyMismatchError, InvalidHashError):
        return False
