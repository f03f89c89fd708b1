"""The page of one claim after its draft: where it stands, what comes next, what was filed, who signed."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from models.domain.claim_status import COPIED, SIGNABLE, Act, ClaimStatus
from models.tables.claims import ReceiptRow, ReceiptUseRow
from models.tables.drafts import DraftRow
from web.acting import in_name
from web.archiving import is_archived
from web.deps import STAFF, WebDeps
from web.language import gettext, ngettext
from web.opening import Opened
from web.pages.claim_changes import Origin, origin_of
from web.pages.claim_content import ContentShown, content_shown
from web.pages.claim_timeline import Step, timeline_of
from web.pages.complaint import ComplaintShown, complaint_shown
from web.pages.deadlines import Deadline, deadline_of
from web.pages.exemption import exemption_answer, ground_of
from web.pages.return_places import GroundShown, PlaceShown, ground_shown, return_shown
from web.pages.signatures import SignaturesShown, SignerShown, signatures_shown, signers_shown
from web.pages.status_tags import StatusTag, status_tag
from web.pages.void_signatures import VoidVersion, void_versions
from web.sessions import now
from web.words.lookup import sentence


@dataclass(frozen=True)
class ReasonShown:
    """Why a claim was returned or refused ("Baxış"): the ground of the law, and the words of whoever decided."""

    title: str
    ground: str
    article: str
    text: str
    more: tuple[GroundShown, ...] = ()
    places: tuple[PlaceShown, ...] = ()


@dataclass(frozen=True)
class FeeShown:
    """What covers the fee and how it stands."""

    covered_by: str
    amount: Decimal | None
    state: str
    answer: str = ""  # what the court said of the exemption
    receipts: str = ""  # address of the filer's receipts, where a refund is asked for


@dataclass(frozen=True)
class Button:
    """A link that looks like a button."""

    address: str
    text: str
    secondary: bool = False


@dataclass(frozen=True)
class ClaimPage:
    """Everything about one claim that this person may see; `archived` is None where there is nothing to archive."""

    claim_id: str
    number: str
    status: StatusTag
    case_number: str
    sent_at: datetime | None
    decided_at: datetime | None
    deadline: Deadline | None
    next_step: str
    complaint: ComplaintShown | None
    reason: ReasonShown | None
    buttons: tuple[Button, ...]
    can_copy: bool
    archived: bool | None
    origin: Origin | None
    content: ContentShown | None
    signers: tuple[SignerShown, ...]
    signatures: SignaturesShown
    fee: FeeShown | None
    timeline: tuple[Step, ...]
    void: tuple[VoidVersion, ...]  # what was signed before it was taken back


async def claim_page(db: AsyncSession, deps: WebDeps, opened: Opened) -> ClaimPage:
    """Return the page of an opened claim; a draft never confirmed has no content to show."""
    row = opened.row
    content = await content_shown(db, opened) if row.version else None
    names = content.names if content else {}
    return ClaimPage(
        claim_id=row.id,
        number=row.number,
        status=status_tag(row.status),
        case_number=row.case_number,
        sent_at=row.sent_at,
        decided_at=row.decided_at,
        deadline=deadline_of(row.decide_by, at=now()) if row.status is ClaimStatus.SENT else None,
        next_step=_next_step(opened),
        complaint=await complaint_shown(db, opened),
        reason=await reason_of(db, opened, names),
        buttons=_buttons(opened),
        can_copy=opened.is_filer and row.status in COPIED,
        archived=await is_archived(db, opened),
        origin=await origin_of(db, opened),
        content=content,
        signers=signers_shown(opened, names),
        signatures=await signatures_shown(db, deps, opened),
        fee=await fee_shown(db, opened) if content else None,
        timeline=await timeline_of(db, row.id, names, inside=opened.user.role in STAFF),
        void=tuple(one for one in await void_versions(db, row.id, opened.user) if one.was_signed),
    )


async def reason_of(db: AsyncSession, opened: Opened, names: dict[str, str]) -> ReasonShown | None:
    """Return why the claim came back, None when it did not."""
    row = opened.row
    if row.status is ClaimStatus.REFUSED:
        who = names.get(row.reason_by, "")
        return ReasonShown(sentence(row.reason_code), who, "", row.reason)
    if row.status is ClaimStatus.DECLINED:
        ground = ground_shown(row.reason_code)
        return ReasonShown(
            gettext("The court refused to accept the application"), ground.words, ground.article, row.reason
        )
    if row.status is not ClaimStatus.RETURNED:
        return None
    returned = await return_shown(db, row.id)
    first, *more = returned.grounds if returned and returned.grounds else (GroundShown("", ""),)
    title, places = gettext("The court returned the application"), returned.places if returned else ()
    return ReasonShown(title, first.words, first.article, row.reason, tuple(more), places)


async def fee_shown(db: AsyncSession, opened: Opened) -> FeeShown:
    """Return what covers the fee: the receipt the claim holds, used or gave back, or the ground of exemption."""
    claim_id = opened.row.id
    use = (
        await db.execute(
            select(ReceiptUseRow)
            .where(col(ReceiptUseRow.claim_id) == claim_id)
            .order_by(col(ReceiptUseRow.revision).desc())
            .limit(1)
        )
    ).scalar_one_or_none()
    if use is not None:
        receipt = await db.get_one(ReceiptRow, use.receipt_number)
        named = f"{gettext('Receipt')} № {use.receipt_number}"
        mine = in_name("/receipts", opened.user.acting) if opened.user.capacities else "/receipts"
        return FeeShown(
            named, receipt.amount, _receipt_state(use, opened.row.status), receipts=mine if opened.is_filer else ""
        )
    code = await db.scalar(select(col(DraftRow.exemption_code)).where(col(DraftRow.claim_id) == claim_id))
    answer = await exemption_answer(db, claim_id)
    return FeeShown(gettext("Exempt from the fee"), None, ground_of(code) if code else "", answer)


def _receipt_state(use: ReceiptUseRow, status: ClaimStatus) -> str:
    if use.used_at and status is ClaimStatus.DECLINED:
        return gettext("to be given back by a ruling of the court (MPM 114); no other application can use it")
    if use.used_at:
        return gettext("used by this application")
    if use.released_at:
        return gettext("free again: another application can use it")
    return gettext("kept for this application")


def _next_step(opened: Opened) -> str:
    match opened.row.status:
        case ClaimStatus.SENT:
            return gettext(
                "The court accepts the application, returns it or refuses to accept it within five days (MPM 151.3). "
                "You will be told here, by e-mail and by SMS."
            )
        case ClaimStatus.ACCEPTED:
            return gettext("The court opened a case. Name its number in everything you send to the court.")
        case ClaimStatus.DECLINED:
            return gettext(
                "The same claim cannot be filed again (MPM 153.5), so it cannot be copied. A fee that was paid is given"
                " back by a ruling of the court (MPM 114). A complaint against the refusal may be filed within ten days"
                " from its official delivery (MPM 268)."
            )
        case ClaimStatus.RETURNED | ClaimStatus.REFUSED:
            return gettext("Copy the application, correct it and file it again. The receipt of the fee is free again.")
        case status if status in SIGNABLE:
            awaited = len(opened.claim.awaited)
            said = ngettext("%(num)s signature is awaited.", "%(num)s signatures are awaited.", awaited)
            return f"{said % {'num': awaited}} {gettext('The application is sent when all have signed.')}"
        case _:
            return ""


def _buttons(opened: Opened) -> tuple[Button, ...]:
    base = f"/claims/{opened.row.id}"
    every = (
        (Act.SIGN, Button(f"{base}/sign", gettext("Sign"))),
        (Act.REFUSE, Button(f"{base}/refuse", gettext("Refuse to sign"), secondary=True)),
        (Act.WITHDRAW, Button(f"{base}/withdraw", gettext("Take back to draft"), secondary=True)),
    )
    shown = tuple(button for act, button in every if act in opened.acts)
    watching = opened.own_signature is not None and opened.row.status in SIGNABLE and Act.SIGN not in opened.acts
    return (Button(f"{base}/sign", gettext("Signing room")), *shown) if watching else shown
