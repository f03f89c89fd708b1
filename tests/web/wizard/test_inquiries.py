"""Inquiries at the registers: one exact match or nothing, written down, and back at the party as it was typed."""

from uuid import UUID

import pytest
from sqlalchemy import delete, select
from sqlmodel import col

from models.db import Sessions
from models.tables.inquiries import RegisterInquiryRow
from models.tables.sessions import RateCountRow
from simulators.people import DEMO, ORGANISATIONS, Person
from tests.outside import Simulator
from tests.web.court import Court, Page
from tests.web.wizard.filer import KAMRAN, REACHED, Filer
from web.inquiries import OWN_GROUND

NIGAR = DEMO[3]
QOBUSTAN = next(one for one in ORGANISATIONS if one.name == "“Qobustan Tikinti” MMC")
NIGARS = next(one for one in ORGANISATIONS if one.director_fin == NIGAR.fin)
CLOSED = next(one for one in ORGANISATIONS if not one.active and not one.is_entrepreneur)
NOTHING = "Məlumatlar heç kimə və ya birdən çox şəxsə uyğundur."


@pytest.fixture(autouse=True)
async def an_hour_later(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        await session.execute(delete(RateCountRow))


def described(person: Person, **other: str) -> dict[str, str]:
    birth = person.birth_date.strftime("%d.%m.%Y")
    typed = {"surname": person.surname, "name": person.name, "patronymic": person.patronymic, "birth_date": birth}
    return {**typed, **other}


async def made_by(sessions: Sessions, account_id: UUID) -> list[RegisterInquiryRow]:
    query = select(RegisterInquiryRow).where(col(RegisterInquiryRow.account_id) == account_id)
    async with sessions() as session:
        return list((await session.scalars(query.order_by(col(RegisterInquiryRow.at)))).all())


def number_on(page: Page) -> str:
    return "".join(str(letters) for letters in page.select("//*[@id='number']/text()"))


async def last(filer: Filer) -> RegisterInquiryRow:
    return (await made_by(filer.sessions, filer.account.id))[-1]


async def test_a_card_is_found_by_name_and_birth_and_the_person_can_see_who_asked(
    filer: Filer, registers: Simulator
) -> None:
    page = await filer.court.post("/inquiries/identity-card", described(KAMRAN, surname=KAMRAN.surname.upper()))
    assert number_on(page) == KAMRAN.document
    row = await last(filer)
    assert (row.about_fin, row.kind, row.ground, row.found) == (KAMRAN.fin, "identity_card", OWN_GROUND, True)
    assert any(line["ground"] == OWN_GROUND and line["by"] == "name" for line in registers.shown("/sim/log"))


@pytest.mark.parametrize(
    ("kind", "typed", "number"),
    [
        ("voen-by-name", described(NIGAR), NIGARS.voen),
        ("voen-by-card", {"document": NIGAR.document}, NIGARS.voen),
        ("voen-by-fin", {"fin": NIGAR.fin.lower()}, NIGARS.voen),
        ("voen-by-organisation", {"organisation": '"QOBUSTAN TİKİNTİ" MMC'}, QOBUSTAN.voen),
    ],
)
async def test_a_voen_is_found_in_each_way(filer: Filer, kind: str, typed: dict[str, str], *, number: str) -> None:
    assert number_on(await filer.court.post(f"/inquiries/{kind}", typed)) == number
    row = await last(filer)
    about = "" if kind == "voen-by-organisation" else NIGAR.fin
    assert (row.about_voen, row.about_fin, row.found) == (number, about, True)


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        ("identity-card", described(KAMRAN, birth_date="15.06.1983")),
        ("identity-card", described(KAMRAN, surname="Ehmedov")),
        ("voen-by-fin", {"fin": KAMRAN.fin}),
        ("voen-by-organisation", {"organisation": "Qobustan"}),
        ("voen-by-organisation", {"organisation": CLOSED.name}),
    ],
)
async def test_what_does_not_fit_exactly_reveals_nothing(filer: Filer, kind: str, typed: dict[str, str]) -> None:
    page = await filer.court.post(f"/inquiries/{kind}", typed)
    assert NOTHING in page.text
    assert KAMRAN.document not in page.root.text_content()
    row = await last(filer)
    assert (row.about_fin, row.about_voen, row.found) == ("", "", False)


@pytest.mark.parametrize(
    ("kind", "typed", "said"),
    [
        ("identity-card", described(KAMRAN, birth_date="1983"), "Tarixi gün.ay.il şəklində yazın, məsələn, 31.12.2027"),
        ("identity-card", described(KAMRAN, patronymic=""), "Ata adını “oğlu” və ya “qızı” sözü ilə daxil edin"),
        ("voen-by-fin", {"fin": ""}, "FİN-i daxil edin"),
        ("voen-by-organisation", {}, "Təşkilatın tam adını daxil edin"),
    ],
)
async def test_wrong_input_is_named_and_nobody_is_asked(
    filer: Filer, kind: str, typed: dict[str, str], *, said: str
) -> None:
    before = len(await made_by(filer.sessions, filer.account.id))
    assert (await filer.court.post(f"/inquiries/{kind}", typed, status=422)).errors == [said]
    assert len(await made_by(filer.sessions, filer.account.id)) == before


async def test_nobody_asks_more_often_than_the_settings_allow(filer: Filer) -> None:
    for _ in range(10):
        await filer.court.post("/inquiries/voen-by-fin", {"fin": KAMRAN.fin})
    before = len(await made_by(filer.sessions, filer.account.id))
    page = await filer.court.post("/inquiries/voen-by-fin", {"fin": NIGAR.fin}, status=429)
    assert NIGARS.voen not in page.root.text_content()
    assert len(await made_by(filer.sessions, filer.account.id)) == before


async def test_a_silent_register_keeps_what_was_typed(filer: Filer, registers: Simulator) -> None:
    registers.told("/sim/script", down=True)
    page = await filer.court.post("/inquiries/voen-by-fin", {"fin": NIGAR.fin}, status=503)
    assert page.fields("/inquiries/voen-by-fin")["fin"] == NIGAR.fin


async def through(court: Court, page: Page, action: str, **typed: str) -> Page:
    """Send one of a page's forms with what is typed into it."""
    return await court.post(action, {**page.fields(action), **typed})


async def test_from_the_party_to_the_register_and_back_with_all_that_was_typed(filer: Filer) -> None:
    await filer.open()
    to = filer.at("parties/new?role=defendant&person=natural_person")
    person = KAMRAN if filer.person != KAMRAN else NIGAR
    shown = (await filer.court.get(to)).fields()
    typed = {**shown, "surname": person.surname, "name": person.name, "to": to}
    asking = await filer.court.post("/inquiries/identity-card/for-party", typed)
    assert f"ərizə № {(await filer_number(filer))}" in asking.text
    asked = described(person)
    found = await through(filer.court, asking, "/inquiries/identity-card", **asked)
    assert number_on(found) == person.document
    back = await through(filer.court, found, to)
    fields = back.fields()
    expected = {"surname": person.surname, "name": person.name, "document": person.document}
    assert {name: fields[name] for name in expected} == expected
    assert back.errors == []
    assert await filer.parties() == [], "nothing is stored before the filer says so"
    await filer.court.post(to, fields)
    assert [party.fin for party in await filer.parties()] == [person.fin]
    assert (await last(filer)).ground == f"MPM 149; ərizə № {await filer_number(filer)}"


async def test_a_saved_organisation_changes_its_voen_by_another_way_of_asking(filer: Filer) -> None:
    await filer.open()
    await filer.add("defendant", {**REACHED, "voen": QOBUSTAN.voen}, person="legal_entity")
    (party,) = await filer.parties()
    to = filer.at(f"parties/{party.id}/identity")
    typed = {**(await filer.court.get(to)).fields(), "to": to}
    asking = await filer.court.post("/inquiries/voen-by-organisation/for-party", typed)
    other = await filer.court.post("/inquiries/voen-by-fin/for-party", asking.fields("/inquiries/voen-by-organisation"))
    found = await through(filer.court, other, "/inquiries/voen-by-fin", fin=NIGAR.fin)
    back = await through(filer.court, found, to)
    assert back.fields()["voen"] == NIGARS.voen


@pytest.mark.parametrize("to", ["//evil.example/claims", "/profile", "https://evil.example", "/claims/x/parties/new"])
async def test_an_inquiry_leads_back_to_a_party_of_ones_own_only(filer: Filer, to: str) -> None:
    await filer.court.post("/inquiries/identity-card/for-party", {"to": to}, status=404)


async def filer_number(filer: Filer) -> str:
    page = await filer.court.get(filer.at("tasks"))
    return next(word for word in page.text.split() if word.startswith("ƏR-") or word.isdigit())
