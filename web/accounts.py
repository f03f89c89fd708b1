"""One person, one account, however many doors (ID-1..9): found by the FİN, made by the first strong sign-in."""

from uuid import uuid4

from fastapi import Request
from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from activities.authentication import Identity
from models.domain.languages import Language
from models.domain.roles import Role
from models.tables.accounts import AccountRow, SignInMethod
from models.tables.sessions import WebSessionRow
from web.identity_proofs import proven
from web.sessions import cookie_hash, now, open_session
from web.sign_in_log import SIGNED_IN, record_sign_in
from web.visit import visit_of


async def account_of_identity(
    session: AsyncSession, identity: Identity, *, language: Language, phone: str = ""
) -> AccountRow:
    """Return the account of a person who proved who he is; two sign-ins at once make one account.

    A strong sign-in confirms an identity that waits for an operator (ID-5).
    """
    at = now()
    fresh = {
        "id": uuid4(),
        "role": Role.LITIGANT,
        "fin": identity.fin,
        "name": identity.name,
        "surname": identity.surname,
        "phone": phone,
        "language": language,
        "created_at": at,
    }
    await session.execute(insert(AccountRow).values(fresh).on_conflict_do_nothing(index_elements=["fin"]))
    query = select(AccountRow).where(col(AccountRow.fin) == identity.fin).with_for_update()
    account = (await session.execute(query)).scalar_one()
    account.name, account.surname = identity.name, identity.surname
    account.identity_confirmed_at = account.identity_confirmed_at or at
    return account


async def enter(request: Request, session: AsyncSession, account: AccountRow, method: SignInMethod) -> str:
    """Open a session unless the account is blocked, and log it; returns "signed_in" or "account_blocked"."""
    outcome = "account_blocked" if account.blocked_at else SIGNED_IN
    record_sign_in(request, session, method, outcome=outcome, account_id=account.id)
    if outcome == SIGNED_IN:
        if method is not SignInMethod.PASSWORD:
            user = visit_of(request).user
            await proven(session, account, same_browser=user is not None and user.account_id == account.id)
        cookie = await open_session(session, account.id)
        if method is not SignInMethod.PASSWORD:
            (await session.get_one(WebSessionRow, cookie_hash(cookie))).proven_at = now()
        visit_of(request).became(cookie)
    return outcome
