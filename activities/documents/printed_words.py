"""The court's Azerbaijani words on a printed filing: roles, kinds, the fee's lines and the signers' statements.

A filing is printed in the language of the proceedings whatever language its filer reads the pages in.
"""

from models.domain.applications import ApplicationKind
from models.domain.attachments import DocumentKind
from models.domain.fees import FeeLine
from models.domain.parties import PartyRole

KINDS = {
    ApplicationKind.CLAIM: "İddia ərizəsi",
    ApplicationKind.COURT_ORDER: "Məhkəmə əmri haqqında ərizə",
    ApplicationKind.SMALL_CLAIM: "Kiçik mübahisələr üzrə iddia ərizəsi",
    ApplicationKind.COMMERCIAL_CLAIM: "Kommersiya mübahisələri üzrə iddia ərizəsi",
    ApplicationKind.SPECIAL_PROCEEDINGS: "Xüsusi icraat üzrə ərizə",
    ApplicationKind.ADMINISTRATIVE_CLAIM: "İnzibati mübahisələr üzrə iddia ərizəsi",
}
ROLES = {
    PartyRole.CLAIMANT: "İddiaçı",
    PartyRole.DEFENDANT: "Cavabdeh",
    PartyRole.APPLICANT: "Ərizəçi",
    PartyRole.INTERESTED_PERSON: "Maraqlı şəxs",
    PartyRole.CREDITOR: "Kreditor",
    PartyRole.DEBTOR: "Borclu",
    PartyRole.THIRD_PERSON: "Üçüncü şəxs",
    PartyRole.LEGAL_REPRESENTATIVE: "Qanuni nümayəndə",
    PartyRole.REPRESENTATIVE: "Nümayəndə",
    PartyRole.LAWYER: "Vəkil",
}
DOCUMENTS = {
    DocumentKind.POWER_OF_ATTORNEY: "Etibarnamə",
    DocumentKind.LAWYER_ORDER: "Vəkil orderi",
    DocumentKind.EVIDENCE: "Sübut",
    DocumentKind.CONTRACT: "Müqavilə",
    DocumentKind.APPLICATION: "Ərizə",
    DocumentKind.MOTION: "Vəsatət",
    DocumentKind.OBJECTION: "Etiraz",
    DocumentKind.COMPLAINT: "Şikayət",
    DocumentKind.LETTER: "Məktub",
    DocumentKind.RECEIPT: "Qəbz",
    DocumentKind.EXEMPTION_PROOF: "Rüsumdan azadolmanı təsdiq edən sənəd",
    DocumentKind.COURT_ACT: "Məhkəmə aktı",
    DocumentKind.DECISION: "Qərar",
    DocumentKind.ORDER: "Sərəncam",
    DocumentKind.EXPERT_OPINION: "Ekspert rəyi",
    DocumentKind.PRE_TRIAL_CLAIM: "Pretenziya",
    DocumentKind.MEDIATION_RECORD: "Mediasiya protokolu",
    DocumentKind.SETTLEMENT: "Barışıq sazişi",
    DocumentKind.SERVICE_PROOF: "Surətlərin göndərilməsini təsdiq edən sübut",
    DocumentKind.OTHER: "Digər sənəd",
}
# The two statements a signer ticks before signing (manual 8.1.6, "hüquq və vəzifələr"; MPM 47).
STATEMENTS = (
    "Prosessual hüquq və vəzifələrimlə tanış oldum.",
    "Göstərilən məlumatların doğruluğunu təsdiq edirəm, bilə-bilə yalan məlumat verməyə görə məsuliyyəti bilirəm.",
)
REGISTER_SILENT = "{day} tarixinə dövlət reyestrindən cavab alınmayıb"
PARTY_FIELDS = (
    ("fin", "FİN"),
    ("document", "Şəxsiyyət sənədi"),
    ("voen", "VÖEN"),
    ("phone", "Telefon"),
    ("email", "Elektron poçt"),
    ("address", "Faktiki ünvan"),
    ("postal_index", "Poçt indeksi"),
)
_FEE_LINES = {
    "fee_base": "{up_to} ₼ həcmində iddia qiymətinə görə",
    "fee_percent_above": "{above} ₼-dan yuxarı hissənin ({part} ₼) {percent} faizi",
    "fee_cap": "Rüsumun yuxarı həddi: {cap} ₼",
    "fee_flat_kind": "Müraciətin növü üzrə sabit məbləğ",
    "fee_flat_unvalued": "Qiymətləndirilməyən iddia üzrə sabit məbləğ",
    "fee_flat_dwelling": "Yaşayış sahəsi ilə bağlı iddia üzrə sabit məbləğ",
    "fee_first_e_filing": "Elektron qaydada ilk müraciətə görə {percent} faiz azadolma",
    "fee_exempt": "Rüsumdan azadolma",
}


def fee_line_words(line: FeeLine) -> str:
    """Say what a line of the fee's calculation is, with its article of the Law on state fee."""
    return f"{_FEE_LINES[line.code].format(**line.params)} (maddə {line.article})"
