"""Money: amounts in AZN with two decimals, read from what a person types and rounded in one place."""

import re
import unicodedata
from decimal import ROUND_HALF_UP, Decimal

from models.domain.errors import RuleBroken

QEPIK = Decimal("0.01")
LARGEST = Decimal("9999999999.99")  # what the money column holds

_CURRENCY = re.compile(r"(₼|azn|manat)$", re.IGNORECASE)
_PLAIN = re.compile(r"[0-9]{1,15}([.,][0-9]{1,2})?")
_GROUPED = re.compile(r"[0-9]{1,3}( [0-9]{3})+([.,][0-9]{1,2})?")


def round_to_qepik(amount: Decimal) -> Decimal:
    """Round AZN half up to 0.01; the law is silent, so this is the one place to change it (legal-facts §1.1)."""
    return amount.quantize(QEPIK, rounding=ROUND_HALF_UP)


def parse_amount(text: str) -> Decimal:
    """Read a positive amount in AZN: "12 400,50", "12400.50", "500 AZN".

    Spaces may part thousands; the last comma or point parts qəpiks. "12,400" is refused, because it may mean twelve
    thousand or twelve. Raises RuleBroken `amount_missing`, `amount_format`, `amount_not_positive`, `amount_too_large`.
    """
    typed = " ".join(unicodedata.normalize("NFKC", text).split())
    if not typed:
        raise RuleBroken("amount_missing")
    typed = _CURRENCY.sub("", typed).strip()
    if not (_PLAIN.fullmatch(typed) or _GROUPED.fullmatch(typed)):
        raise RuleBroken("amount_format")
    amount = Decimal(typed.replace(" ", "").replace(",", ".")).quantize(QEPIK)
    if amount == 0:
        raise RuleBroken("amount_not_positive")
    if amount > LARGEST:
        raise RuleBroken("amount_too_large")
    return amount
