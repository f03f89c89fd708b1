"""The clerk's desk: the inbox by time left, one filing, accepting and returning; looks are recorded."""

import uuid
from datetime import UTC, datetime, timedelta

from sqlalchemy import select, update
from sqlmodel import col

from models.domain.applications import ApplicationKind
from models.domain.case_number import parse_case_number
from models.domain.claim_status import ClaimStatus
from models.domain.effects import NoticeKind
from models.tables.access import AccessEventRow, Look
from models.tables.claims import ClaimRow
from models.tables.drafts import DraftRow
from models.tables.notices import Channel, DeliveryRow, DeliveryState, NoticeRow
from simulators.people import DEMO
from tests.web.room.hall import Hall

LALE, RESAD, KAMRAN = DEMO[:3]


async def test_the_inbox_begins_with_the_shortest_time_left(hall: Hall) -> None:
    first, second = await hall.sent(LALE), await hall.sent(RESAD)
    late = datetime.now(UTC) - timedelta(days=2)
    async with hall.deps.sessions.begin() as db:
        await db.execute(update(ClaimRow).where(col(ClaimRow.id) == second).values(decide_by=late))
    page = await (await hall.clerk()).get("/")
    numbers = [str(link.text) for link in page.select("//tbody//th/a")]
    assert numbers.index((await hall.row(second)).number) < numbers.index((await hall.row(first)).number)
    assert "gün gecikib" in page.text
    assert page.select("//li[@class='is-late']/a/b/text()") == ["1"]


async def test_a_filing_is_shown_checked_and_the_look_is_recorded(hall: Hall) -> None:
    claim_id = await hall.sent(LALE)
    clerk = await hall.clerk()
    page = await clerk.get(f"/clerk/{claim_id}")
    assert "Bütün imzalar etibarlıdır" in page.text
    assert LALE.fin in page.text
    assert "MPM 151.3" in page.text
    pdf = await clerk.client.get(f"/claims/{claim_id}/document.pdf")
    assert pdf.content.startswith(b"%PDF-")
    async with hall.deps.sessions() as db:
        looks = (await db.scalars(select(AccessEventRow).where(col(AccessEventRow.claim_id) == claim_id))).all()
    assert [event.look for event in sorted(looks, key=lambda event: event.at)] == [Look.PAGE, Look.DOCUMENT]


async def test_accepting_asks_first_and_gives_a_case_number(hall: Hall) -> None:
    claim_id = await hall.sent(LALE)
    clerk = await hall.clerk()
    question = await clerk.get(f"/clerk/{claim_id}/accept")
    assert question.h1 == "Ərizə qəbul edilsin?"
    form = question.fields()
    page = await clerk.post(f"/clerk/{claim_id}/accept", form)
    row = await hall.row(claim_id)
    assert row.status is ClaimStatus.ACCEPTED
    assert parse_case_number(row.case_number)
    assert row.case_number in page.text
    assert row.case_number in (await clerk.post(f"/clerk/{claim_id}/accept", form)).text  # a doubled form is one act
    assert row.case_number in (await clerk.get("/clerk/decisions")).text
    lale = await hall.person(LALE)
    assert row.case_number in (await lale.get("/claims")).text
    assert "Qəbul edilmiş" in (await lale.get(f"/claims/{claim_id}")).text


async def test_returning_needs_a_ground_of_the_law_and_a_text(hall: Hall) -> None:
    claim_id = await hall.sent(LALE)
    clerk = await hall.clerk()
    form = (await clerk.get(f"/clerk/{claim_id}/return")).fields()
    page = await clerk.post(f"/clerk/{claim_id}/return", {**form, "ground": "dislike", "text": "pis"}, status=422)
    assert len(page.errors) == 2
    assert page.select("//textarea")[0].text.strip() == "pis"
    given = {**form, "ground": "fee", "text": "Rüsum tam məbləğdə ödənilməmişdir."}
    await clerk.post(f"/clerk/{claim_id}/return", given)
    assert await hall.status(claim_id) is ClaimStatus.RETURNED
    page = await (await hall.person(LALE)).get(f"/claims/{claim_id}")
    assert "MPM 152.1.5" in page.text
    assert "Rüsum tam məbləğdə ödənilməmişdir." in page.text
    assert "yenidən sərbəstdir" in page.text


async def test_a_refusal_names_its_ground_ends_the_claim_for_good_and_sets_its_fee_aside(hall: Hall) -> None:
    claim_id = await hall.received(LALE)
    clerk, path = await hall.clerk(), f"/clerk/{claim_id}/decline"
    assert (await clerk.get(f"/clerk/{claim_id}")).links["Qəbuldan imtina et"] == path
    question = await clerk.get(path)
    assert "153.5" in question.text
    form = question.fields(path)
    page = await clerk.post(path, {**form, "ground": "fee", "text": "az"}, status=422)
    assert len(page.errors) == 2
    given = {**form, "ground": "already_judged", "text": "2-2(113)-17/2025 nömrəli iş üzrə qətnamə qüvvədədir."}
    for _ in range(2):  # a doubled form is one act
        await clerk.post(path, given)
    assert await hall.status(claim_id) is ClaimStatus.DECLINED
    assert (await hall.row(claim_id)).number in (await clerk.get("/clerk/decisions")).text
    lale = await hall.person(LALE)
    page = await lale.get(f"/claims/{claim_id}")
    for said in ("İmtina edilmiş", "qəbulundan imtina edib", "MPM 153.2", "2-2(113)-17/2025", "MPM 153.5", "MPM 114"):
        assert said in page.text
    assert "Son gün hələ hesablanmayıb" in page.text, "no letter has gone out yet"
    assert not page.select("//form[contains(@action, '/copy')]")
    refused = await lale.post(f"/claims/{claim_id}/copy", {"nonce": uuid.uuid4().hex}, status=409)
    assert "eyni iddia təkrar verilə bilməz (MPM 153.5)" in refused.text
    assert "Ərizənin qəbulundan imtina edilib" in (await clerk.get("/fees/refunds")).text


async def test_each_signer_reads_the_last_day_of_the_complaint_by_his_own_delivery(hall: Hall) -> None:
    claim_id = await hall.received(LALE)
    clerk, path = await hall.clerk(), f"/clerk/{claim_id}/decline"
    given = {"ground": "already_judged", "text": "2-2(113)-17/2025 nömrəli iş üzrə qətnamə qüvvədədir."}
    await clerk.post(path, {**(await clerk.get(path)).fields(path), **given})
    placed, told = (datetime(2026, 5, day, 9, tzinfo=UTC) for day in (5, 6))
    async with hall.deps.sessions.begin() as db:
        declined = select(NoticeRow).where(
            col(NoticeRow.claim_id) == claim_id, col(NoticeRow.kind) == NoticeKind.CLAIM_DECLINED
        )
        notice = (await db.scalars(declined)).one()
        notice.created_at = placed
        mail = DeliveryRow(
            notice_id=notice.id, channel=Channel.EMAIL, address="lale@poct.example", language="az",
            state=DeliveryState.SENT, sent_at=told, next_attempt_at=told,
        )  # fmt: skip
        await db.merge(mail)
    page = await (await hall.person(LALE)).get(f"/claims/{claim_id}")
    for said in ("18 may 2026", "verildiyi gün: 6 may 2026", "Onuncu gün (16 may 2026) iş günü deyil", "müddət bitib"):
        assert said in page.text
    assert "Şikayət üçün son gün" not in (await clerk.get(f"/clerk/{claim_id}")).text


async def test_a_kind_that_mpm_153_2_does_not_name_is_not_refused_by_it(hall: Hall) -> None:
    claim_id = await hall.draft(LALE)
    async with hall.deps.sessions.begin() as db:
        (await db.get_one(DraftRow, claim_id)).kind = ApplicationKind.COURT_ORDER
    await hall.confirm(claim_id, LALE)
    await hall.signed_without_phone(claim_id, LALE)
    clerk, path = await hall.clerk(), f"/clerk/{claim_id}/decline"
    assert (await clerk.get(path)).address.endswith(f"/clerk/{claim_id}")
    given = {"nonce": uuid.uuid4().hex, "ground": "already_judged", "text": "Qətnamə qüvvədədir."}
    assert "MPM 153.2 iddialara" in (await clerk.post(path, given, status=409)).text
    assert await hall.status(claim_id) is ClaimStatus.SENT


async def test_what_is_decided_is_not_decided_again(hall: Hall) -> None:
    claim_id = await hall.sent(LALE)
    clerk = await hall.clerk()
    accept = (await clerk.get(f"/clerk/{claim_id}/accept")).fields()
    back = (await clerk.get(f"/clerk/{claim_id}/return")).fields()
    await clerk.post(f"/clerk/{claim_id}/accept", accept)
    given = {**back, "ground": "fee", "text": "Rüsum tam məbləğdə ödənilməmişdir."}
    page = await clerk.post(f"/clerk/{claim_id}/return", given, status=409)
    assert page.select("//textarea")[0].text.strip() == "Rüsum tam məbləğdə ödənilməmişdir."
    assert await hall.status(claim_id) is ClaimStatus.ACCEPTED
    assert (await clerk.get(f"/clerk/{claim_id}/accept")).address.endswith(f"/clerk/{claim_id}")


async def test_the_desk_is_closed_to_others(hall: Hall) -> None:
    claim_id = await hall.sent(LALE)
    strangers = (await hall.clerk("ganja-admin"), await hall.person(LALE), await hall.auditor())
    for stranger in strangers:
        for path in ("", "/accept", "/return", "/decline"):
            await stranger.get(f"/clerk/{claim_id}{path}", status=404)
        for act, ground in (("accept", "fee"), ("return", "fee"), ("decline", "already_judged")):
            fields = {"nonce": uuid.uuid4().hex, "ground": ground, "text": "Rüsum tam ödənilməmişdir."}
            await stranger.post(f"/clerk/{claim_id}/{act}", fields, status=404)
    assert await hall.status(claim_id) is ClaimStatus.SENT


async def test_what_has_not_been_sent_is_not_the_courts_to_see(hall: Hall) -> None:
    claim_id = await hall.confirmed(KAMRAN)
    await (await hall.clerk()).get(f"/clerk/{claim_id}", status=404)


async def test_what_is_no_decision_of_the_court_is_no_page_of_the_desk(hall: Hall) -> None:
    claim_id = await hall.sent(LALE)
    clerk = await hall.clerk()
    for act in ("withdraw", "sign", "anything"):
        await clerk.get(f"/clerk/{claim_id}/{act}", status=404)
