"""The only door from the web to Temporal: one method for each thing a person does."""

import asyncio
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar

from temporalio.client import Client, WithStartWorkflowOperation, WorkflowUpdateFailedError
from temporalio.common import WorkflowIDConflictPolicy, WorkflowIDReusePolicy
from temporalio.exceptions import WorkflowAlreadyStartedError
from temporalio.service import RPCError, RPCStatusCode

from activities.claim_door import raise_refusal, send_act
from activities.package_door import ask_for_package
from models.domain.alarms import WaitingPolicy
from models.domain.claim import Accept, ClaimAct, Confirm, Delete, FeeCover, Refuse, Return, Withdraw
from models.domain.roles import Actor
from models.messages import ids
from models.messages.claim import ClaimView, OpenClaim
from models.messages.payment import BeginPayment, PaymentView
from models.messages.signing import BeginSigning

ANSWER_WITHIN = timedelta(seconds=20)
View = TypeVar("View")


@dataclass(frozen=True)
class Commands:
    """Starts and updates workflows; `nonce` is chosen by the form, so that a form sent twice is one act.

    Refusals come back as RuleBroken; TimeoutError and RPCError mean "not confirmed": sending again is right.
    """

    temporal: Client
    policy: WaitingPolicy
    payment_lives: timedelta

    async def open_claim(self, claim_id: str, *, filer: Actor, at: datetime) -> ClaimView:
        """Start a claim's life; its draft must already stand in PostgreSQL. Opening it again changes nothing."""
        start = self._start(ids.CLAIM, OpenClaim(claim_id, filer, at, self.policy), ids.claim_workflow(claim_id))
        return await self._update_with_start("open", start, ids.act_update("open", claim_id), ClaimView)

    async def confirm(
        self,
        claim_id: str,
        *,
        actor: Actor,
        at: datetime,
        nonce: str,
        version: int,
        content_sha256: str,
        court_id: str,
        signers: tuple[str, ...],
        fee: FeeCover,
    ) -> ClaimView:
        """Freeze a version of the draft and call its signers ("Təsdiqlə")."""
        act = Confirm(actor, at, version, content_sha256, court_id, signers, fee)
        return await self._act(claim_id, "confirm", act, nonce)

    async def make_package(self, claim_id: str, version: int) -> None:
        """Have a confirmed version's document made before anybody opens it; never fails."""
        await ask_for_package(self.temporal, claim_id, version)

    async def withdraw(self, claim_id: str, *, actor: Actor, at: datetime, nonce: str) -> ClaimView:
        """Take a confirmed claim back to draft ("İmtina")."""
        return await self._act(claim_id, "withdraw", Withdraw(actor, at), nonce)

    async def refuse(self, claim_id: str, *, actor: Actor, at: datetime, nonce: str, reason: str) -> ClaimView:
        """Say, as a co-claimant, that one will not sign."""
        return await self._act(claim_id, "refuse", Refuse(actor, at, reason), nonce)

    async def accept(self, claim_id: str, *, actor: Actor, at: datetime, nonce: str) -> ClaimView:
        """Take a claim to the court's cases; the answer carries the case number."""
        return await self._act(claim_id, "accept", Accept(actor, at), nonce)

    async def return_(
        self, claim_id: str, *, actor: Actor, at: datetime, nonce: str, ground: str, text: str
    ) -> ClaimView:
        """Return a claim on a ground of MPM 152.1."""
        return await self._act(claim_id, "return", Return(actor, at, ground, text), nonce)

    async def delete(self, claim_id: str, *, actor: Actor, at: datetime, nonce: str) -> ClaimView:
        """Throw a draft away ("Sil")."""
        return await self._act(claim_id, "delete", Delete(actor, at), nonce)

    async def begin_signing(self, begin: BeginSigning) -> None:
        """Start one attempt to sign; the signing room shows how it goes. Starting it again changes nothing."""
        try:
            await self.temporal.start_workflow(
                ids.SIGNING,
                begin,
                id=ids.signing_workflow(begin.signing_id),
                task_queue=ids.TASK_QUEUE,
                id_reuse_policy=WorkflowIDReusePolicy.REJECT_DUPLICATE,
                rpc_timeout=ANSWER_WITHIN,
            )
        except WorkflowAlreadyStartedError:
            return

    async def begin_payment(
        self, payment_id: str, *, claim_id: str, confirm: Confirm, description: str, language: str
    ) -> PaymentView:
        """Start an online payment and return where to pay; the claim is confirmed when the money is there."""
        begin = BeginPayment(
            payment_id,
            claim_id,
            confirm.fee.amount_due,
            description,
            language,
            confirm,
            confirm.at,
            self.payment_lives,
        )
        start = self._start(ids.PAYMENT, begin, ids.payment_workflow(payment_id))
        return await self._update_with_start("opened", start, ids.act_update("opened", payment_id), PaymentView)

    async def portal_called(self, payment_id: str) -> None:
        """Pass on that the portal called; durable when it returns. A payment already closed needs no call."""
        handle = self.temporal.get_workflow_handle(ids.payment_workflow(payment_id))
        try:
            await handle.signal("portal_called", rpc_timeout=ANSWER_WITHIN)
        except RPCError as error:
            if error.status is not RPCStatusCode.NOT_FOUND:
                raise

    async def _act(self, claim_id: str, update: str, act: ClaimAct, nonce: str) -> ClaimView:
        return await send_act(self.temporal, claim_id, update, act, update_id=ids.act_update(update, nonce))

    def _start(self, workflow: str, argument: object, workflow_id: str) -> WithStartWorkflowOperation[Any, Any]:
        return WithStartWorkflowOperation(
            workflow,
            argument,
            id=workflow_id,
            task_queue=ids.TASK_QUEUE,
            id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
            id_reuse_policy=WorkflowIDReusePolicy.REJECT_DUPLICATE,
        )

    async def _update_with_start(
        self, update: str, start: WithStartWorkflowOperation[Any, Any], update_id: str, view: type[View]
    ) -> View:
        try:
            async with asyncio.timeout(ANSWER_WITHIN.total_seconds()):
                answer: View = await self.temporal.execute_update_with_start_workflow(
                    update, start_workflow_operation=start, id=update_id, result_type=view
                )
        except WorkflowUpdateFailedError as failed:
            raise_refusal(failed)
            raise
        return answer
