"""What a registration's workflow does in PostgreSQL and by mail; each step is one transaction and safe to repeat."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import delete, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col
from temporalio import activity

from activities.letters import hand_over
from activities.mailed_links import new_link, use_link
from activities.words.letters import LinkTerms, letter_to
from models.db import Sessions
from models.domain.letters import LetterKind, LinkPurpose
from models.domain.registration import NOT_FINISHED, RegistrationAct, RegistrationStatus
from models.domain.roles import Role
from models.messages.registration import Apply, Decide, FollowLink, Recorded, SendLink
from models.ports import Mailer
from models.tables.accounts import AccountRow
from models.tables.registrations import IdentityApplicationRow, MailedLinkRow, RegistrationRow

_ACCOUNTS = UUID("5f7c0a1e-52d7-5d1c-9a0b-3f2f6f1f7a10")  # name space of the ids of registered accounts
_GONE = Recorded(RegistrationStatus.EXPIRED, "registration_link_used")


@dataclass(frozen=True)
class RegistrationActivities:
    """Effects of one registration."""

    sessions: Sessions
    mailer: Mailer
    base_url: str

    def listed(self) -> list[Callable[..., Any]]:
        """Return the activities for a worker."""
        return [self.send_link, self.follow_link, self.apply, self.decide, self.look, self.account, self.remove]

    @activity.defn(name="send_registration_link")
    async def send_link(self, order: SendLink) -> Recorded:
        """Send a link, or explain to whoever has a cabinet already; the page said the same before either."""
        async with self.sessions.begin() as session:
            row = await _locked(session, order.registration_id)
            if row is None or row.status not in NOT_FINISHED:
                return Recorded(row.status if row else RegistrationStatus.EXPIRED)
            known = await _known(session, row)
            if known:
                row.status = RegistrationStatus.KNOWN
                to, kind, link = known.email or "", LetterKind.REGISTRATION_KNOWN, f"{self.base_url}/sign-in"
                language, key = known.language, f"{row.id}/known"
            else:
                to, kind, language = row.email, order.kind, row.language
                purpose, until = LinkPurpose.REGISTRATION, order.expires_at
                token = await new_link(session, purpose, row.id, at=order.at, expires_at=until)
                link, key = f"{self.base_url}/register/link/{token}", f"{token[:8]}/{row.id}"
        if to and (order.first or known is None):
            terms = LinkTerms(order.expires_at - order.at, order.removed_at)
            mail = letter_to(
                to, kind, language=language, link=link, base_url=self.base_url, key=key, at=order.at, terms=terms
            )
            await hand_over(self.mailer, mail)
        return Recorded(row.status)

    @activity.defn(name="follow_registration_link")
    async def follow_link(self, step: FollowLink) -> Recorded:
        """Use the link up and make the account, whose owner is not proven yet."""
        async with self.sessions.begin() as session:
            row = await _locked(session, step.registration_id)
            if row is None:
                return _GONE
            if row.status is not RegistrationStatus.AWAITING_EMAIL:
                # a repeated try of the same step has done it before
                done = row.status is RegistrationStatus.AWAITING_IDENTITY
                return Recorded(row.status, "" if done else _GONE.refusal)
            subject = await use_link(session, LinkPurpose.REGISTRATION, step.token_sha256, at=step.at)
            if subject != row.id:
                return Recorded(row.status, _GONE.refusal)
            if await _known(session, row) or not await _made(session, row, at=step.at):
                row.status, row.password_hash = RegistrationStatus.KNOWN, ""
                return Recorded(row.status, _GONE.refusal)
            row.status, row.password_hash = RegistrationStatus.AWAITING_IDENTITY, ""
            return Recorded(row.status)

    @activity.defn(name="apply_for_identity")
    async def apply(self, step: Apply) -> Recorded:
        """Put the application into the operators' queue."""
        return await self._moved(
            step.registration_id, RegistrationStatus.AWAITING_IDENTITY, RegistrationStatus.UNDER_CHECK
        )

    @activity.defn(name="decide_identity")
    async def decide(self, step: Decide) -> Recorded:
        """Record an operator's decision; approval proves who holds the password too."""
        approved = step.act is RegistrationAct.APPROVE
        async with self.sessions.begin() as session:
            row = await _locked(session, step.registration_id)
            application = await session.get(IdentityApplicationRow, step.application_id)
            if row is None or application is None or application.registration_id != row.id:
                return Recorded(RegistrationStatus.EXPIRED, "registration_decided")
            if application.decided_at is not None:
                same = application.decided_at == step.at
                return Recorded(row.status, "" if same else "registration_decided")
            application.decided_at, application.approved = step.at, approved
            application.decided_by, application.reason = UUID(step.actor.account_id), step.reason.strip()
            row.status = RegistrationStatus.CONFIRMED if approved else RegistrationStatus.AWAITING_IDENTITY
            if approved:
                proven = {"identity_confirmed_at": step.at, "password_proven_at": step.at}
                await session.execute(update(AccountRow).where(col(AccountRow.id) == row.account_id).values(**proven))
            return Recorded(row.status)

    @activity.defn(name="look_at_registration")
    async def look(self, registration_id: str) -> Recorded:
        """Say where the registration stands: a strong sign-in confirms it without asking the workflow."""
        async with self.sessions() as session:
            row = await session.get(RegistrationRow, registration_id)
            return Recorded(row.status if row else RegistrationStatus.EXPIRED)

    @activity.defn(name="account_of_registration")
    async def account(self, registration_id: str) -> str:
        """Return the id of the account the registration made, empty when it made none."""
        async with self.sessions() as session:
            row = await session.get(RegistrationRow, registration_id)
            return str(row.account_id) if row and row.account_id else ""

    @activity.defn(name="remove_registration")
    async def remove(self, registration_id: str) -> Recorded:
        """Forget a registration nobody finished, with everything that was typed."""
        async with self.sessions.begin() as session:
            row = await _locked(session, registration_id)
            if row is not None and row.status not in NOT_FINISHED:
                return Recorded(row.status)
            await session.execute(delete(MailedLinkRow).where(col(MailedLinkRow.subject) == registration_id))
            await session.execute(delete(RegistrationRow).where(col(RegistrationRow.id) == registration_id))
        return Recorded(RegistrationStatus.EXPIRED)

    async def _moved(self, registration_id: str, before: RegistrationStatus, after: RegistrationStatus) -> Recorded:
        async with self.sessions.begin() as session:
            row = await _locked(session, registration_id)
            if row is None or row.status not in (before, after):
                return Recorded(row.status if row else RegistrationStatus.EXPIRED, "registration_decided")
            row.status = after
            return Recorded(after)


async def _locked(session: AsyncSession, registration_id: str) -> RegistrationRow | None:
    query = select(RegistrationRow).where(col(RegistrationRow.id) == registration_id).with_for_update()
    return (await session.execute(query)).scalar_one_or_none()


async def _known(session: AsyncSession, row: RegistrationRow) -> AccountRow | None:
    """Return the account that the person, or the mailbox, has already; the person's own comes first."""
    same_mail = (func.lower(col(AccountRow.email)) == row.email.lower()) & col(AccountRow.email_confirmed_at).is_not(
        None
    )
    query = select(AccountRow).where(or_(col(AccountRow.fin) == row.fin, same_mail))
    found = (await session.execute(query.order_by((col(AccountRow.fin) == row.fin).desc()))).scalars()
    return found.first()


async def _made(session: AsyncSession, row: RegistrationRow, *, at: datetime) -> bool:
    """Make the account; False when somebody else was quicker with the FİN, the address or the user name."""
    fresh = {
        "id": uuid5(_ACCOUNTS, row.id),
        "role": Role.LITIGANT,
        "fin": row.fin,
        "surname": row.surname,
        "name": row.name,
        "patronymic": row.patronymic,
        "username": row.username,
        "password_hash": row.password_hash,
        "email": row.email,
        "email_confirmed_at": at,
        "language": row.language,
        "created_at": at,
    }
    made = await session.execute(
        insert(AccountRow).values(fresh).on_conflict_do_nothing().returning(col(AccountRow.id))
    )
    row.account_id = made.scalar_one_or_none()
    return row.account_id is not None
