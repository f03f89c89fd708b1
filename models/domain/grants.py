"""Grants by which a member of staff holds a role: at which court, until when, and what may not be done with them."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from models.domain.errors import RuleBroken
from models.domain.roles import Role

AT_A_COURT = frozenset({Role.CLERK, Role.JUDGE})
GRANTABLE = (Role.CLERK, Role.JUDGE, Role.AUDITOR, Role.OPERATOR, Role.OWNER)


class RightsAct(StrEnum):
    """What can be done to a person's rights; each is one line of the register of rights."""

    GRANT = "grant"
    WITHDRAW = "withdraw"
    LIMIT = "limit"  # AUD-4: the person cannot sign in
    LIFT = "lift"
    INVITE = "invite"  # a link is sent by which the person chooses a password


@dataclass(frozen=True)
class Grant:
    """A role held from `since` until `until` (None: without end), unless withdrawn before."""

    role: Role
    since: datetime
    court_id: str = ""
    until: datetime | None = None
    withdrawn_at: datetime | None = None

    def lives(self, at: datetime) -> bool:
        """Say whether the role is held at that moment."""
        return self.withdrawn_at is None and self.since <= at and (self.until is None or at < self.until)


def check_grant(wanted: Grant, *, reason: str, is_self: bool, holds: Grant | None) -> None:
    """Say whether the owner may grant this; `holds` is the grant the person holds now.

    Raises RuleBroken `rights_of_oneself`, `role_not_grantable`, `court_needed`, `court_not_for_role`, `end_is_past`,
    `has_a_role`, `reason_missing`.
    """
    if is_self:
        raise RuleBroken("rights_of_oneself")
    if wanted.role not in GRANTABLE:
        raise RuleBroken("role_not_grantable")
    if (wanted.role in AT_A_COURT) is not bool(wanted.court_id):
        raise RuleBroken("court_not_for_role" if wanted.court_id else "court_needed")
    if wanted.until is not None and wanted.until <= wanted.since:
        raise RuleBroken("end_is_past")
    if holds is not None:
        raise RuleBroken("has_a_role")
    _check_reason(reason)


def check_withdrawal(holds: Grant | None, *, reason: str, other_owners: int) -> None:
    """Say whether a grant may be withdrawn; `other_owners` hold their role without end and can sign in.

    Raises RuleBroken `has_no_role`, `last_owner`, `reason_missing`.
    """
    if holds is None:
        raise RuleBroken("has_no_role")
    _check_owner_remains(holds, other_owners)
    _check_reason(reason)


def check_limit(holds: Grant | None, *, reason: str, is_self: bool, is_limited: bool, other_owners: int) -> None:
    """Say whether a person's access may be limited (AUD-4).

    Raises RuleBroken `rights_of_oneself`, `limited_already`, `last_owner`, `reason_missing`.
    """
    if is_self:
        raise RuleBroken("rights_of_oneself")
    if is_limited:
        raise RuleBroken("limited_already")
    _check_owner_remains(holds, other_owners)
    _check_reason(reason)


def check_lift(*, reason: str, is_limited: bool) -> None:
    """Say whether a limit may be lifted. Raises RuleBroken `not_limited`, `reason_missing`."""
    if not is_limited:
        raise RuleBroken("not_limited")
    _check_reason(reason)


def check_invitation(holds: Grant | None, *, reason: str, is_self: bool, is_limited: bool, has_address: bool) -> None:
    """Say whether a link to choose a password may be sent to a member of the staff.

    Raises RuleBroken `rights_of_oneself`, `has_no_role`, `limited_already`, `has_no_address`, `reason_missing`.
    """
    if is_self:
        raise RuleBroken("rights_of_oneself")
    if holds is None:
        raise RuleBroken("has_no_role")
    if is_limited:
        raise RuleBroken("limited_already")
    if not has_address:
        raise RuleBroken("has_no_address")
    _check_reason(reason)


def _check_owner_remains(holds: Grant | None, other_owners: int) -> None:
    if holds is not None and holds.role is Role.OWNER and not other_owners:
        raise RuleBroken("last_owner")


def _check_reason(reason: str) -> None:
    if not reason.strip():
        raise RuleBroken("reason_missing")
