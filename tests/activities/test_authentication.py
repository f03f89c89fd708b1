"""Whoever answers a sign-in must prove it: signature, certificate, purpose and FİN are all judged."""

import secrets
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed, decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding

from activities.authentication import identify, serial_of
from activities.signatures.certificate_path import TrustStore
from models.domain.errors import RuleBroken
from simulators.trust.authority import Authority, Holder

LALE = Holder(surname="Nağıyeva", given="Lalə", fin="5XK72AB")
DIGEST = secrets.token_bytes(32)
OURS = Authority.create("http://127.0.0.1:1/ocsp")
TRUST = TrustStore.from_pem(OURS.trust_pem())


def answer(
    kind: str = "auth", holder: Holder = LALE, *, authority: Authority = OURS, curve: ec.EllipticCurve | None = None
) -> tuple[bytes, bytes]:
    """Return certificate and r||s as a phone would."""
    pair = authority.issue_with_key(kind, holder, curve=curve)  # type: ignore[arg-type]  # the literal kinds of the authority
    assert isinstance(pair.key, ec.EllipticCurvePrivateKey)
    r, s = decode_dss_signature(pair.key.sign(DIGEST, ec.ECDSA(Prehashed(SHA256()))))
    width = (pair.key.key_size + 7) // 8
    return pair.certificate.public_bytes(Encoding.DER), r.to_bytes(width) + s.to_bytes(width)


@pytest.mark.parametrize("curve", [ec.SECP256R1(), ec.SECP384R1()])
async def test_the_holder_is_known_by_the_certificate(curve: ec.EllipticCurve) -> None:
    certificate, signature = answer(curve=curve)
    person = await identify(certificate, signature, digest=DIGEST, trust=TRUST, at=datetime.now(UTC))
    assert (person.fin, person.name, person.surname) == ("5XK72AB", "Lalə", "Nağıyeva")
    assert int(serial_of(certificate), 16) in OURS.issued


async def refusal(certificate: bytes, signature: bytes, *, digest: bytes = DIGEST, later: int = 0) -> str:
    at = datetime.now(UTC) + timedelta(days=later)
    with pytest.raises(RuleBroken) as broken:
        await identify(certificate, signature, digest=digest, trust=TRUST, at=at)
    return broken.value.code


async def test_a_signature_over_something_else_is_refused() -> None:
    certificate, signature = answer()
    assert await refusal(certificate, signature, digest=secrets.token_bytes(32)) == "signature_wrong"
    assert await refusal(certificate, signature[:-1]) == "signature_wrong"
    assert await refusal(certificate, bytes(64)) == "signature_wrong"
    assert await refusal(answer()[0], signature) == "signature_wrong"


async def test_a_stranger_authority_is_not_trusted() -> None:
    assert await refusal(*answer(authority=Authority.create("http://127.0.0.1:1/ocsp"))) == "certificate_not_trusted"


async def test_the_certificate_for_pin2_does_not_sign_in() -> None:
    assert await refusal(*answer("sign")) == "certificate_not_trusted"


async def test_an_expired_certificate_does_not_sign_in() -> None:
    assert await refusal(*answer(), later=3650) == "certificate_not_trusted"


async def test_a_certificate_without_fin_names_nobody() -> None:
    nobody = Holder(surname="Nağıyeva", given="Lalə", fin="")
    assert await refusal(*answer(holder=nobody)) == "certificate_without_fin"
