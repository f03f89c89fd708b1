"""Makes the test authority's certificates by ETSI EN 319 412: authorities, persons, seals, OCSP responder, TSA."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Self

from asn1crypto import core
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import AuthorityInformationAccessOID, NameOID, ObjectIdentifier

PrivateKey = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey
PublicKey = ec.EllipticCurvePublicKey | rsa.RSAPublicKey
ORGANISATION_IDENTIFIER = ObjectIdentifier("2.5.4.97")
_QC_STATEMENTS = ObjectIdentifier("1.3.6.1.5.5.7.1.3")
_QC_TYPES = {"sign": "0.4.0.1862.1.6.1", "seal": "0.4.0.1862.1.6.2"}


@dataclass(frozen=True)
class KeyPair:
    """A certificate with its private key."""

    key: PrivateKey
    certificate: x509.Certificate

    @property
    def der(self) -> bytes:
        """The certificate's DER bytes."""
        return self.certificate.public_bytes(Encoding.DER)

    def to_pem(self) -> dict[str, str]:
        """Return both as PEM texts for the state file."""
        key = self.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        return {"key": key.decode(), "certificate": self.certificate.public_bytes(Encoding.PEM).decode()}

    @classmethod
    def from_pem(cls, texts: dict[str, str]) -> Self:
        """Read what `to_pem` wrote."""
        key = load_pem_private_key(texts["key"].encode(), password=None)
        if not isinstance(key, ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey):
            raise TypeError("the state file holds a key of a kind this authority never makes")
        return cls(key, x509.load_pem_x509_certificate(texts["certificate"].encode()))


@dataclass(frozen=True)
class Profile:
    """What a certificate says beside its subject; `usages` are cryptography's names of key usage bits."""

    usages: frozenset[str]
    extended: Sequence[ObjectIdentifier] = ()
    extended_critical: bool = False
    is_authority: bool = False
    ocsp_url: str = ""
    qc_type: str = ""
    no_check: bool = False


def name(attributes: Sequence[tuple[ObjectIdentifier, str]]) -> x509.Name:
    """Make a distinguished name of Azerbaijan."""
    pairs = [(NameOID.COUNTRY_NAME, "AZ"), *attributes]
    return x509.Name([x509.NameAttribute(oid, value) for oid, value in pairs if value])


def issue(
    subject: x509.Name,
    public_key: PublicKey,
    *,
    issuer: KeyPair | None,
    own_key: PrivateKey | None = None,
    profile: Profile,
    valid_from: datetime,
    lifetime: timedelta,
) -> x509.Certificate:
    """Sign a certificate with the issuer's key, or with `own_key` for the root (issuer None)."""
    signing_key = issuer.key if issuer else own_key
    if signing_key is None:
        raise ValueError("a certificate needs an issuer or its own key")
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer.certificate.subject if issuer else subject)
        .public_key(public_key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(valid_from)
        .not_valid_after(valid_from + lifetime)
        .add_extension(x509.BasicConstraints(profile.is_authority, None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public_key), critical=False)
        .add_extension(_authority_key(issuer, public_key), critical=False)
        .add_extension(_key_usage(profile.usages), critical=True)
    )
    return _with_options(builder, profile).sign(
        signing_key, hashes.SHA384() if profile.is_authority else hashes.SHA256()
    )


def _with_options(builder: x509.CertificateBuilder, profile: Profile) -> x509.CertificateBuilder:
    if profile.extended:
        extended = x509.ExtendedKeyUsage(list(profile.extended))
        builder = builder.add_extension(extended, critical=profile.extended_critical)
    if profile.ocsp_url:
        responder = x509.UniformResourceIdentifier(profile.ocsp_url)
        access = x509.AccessDescription(AuthorityInformationAccessOID.OCSP, responder)
        builder = builder.add_extension(x509.AuthorityInformationAccess([access]), critical=False)
    if profile.qc_type:
        builder = builder.add_extension(_qc_statements(profile.qc_type), critical=False)
    if profile.no_check:
        builder = builder.add_extension(x509.OCSPNoCheck(), critical=False)
    return builder


def _authority_key(issuer: KeyPair | None, own: PublicKey) -> x509.AuthorityKeyIdentifier:
    return x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer.key.public_key() if issuer else own)


def _key_usage(usages: frozenset[str]) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature="digital_signature" in usages,
        content_commitment="content_commitment" in usages,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign="key_cert_sign" in usages,
        crl_sign="crl_sign" in usages,
        encipher_only=False,
        decipher_only=False,
    )


class _Statement(core.Sequence):  # type: ignore[misc]  # asn1crypto ships no types
    _fields = [("id", core.ObjectIdentifier), ("info", core.Any, {"optional": True})]  # noqa: RUF012 - asn1crypto writes into its list


class _Statements(core.SequenceOf):  # type: ignore[misc]  # asn1crypto ships no types
    _child_spec = _Statement


class _Types(core.SequenceOf):  # type: ignore[misc]  # asn1crypto ships no types
    _child_spec = core.ObjectIdentifier


def _qc_statements(qc_type: str) -> x509.UnrecognizedExtension:
    """Say, as EN 319 412-5 does, that the certificate is qualified, its key in a device, for signature or seal."""
    kind = core.Any(_Types([_QC_TYPES[qc_type]]))
    statements = [{"id": "0.4.0.1862.1.1"}, {"id": "0.4.0.1862.1.4"}, {"id": "0.4.0.1862.1.6", "info": kind}]
    return x509.UnrecognizedExtension(_QC_STATEMENTS, _Statements([_Statement(item) for item in statements]).dump())
