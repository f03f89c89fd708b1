"""A mobile number is a person's when he enters the code that was sent there; until then it counts as unchecked."""

import hmac
import secrets
from datetime import timedelta
from uuid import UUID, uuid4

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from activities.account_notices import write_account_notice
from activities.sealing import SEALED, Sealing
from models.domain.effects import NoticeKind
from models.domain.errors import RuleBroken
from models.domain.identity import takes_sms
from models.tables.accounts import AccountRow
from models.tables.contacts import PhoneCheckRow
from models.tables.notices import Channel
from web.sessions import now

LIVES = timedelta(minutes=10)
TRIES = 5


async def send_code(db: AsyncSession, account: AccountRow, *, sealing: Sealing, key: str) -> None:
    """Send a code to the account's number, in place of every code before; RuleBroken("phone_takes_no_sms")."""
    if not takes_sms(account.phone):
        raise RuleBroken("phone_takes_no_sms")
    at, check_id, code = now(), uuid4(), f"{secrets.randbelow(10**6):06d}"
    await db.execute(select(AccountRow).where(col(AccountRow.id) == account.id).with_for_update())  # one at a time
    earlier = update(PhoneCheckRow).where(col(PhoneCheckRow.account_id) == account.id)
    await db.execute(earlier.where(col(PhoneCheckRow.closed_at).is_(None)).values(closed_at=at))
    db.add(
        PhoneCheckRow(
            id=check_id,
            account_id=account.id,
            phone=account.phone,
            code_hash=_hash(code, check_id, key),
            asked_at=at,
            expires_at=at + LIVES,
        )
    )
    await write_account_notice(
        db,
        NoticeKind.PHONE_CODE,
        words={SEALED: sealing.seal(code)},
        to={Channel.SMS: account.phone},
        language=account.language,
        at=at,
    )


async def refusal_of(db: AsyncSession, account: AccountRow, code: str, *, key: str) -> str:
    """Check a code and count the try, which must be committed; return "" when it was right, else why not.

    "phone_code_wrong", or "phone_code_dead" after ten minutes, five tries, or when the number has changed since.
    """
    row = PhoneCheckRow
    counted = (
        update(row)
        .where(
            col(row.account_id) == account.id,
            col(row.phone) == account.phone,
            col(row.closed_at).is_(None),
            col(row.expires_at) > now(),
            col(row.tries) < TRIES,
        )
        .values(tries=col(row.tries) + 1)
        .returning(col(row.id), col(row.code_hash))
    )
    found = (await db.execute(counted)).first()
    if found is None:
        return "phone_code_dead"
    if not hmac.compare_digest(_hash(code, found[0], key), found[1]):
        return "phone_code_wrong"
    await db.execute(update(row).where(col(row.id) == found[0]).values(closed_at=now()))
    account.phone_confirmed_at = now()
    return ""


def _hash(code: str, check_id: UUID, key: str) -> str:
    return hmac.digest(key.encode(), b"phone:" + check_id.bytes + code.encode(), "sha256").hex()
