"""Time-stamps and OCSP answers over real HTTP, with the authority up, down, wrong and restarted."""

import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import httpx2
import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509 import load_pem_x509_certificate

from activities.adapters.ocsp_http import OcspHttp, responder_address
from activities.adapters.timestamp_http import TimestampHttp
from activities.signatures.asice import append_signature, create_container
from activities.signatures.certificate_path import TrustStore
from activities.signatures.errors import SignatureRefusedError
from activities.signatures.identity import identity_of
from activities.signatures.long_term import complete_signature, stamp_signature
from activities.signatures.verification import verify_container
from activities.signatures.xades import attach, prepare
from models.ports import OutsideRefusedError, OutsideUnavailableError
from simulators.trust.certificates import KeyPair
from tests.activities.signing_table import ALIYEV, a_table, raw_signature, two_files
from tests.second_opinion import assert_xmlsec1_agrees

PERSON = {"kind": "sign", "surname": "Əliyev", "given": "Rəşad", "fin": "5ABC1D2"}
DIGEST = b"d" * 32


@dataclass(frozen=True)
class RunningAuthority:
    """The authority's process and how to reach it."""

    address: str
    http: httpx2.AsyncClient

    @property
    def timestamps(self) -> TimestampHttp:
        return TimestampHttp(self.http, f"{self.address}/tsa")

    async def post(self, path: str) -> None:
        assert (await self.http.post(f"{self.address}{path}")).status_code == 303

    async def issue(self, **order: str) -> KeyPair:
        answer = await self.http.post(f"{self.address}/issue", json=order)
        assert answer.status_code == 201, answer.text
        made = answer.json()
        return KeyPair.from_pem({"key": made["key_pem"], "certificate": made["certificate_pem"]})

    async def trust(self) -> TrustStore:
        return TrustStore.from_pem((await self.http.get(f"{self.address}/ca.pem")).content)


@contextmanager
def running(state: Path, port: int) -> Iterator[None]:
    """Run the authority as its own process until it answers, and end it afterwards."""
    command = [sys.executable, "-m", "simulators.trust", "--port", str(port), "--state", str(state)]
    process = subprocess.Popen(command)
    try:
        wait_until_answering(port, process)
        yield
    finally:
        process.terminate()
        process.wait(timeout=10)


def wait_until_answering(port: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except ConnectionRefusedError:
            time.sleep(0.05)
        else:
            return
    pytest.fail("the test authority did not start")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
async def authority(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[RunningAuthority]:
    port = free_port()
    with running(tmp_path_factory.mktemp("trust"), port):
        async with httpx2.AsyncClient(timeout=5) as http:
            yield RunningAuthority(f"http://127.0.0.1:{port}", http)


async def test_a_signature_becomes_long_term_over_http(authority: RunningAuthority) -> None:
    signer, trust = await authority.issue(**PERSON), await authority.trust()
    now = datetime.now(UTC)
    draft = prepare([file for file, _ in two_files()], signer.der, signature_id="S1", at=now)
    stamped = await stamp_signature(attach(draft.xml, raw_signature(signer, draft)), authority.timestamps, trust=trust)
    complete = await complete_signature(stamped, OcspHttp(authority.http), trust=trust, at=now)
    container = append_signature(create_container(two_files()), complete)
    (report,) = await verify_container(container, trust, at=now)
    assert (report.code, report.level, report.fin) == ("OK", "LT", "5ABC1D2")
    assert_xmlsec1_agrees(container)


async def test_a_revoked_signer_is_told_before_his_signature_is_stored(authority: RunningAuthority) -> None:
    signer, trust = await authority.issue(**PERSON), await authority.trust()
    serial = signer.certificate.serial_number
    await authority.post(f"/certificates/{serial}/suspended")
    now = datetime.now(UTC)
    draft = prepare([file for file, _ in two_files()], signer.der, signature_id="S1", at=now)
    stamped = await stamp_signature(attach(draft.xml, raw_signature(signer, draft)), authority.timestamps, trust=trust)
    with pytest.raises(SignatureRefusedError) as refused:
        await complete_signature(stamped, OcspHttp(authority.http), trust=trust, at=now)
    assert refused.value.code == "CERT_SUSPENDED"
    await authority.post(f"/certificates/{serial}/good")
    assert await complete_signature(stamped, OcspHttp(authority.http), trust=trust, at=now)


@pytest.mark.parametrize("service", ["tsa", "ocsp"])
async def test_a_service_that_is_down_is_worth_another_try(authority: RunningAuthority, service: str) -> None:
    signer, trust = await authority.issue(**PERSON), await authority.trust()
    await authority.post(f"/services/{service}/down")
    try:
        with pytest.raises(OutsideUnavailableError, match="HTTP 503"):
            await ask(authority, service, signer, trust)
    finally:
        await authority.post(f"/services/{service}/up")
    assert await ask(authority, service, signer, trust)


async def ask(authority: RunningAuthority, service: str, signer: KeyPair, trust: TrustStore) -> bytes:
    if service == "tsa":
        return await authority.timestamps.stamp(DIGEST)
    return await OcspHttp(authority.http).fetch(signer.der, trust.intermediates[0])


async def test_nobody_listening_is_worth_another_try(authority: RunningAuthority) -> None:
    with pytest.raises(OutsideUnavailableError):
        await TimestampHttp(authority.http, f"http://127.0.0.1:{free_port()}/tsa").stamp(DIGEST)
    stranger = a_table().authority
    stranger.ocsp_url = f"http://127.0.0.1:{free_port()}/ocsp"
    signer = stranger.issue_with_key("sign", ALIYEV)
    with pytest.raises(OutsideUnavailableError):
        await OcspHttp(authority.http).fetch(signer.der, stranger.issuing.der)


async def test_an_answer_that_is_no_time_stamp_is_worth_another_try(authority: RunningAuthority) -> None:
    page = TimestampHttp(authority.http, f"{authority.address}/services/tsa/up")
    with pytest.raises(OutsideUnavailableError):
        await page.stamp(DIGEST)


async def test_a_digest_of_the_wrong_size_is_refused_for_good(authority: RunningAuthority) -> None:
    with pytest.raises(OutsideRefusedError) as refused:
        await authority.timestamps.stamp(b"short")
    assert refused.value.code == "tsa_rejected"


async def test_another_authoritys_certificate_is_refused_for_good(authority: RunningAuthority) -> None:
    stranger = a_table().authority
    stranger.ocsp_url = f"{authority.address}/ocsp"
    signer = stranger.issue_with_key("sign", ALIYEV)
    with pytest.raises(OutsideRefusedError) as refused:
        await OcspHttp(authority.http).fetch(signer.der, stranger.issuing.der)
    assert refused.value.code == "ocsp_refused"


async def test_a_certificate_without_a_responder_address_cannot_be_asked_about(authority: RunningAuthority) -> None:
    (root,) = (await authority.trust()).roots
    with pytest.raises(OutsideRefusedError) as refused:
        await OcspHttp(authority.http).fetch(root, root)
    assert refused.value.code == "ocsp_no_address"


async def test_a_holders_own_key_gets_a_certificate_only(authority: RunningAuthority) -> None:
    own = a_table().signer(ALIYEV)
    pem = own.key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
    seal = {"kind": "seal", "organisation": "«Nümunə» MMC", "voen": "1234567891", "public_key_pem": pem}
    answer = (await authority.http.post(f"{authority.address}/issue", json=seal)).json()
    certificate = load_pem_x509_certificate(answer["certificate_pem"].encode())
    assert answer["key_pem"] == ""
    assert certificate.public_key() == own.key.public_key()
    assert identity_of(certificate).voen == "1234567891"
    assert responder_address(certificate) == f"{authority.address}/ocsp"


@pytest.mark.parametrize(
    "order",
    [
        PERSON | {"public_key_pem": "x"},
        PERSON | {"public_key": "x"},
        {"kind": "sign", "surname": "Əliyev"},
        {"kind": "seal"},
        {"kind": "sign", "fin": "x"},
    ],
)
async def test_incomplete_orders_are_refused(authority: RunningAuthority, order: dict[str, str]) -> None:
    assert (await authority.http.post(f"{authority.address}/issue", json=order)).status_code == 422


async def test_the_page_lists_what_was_issued_with_its_buttons(authority: RunningAuthority) -> None:
    signer = await authority.issue(**PERSON | {"surname": "Q&uliyev"})
    page = (await authority.http.get(authority.address)).text
    assert f"/certificates/{signer.certificate.serial_number}/revoked" in page
    assert "Q&amp;uliyev" in page
    assert "/services/tsa/down" in page
    assert (await authority.http.post(f"{authority.address}/certificates/1/revoked")).status_code == 404


async def test_keys_and_list_survive_a_restart(tmp_path: Path) -> None:
    port = free_port()
    async with httpx2.AsyncClient(timeout=5) as http:
        authority = RunningAuthority(f"http://127.0.0.1:{port}", http)
        with running(tmp_path, port):
            signer, before = await authority.issue(**PERSON), await authority.trust()
            await authority.post(f"/certificates/{signer.certificate.serial_number}/revoked")
            await authority.post("/services/tsa/down")
        assert (tmp_path / "authority.json").stat().st_mode & 0o077 == 0
        with running(tmp_path, port):
            assert await authority.trust() == before
            assert ">revoked</td>" in (await http.get(authority.address)).text
            with pytest.raises(OutsideUnavailableError):
                await authority.timestamps.stamp(DIGEST)
