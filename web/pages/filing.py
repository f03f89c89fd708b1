"""One filing on the clerk's desk: everything to decide on, and the grounds on which it may be returned or refused."""

from dataclasses import dataclass, replace
from operator import attrgetter
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from activities.court_decisions import silence_accepts
from models.domain.applications import DECLINABLE, ApplicationKind
from models.domain.claim_status import Act
from models.domain.grounds import REFUSAL_GROUNDS, RETURN_GROUNDS, Ground
from web.deps import WebDeps
from web.forms.reading import Reading
from web.opening import Opened
from web.pages.checklist import Check, checklist
from web.pages.claim import ClaimPage, claim_page
from web.pages.claim_content import frozen_content
from web.pages.desk_side import DeskSide, desk_side, desk_steps
from web.pages.exemption import ExemptionAsked, exemption_asked
from web.pages.return_places import PlaceGroup, ground_words, place_groups


@dataclass(frozen=True)
class GroundChoice:
    """One ground of MPM 152.1 or 153.2."""

    code: str
    text: str
    article: str


@dataclass(frozen=True)
class FilingPage:
    """The filing, how it lies on the desk, and the decision to be taken; `form` is that of its page."""

    filing: ClaimPage
    desk: DeskSide
    checks: tuple[Check, ...]
    may_decide: bool
    deems: bool  # at this court, silence over the term counts as acceptance
    grounds: tuple[GroundChoice, ...]
    refusals: tuple[GroundChoice, ...]  # none for a kind of application that is not refused by MPM 153.2
    places: tuple[PlaceGroup, ...]
    exemption: ExemptionAsked | None  # to be decided on before the claim can be accepted
    form: Reading[Any]


async def filing_page(db: AsyncSession, deps: WebDeps, opened: Opened, form: Reading[Any]) -> FilingPage:
    """Return a filing of the clerk's court; a waiting one is opened for the clerk unless a colleague has it."""
    page = await claim_page(db, deps, opened)
    history = sorted((*page.timeline, *await desk_steps(db, opened.row.id)), key=attrgetter("at"))
    desk = await desk_side(db, opened, idle=deps.settings.desk_idle)
    may_decide = Act.ACCEPT in opened.acts and desk.resting is None and not desk.is_held
    return FilingPage(
        replace(page, timeline=tuple(history)),
        desk,
        await checklist(db, opened, page),
        may_decide,
        silence_accepts(opened.row.court_id, deps.settings.deemed_accepted_courts),
        _choices(RETURN_GROUNDS),
        _choices(REFUSAL_GROUNDS) if await _kind_of(db, opened) in DECLINABLE else (),
        place_groups(form),
        await exemption_asked(db, opened),
        form,
    )


async def _kind_of(db: AsyncSession, opened: Opened) -> ApplicationKind:
    return ApplicationKind((await frozen_content(db, opened))["kind"])


def _choices(grounds: tuple[Ground, ...]) -> tuple[GroundChoice, ...]:
    return tuple(GroundChoice(ground.code, ground_words(ground), ground.article) for ground in grounds)
