"""The settings of a court under measurement: nobody outside is asked."""

from pathlib import Path
from typing import Any

from models.settings import Settings

NOWHERE = "http://127.0.0.1:1"
SETTINGS: dict[str, Any] = {
    "secret_key": "5e" * 32,
    "payload_keys": "k1:" + "1c" * 32,
    "asan_imza_url": NOWHERE,
    "asan_login_issuer": NOWHERE,
    "asan_login_client_secret": "login",
    "tsa_url": NOWHERE,
    "trust_anchors": Path("anchors.pem"),
    "portal_url": NOWHERE,
    "portal_secret": "portal",
    "population_register_url": NOWHERE,
    "tax_register_url": NOWHERE,
    "register_token": "register",
    "sms_url": NOWHERE,
    "sms_token": "sms",
}


def settings_of(database_url: str) -> Settings:
    """Return the settings over one database."""
    return Settings(**SETTINGS, database_url=database_url)
