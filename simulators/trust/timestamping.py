"""The RFC 3161 side of the test authority: turns a request into a signed time-stamp token."""

import hashlib
from datetime import datetime

from asn1crypto import cms, core, tsp
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from simulators.trust.certificates import KeyPair

_DIGEST_SIZES = {"sha256": 32, "sha384": 48, "sha512": 64}
_POLICY = "1.3.6.1.4.1.99999.2.1"


class _Rejection(core.Sequence):  # type: ignore[misc]  # asn1crypto ships no types
    # asn1crypto's TimeStampResp demands a token, which RFC 3161 leaves out of a rejection
    _fields = [("status", tsp.PKIStatusInfo)]  # noqa: RUF012 - asn1crypto writes into its list


def answer(request: bytes, *, stamper: KeyPair, issuer: KeyPair, at: datetime) -> bytes:
    """Return the DER TimeStampResp; a request that is none, or of another hash, is rejected in the protocol's way."""
    try:
        asked = tsp.TimeStampReq.load(request, strict=True)
        algorithm = asked["message_imprint"]["hash_algorithm"]["algorithm"].native
        size = len(asked["message_imprint"]["hashed_message"].native)
    except (ValueError, TypeError, KeyError):
        return _rejection("bad_data_format")
    if _DIGEST_SIZES.get(algorithm) != size:
        return _rejection("bad_alg")
    content = _token_content(asked, stamper, at=at.replace(microsecond=0))
    signed = _signed(content, asked, stamper=stamper, issuer=issuer, at=at.replace(microsecond=0))
    token = {"content_type": "signed_data", "content": signed}
    return bytes(tsp.TimeStampResp({"status": {"status": "granted"}, "time_stamp_token": token}).dump())


def _rejection(failure: str) -> bytes:
    return bytes(_Rejection({"status": {"status": "rejection", "fail_info": {failure}}}).dump())


def _token_content(asked: tsp.TimeStampReq, stamper: KeyPair, *, at: datetime) -> bytes:
    fields = {
        "version": "v1",
        "policy": _POLICY,
        "message_imprint": asked["message_imprint"],
        "serial_number": x509.random_serial_number(),
        "gen_time": at,
        "accuracy": {"seconds": 1},
        "tsa": asn1_x509.GeneralName("directory_name", asn1_x509.Certificate.load(stamper.der).subject),
    }
    if asked["nonce"].native is not None:
        fields["nonce"] = asked["nonce"].native
    return bytes(tsp.TSTInfo(fields).dump())


def _signed(
    content: bytes, asked: tsp.TimeStampReq, *, stamper: KeyPair, issuer: KeyPair, at: datetime
) -> cms.SignedData:
    attributes = _signed_attributes(content, stamper, at=at)
    if not isinstance(stamper.key, rsa.RSAPrivateKey):
        raise TypeError("the time-stamp authority signs with RSA, so that one container mixes algorithms")
    own = asn1_x509.Certificate.load(stamper.der)
    signer = cms.SignerInfo(
        {
            "version": "v1",
            "sid": {"issuer_and_serial_number": {"issuer": own.issuer, "serial_number": own.serial_number}},
            "digest_algorithm": {"algorithm": "sha256"},
            "signed_attrs": attributes,
            "signature_algorithm": {"algorithm": "rsassa_pkcs1v15"},
            "signature": stamper.key.sign(attributes.dump(), padding.PKCS1v15(), hashes.SHA256()),
        }
    )
    chain = [own, asn1_x509.Certificate.load(issuer.der)] if asked["cert_req"].native else []
    return cms.SignedData(
        {
            "version": "v3",
            "digest_algorithms": [{"algorithm": "sha256"}],
            "encap_content_info": {"content_type": "tst_info", "content": core.ParsableOctetString(content)},
            "certificates": [cms.CertificateChoices("certificate", certificate) for certificate in chain],
            "signer_infos": [signer],
        }
    )


def _signed_attributes(content: bytes, stamper: KeyPair, *, at: datetime) -> cms.CMSAttributes:
    own = asn1_x509.Certificate.load(stamper.der)
    issuer = [asn1_x509.GeneralName("directory_name", own.issuer)]
    identified = tsp.ESSCertIDv2(
        {
            "hash_algorithm": {"algorithm": "sha256"},
            "cert_hash": hashlib.sha256(stamper.der).digest(),
            "issuer_serial": {"issuer": issuer, "serial_number": own.serial_number},
        }
    )
    values = {
        "content_type": "tst_info",
        "signing_time": cms.Time("utc_time", at),
        "message_digest": hashlib.sha256(content).digest(),
        "signing_certificate_v2": tsp.SigningCertificateV2({"certs": [identified]}),
    }
    return cms.CMSAttributes([cms.CMSAttribute({"type": kind, "values": [value]}) for kind, value in values.items()])
