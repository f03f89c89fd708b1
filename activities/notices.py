"""Notices: written in the transaction of the step that brings them about, delivered afterwards."""

import json
import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from models.db import Driver
from models.domain.effects import NoticeKind, NoticeOrder
from models.messages.claim import ClaimStep
from models.messages.payment import PaidClaim

NOTICES = uuid.UUID("6d1b6f0a-0a4b-5b0e-9a5e-3f0a54d2f001")  # name space of notice ids


_WRITE = """
    WITH told AS (
        INSERT INTO notice (id, kind, fin, court_id, claim_id, words, created_at)
        SELECT id, kind, fin, court_id, %(claim_id)s, CAST(%(words)s AS json), %(at)s
        FROM unnest(CAST(%(ids)s AS uuid[]), CAST(%(kinds)s AS text[]), CAST(%(fins)s AS text[]),
                    CAST(%(courts)s AS text[])) AS told(id, kind, fin, court_id)
        ON CONFLICT DO NOTHING RETURNING id, fin
    ), reached AS (
        SELECT told.id, coalesce(a.language, 'az') AS language,
            CASE WHEN a.id IS NULL THEN p.email WHEN a.notify_email THEN a.email END AS email,
            CASE WHEN a.id IS NULL THEN p.phone WHEN a.notify_sms THEN a.phone END AS phone
        FROM told LEFT JOIN account a ON a.fin = told.fin
        LEFT JOIN LATERAL (
            SELECT email, phone FROM party WHERE party.claim_id = %(claim_id)s AND party.fin = told.fin LIMIT 1
        ) p ON a.id IS NULL
        WHERE told.fin <> ''
    )
    INSERT INTO delivery (notice_id, channel, address, language, state, attempts, next_attempt_at, answer)
    SELECT id, channel, address, language, 'waiting', 0, now(), ''
    FROM reached CROSS JOIN LATERAL (VALUES ('email', email), ('sms', phone)) AS by(channel, address)
    WHERE address <> ''"""


def write_notices(database: Driver, step: ClaimStep, *, words: dict[str, Any]) -> None:
    """Write the step's notices and their deliveries; a repeated step writes nothing new.

    A person is reached as their account chooses (NTF-2), or where the filer wrote of them (NTF-3).
    """
    ids = [_notice_id(step, order) for order in step.notices]
    _write(database, step.claim.id, step.notices, ids=ids, words=words, at=step.at)


def write_payment_notice(database: Driver, paid: PaidClaim, *, at: datetime) -> None:
    """Tell the payer that the money came but the draft had changed: the receipt is kept and can be used."""
    order = NoticeOrder(NoticeKind.PAYMENT_RECEIVED, fin=paid.begin.confirm.actor.fin)
    ids = [uuid.uuid5(NOTICES, f"payment/{paid.begin.payment_id}")]
    words = {"receipt_number": paid.receipt_number, "amount": paid.begin.amount}
    _write(database, paid.begin.claim_id, (order,), ids=ids, words=words, at=at)


def _write(
    database: Driver,
    claim_id: str,
    orders: Sequence[NoticeOrder],
    *,
    ids: list[uuid.UUID],
    words: dict[str, Any],
    at: datetime,
) -> None:
    if not orders:
        return
    written = {
        "claim_id": claim_id,
        "words": json.dumps(words),
        "at": at,
        "ids": ids,
        "kinds": [str(order.kind) for order in orders],
        "fins": [order.fin for order in orders],
        "courts": [order.court_id for order in orders],
    }
    database.execute(_WRITE, written)


def _notice_id(step: ClaimStep, order: NoticeOrder) -> uuid.UUID:
    name = f"{step.claim.id}/{step.claim.revision}/{order.kind}/{order.fin or order.court_id}"
    return uuid.uuid5(NOTICES, name)
