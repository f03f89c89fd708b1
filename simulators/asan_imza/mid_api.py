"""The Mobile-ID REST contract (SK-EID/MID): certificate, signature, authentication, session status, error answers."""

import base64
import binascii
import re
import secrets
from dataclasses import dataclass
from typing import Annotated, Any, Final, cast

import httpx2
from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field

from simulators.asan_imza.cards import CITIZEN, Cards, card_name, holds
from simulators.asan_imza.phones import Kind, MidSession, Phones
from simulators.page import now
from simulators.people import BY_PHONE, Person

_HASH_BYTES: Final = {"SHA256": 32, "SHA384": 48, "SHA512": 64}
_LANGUAGES: Final = ("AZE", "ENG", "RUS", "EST", "LIT")
_PHONE: Final = re.compile(r"\+\d{8,30}")
_TEXT_BYTES: Final = 100

router = APIRouter(prefix="/mid-api")


class MidError(Exception):
    """An HTTP error of the contract, with the sentence that says why."""

    def __init__(self, status: int, error: str) -> None:
        """Keep the status apart from the sentence."""
        super().__init__(error)
        self.status = status
        self.error = error


class Provider:
    """What the REST contract stands on."""

    def __init__(self, *, phones: Phones, cards: Cards, relying_party: tuple[str, str]) -> None:
        """`relying_party` is the name and UUID of the only party that may ask."""
        self.phones = phones
        self.cards = cards
        self.relying_party = relying_party
        self.down = False


async def _provider(request: Request) -> Provider:
    provider = cast("Provider", request.app.state.provider)
    if provider.down:
        raise MidError(500, "Internal error")
    return provider


ProviderHere = Annotated[Provider, Depends(_provider)]


class Question(BaseModel):
    """The fields of all three requests; which of them must be there is checked by name, as the real service does."""

    party: str = Field("", alias="relyingPartyName")
    party_uuid: str = Field("", alias="relyingPartyUUID")
    phone: str = Field("", alias="phoneNumber")
    user_id: str = Field("", alias="nationalIdentityNumber")
    certificate_type: str = Field(CITIZEN, alias="certificateType")
    hash: str = ""
    hash_type: str = Field("", alias="hashType")
    language: str = ""
    text: str = Field("", alias="displayText")
    text_format: str = Field("GSM-7", alias="displayTextFormat")


@dataclass(frozen=True)
class _Named:
    field: str
    value: str


def stamped(answer: dict[str, Any]) -> dict[str, Any]:
    """Add what every answer carries."""
    return {**answer, "time": now().isoformat(timespec="seconds"), "traceId": secrets.token_hex(8)}


def error_answer(status: int, error: str) -> JSONResponse:
    """Return an error in the contract's form."""
    return JSONResponse(stamped({"error": error}), status)


@router.post("/certificate")
async def certificate(question: Question, provider: ProviderHere) -> dict[str, Any]:
    """Return the certificate that PIN2 signs with."""
    _check_party(question, provider)
    person = _person(question)
    if person is None:
        return stamped({"result": "NOT_FOUND"})
    card = await _card(provider, person, card_name("sign", question.certificate_type))
    return stamped({"result": "OK", "cert": card})


@router.post("/signature")
async def signature(question: Question, provider: ProviderHere) -> dict[str, str]:
    """Put a PIN2 request on the phone."""
    return {"sessionID": (await _ask(question, provider, "signature")).session}


@router.post("/authentication")
async def authentication(question: Question, provider: ProviderHere) -> dict[str, str]:
    """Put a PIN1 request on the phone."""
    return {"sessionID": (await _ask(question, provider, "authentication")).session}


@router.get("/{kind}/session/{session_id}")
async def status(
    kind: Kind, session_id: str, provider: ProviderHere, timeout_ms: Annotated[int, Query(alias="timeoutMs")] = 10_000
) -> dict[str, Any]:
    """Say how a request stands, after waiting for a change (1 ms to 60 s here, so that tests need not wait)."""
    session = await provider.phones.wait(session_id, kind, timeout_ms=max(1, min(timeout_ms, 60_000)))
    if session is None:
        raise MidError(404, "SessionID not found")
    if session.result is None:
        return stamped({"state": "RUNNING"})
    answer: dict[str, Any] = {"state": "COMPLETE", "result": session.result}
    if session.signature:
        answer["signature"] = {"value": session.signature, "algorithm": f"{session.hash_type}WithECEncryption"}
    if session.certificate:
        answer["cert"] = session.certificate
    return stamped(answer)


async def _ask(question: Question, provider: Provider, kind: Kind) -> MidSession:
    _check_party(question, provider)
    _check_hash(question)
    _check_text(question)
    person = _person(question)
    if person is not None:
        use = "sign" if kind == "signature" else "auth"
        await _card(provider, person, card_name(use, question.certificate_type))
    session = provider.phones.ask(
        kind=kind,
        phone=question.phone if person else f"{question.phone} {question.user_id}",
        certificate_type=question.certificate_type,
        digest=question.hash,
        hash_type=question.hash_type,
        text=question.text,
        language=question.language,
    )
    if person is None:
        provider.phones.fail(session, "NOT_MID_CLIENT")
    return session


async def _card(provider: Provider, person: Person, kind: str) -> str:
    try:
        return (await provider.cards.card(person, kind)).certificate_der
    except httpx2.HTTPError as error:
        raise MidError(500, f"The test CA does not answer: {type(error).__name__}") from error


def _person(question: Question) -> Person | None:
    person = BY_PHONE.get(question.phone)
    known = person is not None and person.user_id == question.user_id and holds(person, question.certificate_type)
    return person if known else None


def _check_party(question: Question, provider: Provider) -> None:
    _check_present(
        _Named("relyingPartyName", question.party),
        _Named("relyingPartyUUID", question.party_uuid),
        _Named("phoneNumber", question.phone),
        _Named("nationalIdentityNumber", question.user_id),
    )
    if (question.party, question.party_uuid) != provider.relying_party:
        raise MidError(401, "Failed to authorize user")
    if not _PHONE.fullmatch(question.phone):
        raise MidError(400, "phoneNumber must contain of + and numbers(8-30)")


def _check_hash(question: Question) -> None:
    _check_present(
        _Named("hash", question.hash),
        _Named("hashType", question.hash_type),
        _Named("language", question.language),
    )
    if question.language not in _LANGUAGES:
        raise MidError(400, f"language must be one of {', '.join(_LANGUAGES)}")
    try:
        digest = base64.b64decode(question.hash, validate=True)
    except binascii.Error as error:
        raise MidError(400, "Hash must be Base64 encoded") from error
    if len(digest) != _HASH_BYTES.get(question.hash_type):
        raise MidError(400, "The length of the hash must match the type of hash")


def _check_text(question: Question) -> None:
    encoding = {"GSM-7": "latin-1", "UCS-2": "utf-16-be"}.get(question.text_format)
    if encoding is None:
        raise MidError(400, "displayTextFormat must be GSM-7 or UCS-2")
    if len(question.text.encode(encoding, "replace")) > _TEXT_BYTES:
        raise MidError(400, "displayText must not be longer than 100 bytes")


def _check_present(*fields: _Named) -> None:
    for field in fields:
        if not field.value:
            raise MidError(400, f"{field.field} must not be null")
