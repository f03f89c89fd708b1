"""ASAN İmza: what a phone answers reaches the court as it was said, and what is malformed never leaves the house."""

import asyncio
import hashlib
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import httpx2
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, utils
from cryptography.x509.oid import NameOID

from activities.adapters.mobile_id import MobileIdRest, verification_code
from models.ports import OutsideRefusedError, OutsideUnavailableError, RemoteSigner, SignOutcome
from simulators.people import DEMO
from tests.issuing_ca import issuing_ca
from tests.outside import Simulator, free_port, simulator

LALE, RESAD = DEMO[0], DEMO[1]
RP = ("DIVAN", "00000000-0000-4000-8000-000000000001")
DIGEST = hashlib.sha256("iddia ərizəsi".encode()).digest()


@pytest.fixture(scope="module")
def ca() -> Iterator[str]:
    with issuing_ca() as url:
        yield url


@pytest.fixture(scope="module")
def asan(ca: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Simulator]:
    with simulator("asan_imza", tmp_path_factory.mktemp("asan"), "--trust", ca) as running:
        yield running


@pytest.fixture(scope="module")
async def http() -> AsyncIterator[httpx2.AsyncClient]:
    async with httpx2.AsyncClient() as client:
        yield client


@pytest.fixture
def signer(asan: Simulator, http: httpx2.AsyncClient) -> RemoteSigner:
    asan.told("/sim/phones/*/script", auto=False)
    asan.told(f"/sim/phones/{LALE.phone}/script", auto=False)
    return MobileIdRest(http, f"{asan.url}/mid-api", *RP)


async def ask_for_signature(signer: RemoteSigner, digest: bytes = DIGEST, hash_name: str = "sha256") -> str:
    challenge = await signer.start_sign(
        LALE.phone, LALE.user_id, digest=digest, hash_name=hash_name, text="Divan: imza", language="az"
    )
    assert challenge.verification_code == verification_code(digest)
    return challenge.session


def public_key(certificate: bytes) -> ec.EllipticCurvePublicKey:
    key = x509.load_der_x509_certificate(certificate).public_key()
    assert isinstance(key, ec.EllipticCurvePublicKey)
    return key


def check(certificate: bytes, raw: bytes | None, digest: bytes, algorithm: hashes.HashAlgorithm) -> None:
    """Raise InvalidSignature unless r||s is the certificate's signature over the digest."""
    assert raw is not None
    assert len(raw) == 64
    der = utils.encode_dss_signature(int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big"))
    public_key(certificate).verify(der, digest, ec.ECDSA(utils.Prehashed(algorithm)))


@pytest.mark.parametrize(
    ("hash_name", "algorithm"), [("sha256", hashes.SHA256()), ("sha384", hashes.SHA384()), ("sha512", hashes.SHA512())]
)
async def test_a_signature_is_made_by_the_certificate_announced_before(
    asan: Simulator, signer: RemoteSigner, hash_name: str, algorithm: hashes.HashAlgorithm
) -> None:
    asan.told(f"/sim/phones/{LALE.phone}/script", answer="OK", auto=True, times=1)
    certificate = await signer.signing_certificate(LALE.phone, LALE.user_id)
    digest = hashlib.new(hash_name, b"filing").digest()
    answer = await signer.poll_signature(await ask_for_signature(signer, digest, hash_name), wait_ms=5000)
    assert answer.outcome is SignOutcome.SIGNED
    assert certificate is not None
    check(certificate, answer.raw_signature, digest, algorithm)
    assert answer.certificate is None


async def test_sign_in_brings_its_own_certificate_that_names_the_person(asan: Simulator, signer: RemoteSigner) -> None:
    challenge = await signer.start_authentication(
        LALE.phone, LALE.user_id, digest=DIGEST, text="Divana giriş", language="az"
    )
    waiting = asan.shown(f"/sim/phones/{LALE.phone}/pending")
    assert [each["verification_code"] for each in waiting] == [challenge.verification_code]
    assert waiting[0]["text"] == "Divana giriş"
    asan.told(f"/sim/phones/{LALE.phone}/answer", answer="OK")
    answer = await signer.poll_authentication(challenge.session, wait_ms=5000)
    assert answer.certificate is not None
    check(answer.certificate, answer.raw_signature, DIGEST, hashes.SHA256())
    subject = x509.load_der_x509_certificate(answer.certificate).subject
    assert subject.get_attributes_for_oid(NameOID.SERIAL_NUMBER)[0].value == f"PNOAZ-{LALE.fin}"
    assert subject.get_attributes_for_oid(NameOID.SURNAME)[0].value == LALE.surname
    assert answer.certificate != await signer.signing_certificate(LALE.phone, LALE.user_id)


@pytest.mark.parametrize(
    ("said", "heard"),
    [
        ("USER_CANCELLED", SignOutcome.CANCELLED),
        ("TIMEOUT", SignOutcome.TIMED_OUT),
        ("NOT_MID_CLIENT", SignOutcome.NO_SUCH_USER),
        ("PHONE_ABSENT", SignOutcome.UNREACHABLE),
        ("DELIVERY_ERROR", SignOutcome.UNREACHABLE),
        ("SIM_ERROR", SignOutcome.DEVICE_ERROR),
        ("SIGNATURE_HASH_MISMATCH", SignOutcome.DEVICE_ERROR),
    ],
)
async def test_each_failure_of_a_phone_has_its_outcome(
    asan: Simulator, signer: RemoteSigner, said: str, heard: SignOutcome
) -> None:
    asan.told(f"/sim/phones/{LALE.phone}/script", answer=said, auto=True, times=1)
    answer = await signer.poll_signature(await ask_for_signature(signer), wait_ms=5000)
    assert (answer.outcome, answer.raw_signature, answer.certificate) == (heard, None, None)


async def test_a_long_poll_ends_the_moment_the_owner_answers(asan: Simulator, signer: RemoteSigner) -> None:
    session = await ask_for_signature(signer)
    assert (await signer.poll_signature(session, wait_ms=1)).outcome is SignOutcome.RUNNING
    polling = asyncio.create_task(signer.poll_signature(session, wait_ms=60_000))
    async with httpx2.AsyncClient() as fingers:
        pressed = await fingers.post(
            f"{asan.url}/phones/{LALE.phone}/answer", data={"session": session, "answer": "OK", "pin": "12345"}
        )
    assert pressed.status_code == 303
    assert (await asyncio.wait_for(polling, 10)).outcome is SignOutcome.SIGNED


async def test_the_phone_shows_text_and_code_and_refuses_a_pin_that_is_none(
    asan: Simulator, signer: RemoteSigner
) -> None:
    session = await ask_for_signature(signer)
    async with httpx2.AsyncClient(follow_redirects=True, base_url=asan.url) as fingers:
        screen = (await fingers.get(f"/phones/{LALE.phone}")).text
        assert "PIN2" in screen
        assert verification_code(DIGEST) in screen
        wrong = {"session": session, "answer": "OK", "pin": "12"}
        assert 'role="alert"' in (await fingers.post(f"/phones/{LALE.phone}/answer", data=wrong)).text
        assert (await signer.poll_signature(session, wait_ms=1)).outcome is SignOutcome.RUNNING
        cancel = {"session": session, "answer": "USER_CANCELLED"}
        await fingers.post(f"/phones/{LALE.phone}/answer", data=cancel)
    assert (await signer.poll_signature(session, wait_ms=1)).outcome is SignOutcome.CANCELLED


async def test_a_number_with_another_users_id_is_nobody(signer: RemoteSigner) -> None:
    assert await signer.signing_certificate(LALE.phone, RESAD.user_id) is None
    challenge = await signer.start_sign(
        LALE.phone, RESAD.user_id, digest=DIGEST, hash_name="sha256", text="Divan", language="en"
    )
    assert (await signer.poll_signature(challenge.session, wait_ms=1000)).outcome is SignOutcome.NO_SUCH_USER


async def test_a_stranger_to_the_provider_is_refused(asan: Simulator, http: httpx2.AsyncClient) -> None:
    stranger = MobileIdRest(http, f"{asan.url}/mid-api", "DIVAN", "00000000-0000-4000-8000-00000000ffff")
    with pytest.raises(OutsideRefusedError) as refusal:
        await stranger.signing_certificate(LALE.phone, LALE.user_id)
    assert refusal.value.code == "PROVIDER_AUTH"


@pytest.mark.parametrize(
    ("phone", "user_id", "digest", "text", "code"),
    [
        ("0501112201", LALE.user_id, DIGEST, "Divan", "PHONE_FORMAT"),
        ("+994121112201", LALE.user_id, DIGEST, "Divan", "PHONE_FORMAT"),
        (LALE.phone + "\n", LALE.user_id, DIGEST, "Divan", "PHONE_FORMAT"),
        (LALE.phone, "12345", DIGEST, "Divan", "USER_ID_FORMAT"),
        (LALE.phone, LALE.user_id, DIGEST[:31], "Divan", "HASH_LENGTH"),
        (LALE.phone, LALE.user_id, DIGEST, "D" * 101, "DISPLAY_TEXT_LENGTH"),
        (LALE.phone, LALE.user_id, DIGEST, "ə" * 51, "DISPLAY_TEXT_LENGTH"),
    ],
)
async def test_what_is_malformed_is_refused_before_it_is_sent(
    signer: RemoteSigner, *, phone: str, user_id: str, digest: bytes, text: str, code: str
) -> None:
    with pytest.raises(OutsideRefusedError) as refusal:
        await signer.start_sign(phone, user_id, digest=digest, hash_name="sha256", text=text, language="az")
    assert refusal.value.code == code


@pytest.mark.parametrize("text", ["D" * 100, "ə" * 50, "Ödəniş və imza: № 12 {a}"])
async def test_the_longest_texts_are_taken_by_the_provider(signer: RemoteSigner, asan: Simulator, text: str) -> None:
    await signer.start_sign(LALE.phone, LALE.user_id, digest=DIGEST, hash_name="sha256", text=text, language="az")
    assert asan.shown(f"/sim/phones/{LALE.phone}/pending")[-1]["text"] == text
    asan.told(f"/sim/phones/{LALE.phone}/answer", answer="USER_CANCELLED")


@pytest.mark.parametrize(
    ("change", "status", "error"),
    [
        ({"hash": "AAAA"}, 400, "The length of the hash"),
        ({"hash": "*"}, 400, "Base64"),
        ({"hashType": "SHA1"}, 400, "The length of the hash"),
        ({"language": ""}, 400, "language must not be null"),
        ({"displayText": "x" * 101}, 400, "displayText"),
        ({"phoneNumber": "37200000766"}, 400, "phoneNumber"),
        ({"relyingPartyName": "OTHER"}, 401, "authorize"),
        ({"hash": 7}, 400, "hash"),
    ],
)
async def test_the_simulator_refuses_as_the_contract_says(
    asan: Simulator, change: dict[str, object], status: int, error: str
) -> None:
    question = {
        "relyingPartyName": RP[0],
        "relyingPartyUUID": RP[1],
        "phoneNumber": LALE.phone,
        "nationalIdentityNumber": LALE.user_id,
        "hash": "A" * 43 + "=",
        "hashType": "SHA256",
        "language": "AZE",
    }
    async with httpx2.AsyncClient() as client:
        answer = await client.post(f"{asan.url}/mid-api/signature", json=question | change)
    assert answer.status_code == status
    assert error in answer.json()["error"]
    assert answer.json()["traceId"]


async def test_a_provider_that_is_down_is_worth_another_try(asan: Simulator, signer: RemoteSigner) -> None:
    asan.told("/sim/script", down=True)
    with pytest.raises(OutsideUnavailableError):
        await signer.signing_certificate(LALE.phone, LALE.user_id)
    asan.told("/sim/script", down=False)
    assert await signer.signing_certificate(LALE.phone, LALE.user_id)


async def test_nobody_listening_is_worth_another_try(http: httpx2.AsyncClient) -> None:
    nobody = MobileIdRest(http, f"http://127.0.0.1:{free_port()}/mid-api", *RP)
    with pytest.raises(OutsideUnavailableError):
        await nobody.poll_signature("any", wait_ms=1)


async def test_an_unknown_session_counts_as_run_out(signer: RemoteSigner) -> None:
    assert (await signer.poll_signature("../../certificate", wait_ms=1)).outcome is SignOutcome.TIMED_OUT
    session = await ask_for_signature(signer)
    assert (await signer.poll_authentication(session, wait_ms=1)).outcome is SignOutcome.TIMED_OUT


async def test_a_request_nobody_answers_runs_out(ca: str, http: httpx2.AsyncClient, tmp_path: Path) -> None:
    with simulator("asan_imza", tmp_path, "--trust", ca, "--session-seconds", "0.2") as asan:
        signer = MobileIdRest(http, f"{asan.url}/mid-api", *RP)
        answer = await signer.poll_signature(await ask_for_signature(signer), wait_ms=5000)
    assert answer.outcome is SignOutcome.TIMED_OUT


async def test_a_request_waits_on_and_the_certificate_stays_when_the_provider_restarts(
    ca: str, http: httpx2.AsyncClient, tmp_path: Path
) -> None:
    with simulator("asan_imza", tmp_path, "--trust", ca) as asan:
        signer = MobileIdRest(http, f"{asan.url}/mid-api", *RP)
        certificate = await signer.signing_certificate(LALE.phone, LALE.user_id)
        session = await ask_for_signature(signer)
    assert asan.process.exitcode == 0
    with simulator("asan_imza", tmp_path, "--trust", ca) as asan:
        signer = MobileIdRest(http, f"{asan.url}/mid-api", *RP)
        assert asan.told(f"/sim/phones/{LALE.phone}/answer", answer="OK") == {"answered": 1}
        answer = await signer.poll_signature(session, wait_ms=1000)
        assert await signer.signing_certificate(LALE.phone, LALE.user_id) == certificate
    assert certificate is not None
    check(certificate, answer.raw_signature, DIGEST, hashes.SHA256())


def test_the_verification_code_is_that_of_the_contract() -> None:
    digest = bytes.fromhex("2f665f6a6999e0ef0752e00ec9f453adf59d8cb6")
    assert verification_code(digest) == "1462"
