"""ASAN İmza over the public Mobile-ID REST contract (SK-EID/MID); the private keys stay in the SIM."""

import base64
import binascii
import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final, Literal
from urllib.parse import quote

import httpx2

from activities.adapters.outside_http import accepted, ask, fields
from models.ports import (
    CertificateKind,
    Challenge,
    OutsideRefusedError,
    OutsideUnavailableError,
    PhoneAnswer,
    SignOutcome,
)

_PHONE: Final = re.compile(r"\+994(?:10|50|51|55|60|70|77|99)[0-9]{7}")
_USER_ID: Final = re.compile(r"[0-9]{6}")
_HASH_BYTES: Final = {"SHA256": 32, "SHA384": 48, "SHA512": 64}
# The contract lists ENG, EST, LIT and RUS; AZE is what ASAN İmza's own documents name (assumption, see guide §6).
_LANGUAGES: Final = {"az": "AZE", "en": "ENG", "ru": "RUS"}
_OUTCOMES: Final = {
    "OK": SignOutcome.SIGNED,
    "USER_CANCELLED": SignOutcome.CANCELLED,
    "TIMEOUT": SignOutcome.TIMED_OUT,
    "NOT_MID_CLIENT": SignOutcome.NO_SUCH_USER,
    "PHONE_ABSENT": SignOutcome.UNREACHABLE,
    "DELIVERY_ERROR": SignOutcome.UNREACHABLE,
    "SIM_ERROR": SignOutcome.DEVICE_ERROR,
    "SIGNATURE_HASH_MISMATCH": SignOutcome.DEVICE_ERROR,
}
# The basic GSM 03.38 alphabet; its extension table counts double, so such a text goes as UCS-2.
_GSM_7: Final = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡"
    "ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_GSM_7_LENGTH: Final = 100
_UCS_2_LENGTH: Final = 50
_PHONE_WAITS: Final = timedelta(seconds=120)
_LONGEST_POLL_MS: Final = 60_000
_OWN_MARGIN_SECONDS: Final = 1.5  # the provider answers at its timeout; ours must be later
_UNAUTHORISED: Final = 401
_GONE: Final = 404

Kind = Literal["authentication", "signature"]


@dataclass(frozen=True)
class MobileIdRest:
    """A RemoteSigner. `base_url` ends in `/mid-api`; `rp_name` and `rp_uuid` are the relying party's registration."""

    http: httpx2.AsyncClient
    base_url: str
    rp_name: str
    rp_uuid: str

    async def signing_certificate(
        self, phone: str, user_id: str, *, kind: CertificateKind = CertificateKind.CITIZEN
    ) -> bytes | None:
        """Return the DER certificate of PIN2, None when number and user id are no ASAN İmza of that kind."""
        answer = await self._post("certificate", {**_person(phone, user_id), **_kind(kind)})
        return _bytes(answer, "cert") if answer.get("result") == "OK" else None

    async def start_sign(
        self,
        phone: str,
        user_id: str,
        *,
        digest: bytes,
        hash_name: str,
        text: str,
        language: str,
        kind: CertificateKind = CertificateKind.CITIZEN,
    ) -> Challenge:
        """Put a PIN2 request on the phone; `text` has at most 100 GSM-7 or 50 other characters (ə ğ ı ş are other)."""
        question = {**_person(phone, user_id), **_kind(kind), **_hash(digest, hash_name), **_display(text, language)}
        return await self._start("signature", question, digest)

    async def start_authentication(
        self,
        phone: str,
        user_id: str,
        *,
        digest: bytes,
        text: str,
        language: str,
        kind: CertificateKind = CertificateKind.CITIZEN,
    ) -> Challenge:
        """Put a PIN1 request on the phone."""
        question = {**_person(phone, user_id), **_kind(kind), **_hash(digest, "sha256"), **_display(text, language)}
        return await self._start("authentication", question, digest)

    async def poll_signature(self, session: str, *, wait_ms: int) -> PhoneAnswer:
        """Ask how a signing request stands."""
        return await self._poll("signature", session, wait_ms)

    async def poll_authentication(self, session: str, *, wait_ms: int) -> PhoneAnswer:
        """Ask how a sign-in request stands; a signed answer carries the certificate of PIN1."""
        return await self._poll("authentication", session, wait_ms)

    async def _start(self, kind: Kind, question: dict[str, str], digest: bytes) -> Challenge:
        expires_at = datetime.now(UTC) + _PHONE_WAITS
        answer = await self._post(kind, question)
        session = answer.get("sessionID")
        if not isinstance(session, str) or not session:
            raise OutsideUnavailableError("the provider gave no session")
        return Challenge(session=session, verification_code=verification_code(digest), expires_at=expires_at)

    async def _post(self, path: str, question: dict[str, str]) -> dict[str, Any]:
        body = {"relyingPartyName": self.rp_name, "relyingPartyUUID": self.rp_uuid, **question}
        answer = await ask(
            self.http,
            "POST",
            f"{self.base_url.rstrip('/')}/{path}",
            content=json.dumps(body).encode(),
            headers={"Content-Type": "application/json"},
        )
        unauthorised = answer.status_code == _UNAUTHORISED
        return accepted(answer, otherwise="PROVIDER_AUTH" if unauthorised else "PROVIDER_BAD_REQUEST")

    async def _poll(self, kind: Kind, session: str, wait_ms: int) -> PhoneAnswer:
        wait_ms = max(1, min(wait_ms, _LONGEST_POLL_MS))
        answer = await ask(
            self.http,
            "GET",
            f"{self.base_url.rstrip('/')}/{kind}/session/{quote(session, safe='')}",
            params={"timeoutMs": str(wait_ms)},
            wait_seconds=wait_ms / 1000 + _OWN_MARGIN_SECONDS,
        )
        if answer.status_code == _GONE:  # the provider forgets a request after five minutes
            return PhoneAnswer(SignOutcome.TIMED_OUT)
        accepted(answer, otherwise="PROVIDER_BAD_REQUEST")
        return _phone_answer(fields(answer))


def verification_code(digest: bytes) -> str:
    """Return the four digits of the contract: the six first and seven last bits of the hash."""
    return f"{((digest[0] & 0xFC) << 5) | (digest[-1] & 0x7F):04d}"


def _phone_answer(answer: dict[str, Any]) -> PhoneAnswer:
    if answer.get("state") != "COMPLETE":
        return PhoneAnswer(SignOutcome.RUNNING)
    outcome = _OUTCOMES.get(str(answer.get("result")))
    if outcome is None:
        raise OutsideRefusedError("PROVIDER_RESULT", str(answer.get("result")))
    if outcome is not SignOutcome.SIGNED:
        return PhoneAnswer(outcome)
    signature = answer.get("signature")
    raw = _bytes(signature if isinstance(signature, dict) else {}, "value")
    return PhoneAnswer(outcome, raw_signature=raw, certificate=_bytes(answer, "cert") if "cert" in answer else None)


def _bytes(answer: dict[str, Any], field: str) -> bytes:
    try:
        return base64.b64decode(str(answer[field]), validate=True)
    except (KeyError, binascii.Error) as error:
        raise OutsideUnavailableError(f"the provider's answer has no usable {field}") from error


def _person(phone: str, user_id: str) -> dict[str, str]:
    if not _PHONE.fullmatch(phone):
        raise OutsideRefusedError("PHONE_FORMAT")
    if not _USER_ID.fullmatch(user_id):
        raise OutsideRefusedError("USER_ID_FORMAT")
    return {"phoneNumber": phone, "nationalIdentityNumber": user_id}


def _kind(kind: CertificateKind) -> dict[str, str]:
    """Name the kind; Mobile-ID has one a number, so the field is ASAN İmza's own and left out for a citizen's.

    Its name is our assumption: the provider's contract is not public (guide §6).
    """
    return {} if kind is CertificateKind.CITIZEN else {"certificateType": kind.upper()}


def _hash(digest: bytes, hash_name: str) -> dict[str, str]:
    hash_type = hash_name.upper().replace("-", "")
    if len(digest) != _HASH_BYTES.get(hash_type):
        raise OutsideRefusedError("HASH_LENGTH", f"{len(digest)} bytes of {hash_type}")
    return {"hash": base64.b64encode(digest).decode(), "hashType": hash_type}


def _display(text: str, language: str) -> dict[str, str]:
    gsm = _GSM_7.issuperset(text)
    length = len(text) if gsm else len(text.encode("utf-16-be")) // 2
    if length > (_GSM_7_LENGTH if gsm else _UCS_2_LENGTH):
        raise OutsideRefusedError("DISPLAY_TEXT_LENGTH", f"{length} characters")
    if language not in _LANGUAGES:
        raise OutsideRefusedError("LANGUAGE", language)
    return {
        "language": _LANGUAGES[language],
        "displayText": text,
        "displayTextFormat": "GSM-7" if gsm else "UCS-2",
    }
