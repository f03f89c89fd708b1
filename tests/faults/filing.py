"""One filing on its way, driven by people who send a form again when nobody answers; lives.py has the ways."""

import asyncio
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from functools import partial
from typing import ClassVar

from models.domain.claim_status import Act, ClaimStatus
from models.domain.errors import RuleBroken
from models.domain.signing import SigningStatus
from simulators.people import DEMO, PEOPLE, Person
from tests.card import TestCard
from tests.faults.application import Application
from tests.faults.hands import Hands
from tests.faults.person import StuckError, Waits

# What a form that was done and is sent again may hear: the claim has closed, the money is on its way.
TAKEN_BEFORE = {"claim_closed", "refund_not_due"}
PAID = "200.00"  # at a terminal: enough for any fee here
STRANGERS = PEOPLE[len(DEMO) :]  # demo people have accounts, these are reached where the filer wrote of them


@dataclass
class Filing(ABC):
    """One run through every step; `stops_at` names the step before which it waits for `go`, so that a kill meets it."""

    steps: ClassVar[tuple[str, ...]]  # beside the draft's forms, where a kill can meet it; in the order they are met

    hands: Hands
    number: int
    stops_at: str = ""
    arrived: asyncio.Event = field(default_factory=asyncio.Event)
    go: asyncio.Event = field(default_factory=asyncio.Event)
    waits: Waits = field(default_factory=Waits)
    applications: list[Application] = field(default_factory=list)
    signing_ids: list[str] = field(default_factory=list)
    told: list[tuple[str, Act]] = field(default_factory=list)  # what people were told is done: it must stand
    pins: Counter[str] = field(default_factory=Counter)  # PIN2 entered, by claim and FİN
    asked_twice: list[str] = field(default_factory=list)  # who had two requests on the phone at once
    told_closed: list[str] = field(default_factory=list)  # steps that were done, and answered as refused when repeated

    @property
    def now_at(self) -> Application:
        """The application its people are at."""
        return self.applications[-1]

    @property
    @abstractmethod
    def acts(self) -> tuple[tuple[Act, ...], ...]:
        """The lines that the register of each application must have at the end."""

    @abstractmethod
    async def walk(self) -> None:
        """Go the whole way."""

    async def run(self) -> None:
        """Go to the court's answer; StuckError when a step never comes to an end."""
        try:
            await self.walk()
        finally:
            self.arrived.set()

    async def open(self, step: str, application: Application) -> None:
        """Begin a new application."""
        self.applications.append(application)
        await self.send(step, self.hands.open, Act.OPEN)

    async def fill_in(self, prefix: str) -> None:
        """Send every form of the draft."""
        for step in self.hands.draft_steps:
            await self.come_to(prefix + step)
            await self.waits.insist(prefix + step, partial(self.hands.edit, self.now_at, step))

    async def sign(self, prefix: str, person: Person) -> None:
        """Ask for the request, enter PIN2 once, see the signature done; begin again only when nothing was entered."""
        await self.come_to(f"{prefix}sign")
        while await self._attempt(prefix, person) is SigningStatus.FAILED:
            if self.pins[self._signer(person)]:
                row = await self.hands.signing(self.signing_ids[-1])
                why = row.failure if row else "no row"
                raise StuckError(f"{prefix}sign: PIN2 was entered and the signature failed: {why}")
        last = person is self.now_at.claimants[-1]
        self.told.append((self.now_at.claim_id, Act.SEND if last else Act.SIGN))

    async def look_for(self, step: str, *statuses: ClaimStatus) -> None:
        """Look at the list of applications until it shows one of these."""

        async def shown() -> ClaimStatus | None:
            status = await self.hands.status(self.now_at)
            return status if status in statuses else None

        await self.waits.look_until(step, shown)

    async def send(self, step: str, send: Callable[[Application], Awaitable[None]], act: Act | None = None) -> None:
        """Come to a step and send its form until it is answered; `act` is what people then know to be done."""
        await self.come_to(step)
        try:
            await self.waits.insist(step, lambda: send(self.now_at))
        except RuleBroken as refused:
            # A form sent again after its claim has closed: the page then shows that the step was taken.
            if refused.code not in TAKEN_BEFORE or self.waits.clicks[step] == 1:
                raise
            self.told_closed.append(step)
        if act is not None:
            self.told.append((self.now_at.claim_id, act))

    def people(self, many: int) -> tuple[Person, ...]:
        """Return so many people whom no other filing near this one has."""
        first = self.number * 3 % (len(STRANGERS) - 2)
        return STRANGERS[first : first + many]

    async def come_to(self, step: str) -> None:
        """Wait here for `go` where this is the step to stop at."""
        if step == self.stops_at:
            self.arrived.set()
            await self.go.wait()

    async def _attempt(self, prefix: str, person: Person) -> SigningStatus:
        begin = partial(self.hands.begin_signing, self.now_at, person, len(self.signing_ids))
        signing_id = await self.waits.insist(f"{prefix}sign", begin)
        self.signing_ids.append(signing_id)
        shown = await self.waits.look_until(f"{prefix}sign", lambda: self._shown(signing_id, SigningStatus.WAITING))
        if shown is SigningStatus.WAITING:
            card = self.now_at.card
            for step in ("give" if card else "phone", "stamp", "seal"):
                await self.come_to(prefix + step)
            await (self._sign_by_card(f"{prefix}give", person, card) if card else self._enter_pin(prefix, person))
        return await self.waits.look_until(f"{prefix}seal", lambda: self._shown(signing_id, SigningStatus.DONE))

    async def _enter_pin(self, prefix: str, person: Person) -> None:
        requests = await self.waits.insist(f"{prefix}phone", lambda: self.hands.enter_pin(person))
        self.pins[self._signer(person)] += 1
        if requests > 1:
            self.asked_twice.append(f"{self.number} {prefix}phone")

    async def _sign_by_card(self, step: str, person: Person, card: TestCard) -> None:
        """Let the card sign what the room shows, once, and bring the same value until the court has answered."""
        signing_id = self.signing_ids[-1]
        signature = await self.waits.insist(step, lambda: self.hands.sign_with(card, signing_id))
        self.pins[self._signer(person)] += 1
        await self.waits.insist(step, lambda: self.hands.give(self.now_at, signing_id, signature))

    async def _shown(self, signing_id: str, wanted: SigningStatus) -> SigningStatus | None:
        """Return the status once the room shows `wanted` or an end, None before."""
        row = await self.hands.signing(signing_id)
        return row.status if row and row.status in {wanted, SigningStatus.DONE, SigningStatus.FAILED} else None

    def _signer(self, person: Person) -> str:
        return f"{self.now_at.claim_id} {person.fin}"
