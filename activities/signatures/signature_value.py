"""Signature values and algorithms: which are allowed, and whether a value fits a digest and a certificate."""

from dataclasses import dataclass
from typing import Literal

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa, utils

from activities.signatures.errors import SignatureRefusedError

DIGEST_NAMES = {
    "http://www.w3.org/2001/04/xmlenc#sha256": "sha256",
    "http://www.w3.org/2001/04/xmldsig-more#sha384": "sha384",
    "http://www.w3.org/2001/04/xmlenc#sha512": "sha512",
}
SHA256_URI = "http://www.w3.org/2001/04/xmlenc#sha256"
HASHES: dict[str, hashes.HashAlgorithm] = {
    "sha256": hashes.SHA256(),
    "sha384": hashes.SHA384(),
    "sha512": hashes.SHA512(),
}
_MORE = "http://www.w3.org/2001/04/xmldsig-more#"
_CURVE_HASHES = {256: "sha256", 384: "sha384", 521: "sha512"}


@dataclass(frozen=True)
class SignatureAlgorithm:
    """A signature method of XMLDSig."""

    uri: str
    family: Literal["ec", "rsa", "pss"]
    hash_name: str


ALGORITHMS = {
    algorithm.uri: algorithm
    for algorithm in (
        SignatureAlgorithm(_MORE + "ecdsa-sha256", "ec", "sha256"),
        SignatureAlgorithm(_MORE + "ecdsa-sha384", "ec", "sha384"),
        SignatureAlgorithm(_MORE + "ecdsa-sha512", "ec", "sha512"),
        SignatureAlgorithm(_MORE + "rsa-sha256", "rsa", "sha256"),
        SignatureAlgorithm(_MORE + "rsa-sha384", "rsa", "sha384"),
        SignatureAlgorithm(_MORE + "rsa-sha512", "rsa", "sha512"),
        SignatureAlgorithm("http://www.w3.org/2007/05/xmldsig-more#sha256-rsa-MGF1", "pss", "sha256"),
    )
}


def algorithm_for(certificate: x509.Certificate) -> SignatureAlgorithm:
    """Return the method a certificate's key signs with; KEY_TYPE_UNSUPPORTED unless P-256, P-384, P-521 or RSA."""
    key = certificate.public_key()
    if isinstance(key, ec.EllipticCurvePublicKey) and key.key_size in _CURVE_HASHES:
        return ALGORITHMS[f"{_MORE}ecdsa-{_CURVE_HASHES[key.key_size]}"]
    if isinstance(key, rsa.RSAPublicKey):
        return ALGORITHMS[_MORE + "rsa-sha256"]
    raise SignatureRefusedError("KEY_TYPE_UNSUPPORTED")


def fixed_width(raw: bytes, certificate: x509.Certificate) -> bytes:
    """Return an ECDSA value as XMLDSig wants it (r||s, each as wide as the curve); an RSA value stays as it is.

    Phones and cards give r||s, some libraries DER; a DER value may by chance be as long as r||s, hence the re-encoding.
    """
    key = certificate.public_key()
    if not isinstance(key, ec.EllipticCurvePublicKey):
        return raw
    width = (key.key_size + 7) // 8
    if len(raw) == 2 * width and not _is_der(raw):
        return raw
    try:
        r, s = utils.decode_dss_signature(raw)
        return r.to_bytes(width, "big") + s.to_bytes(width, "big")
    except (ValueError, OverflowError) as error:
        raise SignatureRefusedError("SIG_LENGTH", f"{len(raw)} bytes, neither r||s nor DER") from error


def _is_der(value: bytes) -> bool:
    try:
        return utils.encode_dss_signature(*utils.decode_dss_signature(value)) == value
    except ValueError:
        return False


def fits(value: bytes, digest: bytes, *, certificate: x509.Certificate, algorithm: SignatureAlgorithm) -> bool:
    """Tell whether `value` signs `digest` by the certificate's key.

    SIG_ALG_KEY_MISMATCH when the key is of another family; SIG_LENGTH when an ECDSA value is not exactly r||s.
    """
    try:
        if algorithm.family == "ec":
            _check_ecdsa(value, digest, certificate=certificate, algorithm=algorithm)
        else:
            _check_rsa(value, digest, certificate=certificate, algorithm=algorithm)
    except InvalidSignature:
        return False
    return True


def _check_ecdsa(value: bytes, digest: bytes, *, certificate: x509.Certificate, algorithm: SignatureAlgorithm) -> None:
    key = certificate.public_key()
    if not isinstance(key, ec.EllipticCurvePublicKey):
        raise SignatureRefusedError("SIG_ALG_KEY_MISMATCH")
    width = (key.key_size + 7) // 8
    if len(value) != 2 * width:
        raise SignatureRefusedError("SIG_LENGTH", f"{len(value)} bytes, not {2 * width}")
    der = utils.encode_dss_signature(int.from_bytes(value[:width], "big"), int.from_bytes(value[width:], "big"))
    key.verify(der, digest, ec.ECDSA(utils.Prehashed(HASHES[algorithm.hash_name])))


def _check_rsa(value: bytes, digest: bytes, *, certificate: x509.Certificate, algorithm: SignatureAlgorithm) -> None:
    key = certificate.public_key()
    if not isinstance(key, rsa.RSAPublicKey):
        raise SignatureRefusedError("SIG_ALG_KEY_MISMATCH")
    chosen = HASHES[algorithm.hash_name]
    scheme: padding.AsymmetricPadding = padding.PKCS1v15()
    if algorithm.family == "pss":
        scheme = padding.PSS(padding.MGF1(chosen), chosen.digest_size)
    key.verify(value, digest, scheme, utils.Prehashed(chosen))
