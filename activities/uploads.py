"""Files that were sent in pieces and never became whole are forgotten when their time is over (CLM-7)."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial

from sqlalchemy import delete
from sqlmodel import col
from temporalio import activity

from models.db import Sessions
from models.tables.drafts import UploadRow


@dataclass(frozen=True)
class UploadActivities:
    """What is left of uploads nobody went on with."""

    sessions: Sessions
    now: Callable[[], datetime] = field(default=partial(datetime.now, UTC))

    @activity.defn
    async def forget_abandoned_uploads(self) -> int:
        """Delete every unfinished upload whose time is over; returns how many there were."""
        query = delete(UploadRow).where(col(UploadRow.expires_at) <= self.now()).returning(col(UploadRow.id))
        async with self.sessions.begin() as session:
            return len((await session.execute(query)).all())
