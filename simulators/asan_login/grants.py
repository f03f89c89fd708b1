"""What the ASAN Login simulator remembers: codes to be exchanged, access tokens, its key, its mood."""

import base64
import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Final, Literal

from joserfc.jwk import RSAKey
from pydantic import BaseModel

from simulators.drawers import Drawer
from simulators.page import now

CODE_LIVES: Final = timedelta(seconds=60)
ID_TOKEN_LIVES: Final = timedelta(minutes=5)
Fault = Literal["", "nonce", "audience", "issuer", "expired", "signature", "no_pin"]


class Question(BaseModel):
    """An authorization request whose client and address were found right."""

    client_id: str
    redirect_uri: str
    state: str
    nonce: str = ""
    code_challenge: str


class Asking(Question):
    """An authorization request as it came."""

    response_type: str = ""
    scope: str = ""
    code_challenge_method: str = ""
    q: str = ""  # the page's own search


class Answer(Question):
    """What the person said on the page."""

    choice: str
    fin: str = ""


class Grant(BaseModel):
    """A code given to a browser: good once, for a minute, to who knows the verifier."""

    question: Question
    fin: str
    given_at: datetime
    used: bool = False


class Exchange(BaseModel):
    """What the relying party sends to get tokens for a code."""

    grant_type: str
    code: str = ""
    redirect_uri: str = ""
    code_verifier: str = ""

    def fits(self, question: Question) -> bool:
        """Judge the address, and the PKCE verifier by S256 (RFC 7636 §4.6)."""
        digest = hashlib.sha256(self.code_verifier.encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).decode().rstrip("=")
        same_way = self.grant_type == "authorization_code" and self.redirect_uri == question.redirect_uri
        return same_way and challenge == question.code_challenge


class SigningKey(BaseModel):
    """The RSA key that signs ID tokens, as a private JWK."""

    jwk: dict[str, str]


class Mood(BaseModel):
    """How the provider behaves today: down, or with ID tokens that are wrong in one way."""

    down: bool = False
    fault: Fault = ""


class Ticket(BaseModel):
    """An access token for userinfo."""

    fin: str


def key_of(drawer: Drawer[SigningKey]) -> RSAKey:
    """Return the provider's key, made at the first start."""
    kept = drawer.get("key")
    if kept is None:
        made = RSAKey.generate_key(2048, {"kid": secrets.token_hex(8), "use": "sig", "alg": "RS256"}, private=True)
        kept = SigningKey(jwk={name: str(value) for name, value in made.as_dict(private=True).items()})
        drawer.put("key", kept)
    return RSAKey.import_key({name: value for name, value in kept.jwk.items() if name != "key_ops"})


def is_old(grant: Grant) -> bool:
    """Tell whether a code has outlived its minute."""
    return now() > grant.given_at + CODE_LIVES
