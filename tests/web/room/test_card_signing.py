"""e-İmza in the signing room: the choice, the request in the tab that began it, the card's answer, refusals."""

import base64
import uuid
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy import delete
from sqlmodel import col

from activities.signatures.verification import verify_container
from models.domain.claim_status import ClaimStatus
from models.domain.signers import SEAL_ROLE
from models.domain.signing import SigningStatus
from models.tables.capacities import CapacityRow
from models.tables.processes import SigningRow
from simulators.people import DEMO
from tests.attempts import attempt_standing
from tests.builders import Firm
from tests.card import TestCard
from tests.web.court import Court, Page
from tests.web.room.hall import CONSENT, Hall
from tests.web.room.test_signing_room import ended
from web.sessions import now
from web.verification import trust_of

LALE, RESAD, KAMRAN, TURAL = DEMO[0], DEMO[1], DEMO[2], DEMO[4]
VOEN, NAME = "1499001221", "“Qobustan Tikinti” MMC"
WAITS = "//form[@data-card-request]"
SAID = {
    "ERR_WEBEID_EXTENSION_UNAVAILABLE",
    "ERR_WEBEID_NATIVE_UNAVAILABLE",
    "ERR_WEBEID_USER_CANCELLED",
    "ERR_WEBEID_USER_TIMEOUT",
    "ERR_WEBEID_ACTION_PENDING",
    "ERR_WEBEID_CONTEXT_INSECURE",
    "ERR_WEBEID_VERSION_MISMATCH",
    "court",
    "gone",
    "other",
}


async def asks_card(
    hall: Hall, visitor: Court, claim_id: str, card: TestCard, *, door: str = "sign", **more: str
) -> Page:
    """Send the room's form as its script does; return the page once the request stands, or the attempt has failed."""
    action = f"/claims/{claim_id}/{door}"
    shown = (await visitor.get(f"/claims/{claim_id}/sign")).fields(action)
    consent = CONSENT if door == "sign" else {}
    given = {**shown, **consent, "way": "card", "certificate": base64.b64encode(card.der).decode(), **more}
    begun = await visitor.post(action, given)
    await attempt_of(hall, begun, SigningStatus.WAITING, SigningStatus.FAILED)
    return await visitor.get(begun.address)


async def attempt_of(hall: Hall, page: Page, *until: SigningStatus) -> SigningRow:
    """Return the attempt a page is about, once it stands as awaited."""
    attempt = parse_qs(urlsplit(page.address).query)["attempt"][0]
    return await attempt_standing(hall.deps.sessions, attempt, *until)


async def gives(visitor: Court, claim_id: str, waiting: Page, card: TestCard, *, status: int = 200) -> Page:
    """Let the card sign what stands on the page, and bring it as the page's script does."""
    action = f"/claims/{claim_id}/sign/card"
    signature = card.sign(base64.b64decode(waiting.select(f"{WAITS}/@data-hash")[0]))
    given = {**waiting.fields(action), "signature": base64.b64encode(signature).decode()}
    return await visitor.post(action, given, status=status)


async def signs(hall: Hall, visitor: Court, claim_id: str, card: TestCard, **more: str) -> Page:
    waiting = await asks_card(hall, visitor, claim_id, card, **more)
    assert await ended(hall, await gives(visitor, claim_id, waiting, card)) == "done"
    return await visitor.get(f"/claims/{claim_id}/sign")


async def test_a_litigant_chooses_e_imza_and_his_card_signs_in_this_browser(hall: Hall) -> None:
    claim_id = await hall.confirmed(LALE)
    lale, card = await hall.person(LALE), TestCard.of_person(hall.trust, LALE)
    room = await lale.get(f"/claims/{claim_id}/sign")
    assert room.select("//input[@name='way'][@checked]/@value") == ["phone"], "which needs no script"
    assert "İmzanın növü" in room.text
    waiting = await asks_card(hall, lale, claim_id, card)
    assert "Kartın PIN2 kodunu daxil edin" in waiting.text
    for page in (room, waiting):
        assert set(page.select("//template/@data-said")) >= SAID, "each failure in the browser has its sentence"
    (asked,) = waiting.select(WAITS)
    assert (asked.get("data-hash-function"), asked.get("data-certificate")) == (
        "SHA-256",
        base64.b64encode(card.der).decode(),
    )
    given = await gives(lale, claim_id, waiting, card)
    assert "Kartın PIN2 kodunu daxil edin" not in given.text, "what was given is stored when the answer comes"
    assert await ended(hall, given) == "done"
    await gives(lale, claim_id, waiting, card)  # the same post once more
    assert (await lale.get(f"/claims/{claim_id}/sign")).h1 == "Ərizə göndərildi"
    assert (await hall.package(claim_id)).signatures == 1
    assert await hall.status(claim_id) is ClaimStatus.SENT


async def test_without_the_cards_program_nothing_begins_and_the_page_says_what_is_needed(hall: Hall) -> None:
    claim_id = await hall.confirmed(LALE)
    lale = await hall.person(LALE)
    action = f"/claims/{claim_id}/sign"
    shown = (await lale.get(action)).fields(action)
    for certificate, said in (
        ("", "e-İmza üçün JavaScript və kartın proqramı lazımdır"),
        ("no certificate", "Kartın proqramının göndərdiyi məlumat sertifikat deyil."),
    ):
        given = {**shown, **CONSENT, "way": "card", "certificate": certificate}
        page = await lale.post(action, given, status=422)
        assert len(page.errors) == 1
        assert said in page.errors[0]
    page = await lale.post(action, {**shown, **CONSENT, "way": "pigeon"}, status=422)
    assert page.errors[0] == "İmzanın növünü seçin"
    assert not (await lale.get(action)).select("//*[contains(@class, 'em-live')]"), "nothing was begun"


@pytest.mark.parametrize(
    ("holder", "said"),
    [
        ({"fin": KAMRAN.fin}, "Bu kartdakı sertifikat başqa şəxsə məxsusdur: FİN sizin deyil."),
        ({"kind": "auth"}, "Bu sertifikat sənəd imzalamaq üçün deyil, giriş üçündür (PIN1)."),
        ({"organisation": NAME, "voen": VOEN}, "Bu kart adından hərəkət etdiyiniz şəxsə aid deyil"),
    ],
    ids=["of another person", "for signing in", "of an organisation"],
)
async def test_a_card_that_may_not_sign_is_not_asked_and_the_room_says_why(
    hall: Hall, holder: dict[str, str], said: str
) -> None:
    claim_id = await hall.confirmed(LALE)
    lale = await hall.person(LALE)
    page = await asks_card(hall, lale, claim_id, TestCard.of_person(hall.trust, LALE, **holder))
    assert said in page.text
    assert not page.select(WAITS)
    assert page.select("//form//input[@name='rights']"), "and may begin again"


async def test_what_another_card_signed_is_found_out(hall: Hall) -> None:
    claim_id = await hall.confirmed(LALE)
    lale = await hall.person(LALE)
    waiting = await asks_card(hall, lale, claim_id, TestCard.of_person(hall.trust, LALE))
    page = await gives(lale, claim_id, waiting, TestCard.of_person(hall.trust, LALE))
    assert "bəlkə, oxuyucuda başqa kart olub" in page.text
    assert await hall.status(claim_id) is ClaimStatus.CONFIRMED
    assert (await hall.sign(lale, claim_id, LALE)).h1 == "Ərizə göndərildi", "with the phone instead"


async def test_a_request_to_a_card_belongs_to_its_tab_and_is_given_up_anywhere(hall: Hall) -> None:
    claim_id = await hall.confirmed(RESAD, LALE)
    first, second, card = await hall.person(RESAD), await hall.person(RESAD), TestCard.of_person(hall.trust, RESAD)
    waiting = await asks_card(hall, first, claim_id, card)
    elsewhere = await second.get(f"/claims/{claim_id}/sign")
    assert "Siz e-İmza ilə imzalamağa başlamısınız" in elsewhere.text
    assert not elsewhere.select(WAITS)
    assert not elsewhere.select("//form//input[@name='rights']")
    door = f"/claims/{claim_id}/sign/give-up"
    attempt = {"attempt": elsewhere.fields(door)["attempt"], "nonce": uuid.uuid4().hex}
    await (await hall.person(LALE)).post(door, attempt, status=404)  # another signer of the same application
    page = await second.post(door, elsewhere.fields(door))
    assert "Kartla imzalamaqdan imtina etdiniz." in page.text
    late = await gives(first, claim_id, waiting, card)
    assert "Kartla imzalamaqdan imtina etdiniz." in late.text, "nothing waits for it any more"
    await signs(hall, second, claim_id, card)
    assert await hall.status(claim_id) is ClaimStatus.PARTIALLY_SIGNED


async def test_a_signature_for_a_version_that_was_taken_back_is_refused(hall: Hall) -> None:
    claim_id = await hall.confirmed(LALE)
    lale, card = await hall.person(LALE), TestCard.of_person(hall.trust, LALE)
    waiting = await asks_card(hall, lale, claim_id, card)
    question = await lale.get(f"/claims/{claim_id}/withdraw")
    await lale.post(f"/claims/{claim_id}/withdraw", question.fields())
    await gives(lale, claim_id, waiting, card, status=404)
    await hall.confirm(claim_id, LALE)
    page = await gives(lale, claim_id, waiting, card, status=409)
    assert "Sizin imzanız artıq gözlənilmir" in page.text
    assert (await signs(hall, lale, claim_id, card)).h1 == "Ərizə göndərildi"
    assert (await hall.package(claim_id)).signatures == 1


async def test_an_organisations_card_signs_and_seals(hall: Hall) -> None:
    tural = await hall.person(TURAL)
    async with hall.deps.sessions.begin() as db:
        await db.execute(delete(CapacityRow).where(col(CapacityRow.voen) == VOEN))
    await hall.stands_for(TURAL, VOEN, organisation=NAME)
    claim_id = await hall.confirmed(TURAL, voen=VOEN)
    card = TestCard.of_person(hall.trust, TURAL, organisation=NAME, voen=VOEN)
    await signs(hall, tural, claim_id, card, seal="called")
    assert await hall.status(claim_id) is ClaimStatus.PARTIALLY_SIGNED
    assert (await signs(hall, tural, claim_id, card, door="seal")).h1 == "Ərizə göndərildi"
    container = await hall.deps.documents.get((await hall.package(claim_id)).container_sha256)
    reports = await verify_container(container, trust_of(hall.deps.settings.trust_anchors), at=now())
    assert [(report.voen, report.roles, report.passed) for report in reports] == [
        (VOEN, (), True),
        (VOEN, (SEAL_ROLE,), True),
    ]


async def test_no_seal_is_called_for_with_a_citizens_card(hall: Hall) -> None:
    claim_id = await hall.confirmed(LALE, firm=Firm(RESAD.fin, VOEN, NAME))
    resad = await hall.person(RESAD)
    page = await asks_card(hall, resad, claim_id, TestCard.of_person(hall.trust, RESAD), seal="called")
    assert "Bu kart təşkilatın deyil, ona görə onunla təşkilatın möhürü vurula bilməz." in page.text
    assert await hall.status(claim_id) is ClaimStatus.CONFIRMED


async def test_the_stream_of_a_page_older_than_the_request_leads_to_it(hall: Hall) -> None:
    claim_id = await hall.confirmed(KAMRAN)
    kamran = await hall.person(KAMRAN)
    waiting = await asks_card(hall, kamran, claim_id, TestCard.of_person(hall.trust, KAMRAN))
    (stream,) = waiting.select("//*[@data-live]/@data-live")
    attempt = parse_qs(urlsplit(waiting.address).query)["attempt"][0]
    older = stream.replace(f"={'0011'}{attempt}", "=0011")
    assert older != stream
    told = (await kamran.client.get(older, timeout=30)).text.splitlines()
    assert told[told.index("event: done") + 1] == f"data: /claims/{claim_id}/sign?attempt={attempt}"
    await kamran.post(f"/claims/{claim_id}/sign/give-up", {"nonce": uuid.uuid4().hex, "attempt": attempt})
