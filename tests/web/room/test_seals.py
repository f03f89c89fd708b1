"""An organisation's seal beside the signature of whoever signs for it: called for, awaited, put, shown, verified."""

import pytest
from sqlalchemy import delete
from sqlmodel import col

from activities.signatures.verification import verify_container
from models.domain.claim_status import ClaimStatus
from models.domain.signers import SEAL_ROLE
from models.tables.capacities import CapacityRow
from models.tables.claims import ClaimSignerRow
from simulators.people import DEMO
from tests.builders import Firm
from tests.web.court import Court, Page
from tests.web.room.hall import CONSENT, Hall
from tests.web.room.test_signing_room import ended
from web.sessions import now
from web.verification import trust_of

LALE, RESAD, TURAL = DEMO[0], DEMO[1], DEMO[4]
VOEN, NAME = "1499001221", "“Qobustan Tikinti” MMC"
FIRM = Firm(TURAL.fin, VOEN, NAME)


@pytest.fixture
async def tural(hall: Hall) -> Court:
    """Tural, the head of an organisation whose phone has its business certificate."""
    visitor = await hall.person(TURAL)
    async with hall.deps.sessions.begin() as db:
        await db.execute(delete(CapacityRow).where(col(CapacityRow.voen) == VOEN))
    await hall.stands_for(TURAL, VOEN, organisation=NAME)
    hall.phone_answers(TURAL)
    return visitor


async def signs_and_calls_for_the_seal(hall: Hall, visitor: Court, claim_id: str) -> Page:
    action = f"/claims/{claim_id}/sign"
    shown = (await visitor.get(action)).fields(action)
    given = {**shown, **CONSENT, "phone": TURAL.phone, "user_id": TURAL.user_id, "seal": "called"}
    begun = await visitor.post(action, given)
    assert await ended(hall, begun) == "done"
    return await visitor.get(begun.address)  # as the page that was waiting finds it


async def puts_the_seal(hall: Hall, visitor: Court, claim_id: str) -> Page:
    action = f"/claims/{claim_id}/seal"
    shown = (await visitor.get(f"/claims/{claim_id}/sign")).fields(action)
    given = {**shown, "phone": TURAL.phone, "user_id": TURAL.user_id}
    assert await ended(hall, await visitor.post(action, given)) == "done"
    return await visitor.get(f"/claims/{claim_id}/sign")


async def test_an_organisation_signs_and_seals_and_the_court_sees_both(hall: Hall, tural: Court) -> None:
    claim_id = await hall.confirmed(TURAL, voen=VOEN)
    room = await signs_and_calls_for_the_seal(hall, tural, claim_id)
    assert ("Möhür gözlənilir" in room.text, room.h1 == "Ərizə göndərildi") == (True, False)
    assert room.fields(f"/claims/{claim_id}/seal")["phone"] == TURAL.phone
    assert await hall.status(claim_id) is ClaimStatus.PARTIALLY_SIGNED
    assert (await puts_the_seal(hall, tural, claim_id)).h1 == "Ərizə göndərildi"
    container = await hall.deps.documents.get((await hall.package(claim_id)).container_sha256)
    reports = await verify_container(container, trust_of(hall.deps.settings.trust_anchors), at=now())
    assert [(report.voen, report.roles, report.passed) for report in reports] == [
        (VOEN, (), True),
        (VOEN, (SEAL_ROLE,), True),
    ]
    desk = await (await hall.clerk()).get(f"/clerk/{claim_id}")
    assert "Bütün imzalar etibarlıdır" in desk.text
    assert f"Möhür VÖEN {VOEN}" in " ".join(desk.root.text_content().split())


async def test_a_co_claimants_head_signs_in_person_and_seals_with_the_firms_certificate(
    hall: Hall, tural: Court
) -> None:
    claim_id = await hall.confirmed(LALE, firm=FIRM)
    lale = await hall.person(LALE)
    assert (await lale.get(f"/claims/{claim_id}/sign")).select("//input[@name='seal']") == [], "no organisation's"
    await hall.sign(lale, claim_id, LALE)
    await signs_and_calls_for_the_seal(hall, tural, claim_id)
    assert await hall.status(claim_id) is ClaimStatus.PARTIALLY_SIGNED
    number = (await hall.row(claim_id)).number
    assert number in (await tural.get("/?as=0")).text, "the seal he owes is among what awaits him"
    await puts_the_seal(hall, tural, claim_id)
    kinds = [each["certificate_type"] for each in hall.phones.shown(f"/sim/phones/{TURAL.phone}/answered")[:2]]
    assert kinds == ["BUSINESS", "CITIZEN"], "newest first"
    assert await hall.status(claim_id) is ClaimStatus.SENT
    async with hall.deps.sessions() as db:
        place = await db.get_one(ClaimSignerRow, (claim_id, TURAL.fin))
    assert (place.seal, place.signed_at is not None, place.sealed_at is not None) == (VOEN, True, True)


async def test_without_the_organisations_certificate_no_seal_is_called_for_and_nothing_signed(hall: Hall) -> None:
    resad = await hall.person(RESAD)
    claim_id = await hall.confirmed(LALE, firm=Firm(RESAD.fin, VOEN, NAME))
    hall.phone_answers(RESAD)
    action = f"/claims/{claim_id}/sign"
    shown = (await resad.get(action)).fields(action)
    given = {**shown, **CONSENT, "phone": RESAD.phone, "user_id": RESAD.user_id, "seal": "called"}
    assert await ended(hall, await resad.post(action, given)) == "seal_certificate_missing"
    assert "Bu nömrədə təşkilatın biznes sertifikatı yoxdur" in (await resad.get(action)).text
    assert await hall.status(claim_id) is ClaimStatus.CONFIRMED
