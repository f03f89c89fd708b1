"""Secrets that must wait in the outbox until they are sent: encrypted there, by the keys of the histories.

A copy of the database holds neither a link's token nor a code: hashed where they are checked, sealed where they wait.
"""

import base64
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from activities.payload_codec import NONCE_LENGTH, ciphers_of

SEALED = "sealed"  # "key id:base64" in a notice's words; opened it stands there as `token`
OPENED = "token"


@dataclass(frozen=True)
class Sealing:
    """Seals with the first key, opens with all; `keys` as in the settings."""

    keys: str = field(repr=False)

    def seal(self, secret: str) -> str:
        """Return a secret as it may stand in the database."""
        key_id, cipher = next(iter(ciphers_of(self.keys).items()))
        nonce = os.urandom(NONCE_LENGTH)
        sealed = nonce + cipher.encrypt(nonce, secret.encode(), key_id.encode())
        return f"{key_id}:{base64.b64encode(sealed).decode()}"

    def opened(self, words: Mapping[str, Any]) -> dict[str, Any]:
        """Return a notice's words with what is sealed in them in clear text."""
        if SEALED not in words:
            return dict(words)
        key_id, _, text = str(words[SEALED]).partition(":")
        sealed = base64.b64decode(text)
        secret = ciphers_of(self.keys)[key_id].decrypt(sealed[:NONCE_LENGTH], sealed[NONCE_LENGTH:], key_id.encode())
        return {**words, OPENED: secret.decode()}
