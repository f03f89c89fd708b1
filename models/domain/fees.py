"""State fees (dövlət rüsumu): the tariff as plain figures, and each fee together with how it was reckoned."""

from dataclasses import dataclass, field
from decimal import Decimal

from models.domain.applications import ApplicationKind, CourtKind
from models.domain.errors import RuleBroken
from models.domain.money import round_to_qepik


@dataclass(frozen=True)
class Bracket:
    """One step of art. 8.1: `base` AZN plus `rate` of the part of the claim value above `above` AZN."""

    above: Decimal
    base: Decimal
    rate: Decimal
    article: str


@dataclass(frozen=True)
class Tariff:
    """The figures of the Law on state fee, art. 8, as amended in August 2021. Amounts in AZN, shares as fractions."""

    brackets: tuple[Bracket, ...] = (
        Bracket(Decimal(0), Decimal(30), Decimal(0), "8.1.1"),
        Bracket(Decimal(1_000), Decimal(30), Decimal("0.01"), "8.1.2"),
        Bracket(Decimal(10_000), Decimal(120), Decimal("0.003"), "8.1.3"),
        Bracket(Decimal(100_000), Decimal(390), Decimal("0.001"), "8.1.4"),
        Bracket(Decimal(1_000_000), Decimal(1_290), Decimal("0.0005"), "8.1.5"),
    )
    cap: Decimal = Decimal(50_000)  # 8.1.5
    dwelling: Decimal = Decimal(100)  # 8.1.6
    flat: Decimal = Decimal(100)  # 8.2
    appeal_share: Decimal = Decimal("0.5")  # 8.6
    first_filing_share: Decimal = Decimal("0.9")  # art. 9: freed from a tenth


TARIFF = Tariff()

# 8.2: these pay the flat fee whatever they are worth. That an administrative claim does is the default reading of
# İPM 86.1.4 and 95.1.3 (legal-facts §1.1), not a figure seen in print.
FLAT_KINDS = frozenset(
    {ApplicationKind.COURT_ORDER, ApplicationKind.SPECIAL_PROCEEDINGS, ApplicationKind.ADMINISTRATIVE_CLAIM}
)
CIVIL_CLAIMS = frozenset({ApplicationKind.CLAIM, ApplicationKind.SMALL_CLAIM})


@dataclass(frozen=True)
class FeeBasis:
    """What a fee depends on.

    `value` is the claim value in AZN, None when the claim cannot be valued. `own_dwelling`: the dispute is about a
    house, flat, homestead land or garden plot the claimant owns or uses. `first_e_filing`: the claimant files in a
    civil case through the system for the first time.
    """

    kind: ApplicationKind
    court: CourtKind
    value: Decimal | None = None
    natural_person: bool = False
    own_dwelling: bool = False
    first_e_filing: bool = False


@dataclass(frozen=True)
class FeeLine:
    """One step of the reckoning: AZN added or taken off, a stable code for the page's words, and the article."""

    amount: Decimal
    code: str
    article: str
    params: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Fee:
    """A fee in AZN, two decimals; `lines` add up to `amount`."""

    amount: Decimal
    lines: tuple[FeeLine, ...]


@dataclass(frozen=True)
class FeeSeen:
    """A fee as the filer saw it when choosing how to cover it, with what it depended on; texts, as they are kept."""

    amount: str  # AZN, "114.48"
    kind: str
    value: str  # AZN; empty: not valued
    court_id: str
    is_dwelling: bool


def fee_changes(before: FeeSeen, after: FeeSeen) -> tuple[str, ...]:
    """Name what made a fee another one since it was seen, none when it is the same; the page has a sentence for each.

    What depends on more than the four (who the parties are, whether it is the first filing) goes as `fee_by_parties`.
    """
    if before.amount == after.amount:
        return ()
    parts = {
        "fee_by_value": before.value != after.value,
        "fee_by_kind": before.kind != after.kind,
        "fee_by_court": before.court_id != after.court_id,
        "fee_by_dwelling": before.is_dwelling != after.is_dwelling,
    }
    return tuple(code for code, changed in parts.items() if changed) or ("fee_by_parties",)


def fee_for(basis: FeeBasis, *, tariff: Tariff = TARIFF) -> Fee:
    """Return the fee of a first-instance application (Law on state fee, art. 8.1, 8.2 and 9).

    Raises RuleBroken `claim_value_not_positive`.
    """
    lines = _full_fee(basis, tariff)
    if earns_first_filing_discount(basis):
        lines.append(_share(lines, tariff.first_filing_share, code="fee_first_e_filing", article="9"))
    return _fee(lines)


def appeal_fee_for(basis: FeeBasis, *, tariff: Tariff = TARIFF) -> Fee:
    """Return the fee of an appeal or cassation complaint: half of the undiscounted fee (art. 8.6)."""
    lines = _full_fee(basis, tariff)
    lines.append(_share(lines, tariff.appeal_share, code="fee_appeal_half", article="8.6"))
    return _fee(lines)


def exempt(fee: Fee, *, code: str, article: str) -> Fee:
    """Return the fee brought to nothing by an exemption, the reckoning kept (art. 9)."""
    return _fee([*fee.lines, FeeLine(-fee.amount, "fee_exempt", article, {"exemption": code})])


def earns_first_filing_discount(basis: FeeBasis) -> bool:
    """Say whether art. 9 frees from a tenth: a natural person's first electronic claim, civil case, general court."""
    return (
        basis.first_e_filing
        and basis.natural_person
        and basis.court is CourtKind.GENERAL
        and basis.kind in CIVIL_CLAIMS
    )


def _full_fee(basis: FeeBasis, tariff: Tariff) -> list[FeeLine]:
    if basis.value is not None and basis.value <= 0:
        raise RuleBroken("claim_value_not_positive")
    if basis.kind in FLAT_KINDS:
        return [FeeLine(round_to_qepik(tariff.flat), "fee_flat_kind", "8.2", {"kind": basis.kind})]
    if basis.value is None:
        return [FeeLine(round_to_qepik(tariff.flat), "fee_flat_unvalued", "8.2")]
    if basis.own_dwelling and basis.natural_person and basis.kind in CIVIL_CLAIMS:
        return [FeeLine(round_to_qepik(tariff.dwelling), "fee_flat_dwelling", "8.1.6")]
    return _valued_fee(basis.value, tariff)


def _valued_fee(value: Decimal, tariff: Tariff) -> list[FeeLine]:
    bracket = max((b for b in tariff.brackets if value > b.above), key=lambda b: b.above)
    lines = [_base_line(bracket, tariff)]
    if bracket.rate:
        part = value - bracket.above
        params = {"percent": _percent(bracket.rate), "part": str(part), "above": str(bracket.above)}
        lines.append(FeeLine(round_to_qepik(part * bracket.rate), "fee_percent_above", bracket.article, params))
    excess = sum((line.amount for line in lines), Decimal(0)) - tariff.cap
    if excess > 0:
        lines.append(FeeLine(-excess, "fee_cap", bracket.article, {"cap": str(tariff.cap)}))
    return lines


def _base_line(bracket: Bracket, tariff: Tariff) -> FeeLine:
    """Name the fixed part and the claim value it covers: all of the bracket when that has no rate, else up to it."""
    covered = bracket.above
    if not bracket.rate:
        covered = min((b.above for b in tariff.brackets if b.above > bracket.above), default=covered)
    return FeeLine(round_to_qepik(bracket.base), "fee_base", bracket.article, {"up_to": str(covered)})


def _share(lines: list[FeeLine], share: Decimal, *, code: str, article: str) -> FeeLine:
    """Bring the sum down to its share: what is paid is rounded, and the line is the difference."""
    total = sum((line.amount for line in lines), Decimal(0))
    return FeeLine(round_to_qepik(total * share) - total, code, article, {"percent": _percent(1 - share)})


def _fee(lines: list[FeeLine]) -> Fee:
    return Fee(round_to_qepik(sum((line.amount for line in lines), Decimal(0))), tuple(lines))


def _percent(share: Decimal) -> str:
    return f"{(share * 100).normalize():f}"
