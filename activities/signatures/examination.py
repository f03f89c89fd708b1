"""Examines one XAdES signature step by step, keeping what was found even when a later step refuses."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from cryptography import x509

from activities.signatures.archive_timestamp import archive_input
from activities.signatures.asice import Container
from activities.signatures.canonical_xml import (
    ASIC,
    EXCLUSIVE_C14N,
    INCLUSIVE_C14N,
    NAMESPACES,
    Element,
    attribute,
    canonical,
    decoded,
    only_signature,
    parse_xml,
    required,
)
from activities.signatures.certificate_path import TrustStore, issuers_of
from activities.signatures.errors import SignatureRefusedError
from activities.signatures.identity import identity_of, load_certificate, require_signing_certificate
from activities.signatures.references import DigestOf, check_references
from activities.signatures.revocation import require_not_revoked
from activities.signatures.signature_report import Findings, Level
from activities.signatures.signature_value import ALGORITHMS, DIGEST_NAMES, fits
from activities.signatures.timestamp_token import proven_time


@dataclass(frozen=True)
class Examination:
    """One signature document of a container before the examiner; `at` judges what no time-stamp proves."""

    name: str
    container: Container
    trust: TrustStore
    at: datetime
    digest_of: DigestOf
    found: Findings

    async def conduct(self) -> None:
        """Take every step; SignatureRefusedError with its code at the first that fails."""
        signature = self._signature()
        holder = _qualifying_properties(signature)
        properties = required(holder, "xades:SignedProperties")
        self._read_claims(properties)
        self.found.covers = check_references(
            signature, properties, file_names=self.container.file_names, digest_of=self.digest_of
        )
        certificate = self._bound_certificate(signature, properties)
        _check_value(signature, certificate)
        require_signing_certificate(certificate)
        unsigned = holder.find("xades:UnsignedProperties/xades:UnsignedSignatureProperties", NAMESPACES)
        await self._prove_time(signature, unsigned)
        await self._prove_certificate(unsigned)
        await self._prove_archive(signature, unsigned)
        _require_long_term(self.found.level)

    def _signature(self) -> Element:
        root = parse_xml(self.container.read(self.name))
        if root.tag != f"{{{ASIC}}}XAdESSignatures":
            raise SignatureRefusedError("SIG_ROOT", str(root.tag))
        signature = only_signature(root)
        identifiers = [element.get("Id") for element in root.iter() if element.get("Id") is not None]
        if len(identifiers) != len(set(identifiers)):
            raise SignatureRefusedError("ID_DUPLICATE")
        return signature

    def _read_claims(self, properties: Element) -> None:
        claimed = properties.findtext("xades:SignedSignatureProperties/xades:SigningTime", "", NAMESPACES)
        self.found.claimed_time = claimed
        self.found.roles = tuple(role.text or "" for role in properties.iterfind(".//xades:ClaimedRole", NAMESPACES))

    def _bound_certificate(self, signature: Element, properties: Element) -> x509.Certificate:
        """Return the KeyInfo certificate that the signed properties name by its hash: the signer's, no other."""
        about = required(properties, "xades:SignedSignatureProperties")
        bound = about.find("xades:SigningCertificateV2/xades:Cert/xades:CertDigest", NAMESPACES)
        if bound is None:
            bound = about.find("xades:SigningCertificate/xades:Cert/xades:CertDigest", NAMESPACES)
        if bound is None:
            raise SignatureRefusedError("SIGNING_CERT_REF_MISSING")
        algorithm = DIGEST_NAMES.get(attribute(required(bound, "ds:DigestMethod"), "Algorithm"))
        if algorithm is None:
            raise SignatureRefusedError("DIGEST_ALG_FORBIDDEN", "certificate digest")
        digest = decoded(required(bound, "ds:DigestValue"))
        for candidate in _key_info_certificates(signature):
            if hashlib.new(algorithm, candidate).digest() == digest:
                return self._identify(candidate)
        raise SignatureRefusedError("SIGNING_CERT_MISMATCH")

    def _identify(self, der: bytes) -> x509.Certificate:
        certificate = load_certificate(der)
        holder = identity_of(certificate)
        self.found.certificate = der
        self.found.signer, self.found.organisation = holder.name, holder.organisation
        self.found.fin, self.found.voen = holder.fin, holder.voen
        return certificate

    async def _prove_time(self, signature: Element, unsigned: Element | None) -> None:
        """Level T: the earliest trusted time-stamp over the signature value is the best time."""
        others = _embedded(unsigned, "EncapsulatedX509Certificate")
        for stamp in _children(unsigned, "xades:SignatureTimeStamp"):
            stamped = canonical(required(signature, "ds:SignatureValue"), _stamp_algorithm(stamp))
            token = decoded(required(stamp, "xades:EncapsulatedTimeStamp"))
            moment = await proven_time(token, stamped, trust=self.trust, others=others)
            self.found.best_time = min(self.found.best_time or moment, moment)
            self.found.level = Level.T

    async def _prove_certificate(self, unsigned: Element | None) -> None:
        """Level LT: a path to an anchor at the best time, and an OCSP answer made after it."""
        moment = self.found.best_time or self.at
        others = _embedded(unsigned, "EncapsulatedX509Certificate")
        issuer, *_ = await issuers_of(self.found.certificate, self.trust, at=moment, others=others)
        refused: SignatureRefusedError | None = None
        for response in _embedded(unsigned, "EncapsulatedOCSPValue"):
            try:
                await require_not_revoked(
                    response, self.found.certificate, issuer=issuer, at=moment, trust=self.trust, others=others
                )
            except SignatureRefusedError as error:
                if error.code != "OCSP_OTHER_CERT":  # answers about other certificates of the chain may stand beside
                    raise
                refused = error
            else:
                self.found.level = Level.LT if self.found.level is Level.T else self.found.level
                return
        if refused is not None:
            raise refused

    async def _prove_archive(self, signature: Element, unsigned: Element | None) -> None:
        """Level LTA: every archive time-stamp covers all that stands before it."""
        others = _embedded(unsigned, "EncapsulatedX509Certificate")
        for stamp in _children(unsigned, "xades141:ArchiveTimeStamp"):
            stamped = archive_input(
                signature, read=self.container.read, algorithm=_stamp_algorithm(stamp), before=stamp
            )
            token = decoded(required(stamp, "xades:EncapsulatedTimeStamp"))
            await proven_time(token, stamped, trust=self.trust, others=others)
            self.found.level = Level.LTA if self.found.level in (Level.LT, Level.LTA) else self.found.level


def _qualifying_properties(signature: Element) -> Element:
    holder = required(signature, "ds:Object/xades:QualifyingProperties")
    if holder.get("Target") != f"#{signature.get('Id')}":
        raise SignatureRefusedError("QUALIFYING_PROPERTIES", holder.get("Target", ""))
    return holder


def _key_info_certificates(signature: Element) -> list[bytes]:
    found = signature.findall("ds:KeyInfo/ds:X509Data/ds:X509Certificate", NAMESPACES)
    if not found:
        raise SignatureRefusedError("KEYINFO_NO_CERT")
    return [decoded(element) for element in found]


def _check_value(signature: Element, certificate: x509.Certificate) -> None:
    signed_info = required(signature, "ds:SignedInfo")
    method = attribute(required(signed_info, "ds:SignatureMethod"), "Algorithm")
    if method not in ALGORITHMS:
        raise SignatureRefusedError("SIG_ALG_FORBIDDEN", method)
    algorithm = ALGORITHMS[method]
    canonicalisation = required(signed_info, "ds:CanonicalizationMethod")
    inclusive = canonicalisation.find(f"{{{EXCLUSIVE_C14N}}}InclusiveNamespaces")
    prefixes = None if inclusive is None else inclusive.get("PrefixList", "").split()
    to_be_signed = canonical(signed_info, attribute(canonicalisation, "Algorithm"), prefixes)
    digest = hashlib.new(algorithm.hash_name, to_be_signed).digest()
    value = decoded(required(signature, "ds:SignatureValue"))
    if not fits(value, digest, certificate=certificate, algorithm=algorithm):
        raise SignatureRefusedError("SIG_CRYPTO_FAILURE")


def _stamp_algorithm(stamp: Element) -> str:
    method = stamp.find("ds:CanonicalizationMethod", NAMESPACES)
    return INCLUSIVE_C14N if method is None else attribute(method, "Algorithm")


def _children(unsigned: Element | None, path: str) -> list[Element]:
    return [] if unsigned is None else unsigned.findall(path, NAMESPACES)


def _embedded(unsigned: Element | None, tag: str) -> tuple[bytes, ...]:
    return tuple(decoded(element) for element in _children(unsigned, f".//xades:{tag}"))


def _require_long_term(level: Level) -> None:
    if level is Level.B:
        raise SignatureRefusedError("NO_POE", "no proof that the signature existed while the certificate stood")
    if level is Level.T:
        raise SignatureRefusedError("NO_REVOCATION_INFO")
