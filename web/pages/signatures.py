"""The signatures of a filing as a page shows them: who, when, how strong, and the machine's verdict."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from activities.signatures.signature_report import SignatureReport
from models.domain.claim_status import SIGNABLE, Act
from models.domain.signers import SEAL_ROLE
from web.deps import WebDeps
from web.language import gettext
from web.opening import Opened
from web.pages.claim_content import fin_for
from web.sessions import now
from web.verification import Verified, package_of, verified_package
from web.words.lookup import sentence


@dataclass(frozen=True)
class SignatureShown:
    """One signature of the container."""

    signer: str
    fin: str
    at: datetime | None
    level: str
    passed: bool
    verdict: str
    code: str
    seal: str = ""  # VÖEN of the organisation whose seal it is


@dataclass(frozen=True)
class SignerShown:
    """A person whose signature is needed, and whether it was given."""

    name: str
    fin: str
    is_me: bool
    signed_at: datetime | None
    said: str
    instead_of: str = ""  # FİN of whom the filer replaced, as this person may see it
    named_at: datetime | None = None
    seal: str = ""  # VÖEN of the seal called for beside the signature
    sealed_at: datetime | None = None
    replace: str = ""  # where the filer names another; empty when he cannot


@dataclass(frozen=True)
class SignaturesShown:
    """All signatures; `good` when every required signer has signed and every signature holds."""

    items: tuple[SignatureShown, ...]
    good: bool
    problem: str
    has_document: bool
    has_container: bool


async def signatures_shown(db: AsyncSession, deps: WebDeps, opened: Opened) -> SignaturesShown:
    """Verify the container of the confirmed version and return the verdicts."""
    package = await package_of(db, opened)
    if package is None:
        return SignaturesShown((), good=False, problem="", has_document=False, has_container=False)
    if not package.signatures:
        return SignaturesShown((), good=False, problem="", has_document=True, has_container=False)
    checked = await verified_package(deps, package, at=now())
    required = {(signer.fin, "") for signer in opened.signers if signer.signed_at}
    required |= {(signer.fin, signer.seal) for signer in opened.signers if signer.sealed_at}
    # A seal stands beside a person's signature and never in its place.
    missing = required - {(report.fin, seal_in(report)) for report in checked.reports if report.passed}
    return SignaturesShown(
        tuple(_shown(report, opened) for report in checked.reports),
        good=not checked.fault and not missing,
        problem=_problem(checked, some_missing=bool(missing)),
        has_document=True,
        has_container=True,
    )


def seal_in(report: SignatureReport) -> str:
    """Return the VÖEN of the organisation whose seal a signature is, "" for a person's own."""
    return report.voen or "" if SEAL_ROLE in report.roles else ""


def signers_shown(opened: Opened, names: dict[str, str]) -> tuple[SignerShown, ...]:
    """Return who must sign, in order."""
    replaceable = replaceable_in(opened)
    return tuple(
        SignerShown(
            names.get(signer.fin, ""),
            fin_for(opened.user, signer.fin),
            signer.fin == opened.user.fin,
            signer.signed_at,
            _said(opened, signed=signer.signed_at is not None, refused=signer.fin == opened.row.reason_by),
            fin_for(opened.user, signer.instead_of),
            signer.named_at,
            signer.seal,
            signer.sealed_at,
            f"/claims/{opened.row.id}/signers/{signer.position}/replace" if signer.fin in replaceable else "",
        )
        for signer in opened.signers
    )


def replaceable_in(opened: Opened) -> frozenset[str]:
    """Return the FİNs of the signers in whose place this person can put another."""
    may = Act.REPLACE in opened.acts
    return frozenset(signer.fin for signer in opened.claim.signers if may and signer.is_replaceable)


def _said(opened: Opened, *, signed: bool, refused: bool) -> str:
    if signed:
        return gettext("Signed")
    if refused:
        return gettext("Refused to sign")
    return gettext("Awaited") if opened.row.status in SIGNABLE else gettext("Not signed")


def _problem(checked: Verified, *, some_missing: bool) -> str:
    if checked.fault:
        return sentence(checked.fault)
    return (
        gettext("The container lacks the signature of a signer who is recorded as having signed.")
        if (some_missing)
        else ""
    )


def _shown(report: SignatureReport, opened: Opened) -> SignatureShown:
    return SignatureShown(
        report.signer,
        fin_for(opened.user, report.fin or ""),
        report.best_time,
        report.level,
        report.passed,
        gettext("Valid") if report.passed else sentence(report.code),
        "" if report.passed else report.code,
        seal_in(report),
    )
