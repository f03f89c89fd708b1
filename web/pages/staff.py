"""The pages by which somebody comes to work here: the owner's form, and the page behind the mailed link."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from web.forms.reading import Reading
from web.pages.court import Choice
from web.pages.owner import courts, roles


@dataclass(frozen=True)
class NewStaffPage:
    """The form of a new member of the staff."""

    form: Reading[Any]
    roles: tuple[Choice, ...]
    courts: tuple[Choice, ...]


@dataclass(frozen=True)
class StaffPasswordPage:
    """The choice of a password by the one to whom the letter went."""

    form: Reading[Any]
    user_name: str


async def new_staff_page(db: AsyncSession, form: Reading[Any]) -> NewStaffPage:
    """Return the form with the roles and courts there are."""
    return NewStaffPage(form, roles(), await courts(db))
