"""The row of one attempt to sign: opened once, written by each step, shown by the signing room."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col
from temporalio.exceptions import ApplicationError

from models.db import Sessions
from models.domain.claim_status import SIGNABLE
from models.domain.errors import RuleBroken
from models.domain.signing import UNDER_WAY, SigningStatus
from models.messages.signing import AskedSignature, BeginSigning, PreparedSignature
from models.tables.claims import ClaimRow, ClaimSignerRow
from models.tables.processes import SigningRow


@dataclass(frozen=True)
class SigningRows:
    """Reads and writes the rows of attempts; whoever watches a claim hears of each change."""

    sessions: Sessions

    async def open(self, begin: BeginSigning) -> None:
        """Write an attempt down; refused for good (signing_under_way) while another of the person's is open."""
        row = {
            "id": begin.signing_id,
            "claim_id": begin.claim_id,
            "version": begin.version,
            "fin": begin.signer.fin,
            "status": SigningStatus.PREPARING,
            "started_at": begin.at,
            "seal": begin.seal,
            "way": begin.way,
        }
        turned_away = {**row, "status": SigningStatus.FAILED, "failure": UNDER_WAY}
        async with self.sessions.begin() as session:
            for each in (row, turned_away):  # the second counts only where the first found another one open
                await session.execute(insert(SigningRow).values(each).on_conflict_do_nothing())
            opened = await session.get_one(SigningRow, begin.signing_id)
        if opened.failure == UNDER_WAY:
            raise final(UNDER_WAY)

    async def write(self, begin: BeginSigning, **shown: Any) -> None:
        """Put down what a step has won."""
        async with self.sessions.begin() as session:
            await session.execute(update(SigningRow).where(col(SigningRow.id) == begin.signing_id).values(**shown))
            await session.execute(select(func.pg_notify("web", f"claim:{begin.claim_id}")))

    async def asked_before(self, prepared: PreparedSignature) -> AskedSignature | None:
        """Return the request that is on the phone already, None when nobody has asked yet."""
        async with self.sessions() as session:
            row = await session.get_one(SigningRow, prepared.begin.signing_id)
        if row.status is not SigningStatus.WAITING or row.expires_at is None:
            return None
        return AskedSignature(prepared, row.provider_session, row.expires_at)

    async def require_awaited(self, begin: BeginSigning) -> None:
        """Keep a signature out of the container that came too late: taken back, refused, or another person named."""
        awaited = select(col(ClaimSignerRow.fin)).join(ClaimRow, col(ClaimRow.id) == col(ClaimSignerRow.claim_id))
        of_version = (col(ClaimRow.id) == begin.claim_id) & (col(ClaimRow.version) == begin.version)
        query = awaited.where(of_version, col(ClaimSignerRow.fin) == begin.signer.fin)
        async with self.sessions() as session:
            found = await session.execute(query.where(col(ClaimRow.status).in_(SIGNABLE)))
        if found.scalar_one_or_none() is None:
            raise final("signature_not_awaited")


def final(code: str) -> ApplicationError:
    """Return a refusal that no further try can change."""
    return ApplicationError(code, type=RuleBroken.__name__, non_retryable=True)
