"""One person, one account, however many doors (ID-1..9): found by the FİN, made by the first strong sign-in."""

from uuid import uuid4

from fastapi import Request
from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from activities.authentication import Identity
from activities.capacities import ask_soon
from activities.corrections import corrected_at
from activities.rights import holds_now
from models.domain.correction import Datum, certificate_prevails
from models.domain.languages import Language
from models.domain.roles import Role
from models.tables.accounts import AccountRow, SignInMethod
from models.tables.sessions import WebSessionRow
from web.identity_proofs import proven
from web.new_devices import tell_of_new_device
from web.rate_limits import client_address
from web.sessions import Origin, cookie_hash, now, open_session
from web.sign_in_log import SIGNED_IN, record_sign_in
from web.visit import LANGUAGE_COOKIE, visit_of


async def account_of_identity(
    session: AsyncSession, identity: Identity, *, language: Language, phone: str = ""
) -> AccountRow:
    """Return the account of a person who proved who he is; two sign-ins at once make one account.

    A strong sign-in confirms an identity that waits for an operator (ID-5), and the account takes over the name as the
    certificate has it. A name that an owner corrected stays (PRO-3): it was compared with the population register,
    which knows better than a certificate issued before that, or a provider that does not say since when it knows. A
    certificate issued after the correction replaces it again. `certificate_prevails` decides.
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
    for datum, said in {Datum.NAME: identity.name, Datum.SURNAME: identity.surname}.items():
        if getattr(account, datum) != said:
            settled_at = await corrected_at(session, account.id, datum)
            if certificate_prevails(identity.issued_at, settled_at):
                setattr(account, datum, said)
    account.identity_confirmed_at = account.identity_confirmed_at or at
    return account


async def enter(
    request: Request, session: AsyncSession, account: AccountRow, method: SignInMethod, *, capacity: int = 0
) -> str:
    """Open a session unless the person is kept out, and log it; returns "signed_in" or the code of `kept_out`.

    He comes in under the name of `capacity` (ID-12). A language chosen before signing in is the account's from now on:
    nobody has to choose twice.
    """
    outcome = await kept_out(session, account) or SIGNED_IN
    agent = request.headers.get("user-agent", "")
    if outcome == SIGNED_IN:
        await tell_of_new_device(request, session, account, agent=agent)
    record_sign_in(request, session, method, outcome=outcome, account_id=account.id)
    if outcome == SIGNED_IN:
        visit = visit_of(request)
        if LANGUAGE_COOKIE in request.cookies:
            account.language = visit.language
        is_strong = method is not SignInMethod.PASSWORD
        if is_strong:
            same = visit.user is not None and visit.user.account_id == account.id
            await proven(session, account, same_browser=same)
        cookie = await open_session(session, account.id, origin=Origin(method, agent, client_address(request)))
        opened = await session.get_one(WebSessionRow, cookie_hash(cookie))
        opened.capacity, opened.proven_at = capacity, now() if is_strong else None
        if account.fin:
            await ask_soon(session, account, at=now())
        visit.became(cookie)
    return outcome


async def kept_out(session: AsyncSession, account: AccountRow) -> str:
    """Return why a person who proved who he is may not come in: "account_blocked", "role_ended", or "" when he may."""
    if account.blocked_at:
        return "account_blocked"
    if account.role is None and await holds_now(session, account.id, at=now()) is None:
        return "role_ended"
    return ""
