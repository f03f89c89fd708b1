"""The outbox: deliveries stand in PostgreSQL, are sent one by one, and every attempt is kept as proof of service."""

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert
from temporalio import activity

from activities.words.notices import mail_of, sms_of
from models.db import Sessions
from models.ports import Mailer, OutsideRefusedError, OutsideUnavailableError, SmsGateway
from models.tables.notices import Channel, DeliveryAttemptRow, DeliveryRow, DeliveryState, NoticeRow
from models.tables.reference import CourtRow

WATCH = timedelta(minutes=10)
TICK = timedelta(seconds=1)
FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=5), timedelta(hours=1)
ATTEMPTS = 40  # about a day and a half


@dataclass(frozen=True)
class DeliveryActivities:
    """Sends what is due by e-mail and SMS; the delivery's key goes with it, so that a repeated one is known as such."""

    sessions: Sessions
    mailer: Mailer
    sms: SmsGateway
    base_url: str

    @activity.defn
    async def watch_outbox(self) -> int:
        """Send whatever is due for ten minutes and return how many went out."""
        sent, ends_at = 0, datetime.now(UTC) + WATCH
        while datetime.now(UTC) < ends_at and not activity.is_worker_shutdown():
            activity.heartbeat(sent)
            if await self.send_next():
                sent += 1
            else:
                await asyncio.sleep(TICK.total_seconds())
        return sent

    async def send_next(self) -> bool:
        """Send one due delivery, holding its row: no second worker can take it. False when nothing is due."""
        async with self.sessions.begin() as session:
            due = (
                select(DeliveryRow, NoticeRow, CourtRow)
                .join(NoticeRow, NoticeRow.id == DeliveryRow.notice_id)  # type: ignore[arg-type]  # SQLModel columns
                .outerjoin(CourtRow, CourtRow.id == NoticeRow.words["court_id"].as_string())  # type: ignore[index]
                .where(DeliveryRow.state == DeliveryState.WAITING, DeliveryRow.next_attempt_at <= datetime.now(UTC))
                .order_by(DeliveryRow.next_attempt_at)
                .limit(1)
                .with_for_update(of=DeliveryRow, skip_locked=True)
            )
            found = (await session.execute(due)).first()
            if found is None:
                return False
            delivery, notice, court = found
            is_sent, is_final, answer = await self._attempt(delivery, notice, court)
            attempt = delivery.attempts + 1
            now = datetime.now(UTC)
            await session.execute(
                insert(DeliveryAttemptRow).values(
                    notice_id=notice.id, channel=delivery.channel, attempt=attempt, at=now, sent=is_sent, answer=answer
                )
            )
            state = DeliveryState.SENT if is_sent else DeliveryState.WAITING
            if not is_sent and (is_final or attempt >= ATTEMPTS):
                state = DeliveryState.GIVEN_UP
            await session.execute(
                update(DeliveryRow)
                .where(DeliveryRow.notice_id == notice.id, DeliveryRow.channel == delivery.channel)
                .values(
                    state=state,
                    attempts=attempt,
                    answer=answer,
                    sent_at=now if is_sent else None,
                    next_attempt_at=now + min(FIRST_PAUSE * 2 ** min(attempt - 1, 10), LONGEST_PAUSE),
                )
            )
        return True

    async def _attempt(
        self, delivery: DeliveryRow, notice: NoticeRow, court: CourtRow | None
    ) -> tuple[bool, bool, str]:
        """Return whether it was sent, whether a failure is final, and the other side's answer."""
        try:
            if delivery.channel is Channel.EMAIL:
                mail = mail_of(notice, court, to=delivery.address, language=delivery.language, base_url=self.base_url)
                return True, True, await self.mailer.send(mail)
            text = sms_of(notice, court, language=delivery.language)
            return True, True, await self.sms.send(phone=delivery.address, text=text, key=f"{notice.id}/sms")
        except OutsideUnavailableError as error:
            return False, False, str(error)
        except OutsideRefusedError as error:
            return False, True, str(error)
