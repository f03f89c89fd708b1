"""One filing from the first form to the court's answer, driven by people who send a form again when nobody answers."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from functools import partial

from models.domain.claim_status import Act, ClaimStatus
from models.domain.errors import RuleBroken
from models.domain.signing import SigningStatus
from simulators.people import DEMO, PEOPLE, Person
from tests.faults.hands import Application, Hands
from tests.faults.person import StuckError, Waits

# In the order they are met. Two people sign and pay online; the other claim is returned and copied with its receipt.
TOGETHER = ("pay", "card", "sign", "phone", "stamp", "seal", "co_phone", "co_seal", "accept")
RETURNED = ("confirm", "decide", "undo", "return", "copy", "confirm_copy", "copy_seal", "accept_copy")
PAID = "200.00"  # at a terminal: enough for any fee here
STRANGERS = PEOPLE[len(DEMO) :]  # demo people have accounts, these are reached where the filer wrote of them


def steps_of(hands: Hands) -> tuple[str, ...]:
    """Return every step at which a kill can meet a filing that these hands drive.

    The defendant's further pages are the co-claimant's once more.
    """
    drafting = [step for step in hands.draft_steps if not step.startswith("defendant ")]
    return ("open", *drafting, *TOGETHER, *RETURNED)


@dataclass
class Filing:
    """One run through every step; `stops_at` names the step before which it waits for `go`, so that a kill meets it."""

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
    def is_returned(self) -> bool:
        """Whether this is the claim that is returned and copied."""
        return self.stops_at in RETURNED or (not self.stops_at and self.number % 3 == 2)

    @property
    def now_at(self) -> Application:
        """The application its people are at."""
        return self.applications[-1]

    async def run(self) -> None:
        """Go to the court's answer; StuckError when a step never comes to an end."""
        try:
            if self.is_returned:
                await self._returned_and_copied()
            else:
                await self._paid_online_by_two()
        finally:
            self.arrived.set()

    async def _paid_online_by_two(self) -> None:
        await self._open("open", self._people(2))
        await self._fill_in("")
        await self._send("pay", self.hands.begin_payment)
        await self._send("card", self.hands.pay_by_card)
        await self.waits.look_until("card", self._is_confirmed)
        self.told.append((self.now_at.claim_id, Act.CONFIRM))
        for prefix, person in zip(("", "co_"), self.now_at.claimants, strict=True):
            await self._sign(prefix, person)
        await self._send("accept", self.hands.accept, Act.ACCEPT)

    async def _returned_and_copied(self) -> None:
        receipt = await self.hands.court.terminal_receipt(PAID, "Nağıyeva Lalə")
        await self._open("open_alone", self._people(1), receipt=receipt)
        await self._fill_in("alone_")
        await self._send("confirm", self.hands.confirm, Act.CONFIRM)
        await self._sign("alone_", self.now_at.claimants[0])
        await self._send("decide", self.hands.decide, Act.DECIDE)
        await self._send("undo", self.hands.undo, Act.UNDO)
        await self._send("return", self.hands.return_, Act.RETURN)
        await self._open("copy", self._people(1), receipt=receipt)
        await self._send("confirm_copy", self.hands.confirm, Act.CONFIRM)
        await self._sign("copy_", self.now_at.claimants[0])
        await self._send("accept_copy", self.hands.accept, Act.ACCEPT)

    async def _open(self, step: str, claimants: tuple[Person, ...], *, receipt: str = "") -> None:
        origin_id = self.now_at.claim_id if self.applications else ""
        self.applications.append(Application(claimants, self._people(3)[2], origin_id, receipt))
        await self._send(step, self.hands.open, Act.OPEN)

    async def _fill_in(self, prefix: str) -> None:
        for step in self.hands.draft_steps:
            await self._come_to(prefix + step)
            await self.waits.insist(prefix + step, partial(self.hands.edit, self.now_at, step))

    async def _sign(self, prefix: str, person: Person) -> None:
        """Ask for the request, enter PIN2 once, see the signature done; begin again only when nothing was entered."""
        await self._come_to(f"{prefix}sign")
        while await self._attempt(prefix, person) is SigningStatus.FAILED:
            if self.pins[self._signer(person)]:
                row = await self.hands.signing(self.signing_ids[-1])
                why = row.failure if row else "no row"
                raise StuckError(f"{prefix}sign: PIN2 was entered and the signature failed: {why}")
        last = person is self.now_at.claimants[-1]
        self.told.append((self.now_at.claim_id, Act.SEND if last else Act.SIGN))

    async def _attempt(self, prefix: str, person: Person) -> SigningStatus:
        begin = partial(self.hands.begin_signing, self.now_at, person, len(self.signing_ids))
        signing_id = await self.waits.insist(f"{prefix}sign", begin)
        self.signing_ids.append(signing_id)
        shown = await self.waits.look_until(f"{prefix}sign", lambda: self._shown(signing_id, SigningStatus.WAITING))
        if shown is SigningStatus.WAITING:
            for step in ("phone", "stamp", "seal"):
                await self._come_to(prefix + step)
            await self._enter_pin(prefix, person)
        return await self.waits.look_until(f"{prefix}seal", lambda: self._shown(signing_id, SigningStatus.DONE))

    async def _enter_pin(self, prefix: str, person: Person) -> None:
        requests = await self.waits.insist(f"{prefix}phone", lambda: self.hands.enter_pin(person))
        self.pins[self._signer(person)] += 1
        if requests > 1:
            self.asked_twice.append(f"{self.number} {prefix}phone")

    async def _shown(self, signing_id: str, wanted: SigningStatus) -> SigningStatus | None:
        """Return the status once the room shows `wanted` or an end, None before."""
        row = await self.hands.signing(signing_id)
        return row.status if row and row.status in {wanted, SigningStatus.DONE, SigningStatus.FAILED} else None

    async def _is_confirmed(self) -> ClaimStatus | None:
        status = await self.hands.status(self.now_at)
        return None if status is ClaimStatus.DRAFT else status

    async def _send(self, step: str, send: Callable[[Application], Awaitable[None]], act: Act | None = None) -> None:
        await self._come_to(step)
        try:
            await self.waits.insist(step, lambda: send(self.now_at))
        except RuleBroken as refused:
            # A form sent again after its claim has closed: the page then shows that the step was taken.
            if refused.code != "claim_closed" or self.waits.clicks[step] == 1:
                raise
            self.told_closed.append(step)
        if act is not None:
            self.told.append((self.now_at.claim_id, act))

    async def _come_to(self, step: str) -> None:
        if step == self.stops_at:
            self.arrived.set()
            await self.go.wait()

    def _signer(self, person: Person) -> str:
        return f"{self.now_at.claim_id} {person.fin}"

    def _people(self, many: int) -> tuple[Person, ...]:
        first = self.number * 3 % (len(STRANGERS) - 2)
        return STRANGERS[first : first + many]
