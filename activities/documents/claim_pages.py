"""Turns the frozen content of a filing into the document that is printed, previewed and signed."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from activities.documents.claim_document import ClaimDocument, DocumentAttachment, DocumentFeeLine, DocumentParty
from activities.documents.printed_words import (
    DOCUMENTS,
    KINDS,
    PARTY_FIELDS,
    REGISTER_SILENT,
    ROLES,
    STATEMENTS,
    fee_line_words,
)
from activities.draft_reading import attachments_of, fee_of, parties_of, value_of
from activities.drafts import Content
from models.domain.applications import ApplicationKind
from models.domain.exemptions import exemption
from models.domain.fee_cover import FeeWay
from models.domain.fees import Fee, exempt
from models.domain.filing_side import co_signers
from models.domain.parties import FILING_SIDE, WAITING, Party, PartyRole
from models.tables.claims import ClaimRow
from models.tables.drafts import DraftRow
from models.tables.reference import CategoryRow, CourtRow

BAKU = ZoneInfo("Asia/Baku")
_AGAINST = frozenset({PartyRole.DEFENDANT, PartyRole.DEBTOR, PartyRole.INTERESTED_PERSON})


async def claim_document_of(session: AsyncSession, content: Content, *, base_url: str, at: datetime) -> ClaimDocument:
    """Return what is printed of a content, dated `at` (aware UTC) as a day in Baku.

    Works for a draft that is still edited too: what is not chosen yet is left out.
    """
    claim = await session.get_one(ClaimRow, content["claim_id"])
    draft = await session.get_one(DraftRow, content["claim_id"])
    parties, day = parties_of(content), at.astimezone(BAKU).date()
    fee = _after_exemption(await fee_of(session, content, filer_fin=claim.filer_fin, at=at), draft)
    return ClaimDocument(
        language="az",
        number=claim.number,
        court=await _court_name(session, content["court_id"]),
        kind=KINDS[ApplicationKind(content["kind"])] if content["kind"] else "",
        category=await _category_name(session, content["category_id"]),
        claimants=_printed((party for party in parties if party.role in FILING_SIDE), day=day),
        defendants=_printed((party for party in parties if party.role in _AGAINST), day=day),
        others=_printed((party for party in parties if party.role not in FILING_SIDE | _AGAINST), day=day),
        heading=content["heading"],
        text=content["body"],
        dated=day,
        check_url=f"{base_url}/check/{claim.number}",
        value=value_of(content),
        fee_lines=_fee_lines(fee),
        fee_total=fee.amount if fee else None,
        receipt=_receipt(content, claim, draft),
        exemption=exemption(draft.exemption_code).az if draft.fee_way is FeeWay.EXEMPT else "",
        interim_measures=content["interim_measures"],
        attachments=_attachments(content),
        declarations=STATEMENTS,
        signers=_signers(parties),
    )


def full_name(party: Party) -> str:
    """Return the name by which the court calls a party: surname first for people."""
    return " ".join(part for part in (party.surname, party.name, party.patronymic) if part)


def _printed(parties: Iterable[Party], *, day: date) -> tuple[DocumentParty, ...]:
    return tuple(DocumentParty(ROLES[party.role], _rows(party, day)) for party in parties)


def _rows(party: Party, day: date) -> tuple[tuple[str, str], ...]:
    # The name of an organisation is the tax register's to tell: while it is silent the VÖEN names it.
    named = ("Soyadı, adı" if party.surname else "Adı", full_name(party) or f"VÖEN {party.voen}")
    known = ((label, str(getattr(party, field))) for field, label in PARTY_FIELDS)
    # An organisation's FİN is its head's: it calls him to sign and is not printed.
    printed = ((label, value) for label, value in known if value and not (label == "FİN" and party.voen))
    silent = (("Reyestr yoxlaması", REGISTER_SILENT.format(day=f"{day:%d.%m.%Y}")),)
    return (named, *printed, *(silent if party.register_remark == WAITING else ()))


def _fee_lines(fee: Fee | None) -> tuple[DocumentFeeLine, ...]:
    return tuple(DocumentFeeLine(fee_line_words(line), line.amount) for line in fee.lines) if fee else ()


def _after_exemption(fee: Fee | None, draft: DraftRow) -> Fee | None:
    if fee is None or draft.fee_way is not FeeWay.EXEMPT or fee.amount == Decimal(0):
        return fee
    reason = exemption(draft.exemption_code)
    return exempt(fee, code=reason.code, article=reason.article)


def _receipt(content: Content, claim: ClaimRow, draft: DraftRow) -> str:
    """The claim's own row knows the receipt of a confirmed version; a draft shows the one that was given."""
    if claim.version == content["version"]:
        return claim.receipt_number
    return draft.receipt_number if draft.fee_way is FeeWay.RECEIPT else ""


def _attachments(content: Content) -> tuple[DocumentAttachment, ...]:
    return tuple(
        DocumentAttachment(attachment.name, DOCUMENTS[attachment.kind], attachment.size, stored["sha256"])
        for attachment, stored in zip(attachments_of(content), content["attachments"], strict=True)
    )


def _signers(parties: tuple[Party, ...]) -> tuple[str, ...]:
    filer = [party for party in parties if party.is_filer]
    return tuple(dict.fromkeys(full_name(party) for party in (*filer[:1], *co_signers(parties))))


async def _court_name(session: AsyncSession, court_id: str) -> str:
    court = await session.get(CourtRow, court_id)
    return court.name_az if court else ""


async def _category_name(session: AsyncSession, category_id: str) -> str:
    category = await session.get(CategoryRow, category_id)
    if category is None:
        return ""
    parent = await session.get(CategoryRow, category.parent_id) if category.parent_id else None
    return f"{parent.name_az}: {category.name_az}" if parent else category.name_az
