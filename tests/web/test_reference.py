"""The owner adds and edits courts and categories: versions, history, and what is in use from when till when."""

import uuid
from datetime import timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError
from sqlmodel import col

from activities.reference import seed_reference
from models.db import Sessions
from models.domain.applications import ApplicationKind
from models.domain.languages import Language
from models.domain.reference_edit import ReferenceAct
from models.domain.roles import Role
from models.domain.terms import court_day
from models.tables.reference import CategoryRow, CourtRow, ReferenceLineRow
from tests.web.court import Court, Page, an_account
from web.forms.reading import filled
from web.language import speaking
from web.pages.court import court_of, court_page, is_offered
from web.pages.wizard import frame_of_new
from web.sessions import now

NASIMI, WAGES = "/owner/courts/baku-nasimi", "/owner/categories/labour.wages"


@pytest.fixture
async def owner(court: Court, sessions: Sessions) -> Court:
    async with sessions.begin() as session:
        await seed_reference(session)
    await court.sign_in(await an_account(sessions, Role.OWNER, name="Rəna", surname="Səfərova"))
    return court


def form(page: Page, address: str) -> dict[str, str | list[str]]:
    """Return the form as a browser would send it untouched."""
    several: dict[str, list[str]] = {name: [] for name in ("heard", "kinds", "court_kinds")}
    for tick in page.select("//input[@type='checkbox'][@checked]"):
        several[tick.get("name")].append(tick.get("value"))
    return {**page.fields(address), **{name: values for name, values in several.items() if values}}


async def edited(owner: Court, address: str, *, status: int = 200, **changed: str | list[str]) -> Page:
    given = form(await owner.get(address), address) | changed
    return await owner.post(address, given, status=status)


async def lines(sessions: Sessions, entry_id: str) -> list[ReferenceLineRow]:
    query = select(ReferenceLineRow).where(col(ReferenceLineRow.entry_id) == entry_id)
    async with sessions() as session:
        return list(await session.scalars(query.order_by(col(ReferenceLineRow.at))))


async def test_a_court_is_renamed_once_however_often_the_form_is_sent_and_the_history_says_who(
    owner: Court, sessions: Sessions
) -> None:
    given = form(await owner.get(NASIMI), NASIMI) | {"name_en": "Nasimi District Court of Baku City"}
    for _ in range(2):
        page = await owner.post(NASIMI, given)
        assert "Dəyişiklik saxlanıldı və tarixçəyə yazıldı." in page.text
    (line,) = await lines(sessions, "baku-nasimi")
    assert (line.act, line.after) == (ReferenceAct.CHANGE, {"name_en": "Nasimi District Court of Baku City"})
    assert "Rəna Səfərova" in (await owner.get(NASIMI)).text
    with pytest.raises(DBAPIError, match="append-only"):
        async with sessions.begin() as session:
            await session.execute(text("DELETE FROM reference_line"))


async def test_a_page_filled_over_an_older_version_saves_nothing_and_shows_both(
    owner: Court, sessions: Sessions
) -> None:
    stale = form(await owner.get(NASIMI), NASIMI)
    await edited(owner, NASIMI, name_az="Nəsimi Rayon Məhkəməsi")
    page = await owner.post(NASIMI, stale | {"name_az": "Bakı Nəsimi Məhkəməsi"}, status=409)
    assert "Bu arada başqası dəyişiklik edib." in page.text
    assert [mark.text for mark in page.select("//mark")][:2] == ["Nəsimi Rayon Məhkəməsi", "Bakı Nəsimi Məhkəməsi"]
    async with sessions() as session:
        assert (await session.get_one(CourtRow, "baku-nasimi")).name_az == "Nəsimi Rayon Məhkəməsi"
    again = form(page, NASIMI)  # sent from the page that showed both, it is saved knowingly
    await owner.post(NASIMI, again)
    async with sessions() as session:
        assert (await session.get_one(CourtRow, "baku-nasimi")).name_az == "Bakı Nəsimi Məhkəməsi"


@pytest.mark.parametrize(
    ("address", "changed", "said"),
    [
        (NASIMI, {"code": "6"}, "Kodu üç rəqəmlə yazın, məsələn, 006"),
        (NASIMI, {"code": "003"}, "Bu kod başqa məhkəmənindir: iş nömrələri onları fərqləndirməzdi."),
        (NASIMI, {"name_az": ""}, "Adı azərbaycanca yazın, 3–200 işarə"),
        (WAGES, {"kinds": []}, "Ən azı bir müraciət növü seçin"),
        (WAGES, {"court_kinds": ["administrative"]}, "Seçilmiş müraciət növlərindən birinə seçilmiş məhkəmələrdən"),
        (WAGES, {"kinds": ["claim", "special_proceedings"]}, "Kateqoriyanın özü orada təklif olunmur"),
    ],
)
async def test_what_does_not_fit_is_said_beside_its_field(
    owner: Court, sessions: Sessions, *, address: str, changed: dict[str, str | list[str]], said: str
) -> None:
    before = await lines(sessions, address.rpartition("/")[2])
    given = form(await owner.get(address), address) | changed
    answer = await owner.send(address, given)
    assert answer.status_code in (409, 422)
    assert any(error.startswith(said) for error in owner.page(answer, status=answer.status_code).errors)
    assert len(await lines(sessions, address.rpartition("/")[2])) == len(before)


async def test_what_is_closed_or_not_heard_is_offered_no_more_and_opens_again(owner: Court, sessions: Sessions) -> None:
    async def offered(category_id: str) -> bool:
        async with sessions() as session:
            court = await court_of(session, "baku-khazar")
            return court is not None and await is_offered(session, category_id, court=court, kind=ApplicationKind.CLAIM)

    address = "/owner/courts/baku-khazar"
    heard = form(await owner.get(address), address)["heard"]
    assert await offered("labour.wages")
    await edited(owner, address, heard=[one for one in heard if not one.startswith("labour.")])
    assert not await offered("labour.wages")
    assert not await offered("labour"), "nor is the category itself in its sub-categories' stead"
    assert await offered("land.use")
    await edited(owner, address, heard=heard, state="closed")
    assert not await offered("labour.wages")
    assert "bağlıdır" in (await owner.get("/owner/courts?q=xəzər")).text
    await edited(owner, address, state="open")
    assert await offered("labour.wages")
    await edited(owner, WAGES, state="closed")
    assert not await offered("labour.wages")
    acts = [line.act for line in await lines(sessions, "baku-khazar")]
    assert acts == [ReferenceAct.CHANGE, ReferenceAct.CLOSE, ReferenceAct.OPEN]


async def test_the_lists_are_searched_and_nobody_but_the_owner_has_them(owner: Court, sessions: Sessions) -> None:
    assert set((await owner.get("/owner/courts?q=113")).links) & {"Bakı Kommersiya Məhkəməsi"}
    found = await owner.get("/owner/categories?q=aliment")
    assert "Alimentin tutulması" in found.links
    assert "Torpaq mübahisələri" not in found.links
    await owner.get("/owner/courts/atlantis", status=404)
    await owner.sign_in(await an_account(sessions, Role.CLERK, court_id="baku-nasimi"))
    await owner.get("/owner/courts", status=404)
    await owner.post(NASIMI, {"nonce": uuid.uuid4().hex}, status=404)


async def test_a_court_is_added_once_however_often_the_form_is_sent_and_offered_from_its_day_on(
    owner: Court, sessions: Sessions
) -> None:
    async def offered() -> set[str]:
        async with sessions() as session:
            with speaking(Language.AZ):
                page = await court_page(session, frame_of_new(), filled())
        return {one.text for group in page.courts for one in group.choices}

    new, today = "/owner/courts/new", court_day(now())
    assert "Kommersiya məhkəmələri" in (await owner.get(new)).text
    given = form(await owner.get(f"{new}?kind=general"), new)
    assert {"family.alimony", "land.use"} <= set(given["heard"])
    names = {"name_az": "Güllük Rayon Məhkəməsi", "name_en": "Gulluk District Court", "code": "998"}
    begins = f"{today + timedelta(days=1):%d.%m.%Y}"
    less = [one for one in given["heard"] if not one.startswith("land")]
    given |= {**names, "valid_from": begins, "heard": less, "appeal_court": "shaki-appeal"}
    for wrong, said in (
        (
            {"valid_from": f"{today - timedelta(days=1):%d.%m.%Y}"},
            "Bu günü və ya sonrakı günü seçin, yaxud boş saxlayın.",
        ),
        ({"code": "006"}, "Bu kod başqa məhkəmənindir: iş nömrələri onları fərqləndirməzdi."),
        ({"appeal_court": "baku-nasimi"}, "Yuxarı instansiya məhkəməsini siyahıdan seçin."),
    ):
        assert (await owner.post(new, given | wrong, status=409)).errors == [said]
    for _ in range(2):
        assert "Əlavə edildi və tarixçəyə yazıldı." in (await owner.post(new, given)).text
    async with sessions() as session:
        (court,) = await session.scalars(select(CourtRow).where(col(CourtRow.code) == "998"))
    assert (court.kind, court.appeal_court_id, "land.use" in court.not_heard) == ("general", "shaki-appeal", True)
    assert [line.act for line in await lines(sessions, court.id)] == [ReferenceAct.ADD]
    assert "tarixindən istifadədədir" in (await owner.get("/owner/courts?q=998")).text
    assert "Əlavə edildi" in (await owner.get(f"/owner/courts/{court.id}")).text
    assert "Güllük Rayon Məhkəməsi" not in await offered()
    await edited(owner, f"/owner/courts/{court.id}", valid_from=f"{today:%d.%m.%Y}")
    assert "Güllük Rayon Məhkəməsi" in await offered()


async def test_a_sub_category_is_added_within_its_category_and_offered_from_its_day_on(
    owner: Court, sessions: Sessions
) -> None:
    new = "/owner/categories/new"
    given = form(await owner.get(new), new)
    given |= {"name_az": "Məzuniyyət haqqı", "name_en": "Holiday pay", "parent": "labour", "court_kinds": ["general"]}
    wide = await owner.post(new, given | {"kinds": ["claim", "special_proceedings"]}, status=409)
    assert wide.errors[0].startswith("Kateqoriyanın özü orada təklif olunmur")
    assert (await owner.post(new, given | {"kinds": ["claim"], "parent": "labour.wages"}, status=409)).errors
    assert (await owner.post(new, given, status=422)).errors == ["Ən azı bir müraciət növü seçin"]
    for _ in range(2):
        await owner.post(new, given | {"kinds": ["claim"]})
    async with sessions() as session:
        (added,) = await session.scalars(select(CategoryRow).where(col(CategoryRow.name_en) == "Holiday pay"))
        court = await court_of(session, "baku-nasimi")
        assert court is not None
        assert await is_offered(session, added.id, court=court, kind=ApplicationKind.CLAIM)
    begins = f"{court_day(now()) + timedelta(days=1):%d.%m.%Y}"
    await edited(owner, f"/owner/categories/{added.id}", valid_from=begins)
    async with sessions() as session:
        assert not await is_offered(session, added.id, court=court, kind=ApplicationKind.CLAIM)
