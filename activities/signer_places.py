"""Whether another person may be put in a signer's place: what only the database knows of it."""

from typing import Final

from models.db import Driver
from models.domain.errors import RuleBroken
from models.domain.signing import CLOSED
from models.messages.claim import ClaimStep

_BEFORE: Final = "SELECT fin FROM claim_signer WHERE claim_id = %(claim_id)s"
# By the tax register's word or a business certificate that lives (ID-8, ID-12; models/domain/capacities.py).
_STANDS_FOR: Final = """
    SELECT DISTINCT c.voen FROM capacity c JOIN account a ON a.id = c.account_id
    WHERE a.fin = %(fin)s AND c.voen = ANY(%(voens)s) AND c.ended_at IS NULL
        AND (c.by_register OR c.certificate_until > %(at)s)"""
_SIGNING: Final = """
    SELECT 1 FROM signing WHERE claim_id = %(claim_id)s AND version = %(version)s AND fin = ANY(%(fins)s)
        AND status <> ALL(%(closed)s) LIMIT 1"""


def require_standing(database: Driver, step: ClaimStep) -> None:
    """Refuse a new signer who does not stand for the organisations of his place, and while the other is signing.

    Raises RuleBroken `signer_stands_not_for_it` or `signer_is_signing`. A step that was recorded before passes: it
    breaks on its register line.
    """
    claim = step.claim
    before = {fin for (fin,) in database.execute(_BEFORE, {"claim_id": claim.id}).fetchall()}
    for new in (signer for signer in claim.signers if signer.fin not in before):
        asked = {"fin": new.fin, "voens": list(new.voens), "at": step.at}
        held = {voen for (voen,) in database.execute(_STANDS_FOR, asked).fetchall()}
        if held != set(new.voens):
            raise RuleBroken("signer_stands_not_for_it")
    leaving = before - {signer.fin for signer in claim.signers}
    at_the_phone = {"claim_id": claim.id, "version": claim.version, "fins": list(leaving), "closed": list(CLOSED)}
    if database.execute(_SIGNING, at_the_phone).fetchone():
        raise RuleBroken("signer_is_signing")
