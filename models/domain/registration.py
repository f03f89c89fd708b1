"""A registration with an identity document (ID-2..5): what may follow what, and who may file."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from models.domain.decisions import check_rejection
from models.domain.errors import RuleBroken
from models.domain.roles import Actor, Role


class RegistrationStatus(StrEnum):
    """Where a registration stands."""

    AWAITING_EMAIL = "awaiting_email"
    KNOWN = "known"  # the person or the address has a cabinet already: refused, explained by letter
    EXPIRED = "expired"  # nobody followed the link
    AWAITING_IDENTITY = "awaiting_identity"  # the cabinet stands, its owner is not proven
    UNDER_CHECK = "under_check"  # an operator has the application
    CONFIRMED = "confirmed"


class RegistrationAct(StrEnum):
    """What happens to a registration."""

    CONFIRM_EMAIL = "confirm_email"
    FIND_KNOWN = "find_known"
    EXPIRE = "expire"
    APPLY = "apply"
    APPROVE = "approve"
    REJECT = "reject"
    PROVE = "prove"  # a strong sign-in


_S, _A = RegistrationStatus, RegistrationAct
TRANSITIONS: dict[tuple[RegistrationStatus, RegistrationAct], RegistrationStatus] = {
    (_S.AWAITING_EMAIL, _A.CONFIRM_EMAIL): _S.AWAITING_IDENTITY,
    (_S.AWAITING_EMAIL, _A.FIND_KNOWN): _S.KNOWN,
    (_S.AWAITING_EMAIL, _A.EXPIRE): _S.EXPIRED,
    (_S.KNOWN, _A.EXPIRE): _S.EXPIRED,
    (_S.AWAITING_IDENTITY, _A.APPLY): _S.UNDER_CHECK,
    (_S.AWAITING_IDENTITY, _A.PROVE): _S.CONFIRMED,
    (_S.UNDER_CHECK, _A.APPROVE): _S.CONFIRMED,
    (_S.UNDER_CHECK, _A.REJECT): _S.AWAITING_IDENTITY,
    (_S.UNDER_CHECK, _A.PROVE): _S.CONFIRMED,
}
NOT_FINISHED = frozenset({_S.AWAITING_EMAIL, _S.KNOWN})
ENDED = frozenset({_S.EXPIRED, _S.CONFIRMED})
MOST_LINKS = 5


@dataclass(frozen=True)
class RegistrationPolicy:
    """How long things are waited for; the court's settings."""

    link_lives: timedelta = timedelta(hours=24)
    reminder_after: timedelta = timedelta(days=1)
    removed_after: timedelta = timedelta(days=7)
    pause_between_links: timedelta = timedelta(minutes=1)


@dataclass(frozen=True)
class Registration:
    """One registration as its workflow knows it; it names no person."""

    id: str
    status: RegistrationStatus = RegistrationStatus.AWAITING_EMAIL
    links_sent: int = 0
    link_sent_at: datetime | None = None


def after(registration: Registration, act: RegistrationAct) -> Registration:
    """Return the registration after an act; RuleBroken `registration_link_used` or `registration_decided`."""
    following = TRANSITIONS.get((registration.status, act))
    if following is None:
        raise RuleBroken("registration_link_used" if act is RegistrationAct.CONFIRM_EMAIL else "registration_decided")
    return replace(registration, status=following)


def with_link(registration: Registration, *, at: datetime) -> Registration:
    """Return the registration after one more link was sent."""
    return replace(registration, links_sent=registration.links_sent + 1, link_sent_at=at)


def check_link_again(registration: Registration, policy: RegistrationPolicy, *, at: datetime) -> None:
    """Refuse another link: RuleBroken `registration_link_used`, `links_too_many`, `link_just_sent`."""
    if registration.status not in NOT_FINISHED:
        raise RuleBroken("registration_link_used")
    if registration.links_sent >= MOST_LINKS:
        raise RuleBroken("links_too_many")
    if registration.link_sent_at and at - registration.link_sent_at < policy.pause_between_links:
        raise RuleBroken("link_just_sent")


def check_decision(registration: Registration, act: RegistrationAct, actor: Actor, *, reason: str) -> None:
    """Refuse a decision by anybody but an operator, on nothing, or a rejection without a reason (ID-5)."""
    if actor.role is not Role.OPERATOR:
        raise RuleBroken("operators_only")
    after(registration, act)
    if act is RegistrationAct.REJECT:
        check_rejection(reason)


def check_may_file(*, identity_confirmed_at: datetime | None) -> None:
    """Refuse filing by a person whose identity nobody confirmed yet: RuleBroken `identity_not_confirmed` (ID-5)."""
    if identity_confirmed_at is None:
        raise RuleBroken("identity_not_confirmed")
