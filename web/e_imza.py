"""One sign-in with an e-İmza card: the challenge, the card's answer, the account behind it (ID-7)."""

import base64
import secrets
from datetime import timedelta
from urllib.parse import urlsplit

from fastapi import Request

from activities.capacities import bind_certificate
from activities.signatures.certificate_path import TrustStore
from activities.web_eid import identify_card
from models.domain.errors import RuleBroken
from models.ports import OutsideUnavailableError
from models.tables.accounts import SignInMethod
from web.accounts import account_of_identity, enter
from web.challenges import ask_browser, take_challenge
from web.deps import WebDeps
from web.forms.sign_in import CardForm, safe_path
from web.language import current_language
from web.sessions import now
from web.sign_in_log import SIGNED_IN, record_sign_in

METHOD = SignInMethod.E_IMZA
CHALLENGE_LIVES = timedelta(minutes=5)


async def challenge_card(request: Request, deps: WebDeps) -> str:
    """Return a nonce for the card, 256 random bits in base64, good once, for this browser, for five minutes."""
    nonce = base64.b64encode(secrets.token_bytes(32)).decode()
    await ask_browser(request, deps, METHOD, word=nonce, nonce=nonce, lives=CHALLENGE_LIVES)
    return nonce


async def finish_card(request: Request, deps: WebDeps, form: CardForm) -> str:
    """Open a session and return the path to go on to; RuleBroken says why nobody was signed in, and is logged."""
    try:
        challenge = await take_challenge(request, deps, METHOD, word=form.challenge)
        identity, certificate = await identify_card(
            form.token,
            origin=origin_of(deps.settings.base_url),
            nonce=challenge.nonce,
            trust=TrustStore.from_pem(deps.settings.trust_anchors.read_bytes()),
            ocsp=deps.ocsp,
            at=now(),
        )
    except OutsideUnavailableError as away:
        await _log(request, deps, "card_status_unknown")
        raise RuleBroken("card_status_unknown") from away
    except RuleBroken as broken:
        await _log(request, deps, broken.code)
        raise
    async with deps.sessions.begin() as session:
        account = await account_of_identity(session, identity, language=current_language())
        capacity = await bind_certificate(session, account, certificate, at=now())
        outcome = await enter(request, session, account, METHOD, capacity=capacity)
    if outcome != SIGNED_IN:
        raise RuleBroken(outcome)
    return safe_path(form.next)


def origin_of(address: str) -> str:
    """Return scheme, host and port of an address as a browser writes an origin: without slash or default port."""
    parts = urlsplit(address)
    usual = {"http": 80, "https": 443}.get(parts.scheme)
    port = f":{parts.port}" if parts.port and parts.port != usual else ""
    return f"{parts.scheme}://{parts.hostname}{port}"


async def _log(request: Request, deps: WebDeps, outcome: str) -> None:
    async with deps.sessions.begin() as session:
        record_sign_in(request, session, METHOD, outcome=outcome, account_id=None)
