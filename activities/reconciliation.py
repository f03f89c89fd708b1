"""Finding the claims that are behind their rows, and the requests for a correction that nobody waits with.

A step is recorded in PostgreSQL before Temporal hears that it was. When worker and server die in between, and nobody
sends the act again, the row shows a step that the claim's workflow does not know: a term would not run. Each claim that
moved lately is asked how many steps it knows of.

A request whose workflow was not started, because Temporal was away when the form came, would be neither called to mind
nor marked as late: it is started here.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Final

from sqlalchemy import func, select
from sqlmodel import col
from temporalio import activity
from temporalio.client import Client
from temporalio.service import RPCError, RPCStatusCode

from activities.claim_door import ANSWER_WITHIN, catch_up
from activities.corrections import begin_correction, correction_of
from models.db import Sessions
from models.domain.claim_status import FINAL
from models.domain.correction import CorrectionStatus
from models.messages import ids
from models.tables.corrections import CorrectionRow
from models.tables.register import RegisterLineRow

UNDER_WAY: Final = timedelta(minutes=1)  # a step recorded just now may still be on its way to Temporal
AT_ONCE: Final = 500


@dataclass(frozen=True)
class ReconciliationActivities:
    """Compares the register with the workflows."""

    sessions: Sessions
    temporal: Client
    now: Callable[[], datetime] = field(default=partial(datetime.now, UTC))

    @activity.defn
    async def bring_up_to_date(self, since: datetime) -> datetime:
        """Check the claims that moved since a moment, oldest first; returns until when all are checked."""
        until = self.now() - UNDER_WAY
        moved = await self._moved(since, until)
        for claim_id, revision, has_ended, _ in moved:
            if (has_ended or await self._is_behind(claim_id, revision)) and await catch_up(self.temporal, claim_id):
                activity.logger.warning("claim %s was behind its row and goes on from step %s", claim_id, revision)
        await self._begin_corrections(since, until)
        return moved[-1][3] if len(moved) == AT_ONCE else max(since, until)

    async def _moved(self, since: datetime, until: datetime) -> list[tuple[str, int, bool, datetime]]:
        line, moment = RegisterLineRow, func.max(col(RegisterLineRow.recorded_at))
        query = (
            select(col(line.claim_id), func.max(col(line.revision)), func.bool_or(col(line.status).in_(FINAL)), moment)
            .where(col(line.recorded_at) >= since, col(line.recorded_at) < until)
            .group_by(col(line.claim_id))
            .order_by(moment)
            .limit(AT_ONCE)
        )
        async with self.sessions() as session:
            return [(claim_id, revision, ended, at) for claim_id, revision, ended, at in await session.execute(query)]

    async def _begin_corrections(self, since: datetime, until: datetime) -> None:
        row = CorrectionRow
        came = select(row).where(
            col(row.status) == CorrectionStatus.WAITING, col(row.opened_at) >= since, col(row.opened_at) < until
        )
        async with self.sessions() as session:
            waiting = [correction_of(found) for found in await session.scalars(came)]
        for correction in waiting:
            await begin_correction(self.temporal, correction)

    async def _is_behind(self, claim_id: str, revision: int) -> bool:
        handle = self.temporal.get_workflow_handle(ids.claim_workflow(claim_id))
        try:
            known: int = await handle.query("revision", result_type=int, rpc_timeout=ANSWER_WITHIN)
        except RPCError as error:
            if error.status is RPCStatusCode.NOT_FOUND:
                return False  # its history is no longer kept
            raise
        return known < revision
