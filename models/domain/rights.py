"""What each role may do: one table of the acts on a claim, one of the doors of the court, one of what can be seen."""

from collections.abc import Set as AbstractSet
from enum import StrEnum

from models.domain.claim_status import BY_TIME, Act
from models.domain.roles import Role


class Tie(StrEnum):
    """How a person stands to the claim at hand; a role alone gives no right to any claim."""

    OPENS = "opens_it"  # the claim is not there yet
    FILER = "filer"
    AWAITED = "awaited_signer"
    LAST_AWAITED = "last_awaited_signer"
    CALLED_FOR_SEAL = "signer_who_called_for_a_seal"
    AWAITED_CO_CLAIMANT = "awaited_co_claimant"
    OWN_COURT = "claim_of_own_court"
    TERM = "term_that_ran_out"
    REGISTER = "register_that_answered"


class Door(StrEnum):
    """A group of pages that opens to roles, whatever else they look at behind it."""

    WELCOME = "welcome"  # first page, help, sign-in: everybody, signed in or not
    ACCOUNT = "account"  # one's own personal details and notifications
    CABINET = "cabinet"  # one's own applications: wizard, fee, signing room
    INQUIRIES = "inquiries"  # INQ-1, INQ-2
    CLAIM = "claim"  # one claim with its files, as far as SCOPES lets it be seen
    DESK = "desk"  # the registry of one court
    IDENTITIES = "identities"  # the operator's queue (ID-5)
    AUDIT = "audit"  # registers, and the clear text of histories (AUD-2)
    PEOPLE = "people"  # the owner's screens: roles and restrictions (AUD-4)
    RIGHTS = "rights"  # the register of rights
    CORRECTIONS = "corrections"  # asking for a correction of one's own data (PRO-3)
    CORRECTION_QUEUE = "correction_queue"  # the owner's decisions on such requests
    REFERENCE = "reference"  # courts and categories, as the owner edits them
    FEES = "fees"  # the account of fees: of his court for a clerk, of all for the owner (FEE-6)


class Scope(StrEnum):
    """Which claims a role can see."""

    OWN = "own"  # filed by the person, or with a place for his signature
    COURT = "court"  # those that reached the person's court
    ALL = "all"
    NONE = "none"


ACTS: dict[Act, tuple[Role, Tie]] = {
    Act.OPEN: (Role.LITIGANT, Tie.OPENS),
    Act.CONFIRM: (Role.LITIGANT, Tie.FILER),
    Act.WITHDRAW: (Role.LITIGANT, Tie.FILER),
    Act.REPLACE: (Role.LITIGANT, Tie.FILER),
    Act.DELETE: (Role.LITIGANT, Tie.FILER),
    Act.SIGN: (Role.LITIGANT, Tie.AWAITED),
    Act.SEAL: (Role.LITIGANT, Tie.CALLED_FOR_SEAL),
    Act.SEND: (Role.LITIGANT, Tie.LAST_AWAITED),
    Act.REFUSE: (Role.LITIGANT, Tie.AWAITED_CO_CLAIMANT),
    Act.DECIDE: (Role.CLERK, Tie.OWN_COURT),
    Act.UNDO: (Role.CLERK, Tie.OWN_COURT),
    Act.ACCEPT: (Role.CLERK, Tie.OWN_COURT),
    Act.RETURN: (Role.CLERK, Tie.OWN_COURT),
    Act.DECLINE: (Role.CLERK, Tie.OWN_COURT),
    Act.HEAR: (Role.SYSTEM, Tie.REGISTER),
    **dict.fromkeys(sorted(BY_TIME), (Role.SYSTEM, Tie.TERM)),
}

_PEOPLE = frozenset(Role) - {Role.SYSTEM}
DOORS: dict[Door, frozenset[Role]] = {
    Door.WELCOME: _PEOPLE,
    Door.ACCOUNT: _PEOPLE,
    Door.CABINET: frozenset({Role.LITIGANT}),
    Door.INQUIRIES: frozenset({Role.LITIGANT}),
    Door.CLAIM: frozenset({Role.LITIGANT, Role.CLERK, Role.AUDITOR}),
    Door.DESK: frozenset({Role.CLERK}),
    Door.IDENTITIES: frozenset({Role.OPERATOR}),
    Door.AUDIT: frozenset({Role.AUDITOR}),
    Door.PEOPLE: frozenset({Role.OWNER}),
    Door.RIGHTS: frozenset({Role.OWNER, Role.AUDITOR}),
    Door.CORRECTIONS: frozenset({Role.LITIGANT}),
    Door.CORRECTION_QUEUE: frozenset({Role.OWNER}),
    Door.REFERENCE: frozenset({Role.OWNER}),
    Door.FEES: frozenset({Role.CLERK, Role.OWNER}),
}

SCOPES: dict[Role, Scope] = {
    Role.LITIGANT: Scope.OWN,
    Role.CLERK: Scope.COURT,
    Role.JUDGE: Scope.NONE,  # until a case is drawn for a judge
    Role.AUDITOR: Scope.ALL,
    Role.OPERATOR: Scope.NONE,
    Role.OWNER: Scope.NONE,  # who grants rights sees no filings by that
    Role.SYSTEM: Scope.NONE,
}


def may_act(role: Role, act: Act, ties: AbstractSet[Tie]) -> bool:
    """Say whether a person of this role, who stands so to a claim, may take the act on it (design §6)."""
    wanted, tie = ACTS[act]
    return role is wanted and tie in ties


def may_enter(role: Role, door: Door) -> bool:
    """Say whether the pages behind a door are there for this role; for every other they do not exist."""
    return role in DOORS[door]
