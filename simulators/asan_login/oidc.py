"""The OpenID Connect endpoints of the ASAN Login simulator, and the page where a person says who he is."""

import base64
import binascii
import secrets
from dataclasses import dataclass
from typing import Annotated, Any, cast
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Form, Header, HTTPException, Query, Request
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from joserfc import jwt
from joserfc.jwk import RSAKey

from simulators.asan_login.grants import ID_TOKEN_LIVES, Answer, Asking, Exchange, Grant, Mood, Question, Ticket, is_old
from simulators.drawers import Drawer
from simulators.page import now, page
from simulators.people import BY_FIN, DEMO, Person, people_like

router = APIRouter()


@dataclass
class Provider:
    """What the endpoints stand on; `client` is the only relying party: id and secret."""

    issuer: str
    client: tuple[str, str]
    key: RSAKey
    grants: Drawer[Grant]
    tickets: Drawer[Ticket]
    moods: Drawer[Mood]

    @property
    def mood(self) -> Mood:
        """Return how the provider behaves today."""
        return self.moods.get("mood") or Mood()


async def provider_of(request: Request) -> Provider:
    """Return the provider; HTTP 503 while it is down."""
    provider = cast("Provider", request.app.state.provider)
    if provider.mood.down:
        raise HTTPException(503, "down")
    return provider


ProviderHere = Annotated[Provider, Depends(provider_of)]


@router.get("/.well-known/openid-configuration")
async def discovery(provider: ProviderHere) -> dict[str, Any]:
    """Describe the provider."""
    return {
        "issuer": provider.issuer,
        "authorization_endpoint": f"{provider.issuer}/authorize",
        "token_endpoint": f"{provider.issuer}/token",
        "userinfo_endpoint": f"{provider.issuer}/userinfo",
        "jwks_uri": f"{provider.issuer}/jwks",
        "response_types_supported": ["code"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["RS256"],
        "code_challenge_methods_supported": ["S256"],
        "token_endpoint_auth_methods_supported": ["client_secret_basic"],
        "scopes_supported": ["openid", "profile"],
        "authorization_response_iss_parameter_supported": True,
    }


@router.get("/jwks")
async def jwks(provider: ProviderHere) -> dict[str, Any]:
    """Publish the public key."""
    return {"keys": [provider.key.as_dict(private=False)]}


async def asked(provider: ProviderHere, asking: Annotated[Asking, Query()]) -> Question:
    """Judge an authorization request; a wrong client or address is never answered by a redirect."""
    right = (
        asking.client_id == provider.client[0]
        and asking.redirect_uri.endswith("/sign-in/asan-login/callback")
        and asking.response_type == "code"
        and "openid" in asking.scope.split()
        and asking.code_challenge_method == "S256"
    )
    if not right:
        raise HTTPException(400, "invalid_request")
    return Question(**asking.model_dump(include=set(Question.model_fields)))


@router.get("/authorize")
async def authorize(question: Annotated[Question, Depends(asked)], asking: Annotated[Asking, Query()]) -> HTMLResponse:
    """Let a person of the demo, or one found by name, say who he is."""
    people = people_like(asking.q)[:30] if asking.q else DEMO
    return page("asan_login.html", question=question, people=people, q=asking.q)


@router.post("/authorize")
async def answer(provider: ProviderHere, said: Annotated[Answer, Form()]) -> Response:
    """Go back to the relying party with a code, or with the news that the person went away."""
    question = Question(**said.model_dump(include=set(Question.model_fields)))
    if said.choice != "confirm" or said.fin not in BY_FIN:
        return _back(provider, question, error="access_denied")
    code = secrets.token_urlsafe(24)
    provider.grants.put(code, Grant(question=question, fin=said.fin, given_at=now()), owner=said.fin)
    return _back(provider, question, code=code)


@router.post("/token")
async def token(
    provider: ProviderHere, wanted: Annotated[Exchange, Form()], authorization: Annotated[str, Header()] = ""
) -> Response:
    """Exchange a code once for an ID token and an access token."""
    if _client_in(authorization) != provider.client:
        return JSONResponse({"error": "invalid_client"}, 401)
    grant = provider.grants.get(wanted.code)
    if grant is not None:
        provider.grants.put(wanted.code, grant.model_copy(update={"used": True}), owner=grant.fin)
    if grant is None or grant.used or is_old(grant) or not wanted.fits(grant.question):
        return JSONResponse({"error": "invalid_grant"}, 400)
    access_token = secrets.token_urlsafe(24)
    provider.tickets.put(access_token, Ticket(fin=grant.fin), owner=grant.fin)
    tokens = {"access_token": access_token, "token_type": "Bearer", "id_token": _id_token(provider, grant)}
    return JSONResponse(
        {**tokens, "expires_in": int(ID_TOKEN_LIVES.total_seconds())}, headers={"Cache-Control": "no-store"}
    )


@router.get("/userinfo")
async def userinfo(provider: ProviderHere, authorization: Annotated[str, Header()] = "") -> dict[str, str]:
    """Return the claims of the person behind an access token."""
    ticket = provider.tickets.get(authorization.removeprefix("Bearer "))
    if ticket is None:
        raise HTTPException(401, "invalid_token")
    return claims_of(BY_FIN[ticket.fin])


@router.post("/sim/script")
async def script(mood: Mood, request: Request) -> Mood:
    """Change the provider's mood."""
    cast("Provider", request.app.state.provider).moods.put("mood", mood)
    return mood


@router.get("/")
async def about() -> HTMLResponse:
    """Say what this is and who is in it."""
    return page("asan_login_home.html", people=DEMO)


def claims_of(person: Person) -> dict[str, str]:
    """Return a person's claims; the FİN is `pin`."""
    return {
        "sub": f"az-{person.fin}",
        "pin": person.fin,
        "given_name": person.name,
        "family_name": person.surname,
        "middle_name": person.patronymic,
        "birthdate": person.birth_date.isoformat(),
        "phone_number": person.phone,
    }


def _id_token(provider: Provider, grant: Grant) -> str:
    at, fault = int(now().timestamp()), provider.mood.fault
    claims: dict[str, Any] = {
        **claims_of(BY_FIN[grant.fin]),
        "iss": provider.issuer,
        "aud": provider.client[0],
        "iat": at,
        "exp": at + int(ID_TOKEN_LIVES.total_seconds()),
        "nonce": grant.question.nonce,
    }
    wrong: dict[str, dict[str, Any]] = {
        "nonce": {"nonce": "another"},
        "audience": {"aud": "another"},
        "issuer": {"iss": "https://another.example"},
        "expired": {"iat": at - 7200, "exp": at - 3600},
        "no_pin": {"pin": ""},
    }
    key = provider.key
    if fault == "signature":  # a stranger's key under our key's name
        key = RSAKey.generate_key(2048, {"kid": str(provider.key.kid)}, private=True)
    return jwt.encode({"alg": "RS256", "kid": str(provider.key.kid)}, {**claims, **wrong.get(fault, {})}, key)


def _client_in(authorization: str) -> tuple[str, str]:
    try:
        name, _, secret = base64.b64decode(authorization.removeprefix("Basic "), validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return "", ""
    return name, secret


def _back(provider: Provider, question: Question, **words: str) -> RedirectResponse:
    query = urlencode({**words, "state": question.state, "iss": provider.issuer})
    return RedirectResponse(f"{question.redirect_uri}?{query}", 303)
