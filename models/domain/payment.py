"""How one online payment of a court fee stands."""

from enum import StrEnum


class Portal(StrEnum):
    """Where a court fee is paid online (FEE-1)."""

    GOVERNMENT = "government"  # "Hökumət Ödəniş Portalı"
    ASAN = "asan"  # "ASAN ödəniş"


class PaymentStatus(StrEnum):
    """From the portal's session to its answer; late, double and missing answers all end in one of the last three."""

    OPENING = "opening"
    WAITING = "waiting"
    PAID = "paid"
    FAILED = "failed"
    EXPIRED = "expired"  # no answer within the payment's life; the portal is asked one last time before


CLOSED = frozenset({PaymentStatus.PAID, PaymentStatus.FAILED, PaymentStatus.EXPIRED})
