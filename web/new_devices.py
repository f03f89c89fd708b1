"""Tells a person of a sign-in from a device that was not seen for long: often the first sign of a theft."""

from datetime import timedelta

from fastapi import Request
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from activities.account_notices import by_mail, write_account_notice
from models.domain.effects import NoticeKind
from models.tables.accounts import AccountRow, SignInEventRow
from web.deps import deps_of
from web.devices import device_of
from web.rate_limits import client_address
from web.sessions import now
from web.sign_in_log import LONGEST_AGENT, SIGNED_IN


async def tell_of_new_device(request: Request, session: AsyncSession, account: AccountRow, *, agent: str) -> None:
    """Write the notice, before the sign-in itself is logged; the very first sign-in of an account tells nothing new.

    A device is a browser on a system, as far as the browser names them: the same pair elsewhere is not told apart.
    """
    at = now()
    newest = func.max(col(SignInEventRow.at))
    query = (
        select(col(SignInEventRow.agent), newest)
        .where(col(SignInEventRow.account_id) == account.id, col(SignInEventRow.outcome) == SIGNED_IN)
        .group_by(col(SignInEventRow.agent))
    )
    seen = {row[0]: row[1] for row in await session.execute(query)}
    since = at - timedelta(days=deps_of(request).settings.device_remembered_days)
    device = device_of(agent[:LONGEST_AGENT])
    if not seen or any(device_of(known) == device and when >= since for known, when in seen.items()):
        return
    await write_account_notice(
        session,
        NoticeKind.NEW_DEVICE,
        words={"device": device, "address": client_address(request)},
        to=by_mail(account),
        language=account.language,
        at=at,
        fin=account.fin or "",
    )
