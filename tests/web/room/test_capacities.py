"""In whose name: lists, filings, acts, notices and certificates follow it, and each tab keeps its own (ID-12)."""

import pytest
from sqlalchemy import select, update
from sqlmodel import col

from models.domain.claim_status import ClaimStatus
from models.domain.effects import NoticeKind
from models.ports import CertificateKind
from models.tables.accounts import AccountRow
from models.tables.capacities import CapacityRow
from models.tables.notices import Channel, DeliveryRow, NoticeRow
from models.tables.sessions import WebSessionRow
from simulators.people import DEMO, Person
from tests.web.court import Court, Page
from tests.web.room.hall import Hall
from web.sessions import now

RESAD, TURAL, GIORGI = DEMO[1], DEMO[4], DEMO[5]
VOEN, NAME = "1499001221", "“Qobustan Tikinti” MMC"


@pytest.fixture
async def tural(hall: Hall) -> Court:
    """Tural, the head of an organisation, and nothing of what earlier tests knew of it."""
    visitor = await hall.person(TURAL)
    async with hall.deps.sessions.begin() as db:
        for row in await db.scalars(select(CapacityRow)):
            await db.delete(row)
        await db.execute(update(WebSessionRow).values(capacity=0))
    await hall.stands_for(TURAL, VOEN, organisation=NAME)
    return visitor


async def ended(hall: Hall, who: Person) -> None:
    async with hall.deps.sessions.begin() as db:
        account_id = (await db.scalars(select(col(AccountRow.id)).where(col(AccountRow.fin) == who.fin))).one()
        held = col(CapacityRow.account_id) == account_id
        await db.execute(update(CapacityRow).where(held).values(ended_at=now(), by_register=False))


def acting(page: Page) -> str:
    """Return the name that the header of a page shows."""
    (summary,) = page.select("//details[contains(@class, 'em-names')]/summary")
    return " ".join(summary.text_content().split()).removeprefix("Adından hərəkət etdiyiniz şəxs: ")


async def number(hall: Hall, claim_id: str) -> str:
    return (await hall.row(claim_id)).number


async def test_who_stands_for_nobody_sees_no_choice(hall: Hall) -> None:
    page = await (await hall.person(RESAD)).get("/claims")
    assert page.select("//details[contains(@class, 'em-names')]") == []
    assert page.address.endswith("/claims")


async def test_two_tabs_in_two_names_stay_what_they_are(hall: Hall, tural: Court) -> None:
    own, theirs = await hall.draft(TURAL), await hall.draft(TURAL, voen=VOEN)
    own_number, their_number = await number(hall, own), await number(hall, theirs)
    first, second = await tural.get("/claims?as=0"), await tural.get("/claims?as=1")
    assert (acting(first), acting(second)) == ("Tural Məmmədzadə", NAME)
    assert (own_number in first.text, their_number in first.text) == (True, False)
    assert (own_number in second.text, their_number in second.text) == (False, True)
    assert (first.links["Yeni ərizə"], second.links["Yeni ərizə"]) == ("/claims/new?as=0", "/claims/new?as=1")
    await tural.post("/capacity", {"position": "1"})
    assert acting(await tural.get("/claims?as=0")) == "Tural Məmmədzadə", "the first tab is loaded anew"


async def test_the_name_chosen_last_is_gone_on_in(tural: Court) -> None:
    assert (await tural.get("/")).address.endswith("/?as=0")
    home = await tural.post("/capacity", {"position": "1"})
    assert (home.address.endswith("/?as=1"), acting(home)) == (True, NAME)
    assert (await tural.get("/claims?status=draft")).address.endswith("/claims?status=draft&as=1")
    assert acting(await tural.get("/profile")) == NAME


async def test_the_page_of_a_filing_says_in_whose_name_it_was_filed(hall: Hall, tural: Court) -> None:
    own, theirs = await hall.confirmed(TURAL), await hall.confirmed(TURAL, voen=VOEN)
    await tural.post("/capacity", {"position": "1"})
    assert acting(await tural.get(f"/claims/{own}/sign")) == "Tural Məmmədzadə"
    room = await tural.get(f"/claims/{theirs}/sign")
    assert acting(room) == NAME
    assert room.links["Ərizələrim"] == "/claims?as=1"


async def test_each_name_signs_with_its_own_certificate(hall: Hall, tural: Court) -> None:
    own, theirs = await hall.confirmed(TURAL), await hall.confirmed(TURAL, voen=VOEN)
    await hall.binds_certificate(TURAL, kind=CertificateKind.BUSINESS)
    await hall.binds_certificate(TURAL)
    for claim_id, kind in ((own, "CITIZEN"), (theirs, "BUSINESS")):
        assert (await hall.sign(tural, claim_id, TURAL)).h1 == "Ərizə göndərildi"
        assert hall.phones.shown(f"/sim/phones/{TURAL.phone}/answered")[0]["certificate_type"] == kind


async def test_without_a_certificate_of_the_organisation_nothing_is_signed_for_it(hall: Hall) -> None:
    resad = await hall.person(RESAD)
    await hall.stands_for(RESAD, VOEN, organisation=NAME)
    claim_id = await hall.confirmed(RESAD, voen=VOEN)
    page = await hall.sign(resad, claim_id, RESAD)
    assert "Bu nömrədə adından hərəkət etdiyiniz şəxsə aid sertifikat yoxdur" in page.text
    assert await hall.status(claim_id) is ClaimStatus.CONFIRMED
    await ended(hall, RESAD)


async def test_who_stands_for_it_no_longer_keeps_what_he_filed_to_look_at_and_acts_no_more(
    hall: Hall, tural: Court
) -> None:
    draft, confirmed = await hall.draft(TURAL, voen=VOEN), await hall.confirmed(TURAL, voen=VOEN)
    await ended(hall, TURAL)
    for address in ("/claims/new?as=1", "/notifications?as=1", "/claims/new?as=7", "/claims?as=x"):
        refused = await tural.get(address, status=409)
        assert "Siz bu təşkilatın adından hərəkət edə bilməzsiniz" in refused.text
    await tural.post("/capacity", {"position": "1"}, status=409)
    listed = await tural.get("/claims?as=1")
    assert (await number(hall, confirmed) in listed.text, await number(hall, draft) in listed.text) == (True, False)
    page = await tural.get(f"/claims/{confirmed}")
    assert page.select("//form[contains(@action, '/claims/')]") == [], "nothing to press"
    await tural.get(f"/claims/{draft}/tasks", status=404)
    await tural.post(f"/claims/{confirmed}/withdraw", {"nonce": "0f8fad5b-d9cb-469f-a165-70867728950e"}, status=404)
    assert await hall.status(confirmed) is ClaimStatus.CONFIRMED


async def test_the_next_head_sees_what_was_filed_and_no_drafts_of_the_one_before(hall: Hall, tural: Court) -> None:
    draft, confirmed = await hall.draft(TURAL, voen=VOEN), await hall.confirmed(TURAL, voen=VOEN)
    giorgi = await hall.person(GIORGI)
    await giorgi.get(f"/claims/{confirmed}", status=404)
    await hall.stands_for(GIORGI, VOEN, organisation=NAME)
    listed = await giorgi.get("/claims?as=1")
    assert (await number(hall, confirmed) in listed.text, await number(hall, draft) in listed.text) == (True, False)
    assert (await giorgi.get(f"/claims/{confirmed}")).select("//form[contains(@action, '/claims/')]") == []
    await giorgi.get(f"/claims/{draft}", status=404)
    assert await number(hall, confirmed) in (await tural.get("/claims?as=1")).text


async def test_notices_of_an_organisation_go_to_its_address_and_stand_in_its_own_list(hall: Hall, tural: Court) -> None:
    async with hall.deps.sessions.begin() as db:
        row = (await db.scalars(select(CapacityRow).where(col(CapacityRow.voen) == VOEN))).one()
        row.email, row.email_confirmed_at, row.notify_sms = "ofis@qobustan.example", now(), False
        account = await db.get_one(AccountRow, row.account_id)
        account.email, account.email_confirmed_at = "tural@poct.example", now()
    own, theirs = await hall.confirmed(TURAL), await hall.confirmed(TURAL, voen=VOEN)
    async with hall.deps.sessions() as db:
        told = (
            select(col(NoticeRow.claim_id), col(DeliveryRow.channel), col(DeliveryRow.address))
            .join(DeliveryRow, col(DeliveryRow.notice_id) == col(NoticeRow.id))
            .where(col(NoticeRow.claim_id).in_([own, theirs]), col(NoticeRow.kind) == NoticeKind.CLAIM_CONFIRMED)
        )
        sent = {(claim_id, channel): address for claim_id, channel, address in await db.execute(told)}
    assert sent == {
        (own, Channel.EMAIL): "tural@poct.example",
        (own, Channel.SMS): TURAL.phone,
        (theirs, Channel.EMAIL): "ofis@qobustan.example",
    }
    listed = (await tural.get("/notifications?as=0")).text, (await tural.get("/notifications?as=1")).text
    for claim_id, own_list, their_list in ((own, True, False), (theirs, False, True)):
        found = await number(hall, claim_id)
        assert (found in listed[0], found in listed[1]) == (own_list, their_list)


async def test_an_organisation_has_its_own_address_and_choices(hall: Hall, tural: Court) -> None:
    page = await tural.get("/profile/organisations")
    assert NAME in page.text
    wrong = await tural.post("/profile/organisations/1", {"email": "ofis", "notify": "email"}, status=422)
    assert wrong.errors
    assert wrong.fields("")["email"] == "ofis"
    saved = await tural.post("/profile/organisations/1", {"email": "ofis@qobustan.example", "notify": "email"})
    assert "Təşkilat üçün seçdikləriniz yadda saxlanıldı." in saved.root.text_content()
    async with hall.deps.sessions() as db:
        row = (await db.scalars(select(CapacityRow).where(col(CapacityRow.voen) == VOEN))).one()
    assert (row.email, row.notify_email, row.notify_sms) == ("", True, False), "the link was not followed yet"
    waiting = await tural.get("/profile/organisations/1")
    assert "ofis@qobustan.example" in waiting.text
    await tural.post("/profile/organisations/1/again")
    await tural.get("/profile/organisations/2", status=404)
