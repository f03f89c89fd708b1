"""Applications as the worker's rows show them, written straight into the tables: tests of lists need no worker."""

import uuid
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import count
from typing import Any

from models.db import Sessions
from models.domain.applications import ApplicationKind
from models.domain.claim_status import ClaimStatus
from models.domain.parties import PartyRole
from models.tables.claims import ClaimRow, ClaimSignerRow, ReceiptUseRow
from models.tables.drafts import DraftRow
from tests.builders import KAMRAN, a_party, a_receipt

NOON = datetime(2026, 11, 20, 8, tzinfo=UTC)
_running = count(1)


async def filed(
    sessions: Sessions,
    filer: str,
    *,
    number: str = "",
    status: ClaimStatus = ClaimStatus.DRAFT,
    court_id: str = "",
    heading: str = "Borcun tələb edilməsi",
    receipt: str = "",
    organisation: str = "",
    signer: str = "",
    **other_party: Any,
) -> ClaimRow:
    """Write an application with its filer and a defendant; later ones changed later. `signer` was called to sign.

    `organisation` is the VÖEN of whom it was filed for.
    """
    claim_id, running = str(uuid.uuid4()), next(_running)
    at = NOON + timedelta(minutes=running)
    begun = status is ClaimStatus.DRAFT
    row = ClaimRow(
        id=claim_id,
        number=number or f"ƏR-2026-{running + 900_000:06d}",
        filer_fin=filer,
        voen=organisation,
        status=status,
        revision=1,
        court_id="" if begun else court_id,
        opened_at=at,
        updated_at=at,
        sent_at=None if begun else at,
        case_number="e-2(006)-1/2026" if status is ClaimStatus.ACCEPTED else "",
    )
    draft = DraftRow(
        claim_id=claim_id,
        filer_fin=filer,
        voen=organisation,
        touched_at=at,
        court_id=court_id,
        kind=ApplicationKind.CLAIM,
        heading=heading,
        receipt_number=receipt if begun else "",
    )
    defendant: dict[str, Any] = {"fin": KAMRAN, "role": PartyRole.DEFENDANT, "name": "Kamran", "surname": "Əhmədov"}
    async with sessions.begin() as db:
        db.add_all([row, draft])
        await db.flush()
        db.add(a_party(claim_id, 0, fin=filer, is_filer=True))
        db.add(a_party(claim_id, 1, **defendant | other_party))
        if signer:
            db.add(ClaimSignerRow(claim_id=claim_id, fin=signer, position=1, called_at=at))
    if receipt and not begun:
        await a_receipt(sessions, number=receipt)
        async with sessions.begin() as db:
            part, none = Decimal(100), Decimal(0)
            kept = ReceiptUseRow(
                receipt_number=receipt, claim_id=claim_id, revision=1, part=part, excess=none, reserved_at=at
            )
            db.add(kept)
    return row
