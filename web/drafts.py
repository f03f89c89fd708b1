"""A draft in its filer's hands: opened while it is a draft, changed under a lock and a version."""

from dataclasses import dataclass
from uuid import NAMESPACE_URL, uuid5

from sqlalchemy import ColumnElement, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from models.domain.claim_status import Act, ClaimStatus
from models.domain.errors import RuleBroken
from models.domain.roles import Actor
from models.tables.claims import ClaimRow
from models.tables.desk import CourtDecisionRow
from models.tables.drafts import AttachmentRow, DraftRow, PartyRow
from web.deps import NotYoursError
from web.sessions import User, now
from web.visibility import may_open


@dataclass(frozen=True)
class OpenDraft:
    """A draft with all that hangs on it, its parties and attachments in their order."""

    draft: DraftRow
    claim: ClaimRow
    parties: tuple[PartyRow, ...]
    attachments: tuple[AttachmentRow, ...]
    returned: CourtDecisionRow | None = None  # the court's, of the claim this draft was copied from

    def party(self, party_id: str) -> PartyRow:
        """Return a party of this draft; NotYoursError when it has none of this id."""
        for party in self.parties:
            if party.id == party_id:
                return party
        raise NotYoursError

    def attachment(self, attachment_id: str) -> AttachmentRow:
        """Return an attachment of this draft; NotYoursError when it has none of this id."""
        for attachment in self.attachments:
            if attachment.id == attachment_id:
                return attachment
        raise NotYoursError


class StaleDraftError(RuleBroken):
    """The draft was saved elsewhere after the form was shown; what was typed must not be lost."""

    def __init__(self) -> None:
        """Name the refusal."""
        super().__init__("draft_edited_elsewhere")


def actor_of(user: User) -> Actor:
    """Return the signed-in person as the domain knows him."""
    own = {"fin": user.fin or "", "court_id": user.court_id or "", "voen": user.acting.voen}
    return Actor(user.role, account_id=str(user.account_id), **own)


def id_from(nonce: str, *, purpose: str, owner: str) -> str:
    """Return the id a form's nonce stands for: the same form sent twice names the same thing, and only its owner's."""
    return str(uuid5(NAMESPACE_URL, f"divan:{purpose}:{owner}:{nonce}"))


async def open_draft(db: AsyncSession, claim_id: str, user: User, *, to_change: bool = False) -> OpenDraft:
    """Load a draft for its filer; `to_change` holds it against a concurrent save or confirmation until the commit.

    Raises NotYoursError when there is none of this person's, RuleBroken `cannot_edit_when_<status>` when it is no
    draft any more.
    """
    query = select(DraftRow).where(col(DraftRow.claim_id) == claim_id, written_by(user))
    draft = (await db.execute(query.with_for_update() if to_change else query)).scalar_one_or_none()
    # Asked after the lock is held: a confirmation that was under way has then been written.
    owned = select(ClaimRow).where(col(ClaimRow.id) == claim_id, may_open(actor_of(user)))
    claim = (await db.execute(owned)).scalar_one_or_none()
    if draft is None or claim is None or claim.status is ClaimStatus.DELETED:
        raise NotYoursError
    if claim.status is not ClaimStatus.DRAFT:
        raise RuleBroken(f"cannot_edit_when_{claim.status}")
    parties = await db.scalars(
        select(PartyRow).where(col(PartyRow.claim_id) == claim_id).order_by(col(PartyRow.position))
    )
    attachments = await db.scalars(
        select(AttachmentRow).where(col(AttachmentRow.claim_id) == claim_id).order_by(col(AttachmentRow.position))
    )
    returned = await returned_by(db, draft.origin_id) if draft.origin_id else None
    return OpenDraft(draft, claim, tuple(parties), tuple(attachments), returned)


async def returned_by(db: AsyncSession, claim_id: str) -> CourtDecisionRow | None:
    """Return the decision by which the court returned a claim; None when none has left."""
    row = CourtDecisionRow
    left = (col(row.act) == Act.RETURN) & col(row.left_at).is_not(None)
    return (await db.execute(select(row).where(col(row.claim_id) == claim_id, left))).scalar_one_or_none()


def written_by(user: User) -> ColumnElement[bool]:
    """Return the condition on DraftRow for what the person writes in the name he acts in (ID-12)."""
    return (col(DraftRow.filer_fin) == user.fin) & (col(DraftRow.voen) == user.acting.voen)


def touch(draft: DraftRow, *, seen_version: str | None = None, unchanged: bool = False) -> None:
    """Raise the version for a change; StaleDraftError when the form was filled over another version.

    A change that replaces nothing (a party or a file more) need not have seen the newest version, nor one of answers
    that stand `unchanged` as the form showed them (web/staleness), whatever else of the draft was changed meanwhile.
    """
    if seen_version is not None and seen_version != str(draft.version) and not unchanged:
        raise StaleDraftError
    draft.version += 1
    draft.touched_at = now()


def next_position(rows: tuple[PartyRow, ...] | tuple[AttachmentRow, ...]) -> int:
    """Return the place after the last one."""
    return max((row.position for row in rows), default=-1) + 1
