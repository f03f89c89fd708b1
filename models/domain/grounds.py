"""Grounds on which the court returns an application or refuses it, and the place of the filing each points at."""

from dataclasses import dataclass
from enum import StrEnum

from models.domain.errors import RuleBroken


class FilingStep(StrEnum):
    """The wizard's steps (CLM-1..9), which a returned filing is led back to."""

    COURT = "court"
    PARTIES = "parties"
    DOCUMENTS = "documents"
    TEXT = "text"
    FEE = "fee"
    SIGNING = "signing"


@dataclass(frozen=True)
class Ground:
    """One point of the law's list; `step` and `field` say where the filer mends it, None where it cannot be mended."""

    code: str
    article: str
    az: str
    en: str
    step: FilingStep | None = None
    field: str = ""


# MPM 152.1. After the cure the claim may be filed again (152.4).
RETURN_GROUNDS = (
    Ground(
        "form_or_content",
        "MPM 152.1.1",
        "Ərizə bu Məcəllənin 149-cu maddəsində göstərilən forma və məzmuna uyğun deyil və ya ona 150.1.1-ci maddədə "
        "nəzərdə tutulan surətlər əlavə edilməmişdir",
        "The application lacks the form or content of article 149, or the copies of article 150.1.1 are not attached",
        FilingStep.TEXT,
        "body",
    ),
    Ground(
        "signature",
        "MPM 152.1.2",
        "Ərizə imzalanmamışdır və ya imzalamaq səlahiyyəti olmayan şəxs tərəfindən imzalanmışdır",
        "The application is not signed, or is signed by a person without the right to sign it",
        FilingStep.SIGNING,
        "signing",
    ),
    Ground(
        "jurisdiction",
        "MPM 152.1.3",
        "İş bu məhkəmənin ərazi və ya məhkəmə aidiyyətinə aid deyil",
        "The case does not belong to this court by territory or by jurisdiction",
        FilingStep.COURT,
        "court",
    ),
    Ground(
        "copies_to_participants",
        "MPM 152.1.4",
        "Kommersiya mübahisəsi üzrə iddia ərizəsinin və ona əlavə edilmiş sənədlərin işdə iştirak edən digər şəxslərə "
        "göndərilməsini təsdiq edən sübut təqdim edilməmişdir",
        "In a commercial dispute there is no proof that the other participants were sent the claim and its attachments",
        FilingStep.DOCUMENTS,
        "service_proof",
    ),
    Ground(
        "fee",
        "MPM 152.1.5",
        "Dövlət rüsumunun müəyyən edilmiş qaydada və məbləğdə ödənilməsini təsdiq edən sənəd təqdim edilməmişdir",
        "There is no proof that the state fee was paid in due form and amount",
        FilingStep.FEE,
        "fee",
    ),
    Ground(
        "pre_trial_claim",
        "MPM 152.1.6",
        "Mübahisənin məhkəməyədək həlli qaydasına (pretenziya qaydasına) riayət edilməsini təsdiq edən sənəd təqdim "
        "edilməmişdir",
        "There is no proof that the pre-trial claim (pretenziya) procedure was followed",
        FilingStep.DOCUMENTS,
        "pre_trial_claim",
    ),
    Ground(
        "mediation",
        "MPM 152.1.6-1",
        "Məcburi mediasiya prosesində iştirakı təsdiq edən sənəd təqdim edilməmişdir",
        "There is no proof of taking part in mandatory mediation",
        FilingStep.DOCUMENTS,
        "mediation_record",
    ),
    Ground(
        "unrelated_claims",
        "MPM 152.1.7",
        "Bir ərizədə bir-biri ilə əlaqədar olmayan tələblər birləşdirilmişdir",
        "Unrelated claims are joined in one application",
        FilingStep.TEXT,
        "body",
    ),
    Ground(
        "bank_application",
        "MPM 152.1.8",
        "Tələbin ödənilməsi üçün banka müraciət edilməsini təsdiq edən sənəd təqdim edilməmişdir",
        "There is no proof of having applied to the bank",
        FilingStep.DOCUMENTS,
        "evidence",
    ),
    Ground(
        "asked_back",
        "MPM 152.1.9",
        "Ərizənin icraata qəbul edilməsi haqqında qərardad çıxarılanadək iddiaçı onun qaytarılmasını xahiş etmişdir",
        "The claimant asked for the application back before it was accepted",
    ),
    Ground(
        "not_electronic",
        "MPM 152.1.10",
        "Kommersiya mübahisəsi üzrə iddia ərizəsi elektron qaydada verilməmişdir",
        "A commercial claim was not filed electronically (MPM 10-1.3)",
    ),
)

# MPM 153.2. A refusal bars filing the same claim again (153.5).
REFUSAL_GROUNDS = (
    Ground(
        "not_for_court",
        "MPM 153.2",
        "Ərizəyə məhkəmədə və ya mülki mühakimə icraatı qaydasında baxıla bilməz",
        "The application is not for a court, or not for civil procedure",
    ),
    Ground(
        "already_judged",
        "MPM 153.2",
        "Eyni tərəflər arasında, eyni predmet haqqında və eyni əsaslar üzrə mübahisəyə dair qanuni qüvvəyə minmiş "
        "qətnamə və ya qərardad vardır",
        "A judgment or ruling in force exists between the same parties, on the same subject and grounds",
    ),
    Ground(
        "arbitral_award",
        "MPM 153.2",
        "Eyni tərəflər arasında, eyni predmet haqqında və eyni əsaslar üzrə qüvvəyə minmiş arbitraj qərarı vardır",
        "An arbitral award in force exists between the same parties, on the same subject and grounds",
    ),
    Ground(
        "pending_elsewhere",
        "MPM 153.2",
        "Eyni tərəflər arasında, eyni predmet haqqında və eyni əsaslar üzrə iş başqa məhkəmənin icraatındadır",
        "A case between the same parties, on the same subject and grounds is pending before another court",
    ),
)


def return_ground(code: str) -> Ground:
    """Return a ground of MPM 152.1 by its code, or raise RuleBroken `return_ground_unknown`."""
    return _of(RETURN_GROUNDS, code, unknown="return_ground_unknown")


def refusal_ground(code: str) -> Ground:
    """Return a ground of MPM 153.2 by its code, or raise RuleBroken `refusal_ground_unknown`."""
    return _of(REFUSAL_GROUNDS, code, unknown="refusal_ground_unknown")


def _of(grounds: tuple[Ground, ...], code: str, *, unknown: str) -> Ground:
    for ground in grounds:
        if ground.code == code:
            return ground
    raise RuleBroken(unknown)
