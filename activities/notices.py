"""Notices: written in the transaction of the step that brings them about, delivered afterwards."""

import json
import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from activities.step_statement import NOTICES
from models.db import Driver
from models.domain.effects import NoticeKind, NoticeOrder
from models.domain.roles import Actor
from models.messages.claim import ClaimStep
from models.messages.payment import PaidClaim

NAMES = uuid.UUID("6d1b6f0a-0a4b-5b0e-9a5e-3f0a54d2f001")  # name space of notice ids
_WRITE = f"WITH {NOTICES} SELECT id FROM told"  # noqa: S608 - our own text, its values are bound


def notice_values(step: ClaimStep, words: dict[str, Any]) -> dict[str, Any]:
    """Return what a step's notices put into its statement; a repeated step writes nothing new."""
    return _values(step.notices, ids=[_notice_id(step, order) for order in step.notices], words=words)


def write_notices(
    database: Driver,
    claim_id: str,
    orders: Sequence[NoticeOrder],
    *,
    ids: list[uuid.UUID],
    words: dict[str, Any],
    filer: Actor,
    at: datetime,
) -> None:
    """Write notices and their deliveries by themselves; an id that is there already stays as it is."""
    about = {"claim_id": claim_id, "filer_fin": filer.fin, "voen": filer.voen, "at": at}
    database.execute(_WRITE, _values(orders, ids=ids, words=words) | about)


def write_payment_notice(database: Driver, paid: PaidClaim, *, at: datetime) -> None:
    """Tell the payer that the money came but the draft had changed: the receipt is kept and can be used."""
    begin = paid.begin
    write_receipt_notice(
        database,
        begin.payment_id,
        claim_id=begin.claim_id,
        payer=begin.confirm.actor,
        receipt_number=paid.receipt_number,
        amount=begin.amount,
        at=at,
    )


def write_receipt_notice(
    database: Driver, payment_id: str, *, claim_id: str, payer: Actor, receipt_number: str, amount: str, at: datetime
) -> None:
    """Tell the payer of one online payment of a receipt that is free to be used; told once."""
    order = NoticeOrder(NoticeKind.PAYMENT_RECEIVED, fin=payer.fin)
    ids = [uuid.uuid5(NAMES, f"payment/{payment_id}")]
    words = {"receipt_number": receipt_number, "amount": amount}
    write_notices(database, claim_id, (order,), ids=ids, words=words, filer=payer, at=at)


def _values(orders: Sequence[NoticeOrder], *, ids: list[uuid.UUID], words: dict[str, Any]) -> dict[str, Any]:
    return {
        "words": json.dumps(words, ensure_ascii=False),
        "notice_ids": ids,
        "kinds": [str(order.kind) for order in orders],
        "fins": [order.fin for order in orders],
        "courts": [order.court_id for order in orders],
        "voens": [order.voen for order in orders],
    }


def _notice_id(step: ClaimStep, order: NoticeOrder) -> uuid.UUID:
    name = f"{step.claim.id}/{step.claim.revision}/{order.kind}/{order.fin or order.court_id}"
    name = f"{name}/{order.voen}" if order.voen else name
    return uuid.uuid5(NAMES, name)
