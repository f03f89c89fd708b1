"""What the payment portal keeps: payments, receipts, and how each payment is to go when a test or a person says so."""

import uuid
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Final, Literal
from zoneinfo import ZoneInfo

from pydantic import BaseModel

from simulators.drawers import Drawer
from simulators.page import now

Behaviour = Literal["normal", "late", "doubled", "missing", "failed", "contradictory", "slow_bank"]
BEHAVIOURS: Final[tuple[Behaviour, ...]] = (
    "normal",
    "late",
    "doubled",
    "missing",
    "failed",
    "contradictory",
    "slow_bank",
)
State = Literal["pending", "paid", "failed"]
_ANY_ORDER: Final = "*"
_BAKU = ZoneInfo("Asia/Baku")


class Payment(BaseModel):
    """One payment, from the merchant's request to the bank's answer."""

    ref: str
    merchant: str
    order_id: str
    amount: Decimal
    description: str
    return_url: str
    callback_url: str
    language: str
    opened_at: datetime
    state: State = "pending"
    reason: str = ""
    receipt_number: str = ""


class Receipt(BaseModel):
    """A receipt (qəbz), paid online or at a terminal."""

    number: str
    amount: Decimal
    paid_at: datetime
    payer_name: str
    purpose: str
    refunded: bool = False  # whole
    order_id: str = ""  # empty: paid at a terminal
    refunds: dict[str, Decimal] = {}  # what was given back, by the merchant's own number of the refund


class Script(BaseModel):
    """How an order's payment goes; `seconds` is the delay of late, contradictory and slow_bank."""

    behaviour: Behaviour = "normal"
    seconds: float = 3


class Condition(Script):
    """How every order without a script of its own goes, and how the portal itself is."""

    down: bool = False
    open_fails: int = 0  # so many payments are opened, but their answer is lost (HTTP 503)


class Settlement(BaseModel):
    """The bank's answer that comes later."""

    order_id: str
    payer_name: str
    due_at: datetime
    done: bool = False


class Ledger:
    """Payments by order, receipts by number."""

    def __init__(
        self,
        *,
        payments: Drawer[Payment],
        receipts: Drawer[Receipt],
        scripts: Drawer[Script],
        conditions: Drawer[Condition],
        settlements: Drawer[Settlement],
        numbered: str = "7",
    ) -> None:
        """Take the drawers the state lies in; `numbered` is how the portal's receipts begin."""
        self._numbered = numbered
        self.payments = payments
        self.receipts = receipts
        self.settlements = settlements
        self._scripts = scripts
        self._conditions = conditions

    @property
    def condition(self) -> Condition:
        """Return how the portal is."""
        return self._conditions.get(_ANY_ORDER) or Condition()

    @condition.setter
    def condition(self, condition: Condition) -> None:
        self._conditions.put(_ANY_ORDER, condition)

    def open(self, payment: Payment) -> Payment:
        """Begin a payment, or return the one the order already has."""
        known = self.payments.get(payment.order_id)
        if known is None:
            self.payments.put(payment.order_id, payment, owner=payment.ref)
        return known or payment

    def loses_answer_now(self) -> bool:
        """Count one lost answer down."""
        condition = self.condition
        if condition.open_fails <= 0:
            return False
        self.condition = condition.model_copy(update={"open_fails": condition.open_fails - 1})
        return True

    def by_ref(self, ref: str) -> Payment | None:
        """Find a payment by the portal's reference."""
        found = self.payments.of(ref)
        return found[0] if found else None

    def script(self, order_id: str, script: Script) -> None:
        """Say how an order's payment is to go, also before it is opened."""
        self._scripts.put(order_id, script)

    def script_for(self, order_id: str) -> Script:
        """Return how an order's payment is to go."""
        return self._scripts.get(order_id) or self.condition

    def pay(self, payment: Payment, payer_name: str) -> Payment:
        """Write the receipt and mark the payment paid; a second time changes nothing."""
        if payment.state == "paid":
            return payment
        receipt = self.issue(payment.amount, payer_name=payer_name, purpose="court_fee", order_id=payment.order_id)
        return self._keep(payment, state="paid", receipt_number=receipt.number, reason="")

    def fail(self, payment: Payment, reason: str) -> Payment:
        """Mark the payment failed."""
        return self._keep(payment, state="failed", reason=reason)

    def settle_later(self, payment: Payment, payer_name: str, seconds: float) -> None:
        """Let the bank say `paid` later."""
        settlement = Settlement(
            order_id=payment.order_id, payer_name=payer_name, due_at=now() + timedelta(seconds=seconds)
        )
        self.settlements.put(payment.order_id, settlement, owner="due")

    def settled(self, settlement: Settlement) -> Payment | None:
        """Carry a later answer out."""
        self.settlements.put(settlement.order_id, settlement.model_copy(update={"done": True}), owner="done")
        payment = self.payments.get(settlement.order_id)
        return self.pay(payment, settlement.payer_name) if payment else None

    def issue(self, amount: Decimal, *, payer_name: str, purpose: str, order_id: str = "") -> Receipt:
        """Write a receipt under the next number: the portal's own beginning, ten digits and a check digit."""
        digits = f"{self.receipts.count() + 1:010d}"
        check = sum(int(digit) * weight for weight, digit in enumerate(f"7{digits}", start=2)) % 10
        receipt = Receipt(
            number=f"{self._numbered}{digits}{check}",
            order_id=order_id,
            amount=amount.quantize(Decimal("0.01")),
            paid_at=now(),
            payer_name=payer_name,
            purpose=purpose,
        )
        self.receipts.put(receipt.number, receipt)
        return receipt

    def refund(self, number: str) -> Receipt | None:
        """Give all that is left of a receipt back, from the portal's own page."""
        receipt = self.receipts.get(number)
        return self.give_back(receipt, "page", receipt.amount - sum(receipt.refunds.values())) if receipt else None

    def give_back(self, receipt: Receipt, refund_id: str, amount: Decimal) -> Receipt | None:
        """Give money back once for each number of a refund; None when more is asked for than is left."""
        refunds = receipt.refunds if refund_id in receipt.refunds else {**receipt.refunds, refund_id: amount}
        given = sum(refunds.values(), Decimal(0))
        if given > receipt.amount:
            return None
        refunded = receipt.model_copy(update={"refunded": given == receipt.amount, "refunds": refunds})
        self.receipts.put(receipt.number, refunded)
        return refunded

    def paid_on(self, day: date) -> list[Receipt]:
        """Return the receipts of one day of Baku, oldest first."""
        return [receipt for receipt in self.receipts.all() if receipt.paid_at.astimezone(_BAKU).date() == day]

    def _keep(self, payment: Payment, **changes: str) -> Payment:
        changed = payment.model_copy(update=changes)
        self.payments.put(payment.order_id, changed, owner=payment.ref)
        return changed


def new_ref() -> str:
    """Return a reference nobody can guess: the payer's browser carries it."""
    return uuid.uuid4().hex
