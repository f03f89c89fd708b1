"""Inquiries at the registers: one exact match or nothing, each written down with its legal ground (INQ-1, INQ-2)."""

import re
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from sqlalchemy.ext.asyncio import AsyncSession

from activities.party_checks import GROUND
from models.register_ports import RegisteredOrganisation, RegisteredPerson
from models.tables.inquiries import InquiryKind, RegisterInquiryRow
from web.deps import NotYoursError, WebDeps
from web.drafts import open_draft
from web.forms.inquiries import DocumentForm, FinForm, InquiryWay, OrganisationForm, PersonForm
from web.forms.reading import FormInput
from web.rate_limits import Limit
from web.sessions import User, now

OWN_GROUND = "MPM 149; iddia ərizəsinin hazırlanması"
PARTY_PAGE = re.compile(
    r"/claims/(?P<claim>[0-9a-f-]{36})/parties/([0-9a-f-]{36}/identity|new\?role=[a-z_]+&person=[a-z_]+)"
)
Registered = tuple[RegisteredPerson, ...] | tuple[RegisteredOrganisation, ...]


@dataclass(frozen=True)
class Answer:
    """What the asker is told: a number and whose it is, or nothing at all."""

    number: str = ""
    name: str = ""
    fin: str = ""


def limit_of(deps: WebDeps) -> Limit:
    """Return how many inquiries one account and one network address may make."""
    config = deps.settings
    return Limit(config.inquiries_per_account, 3 * config.inquiries_per_account, config.inquiries_window)


async def ground_of(db: AsyncSession, user: User, to: str) -> str:
    """Return the legal ground of an inquiry for the party page `to`, or of one by itself when there is no such page.

    NotYoursError when the page is none of this person's drafts.
    """
    if not to:
        return OWN_GROUND
    page = PARTY_PAGE.fullmatch(to)
    if page is None:
        raise NotYoursError
    return GROUND.format(number=(await open_draft(db, page["claim"], user)).claim.number)


async def inquire(
    db: AsyncSession, deps: WebDeps, user: User, *, kind: InquiryWay, asked: FormInput, ground: str
) -> Answer:
    """Ask the register and write it down in the caller's transaction; several matches are told like none.

    OutsideUnavailableError when the register does not answer.
    """
    found = await _ask(deps, kind, asked, ground)
    answer = _answer(found[0]) if len(found) == 1 else Answer()
    row = RegisterInquiryRow(
        id=uuid4(),
        at=now(),
        account_id=user.account_id,
        about_fin=answer.fin,
        about_voen="" if kind is InquiryWay.CARD else answer.number,
        kind=InquiryKind.IDENTITY_CARD if kind is InquiryWay.CARD else InquiryKind.VOEN,
        ground=ground,
        found=bool(answer.number),
    )
    db.add(row)
    return answer


async def _ask(deps: WebDeps, kind: InquiryWay, asked: FormInput, ground: str) -> Registered:
    match asked:
        case PersonForm() if kind is InquiryWay.CARD:
            return await deps.population.by_name(asked.sought, ground=ground)
        case PersonForm():
            return await deps.tax.entrepreneurs_by_name(asked.sought, ground=ground)
        case DocumentForm():
            return await deps.tax.entrepreneurs_by_document(asked.document, ground=ground)
        case FinForm():
            return await deps.tax.entrepreneurs_by_fin(asked.fin, ground=ground)
        case OrganisationForm():
            return await deps.tax.by_name(asked.organisation, ground=ground)
        case unknown:
            raise TypeError(f"no register answers {type(unknown).__name__}")


def _answer(found: Any) -> Answer:
    match found:
        case RegisteredPerson():
            return Answer(found.document, f"{found.surname} {found.name} {found.patronymic}", found.fin)
        case RegisteredOrganisation():
            # A closed organisation is no party; a legal entity's head is not the one who was asked about.
            fin = found.director_fin if found.is_entrepreneur else ""
            return Answer(found.voen, found.name, fin) if found.active else Answer()
        case unknown:
            raise TypeError(f"no register knows {type(unknown).__name__}")
