"""Notifications with their unread counter, the home of a litigant, the auditor's register."""

import uuid

from sqlalchemy import text

from simulators.people import DEMO
from tests.web.room.hall import Hall

LALE, RESAD, KAMRAN, NIGAR = DEMO[:4]


async def test_each_step_is_told_and_opening_marks_it_read(hall: Hall) -> None:
    claim_id = await hall.sent(LALE)
    number = (await hall.row(claim_id)).number
    lale = await hall.person(LALE)
    page = await lale.get("/notifications")
    assert number in page.text
    assert page.text.count("Oxunmayıb") == 2  # confirmed and sent
    assert page.select("//*[@class='em-count']/text()") == ["2"]
    action = page.select("//form[contains(@action, '/open')]/@action")[0]
    opened = await lale.post(action)
    assert opened.address.endswith(f"/claims/{claim_id}")
    assert opened.select("//*[@class='em-count']/text()") == ["1"]
    await (await hall.person(RESAD)).post(action, status=404)


async def test_everything_can_be_marked_as_read_at_once(hall: Hall) -> None:
    await hall.sent(RESAD)
    resad = await hall.person(RESAD)
    page = await resad.post("/notifications/read")
    assert "Oxunmayıb" not in page.text
    assert "Oxunub" in page.text
    assert page.select("//*[@class='em-count']") == []


async def test_home_says_what_awaits_a_person(hall: Hall) -> None:
    claim_id, draft_id = await hall.confirmed(KAMRAN, NIGAR), await hall.draft(KAMRAN)
    kamran, nigar = await hall.person(KAMRAN), await hall.person(NIGAR)
    assert "Hazırda sizi gözləyən iş yoxdur." in (await nigar.get("/")).text
    addresses = (await kamran.get("/")).links.values()
    assert f"/claims/{claim_id}/sign" in addresses
    assert f"/claims/{draft_id}/tasks" in addresses
    await hall.sign(kamran, claim_id, KAMRAN)
    assert "Sizin imzanız gözlənilir" in (await nigar.get("/")).text
    shown = (await nigar.get(f"/claims/{claim_id}/refuse")).fields()
    await nigar.post(f"/claims/{claim_id}/refuse", {**shown, "reason": "Razı deyiləm."})
    page = await kamran.get("/")
    assert "Geri qaytarılıb: düzəldin və yenidən təqdim edin" in page.text
    form = (await kamran.get(f"/claims/{claim_id}")).fields(f"/claims/{claim_id}/copy")
    await kamran.post(f"/claims/{claim_id}/copy", form)
    assert "Geri qaytarılıb" not in (await kamran.get("/")).text


async def test_an_auditor_sees_a_whole_chain_and_a_broken_one(hall: Hall) -> None:
    claim_id = await hall.sent(LALE)
    number = (await hall.row(claim_id)).number
    auditor = await hall.auditor()
    page = await auditor.get(f"/audit?number={number.lower()}")
    assert len(page.select("//tbody/tr")) == 1
    page = await auditor.get(f"/audit/{claim_id}")
    assert "Həş zənciri bütövdür" in page.text
    assert len(page.select("//tbody/tr")) == 3  # opened, confirmed, sent
    assert "Etibarlıdır" in (await auditor.get(f"/claims/{claim_id}")).text
    async with hall.deps.sessions.begin() as db:
        await db.execute(text("ALTER TABLE register_line DISABLE TRIGGER ALL"))
        changed = text("UPDATE register_line SET actor_fin = '0000000' WHERE claim_id = :claim_id AND revision = 2")
        await db.execute(changed, {"claim_id": claim_id})
        await db.execute(text("ALTER TABLE register_line ENABLE TRIGGER ALL"))
    page = await auditor.get(f"/audit/{claim_id}")
    assert "Həş zənciri pozulub" in page.text
    assert "Sətir dəyişdirilib" in page.text


async def test_only_an_auditor_audits(hall: Hall) -> None:
    claim_id = await hall.draft(LALE)
    for stranger in (await hall.person(LALE), await hall.clerk()):
        await stranger.get("/audit", status=404)
        await stranger.get(f"/audit/{claim_id}", status=404)
    await (await hall.auditor()).get(f"/audit/{uuid.uuid4()}", status=404)


async def test_english_pages_speak_english(hall: Hall) -> None:
    claim_id = await hall.sent(RESAD)
    resad = await hall.person(RESAD)
    await resad.get("/?lang=en")
    for path, said in (
        ("/claims", "My applications"),
        (f"/claims/{claim_id}", "What comes next"),
        (f"/claims/{claim_id}/sign", "The application was sent"),
        ("/notifications", "Notifications"),
    ):
        assert said in (await resad.get(path)).text
