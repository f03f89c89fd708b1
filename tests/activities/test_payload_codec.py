"""Histories hold no clear text: keys rotate, tampering shows, failures are encrypted too."""

import base64
import binascii
import contextlib
import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from cryptography.exceptions import InvalidTag
from temporalio.api.common.v1 import Payload
from temporalio.api.failure.v1 import Failure
from temporalio.converter import WorkflowSerializationContext
from temporalio.exceptions import ApplicationError

from activities.payload_codec import EncryptionCodec, PayloadCodecKeysError, encrypted_converter
from simulators.people import DEMO
from tests.builders import KAMRAN, LALA, RASHAD
from tests.replay.record import FOLDER
from tests.temporal import TEST_KEYS

HISTORIES = sorted(FOLDER.glob("*.json"))
OLD, NEW = "k1:" + "11" * 32, "k2:" + "22" * 32
CLEAR = Payload(metadata={"encoding": b"json/plain"}, data='"Lalə Nağıyeva"'.encode())


async def test_a_payload_comes_back_as_it_was_and_never_looks_the_same_twice() -> None:
    codec = EncryptionCodec(OLD)
    first, second = await codec.encode([CLEAR, CLEAR])
    assert first.data != second.data
    assert CLEAR.data not in first.data
    assert await codec.decode([first, second]) == [CLEAR, CLEAR]


async def test_after_a_rotation_old_payloads_are_read_and_new_ones_use_the_new_key() -> None:
    [old] = await EncryptionCodec(OLD).encode([CLEAR])
    rotated = EncryptionCodec(f"{NEW},{OLD}")
    assert await rotated.decode([old]) == [CLEAR]
    [new] = await rotated.encode([CLEAR])
    assert new.metadata["key"] == b"k2"
    assert await EncryptionCodec(NEW).decode([new]) == [CLEAR]


async def test_a_payload_of_a_key_we_do_not_have_names_it() -> None:
    [old] = await EncryptionCodec(OLD).encode([CLEAR])
    with pytest.raises(PayloadCodecKeysError, match="k1"):
        await EncryptionCodec(NEW).decode([old])


@pytest.mark.parametrize("place", [0, 11, 12, 40, -1])
async def test_a_payload_with_a_changed_byte_is_refused(place: int) -> None:
    codec = EncryptionCodec(OLD)
    [sealed] = await codec.encode([CLEAR])
    tampered = bytearray(sealed.data)
    tampered[place] ^= 1
    with pytest.raises(InvalidTag):
        await codec.decode([Payload(metadata=sealed.metadata, data=bytes(tampered))])


async def test_a_payload_cannot_be_passed_off_as_another_keys() -> None:
    same_secret = "k1:" + "11" * 32 + ",k2:" + "11" * 32
    codec = EncryptionCodec(same_secret)
    [sealed] = await codec.encode([CLEAR])
    with pytest.raises(InvalidTag):
        await codec.decode([Payload(metadata={**sealed.metadata, "key": b"k2"}, data=sealed.data)])


async def test_what_was_never_encrypted_passes_through() -> None:
    assert await EncryptionCodec(OLD).decode([CLEAR]) == [CLEAR]


@pytest.mark.parametrize(
    ("keys", "says"),
    [
        ("", "no payload key"),
        (" , ", "no payload key"),
        ("k1:zz", "'k1' is not hexadecimal"),
        ("k1:1122", "'k1' must have 32 bytes"),
        ("11" * 32, "must have 32 bytes|is not hexadecimal"),
        (":" + "11" * 32, "must have 32 bytes"),
    ],
)
def test_unusable_keys_are_named(keys: str, says: str) -> None:
    with pytest.raises(PayloadCodecKeysError, match=says):
        EncryptionCodec(keys)


def test_the_message_about_a_wrong_key_does_not_repeat_the_key() -> None:
    secret = "ab" * 31
    with pytest.raises(PayloadCodecKeysError) as refused:
        EncryptionCodec(f"k1:{secret}")
    assert secret not in str(refused.value)


def test_one_converter_serves_every_workflow_and_activity() -> None:
    converter = encrypted_converter(OLD)
    context = WorkflowSerializationContext(namespace="default", workflow_id="claim-1")
    assert converter.with_context(context) is converter


async def test_the_words_of_a_failure_are_encrypted() -> None:
    converter = encrypted_converter(OLD)
    failure = Failure()
    await converter.encode_failure(ApplicationError("Razı deyiləm", "5XK1A2B", type="RuleBroken"), failure)
    assert "Razı".encode() not in failure.SerializeToString()
    assert b"5XK1A2B" not in failure.SerializeToString()
    error = await converter.decode_failure(failure)
    assert isinstance(error, ApplicationError)
    assert error.message == "Razı deyiləm"


PERSONAL = {LALA, RASHAD, KAMRAN, "Razı deyiləm", "Ərizə MPM 149-a uyğun deyil", "form_or_content"}
PERSONAL |= {words for person in DEMO for words in (person.fin, person.surname, person.phone)}


def readings(text: str) -> Iterator[bytes]:
    """Yield a history as it stands, with its escapes undone, and everything in it that is base64, decoded."""
    yield text.encode()
    yield json.dumps(json.loads(text), ensure_ascii=False).encode()
    for word in re.findall(r'"([A-Za-z0-9+/]{8,}={0,2})"', text):
        with contextlib.suppress(binascii.Error):
            yield base64.b64decode(word, validate=True)


def named_in(texts: Iterable[bytes]) -> set[str]:
    return {word for text in texts for word in PERSONAL if word.encode() in text}


@pytest.mark.parametrize("path", HISTORIES, ids=lambda path: path.stem)
def test_an_exported_history_names_nobody_and_gives_no_reason(path: Path) -> None:
    assert named_in(readings(path.read_text())) == set()


def sealed(node: Any) -> Iterator[Payload]:
    """Yield every payload of a history, however deep."""
    if isinstance(node, dict):
        if "data" in node and "key" in node.get("metadata", {}):
            metadata = {key: base64.b64decode(value) for key, value in node["metadata"].items()}
            yield Payload(metadata=metadata, data=base64.b64decode(node["data"]))
        node = list(node.values())
    if isinstance(node, list):
        for part in node:
            yield from sealed(part)


async def test_with_the_key_the_same_histories_name_them() -> None:
    """Else the search above would look in the wrong places."""
    named: set[str] = set()
    for path in HISTORIES:
        payloads = await EncryptionCodec(TEST_KEYS).decode(list(sealed(json.loads(path.read_text()))))
        named |= named_in(payload.data for payload in payloads)
    assert named >= {LALA, RASHAD, "Razı deyiləm", "Ərizə MPM 149-a uyğun deyil", "form_or_content", DEMO[0].phone}
