"""A card's answer is believed only when it fits our origin and nonce, and its certificate leads to us and stands."""

import base64
import json
import secrets
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509

from activities.adapters.ocsp_http import request_about
from activities.signatures.certificate_path import TrustStore
from activities.web_eid import identify_card
from models.domain.errors import RuleBroken
from models.ports import OutsideUnavailableError
from simulators.trust.authority import Authority, Holder
from simulators.trust.ocsp_answers import Standing
from tests.card import TestCard

ORIGIN = "https://divan.example"
NONCE = base64.b64encode(secrets.token_bytes(32)).decode()
OURS = Authority.create("http://127.0.0.1:1/ocsp")
TRUST = TrustStore.from_pem(OURS.trust_pem())
LALE = Holder(surname="Nağıyeva", given="Lalə", fin="5XK72AB")


class AuthoritysOwnOcsp:
    """The authority's responder without the way over HTTP."""

    async def fetch(self, certificate: bytes, issuer: bytes) -> bytes:
        if OURS.ocsp_down:
            raise OutsideUnavailableError("OCSP responder")
        subject, authority = x509.load_der_x509_certificate(certificate), x509.load_der_x509_certificate(issuer)
        return OURS.answer_ocsp(request_about(subject, authority, nonce=secrets.token_bytes(32)))


async def identified(token: str, *, origin: str = ORIGIN, nonce: str = NONCE, later: int = 0) -> str:
    at = datetime.now(UTC) + timedelta(days=later)
    person, _ = await identify_card(token, origin=origin, nonce=nonce, trust=TRUST, ocsp=AuthoritysOwnOcsp(), at=at)
    return f"{person.name} {person.surname} {person.fin}"


async def refusal(token: str, *, origin: str = ORIGIN, nonce: str = NONCE, later: int = 0) -> str:
    with pytest.raises(RuleBroken) as broken:
        await identified(token, origin=origin, nonce=nonce, later=later)
    return broken.value.code


@pytest.fixture
def card() -> TestCard:
    return TestCard.issued(OURS, LALE)


@pytest.mark.parametrize("version", ["web-eid:1", "web-eid:1.0", "web-eid:1.1"])
async def test_the_holder_of_a_card_is_known(card: TestCard, version: str) -> None:
    assert await identified(card.answer(NONCE, origin=ORIGIN, format=version)) == "Lalə Nağıyeva 5XK72AB"


async def test_an_answer_to_another_court_or_another_question_is_refused(card: TestCard) -> None:
    assert await refusal(card.answer(NONCE, origin="https://divan.example.org")) == "card_signature_wrong"
    assert await refusal(card.answer(NONCE, origin=f"{ORIGIN}/")) == "card_signature_wrong"
    assert await refusal(card.answer("x" * 44, origin=ORIGIN)) == "card_signature_wrong"


async def test_another_persons_certificate_in_the_answer_is_refused(card: TestCard) -> None:
    other = TestCard.issued(OURS, Holder(surname="Quliyev", given="Rəşad", fin="2RQ8S1D"))
    stolen = json.loads(other.answer(NONCE, origin=ORIGIN))["unverifiedCertificate"]
    assert await refusal(card.answer(NONCE, origin=ORIGIN, unverifiedCertificate=stolen)) == "card_signature_wrong"


@pytest.mark.parametrize(
    "changed",
    [
        {"algorithm": "none"},
        {"algorithm": "HS256"},
        {"format": "web-eid:2.0"},
        {"format": "web-eid:1.0x"},
        {"signature": "not base64!"},
        {"unverifiedCertificate": base64.b64encode(b"no certificate").decode()},
        {"unverifiedCertificate": 7},
        {"unverifiedCertificate": "A" * 15_000},
    ],
)
async def test_what_is_no_token_is_refused(card: TestCard, changed: dict[str, object]) -> None:
    assert await refusal(card.answer(NONCE, origin=ORIGIN, **changed)) == "card_token_wrong"
    assert await refusal("[]") == await refusal("{") == await refusal("x" * 50_000) == "card_token_wrong"


async def test_an_algorithm_that_the_key_does_not_have_is_refused(card: TestCard) -> None:
    assert await refusal(card.answer(NONCE, origin=ORIGIN, algorithm="RS256")) == "card_signature_wrong"
    assert await refusal(card.answer(NONCE, origin=ORIGIN, algorithm="ES384")) == "card_signature_wrong"


async def test_a_stranger_authority_a_signing_certificate_and_an_expired_one_are_not_trusted(card: TestCard) -> None:
    stranger = TestCard.issued(Authority.create("http://127.0.0.1:1/ocsp"), LALE)
    assert await refusal(stranger.answer(NONCE, origin=ORIGIN)) == "card_not_trusted"
    assert await refusal(TestCard.issued(OURS, LALE, "sign").answer(NONCE, origin=ORIGIN)) == "card_not_trusted"
    assert await refusal(card.answer(NONCE, origin=ORIGIN), later=3650) == "card_not_trusted"


async def test_a_revoked_or_suspended_card_does_not_sign_in(card: TestCard) -> None:
    serial = card.pair.certificate.serial_number
    for standing in (Standing.REVOKED, Standing.SUSPENDED):
        OURS.set_standing(serial, standing)
        assert await refusal(card.answer(NONCE, origin=ORIGIN)) == "card_revoked"
    OURS.set_standing(serial, Standing.GOOD)
    assert await identified(card.answer(NONCE, origin=ORIGIN))


async def test_a_silent_responder_is_worth_a_later_try(card: TestCard) -> None:
    OURS.ocsp_down = True
    try:
        with pytest.raises(OutsideUnavailableError):
            await identified(card.answer(NONCE, origin=ORIGIN))
    finally:
        OURS.ocsp_down = False
