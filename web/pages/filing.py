"""One filing on the clerk's desk: everything to decide on, and the grounds on which it may be returned."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from models.domain.claim_status import Act
from models.domain.grounds import RETURN_GROUNDS
from web.deps import WebDeps
from web.forms.reading import Reading
from web.opening import Opened
from web.pages.claim import ClaimPage, claim_page, ground_words


@dataclass(frozen=True)
class GroundChoice:
    """One ground of MPM 152.1."""

    code: str
    text: str
    article: str


@dataclass(frozen=True)
class FilingPage:
    """The filing and the decision to be taken; `form` is that of the return."""

    filing: ClaimPage
    may_decide: bool
    grounds: tuple[GroundChoice, ...]
    form: Reading[Any]


async def filing_page(db: AsyncSession, deps: WebDeps, opened: Opened, form: Reading[Any]) -> FilingPage:
    """Return a filing of the clerk's court."""
    grounds = tuple(GroundChoice(ground.code, ground_words(ground), ground.article) for ground in RETURN_GROUNDS)
    return FilingPage(await claim_page(db, deps, opened), Act.ACCEPT in opened.acts, grounds, form)
