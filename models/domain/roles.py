"""Who a signed-in person is to the court."""

from enum import StrEnum


class Role(StrEnum):
    """The one role of an account (design §6)."""

    LITIGANT = "litigant"
    CLERK = "clerk"
    JUDGE = "judge"
    AUDITOR = "auditor"
    OWNER = "owner"


STAFF = frozenset({Role.CLERK, Role.JUDGE, Role.AUDITOR, Role.OWNER})  # they sign in with a password
