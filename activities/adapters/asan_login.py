"""ASAN Login: OpenID Connect Core 1.0 by the authorization code flow with PKCE (RFC 7636), rules by Authlib."""

from dataclasses import dataclass
from typing import Any, Final

import httpx2
from authlib.oauth2.auth import ClientAuth
from authlib.oauth2.rfc6749.parameters import prepare_grant_uri, prepare_token_request
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from activities.adapters.outside_http import accepted, ask, fields
from models.ports import LoginPerson, LoginQuestion, OutsideRefusedError, OutsideUnavailableError

SCOPE: Final = "openid profile"
ALGORITHMS: Final = ("RS256", "PS256", "ES256", "ES384")  # what the ID token may be signed by; never "none" or HMAC
_CLOCKS_MAY_DIFFER: Final = 60  # seconds
_FORM: Final = "application/x-www-form-urlencoded;charset=UTF-8"
# Discovery and keys are asked for at each sign-in: so a provider that is down is told on our own page, before the
# browser leaves it, and a key that was changed is known at once.
_ENDPOINTS: Final = ("authorization_endpoint", "token_endpoint", "jwks_uri")


@dataclass(frozen=True)
class AsanLogin:
    """An IdentityProvider. `issuer` is compared letter by letter with what discovery and the ID token say."""

    http: httpx2.AsyncClient
    issuer: str
    client_id: str
    client_secret: str

    async def authorize_url(self, question: LoginQuestion, *, language: str) -> str:
        """Return the address of the provider's page with state, nonce and the S256 challenge."""
        provider = await self._provider()
        address = prepare_grant_uri(
            provider["authorization_endpoint"],
            self.client_id,
            "code",
            redirect_uri=question.redirect_uri,
            scope=SCOPE,
            state=question.state,
            nonce=question.nonce,
            code_challenge=create_s256_code_challenge(question.verifier),
            code_challenge_method="S256",
            ui_locales=language,
        )
        return str(address)

    async def person(self, code: str, question: LoginQuestion, *, issuer: str | None) -> LoginPerson:
        """Exchange the code and return whom the ID token proves."""
        if issuer not in (None, self.issuer):  # an answer of another provider was slipped in (RFC 9207)
            raise OutsideRefusedError("login_token_wrong", "iss of the answer")
        provider = await self._provider()
        token = await self._exchange(provider["token_endpoint"], code, question)
        keys = accepted(await ask(self.http, "GET", provider["jwks_uri"]), otherwise="login_token_wrong")
        return _person(self._claims(token, keys, nonce=question.nonce))

    async def _provider(self) -> dict[str, str]:
        """Return the provider's endpoints from its discovery document (OpenID Connect Discovery 1.0)."""
        answer = await ask(self.http, "GET", f"{self.issuer.rstrip('/')}/.well-known/openid-configuration")
        if not answer.is_success:
            raise OutsideUnavailableError(f"{answer.url.host}: HTTP {answer.status_code}")
        found = fields(answer)
        if found.get("issuer") != self.issuer:
            raise OutsideUnavailableError("discovery speaks of another issuer")
        endpoints = {name: str(found.get(name, "")) for name in _ENDPOINTS}
        safe = "https://" if self.issuer.startswith("https://") else "http"
        if not all(address.startswith(safe) for address in endpoints.values()):
            raise OutsideUnavailableError("discovery names no usable endpoint")
        return endpoints

    async def _exchange(self, endpoint: str, code: str, question: LoginQuestion) -> dict[str, Any]:
        body = prepare_token_request(
            "authorization_code", redirect_uri=question.redirect_uri, code=code, code_verifier=question.verifier
        )
        headers = {"Content-Type": _FORM, "Accept": "application/json"}
        client = ClientAuth(self.client_id, self.client_secret, "client_secret_basic")
        endpoint, headers, body = client.prepare("POST", endpoint, headers, body)
        answer = await ask(self.http, "POST", endpoint, content=body.encode(), headers=headers)
        return accepted(answer, otherwise="login_code_refused")

    def _claims(self, token: dict[str, Any], keys: dict[str, Any], *, nonce: str) -> dict[str, Any]:
        """Check signature, issuer, audience, times and nonce of the ID token (OpenID Connect Core §3.1.3.7)."""
        expected = {
            "iss": {"essential": True, "value": self.issuer},
            "aud": {"essential": True, "value": self.client_id},
        }
        known = {"nonce": nonce, "client_id": self.client_id, "access_token": token.get("access_token")}
        try:
            key_set = KeySet.import_key_set(keys)  # type: ignore[arg-type]  # the import judges the JSON
            signed = jwt.decode(str(token.get("id_token", "")), key_set, algorithms=list(ALGORITHMS))
            claims = CodeIDToken(signed.claims, signed.header, expected, known)
            claims.validate(leeway=_CLOCKS_MAY_DIFFER)
        except (JoseError, ValueError, KeyError, TypeError) as wrong:
            raise OutsideRefusedError("login_token_wrong", type(wrong).__name__) from wrong
        return dict(claims)


def _person(claims: dict[str, Any]) -> LoginPerson:
    """Read the person; ASAN Login puts the FİN into `pin`."""
    fin, name, surname = (str(claims.get(claim) or "") for claim in ("pin", "given_name", "family_name"))
    if not (fin and name and surname):
        raise OutsideRefusedError("login_without_fin")
    return LoginPerson(fin, name, surname, str(claims.get("phone_number") or ""))
