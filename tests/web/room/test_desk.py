"""The registry's desk: the queue and whose a filing is, one clerk at a time, checks by machine, decisions that rest."""

import uuid
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update
from sqlmodel import col

from models.domain.claim_status import ClaimStatus
from models.domain.effects import NoticeKind
from models.domain.parties import WAITING
from models.tables.claims import ClaimRow
from models.tables.desk import DeskLineRow, DeskPlaceRow
from models.tables.drafts import PartyRow
from models.tables.notices import NoticeRow
from simulators.people import DEMO
from tests.builders import KAMRAN
from tests.web.court import Court, Page, an_account
from tests.web.page import text_of
from tests.web.room.hall import Hall
from web.app import create_app
from web.deps import WebDeps

LALE, RESAD = DEMO[:2]
RESTS = timedelta(minutes=10)


@pytest.fixture(scope="module")
async def desk(hall: Hall) -> AsyncIterator[Hall]:
    """Return the hall of a court whose decisions rest."""
    settings = hall.deps.settings.model_copy(update={"decision_rests": RESTS})
    deps: WebDeps = replace(hall.deps, settings=settings)
    other = replace(hall, app=create_app(deps), deps=deps, visitors=[])
    yield other
    for visitor in other.visitors:
        await visitor.client.aclose()
    await other.app.state.live.close()


async def press(clerk: Court, page: Page, act: str, *, status: int = 200, **fields: str) -> Page:
    """Send a form of the page, as it was shown."""
    action = next(
        str(form.get("action")) for form in page.root.iter("form") if (form.get("action") or "").endswith(act)
    )
    return await clerk.post(action, {**page.fields(action), **fields}, status=status)


async def personal_notices(desk: Hall, claim_id: str) -> list[NoticeKind]:
    """Return what single members of the staff were told of a filing."""
    query = select(col(NoticeRow.kind)).where(
        col(NoticeRow.claim_id) == claim_id, col(NoticeRow.account_id).is_not(None)
    )
    async with desk.deps.sessions() as db:
        return list(await db.scalars(query.order_by(col(NoticeRow.created_at))))


async def first_hands(desk: Hall, claim_id: str) -> str:
    """Return the account of whoever had a filing first."""
    query = select(col(DeskLineRow.by_account)).where(col(DeskLineRow.claim_id) == claim_id)
    async with desk.deps.sessions() as db:
        return str((await db.scalars(query.order_by(col(DeskLineRow.at)))).first())


def counted(page: Page, show: str) -> int:
    return int(page.select(f"//a[@href='/clerk?show={show}']/b/text()")[0])


async def test_a_filing_is_given_taken_over_from_an_absent_colleague_and_both_are_told(desk: Hall) -> None:
    claim_id = await desk.received(LALE)
    sabina, karim = await desk.clerk(), await desk.clerk()
    queue = await sabina.get("/clerk")
    unassigned, waiting = counted(queue, "unassigned"), counted(queue, "waiting")
    assert (counted(queue, "mine"), counted(queue, "new")) == (0, waiting)
    page = await press(sabina, await sabina.get(f"/clerk/{claim_id}"), "/take-over")
    back = await press(sabina, page, "/leave")
    assert (counted(back, "mine"), counted(back, "unassigned")) == (1, unassigned - 1)
    assert await personal_notices(desk, claim_id) == []
    form = (await karim.get(f"/clerk/{claim_id}")).fields(f"/clerk/{claim_id}/take-over")
    for _ in range(2):  # a doubled form is one act
        page = await karim.post(f"/clerk/{claim_id}/take-over", form)
    assert page.text.count("Həmkardan götürüldü") == 1
    assert await personal_notices(desk, claim_id) == [NoticeKind.DESK_TAKEN_OVER] * 2
    assert "götürdü" in (await sabina.get("/notifications")).text
    assert counted(await sabina.get("/clerk"), "mine") == 0
    mine = await karim.get("/clerk?show=mine")
    assert len(mine.select("//tbody/tr")) == counted(mine, "mine") == 1
    given = {**page.fields(f"/clerk/{claim_id}/assign"), "to": await first_hands(desk, claim_id)}
    page = await karim.post(f"/clerk/{claim_id}/assign", given)
    assert "Əməkdaşa verildi" in page.text
    assert await personal_notices(desk, claim_id) == [*[NoticeKind.DESK_TAKEN_OVER] * 2, NoticeKind.DESK_ASSIGNED]
    stranger = uuid.uuid4()
    await sabina.post(f"/clerk/{claim_id}/assign", {"nonce": uuid.uuid4().hex, "to": str(stranger)}, status=409)


async def test_one_clerk_at_a_time_has_a_filing_open(desk: Hall) -> None:
    claim_id = await desk.received(LALE)
    sabina, karim = await desk.clerk(), await desk.clerk()
    asked = (await sabina.get(f"/clerk/{claim_id}/accept")).fields()
    page = await karim.get(f"/clerk/{claim_id}")
    assert "Səbinə Orucova saat" in page.text
    assert "açıb" in (await karim.get("/clerk")).text
    refused = await karim.post(f"/clerk/{claim_id}/accept", {"nonce": uuid.uuid4().hex}, status=409)
    assert "həmkarınız açıb" in refused.text
    assert await desk.status(claim_id) is ClaimStatus.SENT
    held = await sabina.client.post(f"/clerk/{claim_id}/hold", headers={"x-csrf-token": await sabina.token()})
    assert held.json() == {"held": True}
    # a page that was left before the newest one was opened releases nothing
    await sabina.send(f"/clerk/{claim_id}/leave", {"page": str(uuid.uuid4())})
    assert "saat" in (await karim.get(f"/clerk/{claim_id}")).text
    async with desk.deps.sessions.begin() as db:
        long_ago = datetime.now(UTC) - desk.deps.settings.desk_idle
        await db.execute(update(DeskPlaceRow).where(col(DeskPlaceRow.claim_id) == claim_id).values(seen_at=long_ago))
    assert (await karim.get(f"/clerk/{claim_id}/accept")).h1 == "Ərizə qəbul edilsin?"
    late = await sabina.post(f"/clerk/{claim_id}/accept", asked, status=409)
    assert "həmkarınız açıb" in late.text


async def test_an_undone_decision_reaches_nobody_and_the_next_is_shown_where_it_is_mended(desk: Hall) -> None:
    claim_id = await desk.received(LALE)
    clerk, lale = await desk.clerk(), await desk.person(LALE)
    before = (await lale.get(f"/claims/{claim_id}")).text
    page = await clerk.post(f"/clerk/{claim_id}/accept", (await clerk.get(f"/clerk/{claim_id}/accept")).fields())
    assert "Qərar qəbul edilib, hələ göndərilməyib" in page.text
    assert (await lale.get(f"/claims/{claim_id}")).text == before
    assert counted(await clerk.get("/clerk?show=resting"), "resting") == 1
    page = await press(clerk, page, "/undo")
    assert "Qərar geri götürüldü" in page.text
    assert (await lale.get(f"/claims/{claim_id}")).text == before

    form = (await clerk.get(f"/clerk/{claim_id}/return")).fields()
    wrong = {**form, "ground": "fee", "text": "Ərizə natamamdır.", "place": "text.nowhere"}
    assert len((await clerk.post(f"/clerk/{claim_id}/return", wrong, status=422)).errors) == 1
    notes = [""] * 20
    notes[15] = "Tələbin əsası göstərilməyib"
    given: dict[str, str | list[str]] = {
        **form,
        "ground": ["form_or_content", "fee"],
        "text": "Ərizə natamamdır.",
        "place": ["fee.fee", "parties.address", "documents.evidence"],
        "note": notes,
    }
    page = await clerk.post(f"/clerk/{claim_id}/return", given)
    assert (await lale.get(f"/claims/{claim_id}")).text == before
    await press(clerk, page, "/send")
    assert await desk.status(claim_id) is ClaimStatus.RETURNED
    shown = await lale.get(f"/claims/{claim_id}")
    for said in ("MPM 152.1.1", "MPM 152.1.5", "Ərizə natamamdır.", "Tələbin əsası göstərilməyib"):
        assert said in shown.text
    assert "geri götürüldü" not in shown.text
    copy = await press(lale, shown, "/copy")
    text = await lale.get(copy.address.removesuffix("/tasks") + "/text")
    assert text.select("//*[@id='said-body']")
    assert "Tələbin əsası göstərilməyib" in text.text
    draft = copy.address.removesuffix("/tasks")
    party = (await lale.get(f"{draft}/parties")).select("//a[contains(@href, '/parties/') and text()='Dəyiş']/@href")[0]
    for path, field in (
        (f"{draft}/fee/way", "fee"),
        (f"{party}/address", "address"),
        (party, "address"),
        (f"{draft}/documents", "evidence"),
    ):
        mending = await lale.get(path)
        assert "Ərizə natamamdır." in text_of(mending.select(f"//*[@id='said-{field}']")[0]), path
    led = mending.select("//section[@aria-labelledby='court-said']//a/@href")
    assert [str(path).rpartition("/")[2] for path in led] == ["documents?kind=evidence#kind"], (
        "led to where it is mended"
    )
    assert (await lale.get(led[0])).select("//select[@id='kind']/option[@selected]/@value") == ["evidence"]
    work = await clerk.get("/clerk/statistics")
    assert "MPM 152.1.5" in work.text
    assert "Səbinə Orucova" in work.text
    assert len((await clerk.get("/clerk/statistics?since=bu%20gün", status=422)).errors) == 1


async def test_the_machine_checks_what_the_registry_would(desk: Hall) -> None:
    twin, claim_id = await desk.received(RESAD), await desk.sent(RESAD)
    page = await (await desk.clerk()).get(f"/clerk/{claim_id}")
    checks = {line.findtext(".//strong"): line.text_content() for line in page.select("//*[@id='checks']//li")}
    assert list(checks) == ["Dövlət rüsumu", "İmzalar", "Etibarnamə", "Dövlət reyestrləri", "Aidiyyət", "Təkrarlar"]
    assert "ödənilib" in checks["Dövlət rüsumu"]
    assert "Qaydasındadır" in checks["İmzalar"] or "etibarlıdır" in checks["İmzalar"]
    assert "Tələb olunmur" in checks["Etibarnamə"]
    assert "Diqqət tələb edir" in checks["Aidiyyət"]  # no category was chosen
    assert f"{(await desk.row(twin)).number}: eyni məzmun" in checks["Təkrarlar"]


async def test_every_party_with_a_cabinet_is_shown_the_number_of_the_case(hall: Hall) -> None:
    claim_id = await hall.received(LALE)
    account = await an_account(hall.deps.sessions, fin=KAMRAN, name="Kamran", surname="Əhmədov")
    clerk = await hall.clerk()
    await clerk.post(f"/clerk/{claim_id}/accept", (await clerk.get(f"/clerk/{claim_id}/accept")).fields())
    kamran = Court(hall.app, hall.deps.sessions)
    hall.visitors.append(kamran)
    await kamran.sign_in(account)
    number = (await hall.row(claim_id)).case_number
    assert number in (await kamran.get("/cases")).text
    assert number in (await kamran.get("/notifications")).text
    await kamran.get(f"/claims/{claim_id}", status=404)  # its copy is served by the court (MPM 168.1)
    assert (
        "iştirak etmirsiniz" in (await (await hall.person(RESAD)).get("/cases")).text
        or number not in (await (await hall.person(RESAD)).get("/cases")).text
    )


async def test_the_queue_is_narrowed_by_its_address_and_worked_by_keys(desk: Hall) -> None:
    late = await desk.received(LALE)
    async with desk.deps.sessions.begin() as db:
        yesterday = datetime.now(UTC) - timedelta(days=1)
        await db.execute(update(ClaimRow).where(col(ClaimRow.id) == late).values(decide_by=yesterday))
    clerk = await desk.clerk()
    page = await clerk.get("/clerk?show=overdue")
    assert counted(page, "overdue") == len(page.select("//tbody/tr"))
    assert page.select("//a[@accesskey='n']/@href")
    await clerk.get("/clerk?show=everything", status=400)
    filing = await clerk.get(f"/clerk/{late}")
    keys = filing.select("//main//@accesskey") + filing.select("//nav//@accesskey")
    assert {"q", "r", "t", "l", "1"} <= {*keys}
    back = await clerk.post(f"/clerk/{late}/leave", {})
    assert f"filing-{late}" in {str(one) for one in back.select("//a/@id")}


async def test_the_registry_knows_what_a_register_has_not_said_or_said_too_late(desk: Hall) -> None:
    claim_id = await desk.draft(LALE)
    silent = select(PartyRow).where(col(PartyRow.claim_id) == claim_id, col(PartyRow.fin) == KAMRAN)
    async with desk.deps.sessions.begin() as db:
        party = (await db.scalars(silent)).one()
        party_id, party.fin, party.register_remark = party.id, "", WAITING
    await desk.confirm(claim_id, LALE, unanswered=(party_id,))
    await desk.signed_without_phone(claim_id, LALE)
    clerk = await desk.clerk()
    number = (await desk.row(claim_id)).number
    shown = []
    for remark in (WAITING, "surname_not_registered", ""):
        async with desk.deps.sessions.begin() as db:
            (await db.get_one(PartyRow, party_id)).register_remark = remark
        (line,) = (await clerk.get("/clerk")).select(f"//tr[contains(., '{number}')]")
        filing = await clerk.get(f"/clerk/{claim_id}")
        (check,) = filing.select("//*[@id='checks']//li[contains(., 'Dövlət reyestrləri')]")
        shown.append((text_of(line), text_of(check)))
    queue, checks = ["reyestr cavab verməyib", "reyestrə uyğun gəlmir"], [text for _, text in shown]
    assert [[said in text for said in queue] for text, _ in shown] == [[True, False], [False, True], [False, False]]
    assert ["Əhmədov Kamran: " + said in text for said, text in zip(
        ("Reyestr hələ cavab verməyib", "Soyadı bu sənədə uyğun gəlmir", "Reyestrə uyğundur"), checks, strict=True
    )] == [True, True, True]  # fmt: skip
    assert ["Qaydasındadır" in text for text in checks] == [False, False, True]
