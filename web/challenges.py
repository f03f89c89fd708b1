"""What a door waits to hear back from a browser: asked with an end, answered once, by that browser alone."""

import hashlib
import secrets
from datetime import timedelta

from fastapi import Request
from sqlalchemy import delete, select, update
from sqlmodel import col

from models.domain.errors import RuleBroken
from models.tables.accounts import SignInMethod
from models.tables.sessions import SignInChallengeRow
from web.deps import WebDeps
from web.forms.sign_in import safe_path
from web.sessions import ABSOLUTE, cookie_hash, now
from web.visit import visit_of

LIVES = timedelta(minutes=10)


def new_secret() -> str:
    """Return 256 random bits, URL-safe."""
    return secrets.token_urlsafe(32)


async def ask_browser(
    request: Request,
    deps: WebDeps,
    method: SignInMethod,
    *,
    word: str,
    nonce: str,
    verifier: str = "",
    next_path: str = "/",
    lives: timedelta = LIVES,
) -> None:
    """Remember for this browser that `word` must come back; the database keeps only its SHA-256."""
    at = now()
    row = SignInChallengeRow(
        id=_key(word),
        method=method,
        browser=cookie_hash(visit_of(request).secret()),
        nonce=nonce,
        verifier=verifier,
        next_path=safe_path(next_path),
        created_at=at,
        expires_at=at + lives,
    )
    async with deps.sessions.begin() as session:
        await session.execute(delete(SignInChallengeRow).where(col(SignInChallengeRow.created_at) < at - ABSOLUTE))
        session.add(row)


async def take_challenge(request: Request, deps: WebDeps, method: SignInMethod, *, word: str) -> SignInChallengeRow:
    """Return what `word` answers and close it, whatever follows.

    RuleBroken: challenge_unknown (never asked, or of another browser), challenge_used, challenge_expired.
    """
    mine = (
        col(SignInChallengeRow.id) == _key(word),
        col(SignInChallengeRow.method) == method,
        col(SignInChallengeRow.browser) == cookie_hash(visit_of(request).cookie or ""),
    )
    at = now()
    taking = update(SignInChallengeRow).where(*mine, col(SignInChallengeRow.used_at).is_(None)).values(used_at=at)
    async with deps.sessions.begin() as session:
        taken = (await session.execute(taking.returning(SignInChallengeRow))).scalar_one_or_none()
        if taken is None:
            known = (await session.execute(select(col(SignInChallengeRow.id)).where(*mine))).first()
            raise RuleBroken("challenge_used" if known else "challenge_unknown")
        session.expunge(taken)
    if at > taken.expires_at:
        raise RuleBroken("challenge_expired")
    return taken


def _key(word: str) -> str:
    return hashlib.sha256(word.encode()).hexdigest()
