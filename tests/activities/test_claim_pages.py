"""What is signed is what was typed: the printed filing shows the frozen content in the court's words."""

from decimal import Decimal

from activities.documents.claim_pages import claim_document_of
from activities.documents.rendering import render_claim
from activities.drafts import content_of
from activities.reference import seed_reference
from models.db import Sessions
from models.domain.claim_status import ClaimStatus
from models.domain.fee_cover import FeeWay
from models.tables.claims import ClaimRow
from models.tables.drafts import DraftRow
from tests.builders import COURT, LALA, RASHAD, a_draft, at


async def a_claim(sessions: Sessions, number: str, *, filer: str = LALA, sent: str = "") -> str:
    async with sessions.begin() as session:
        await seed_reference(session)
    claim_id = await a_draft(sessions, court_id=COURT, filer=filer, co_claimants=(RASHAD,))
    async with sessions.begin() as session:
        row = ClaimRow(
            id=claim_id, number=number, filer_fin=filer, status=ClaimStatus.DRAFT, revision=1, opened_at=at(),
            updated_at=at(), sent_at=at(sent) if sent else None,
        )  # fmt: skip
        session.add(row)
    return claim_id


async def test_a_printed_filing_names_court_parties_and_the_fee_line_by_line(sessions: Sessions) -> None:
    claim_id = await a_claim(sessions, "ƏR-2026-000001")
    async with sessions() as session:
        content = await content_of(session, claim_id)
        document = await claim_document_of(session, content, base_url="https://divan.example", at=at())
    assert document.court == "Bakı şəhəri Nəsimi Rayon Məhkəməsi"
    assert document.kind == "İddia ərizəsi"
    assert [party.role for party in document.claimants] == ["İddiaçı", "İddiaçı"]
    assert document.defendants[0].rows[0] == ("Soyadı, adı", "Əhmədov Kamran")
    assert document.signers == ("Nağıyeva Lalə", "Quliyev Rəşad")
    assert sum((line.amount for line in document.fee_lines), Decimal(0)) == document.fee_total == Decimal("114.48")
    assert document.check_url == "https://divan.example/check/ƏR-2026-000001"
    assert render_claim(document).startswith(b"%PDF-1.7")


async def test_the_tenth_is_taken_off_only_for_the_first_filing_that_was_sent(sessions: Sessions) -> None:
    await a_claim(sessions, "ƏR-2026-000002", filer="4TM5Z8B", sent="2026-11-01T08:00:00+00:00")
    claim_id = await a_claim(sessions, "ƏR-2026-000003", filer="4TM5Z8B")
    async with sessions() as session:
        content = await content_of(session, claim_id)
        document = await claim_document_of(session, content, base_url="", at=at())
        before = await claim_document_of(session, content, base_url="", at=at("2026-10-01T08:00:00+00:00"))
    assert (document.fee_total, before.fee_total) == (Decimal("127.20"), Decimal("114.48"))


async def test_an_exemption_is_printed_with_its_ground_and_nothing_to_pay(sessions: Sessions) -> None:
    claim_id = await a_claim(sessions, "ƏR-2026-000004")
    async with sessions.begin() as session:
        draft = await session.get_one(DraftRow, claim_id)
        draft.fee_way, draft.exemption_code = FeeWay.EXEMPT, "alimony"
    async with sessions() as session:
        document = await claim_document_of(session, await content_of(session, claim_id), base_url="", at=at())
    assert document.exemption.startswith("Alimentin tutulması")
    assert document.fee_total == Decimal(0)
