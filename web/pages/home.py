"""The first page of a litigant: what awaits him, most urgent first, and where to begin."""

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum, auto
from functools import cache
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Select,
    String,
    Text,
    bindparam,
    cast,
    exists,
    func,
    select,
    union_all,
)
from sqlalchemy import literal_column as spelled
from sqlalchemy.orm import aliased
from sqlmodel import col

from models.db import Reader
from models.domain.claim_status import COPIED, SIGNABLE, ClaimStatus
from models.domain.payment import PaymentStatus
from models.tables.claims import ClaimRow, ClaimSignerRow
from models.tables.drafts import DraftRow
from models.tables.processes import PaymentRow
from web.language import gettext
from web.reading import Written, among, written
from web.sessions import User
from web.visibility import filed_by, filed_for

AT_MOST = 10  # of each kind; the list of applications has all
PENDING = (PaymentStatus.OPENING, PaymentStatus.WAITING)
Todos = Select[*tuple[Any, ...]]
_FIN: BindParameter[str] = bindparam("fin", type_=String)
_VOEN: BindParameter[str] = bindparam("voen", type_=String)


class Kind(IntEnum):
    """What awaits a person, most urgent first."""

    SIGNATURE = auto()
    PAYMENT = auto()
    CAME_BACK = auto()
    DRAFT = auto()


@dataclass(frozen=True)
class Todo:
    """One thing that awaits the person."""

    since: datetime
    title: str
    text: str
    address: str
    action: str


@dataclass(frozen=True)
class HomePage:
    """Who is signed in and what awaits him."""

    name: str
    todos: tuple[Todo, ...]
    unread: int


async def home_page(read: Reader, user: User, *, unread: int) -> HomePage:
    """Return the home of a litigant."""
    asked = {"fin": user.fin or "", "voen": user.acting.voen}
    found = await _awaiting(for_organisation=bool(user.acting.voen)).rows(read, asked)
    said = {
        Kind.SIGNATURE: (gettext("Your signature is awaited"), gettext("Sign")),
        Kind.PAYMENT: (gettext("A payment is not finished"), gettext("Open")),
        Kind.CAME_BACK: (gettext("Came back: correct it and file it again"), gettext("Open")),
        Kind.DRAFT: (gettext("A draft is not finished"), gettext("Go on")),
    }
    return HomePage(user.name, tuple(_todo(row, *said[row.kind]) for row in found), unread)


def _todo(row: Any, title: str, action: str) -> Todo:
    if row.kind == Kind.PAYMENT:
        return Todo(row.since, title, row.heading, f"/payments/{row.id}", action)
    steps = {Kind.SIGNATURE: "/sign", Kind.DRAFT: "/tasks"}
    text = f"{row.number} · {row.heading or gettext('No heading yet')}"
    return Todo(row.since, title, text, f"/claims/{row.id}{steps.get(row.kind, '')}", action)


@cache
def _awaiting(*, for_organisation: bool) -> Written:
    """Return the statement of all that awaits a person, or him in the name of an organisation."""
    own = _own(filed_for(_VOEN, _FIN) if for_organisation else filed_by(_FIN))
    parts = {
        Kind.SIGNATURE: _signatures(_in_name_of(for_organisation=for_organisation)),
        Kind.PAYMENT: _payments(),
        Kind.CAME_BACK: _came_back(own),
        Kind.DRAFT: own.where(col(ClaimRow.status) == ClaimStatus.DRAFT),
    }
    halves = []
    for kind, part in parts.items():
        few = part.limit(spelled(str(AT_MOST))).subquery()
        halves.append(select(spelled(str(int(kind))).label("kind"), few))
    every = union_all(*halves).subquery()
    return written(select(every).order_by(every.c.kind, every.c.place))


def _columns(since: Any, claim_id: Any, number: Any) -> tuple[Any, ...]:
    return since.label("since"), claim_id.label("id"), number.label("number"), col(DraftRow.heading)


def _signatures(named: ColumnElement[bool]) -> Todos:
    signer = ClaimSignerRow
    since = func.coalesce(col(signer.called_at), col(ClaimRow.updated_at))
    return (
        select(*_columns(since, col(ClaimRow.id), col(ClaimRow.number)), _place(col(signer.called_at)))
        .join_from(signer, ClaimRow, col(ClaimRow.id) == col(signer.claim_id))
        .join(DraftRow, col(DraftRow.claim_id) == col(ClaimRow.id))
        .where(
            col(signer.fin) == _FIN,
            col(signer.called_at).is_not(None),
            col(signer.signed_at).is_(None) | ((col(signer.seal) != "") & col(signer.sealed_at).is_(None)),
            among(col(ClaimRow.status), SIGNABLE),
            named,
        )
        .order_by(col(signer.called_at))
    )


def _place(order: Any) -> ColumnElement[int]:
    """Return a line's place among those of its kind, which it keeps among all."""
    return func.row_number().over(order_by=order).label("place")


def _in_name_of(*, for_organisation: bool) -> ColumnElement[bool]:
    """Return where a signature is shown: what was filed for an organisation in its name, all else in his own."""
    theirs = (col(ClaimRow.filer_fin) == _FIN) & (col(ClaimRow.voen) != "")
    return theirs & (col(ClaimRow.voen) == _VOEN) if for_organisation else ~theirs


def _came_back(own: Todos) -> Todos:
    copy = aliased(DraftRow)
    copied = exists().where(col(copy.filer_fin) == col(ClaimRow.filer_fin), col(copy.origin_id) == col(ClaimRow.id))
    return own.where(among(col(ClaimRow.status), COPIED), ~copied)


def _own(whose: ColumnElement[bool]) -> Todos:
    newest = col(ClaimRow.updated_at).desc()
    return (
        select(*_columns(col(ClaimRow.updated_at), col(ClaimRow.id), col(ClaimRow.number)), _place(newest))
        .join_from(ClaimRow, DraftRow, col(DraftRow.claim_id) == col(ClaimRow.id))
        .where(whose)
        .order_by(newest)
    )


def _payments() -> Todos:
    newest = col(PaymentRow.started_at).desc()
    # Of those in the name he acts in (ID-12).
    written_so = (col(DraftRow.filer_fin) == _FIN) & (col(DraftRow.voen) == _VOEN)
    shown = _columns(col(PaymentRow.started_at), cast(col(PaymentRow.id), Text), spelled("''"))
    return (
        select(*shown, _place(newest))
        .join_from(DraftRow, PaymentRow, col(PaymentRow.claim_id) == col(DraftRow.claim_id))
        .where(written_so, col(PaymentRow.payer_fin) == _FIN, among(col(PaymentRow.status), PENDING))
        .order_by(newest)
    )
