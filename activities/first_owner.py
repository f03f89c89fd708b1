"""The first owner of a court: made by whoever may run commands on the machine, for there is nobody yet to grant a role.

Run as `python -m activities.first_owner --help`. It puts the courts and the calendar in place, makes the account, and
prints a link by which the owner chooses a password; it refuses once an owner can sign in.
"""

import argparse
import asyncio
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from activities.mailed_links import new_link
from activities.reference import seed_reference
from activities.rights import one_at_a_time, set_up_role
from activities.staff import NewStaff, make_account
from models.db import Sessions, engine_for, sessions_for
from models.domain.errors import RuleBroken
from models.domain.identity import parse_email
from models.domain.languages import Language
from models.domain.letters import STAFF_LINK_LIVES, LinkPurpose
from models.domain.passwords import parse_user_name
from models.domain.roles import Role
from models.settings import settings
from models.tables.accounts import AccountRow
from models.tables.rights import RoleGrantRow, living

REASON_SHORTEST = 5  # characters, as on the owner's screens
WORDS = {
    "owner_there": "This court has an owner who can sign in. He makes others owners on his screens (/owner/people).",
    "owner_waits": "An owner was made before and has not chosen a password. Repeat the command with his user name.",
    "user_name_taken": "This user name is taken. Choose another one.",
    "email_taken": "Another account has this e-mail address.",
    "user_name_format": "A user name has 4 to 40 Latin letters and digits, with single . - _ between them.",
    "email_format": "This is no e-mail address.",
    "reason_missing": "Give the reason: it stands in the register of rights for good.",
}


async def first_owner(session: AsyncSession, person: NewStaff, *, reason: str, at: datetime) -> str:
    """Make the first owner and return the token of his link; for one who has no password yet, only another link.

    The caller owns the transaction. Raises RuleBroken `owner_there`, `owner_waits`, `reason_missing` and those of
    `make_account`.
    """
    if len(reason.strip()) < REASON_SHORTEST:
        raise RuleBroken("reason_missing")
    await one_at_a_time(session)
    account_id = await _waiting(session, person.username, at=at)
    if account_id is None:
        account_id = uuid4()
        await make_account(session, account_id, person, at=at)
        await set_up_role(session, uuid4(), account_id, role=Role.OWNER, court_id="", reason=reason.strip())
    purpose, subject = LinkPurpose.STAFF_PASSWORD, str(account_id)
    return await new_link(session, purpose, subject, at=at, expires_at=at + STAFF_LINK_LIVES)


async def set_up(sessions: Sessions, person: NewStaff, *, reason: str, base_url: str) -> str:
    """Put the reference data in place, make the owner and return the address by which he chooses a password."""
    async with sessions.begin() as session:
        await seed_reference(session)
        token = await first_owner(session, person, reason=reason, at=datetime.now(UTC))
    return f"{base_url.rstrip('/')}/sign-in/staff/password/{token}"


def person_of(words: Sequence[str] | None) -> tuple[NewStaff, str]:
    """Read the command line; returns the person and the reason. RuleBroken `user_name_format`, `email_format`."""
    reading = argparse.ArgumentParser(prog="python -m activities.first_owner", description="Make the first owner.")
    for name in ("surname", "name", "user-name", "email", "reason"):
        reading.add_argument(f"--{name}", required=True)
    reading.add_argument("--patronymic", default="")
    reading.add_argument("--language", type=Language, choices=list(Language), default=Language.AZ)
    given = reading.parse_args(words)
    person = NewStaff(
        surname=given.surname.strip(),
        name=given.name.strip(),
        patronymic=given.patronymic.strip(),
        username=parse_user_name(given.user_name),
        email=parse_email(given.email),
        language=given.language,
    )
    return person, given.reason


async def _waiting(session: AsyncSession, username: str, *, at: datetime) -> UUID | None:
    """Return the owner of this user name who has no password yet; RuleBroken when another owner is there."""
    query = (
        select(AccountRow)
        .join(RoleGrantRow, col(RoleGrantRow.account_id) == col(AccountRow.id))
        .where(col(RoleGrantRow.role) == Role.OWNER, living(at), col(AccountRow.blocked_at).is_(None))
    )
    owners = (await session.scalars(query)).all()
    if any(owner.password_hash for owner in owners):
        raise RuleBroken("owner_there")
    if owners and username not in {owner.username for owner in owners}:
        raise RuleBroken("owner_waits")
    return next((owner.id for owner in owners if owner.username == username), None)


async def _main() -> None:
    config = settings()
    engine = engine_for(config.database_url, pool=1)
    try:
        person, reason = person_of(None)
        link = await set_up(sessions_for(engine), person, reason=reason, base_url=config.base_url)
    except RuleBroken as broken:
        sys.exit(WORDS.get(broken.code, broken.code))
    finally:
        await engine.dispose()
    days = STAFF_LINK_LIVES.days
    print(f"The owner chooses a password here, once, within {days} days:\n{link}")  # noqa: T201 - nobody else is told it


if __name__ == "__main__":
    asyncio.run(_main())
