"""Builds XAdES signatures (EN 319 132-1) in two phases: the private key stays in the signer's phone or card."""

import hashlib
import urllib.parse
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from asn1crypto import tsp
from asn1crypto import x509 as asn1_x509
from lxml import etree

from activities.signatures.canonical_xml import (
    ASIC,
    DS,
    EXCLUSIVE_C14N,
    NAMESPACES,
    XADES,
    Element,
    add_child,
    attribute,
    canonical,
    decoded,
    encoded,
    only_signature,
    parse_xml,
    required,
    serialise,
)
from activities.signatures.errors import SignatureRefusedError
from activities.signatures.identity import load_certificate, require_signing_certificate
from activities.signatures.signature_value import (
    ALGORITHMS,
    SHA256_URI,
    SignatureAlgorithm,
    algorithm_for,
    fits,
    fixed_width,
)

SIGNED_PROPERTIES_TYPE = "http://uri.etsi.org/01903#SignedProperties"
MAX_FILES = 28  # a filing's 25 documents and the application itself; Java's secure validation stops at 30 references


@dataclass(frozen=True)
class DataFile:
    """A file to be signed: its name in the container, its media type and the SHA-256 of its bytes."""

    name: str
    media_type: str
    sha256: bytes


@dataclass(frozen=True)
class Place:
    """Where the signer says he signs; `country` is the two-letter code."""

    city: str
    country: str


@dataclass(frozen=True)
class Draft:
    """A signature that waits for its value: the signer's key signs `digest` (made with `hash_name`)."""

    xml: bytes
    digest: bytes
    hash_name: str
    signature_id: str


def prepare(
    files: Sequence[DataFile],
    certificate: bytes,
    *,
    signature_id: str,
    at: datetime,
    roles: Sequence[str] = (),
    place: Place | None = None,
) -> Draft:
    """Build the signature over `files` for the holder of a DER certificate, all but its value.

    `at` is the claimed signing time (aware). Refused: FILES_NONE, FILES_TOO_MANY, CERT_KEY_USAGE, KEY_TYPE_UNSUPPORTED.
    """
    if not files:
        raise SignatureRefusedError("FILES_NONE")
    if len(files) > MAX_FILES:
        raise SignatureRefusedError("FILES_TOO_MANY", str(len(files)))
    holder = load_certificate(certificate)
    require_signing_certificate(holder)
    algorithm = algorithm_for(holder)
    root = etree.Element(f"{{{ASIC}}}XAdESSignatures", nsmap={key: NAMESPACES[key] for key in ("asic", "ds", "xades")})
    signature = add_child(root, DS, "Signature", Id=signature_id)
    signed_info = _add_signed_info(signature, files, algorithm=algorithm)
    add_child(signature, DS, "SignatureValue", Id=f"{signature_id}-SIG")
    x509_data = add_child(add_child(signature, DS, "KeyInfo"), DS, "X509Data")
    add_child(x509_data, DS, "X509Certificate", encoded(certificate))
    properties = _add_signed_properties(signature, certificate, at=at, roles=roles, place=place)
    _add_formats(properties, files, signature_id=signature_id)
    _refer_to_properties(signed_info, properties, signature_id=signature_id)
    to_be_signed = canonical(signed_info, EXCLUSIVE_C14N)
    digest = hashlib.new(algorithm.hash_name, to_be_signed).digest()
    return Draft(serialise(root), digest, algorithm.hash_name, signature_id)


def attach(draft_xml: bytes, raw: bytes) -> bytes:
    """Put the signer's value (r||s, DER, or RSA) into a draft and return the finished signature (level B).

    The value is checked first: SIG_VALUE_INVALID when it was made by another key or over another digest.
    """
    root = parse_xml(draft_xml)
    signature = only_signature(root)
    certificate = load_certificate(signing_certificate_of(draft_xml))
    algorithm = ALGORITHMS[attribute(required(signature, "ds:SignedInfo/ds:SignatureMethod"), "Algorithm")]
    signed_info = canonical(required(signature, "ds:SignedInfo"), EXCLUSIVE_C14N)
    value = fixed_width(raw, certificate)
    digest = hashlib.new(algorithm.hash_name, signed_info).digest()
    if not fits(value, digest, certificate=certificate, algorithm=algorithm):
        raise SignatureRefusedError("SIG_VALUE_INVALID", "value does not match digest and certificate")
    required(signature, "ds:SignatureValue").text = encoded(value)
    return serialise(root)


def signing_certificate_of(xml: bytes) -> bytes:
    """Return the DER certificate in a signature's KeyInfo."""
    signature = only_signature(parse_xml(xml))
    return decoded(required(signature, "ds:KeyInfo/ds:X509Data/ds:X509Certificate"))


def timestamp_imprint(xml: bytes) -> bytes:
    """Return the SHA-256 that a signature time-stamp must cover: of the ds:SignatureValue element, tags included."""
    return hashlib.sha256(timestamped_bytes(xml)).digest()


def timestamp_token_of(xml: bytes) -> bytes:
    """Return the DER token of a signature of level T."""
    unsigned = _unsigned_properties(only_signature(parse_xml(xml)))
    return decoded(required(unsigned, "xades:SignatureTimeStamp/xades:EncapsulatedTimeStamp"))


def timestamped_bytes(xml: bytes) -> bytes:
    """Return the canonical ds:SignatureValue element, whose hash is the imprint of the signature time-stamp."""
    value = required(only_signature(parse_xml(xml)), "ds:SignatureValue")
    return canonical(value, EXCLUSIVE_C14N)


def add_timestamp(xml: bytes, token: bytes) -> bytes:
    """Add a signature time-stamp (DER TimeStampToken over `timestamp_imprint`): level T."""
    root = parse_xml(xml)
    signature = only_signature(root)
    unsigned = _unsigned_properties(signature)
    stamp = add_child(unsigned, XADES, "SignatureTimeStamp", Id=f"{attribute(signature, 'Id')}-TS0")
    add_child(stamp, DS, "CanonicalizationMethod", Algorithm=EXCLUSIVE_C14N)
    add_child(stamp, XADES, "EncapsulatedTimeStamp", encoded(token))
    return serialise(root)


def add_long_term(xml: bytes, *, certificates: Sequence[bytes], ocsp_responses: Sequence[bytes]) -> bytes:
    """Add what proves the signature later without asking anybody (DER certificates and OCSP responses): level LT.

    The OCSP response must be fetched after the time-stamp; an older one proves nothing about the moment of signing.
    """
    root = parse_xml(xml)
    unsigned = _unsigned_properties(only_signature(root))
    values = add_child(unsigned, XADES, "CertificateValues")
    for certificate in certificates:
        add_child(values, XADES, "EncapsulatedX509Certificate", encoded(certificate))
    responses = add_child(add_child(unsigned, XADES, "RevocationValues"), XADES, "OCSPValues")
    for response in ocsp_responses:
        add_child(responses, XADES, "EncapsulatedOCSPValue", encoded(response))
    return serialise(root)


def reference_uri(name: str) -> str:
    """Return a file's URI in a reference: percent-encoded UTF-8 (RFC 3986), unlike its name in the manifest."""
    return urllib.parse.quote(name, safe="/-_.~!$'()*,;=@")


def _add_signed_info(signature: Element, files: Sequence[DataFile], *, algorithm: SignatureAlgorithm) -> Element:
    signed_info = add_child(signature, DS, "SignedInfo")
    add_child(signed_info, DS, "CanonicalizationMethod", Algorithm=EXCLUSIVE_C14N)
    add_child(signed_info, DS, "SignatureMethod", Algorithm=algorithm.uri)
    for position, file in enumerate(files):
        identifier = f"{signature.get('Id')}-R{position}"
        reference = add_child(signed_info, DS, "Reference", Id=identifier, URI=reference_uri(file.name))
        _add_digest(reference, file.sha256)
    return signed_info


def _add_digest(parent: Element, sha256: bytes) -> None:
    add_child(parent, DS, "DigestMethod", Algorithm=SHA256_URI)
    add_child(parent, DS, "DigestValue", encoded(sha256))


def _add_signed_properties(
    signature: Element, certificate: bytes, *, at: datetime, roles: Sequence[str], place: Place | None
) -> Element:
    identifier = signature.get("Id")
    holder = add_child(add_child(signature, DS, "Object"), XADES, "QualifyingProperties", Target=f"#{identifier}")
    properties = add_child(holder, XADES, "SignedProperties", Id=f"{identifier}-SP")
    about_signature = add_child(properties, XADES, "SignedSignatureProperties")
    add_child(about_signature, XADES, "SigningTime", at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"))
    bound = add_child(add_child(about_signature, XADES, "SigningCertificateV2"), XADES, "Cert")
    _add_digest(add_child(bound, XADES, "CertDigest"), hashlib.sha256(certificate).digest())
    add_child(bound, XADES, "IssuerSerialV2", encoded(_issuer_serial(certificate)))
    if place is not None:
        production = add_child(about_signature, XADES, "SignatureProductionPlaceV2")
        add_child(production, XADES, "City", place.city)
        add_child(production, XADES, "CountryName", place.country)
    if roles:
        claimed = add_child(add_child(about_signature, XADES, "SignerRoleV2"), XADES, "ClaimedRoles")
        for role in roles:
            add_child(claimed, XADES, "ClaimedRole", role)
    return properties


def _issuer_serial(certificate: bytes) -> bytes:
    parsed = asn1_x509.Certificate.load(certificate)
    issuer = [asn1_x509.GeneralName("directory_name", parsed.issuer)]
    return bytes(tsp.IssuerSerial({"issuer": issuer, "serial_number": parsed.serial_number}).dump())


def _add_formats(properties: Element, files: Sequence[DataFile], *, signature_id: str) -> None:
    about_files = add_child(properties, XADES, "SignedDataObjectProperties")
    for position, file in enumerate(files):
        reference = f"#{signature_id}-R{position}"
        format_ = add_child(about_files, XADES, "DataObjectFormat", ObjectReference=reference)
        add_child(format_, XADES, "MimeType", file.media_type)


def _refer_to_properties(signed_info: Element, properties: Element, *, signature_id: str) -> None:
    reference = add_child(signed_info, DS, "Reference", Type=SIGNED_PROPERTIES_TYPE, URI=f"#{signature_id}-SP")
    add_child(add_child(reference, DS, "Transforms"), DS, "Transform", Algorithm=EXCLUSIVE_C14N)
    _add_digest(reference, hashlib.sha256(canonical(properties, EXCLUSIVE_C14N)).digest())


def _unsigned_properties(signature: Element) -> Element:
    holder = required(signature, "ds:Object/xades:QualifyingProperties")
    outer = holder.find("xades:UnsignedProperties", NAMESPACES)
    if outer is None:
        outer = add_child(holder, XADES, "UnsignedProperties")
    inner = outer.find("xades:UnsignedSignatureProperties", NAMESPACES)
    return add_child(outer, XADES, "UnsignedSignatureProperties") if inner is None else inner
