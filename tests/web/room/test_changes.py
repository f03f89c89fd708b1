"""What changed between an application that came back and its copy, told to its filer and to the court."""

from sqlalchemy import select, update
from sqlmodel import col

from models.domain.fee_cover import FeeWay
from models.domain.parties import PartyRole
from models.tables.access import AccessEventRow
from models.tables.claims import ClaimRow
from models.tables.drafts import DraftRow, PartyRow
from simulators.people import DEMO
from tests.web.court import Page
from tests.web.page import text_of
from tests.web.room.hall import Hall

LALE, RESAD = DEMO[:2]
ELSEWHERE = "ganja-kapaz"


def told(page: Page) -> dict[str, list[str]]:
    """Return of each place its cells, what was and what is."""
    return {text_of(row.find("th")): [text_of(cell) for cell in row.iter("td")] for row in page.select("//tbody/tr")}


async def returned_copy(hall: Hall) -> tuple[str, str]:
    """Let the court return an application with two places to mend, and its filer copy it."""
    origin = await hall.received(LALE)
    clerk, lale = await hall.clerk(), await hall.person(LALE)
    form = (await clerk.get(f"/clerk/{origin}/return")).fields()
    notes = [""] * 20
    notes[15] = "Tələbin əsası göstərilməyib"
    given: dict[str, str | list[str]] = {**form, "ground": "form_or_content", "text": "Natamamdır.", "note": notes}
    given["place"] = "court.category"
    await clerk.post(f"/clerk/{origin}/return", given)
    page = await lale.get(f"/claims/{origin}")
    copied = await lale.post(f"/claims/{origin}/copy", page.fields(f"/claims/{origin}/copy"))
    return origin, copied.address.split("/claims/")[1].split("/")[0]


async def test_the_filer_sees_place_by_place_what_he_mended(hall: Hall) -> None:
    origin, copy = await returned_copy(hall)
    lale = await hall.person(LALE)
    tasks = await lale.get(f"/claims/{copy}/tasks")
    page = await lale.get(tasks.links["Ərizə geri qayıdandan sonra nə dəyişib"])
    assert "Hələ heç bir fərq yoxdur." in page.text
    async with hall.deps.sessions.begin() as db:
        defendant = (col(PartyRow.claim_id) == copy) & (col(PartyRow.role) == PartyRole.DEFENDANT)
        await db.execute(update(PartyRow).where(defendant).values(name="Kamil", address="Gəncə ş., Atatürk pr. 7"))
        changed = {"body": "Müqavilə üzrə borc qaytarılmayıb.", "value": 15000, "fee_way": FeeWay.EXEMPT}
        of_copy = update(DraftRow).where(col(DraftRow.claim_id) == copy)
        await db.execute(of_copy.values(**changed, exemption_code="wages", receipt_number=""))
    page = await lale.get(f"/claims/{copy}/changes")
    places = told(page)
    court_said = "Mətn Məhkəmə: Tələbin əsası göstərilməyib"
    assert places[court_said] == [
        "Cavabdeh 12 400 manat borcu qaytarmamışdır.",
        "Müqavilə üzrə borc qaytarılmayıb.",
    ]
    assert places["Tərəfin adı Əhmədov Kamil"] == ["Əhmədov Kamran", "Əhmədov Kamil"]
    assert places["İddianın qiyməti"] == ["12.400,00 ₼", "15.000,00 ₼"]
    assert places["Dövlət rüsumu"][0].startswith("Qəbz")
    assert page.select("//div[contains(@class, 'em-panel--accent')]//li/text()") == ["Kateqoriya"]
    for stranger in (await hall.person(RESAD), await hall.clerk()):
        await stranger.get(f"/claims/{copy}/changes", status=404)
        await stranger.get(f"/clerk/{copy}/changes", status=404)
    await lale.get(f"/claims/{origin}/changes", status=404)  # it is no copy itself


async def test_the_court_that_returned_it_sees_the_same_and_another_court_does_not(hall: Hall) -> None:
    origin, copy = await returned_copy(hall)
    await hall.confirm(copy, LALE)
    await hall.signed_without_phone(copy, LALE)
    clerk = await hall.clerk()
    filing = await clerk.get(f"/clerk/{copy}")
    assert f"Geri qaytarılmış ərizənin surətidir: {(await hall.row(origin)).number}" in filing.text
    page = await clerk.get(filing.links["Nə dəyişib"])
    assert list(told(page)) == ["Dövlət rüsumu"], "only another receipt"
    async with hall.deps.sessions() as db:
        looks = await db.scalars(select(col(AccessEventRow.claim_id)))
        assert {origin, copy} <= set(looks)
    async with hall.deps.sessions.begin() as db:  # the copy went to another court
        await db.execute(update(ClaimRow).where(col(ClaimRow.id) == copy).values(court_id=ELSEWHERE))
    other = await hall.clerk(ELSEWHERE)
    assert "Nə dəyişib" not in (await other.get(f"/clerk/{copy}")).links
    await other.get(f"/clerk/{copy}/changes", status=404)
