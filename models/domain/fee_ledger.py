"""The account of court fees (FEE-6): each event of a receipt moves its money between two accounts of one court."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from models.domain.errors import RuleBroken

NO_COURT = ""  # money that a portal has taken and no application was filed with yet
NOTHING = Decimal(0)


class Account(StrEnum):
    """Where a court's fees stand. Only OUTSIDE may be below zero: it mirrors all that the others hold."""

    OUTSIDE = "outside"  # payers, portals and the accounts of other courts
    RECEIVED = "received"  # paid, no application was filed with it yet
    RESERVED = "reserved"  # the part of a confirmed application's fee
    OVERPAID = "overpaid"  # what its receipts hold above the fee
    USED = "used"  # the application was accepted
    RELEASED = "released"  # the application was returned, refused or taken back: free to be used again (FEE-4)
    REFUNDABLE = "refundable"  # to be given back (MPM 114): an accepted one's excess, a declined one's fee, by a ruling
    REFUNDED = "refunded"


FREE = frozenset({Account.RECEIVED, Account.RELEASED})  # what stands here an application can take


class FeeEvent(StrEnum):
    """What happens to the money of a receipt."""

    RECEIVED = "received"
    LEFT = "left"  # an application took it: the account where it stood free gives it up
    RESERVED = "reserved"
    USED = "used"
    RELEASED = "released"
    SET_ASIDE = "set_aside"  # the court refused to take the application: all of it is to be given back
    TAKEN_OVER = "taken_over"  # a court that is to give back what stands at none enters it
    REFUND_ORDERED = "refund_ordered"
    REFUNDED = "refunded"


class RefundGround(StrEnum):
    """Why a court gives a fee back, of the grounds that can arise before a case (legal-facts §1.4)."""

    OVERPAID = "overpaid"  # the excess alone (MPM 114)
    RETURNED = "returned"  # the court returned the application (MPM 114)
    DECLINED = "declined"  # the court refused to take it (likewise)
    NOT_FILED = "not_filed"  # paid, but no application reached the court with it (law on the state fee, art. 5)


class Share(StrEnum):
    """How much of a receipt moves."""

    WHOLE = "whole"
    PART = "part"  # what counts towards the fee
    EXCESS = "excess"  # what is above it


@dataclass(frozen=True)
class Move:
    """One side of an event: a share of the receipt goes from one account to another; None is where it stands free."""

    source: Account | None
    target: Account
    share: Share


# The one table of what an event moves; the statement that records a step is made from it (activities/step_statement).
MOVES: dict[FeeEvent, tuple[Move, ...]] = {
    FeeEvent.RECEIVED: (Move(Account.OUTSIDE, Account.RECEIVED, Share.WHOLE),),
    FeeEvent.LEFT: (Move(None, Account.OUTSIDE, Share.WHOLE),),
    FeeEvent.RESERVED: (
        Move(Account.OUTSIDE, Account.RESERVED, Share.PART),
        Move(Account.OUTSIDE, Account.OVERPAID, Share.EXCESS),
    ),
    FeeEvent.USED: (
        Move(Account.RESERVED, Account.USED, Share.PART),
        Move(Account.OVERPAID, Account.REFUNDABLE, Share.EXCESS),
    ),
    FeeEvent.RELEASED: (
        Move(Account.RESERVED, Account.RELEASED, Share.PART),
        Move(Account.OVERPAID, Account.RELEASED, Share.EXCESS),
    ),
    FeeEvent.SET_ASIDE: (
        Move(Account.RESERVED, Account.REFUNDABLE, Share.PART),
        Move(Account.OVERPAID, Account.REFUNDABLE, Share.EXCESS),
    ),
    FeeEvent.TAKEN_OVER: (Move(Account.OUTSIDE, Account.RECEIVED, Share.WHOLE),),
    FeeEvent.REFUND_ORDERED: (Move(None, Account.REFUNDABLE, Share.WHOLE),),
    FeeEvent.REFUNDED: (Move(Account.REFUNDABLE, Account.REFUNDED, Share.WHOLE),),
}


@dataclass(frozen=True)
class Transfer:
    """One line of the ledger: AZN above zero leave `source` and enter `target`, so every line balances by itself."""

    receipt_number: str
    court_id: str
    event: FeeEvent
    source: Account
    target: Account
    amount: Decimal


@dataclass(frozen=True)
class Held:
    """A receipt as one application holds it: `part` counts towards the fee, `excess` is above it. AZN."""

    number: str
    part: Decimal
    excess: Decimal

    @property
    def amount(self) -> Decimal:
        """Return what the receipt is worth."""
        return self.part + self.excess


@dataclass(frozen=True)
class Place:
    """Where a free receipt stands: received and never used, or released by an application to a court."""

    court_id: str = NO_COURT
    account: Account = Account.RECEIVED


def hold(receipts: Sequence[tuple[str, Decimal]], *, due: Decimal) -> tuple[Held, ...]:
    """Share a fee out over receipts (number, AZN) in the order they were given; the last one may hold an excess.

    Raises RuleBroken `receipt_not_enough` when all together are less than the fee, `receipt_twice` when one is given
    twice, `receipt_not_needed` when the ones before it cover the fee already.
    """
    if len({number for number, _ in receipts}) != len(receipts):
        raise RuleBroken("receipt_twice")
    if sum((amount for _, amount in receipts), NOTHING) < due:
        raise RuleBroken("receipt_not_enough")
    held, left = [], due
    for number, amount in receipts:
        part = min(amount, left)
        if part <= 0:
            raise RuleBroken("receipt_not_needed")
        held.append(Held(number, part, amount - part))
        left -= part
    return tuple(held)


def receive(number: str, amount: Decimal) -> tuple[Transfer, ...]:
    """Enter a receipt that a portal has confirmed; it belongs to no court yet."""
    return _moved(FeeEvent.RECEIVED, Held(number, amount, NOTHING), Place())


def reserve(held: Held, *, stood: Place, court_id: str) -> tuple[Transfer, ...]:
    """Take a free receipt for an application to a court."""
    return (*_moved(FeeEvent.LEFT, held, stood), *_moved(FeeEvent.RESERVED, held, Place(court_id)))


def settle(event: FeeEvent, held: Held, *, court_id: str) -> tuple[Transfer, ...]:
    """Use, release or set aside what an application holds, as the court's answer or the filer's step says."""
    return _moved(event, held, Place(court_id))


def order_refund(number: str, amount: Decimal, *, stood: Place, court_id: str) -> tuple[Transfer, ...]:
    """Set a free receipt aside to be given back by a court's ruling: no application can take it any more.

    What stands elsewhere (at no court, where it was never used) is taken over by the court that rules.
    """
    whole, here = Held(number, amount, NOTHING), Place(court_id)
    if stood.court_id == court_id:
        return _moved(FeeEvent.REFUND_ORDERED, whole, stood)
    return (
        *_moved(FeeEvent.LEFT, whole, stood),
        *_moved(FeeEvent.TAKEN_OVER, whole, here),
        *_moved(FeeEvent.REFUND_ORDERED, whole, here),
    )


def refund(number: str, amount: Decimal, *, court_id: str) -> tuple[Transfer, ...]:
    """Enter that a portal has given money back."""
    return _moved(FeeEvent.REFUNDED, Held(number, amount, NOTHING), Place(court_id))


def balances(transfers: Iterable[Transfer]) -> Mapping[tuple[str, Account], Decimal]:
    """Return AZN by court and account; those of one court add up to zero."""
    found: defaultdict[tuple[str, Account], Decimal] = defaultdict(Decimal)
    for transfer in transfers:
        found[transfer.court_id, transfer.source] -= transfer.amount
        found[transfer.court_id, transfer.target] += transfer.amount
    return found


def _moved(event: FeeEvent, held: Held, place: Place) -> tuple[Transfer, ...]:
    shares = {Share.WHOLE: held.amount, Share.PART: held.part, Share.EXCESS: held.excess}
    return tuple(
        Transfer(held.number, place.court_id, event, move.source or place.account, move.target, shares[move.share])
        for move in MOVES[event]
        if shares[move.share] > 0
    )
