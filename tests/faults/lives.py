"""The ways a filing can go from the first form to the court's answer; together they walk every step of it."""

from datetime import timedelta
from typing import ClassVar

from models.domain.claim_status import Act, ClaimStatus
from tests.faults.application import Application
from tests.faults.filing import PAID, Filing
from tests.faults.hands import Hands

ASKED_AGAIN = 330.0  # seconds: a silent register is asked at most every five minutes, and nobody waits for it at a page
Acts = tuple[Act, ...]
ONE_SIGNS: Acts = (Act.OPEN, Act.CONFIRM, Act.SEND, Act.ACCEPT)


class PaidByTwo(Filing):
    """Two people sign on their phones and pay online; the court accepts."""

    steps: ClassVar = ("pay", "card", "sign", "phone", "stamp", "seal", "co_phone", "co_seal", "accept")

    @property
    def acts(self) -> tuple[Acts, ...]:
        """One application."""
        return ((Act.OPEN, Act.CONFIRM, Act.SIGN, Act.SEND, Act.ACCEPT),)

    async def walk(self) -> None:
        """Go the whole way."""
        first, second, defendant = self.people(3)
        await self.open("open", Application((first, second), defendant))
        await self.fill_in("")
        await self.send("pay", self.hands.begin_payment)
        await self.send("card", self.hands.pay_by_card)
        await self.look_for("card", *set(ClaimStatus) - {ClaimStatus.DRAFT})
        self.told.append((self.now_at.claim_id, Act.CONFIRM))
        await self.sign("", first)
        await self.sign("co_", second)
        await self.send("accept", self.hands.accept, Act.ACCEPT)


class ReturnedAndCopied(Filing):
    """The court decides, takes that back and returns the claim, which is copied with its receipt and accepted."""

    steps: ClassVar = ("confirm", "decide", "undo", "return", "copy", "confirm_copy", "copy_seal", "accept_copy")

    @property
    def acts(self) -> tuple[Acts, ...]:
        """The claim and its copy."""
        return ((*ONE_SIGNS[:3], Act.DECIDE, Act.UNDO, Act.RETURN), ONE_SIGNS)

    async def walk(self) -> None:
        """Go the whole way."""
        filer, _, defendant = self.people(3)
        receipt = await self.hands.court.terminal_receipt(PAID, filer.full_name)
        await self.open("open_alone", Application((filer,), defendant, receipt=receipt))
        await self.fill_in("alone_")
        await self.send("confirm", self.hands.confirm, Act.CONFIRM)
        await self.sign("alone_", filer)
        await self.send("decide", self.hands.decide, Act.DECIDE)
        await self.send("undo", self.hands.undo, Act.UNDO)
        await self.send("return", self.hands.return_, Act.RETURN)
        await self.open("copy", Application((filer,), defendant, self.now_at.claim_id, receipt))
        await self.send("confirm_copy", self.hands.confirm, Act.CONFIRM)
        await self.sign("copy_", filer)
        await self.send("accept_copy", self.hands.accept, Act.ACCEPT)


class SignedByCardAndRefused(Filing):
    """A register answers only after the claim is confirmed, a card signs, the court refuses, the fee is asked back."""

    steps: ClassVar = (
        *("confirm_unheard", "hear", "card_sign", "card_give", "card_stamp", "card_seal"),
        *("decide_refusal", "undo_refusal", "leave", "ask_refund", "grant_refund"),
    )

    @property
    def acts(self) -> tuple[Acts, ...]:
        """One application; a refusal that rests before it leaves is decided by a step of its own."""
        decided = (Act.DECIDE,) if self.hands.refusal_rests > timedelta(0) else ()
        undone = (Act.DECIDE, Act.UNDO)
        return ((Act.OPEN, Act.CONFIRM, Act.HEAR, Act.SEND, *undone, *decided, Act.DECLINE),)

    async def walk(self) -> None:
        """Go the whole way."""
        filer, _, defendant = self.people(3)
        await self.hands.court.population_register(defendant.document, is_silent=True)
        receipt = await self.hands.court.terminal_receipt(PAID, filer.full_name)
        card = await self.hands.card_of(filer)
        await self.open("card_open", Application((filer,), defendant, receipt=receipt, card=card, is_misspelt=True))
        await self.fill_in("card_")
        await self.send("confirm_unheard", self.hands.confirm, Act.CONFIRM)
        await self._hear(defendant.document)
        await self.sign("card_", filer)
        await self.send("decide_refusal", self.hands.decide_refusal, Act.DECIDE)
        await self.send("undo_refusal", self.hands.undo, Act.UNDO)
        await self.send("leave", self.hands.refuse)
        await self.look_for("leave", ClaimStatus.DECLINED)
        self.told.append((self.now_at.claim_id, Act.DECLINE))
        await self.send("ask_refund", self.hands.ask_refund)
        await self.send("grant_refund", self.hands.grant_refund)

    async def _hear(self, document: str) -> None:
        """Let the register answer, and look until the claim has heard it."""
        await self.come_to("hear")
        await self.hands.court.population_register(document, is_silent=False)
        await self.waits.look_until("hear", lambda: self.hands.heard(self.now_at), patience=ASKED_AGAIN)
        self.told.append((self.now_at.claim_id, Act.HEAR))


class Exempt(Filing):
    """The filer names a ground of exemption; the court denies it, takes that back and recognises it."""

    steps: ClassVar = ("confirm_exempt", "deny", "undo_denial", "recognise")

    @property
    def acts(self) -> tuple[Acts, ...]:
        """One application."""
        return ((*ONE_SIGNS[:3], Act.DECIDE, Act.UNDO, Act.ACCEPT),)

    async def walk(self) -> None:
        """Go the whole way."""
        filer, _, defendant = self.people(3)
        await self.open("exempt_open", Application((filer,), defendant, is_exempt=True))
        await self.fill_in("exempt_")
        await self.send("confirm_exempt", self.hands.confirm, Act.CONFIRM)
        await self.sign("exempt_", filer)
        await self.send("deny", self.hands.deny_exemption, Act.DECIDE)
        await self.send("undo_denial", self.hands.undo, Act.UNDO)
        await self.send("recognise", self.hands.recognise_exemption, Act.ACCEPT)


MAIN: tuple[type[Filing], ...] = (PaidByTwo, ReturnedAndCopied)
LIVES: tuple[type[Filing], ...] = (*MAIN, SignedByCardAndRefused, Exempt)


def steps_of(hands: Hands, *lives: type[Filing]) -> tuple[str, ...]:
    """Return the steps at which a kill can meet a filing that these hands drive, those of some lives or of all.

    Every life begins with the draft's forms: here they are those of the first. The defendant's further pages are the
    co-claimant's once more.
    """
    drafting = [step for step in hands.draft_steps if not step.startswith("defendant ")]
    return ("open", *drafting, *(step for life in lives or LIVES for step in life.steps))


def filing_at(step: str, hands: Hands, number: int) -> Filing:
    """Return a filing that stops before this step, on the way that leads to it."""
    life = next((life for life in LIVES if step in life.steps), PaidByTwo)
    return life(hands, number, stops_at=step)
