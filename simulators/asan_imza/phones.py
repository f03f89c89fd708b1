"""The phones of the ASAN İmza simulator: requests that wait on them, what their owners answer, scripts for tests."""

import asyncio
import base64
import contextlib
import uuid
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal

from pydantic import BaseModel

from simulators.asan_imza.cards import CITIZEN, Cards, card_name, sign
from simulators.drawers import Drawer
from simulators.page import now

ANSWERS: Final = (
    "OK",
    "USER_CANCELLED",
    "TIMEOUT",
    "NOT_MID_CLIENT",
    "PHONE_ABSENT",
    "DELIVERY_ERROR",
    "SIM_ERROR",
    "SIGNATURE_HASH_MISMATCH",
)
Answer = Literal[
    "OK",
    "USER_CANCELLED",
    "TIMEOUT",
    "NOT_MID_CLIENT",
    "PHONE_ABSENT",
    "DELIVERY_ERROR",
    "SIM_ERROR",
    "SIGNATURE_HASH_MISMATCH",
]
Kind = Literal["authentication", "signature"]
EVERY_PHONE: Final = "*"


class MidSession(BaseModel):
    """One request to one phone, from the relying party's question to its owner's answer."""

    session: str
    kind: Kind
    phone: str
    certificate_type: str = CITIZEN
    digest: str  # base64
    hash_type: str
    text: str
    language: str
    asked_at: datetime
    result: Answer | None = None
    answered_at: datetime | None = None
    signature: str | None = None  # base64 of r||s
    certificate: str | None = None  # base64 DER, authentication only

    @property
    def verification_code(self) -> str:
        """Return the four digits both screens show: six first and seven last bits of the hash."""
        digest = base64.b64decode(self.digest)
        return f"{((digest[0] & 0xFC) << 5) | (digest[-1] & 0x7F):04d}"


class Script(BaseModel):
    """How a phone answers by itself: `auto` off hands it back to its owner's fingers."""

    answer: Answer = "OK"
    auto: bool = True
    delay_ms: int = 0
    times: int | None = None  # answer so many requests, then wait for the owner again


@dataclass(frozen=True)
class Lifetimes:
    """How long a request waits for its owner, and how long its answer can be fetched."""

    waits: timedelta
    kept: timedelta


class Phones:
    """All phones; what is written here outlives a restart, so a request waits on although the provider was down."""

    def __init__(
        self, *, sessions: Drawer[MidSession], scripts: Drawer[Script], cards: Cards, lifetimes: Lifetimes
    ) -> None:
        """Take the drawers the state lies in."""
        self._sessions = sessions
        self._scripts = scripts
        self._cards = cards
        self._lifetimes = lifetimes
        self._changed: defaultdict[str, asyncio.Event] = defaultdict(asyncio.Event)

    def ask(
        self,
        *,
        kind: Kind,
        phone: str,
        certificate_type: str,
        digest: str,
        hash_type: str,
        text: str,
        language: str,
    ) -> MidSession:
        """Put a request on a phone."""
        session = MidSession(
            session=str(uuid.uuid4()),
            kind=kind,
            phone=phone,
            certificate_type=certificate_type,
            digest=digest,
            hash_type=hash_type,
            text=text,
            language=language,
            asked_at=now(),
        )
        self._keep(session)
        return session

    def fail(self, session: MidSession, result: Answer) -> None:
        """End a request at once, e.g. because the number has no such user."""
        self._keep(session.model_copy(update={"result": result, "answered_at": now()}))

    def script(self, phone: str, script: Script) -> None:
        """Let a phone (or every phone, `*`) answer by itself, or stop doing so."""
        self._scripts.put(phone, script)
        for session in self._sessions.all():
            self._changed[session.session].set()

    def pending(self, phone: str) -> list[MidSession]:
        """Return what waits for the phone's owner, oldest first."""
        return [session for each in self._sessions.of(phone) if (session := self._settled(each)).result is None]

    def answered(self, phone: str) -> list[MidSession]:
        """Return what was answered on a phone, newest first."""
        return [each for each in reversed(self._sessions.of(phone)) if each.result is not None]

    def waiting(self) -> dict[str, int]:
        """Return how many requests wait on each phone that has any."""
        numbers: dict[str, int] = defaultdict(int)
        for each in self._sessions.newest(500):
            if each.result is None and self._settled(each).result is None:
                numbers[each.phone] += 1
        return dict(numbers)

    def answer(self, session_id: str, answer: Answer) -> bool:
        """Answer as the owner does; False when the request waits no longer."""
        session = self._sessions.get(session_id)
        if session is None or self._settled(session).result is not None:
            return False
        self._settle(session, answer)
        return True

    async def wait(self, session_id: str, kind: Kind, *, timeout_ms: int) -> MidSession | None:
        """Return how a request stands after waiting for a change; None when there is no such request (any more)."""
        session = self._look(session_id, kind)
        until = now() + timedelta(milliseconds=timeout_ms)
        while session is not None and session.result is None and (left := (until - now()).total_seconds()) > 0:
            changed = self._changed[session_id]
            changed.clear()
            with contextlib.suppress(TimeoutError):  # a delay or the request has run out: the look below settles it
                await asyncio.wait_for(changed.wait(), max(min(left, self._seconds_to_change(session)), 0.001))
            session = self._look(session_id, kind)
        return session

    def _look(self, session_id: str, kind: Kind) -> MidSession | None:
        session = self._sessions.get(session_id)
        if session is None or session.kind != kind or now() > session.asked_at + self._lifetimes.kept:
            return None
        return self._settled(session)

    def _script_for(self, phone: str) -> tuple[str, Script] | None:
        for key in (phone, EVERY_PHONE):
            script = self._scripts.get(key)
            if script is not None and script.auto and script.times != 0:
                return key, script
        return None

    def _seconds_to_change(self, session: MidSession) -> float:
        moments = [session.asked_at + self._lifetimes.waits]
        if found := self._script_for(session.phone):
            moments.append(session.asked_at + timedelta(milliseconds=found[1].delay_ms))
        return (min(moments) - now()).total_seconds()

    def _settled(self, session: MidSession) -> MidSession:
        """Return the session as it stands now: answered, answered by a script, run out, or waiting."""
        if session.result is not None:
            return session
        found = self._script_for(session.phone)
        if found and now() >= session.asked_at + timedelta(milliseconds=found[1].delay_ms):
            key, script = found
            if script.times is not None:
                self._scripts.put(key, script.model_copy(update={"times": script.times - 1}))
            return self._settle(session, script.answer)
        if now() >= session.asked_at + self._lifetimes.waits:
            return self._settle(session, "TIMEOUT")
        return session

    def _settle(self, session: MidSession, answer: Answer) -> MidSession:
        changes: dict[str, object] = {"result": answer, "answered_at": now()}
        if answer == "OK":
            use = "auth" if session.kind == "authentication" else "sign"
            card = self._cards.held(session.phone, card_name(use, session.certificate_type))
            raw = sign(card, base64.b64decode(session.digest), session.hash_type)
            changes["signature"] = base64.b64encode(raw).decode()
            changes["certificate"] = card.certificate_der if session.kind == "authentication" else None
        settled = session.model_copy(update=changes)
        self._keep(settled)
        return settled

    def _keep(self, session: MidSession) -> None:
        self._sessions.put(session.session, session, owner=session.phone)
        self._changed[session.session].set()
