"""The one place that narrows every query of claims to what the person asking may see (design §6)."""

from uuid import UUID

from sqlalchemy import BindParameter, ColumnElement, exists, false, literal_column, or_, true
from sqlmodel import col

from models.domain.claim_status import ClaimStatus
from models.domain.rights import SCOPES, Scope
from models.domain.roles import Actor
from models.tables.capacities import CapacityRow
from models.tables.claims import ClaimRow, ClaimSignerRow

Fin = str | BindParameter[str]
Account = str | UUID | BindParameter[UUID]
Voen = str | BindParameter[str]
Court = str | BindParameter[str]
FILERS_PLACE: ColumnElement[int] = literal_column("0")  # spelled out: by it the partial index is known to serve
AT_COURT = frozenset({ClaimStatus.SENT, ClaimStatus.ACCEPTED, ClaimStatus.RETURNED, ClaimStatus.DECLINED})


def may_open(actor: Actor) -> ColumnElement[bool]:
    """Return the condition on ClaimRow for opening a claim's pages and files."""
    match SCOPES[actor.role]:
        case Scope.OWN:
            return may_open_own(actor.fin, actor.account_id)
        case Scope.COURT:
            return came_to(actor.court_id) & col(ClaimRow.status).in_(AT_COURT)
        case Scope.ALL:
            return true()
        case _:
            return false()


def may_open_own(fin: Fin, account_id: Account) -> ColumnElement[bool]:
    """Return the condition on ClaimRow for what a litigant may open: filed or signed by him, or for whom he stands."""
    return or_(col(ClaimRow.filer_fin) == fin, _signs(fin), stands_for(account_id))


def came_to(court_id: Court) -> ColumnElement[bool]:
    """Return the condition on ClaimRow that it is of the court at which a clerk sits; he sees those AT_COURT."""
    return col(ClaimRow.court_id) == court_id


def _signs(fin: Fin) -> ColumnElement[bool]:
    # A co-signer who knows the address may open a confirmed claim before the filer has signed: any order is lawful.
    return exists().where(col(ClaimSignerRow.claim_id) == col(ClaimRow.id), col(ClaimSignerRow.fin) == fin)


def stands_for(account_id: Account) -> ColumnElement[bool]:
    """Return the condition on ClaimRow for what was filed for an organisation that the person stands for now (ID-12).

    It is there for everybody who does, whoever filed it; a draft is its writer's alone.
    """
    stands = (col(CapacityRow.account_id) == account_id) & col(CapacityRow.ended_at).is_(None)
    held = exists().where(stands, col(CapacityRow.voen) == col(ClaimRow.voen))
    return held & (col(ClaimRow.status) != ClaimStatus.DRAFT)


def filed_by(fin: Fin) -> ColumnElement[bool]:
    """Return the condition on ClaimRow for the half of a litigant's list that he filed himself, in his own name."""
    own = (col(ClaimRow.filer_fin) == fin) & (col(ClaimRow.voen) == "")
    return own & (col(ClaimRow.status) != ClaimStatus.DELETED)


def filed_for(voen: Voen, fin: Fin, *, ended: bool = False) -> ColumnElement[bool]:
    """Return the condition on ClaimRow for an organisation's list as one of those who stand for it sees it.

    Who stands for it no longer (`ended`) keeps what he filed himself, to look at.
    """
    # The second half is what the partial indexes say: a plan made for any value may use them too.
    theirs = (col(ClaimRow.voen) == voen) & (col(ClaimRow.voen) != literal_column("''"))
    own, begun = col(ClaimRow.filer_fin) == fin, col(ClaimRow.status) == ClaimStatus.DRAFT
    shown = own & ~begun if ended else own | ~begun
    return theirs & shown & (col(ClaimRow.status) != ClaimStatus.DELETED)


def called_to_sign(fin: Fin) -> ColumnElement[bool]:
    """Return the condition on ClaimRow joined with ClaimSignerRow for the other half: others' claims he must sign.

    Co-signers see a claim once they are called (CLM-13). Two halves, because PostgreSQL reads each by its own index;
    the first signer is the filer, whose own claims stand in the other half.
    """
    called = (col(ClaimSignerRow.fin) == fin) & col(ClaimSignerRow.called_at).is_not(None)
    called &= col(ClaimSignerRow.position) > FILERS_PLACE
    return called & (col(ClaimRow.filer_fin) != fin) & (col(ClaimRow.status) != ClaimStatus.DELETED)
