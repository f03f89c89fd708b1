"""The signing room as its signers see it: document, statements, PIN2, failures in words, the last signature sends."""

import uuid
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

import httpx2
import pytest

from activities.signatures.identity import load_certificate
from models.domain.claim_status import ClaimStatus
from models.domain.signing import SigningStatus, SigningWay
from models.messages import ids
from models.tables.claims import PackageRow
from models.tables.processes import SigningRow
from simulators.people import DEMO
from tests.web.court import Page
from tests.web.room.hall import CONSENT, Hall

LALE, RESAD, KAMRAN = DEMO[:3]
TURAL = DEMO[4]


async def test_the_document_is_shown_before_the_form(hall: Hall) -> None:
    claim_id = await hall.confirmed(LALE)
    lale = await hall.person(LALE)
    page = await lale.get(f"/claims/{claim_id}/sign")
    assert "İmzalamazdan əvvəl sənədi oxuyun (PDF, yeni vərəqdə açılır)" in page.links
    assert page.fields(f"/claims/{claim_id}/sign")["phone"] == LALE.phone
    async with hall.deps.sessions() as db:
        assert await db.get(PackageRow, (claim_id, 1)) is None, "no worker has made the document yet"
    pdf = await lale.client.get(f"/claims/{claim_id}/document.pdf")
    assert pdf.content.startswith(b"%PDF-")
    assert pdf.headers["content-type"] == "application/pdf"


async def test_without_both_statements_nothing_is_asked_of_the_phone(hall: Hall) -> None:
    claim_id = await hall.confirmed(LALE)
    lale = await hall.person(LALE)
    shown = (await lale.get(f"/claims/{claim_id}/sign")).fields(f"/claims/{claim_id}/sign")
    given = {**shown, "phone": LALE.phone, "user_id": "12"}
    page = await lale.post(f"/claims/{claim_id}/sign", given, status=422)
    assert page.errors == [
        "Hüquqlarla tanış olduğunuzu qeyd edin",
        "Vəzifələrlə tanış olduğunuzu qeyd edin",
        "İstifadəçi ID-si altı rəqəmdən ibarətdir",
    ]
    assert page.fields(f"/claims/{claim_id}/sign")["user_id"] == "12"
    assert hall.phones.shown(f"/sim/phones/{LALE.phone}/pending") == []


async def test_the_last_signature_sends_and_says_what_comes_next(hall: Hall) -> None:
    claim_id = await hall.confirmed(LALE)
    page = await hall.sign(await hall.person(LALE), claim_id, LALE)
    row = await hall.row(claim_id)
    assert row.status is ClaimStatus.SENT
    assert page.h1 == "Ərizə göndərildi"
    assert row.number in page.text
    assert "MPM 151.3" in page.text
    assert not page.select("//main//form")


async def test_a_co_claimant_signs_after_the_filer(hall: Hall) -> None:
    claim_id = await hall.confirmed(LALE, RESAD)
    lale, resad = await hall.person(LALE), await hall.person(RESAD)
    page = await hall.sign(lale, claim_id, LALE)
    assert await hall.status(claim_id) is ClaimStatus.PARTIALLY_SIGNED
    assert "Gözlənilir" in page.text
    assert f"FİN {RESAD.fin[:2]}•••••" in page.text
    assert RESAD.fin not in page.text
    assert (await hall.sign(resad, claim_id, RESAD)).h1 == "Ərizə göndərildi"
    assert (await lale.get(f"/claims/{claim_id}/sign")).h1 == "Ərizə göndərildi"


async def test_each_failure_of_the_phone_has_its_sentence_and_may_be_tried_again(hall: Hall) -> None:
    claim_id = await hall.confirmed(LALE)
    lale = await hall.person(LALE)
    for answer, said in (
        ("USER_CANCELLED", "Sorğunu telefonunuzda ləğv etdiniz."),
        ("TIMEOUT", "PIN kod vaxtında daxil edilmədi."),
    ):
        page = await hall.sign(lale, claim_id, LALE, answer=answer)
        assert said in page.text
        assert page.select("//form//input[@name='rights']")
    assert await hall.status(claim_id) is ClaimStatus.CONFIRMED
    assert (await hall.sign(lale, claim_id, LALE)).h1 == "Ərizə göndərildi"


async def test_another_persons_phone_does_not_sign_for_me(hall: Hall) -> None:
    claim_id = await hall.confirmed(RESAD)
    page = await hall.sign(await hall.person(RESAD), claim_id, KAMRAN)
    assert "FİN sizin deyil" in page.text
    assert await hall.status(claim_id) is ClaimStatus.CONFIRMED


async def test_a_replaced_certificate_signs_only_after_a_sign_in_with_it(hall: Hall) -> None:
    claim_id = await hall.confirmed(RESAD)
    resad = await hall.person(RESAD)
    await hall.binds_certificate(RESAD)
    hall.phones.told(f"/sim/phones/{RESAD.phone}/replace")
    page = await hall.sign(resad, claim_id, RESAD)
    assert "Yeni ASAN İmza ilə kabinetə daxil olun, sonra ərizəni imzalayın." in page.text
    assert page.links["Yeni ASAN İmza ilə daxil ol"] == f"/sign-in?next=/claims/{claim_id}/sign"
    assert hall.phones.shown(f"/sim/phones/{RESAD.phone}/pending") == [], "the phone was not even asked"
    assert await hall.status(claim_id) is ClaimStatus.CONFIRMED
    await hall.binds_certificate(RESAD)
    assert (await hall.sign(resad, claim_id, RESAD)).h1 == "Ərizə göndərildi"


@pytest.mark.parametrize(
    ("standing", "said"),
    [("revoked", "İmza sertifikatınız onu verən qurum tərəfindən ləğv edilib"), ("suspended", "dayandırılıb")],
)
async def test_a_certificate_that_does_not_stand_any_more_is_said_before_the_phone_is_asked(
    hall: Hall, standing: str, said: str
) -> None:
    claim_id = await hall.confirmed(LALE, RESAD)
    lale, resad = await hall.person(LALE), await hall.person(RESAD)
    await hall.sign(lale, claim_id, LALE)
    certificate = await hall.deps.signer.signing_certificate(RESAD.phone, RESAD.user_id)
    assert certificate is not None
    serial = load_certificate(certificate).serial_number
    httpx2.post(f"{hall.trust.url}/certificates/{serial}/{standing}")
    page = await hall.sign(resad, claim_id, RESAD)
    assert said in page.text
    assert hall.phones.shown(f"/sim/phones/{RESAD.phone}/pending") == [], "the phone was not even asked"
    assert await hall.status(claim_id) is ClaimStatus.PARTIALLY_SIGNED, "the other signature stays"
    if standing == "revoked":
        hall.phones.told(f"/sim/phones/{RESAD.phone}/replace")
        await hall.binds_certificate(RESAD)  # he signs in with the new one
    else:
        httpx2.post(f"{hall.trust.url}/certificates/{serial}/good")
    assert (await hall.sign(resad, claim_id, RESAD)).h1 == "Ərizə göndərildi"


async def test_the_same_person_on_two_devices_signs_once(hall: Hall) -> None:
    claim_id = await hall.confirmed(TURAL)
    first, second = await hall.person(TURAL), await hall.person(TURAL)
    hall.phones.told(f"/sim/phones/{TURAL.phone}/script", answer="OK", auto=False)
    form = (await second.get(f"/claims/{claim_id}/sign")).fields(f"/claims/{claim_id}/sign")
    begun = await hall.ask_to_sign(first, claim_id, TURAL)
    while not (waiting := hall.phones.shown(f"/sim/phones/{TURAL.phone}/pending")):
        await first.get(begun.address)
    given = {**form, **CONSENT, "phone": TURAL.phone, "user_id": TURAL.user_id}
    again = await second.post(f"/claims/{claim_id}/sign", given)
    assert await ended(hall, again) == "signing_under_way"
    pages = [await visitor.get(asked.address) for visitor, asked in ((first, begun), (second, again))]
    elsewhere = "Siz artıq başqa cihazda və ya başqa vərəqdə imzalamağa başlamısınız."
    assert [elsewhere in page.text for page in pages] == [False, True]
    assert all(waiting[0]["verification_code"] in page.text for page in pages)
    assert len(hall.phones.shown(f"/sim/phones/{TURAL.phone}/pending")) == 1
    hall.phones.told(f"/sim/phones/{TURAL.phone}/answer", answer="OK")
    assert await ended(hall, begun) == "done"
    for visitor in (first, second):
        assert (await visitor.get(f"/claims/{claim_id}/sign")).h1 == "Ərizə göndərildi"
    assert (await hall.package(claim_id)).signatures == 1


async def test_the_second_device_hears_how_the_request_of_the_first_ended(hall: Hall) -> None:
    claim_id = await hall.confirmed(TURAL)
    first, second = await hall.person(TURAL), await hall.person(TURAL)
    hall.phones.told(f"/sim/phones/{TURAL.phone}/script", answer="OK", auto=False)
    form = (await second.get(f"/claims/{claim_id}/sign")).fields(f"/claims/{claim_id}/sign")
    begun = await hall.ask_to_sign(first, claim_id, TURAL)
    while not hall.phones.shown(f"/sim/phones/{TURAL.phone}/pending"):
        await first.get(begun.address)
    given = {**form, **CONSENT, "phone": TURAL.phone, "user_id": TURAL.user_id}
    again = await second.post(f"/claims/{claim_id}/sign", given)
    assert await ended(hall, again) == "signing_under_way"
    hall.phones.told(f"/sim/phones/{TURAL.phone}/answer", answer="USER_CANCELLED")
    assert await ended(hall, begun) == "cancelled"
    page = await second.get(again.address)
    assert "Sorğunu telefonunuzda ləğv etdiniz." in page.text
    assert page.select("//form//input[@name='rights']"), "and may begin again"


async def ended(hall: Hall, asked: Page) -> str:
    """Return how the attempt ended that a page is about."""
    attempt = parse_qs(urlsplit(asked.address).query)["attempt"][0]
    signing = hall.commands.temporal.get_workflow_handle(ids.signing_workflow(attempt), result_type=str)
    how: str = await signing.result()
    return how


async def test_the_stream_shows_the_code_and_leaves_when_the_signature_is_there(hall: Hall) -> None:
    claim_id = await hall.confirmed(KAMRAN)
    kamran = await hall.person(KAMRAN)
    hall.phones.told(f"/sim/phones/{KAMRAN.phone}/script", answer="OK", auto=False)
    begun = await hall.ask_to_sign(kamran, claim_id, KAMRAN)
    stream = begun.select("//*[@data-live]/@data-live")[0]
    address = await _code_shown(hall, kamran.client, stream)
    assert address == f"/claims/{claim_id}/sign"
    assert await hall.status(claim_id) is ClaimStatus.SENT


async def _code_shown(hall: Hall, client: httpx2.AsyncClient, stream: str) -> str:
    """Poll the page until the phone's code stands on it, answer the phone, and follow the stream to its end."""
    events: list[str] = []
    pending = hall.phones.shown
    while not (waiting := pending(f"/sim/phones/{KAMRAN.phone}/pending")):
        await client.get("/claims")
    code = waiting[0]["verification_code"]
    while code not in (await client.get(stream.replace("/events", ""))).text:
        await client.get("/claims")
    hall.phones.told(f"/sim/phones/{KAMRAN.phone}/answer", answer="OK")
    events += (await client.get(stream, timeout=30)).text.splitlines()
    assert "event: done" in events
    return events[events.index("event: done") + 1].removeprefix("data: ")


async def test_a_claim_read_just_before_its_signature_asks_nobody_to_sign_again(hall: Hall) -> None:
    claim_id = await hall.confirmed(LALE)
    lale = await hall.person(LALE)
    done = SigningRow(
        id=uuid.uuid4().hex,
        claim_id=claim_id,
        version=1,
        fin=LALE.fin,
        status=SigningStatus.DONE,
        way=SigningWay.PHONE,
        started_at=datetime.now(UTC),
    )
    async with hall.deps.sessions.begin() as db:
        db.add(done)
    page = await lale.get(f"/claims/{claim_id}/sign")
    assert "PIN2 qəbul olundu və imza saxlanıldı" in page.text
    assert not page.select(f"//main//form[@action='/claims/{claim_id}/sign']")


async def test_a_doubled_form_is_one_request_to_the_phone(hall: Hall) -> None:
    claim_id = await hall.confirmed(LALE)
    lale = await hall.person(LALE)
    hall.phones.told(f"/sim/phones/{LALE.phone}/script", answer="OK", auto=False)
    shown = (await lale.get(f"/claims/{claim_id}/sign")).fields(f"/claims/{claim_id}/sign")
    given = {**shown, **CONSENT, "phone": LALE.phone, "user_id": LALE.user_id}
    first = await lale.post(f"/claims/{claim_id}/sign", given)
    second = await lale.post(f"/claims/{claim_id}/sign", given)
    assert first.address == second.address
    while not hall.phones.shown(f"/sim/phones/{LALE.phone}/pending"):
        await lale.get(first.address)
    assert len(hall.phones.shown(f"/sim/phones/{LALE.phone}/pending")) == 1
    hall.phones.told(f"/sim/phones/{LALE.phone}/answer", answer="USER_CANCELLED")


async def test_a_co_claimant_refuses_with_a_reason_that_the_filer_reads(hall: Hall) -> None:
    claim_id = await hall.confirmed(LALE, RESAD)
    lale, resad = await hall.person(LALE), await hall.person(RESAD)
    shown = (await resad.get(f"/claims/{claim_id}/refuse")).fields()
    page = await resad.post(f"/claims/{claim_id}/refuse", {**shown, "reason": ""}, status=422)
    assert page.errors == ["Səbəbi yazın: onu ərizəni verən şəxs və digər imzalayanlar oxuyacaq"]
    page = await resad.post(f"/claims/{claim_id}/refuse", {**shown, "reason": "Borc mənə qaytarılıb."})
    assert "İmzalamaqdan imtina etdiniz" in page.text
    page = await lale.get(f"/claims/{claim_id}")
    assert "Borc mənə qaytarılıb." in page.text
    assert "yenidən sərbəstdir" in page.text


async def test_a_withdrawn_version_cannot_be_signed_any_more(hall: Hall) -> None:
    claim_id = await hall.confirmed(LALE)
    lale = await hall.person(LALE)
    shown = (await lale.get(f"/claims/{claim_id}/sign")).fields(f"/claims/{claim_id}/sign")
    question = await lale.get(f"/claims/{claim_id}/withdraw")
    page = await lale.post(f"/claims/{claim_id}/withdraw", question.fields())
    assert page.address.endswith("/tasks")
    given = {**shown, **CONSENT, "phone": LALE.phone, "user_id": LALE.user_id}
    await lale.post(f"/claims/{claim_id}/sign", given, status=404)


async def test_nobody_else_enters_the_room(hall: Hall) -> None:
    claim_id = await hall.confirmed(LALE)
    for stranger in (await hall.person(KAMRAN), await hall.clerk(), await hall.auditor()):
        for path in ("sign", "sign/events", "refuse", "withdraw"):
            await stranger.get(f"/claims/{claim_id}/{path}", status=404)
        await stranger.post(f"/claims/{claim_id}/sign", {"nonce": uuid.uuid4().hex}, status=404)
    nobody = await hall.person(KAMRAN)
    nobody.visit_anew()
    assert (await nobody.get(f"/claims/{claim_id}/sign")).address.split("?")[0].endswith("/sign-in")
