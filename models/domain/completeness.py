"""Whether a draft may be confirmed: everything that is still missing, by the step where it is mended."""

from dataclasses import dataclass
from decimal import Decimal

from models.domain.applications import ApplicationKind, CourtKind, check_jurisdiction, check_value
from models.domain.attachments import Attachment, DocumentKind, has_kind
from models.domain.errors import RuleBroken
from models.domain.fees import FLAT_KINDS
from models.domain.filing_side import needs_power_of_attorney
from models.domain.grounds import FilingStep
from models.domain.parties import Party, check_parties, check_party


@dataclass(frozen=True)
class Filing:
    """A draft as this rule sees it.

    `category_offered`: the category is one this court hears for this kind. `fee_problem`: why the chosen way does not
    cover the fee, None when it does; an online payment covers it as soon as it is chosen, for paying is what confirms.
    """

    court: CourtKind | None
    kind: ApplicationKind | None
    category_id: str
    category_offered: bool
    parties: tuple[Party, ...]
    attachments: tuple[Attachment, ...]
    heading: str
    body: str
    value: Decimal | None
    fee_problem: str | None
    lacks_cabinet: bool = False  # somebody on the filing side of a commercial claim has no cabinet (CLM-17)


@dataclass(frozen=True)
class Missing:
    """One thing to be mended: its step in the wizard and a stable code for its words."""

    step: FilingStep
    code: str


def completeness(filing: Filing) -> tuple[Missing, ...]:
    """Return what keeps the draft from being confirmed, in the order of the steps; empty when nothing does.

    Codes: `court_missing`, `kind_missing`, `kind_not_heard_by_court`, `category_missing`, `category_not_offered`;
    those of `check_parties`, `cabinet_missing` (CLM-17) and `party_incomplete`; `power_of_attorney_missing` (CLM-6;
    MPM 73.2); `heading_missing`, `text_missing`; those of `check_value`; `fee_problem` as it is.
    """
    return tuple(
        Missing(step, code)
        for step, codes in (
            (FilingStep.COURT, _court(filing)),
            (FilingStep.PARTIES, _parties(filing)),
            (FilingStep.DOCUMENTS, _documents(filing)),
            (FilingStep.TEXT, _text(filing)),
            (FilingStep.FEE, _fee(filing)),
        )
        for code in codes
    )


def _court(filing: Filing) -> list[str]:
    if filing.court is None:
        return ["court_missing"]
    if filing.kind is None:
        return ["kind_missing"]
    try:
        check_jurisdiction(filing.kind, filing.court)
    except RuleBroken as broken:
        return [broken.code]
    if not filing.category_id:
        return ["category_missing"]
    return [] if filing.category_offered else ["category_not_offered"]


def _parties(filing: Filing) -> list[str]:
    if filing.kind is None:
        return ["parties_before_kind"]
    codes = list(check_parties(filing.parties, filing.kind))
    if not any(party.is_filer for party in filing.parties):
        codes.append("filer_missing")
    if filing.lacks_cabinet:
        codes.append("cabinet_missing")
    return [*codes, "party_incomplete"] if any(check_party(party) for party in filing.parties) else codes


def _documents(filing: Filing) -> list[str]:
    needed = needs_power_of_attorney(filing.parties)
    there = has_kind(filing.attachments, DocumentKind.POWER_OF_ATTORNEY)
    return ["power_of_attorney_missing"] if needed and not there else []


def _text(filing: Filing) -> list[str]:
    typed = {"heading_missing": filing.heading, "text_missing": filing.body}
    return [code for code, text in typed.items() if not text.strip()]


def _fee(filing: Filing) -> list[str]:
    if filing.kind is None or filing.court is None:
        return ["fee_before_kind"]
    if filing.kind not in FLAT_KINDS:
        try:
            check_value(filing.kind, filing.court, value=filing.value)
        except RuleBroken as broken:
            return [broken.code]
    return [filing.fee_problem] if filing.fee_problem else []
