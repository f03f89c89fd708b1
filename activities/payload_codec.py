"""Encrypted payloads: histories hold no clear text, keys can be rotated."""

import functools
import os
from collections.abc import Sequence
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from google.protobuf import json_format
from google.protobuf.message import DecodeError
from pydantic import TypeAdapter
from temporalio.api.common.v1 import Payload, Payloads
from temporalio.contrib.pydantic import PydanticJSONPlainPayloadConverter
from temporalio.converter import (
    CompositePayloadConverter,
    DataConverter,
    DefaultFailureConverterWithEncodedAttributes,
    DefaultPayloadConverter,
    JSONPlainPayloadConverter,
    PayloadCodec,
    PayloadConverter,
)

ENCODING = b"binary/encrypted"
NONCE_LENGTH = 12  # bytes, AES-GCM
_KEY = 32  # bytes, AES-256


class UnreadablePayloadError(ValueError):
    """The payload is none of ours: its key is unknown, or its bytes were changed."""


class PayloadCodecKeysError(ValueError):
    """The keys in the settings cannot be used; the message says how they must look."""


_adapter_of = functools.lru_cache(maxsize=1024)(TypeAdapter)


class SharedAdapters(PydanticJSONPlainPayloadConverter):
    """pydantic's JSON with one set of type adapters for the process: building them costs more than all their JSON."""

    def from_payload(self, payload: Payload, type_hint: type | None = None) -> Any:
        """Validate a payload against its type hint."""
        return _adapter_of(type_hint or Any).validate_json(payload.data)


_SHARED = SharedAdapters()
_COMPOSITE = CompositePayloadConverter(
    *(
        _SHARED if isinstance(converter, JSONPlainPayloadConverter) else converter
        for converter in DefaultPayloadConverter.default_encoding_payload_converters
    )
)


class CourtPayloadConverter(PayloadConverter):
    """The default converters with pydantic's JSON in the place of plain JSON.

    Temporal makes several of these for every task of a workflow, and gives a context to each that takes one. Ours takes
    none: one for the process stands behind them all.
    """

    def to_payloads(self, values: Sequence[Any]) -> list[Payload]:
        """Encode each value by the first converter that takes it; RuntimeError when none does."""
        return _COMPOSITE.to_payloads(values)

    def from_payloads(self, payloads: Sequence[Payload], type_hints: list[type] | None = None) -> list[Any]:
        """Decode each payload by the converter of its encoding; KeyError when there is none."""
        return _COMPOSITE.from_payloads(payloads, type_hints)


class EncryptionCodec(PayloadCodec):
    """AES-256-GCM; the key's id stands beside each payload, so that old histories stay readable after a rotation."""

    def __init__(self, keys: str) -> None:
        """Take "id:hex64,id:hex64": the first key encrypts, all decrypt."""
        self._ciphers = ciphers_of(keys)
        self._current = next(iter(self._ciphers))

    async def encode(self, payloads: Sequence[Payload]) -> list[Payload]:
        """Encrypt each payload under the current key."""
        return [self._encrypted(payload) for payload in payloads]

    async def decode(self, payloads: Sequence[Payload]) -> list[Payload]:
        """Decrypt each payload by the key it names; clear ones pass through."""
        return [self._decrypted(payload) for payload in payloads]

    def _encrypted(self, payload: Payload) -> Payload:
        key_id = self._current.encode()
        nonce = os.urandom(NONCE_LENGTH)
        sealed = self._ciphers[self._current].encrypt(nonce, payload.SerializeToString(), key_id)
        return Payload(metadata={"encoding": ENCODING, "key": key_id}, data=nonce + sealed)

    def _decrypted(self, payload: Payload) -> Payload:
        if payload.metadata.get("encoding") != ENCODING:
            return payload
        key_id = payload.metadata["key"]
        cipher = self._ciphers.get(key_id.decode())
        if cipher is None:
            raise PayloadCodecKeysError(f"no payload key {key_id.decode()!r}, which this payload was encrypted under")
        return Payload.FromString(cipher.decrypt(payload.data[:NONCE_LENGTH], payload.data[NONCE_LENGTH:], key_id))


def encrypted_converter(keys: str) -> DataConverter:
    """Return the converter of web, worker and replayer; messages and stack traces of failures are encrypted too."""
    return DataConverter(
        payload_converter_class=CourtPayloadConverter,
        payload_codec=EncryptionCodec(keys),
        failure_converter_class=DefaultFailureConverterWithEncodedAttributes,
    )


async def decoded_json(body: bytes, *, keys: str) -> str:
    """Return the payloads of a codec request in clear text, as Temporal's UI wants them; UnreadablePayloadError."""
    try:
        sent = json_format.Parse(body, Payloads())
        clear = await EncryptionCodec(keys).decode(sent.payloads)
    except (json_format.ParseError, DecodeError, KeyError, InvalidTag) as error:
        raise UnreadablePayloadError from error
    return json_format.MessageToJson(Payloads(payloads=clear))


def ciphers_of(keys: str) -> dict[str, AESGCM]:
    """Return the cipher of each key by its id, the one that encrypts first; PayloadCodecKeysError."""
    ciphers = dict(_cipher(part) for part in keys.split(",") if part.strip())
    if not ciphers:
        raise PayloadCodecKeysError("no payload key: expected id:hex64[,id:hex64…]")
    return ciphers


def _cipher(part: str) -> tuple[str, AESGCM]:
    key_id, _, text = part.strip().partition(":")
    try:
        key = bytes.fromhex(text)
    except ValueError as error:
        raise PayloadCodecKeysError(f"payload key {key_id!r} is not hexadecimal") from error
    if not key_id or len(key) != _KEY:
        raise PayloadCodecKeysError(f"payload key {key_id!r} must have 32 bytes (64 hexadecimal digits)")
    return key_id, AESGCM(key)
