"""A ground of exemption from the fee: as the filer named it, for the clerk to decide on; what the court said of it."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from activities.draft_reading import attachments_of
from models.domain.attachments import DocumentKind, has_kind
from models.domain.exemptions import ExemptionAnswer, exemption
from models.domain.fee_cover import FeeWay
from models.domain.languages import Language
from models.tables.desk import CourtDecisionRow
from models.tables.drafts import DraftRow
from web.language import current_language, gettext
from web.opening import Opened
from web.pages.claim_content import frozen_content


@dataclass(frozen=True)
class ExemptionAsked:
    """The ground that the filer named, where the law has it, and whether a proof is among the documents."""

    ground: str
    article: str
    proven: bool


async def exemption_asked(db: AsyncSession, opened: Opened) -> ExemptionAsked | None:
    """Return what is to be decided; None where the fee is covered by receipts."""
    row = await db.get_one(DraftRow, opened.row.id)
    if row.fee_way is not FeeWay.EXEMPT or not row.exemption_code:
        return None
    proven = has_kind(attachments_of(await frozen_content(db, opened)), DocumentKind.EXEMPTION_PROOF)
    return ExemptionAsked(ground_of(row.exemption_code), exemption(row.exemption_code).article, proven)


async def exemption_answer(db: AsyncSession, claim_id: str) -> str:
    """Return what the court said of the exemption in a decision that has left; nothing where it said nothing."""
    row = CourtDecisionRow
    left = (col(row.claim_id) == claim_id) & col(row.left_at).is_not(None)
    decided = (await db.execute(select(row).where(left))).scalar_one_or_none()
    return answer_words(decided)


def answer_words(decided: CourtDecisionRow | None) -> str:
    """Put the answer of a decision into words."""
    match decided.exemption if decided else None:
        case ExemptionAnswer.RECOGNISED:
            return gettext("The court recognised the exemption.")
        case ExemptionAnswer.NOT_RECOGNISED:
            said = gettext("The court did not recognise the exemption: %(why)s")
            return said % {"why": decided.exemption_reason if decided else ""}
        case _:
            return ""


def ground_of(code: str) -> str:
    """Return the law's words for a ground in the language of the request."""
    ground = exemption(code)
    return ground.en if current_language() is Language.EN else ground.az
