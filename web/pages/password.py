"""The pages of signing in with a password and of changing it."""

from dataclasses import dataclass
from typing import Any

from fastapi import Request
from sqlalchemy.ext.asyncio import AsyncSession

from models.tables.accounts import AccountRow
from web.forms.reading import Reading, filled
from web.password_changes import is_proven


@dataclass(frozen=True)
class LoginPage:
    """The door of user name and password; `said` is what has just happened."""

    form: Reading[Any]
    said: str = ""


@dataclass(frozen=True)
class ChangePage:
    """A new password: what else is asked depends on how the person came in and on what the account has."""

    form: Reading[Any]
    asks_old: bool
    asks_user_name: bool
    user_name: str
    may_change: bool


async def change_page(
    db: AsyncSession, request: Request, account: AccountRow, form: Reading[Any] | None = None
) -> ChangePage:
    """Return the page; passwords typed before are not sent back."""
    has_password, proven = account.password_hash is not None, await is_proven(db, request)
    return ChangePage(
        form or filled(),
        asks_old=has_password and not proven,
        asks_user_name=not has_password,
        user_name=account.username or "",
        may_change=has_password or proven,
    )
