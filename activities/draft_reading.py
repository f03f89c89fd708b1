"""Reads a draft's frozen content back as the domain's values: its parties, its attachments, its fee."""

from datetime import datetime
from decimal import Decimal

from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from activities.drafts import Content
from models.domain.applications import ApplicationKind
from models.domain.attachments import Attachment, DocumentKind
from models.domain.fees import Fee, FeeBasis, fee_for
from models.domain.parties import FILING_SIDE, NATURAL, Party, PartyRole, PersonType, SigningWay
from models.tables.claims import ClaimRow
from models.tables.reference import CourtRow

_NOT_A_PARTYS = frozenset({"id", "role", "person", "signing"})


def parties_of(content: Content) -> tuple[Party, ...]:
    """Return the parties in their order."""
    return tuple(
        Party(
            role=PartyRole(party["role"]),
            person=PersonType(party["person"]),
            signing=SigningWay(party["signing"]) if party["signing"] else None,
            **{field: value for field, value in party.items() if field not in _NOT_A_PARTYS},
        )
        for party in content["parties"]
    )


def attachments_of(content: Content) -> tuple[Attachment, ...]:
    """Return the attachments in their order."""
    return tuple(
        Attachment(attachment["name"], attachment["size"], DocumentKind(attachment["kind"]))
        for attachment in content["attachments"]
    )


def value_of(content: Content) -> Decimal | None:
    """Return the claim value in AZN, None when the claim is not valued."""
    return Decimal(content["value"]) if content["value"] is not None else None


async def fee_of(session: AsyncSession, content: Content, *, filer_fin: str, at: datetime) -> Fee | None:
    """Return the state fee of a content as reckoned at a moment; None while court or kind is not chosen.

    The tenth of art. 9 is for natural persons whose first electronic filing this is: no earlier claim of the filer was
    sent before `at`. RuleBroken `claim_value_not_positive` as in the domain.
    """
    court = await session.get(CourtRow, content["court_id"])
    if court is None or not content["kind"]:
        return None
    filing = [party.person for party in parties_of(content) if party.role in FILING_SIDE]
    return fee_for(
        FeeBasis(
            kind=ApplicationKind(content["kind"]),
            court=court.kind,
            value=value_of(content),
            natural_person=bool(filing) and set(filing) <= NATURAL,
            own_dwelling=content["is_dwelling"],
            first_e_filing=not await _sent_before(session, filer_fin, content["claim_id"], at),
        )
    )


async def _sent_before(session: AsyncSession, fin: str, claim_id: str, at: datetime) -> bool:
    own = (col(ClaimRow.filer_fin) == fin) & (col(ClaimRow.voen) == "")  # what he filed for others is not his
    sent = exists().where(own, col(ClaimRow.sent_at) < at, col(ClaimRow.id) != claim_id)
    return bool((await session.execute(select(sent))).scalar_one())
