"""An ID token is believed for a signature by the issuer's own key, and for none that anybody could make."""

import base64
import hmac
import time
from typing import Any, cast

import pytest
from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey

from activities.adapters.asan_login import ALGORITHMS, AsanLogin
from models.ports import OutsideRefusedError

ISSUER, NONCE = "https://login.example", "asked-once"
LOGIN = AsanLogin(cast("Any", None), ISSUER, "divan", "secret")
KEY = RSAKey.generate_key(2048, {"kid": "k1", "use": "sig"})
NO_ALGORITHM, BY_SECRET = b'{"alg":"none"}', b'{"alg":"HS256","kid":"k1"}'
PUBLISHED = KeySet([KEY]).as_dict(private=False)


def claims() -> dict[str, Any]:
    at = int(time.time())
    return {"iss": ISSUER, "aud": "divan", "sub": "1", "nonce": NONCE, "iat": at, "exp": at + 60, "pin": "5XK1A2B"}


def part(content: bytes) -> str:
    """Return bytes as they stand in a token."""
    return base64.urlsafe_b64encode(content).decode().rstrip("=")


def read(token: str) -> dict[str, Any]:
    return LOGIN._claims({"id_token": token}, cast("dict[str, Any]", PUBLISHED), nonce=NONCE)


def test_a_token_by_the_issuers_key_is_believed() -> None:
    assert read(jwt.encode({"alg": "RS256", "kid": "k1"}, claims(), KEY))["pin"] == "5XK1A2B"


def test_a_token_without_a_signature_or_signed_with_the_public_key_as_a_secret_is_not() -> None:
    head, body, _ = jwt.encode({"alg": "RS256", "kid": "k1"}, claims(), KEY).split(".")
    unsigned = f"{part(NO_ALGORITHM)}.{body}."
    to_sign = f"{part(BY_SECRET)}.{body}"
    confused = f"{to_sign}.{part(hmac.digest(KEY.as_pem(private=False), to_sign.encode(), 'sha256'))}"
    for token in (confused, unsigned, f"{head}.{body}.", f"{head}.{body}"):
        with pytest.raises(OutsideRefusedError, match="login_token_wrong"):
            read(token)
    assert not [name for name in ALGORITHMS if name == "none" or name.startswith("HS")]
