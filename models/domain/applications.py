"""Applications: what a person may ask of which court, and what the case that follows is called."""

from decimal import Decimal
from enum import StrEnum

from models.domain.errors import RuleBroken


class ApplicationKind(StrEnum):
    """Müraciətin növü: the six kinds of the cabinet's first step (manual 8.1.1)."""

    CLAIM = "claim"
    COURT_ORDER = "court_order"
    SMALL_CLAIM = "small_claim"
    COMMERCIAL_CLAIM = "commercial_claim"
    SPECIAL_PROCEEDINGS = "special_proceedings"
    ADMINISTRATIVE_CLAIM = "administrative_claim"


class CourtKind(StrEnum):
    """Kinds of courts (Law on courts and judges; legal-facts §3.1)."""

    GENERAL = "general"
    ADMINISTRATIVE = "administrative"
    COMMERCIAL = "commercial"
    SERIOUS_CRIMES = "serious_crimes"
    MILITARY = "military"
    APPEAL = "appeal"
    CASSATION = "cassation"


# MPM 25.2, 26.1, 26.2, 30 and İPM. That a commercial court issues court orders is our reading of 26.1; the few special
# proceedings it hears (chapters 35, 40-2, 40-5) are told apart by category, which is reference data.
KINDS_HEARD: dict[CourtKind, frozenset[ApplicationKind]] = {
    CourtKind.GENERAL: frozenset(
        {
            ApplicationKind.CLAIM,
            ApplicationKind.COURT_ORDER,
            ApplicationKind.SMALL_CLAIM,
            ApplicationKind.SPECIAL_PROCEEDINGS,
        }
    ),
    CourtKind.COMMERCIAL: frozenset(
        {
            ApplicationKind.COMMERCIAL_CLAIM,
            ApplicationKind.COURT_ORDER,
            ApplicationKind.SMALL_CLAIM,
            ApplicationKind.SPECIAL_PROCEEDINGS,
        }
    ),
    CourtKind.ADMINISTRATIVE: frozenset({ApplicationKind.ADMINISTRATIVE_CLAIM}),
}

# What MPM 153.2 lets a court refuse to take. A court order is refused by its own article, and its fee then counts
# towards the later claim (279.3, 279.4); an administrative claim is deemed accepted on the day received (İPM 45.4).
DECLINABLE = frozenset(ApplicationKind) - {ApplicationKind.COURT_ORDER, ApplicationKind.ADMINISTRATIVE_CLAIM}

# MPM 284-1: a small claim is worth less than this.
SMALL_CLAIM_LIMITS = {CourtKind.GENERAL: Decimal(5_000), CourtKind.COMMERCIAL: Decimal(10_000)}

# Legal-facts §3.4: mülki iş, inzibati mübahisəyə dair iş, kommersiya mübahisəsi.
CASE_PREFIXES = {CourtKind.GENERAL: "2", CourtKind.ADMINISTRATIVE: "2-1", CourtKind.COMMERCIAL: "2-2"}


def kinds_heard_by(court: CourtKind) -> frozenset[ApplicationKind]:
    """Return the kinds a court of this kind takes as first instance (MPM 25, 26, 30); empty for all others."""
    return KINDS_HEARD.get(court, frozenset())


def check_jurisdiction(kind: ApplicationKind, court: CourtKind) -> None:
    """Refuse a kind the court may not hear: RuleBroken `kind_not_heard_by_court` (MPM 25, 26, 30; ground 152.1.3)."""
    if kind not in kinds_heard_by(court):
        raise RuleBroken("kind_not_heard_by_court", {"kind": kind, "court_kind": court})


def value_required(kind: ApplicationKind) -> bool:
    """Say whether the application cannot do without a claim value: only a small claim is defined by it (MPM 284-1)."""
    return kind is ApplicationKind.SMALL_CLAIM


def check_value(kind: ApplicationKind, court: CourtKind, *, value: Decimal | None) -> None:
    """Check the claim value in AZN against the kind (MPM 112, 284-1).

    Raises RuleBroken `claim_value_not_positive`, `claim_value_missing` or `small_claim_too_large` (detail `limit`).
    """
    if value is not None and value <= 0:
        raise RuleBroken("claim_value_not_positive")
    if not value_required(kind):
        return
    if value is None:
        raise RuleBroken("claim_value_missing")
    limit = SMALL_CLAIM_LIMITS.get(court)
    if limit is not None and value >= limit:
        raise RuleBroken("small_claim_too_large", {"limit": str(limit)})


def case_prefix(court: CourtKind) -> str:
    """Return the kind part of the case number: "2", "2-1" or "2-2"; RuleBroken `court_hears_no_claims` for others."""
    if court not in CASE_PREFIXES:
        raise RuleBroken("court_hears_no_claims", {"court_kind": court})
    return CASE_PREFIXES[court]


def check_declinable(kind: ApplicationKind) -> None:
    """Raise RuleBroken `kind_not_declined` when MPM 153.2 does not let a court refuse this kind."""
    if kind not in DECLINABLE:
        raise RuleBroken("kind_not_declined")
