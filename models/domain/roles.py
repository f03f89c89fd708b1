"""Who is asking: roles and actors; what a role may do stands in rights.py."""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """The capacities in which people use the court (design §6)."""

    LITIGANT = "litigant"
    CLERK = "clerk"
    JUDGE = "judge"
    AUDITOR = "auditor"
    OPERATOR = "operator"  # confirms identities (ID-5)
    OWNER = "owner"
    SYSTEM = "system"  # a term that ran out, a payment that arrived


@dataclass(frozen=True)
class Actor:
    """The person, or the system itself, who takes an act."""

    role: Role
    fin: str = ""  # natural persons
    court_id: str = ""  # court staff
    account_id: str = ""
    voen: str = ""  # of the organisation in whose name he acts; empty: in his own (ID-12)


SYSTEM = Actor(Role.SYSTEM)
