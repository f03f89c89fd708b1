"""An application taken back after it was signed: the signatures are void, and who gave them can still see them."""

from urllib.parse import quote

from models.domain.claim_status import ClaimStatus
from simulators.people import DEMO
from tests.web.room.hall import Hall
from tests.web.room.test_signing_room import ended

LALE, RESAD, KAMRAN, NIGAR = DEMO[:4]
WHY = "Tələbin məbləği düzəldilir."


async def test_what_was_signed_is_void_and_stays_to_be_seen(hall: Hall) -> None:
    claim_id = await hall.confirmed(LALE, RESAD, NIGAR)
    lale, resad, nigar = [await hall.person(who) for who in (LALE, RESAD, NIGAR)]
    await hall.sign(resad, claim_id, RESAD)
    way = f"/claims/{claim_id}/withdraw"
    page = await lale.post(way, {**(await lale.get(way)).fields(way), "reason": " "}, status=422)
    assert page.errors == ["Səbəbi yazın: onu imzalamış və imzalamalı olan hər kəs oxuyacaq"]
    page = await lale.post(way, {**page.fields(way), "reason": WHY})
    assert page.links["Etibarsız imzalara bax"] == f"/claims/{claim_id}/void"

    container = f"/claims/{claim_id}/void/1/container.asice"
    for visitor in (lale, resad, nigar):  # signed, and awaited: all had it before them
        page = await visitor.get(f"/claims/{claim_id}/void")
        assert (WHY in page.text, page.text.count("Etibarsız imza"), "İmzalamamışdı" in page.text) == (True, 1, True)
        given = await visitor.client.get(container)
        assert given.status_code == 200
        assert quote("etibarsız") in given.headers["content-disposition"]
    await resad.get(f"/claims/{claim_id}", status=404)
    kamran = await hall.person(KAMRAN)
    for address in (f"/claims/{claim_id}/void", container):
        await kamran.get(address, status=404)
        await (await hall.clerk()).get(address, status=404)


async def test_after_a_new_confirmation_everybody_signs_anew_and_the_court_sees_what_was_void(hall: Hall) -> None:
    claim_id = await hall.confirmed(LALE, RESAD)
    lale, resad = await hall.person(LALE), await hall.person(RESAD)
    await hall.sign(resad, claim_id, RESAD)
    way = f"/claims/{claim_id}/withdraw"
    await lale.post(way, {**(await lale.get(way)).fields(way), "reason": WHY})
    await hall.confirm(claim_id, LALE, RESAD)
    room = await resad.get(f"/claims/{claim_id}/sign")
    assert "İmzaladığınız variant geri götürülüb." in room.text
    await hall.sign(lale, claim_id, LALE)
    assert await hall.status(claim_id) is ClaimStatus.PARTIALLY_SIGNED, "the void signature does not count"
    assert (await hall.sign(resad, claim_id, RESAD)).h1 == "Ərizə göndərildi"
    assert (await hall.package(claim_id)).signatures == 2
    desk = await (await hall.clerk()).get(f"/clerk/{claim_id}")
    audit = await (await hall.auditor()).get(f"/claims/{claim_id}")
    for page in (desk, audit, await resad.get(f"/claims/{claim_id}")):
        assert (WHY in page.text, "Etibarsız imzalar" in page.text) == (True, True)
        assert "Bütün imzalar etibarlıdır" in page.text or page is not desk
    assert (await (await hall.clerk()).client.get(f"/claims/{claim_id}/void/1/container.asice")).status_code == 200


async def test_a_signature_that_comes_after_the_taking_back_enters_no_container(hall: Hall) -> None:
    claim_id = await hall.confirmed(LALE, RESAD)
    lale, resad = await hall.person(LALE), await hall.person(RESAD)
    hall.phones.told(f"/sim/phones/{RESAD.phone}/script", answer="OK", auto=False)
    begun = await hall.ask_to_sign(resad, claim_id, RESAD)
    while not hall.phones.shown(f"/sim/phones/{RESAD.phone}/pending"):
        await resad.get(begun.address)
    way = f"/claims/{claim_id}/withdraw"
    await lale.post(way, (await lale.get(way)).fields(way))  # nobody has signed: no reason is asked for
    hall.phones.told(f"/sim/phones/{RESAD.phone}/answer", answer="OK")
    assert await ended(hall, begun) == "signature_not_awaited"
    assert (await hall.package(claim_id)).signatures == 0
    page = await resad.get(f"/claims/{claim_id}/void")
    assert "Etibarsız imza" not in page.text, "nothing was lost, for nothing was given"
