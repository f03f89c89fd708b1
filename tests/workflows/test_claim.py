"""A claim's life as the court sees it, with weeks passing in milliseconds."""

import asyncio
import uuid
from collections import Counter
from dataclasses import replace

import pytest
from sqlalchemy import func, select
from sqlmodel import col

from models.domain.claim import Delete, Refuse, Sign, Withdraw
from models.domain.claim_status import Act, ClaimStatus
from models.domain.court_decision import Accept, Return
from models.domain.effects import NoticeKind
from models.domain.errors import RuleBroken
from models.tables.claims import ClaimSignerRow, CourtCaseRow, ReceiptUseRow
from models.tables.notices import NoticeRow
from models.tables.register import RegisterLineRow
from tests.builders import LALA, RASHAD, a_receipt, at, clerk, confirming, litigant
from tests.workflows.conftest import Court
from tests.workflows.reading import acts, row, rows


async def confirmed(court: Court, *, co_claimants: tuple[str, ...] = (), receipt: str = "") -> str:
    claim_id = await court.open_draft(co_claimants=co_claimants)
    act = await confirming(court.sessions, claim_id, receipt=receipt, co_claimants=co_claimants)
    await court.act(claim_id, replace(act, at=court.now()))
    return claim_id


async def signed(court: Court, claim_id: str, fin: str = LALA) -> None:
    version = (await row(court, claim_id)).version
    await court.act(claim_id, Sign(litigant(fin), court.now(), version, uuid.uuid4().hex))


async def sent(court: Court, *, receipt: str = "") -> str:
    claim_id = await confirmed(court, receipt=receipt)
    await signed(court, claim_id)
    return claim_id


async def test_two_claimants_sign_and_the_court_accepts(court: Court) -> None:
    claim_id = await confirmed(court, co_claimants=(RASHAD,))
    await signed(court, claim_id)
    assert (await row(court, claim_id)).status is ClaimStatus.PARTIALLY_SIGNED
    await signed(court, claim_id, RASHAD)
    before = await row(court, claim_id)
    assert before.status is ClaimStatus.SENT
    assert before.decide_by is not None
    view = await court.act(claim_id, Accept(clerk(court.court_id), court.now(), exemption_recognised=True))
    assert await court.handle(claim_id).result() is ClaimStatus.ACCEPTED
    assert view.case_number.startswith("e-2(")
    assert [case.number for case in await rows(court, CourtCaseRow, claim_id)] == [view.case_number]
    assert await acts(court, claim_id) == [Act.OPEN, Act.CONFIRM, Act.SIGN, Act.SEND, Act.ACCEPT]


async def test_co_claimants_stand_in_the_list_only_after_the_filer_signed(court: Court) -> None:
    claim_id = await confirmed(court, co_claimants=(RASHAD,))
    before = {signer.fin: signer.called_at for signer in await rows(court, ClaimSignerRow, claim_id)}
    assert before[RASHAD] is None
    await signed(court, claim_id)
    after = {signer.fin: signer.called_at for signer in await rows(court, ClaimSignerRow, claim_id)}
    assert after[RASHAD] is not None
    kinds = [(notice.kind, notice.fin) for notice in await rows(court, NoticeRow, claim_id)]
    assert (NoticeKind.SIGNATURE_AWAITED, RASHAD) in kinds


async def test_returned_claim_frees_its_receipt(court: Court) -> None:
    receipt = await a_receipt(court.sessions)
    claim_id = await sent(court, receipt=receipt)
    await court.act(
        claim_id, Return(clerk(court.court_id), court.now(), "form_or_content", "Ərizə MPM 149-a uyğun deyil")
    )
    uses = await rows(court, ReceiptUseRow, claim_id)
    assert [use.released_at is not None for use in uses] == [True]
    assert (await row(court, claim_id)).reason_code == "form_or_content"


async def test_one_receipt_serves_one_of_two_claims_at_once(court: Court) -> None:
    receipt = await a_receipt(court.sessions)
    claims = [await court.open_draft(), await court.open_draft()]
    confirms = [await confirming(court.sessions, claim_id, receipt=receipt) for claim_id in claims]
    answers = await asyncio.gather(
        *(court.act(claim_id, act) for claim_id, act in zip(claims, confirms, strict=True)), return_exceptions=True
    )
    refused = [answer for answer in answers if isinstance(answer, RuleBroken)]
    assert [refusal.code for refusal in refused] == ["receipt_taken"]
    assert sorted([(await row(court, claim_id)).status for claim_id in claims]) == [
        ClaimStatus.CONFIRMED,
        ClaimStatus.DRAFT,
    ]


async def test_a_refusal_by_a_co_claimant_ends_the_claim_and_tells_everyone(court: Court) -> None:
    receipt = await a_receipt(court.sessions)
    claim_id = await confirmed(court, co_claimants=(RASHAD,), receipt=receipt)
    await signed(court, claim_id)
    await court.act(claim_id, Refuse(litigant(RASHAD), court.now(), "Razı deyiləm"))
    assert await court.handle(claim_id).result() is ClaimStatus.REFUSED
    told = {n.fin for n in await rows(court, NoticeRow, claim_id) if n.kind is NoticeKind.CLAIM_REFUSED}
    assert told == {LALA, RASHAD}
    assert [use.released_at is not None for use in await rows(court, ReceiptUseRow, claim_id)] == [True]


async def test_a_double_click_is_one_act(court: Court) -> None:
    claim_id = await court.open_draft()
    act = await confirming(court.sessions, claim_id)
    first, second = await asyncio.gather(*(court.act(claim_id, act, nonce="same") for _ in range(2)))
    assert first == second
    assert await acts(court, claim_id) == [Act.OPEN, Act.CONFIRM]


async def test_a_draft_changed_in_another_tab_is_not_confirmed(court: Court) -> None:
    claim_id = await court.open_draft()
    act = await confirming(court.sessions, claim_id)
    with pytest.raises(RuleBroken, match="draft_changed"):
        await court.act(claim_id, replace(act, content_sha256="0" * 64))
    assert (await row(court, claim_id)).status is ClaimStatus.DRAFT


async def test_taking_back_a_confirmed_claim_frees_the_receipt_and_opens_a_new_version(court: Court) -> None:
    receipt = await a_receipt(court.sessions)
    claim_id = await confirmed(court, receipt=receipt)
    await court.act(claim_id, Withdraw(litigant(), court.now()))
    again = await confirming(court.sessions, claim_id, receipt=receipt)
    assert again.version == (await row(court, claim_id)).version + 1
    await court.act(claim_id, again)
    held = [use for use in await rows(court, ReceiptUseRow, claim_id) if use.released_at is None]
    assert len(held) == 1


async def test_nobody_else_can_act(court: Court) -> None:
    claim_id = await sent(court)
    with pytest.raises(RuleBroken, match="not_yours"):
        await court.act(claim_id, Accept(clerk("another-court"), at()))
    with pytest.raises(RuleBroken, match="cannot_delete_when_sent"):
        await court.act(claim_id, Delete(litigant(), at()))


async def test_awaited_signers_are_reminded_on_day_3_7_14_and_then_weekly(court: Court) -> None:
    claim_id = await confirmed(court, co_claimants=(RASHAD,))
    await signed(court, claim_id)
    for day, reminders in ((2.9, 0), (0.2, 1), (4, 2), (7, 3), (7, 4), (7, 5)):
        await court.days_later(claim_id, day)
        assert (await acts(court, claim_id)).count(Act.REMIND) == reminders
    told = [n.fin for n in await rows(court, NoticeRow, claim_id) if n.kind is NoticeKind.SIGNATURE_REMINDER]
    assert told == [RASHAD] * 5
    await signed(court, claim_id, RASHAD)
    assert (await row(court, claim_id)).status is ClaimStatus.SENT


async def test_three_claimants_sign_over_weeks_and_only_who_has_not_is_reminded(court: Court) -> None:
    third = "9ZZ8Y7X"
    claim_id = await confirmed(court, co_claimants=(RASHAD, third))
    await signed(court, claim_id)
    for days, signer, expected in (
        (3.1, "", {RASHAD: 1, third: 1}),
        (4, RASHAD, {RASHAD: 2, third: 2}),  # day 7; he signs on its evening
        (7, "", {RASHAD: 2, third: 3}),  # day 14
        (14, "", {RASHAD: 2, third: 5}),  # days 21 and 28
    ):
        await court.days_later(claim_id, days)
        notices = [one for one in await rows(court, NoticeRow, claim_id) if one.kind is NoticeKind.SIGNATURE_REMINDER]
        reminded = Counter(one.fin for one in notices)
        assert reminded == expected
        if signer:
            await signed(court, claim_id, signer)
    assert (await row(court, claim_id)).status is ClaimStatus.PARTIALLY_SIGNED
    await signed(court, claim_id, third)
    assert (await row(court, claim_id)).status is ClaimStatus.SENT
    await court.days_later(claim_id, 2)
    assert (await acts(court, claim_id)).count(Act.REMIND) == 5, "nobody is reminded of what was sent"
    given = [
        notice.fin for notice in await rows(court, NoticeRow, claim_id) if notice.kind is NoticeKind.SIGNATURE_GIVEN
    ]
    assert given == [LALA], "the filer hears of each signature but his own and the last"


async def test_an_abandoned_draft_expires_after_a_warning(court: Court) -> None:
    claim_id = await court.open_draft()
    await court.days_later(claim_id, 84)
    assert await acts(court, claim_id) == [Act.OPEN, Act.WARN_FILER]
    await court.days_later(claim_id, 8)
    assert await court.handle(claim_id).result() is ClaimStatus.DELETED
    assert await acts(court, claim_id) == [Act.OPEN, Act.WARN_FILER, Act.EXPIRE]


async def test_the_court_is_warned_before_its_time_ends_and_marked_after(court: Court) -> None:
    claim_id = await sent(court)
    await court.days_later(claim_id, 30)
    assert (await row(court, claim_id)).overdue
    assert (await acts(court, claim_id))[-2:] == [Act.WARN_COURT, Act.MARK_OVERDUE]
    await court.act(claim_id, Accept(clerk(court.court_id), court.now(), exemption_recognised=True))
    assert await court.handle(claim_id).result() is ClaimStatus.ACCEPTED


async def test_every_line_of_the_register_covers_the_line_before_it(court: Court) -> None:
    claim_id = await sent(court)
    lines = sorted(await rows(court, RegisterLineRow, claim_id), key=lambda line: line.revision)
    assert [line.previous_hash for line in lines[1:]] == [line.hash for line in lines[:-1]]
    async with court.sessions() as session:
        count = (await session.execute(select(func.count(func.distinct(col(RegisterLineRow.hash)))))).scalar_one()
    assert count >= len(lines)
