"""The outbox: deliveries stand in PostgreSQL, go out by several lanes, and each attempt is kept as proof of service."""

import asyncio
import contextlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from sqlalchemy import select, tuple_, update
from sqlmodel import col
from temporalio import activity

from activities.sealing import Sealing
from activities.words.notices import WordsMissingError, mail_of, sms_of
from models.db import Sessions
from models.ports import Mailer, OutsideRefusedError, OutsideUnavailableError, SmsGateway
from models.tables.notices import Channel, DeliveryAttemptRow, DeliveryRow, DeliveryState, NoticeRow
from models.tables.reference import CourtRow

WATCH: Final = timedelta(minutes=10)
TICK: Final = timedelta(seconds=1)  # how soon a new notice is seen
BEAT: Final = timedelta(seconds=3)  # well under the heartbeat timeout of WATCH_OUTBOX
LANES: Final = 4  # deliveries of one channel in the air at once: a slow SMTP server holds up no SMS, and few mails
LONGEST_SEND: Final = timedelta(seconds=60)
LEASE: Final = 2 * LONGEST_SEND  # whoever took a delivery and died is not waited for longer
FAREWELL: Final = timedelta(seconds=5)  # what is in the air when the worker is told to stop may still land
FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=5), timedelta(hours=1)
ATTEMPTS: Final = 40  # about a day and a half
NO_ANSWER: Final = "no answer"  # stands until the outcome is known; for good when the worker died meanwhile


@dataclass(frozen=True)
class _Taken:
    """A delivery one lane holds for the length of its lease, and which attempt this is."""

    delivery: DeliveryRow
    notice: NoticeRow
    court: CourtRow | None
    attempt: int


@dataclass(frozen=True)
class _Outcome:
    """How an attempt went, with the other side's last word."""

    state: DeliveryState
    answer: str


@dataclass
class _Watch:
    """One watch over the outbox: the word to end it, and how many went out."""

    stopping: asyncio.Event
    sent: int = 0


@dataclass(frozen=True)
class DeliveryActivities:
    """Sends what is due by e-mail and SMS; the delivery's key goes with it, so that a repeated one is known as such."""

    sessions: Sessions
    mailer: Mailer
    sms: SmsGateway
    base_url: str
    sealing: Sealing

    @activity.defn
    async def watch_outbox(self) -> int:
        """Send whatever is due for ten minutes or until the worker shuts down; return how many went out.

        Heartbeats however slow sending is. Cancelled in the middle, it sends again what it held, under the same key.
        """
        watch = _Watch(asyncio.Event())
        async with asyncio.TaskGroup() as tasks:
            aside = [tasks.create_task(_beat(watch)), tasks.create_task(_end(watch))]
            await asyncio.wait([tasks.create_task(self._serve(channel, watch)) for channel in Channel])
            for task in aside:
                task.cancel()
        return watch.sent

    async def _serve(self, channel: Channel, watch: _Watch) -> None:
        """Keep up to LANES deliveries of one channel in the air; at the word to stop let them land, but not long."""
        async with asyncio.TaskGroup() as lanes:
            flying: set[asyncio.Task[None]] = set()
            while not watch.stopping.is_set():
                taken = await self._take(channel, at_most=LANES - len(flying))
                flying |= {lanes.create_task(self._deliver(each, watch)) for each in taken}
                flying = await _until_a_lane_is_free(flying, watch.stopping)
            if flying:
                await asyncio.wait(flying, timeout=FAREWELL.total_seconds())
            for late in flying:
                late.cancel()  # its lease runs out and it is sent again, under the same key

    async def _take(self, channel: Channel, *, at_most: int) -> list[_Taken]:
        """Lease the deliveries that are due and write their attempts down; no second worker takes them meanwhile."""
        now = datetime.now(UTC)
        due = (
            select(DeliveryRow, NoticeRow, CourtRow)
            .join(NoticeRow, col(NoticeRow.id) == col(DeliveryRow.notice_id))
            .outerjoin(CourtRow, col(CourtRow.id) == col(NoticeRow.words)["court_id"].as_string())
            .where(
                col(DeliveryRow.state) == DeliveryState.WAITING,
                col(DeliveryRow.channel) == channel,
                col(DeliveryRow.next_attempt_at) <= now,
            )
            .order_by(col(DeliveryRow.next_attempt_at))
            .limit(at_most)
            .with_for_update(of=DeliveryRow, skip_locked=True)
        )
        async with self.sessions.begin() as session:
            rows = await session.execute(due)
            taken = [_Taken(delivery, notice, court, delivery.attempts + 1) for delivery, notice, court in rows]
            for each in taken:
                each.delivery.attempts = each.attempt
                each.delivery.next_attempt_at = now + LEASE
                session.add(_begun(each, at=now))
        return taken

    async def _deliver(self, taken: _Taken, watch: _Watch) -> None:
        """Attempt one delivery and write down how it went; a delivery that once went out stays sent."""
        outcome = await self._attempt(taken)
        now, is_sent = datetime.now(UTC), outcome.state is DeliveryState.SENT
        attempt, delivery = DeliveryAttemptRow, DeliveryRow
        this = (taken.notice.id, taken.delivery.channel)
        proof = update(attempt).where(
            tuple_(col(attempt.notice_id), col(attempt.channel)) == this, col(attempt.attempt) == taken.attempt
        )
        standing = update(delivery).where(
            tuple_(col(delivery.notice_id), col(delivery.channel)) == this,
            col(delivery.state) == DeliveryState.WAITING,
        )
        changed = {"state": outcome.state, "answer": outcome.answer, "sent_at": now if is_sent else None}
        async with self.sessions.begin() as session:
            await session.execute(proof.values(at=now, sent=is_sent, answer=outcome.answer))
            await session.execute(standing.values(**changed, next_attempt_at=now + _pause_after(taken.attempt)))
        watch.sent += is_sent

    async def _attempt(self, taken: _Taken) -> _Outcome:
        """Hand the delivery over; a final no, or the last of many attempts, gives it up."""
        try:
            async with asyncio.timeout(LONGEST_SEND.total_seconds()):
                return _Outcome(DeliveryState.SENT, await self._send(taken))
        except OutsideRefusedError as refused:
            return _Outcome(DeliveryState.GIVEN_UP, str(refused))
        except TimeoutError:
            failure = f"no answer within {LONGEST_SEND.seconds} s"
        except (OutsideUnavailableError, WordsMissingError) as error:
            failure = str(error)  # a notice without words waits for the release that brings them
        return _Outcome(DeliveryState.GIVEN_UP if taken.attempt >= ATTEMPTS else DeliveryState.WAITING, failure)

    async def _send(self, taken: _Taken) -> str:
        delivery, court = taken.delivery, taken.court
        opened = taken.notice.model_dump() | {"words": self.sealing.opened(taken.notice.words)}
        notice = NoticeRow(**opened)  # a copy: the secret is never written back
        match delivery.channel:
            case Channel.EMAIL:
                mail = mail_of(notice, court, to=delivery.address, language=delivery.language, base_url=self.base_url)
                return await self.mailer.send(mail)
            case Channel.SMS:
                text = sms_of(notice, court, language=delivery.language)
                return await self.sms.send(phone=delivery.address, text=text, key=f"{notice.id}/sms")


async def _beat(watch: _Watch) -> None:
    while True:
        activity.heartbeat(watch.sent)
        await asyncio.sleep(BEAT.total_seconds())


async def _end(watch: _Watch) -> None:
    """Give the word to stop when the ten minutes are over or the worker shuts down."""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(WATCH.total_seconds()):
            await activity.wait_for_worker_shutdown()
    watch.stopping.set()


async def _until_a_lane_is_free(flying: set[asyncio.Task[None]], stopping: asyncio.Event) -> set[asyncio.Task[None]]:
    """Wait for a landing, the word to stop or, while a lane is free, the next tick; return what still flies."""
    word = asyncio.create_task(stopping.wait())
    try:
        tick = TICK.total_seconds() if len(flying) < LANES else None
        await asyncio.wait({word, *flying}, timeout=tick, return_when=asyncio.FIRST_COMPLETED)
    finally:
        word.cancel()
    return {task for task in flying if not task.done()}


def _begun(taken: _Taken, *, at: datetime) -> DeliveryAttemptRow:
    """Return the line of an attempt whose outcome is not known yet."""
    return DeliveryAttemptRow(
        notice_id=taken.notice.id,
        channel=taken.delivery.channel,
        attempt=taken.attempt,
        at=at,
        sent=False,
        answer=NO_ANSWER,
    )


def _pause_after(attempt: int) -> timedelta:
    """Return how long to wait after a failed attempt: twice as long each time, at most an hour."""
    return min(FIRST_PAUSE * (1 << min(attempt - 1, 10)), LONGEST_PAUSE)
