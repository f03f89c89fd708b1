"""Exemptions from the state fee (rüsumdan azadolma): the law's list as it is offered in the fee step."""

from dataclasses import dataclass
from enum import StrEnum

from models.domain.errors import RuleBroken


class ExemptionAnswer(StrEnum):
    """What the court says of a ground that a filer named."""

    RECOGNISED = "recognised"
    NOT_RECOGNISED = "not_recognised"  # the fee is due


@dataclass(frozen=True)
class Exemption:
    """One reason of art. 9 (or of the MPM) for which no fee is paid; `verified` False where one source only has it."""

    code: str
    article: str
    az: str
    en: str
    verified: bool


_ARTICLE_9 = "Dövlət rüsumu haqqında Qanun, 9"

# Legal-facts §1.3: the list as published in May 2021. The administrative exemption is left out, since the amended
# İPM 86.1.4 and 95.1.3 have the court check that the fee was paid.
EXEMPTIONS = (
    Exemption(
        "wages",
        _ARTICLE_9,
        "Əmək haqqının alınması və əmək fəaliyyətindən irəli gələn digər tələblər üzrə iddiaçı",
        "Claimant seeking wages or other claims arising from employment",
        verified=True,
    ),
    Exemption(
        "alimony",
        _ARTICLE_9,
        "Alimentin tutulması haqqında iddia üzrə iddiaçı",
        "Claimant seeking alimony (maintenance)",
        verified=True,
    ),
    Exemption(
        "injury",
        _ARTICLE_9,
        "Əlillik, sağlamlığın başqa cür pozulması və ya ailəni dolandıranın ölümü nəticəsində vurulmuş ziyanın "
        "ödənilməsi haqqında iddia üzrə iddiaçı",
        "Claimant seeking damages for disability, other injury to health or the death of a breadwinner",
        verified=True,
    ),
    Exemption(
        "intellectual_property",
        _ARTICLE_9,
        "Müəlliflik hüququndan, ixtiradan və digər əqli mülkiyyət hüquqlarından irəli gələn iddia üzrə iddiaçı",
        "Author or other claimant under copyright, invention or other intellectual property rights",
        verified=True,
    ),
    Exemption(
        "consumer",
        _ARTICLE_9,
        "İstehlakçı hüquqlarının pozulması ilə əlaqədar iddia üzrə iddiaçı",
        "Claimant whose rights as a consumer were infringed",
        verified=True,
    ),
    Exemption(
        "social_insurance_recourse",
        _ARTICLE_9,
        "Ödənilmiş müavinət və pensiya məbləğlərinin reqres qaydasında tutulması üzrə sosial sığorta orqanları",
        "Social insurance bodies recovering benefits and pensions they have paid",
        verified=False,
    ),
    Exemption(
        "social_support_recovery",
        _ARTICLE_9,
        "Əsassız alınmış sosial müdafiə vəsaitlərinin tutulması üzrə sosial təminat orqanları",
        "Social security bodies recovering social support paid without ground",
        verified=False,
    ),
    Exemption(
        "lost_proceedings",
        _ARTICLE_9,
        "İtirilmiş məhkəmə və ya icra icraatının bərpası haqqında ərizə üzrə tərəflər",
        "Parties asking to restore lost court or enforcement proceedings",
        verified=False,
    ),
    Exemption(
        "unlawful_prosecution",
        _ARTICLE_9,
        "Təhqiqat, istintaq, prokurorluq və məhkəmə orqanlarının qanunsuz hərəkətləri ilə vurulmuş ziyanın ödənilməsi "
        "haqqında iddia üzrə iddiaçı",
        "Claimant seeking damages for unlawful acts of inquiry, investigation, prosecution or court",
        verified=False,
    ),
    Exemption(
        "criminal_and_alimony_papers",
        _ARTICLE_9,
        "Cinayət və aliment işlərinə dair sənədlər üzrə tərəflər",
        "Parties asking for papers of criminal and alimony cases",
        verified=False,
    ),
    Exemption(
        "minor",
        _ARTICLE_9,
        "Öz hüquqlarının müdafiəsi ilə bağlı yetkinlik yaşına çatmayanlar",
        "Minors defending their own rights",
        verified=False,
    ),
    Exemption(
        "default_judgment",
        "MPM 245.3",
        "Qiyabi qətnamənin ləğv edilməsi haqqında ərizə verən tərəf",
        "Party asking to set a default judgment aside",
        verified=True,
    ),
    Exemption(
        "protected_persons",
        _ARTICLE_9,
        "Şəhid ailələri, müharibə veteranları, qaçqınlar, məcburi köçkünlər və Çernobıl qəzasından zərər çəkənlər",
        "Families of martyrs, war veterans, refugees, displaced persons and victims of Chernobyl",
        verified=False,
    ),
    Exemption(
        "arbitration_interim",
        "MPM 108.1.5",
        "Arbitraj icraatı ilə bağlı müvəqqəti təminat tədbirləri haqqında ərizə verən tərəf",
        "Party asking for interim measures in aid of arbitration",
        verified=True,
    ),
    Exemption(
        "other",
        _ARTICLE_9,
        "Qanunla nəzərdə tutulmuş digər əsas (əsas mətnlə göstərilir)",
        "Another ground provided by law (to be named in words)",
        verified=False,
    ),
)

_BY_CODE = {exemption.code: exemption for exemption in EXEMPTIONS}


def exemption(code: str) -> Exemption:
    """Return the exemption with this code (art. 9), or raise RuleBroken `exemption_unknown`."""
    if code not in _BY_CODE:
        raise RuleBroken("exemption_unknown")
    return _BY_CODE[code]
