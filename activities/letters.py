"""Letters to one person that concern no claim: found by account or by what was typed, and handed to the mail server."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col
from temporalio import activity

from activities.mailed_links import new_link
from activities.words.letters import LinkTerms, letter_to
from models.db import Sessions
from models.domain.letters import PASSWORD_LINK_LIVES, STAFF_LINK_LIVES, LetterKind, LinkPurpose
from models.domain.roles import Role
from models.messages.registration import LetterOrder
from models.ports import Mail, Mailer, OutsideRefusedError
from models.tables.accounts import AccountRow

_LEADS_TO = {
    LetterKind.REGISTRATION_KNOWN: "/sign-in",
    LetterKind.APPLICATION_APPROVED: "/",
    LetterKind.APPLICATION_REJECTED: "/identity",
    LetterKind.PASSWORD_CHANGED: "/sign-in",
}
_LINKS = {
    LetterKind.PASSWORD_LINK: (LinkPurpose.NEW_PASSWORD, PASSWORD_LINK_LIVES, "/password/new"),
    LetterKind.STAFF_LINK: (LinkPurpose.STAFF_PASSWORD, STAFF_LINK_LIVES, "/sign-in/staff/password"),
}


@dataclass(frozen=True)
class LetterActivities:
    """Sends letters. A link's letter is made anew at each try: its token is kept nowhere else."""

    sessions: Sessions
    mailer: Mailer
    base_url: str

    def listed(self) -> list[Callable[..., Any]]:
        """Return the activities for a worker."""
        return [self.send_letter]

    @activity.defn
    async def send_letter(self, order: LetterOrder) -> bool:
        """Send one letter; False when there is nobody to write to, which nobody is told."""
        async with self.sessions.begin() as session:
            account = await _addressee(session, order)
            if account is None or not account.email:
                return False
            if order.kind is LetterKind.PASSWORD_LINK and account.email_confirmed_at is None:
                return False  # whoever changed the address could else take the password too
            link, key = f"{self.base_url}{_LEADS_TO.get(order.kind, '/')}", f"{order.letter_id}/letter"
            if order.kind in _LINKS:
                purpose, lives, page = _LINKS[order.kind]
                token = await new_link(session, purpose, str(account.id), at=order.at, expires_at=order.at + lives)
                link, key = f"{self.base_url}{page}/{token}", f"{order.letter_id}/{activity.info().attempt}"
        mail = letter_to(
            account.email, order.kind, language=account.language, link=link, base_url=self.base_url, key=key,
            at=order.at, reason=order.reason, terms=LinkTerms(PASSWORD_LINK_LIVES),
        )  # fmt: skip
        return await hand_over(self.mailer, mail)


async def hand_over(mailer: Mailer, mail: Mail) -> bool:
    """Give a letter to the mail server; False when it says for good that it takes none for this address."""
    try:
        await mailer.send(mail)
    except OutsideRefusedError:
        return False
    return True


async def _addressee(session: AsyncSession, order: LetterOrder) -> AccountRow | None:
    if order.account_id:
        return await session.get(AccountRow, UUID(order.account_id))
    return await account_of_login(session, order.typed_login)


async def account_of_login(session: AsyncSession, login: str) -> AccountRow | None:
    """Return the litigant's account with a password that goes by a user name or a confirmed e-mail address (ID-9)."""
    typed = login.strip().lower()
    account = AccountRow
    by_mail = (func.lower(col(account.email)) == typed) & col(account.email_confirmed_at).is_not(None)
    query = select(account).where(
        col(account.role) == Role.LITIGANT,
        col(account.password_hash).is_not(None),
        or_(col(account.username) == typed, by_mail),
    )
    return (await session.execute(query)).scalar_one_or_none()
