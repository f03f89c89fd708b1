"""Words of requests to correct personal data."""

from enum import StrEnum

from models.domain.correction import CorrectionAct, CorrectionStatus, Datum, Finding
from web.language import N_

SENTENCES: dict[str, str] = {
    "name_format": N_("A name has letters, with single spaces, hyphens or apostrophes between them."),
    "name_too_long": N_("A name has at most 60 characters."),
    "correction_changes_nothing": N_("This is what the court keeps already."),
    "correction_open": N_("You have asked for a correction of this already. Wait for the answer or take it back."),
    "correction_decided": N_("This has been decided in the meantime."),
    "comparison_needed": N_("Ask the population register first: an answer is good for one day."),
    "nothing_to_correct": N_("The population register does not bear out a change: there is nothing to approve."),
    "correction_sent": N_("Your request was sent. You will be told by e-mail how it was decided."),
    "correction_withdrawn": N_("The request was taken back."),
    "correction_approved": N_("The datum was corrected and the person is told."),
    "correction_rejected": N_("The request was rejected and the person is told why."),
}
PATTERNS: dict[str, str] = {}
NAMES: dict[type[StrEnum], dict[str, str]] = {
    Datum: {
        Datum.SURNAME: N_("Surname"),
        Datum.NAME: N_("Name"),
        Datum.PATRONYMIC: N_("Father's name"),
    },
    CorrectionStatus: {
        CorrectionStatus.WAITING: N_("Waiting for the owner"),
        CorrectionStatus.APPROVED: N_("Corrected"),
        CorrectionStatus.REJECTED: N_("Rejected"),
        CorrectionStatus.WITHDRAWN: N_("Taken back"),
    },
    CorrectionAct: {
        CorrectionAct.OPEN: N_("The person asked for a correction"),
        CorrectionAct.LOOK: N_("The request was looked at"),
        CorrectionAct.COMPARE: N_("The population register was asked"),
        CorrectionAct.REMIND: N_("The owner was reminded"),
        CorrectionAct.MARK_OVERDUE: N_("The time to answer ran out"),
        CorrectionAct.APPROVE: N_("Approved and corrected"),
        CorrectionAct.REJECT: N_("The request was rejected"),
        CorrectionAct.WITHDRAW: N_("The person took the request back"),
    },
    Finding: {
        Finding.AGREES: N_("The register says what the person asks for."),
        Finding.DIFFERS: N_(
            "The register says neither what the court keeps nor what the person asks for. "
            "An approval writes what the register says."
        ),
        Finding.KEPT_IS_RIGHT: N_(
            "The register says what the court keeps. There is nothing to correct here: "
            "the person must first have the register corrected."
        ),
        Finding.SILENT: N_("The register says nothing in this place. Nothing can be approved."),
    },
}
