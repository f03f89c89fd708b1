"""One application as its filer holds it: who is in it, and the ids that its forms have chosen."""

from dataclasses import dataclass

from simulators.people import Person
from tests.card import TestCard


@dataclass
class Application:
    """One application in its filer's hands: the ids its forms chose stay the same however often they are sent."""

    claimants: tuple[Person, ...]
    defendant: Person
    origin_id: str = ""
    receipt: str = ""
    card: TestCard | None = None  # signs instead of the phone
    is_exempt: bool = False  # the filer names a ground of exemption instead of a receipt
    is_misspelt: bool = False  # the defendant, and no register has answered for him when he was typed
    claim_id: str = ""
    payment_id: str = ""
    version: int = 0
