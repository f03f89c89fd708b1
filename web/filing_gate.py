"""Nobody files before the court knows where to reach him: told on every try, exactly what is missing (PRO-1)."""

from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlencode

from fastapi import Depends, Request

from models.domain.contact import Detail
from models.tables.accounts import AccountRow
from web.deps import RequireLitigant, deps_of
from web.pages.profile import missing_of
from web.sessions import User


@dataclass(frozen=True)
class DetailsMissingPage:
    """What is missing, and the way to the profile and back."""

    missing: tuple[Detail, ...]
    profile: str


class DetailsMissingError(Exception):
    """The person may not file yet."""

    def __init__(self, page: DetailsMissingPage) -> None:
        """Keep what is to be shown."""
        super().__init__(", ".join(page.missing))
        self.page = page


async def may_file(request: Request, user: RequireLitigant) -> User:
    """Let a person through whose details are complete; DetailsMissingError for others."""
    async with deps_of(request).sessions_aside() as session:
        missing = missing_of(await session.get_one(AccountRow, user.account_id))
    if missing:
        # A confirmation is come back to at the page it is sent from.
        way_back = request.url.path.removesuffix("confirm") + "check" * request.url.path.endswith("/confirm")
        raise DetailsMissingError(DetailsMissingPage(missing, f"/profile?{urlencode({'next': way_back})}"))
    return user


MayFile = Annotated[User, Depends(may_file)]
