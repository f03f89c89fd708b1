"""Everything a signature test needs on the table: an authority, signers with their keys and files."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, utils

from activities.adapters.ocsp_http import request_about
from activities.adapters.timestamp_http import request_for, token_in
from activities.signatures.asice import append_signature, create_container
from activities.signatures.certificate_path import TrustStore
from activities.signatures.identity import load_certificate
from activities.signatures.long_term import complete_signature, stamp_signature
from activities.signatures.xades import DataFile, Draft, add_long_term, attach, prepare, signing_certificate_of
from simulators.trust.authority import Authority, Holder, Kind
from simulators.trust.certificates import KeyPair

SIGNED_AT = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
OCSP_AT = SIGNED_AT + timedelta(seconds=5)
CLAIM = "İddia ərizəsi № 1.pdf"
CONTRACT = "əlavə/müqavilə (surət).pdf"
ALIYEV = Holder("Əliyev", "Rəşad", "5ABC1D2")
HUSEYNOVA = Holder("Hüseynova", "Günel", "6XYZ9K8")
COMPANY = Holder(organisation="«Nümunə» MMC", voen="1234567891")


@dataclass(frozen=True)
class TableTimestamps:
    """The authority's time-stamps without HTTP, at a chosen moment."""

    authority: Authority
    at: datetime = SIGNED_AT

    async def stamp(self, digest: bytes) -> bytes:
        answer = self.authority.answer_timestamp(request_for(digest, nonce=7), at=self.at)
        return token_in(answer, digest=digest, nonce=7)


@dataclass(frozen=True)
class TableOcsp:
    """The authority's OCSP answers without HTTP, at a chosen moment."""

    authority: Authority
    at: datetime = OCSP_AT

    async def fetch(self, certificate: bytes, issuer: bytes) -> bytes:
        request = request_about(load_certificate(certificate), load_certificate(issuer), nonce=b"n" * 32)
        return self.authority.answer_ocsp(request, at=self.at)


@dataclass
class SigningTable:
    """An authority of the day before, and the steps of signing with it."""

    authority: Authority

    @property
    def trust(self) -> TrustStore:
        return TrustStore.from_pem(self.authority.trust_pem())

    def signer(self, holder: Holder, *, kind: Kind = "sign", curve: ec.EllipticCurve | None = None) -> KeyPair:
        return self.authority.issue_with_key(kind, holder, curve=curve, at=SIGNED_AT - timedelta(hours=1))

    def basic(self, signer: KeyPair, files: list[tuple[DataFile, bytes]] | None = None, *, number: int = 1) -> bytes:
        draft = self.draft(signer, files, number=number)
        return attach(draft.xml, raw_signature(signer, draft))

    def draft(self, signer: KeyPair, files: list[tuple[DataFile, bytes]] | None = None, *, number: int = 1) -> Draft:
        names = [file for file, _ in files or two_files()]
        return prepare(names, signer.der, signature_id=f"S{number}", at=SIGNED_AT, roles=("iddiaçı",))

    async def stamped(self, xml: bytes) -> bytes:
        return await stamp_signature(xml, TableTimestamps(self.authority), trust=self.trust)

    async def long_term(self, xml: bytes) -> bytes:
        stamped = await self.stamped(xml)
        return await complete_signature(stamped, TableOcsp(self.authority), trust=self.trust, at=SIGNED_AT)

    async def with_ocsp(self, stamped: bytes, *, at: datetime) -> bytes:
        """Add the authority's answer of a moment, whatever it says; `complete_signature` would refuse a bad one."""
        certificate = signing_certificate_of(stamped)
        issuer = self.authority.issuing.der
        response = await TableOcsp(self.authority, at).fetch(certificate, issuer)
        return add_long_term(stamped, certificates=[issuer], ocsp_responses=[response])

    async def signed_by(self, signer: KeyPair) -> bytes:
        """Return a container with one LT signature."""
        return append_signature(create_container(two_files()), await self.long_term(self.basic(signer)))


def a_table() -> SigningTable:
    """Make a table with a new authority."""
    return SigningTable(Authority.create("http://127.0.0.1:8102/ocsp", at=SIGNED_AT - timedelta(days=1)))


def data_file(name: str, content: bytes, media_type: str = "application/pdf") -> tuple[DataFile, bytes]:
    """Describe a file for signing."""
    return DataFile(name, media_type, hashlib.sha256(content).digest()), content


def two_files() -> list[tuple[DataFile, bytes]]:
    """Return a claim and its attachment, with Azerbaijani names."""
    return [data_file(CLAIM, b"%PDF-1.7 iddia\n%%EOF\n" * 40), data_file(CONTRACT, b"%PDF-1.7 muqavile\n%%EOF\n" * 90)]


def raw_signature(signer: KeyPair, draft: Draft, *, as_der: bool = False) -> bytes:
    """Sign a draft as phone and card do: r||s of the curve's width (or DER when asked), PKCS#1 for RSA."""
    chosen = {"sha256": hashes.SHA256(), "sha384": hashes.SHA384(), "sha512": hashes.SHA512()}[draft.hash_name]
    if not isinstance(signer.key, ec.EllipticCurvePrivateKey):
        return signer.key.sign(draft.digest, padding.PKCS1v15(), utils.Prehashed(chosen))
    der = signer.key.sign(draft.digest, ec.ECDSA(utils.Prehashed(chosen)))
    if as_der:
        return der
    width = (signer.key.key_size + 7) // 8
    r, s = utils.decode_dss_signature(der)
    return r.to_bytes(width, "big") + s.to_bytes(width, "big")
