"""One sign-in with ASAN Login: the question that goes with the browser, the answer it comes back with (ID-1)."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Request
from pydantic import BaseModel, ConfigDict, Field

from activities.authentication import Identity
from models.domain.errors import RuleBroken
from models.domain.identity import parse_fin
from models.ports import LoginPerson, LoginQuestion, OutsideRefusedError, OutsideUnavailableError
from models.tables.accounts import SignInMethod
from web.accounts import account_of_identity, enter
from web.challenges import ask_browser, new_secret, take_challenge
from web.deps import WebDeps
from web.language import current_language
from web.sign_in_log import SIGNED_IN, record_sign_in

METHOD = SignInMethod.ASAN_LOGIN


class LoginAnswer(BaseModel):
    """What the browser brought back from the provider: a code, or an error of OAuth 2.0."""

    model_config = ConfigDict(frozen=True, extra="ignore")  # a provider may add its own parameters (RFC 6749 §4.1.2)

    state: Annotated[str, Field(max_length=200)] = ""
    code: Annotated[str, Field(max_length=2000)] = ""
    error: Annotated[str, Field(max_length=100)] = ""
    iss: Annotated[str | None, Field(max_length=300)] = None


async def begin_login(request: Request, deps: WebDeps, *, next_path: str) -> str:
    """Return the provider's address for this browser; OutsideUnavailableError when the provider is down."""
    question = _question(request, deps, state=new_secret(), nonce=new_secret(), verifier=new_secret())
    address = await deps.asan_login.authorize_url(question, language=current_language())
    await ask_browser(
        request,
        deps,
        METHOD,
        word=question.state,
        nonce=question.nonce,
        verifier=question.verifier,
        next_path=next_path,
    )
    return address


async def finish_login(request: Request, deps: WebDeps, answer: LoginAnswer) -> str:
    """Open a session and return the path to go on to; RuleBroken says why nobody was signed in, and is logged."""
    try:
        challenge = await take_challenge(request, deps, METHOD, word=answer.state)
        question = _question(request, deps, state=answer.state, nonce=challenge.nonce, verifier=challenge.verifier)
        proven = await _proven(deps, answer, question)
    except RuleBroken as broken:
        async with deps.sessions.begin() as session:
            record_sign_in(request, session, METHOD, outcome=broken.code, account_id=None)
        raise
    async with deps.sessions.begin() as session:
        account = await account_of_identity(session, proven.identity, language=current_language(), phone=proven.phone)
        outcome = await enter(request, session, account, METHOD)
    if outcome != SIGNED_IN:
        raise RuleBroken(outcome)
    return challenge.next_path


@dataclass(frozen=True)
class _Proven:
    identity: Identity
    phone: str


async def _proven(deps: WebDeps, answer: LoginAnswer, question: LoginQuestion) -> _Proven:
    if answer.error or not answer.code:
        raise RuleBroken("login_cancelled" if answer.error == "access_denied" else "login_refused")
    try:
        person = await deps.asan_login.person(answer.code, question, issuer=answer.iss)
    except OutsideUnavailableError as away:
        raise RuleBroken("login_provider_down") from away
    except OutsideRefusedError as refused:
        raise RuleBroken(refused.code) from refused
    return _Proven(Identity(_fin(person), person.name, person.surname), person.phone)


def _fin(person: LoginPerson) -> str:
    try:
        return parse_fin(person.fin)
    except RuleBroken as broken:
        raise RuleBroken("login_without_fin") from broken


def _question(request: Request, deps: WebDeps, *, state: str, nonce: str, verifier: str) -> LoginQuestion:
    callback = request.url_for("asan_login_callback").path
    return LoginQuestion(state, nonce, verifier, f"{deps.settings.base_url.rstrip('/')}{callback}")
