"""Names of what a filing is made of: kinds, roles, documents, ways to sign and to pay."""

from enum import StrEnum

from models.domain.applications import ApplicationKind, CourtKind
from models.domain.attachments import DocumentKind
from models.domain.claim_value import ValueRule
from models.domain.fee_cover import FeeWay
from models.domain.parties import PartyRole, PersonType, SigningWay
from models.domain.party_parts import PartyPart
from models.domain.payment import PaymentStatus
from web.language import N_

NAMES: dict[type[StrEnum], dict[StrEnum, str]] = {
    ApplicationKind: {
        ApplicationKind.CLAIM: N_("Statement of claim"),
        ApplicationKind.COURT_ORDER: N_("Application for a court order"),
        ApplicationKind.SMALL_CLAIM: N_("Small claim"),
        ApplicationKind.COMMERCIAL_CLAIM: N_("Commercial claim"),
        ApplicationKind.SPECIAL_PROCEEDINGS: N_("Application in special proceedings"),
        ApplicationKind.ADMINISTRATIVE_CLAIM: N_("Administrative claim"),
    },
    CourtKind: {
        CourtKind.GENERAL: N_("District (city) courts"),
        CourtKind.ADMINISTRATIVE: N_("Administrative courts"),
        CourtKind.COMMERCIAL: N_("Commercial courts"),
        CourtKind.SERIOUS_CRIMES: N_("Courts of serious crimes"),
        CourtKind.MILITARY: N_("Military courts"),
        CourtKind.APPEAL: N_("Courts of appeal"),
        CourtKind.CASSATION: N_("Supreme Court"),
    },
    PartyRole: {
        PartyRole.CLAIMANT: N_("Claimant"),
        PartyRole.DEFENDANT: N_("Defendant"),
        PartyRole.APPLICANT: N_("Applicant"),
        PartyRole.INTERESTED_PERSON: N_("Interested person"),
        PartyRole.CREDITOR: N_("Creditor"),
        PartyRole.DEBTOR: N_("Debtor"),
        PartyRole.THIRD_PERSON: N_("Third person"),
        PartyRole.LEGAL_REPRESENTATIVE: N_("Legal representative"),
        PartyRole.REPRESENTATIVE: N_("Representative"),
        PartyRole.LAWYER: N_("Lawyer"),
    },
    PersonType: {
        PersonType.NATURAL_PERSON: N_("Natural person"),
        PersonType.RESIDENT: N_("Holder of a residence permit (DYİ, MYİ)"),
        PersonType.ENTREPRENEUR: N_("Entrepreneur"),
        PersonType.LEGAL_ENTITY: N_("Legal entity"),
        PersonType.FOREIGN_LEGAL_ENTITY: N_("Foreign legal entity"),
        PersonType.NON_RESIDENT: N_("Natural person who is not a resident"),
    },
    PartyPart: {
        PartyPart.IDENTITY: N_("Who it is"),
        PartyPart.CONTACT: N_("Phone and e-mail"),
        PartyPart.ADDRESS: N_("Actual address"),
        PartyPart.SIGNING: N_("How the claimant takes part"),
        PartyPart.SIGNER: N_("Who is called to sign"),
    },
    ValueRule: {
        ValueRule.MONEY: N_("A sum of money"),
        ValueRule.THING: N_("A thing: what it is worth"),
        ValueRule.ALIMONY: N_("Alimony"),
        ValueRule.TERM_PAYMENTS: N_("Payments for a term"),
        ValueRule.INDEFINITE_PAYMENTS: N_("Payments without a term, or for life"),
        ValueRule.PAYMENT_CHANGE: N_("Raising or lowering payments: the difference"),
        ValueRule.PAYMENT_END: N_("Ending payments: what is left to pay"),
        ValueRule.LEASE_END: N_("Ending a lease early: the rent that is left"),
    },
    SigningWay: {
        SigningWay.POWER_OF_ATTORNEY: N_("A power of attorney is provided"),
        SigningWay.SIGNS_HIMSELF: N_("The claimant will sign himself"),
    },
    DocumentKind: {
        DocumentKind.POWER_OF_ATTORNEY: N_("Power of attorney"),
        DocumentKind.LAWYER_ORDER: N_("Lawyer's order"),
        DocumentKind.EVIDENCE: N_("Evidence"),
        DocumentKind.CONTRACT: N_("Contract"),
        DocumentKind.APPLICATION: N_("Application"),
        DocumentKind.MOTION: N_("Motion"),
        DocumentKind.OBJECTION: N_("Objection"),
        DocumentKind.COMPLAINT: N_("Complaint"),
        DocumentKind.LETTER: N_("Letter"),
        DocumentKind.RECEIPT: N_("Receipt"),
        DocumentKind.EXEMPTION_PROOF: N_("Proof of exemption from the fee"),
        DocumentKind.COURT_ACT: N_("Court act"),
        DocumentKind.DECISION: N_("Decision"),
        DocumentKind.ORDER: N_("Order"),
        DocumentKind.EXPERT_OPINION: N_("Expert opinion"),
        DocumentKind.PRE_TRIAL_CLAIM: N_("Pre-trial claim"),
        DocumentKind.MEDIATION_RECORD: N_("Record of mediation"),
        DocumentKind.SETTLEMENT: N_("Settlement agreement"),
        DocumentKind.SERVICE_PROOF: N_("Proof that copies were sent"),
        DocumentKind.OTHER: N_("Other document"),
    },
    FeeWay: {
        FeeWay.ONLINE: N_("Pay online"),
        FeeWay.RECEIPT: N_("Already paid"),
        FeeWay.EXEMPT: N_("Exempt from the fee"),
    },
    PaymentStatus: {
        PaymentStatus.OPENING: N_("Being opened"),
        PaymentStatus.WAITING: N_("Waiting for payment"),
        PaymentStatus.PAID: N_("Paid"),
        PaymentStatus.FAILED: N_("Not paid"),
        PaymentStatus.EXPIRED: N_("Time ran out"),
    },
}
