"""A test certification authority: issues certificates to invented people and answers OCSP and time-stamp requests."""

import json
import os
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Lock
from typing import Any, Literal, Self

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID, ObjectIdentifier

from simulators.trust import ocsp_answers, timestamping
from simulators.trust.certificates import (
    ORGANISATION_IDENTIFIER,
    KeyPair,
    PrivateKey,
    Profile,
    PublicKey,
    issue,
    name,
)
from simulators.trust.ocsp_answers import IssuedCertificate, Standing

Kind = Literal["auth", "sign", "seal"]
STATE_FILE = "authority.json"
_AUTHORITY_USAGES = frozenset({"key_cert_sign", "crl_sign"})
_YEAR = timedelta(days=365)


@dataclass(frozen=True)
class Holder:
    """Whom a certificate is for; `voen` and `organisation` make a seal, or an organisation's person."""

    surname: str = ""
    given: str = ""
    fin: str = ""
    organisation: str = ""
    voen: str = ""

    def subject(self, kind: Kind) -> x509.Name:
        """Return the distinguished name by EN 319 412-1: PNOAZ-<FİN> for a person, VATAZ-<VÖEN> for a seal."""
        organisation: list[tuple[ObjectIdentifier, str]] = [
            (NameOID.ORGANIZATION_NAME, self.organisation),
            (ORGANISATION_IDENTIFIER, f"VATAZ-{self.voen}" if self.voen else ""),
        ]
        if kind == "seal":
            return name([*organisation, (NameOID.COMMON_NAME, self.organisation)])
        person = [
            (NameOID.SURNAME, self.surname),
            (NameOID.GIVEN_NAME, self.given),
            (NameOID.SERIAL_NUMBER, f"PNOAZ-{self.fin}"),
            (NameOID.COMMON_NAME, f"{self.surname} {self.given}"),
        ]
        return name([*organisation, *person])


@dataclass
class Authority:
    """Root → issuing authority → people, seals, OCSP responder and time-stamp authority; knows all it issued."""

    root: KeyPair
    issuing: KeyPair
    responder: KeyPair
    stamper: KeyPair
    ocsp_url: str
    issued: dict[int, IssuedCertificate] = field(default_factory=dict)
    tsa_down: bool = False
    ocsp_down: bool = False
    # Orders come in threads of their own.
    _saving: Lock = field(default_factory=Lock, init=False, repr=False, compare=False)

    @classmethod
    def create(cls, ocsp_url: str, *, at: datetime | None = None) -> Self:
        """Make a new authority with new keys, valid from five minutes before `at` (now when None)."""
        start = (at or datetime.now(UTC)) - timedelta(minutes=5)
        root = _authority("SINAQ Kök Sertifikat Mərkəzi", None, start=start)
        issuing = _authority("SINAQ İmza Sertifikat Mərkəzi", root, start=start)
        responder_profile = Profile(
            frozenset({"digital_signature"}), extended=[ExtendedKeyUsageOID.OCSP_SIGNING], no_check=True
        )
        stamper_profile = Profile(
            frozenset({"digital_signature"}), extended=[ExtendedKeyUsageOID.TIME_STAMPING], extended_critical=True
        )
        p256 = ec.generate_private_key(ec.SECP256R1())
        rsa_key = rsa.generate_private_key(65537, 3072)
        return cls(
            root,
            issuing,
            _service("SINAQ OCSP", p256, issuing, profile=responder_profile, start=start),
            _service("SINAQ Zaman möhürü", rsa_key, issuing, profile=stamper_profile, start=start),
            ocsp_url,
        )

    def issue(
        self,
        kind: Kind,
        holder: Holder,
        *,
        public_key: PublicKey,
        at: datetime | None = None,
        lifetime: timedelta = 2 * _YEAR,
    ) -> x509.Certificate:
        """Issue a certificate for a key the holder made himself: PIN1 (auth), PIN2 (sign) or an organisation's seal."""
        moment = at or datetime.now(UTC)
        certificate = issue(
            holder.subject(kind),
            public_key,
            issuer=self.issuing,
            profile=_profile(kind, self.ocsp_url),
            valid_from=moment - timedelta(minutes=5),
            lifetime=lifetime,
        )
        pem = certificate.public_bytes(Encoding.PEM).decode()
        subject = certificate.subject.rfc4514_string()
        line = IssuedCertificate(certificate.serial_number, kind, subject, pem=pem, issued_at=moment)
        self.issued[line.serial] = line
        return certificate

    def issue_with_key(
        self, kind: Kind, holder: Holder, *, curve: ec.EllipticCurve | None = None, at: datetime | None = None
    ) -> KeyPair:
        """Make a key (P-256 unless told) and issue its certificate."""
        key = ec.generate_private_key(curve or ec.SECP256R1())
        return KeyPair(key, self.issue(kind, holder, public_key=key.public_key(), at=at))

    def set_standing(self, serial: int, standing: Standing, *, at: datetime | None = None) -> None:
        """Revoke, suspend or restore a certificate; KeyError when it was never issued here."""
        since = None if standing is Standing.GOOD else at or datetime.now(UTC)
        self.issued[serial] = replace(self.issued[serial], standing=standing, since=since)

    def answer_ocsp(self, request: bytes, *, at: datetime | None = None) -> bytes:
        """Answer a DER OCSP request."""
        moment = at or datetime.now(UTC)
        return ocsp_answers.answer(
            request, issued=self.issued, responder=self.responder, issuer=self.issuing, at=moment
        )

    def answer_timestamp(self, request: bytes, *, at: datetime | None = None) -> bytes:
        """Answer a DER TimeStampReq."""
        moment = at or datetime.now(UTC)
        return timestamping.answer(request, stamper=self.stamper, issuer=self.issuing, at=moment)

    def trust_pem(self) -> bytes:
        """Return root and issuing certificate as PEM, ready for DIVAN_TRUST_ANCHORS."""
        pair = (self.root, self.issuing)
        return b"".join(one.certificate.public_bytes(Encoding.PEM) for one in pair)

    def save(self, folder: Path) -> None:
        """Write everything to one file, replacing it atomically, readable by the owner only."""
        with self._saving:
            self._save(folder)

    @classmethod
    def load_or_create(cls, folder: Path, *, ocsp_url: str) -> Self:
        """Continue with the keys and the list kept in `folder`, or make a new authority and keep it there."""
        target = folder / STATE_FILE
        if not target.exists():
            authority = cls.create(ocsp_url)
            authority.save(folder)
            return authority
        state = json.loads(target.read_text(encoding="utf-8"))
        root, issuing, responder, stamper = (
            KeyPair.from_pem(state[key]) for key in ("root", "issuing", "responder", "stamper")
        )
        issued = {line["serial"]: _line(line) for line in state["issued"]}
        tsa_down, ocsp_down = bool(state["tsa_down"]), bool(state["ocsp_down"])
        return cls(root, issuing, responder, stamper, ocsp_url, issued, tsa_down=tsa_down, ocsp_down=ocsp_down)

    def _save(self, folder: Path) -> None:
        keys = ("root", "issuing", "responder", "stamper")
        state: dict[str, Any] = {key: getattr(self, key).to_pem() for key in keys}
        state |= {"ocsp_url": self.ocsp_url, "tsa_down": self.tsa_down, "ocsp_down": self.ocsp_down}
        state["issued"] = [asdict(line) for line in list(self.issued.values())]
        folder.mkdir(parents=True, exist_ok=True)
        target, fresh = folder / STATE_FILE, folder / f"{STATE_FILE}.new"
        with os.fdopen(_for_owner_only(fresh), "w", encoding="utf-8") as output:
            json.dump(state, output, ensure_ascii=False, indent=1, default=datetime.isoformat)
            output.flush()
            os.fsync(output.fileno())
        fresh.replace(target)


def _authority(common_name: str, issuer: KeyPair | None, *, start: datetime) -> KeyPair:
    key = ec.generate_private_key(ec.SECP384R1())
    certificate = issue(
        _service_name(common_name),
        key.public_key(),
        issuer=issuer,
        own_key=key,
        profile=Profile(_AUTHORITY_USAGES, is_authority=True),
        valid_from=start,
        lifetime=20 * _YEAR,
    )
    return KeyPair(key, certificate)


def _service(common_name: str, key: PrivateKey, issuer: KeyPair, *, profile: Profile, start: datetime) -> KeyPair:
    certificate = issue(
        _service_name(common_name),
        key.public_key(),
        issuer=issuer,
        profile=profile,
        valid_from=start,
        lifetime=10 * _YEAR,
    )
    return KeyPair(key, certificate)


def _service_name(common_name: str) -> x509.Name:
    return name([(NameOID.ORGANIZATION_NAME, "SINAQ — həqiqi deyil"), (NameOID.COMMON_NAME, common_name)])


def _profile(kind: Kind, ocsp_url: str) -> Profile:
    if kind == "auth":
        usages = frozenset({"digital_signature"})
        return Profile(usages, extended=[ExtendedKeyUsageOID.CLIENT_AUTH], ocsp_url=ocsp_url)
    return Profile(frozenset({"content_commitment"}), ocsp_url=ocsp_url, qc_type=kind)


def _line(kept: dict[str, Any]) -> IssuedCertificate:
    since = datetime.fromisoformat(kept["since"]) if kept["since"] else None
    dates = {"issued_at": datetime.fromisoformat(kept["issued_at"]), "since": since}
    return IssuedCertificate(**{**kept, **dates, "standing": Standing(kept["standing"])})


def _for_owner_only(path: Path) -> int:
    return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
