"""Secrets of one local stack: made at the first start, kept in a file only its owner can read."""

import os
import secrets
from collections.abc import Callable
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

# Hex alone: a secret that began with "-" would be read as an option on a command line.
NAMES: dict[str, Callable[[], str]] = {
    "DIVAN_SECRET_KEY": lambda: secrets.token_hex(32),
    "DIVAN_PAYLOAD_KEYS": lambda: f"k1:{secrets.token_hex(32)}",
    "DIVAN_PORTAL_SECRET": lambda: secrets.token_hex(32),
    "DIVAN_ASAN_PAY_TOKEN": lambda: secrets.token_hex(32),
    "DIVAN_ASAN_PAY_SIGNING_KEY": lambda: secrets.token_hex(32),  # the simulator's; the court gets its public half
    "DIVAN_ASAN_LOGIN_CLIENT_SECRET": lambda: secrets.token_hex(24),
    "DIVAN_REGISTER_TOKEN": lambda: secrets.token_hex(24),
    "DIVAN_SMS_TOKEN": lambda: secrets.token_hex(24),
    "DIVAN_POSTGRES_PASSWORD": lambda: secrets.token_hex(24),
}


def load_or_make(path: Path) -> dict[str, str]:
    """Return the stack's secrets by variable name; those the file lacks are made and added to it."""
    known = dict(line.split("=", 1) for line in path.read_text().splitlines()) if path.exists() else {}
    missing = {name: make() for name, make in NAMES.items() if name not in known}
    if missing:
        _write_private(path, known | missing)
    return known | missing


def public_key_of(seed: str) -> str:
    """Return the public half of an Ed25519 key, both in hex."""
    return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(seed)).public_key().public_bytes_raw().hex()


def _write_private(path: Path, values: dict[str, str]) -> None:
    """Replace the file in one step, readable by its owner from its first byte."""
    fresh = path.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.writelines(f"{name}={value}\n" for name, value in values.items())
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
