"""Records every attempt to sign in (AUD-1)."""

from uuid import UUID, uuid4

from fastapi import Request
from sqlalchemy.ext.asyncio import AsyncSession

from models.tables.accounts import SignInEventRow, SignInMethod
from web.rate_limits import client_address
from web.sessions import now

SIGNED_IN = "signed_in"
LONGEST_AGENT = 200


def record_sign_in(
    request: Request, db: AsyncSession, method: SignInMethod, *, outcome: str, account_id: UUID | None
) -> None:
    """Add one line to the log, in the caller's transaction; `outcome` is SIGNED_IN or the code of the refusal."""
    agent = request.headers.get("user-agent", "")[:LONGEST_AGENT]
    db.add(
        SignInEventRow(
            id=uuid4(),
            at=now(),
            method=method,
            outcome=outcome,
            account_id=account_id,
            address=client_address(request),
            agent=agent,
        )
    )
