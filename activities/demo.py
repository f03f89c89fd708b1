"""The demo court: reference data, staff with a known password, and litigants whose phones the simulators play.

Run as `python -m activities.demo` at each start; running it again changes nothing that people have changed since.
"""

import asyncio
import uuid
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from activities.passwords import HASHER
from activities.reference import seed_reference
from activities.rights import set_up_role
from models.db import engine_for, sessions_for
from models.domain.languages import Language
from models.domain.roles import Role
from models.reference.demo import DEMO_PASSWORD, DEMO_STAFF, DemoPerson, demo_people
from models.settings import settings
from models.tables.accounts import AccountRow

_DEMO = uuid.UUID("2f0d0d6e-7a43-5c0e-8a51-6a0f6a1b7c10")  # name space of the demo accounts' ids
_REASON = "Nümunə məhkəmənin heyəti"


async def seed_demo(session: AsyncSession) -> None:
    """Add what is missing of the demo court; the caller owns the transaction."""
    await seed_reference(session)
    accounts = [*_litigants(), *_staff()]
    for account in accounts:
        await session.execute(insert(AccountRow).values(account).on_conflict_do_nothing())
    for member in DEMO_STAFF:
        grant_id = uuid.uuid5(_DEMO, f"{member.username} {member.role}")
        account_id = uuid.uuid5(_DEMO, member.username)
        await set_up_role(session, grant_id, account_id, role=member.role, court_id=member.court_id, reason=_REASON)
    # those who were seeded before addresses had to be confirmed; an address of their own choice waits for its link
    known = update(AccountRow).where(col(AccountRow.email_confirmed_at).is_(None))
    for person in demo_people():
        theirs = (col(AccountRow.fin) == person.fin) & (col(AccountRow.email) == person.email)
        await session.execute(known.where(theirs).values(email_confirmed_at=datetime.now(UTC)))


def welcome() -> str:
    """Return the people to sign in as, for the launcher's last lines."""
    litigants = [
        f"  {f'{person.name} {person.surname}':<18} phone {person.phone}   ASAN İD {person.user_id}"
        for person in demo_people()
    ]
    staff = [f"  {member.username:<12} {member.role:<8} {member.court_id}" for member in DEMO_STAFF]
    return "\n".join(
        [
            "Litigants sign in with ASAN İmza (any PIN of 4 to 8 digits on the phone's page):",
            *litigants,
            f"Staff sign in with the password {DEMO_PASSWORD}:",
            *staff,
            "",
        ]
    )


def _litigants() -> Sequence[dict[str, Any]]:
    known = {"role": Role.LITIGANT, "identity_confirmed_at": datetime.now(UTC)}
    return [_account(person.fin) | known | _details(person) for person in demo_people()]


def _details(person: DemoPerson) -> dict[str, str]:
    """Return what an account keeps of a person: all but the identity document and the phone's user id."""
    return {name: value for name, value in asdict(person).items() if name not in ("document", "user_id")}


def _staff() -> Sequence[dict[str, Any]]:
    return [
        _account(member.username)
        | {
            "username": member.username,
            "password_hash": HASHER.hash(DEMO_PASSWORD),
            "surname": member.surname,
            "name": member.name,
        }
        for member in DEMO_STAFF
    ]


def _account(name: str) -> dict[str, Any]:
    return {"id": uuid.uuid5(_DEMO, name), "language": Language.AZ, "created_at": datetime.now(UTC)}


async def _main() -> None:
    engine = engine_for(settings().database_url, pool=1)
    async with sessions_for(engine).begin() as session:
        await seed_demo(session)
    await engine.dispose()
    print(welcome())  # noqa: T201 - the launcher shows it


if __name__ == "__main__":
    asyncio.run(_main())
