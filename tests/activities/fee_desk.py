"""Claims that are recorded step by step without their workflows: what a step does to the account of fees."""

import uuid
from dataclasses import dataclass, field, replace
from decimal import Decimal

from sqlalchemy import Engine, select
from sqlmodel import col
from temporalio.testing import ActivityEnvironment

from activities.claims import ClaimActivities
from models.db import Sessions
from models.domain.claim import Claim, ClaimAct, Confirm, Sign, Withdraw, act_kind, take
from models.domain.claim_status import Act
from models.domain.court_decision import Accept, Decline, Return
from models.domain.fee_cover import FeeCover, FeeWay
from models.domain.fee_ledger import Account, Transfer, balances
from models.messages.claim import ClaimStep, StepOutcome, after_recording
from models.tables.fees import FeeTransferRow
from tests.builders import LALA, a_draft, at, clerk, confirming, litigant


@dataclass
class FeeDesk:
    """Records acts as a claim's workflow does, and reads the account."""

    sessions: Sessions
    recording: Engine
    court_id: str
    lines: dict[str, str] = field(default_factory=dict)

    async def drafted(self, filer: str = LALA, voen: str = "") -> Claim:
        """Open a draft, for an organisation where one is named."""
        claim_id = await a_draft(self.sessions, court_id=self.court_id, filer=filer, voen=voen)
        claim = Claim(claim_id, filer, at(), revision=1, voen=voen)
        return self._recorded(ClaimStep(claim, Act.OPEN, litigant(filer, voen), at(), (), previous_line="0" * 64))

    async def confirming(self, claim: Claim, *receipts: str, due: str = "127.20") -> Confirm:
        """Return the act that confirms a draft with these receipts."""
        act = await confirming(self.sessions, claim.id, receipt=receipts[0], filer=claim.filer_fin)
        act = replace(act, actor=litigant(claim.filer_fin, claim.voen))
        return replace(act, fee=FeeCover(FeeWay.RECEIPT, due, receipts[0], added_receipts=receipts[1:]))

    async def confirmed(self, *receipts: str, due: str = "127.20", filer: str = LALA, voen: str = "") -> Claim:
        """Open and confirm a claim with these receipts."""
        claim = await self.drafted(filer, voen)
        return self.act(claim, await self.confirming(claim, *receipts, due=due))

    async def sent(self, *receipts: str, due: str = "127.20", filer: str = LALA, voen: str = "") -> Claim:
        """Open, confirm and sign a claim."""
        claim = await self.confirmed(*receipts, due=due, filer=filer, voen=voen)
        return self.act(claim, Sign(litigant(claim.filer_fin, claim.voen), at(), claim.version, uuid.uuid4().hex))

    def accepted(self, claim: Claim) -> Claim:
        return self.act(claim, Accept(clerk(self.court_id), at()))

    def returned(self, claim: Claim) -> Claim:
        return self.act(claim, Return(clerk(self.court_id), at(), "form_or_content", "Ünvan yoxdur"))

    def declined(self, claim: Claim) -> Claim:
        return self.act(claim, Decline(clerk(self.court_id), at(), "already_judged", "Qətnamə qüvvədədir"))

    def withdrawn(self, claim: Claim) -> Claim:
        return self.act(claim, Withdraw(litigant(claim.filer_fin), at()))

    def act(self, claim: Claim, act: ClaimAct) -> Claim:
        """Take an act and record it."""
        after = take(claim, act)
        return self._recorded(
            ClaimStep(after, act_kind(claim, act), act.actor, act.at, (), previous_line=self.lines[claim.id])
        )

    async def ledger(self, *receipts: str) -> list[Transfer]:
        """Return the lines of these receipts in the order they were written."""
        query = select(FeeTransferRow).where(col(FeeTransferRow.receipt_number).in_(receipts))
        async with self.sessions() as session:
            return [
                Transfer(row.receipt_number, row.court_id, row.event, row.source, row.target, row.amount)
                for row in await session.scalars(query.order_by(col(FeeTransferRow.id)))
            ]

    async def standing(self, *receipts: str) -> dict[Account, Decimal]:
        """Return what stands on the accounts of all courts together but OUTSIDE, zeros left out."""
        found: dict[Account, Decimal] = {}
        for (_, account), amount in balances(await self.ledger(*receipts)).items():
            if account is not Account.OUTSIDE and amount:
                found[account] = found.get(account, Decimal(0)) + amount
        return found

    def _recorded(self, step: ClaimStep) -> Claim:
        outcome: StepOutcome = ActivityEnvironment().run(ClaimActivities(self.recording).record_step, step)
        self.lines[step.claim.id] = outcome.line
        return after_recording(step.claim, outcome)
