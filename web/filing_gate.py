"""Nobody files before the court knows who he is (ID-5) and where to reach him (PRO-1): told on every try."""

from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlencode

from fastapi import Depends, Request

from models.domain.contact import Detail
from models.tables.accounts import AccountRow
from web.deps import RequireLitigant, deps_of
from web.identity_applications import is_proven
from web.pages.profile import missing_of
from web.sessions import User


@dataclass(frozen=True)
class DetailsMissingPage:
    """What is missing, and the way to the profile and back."""

    missing: tuple[Detail, ...]
    profile: str


class IdentityUnprovenError(Exception):
    """The person may not file yet: nobody has confirmed who he is."""


class DetailsMissingError(Exception):
    """The person may not file yet: the court could not reach him."""

    def __init__(self, page: DetailsMissingPage) -> None:
        """Keep what is to be shown."""
        super().__init__(", ".join(page.missing))
        self.page = page


async def may_file(request: Request, user: RequireLitigant) -> User:
    """Let a person through whose identity is confirmed and whose details are complete.

    IdentityUnprovenError or DetailsMissingError for others.
    """
    async with deps_of(request).sessions_aside() as session:
        account = await session.get_one(AccountRow, user.account_id)
    if not is_proven(account):
        raise IdentityUnprovenError
    if missing := missing_of(account):
        # A confirmation is come back to at the page it is sent from.
        way_back = request.url.path.removesuffix("confirm") + "check" * request.url.path.endswith("/confirm")
        raise DetailsMissingError(DetailsMissingPage(missing, f"/profile?{urlencode({'next': way_back})}"))
    return user


MayFile = Annotated[User, Depends(may_file)]
