"""Signatures as the signing room sees them: a real phone, authority, time-stamps and container."""

import base64
import io
import zipfile

import httpx2
import pytest

from activities.signatures.signature_report import Level
from activities.signatures.verification import verify_container
from models.domain.claim_status import ClaimStatus
from models.domain.errors import RuleBroken
from models.domain.signing import CARD_WAITS, UNDER_WAY, SigningStatus, SigningWay
from simulators.people import DEMO
from simulators.trust.authority import Authority, Holder
from tests.attempts import phone_answers
from tests.card import TestCard
from tests.outside import Simulator
from tests.second_opinion import assert_xmlsec1_agrees
from tests.workflows.signing.room import Room

LALE, RESHAD, KAMRAN = DEMO[:3]


async def test_two_claimants_sign_one_container_at_level_lt(room: Room, phones: Simulator) -> None:
    claim_id = await room.confirmed(LALE, RESHAD)
    for person in (LALE, RESHAD):
        phone_answers(phones, person)
    assert await room.sign(claim_id, LALE) == "done"
    first = await room.container(claim_id)
    assert await room.sign(claim_id, RESHAD) == "done"
    container = await room.container(claim_id)
    reports = await verify_container(container, room.trust, at=room.court.now())
    assert [(report.fin, report.level, report.passed) for report in reports] == [
        (LALE.fin, Level.LT, True),
        (RESHAD.fin, Level.LT, True),
    ]
    assert await room.status(claim_id) is ClaimStatus.SENT
    with zipfile.ZipFile(io.BytesIO(first)) as before:
        assert container.startswith(first[: before.start_dir])  # every earlier entry keeps its bytes
    assert_xmlsec1_agrees(container)


async def test_somebody_elses_signature_is_refused(room: Room, phones: Simulator) -> None:
    claim_id = await room.confirmed(LALE)
    phone_answers(phones, KAMRAN)
    assert await room.sign(claim_id, LALE, by=KAMRAN) == "signer_mismatch"
    assert await room.status(claim_id) is ClaimStatus.CONFIRMED


@pytest.mark.parametrize(
    ("answer", "ends"),
    [
        ("USER_CANCELLED", "cancelled"),
        ("PHONE_ABSENT", "unreachable"),
        ("SIM_ERROR", "device_error"),
        ("TIMEOUT", "timed_out"),
    ],
)
async def test_a_phone_that_does_not_sign_leaves_the_claim_as_it_was(
    room: Room, phones: Simulator, answer: str, ends: str
) -> None:
    claim_id = await room.confirmed(LALE)
    phone_answers(phones, LALE, answer)
    assert await room.sign(claim_id, LALE) == ends
    phone_answers(phones, LALE)
    assert await room.sign(claim_id, LALE) == "done"
    assert await room.status(claim_id) is ClaimStatus.SENT


async def test_a_silent_time_stamp_authority_loses_no_pin2(room: Room, phones: Simulator, trust: Simulator) -> None:
    claim_id = await room.confirmed(LALE)
    phone_answers(phones, LALE)
    httpx2.post(f"{trust.url}/services/tsa/down")
    try:
        signing_id = await room.begin(claim_id, LALE, phone=LALE.phone, user_id=LALE.user_id)
        row = await room.attempt(signing_id, SigningStatus.SIGNED)
    finally:
        httpx2.post(f"{trust.url}/services/tsa/up")
    assert await room.ended(signing_id) == "done"
    claim = await room.claim(claim_id)
    assert claim.status is ClaimStatus.SENT
    assert claim.sent_at == row.signed_at  # the late time-stamp does not make the filer late


async def test_a_card_signs_beside_a_phone_in_one_container_at_level_lt(
    room: Room, phones: Simulator, trust: Simulator
) -> None:
    claim_id = await room.confirmed(LALE, RESHAD)
    phone_answers(phones, LALE)
    assert await room.sign(claim_id, LALE) == "done"
    card = TestCard.of_person(trust, RESHAD)
    asked = await room.asks_card(claim_id, RESHAD, card)
    assert (asked.certificate, asked.hash_name) == (base64.b64encode(card.der).decode(), "sha256")
    signature = card.sign(bytes.fromhex(asked.digest))
    came_at = await room.gives(asked, signature)
    await room.gives(asked, signature)  # the same post once more
    assert await room.ended(asked.id) == "done"
    with pytest.raises(RuleBroken, match="card_not_asked"):
        await room.gives(asked, signature, nonce="again")
    container = await room.container(claim_id)
    reports = await verify_container(container, room.trust, at=room.court.now())
    assert [(report.fin, report.level, report.passed) for report in reports] == [
        (LALE.fin, Level.LT, True),
        (RESHAD.fin, Level.LT, True),
    ]
    claim = await room.claim(claim_id)
    assert (claim.status, claim.sent_at) == (ClaimStatus.SENT, came_at)
    assert_xmlsec1_agrees(container)


@pytest.mark.parametrize(
    ("holder", "why"),
    [
        ({"fin": KAMRAN.fin}, "signer_mismatch"),
        ({"kind": "auth"}, "cert_key_usage"),
        ({"organisation": "“Qobustan Tikinti” MMC", "voen": "1499001221"}, "certificate_of_another_name"),
    ],
    ids=["of another person", "for signing in", "of an organisation"],
)
async def test_a_card_that_may_not_sign_here_is_not_even_asked(
    room: Room, trust: Simulator, holder: dict[str, str], why: str
) -> None:
    claim_id = await room.confirmed(LALE)
    attempt = await room.asks_card(claim_id, LALE, TestCard.of_person(trust, LALE, **holder))
    assert await room.ended(attempt.id) == why
    assert (attempt.digest, await room.status(claim_id)) == ("", ClaimStatus.CONFIRMED)


async def test_a_card_that_was_revoked_or_no_card_at_all_is_not_asked_either(room: Room, trust: Simulator) -> None:
    claim_id = await room.confirmed(LALE)
    card = TestCard.of_person(trust, LALE)
    httpx2.post(f"{trust.url}/certificates/{card.pair.certificate.serial_number}/revoked")
    attempt = await room.asks_card(claim_id, LALE, card)
    assert await room.ended(attempt.id) == "cert_revoked"
    stranger = TestCard.issued(Authority.create("http://127.0.0.1:1/ocsp"), Holder(fin=LALE.fin), "sign")
    attempt = await room.asks_card(claim_id, LALE, stranger)
    assert await room.ended(attempt.id) == "cert_chain_failure"
    nothing = await room.begin(claim_id, LALE, way=SigningWay.CARD, certificate="AAAA")
    assert await room.ended(nothing) == "cert_unreadable"


async def test_a_signature_by_another_card_is_found_out_and_the_signer_may_begin_anew(
    room: Room, trust: Simulator
) -> None:
    claim_id = await room.confirmed(LALE)
    card, another = TestCard.of_person(trust, LALE), TestCard.of_person(trust, LALE)
    asked = await room.asks_card(claim_id, LALE, card)
    await room.gives(asked, another.sign(bytes.fromhex(asked.digest)))
    assert (await room.attempt(asked.id, SigningStatus.FAILED)).failure == "sig_value_invalid"
    asked = await room.asks_card(claim_id, LALE, card)
    await room.gives(asked, card.sign(bytes.fromhex(asked.digest)))
    assert await room.ended(asked.id) == "done"
    assert await room.status(claim_id) is ClaimStatus.SENT


async def test_a_card_has_five_minutes_and_its_holder_may_give_up_before(room: Room, trust: Simulator) -> None:
    claim_id = await room.confirmed(LALE)
    card = TestCard.of_person(trust, LALE)
    asked = await room.asks_card(claim_id, LALE, card)
    second = await room.asks_card(claim_id, LALE, card)
    assert second.failure == UNDER_WAY, "begun on another device meanwhile"
    await room.court.commands.give_up_signing(asked.id, nonce="once")
    assert (await room.attempt(asked.id, SigningStatus.FAILED)).failure == "cancelled"
    asked = await room.asks_card(claim_id, LALE, card)
    await room.court.temporal.fast_forward(room.handle(asked.id), CARD_WAITS)
    assert await room.ended(asked.id) == "timed_out"
    with pytest.raises(RuleBroken, match="card_not_asked"):
        await room.gives(asked, card.sign(bytes.fromhex(asked.digest)))
    assert await room.status(claim_id) is ClaimStatus.CONFIRMED


async def test_a_silent_time_stamp_authority_loses_no_signature_of_a_card(room: Room, trust: Simulator) -> None:
    claim_id = await room.confirmed(LALE)
    card = TestCard.of_person(trust, LALE)
    asked = await room.asks_card(claim_id, LALE, card)
    httpx2.post(f"{trust.url}/services/tsa/down")
    try:
        await room.gives(asked, card.sign(bytes.fromhex(asked.digest)))
        assert (await room.attempt(asked.id, SigningStatus.SIGNED)).signature_sha256
    finally:
        httpx2.post(f"{trust.url}/services/tsa/up")
    assert await room.ended(asked.id) == "done"
    assert await room.status(claim_id) is ClaimStatus.SENT
