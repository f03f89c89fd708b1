"""The only door from the web to Temporal: one method for each thing a person does."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from temporalio.client import Client
from temporalio.service import RPCError, RPCStatusCode

from activities.claim_door import send_act
from activities.package_door import ask_for_package
from activities.signing_door import tell_signing
from activities.starting import ANSWER_WITHIN, start_once, starting, update_with_start
from models.domain.alarms import WaitingPolicy
from models.domain.claim import ClaimAct, Confirm, Delete, Refuse, Withdraw
from models.domain.court_decision import AT_ONCE, Accept, Decline, Leave, Return, Undo
from models.domain.fee_cover import FeeCover
from models.domain.filing_places import Mark
from models.domain.payment import Portal
from models.domain.roles import Actor
from models.domain.signers import Replace
from models.messages import ids
from models.messages.claim import ClaimView, OpenClaim
from models.messages.payment import BeginPayment, PaymentView
from models.messages.signing import BeginSigning, CardAnswer


@dataclass(frozen=True)
class Commands:
    """Starts and updates workflows; `nonce` is chosen by the form, so that a form sent twice is one act.

    Refusals come back as RuleBroken; TimeoutError and RPCError mean "not confirmed": sending again is right.
    """

    temporal: Client
    policy: WaitingPolicy
    payment_lives: timedelta
    decision_rests: timedelta = AT_ONCE  # how long the court's decision may be undone

    async def open_claim(self, claim_id: str, *, filer: Actor, at: datetime) -> ClaimView:
        """Start a claim's life; its draft must already stand in PostgreSQL. Opening it again changes nothing."""
        start = starting(ids.CLAIM, OpenClaim(claim_id, filer, at, self.policy), ids.claim_workflow(claim_id))
        update_id = ids.act_update("open", claim_id)
        return await update_with_start(self.temporal, "open", None, start=start, update_id=update_id, view=ClaimView)

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
        unanswered: tuple[str, ...] = (),
        organisations: tuple[tuple[str, ...], ...] = (),
    ) -> ClaimView:
        """Freeze a version of the draft and call its signers ("Təsdiqlə")."""
        act = Confirm(actor, at, version, content_sha256, court_id, signers, fee, unanswered, organisations)
        return await self._act(claim_id, "confirm", act, nonce)

    async def make_package(self, claim_id: str, version: int) -> None:
        """Have a confirmed version's document made before anybody opens it; never fails."""
        await ask_for_package(self.temporal, claim_id, version)

    async def check_parties(self, claim_id: str) -> None:
        """Have the claim ask the registers again about parties they did not answer for; durable when it returns."""
        handle = self.temporal.get_workflow_handle(ids.claim_workflow(claim_id))
        await handle.signal("check_parties", rpc_timeout=ANSWER_WITHIN)

    async def withdraw(self, claim_id: str, *, actor: Actor, at: datetime, nonce: str, reason: str = "") -> ClaimView:
        """Take a confirmed claim back to draft ("İmtina"); `reason` is needed once somebody has signed."""
        return await self._act(claim_id, "withdraw", Withdraw(actor, at, reason), nonce)

    async def replace_signer(
        self, claim_id: str, *, actor: Actor, at: datetime, nonce: str, outgoing: str, incoming: str
    ) -> ClaimView:
        """Put another person in the place of one who signs for an organisation."""
        return await self._act(claim_id, "replace", Replace(actor, at, outgoing, incoming), nonce)

    async def refuse(self, claim_id: str, *, actor: Actor, at: datetime, nonce: str, reason: str) -> ClaimView:
        """Say, as a co-claimant, that one will not sign."""
        return await self._act(claim_id, "refuse", Refuse(actor, at, reason), nonce)

    async def accept(
        self, claim_id: str, *, actor: Actor, at: datetime, nonce: str, exemption_recognised: bool = False
    ) -> ClaimView:
        """Take a claim to the court's cases; the answer carries the case number once the decision has left."""
        act = Accept(actor, at, self.decision_rests, exemption_recognised)
        return await self._act(claim_id, "accept", act, nonce)

    async def return_(
        self,
        claim_id: str,
        *,
        actor: Actor,
        at: datetime,
        nonce: str,
        ground: str,
        text: str,
        more_grounds: tuple[str, ...] = (),
        marks: tuple[Mark, ...] = (),
        exemption_refused: str = "",
    ) -> ClaimView:
        """Return a claim on grounds of MPM 152.1; without marks the law's own place of each ground is pointed at."""
        act = Return(actor, at, ground, text, more_grounds, marks, self.decision_rests, exemption_refused)
        return await self._act(claim_id, "return", act, nonce)

    async def decline(
        self, claim_id: str, *, actor: Actor, at: datetime, nonce: str, ground: str, text: str
    ) -> ClaimView:
        """Refuse to take a claim on a ground of MPM 153.2."""
        return await self._act(claim_id, "decline", Decline(actor, at, ground, text, self.decision_rests), nonce)

    async def undo_decision(self, claim_id: str, *, actor: Actor, at: datetime, nonce: str) -> ClaimView:
        """Take a resting decision back: the filing is at the desk again."""
        return await self._act(claim_id, "undo", Undo(actor, at), nonce)

    async def send_decision(self, claim_id: str, *, actor: Actor, at: datetime, nonce: str) -> ClaimView:
        """Let a resting decision leave before its time."""
        return await self._act(claim_id, "leave", Leave(actor, at), nonce)

    async def delete(self, claim_id: str, *, actor: Actor, at: datetime, nonce: str) -> ClaimView:
        """Throw a draft away ("Sil")."""
        return await self._act(claim_id, "delete", Delete(actor, at), nonce)

    async def begin_signing(self, begin: BeginSigning) -> None:
        """Start one attempt to sign; the signing room shows how it goes. Starting it again changes nothing."""
        await start_once(self.temporal, ids.SIGNING, begin, ids.signing_workflow(begin.signing_id))

    async def give_signature(self, signing_id: str, answer: CardAnswer, *, nonce: str) -> None:
        """Bring what a card signed; stored when it returns. RuleBroken("card_not_asked") when nothing waits for it."""
        await tell_signing(self.temporal, signing_id, "give", answer, update_id=ids.act_update("give", nonce))

    async def give_up_signing(self, signing_id: str, *, nonce: str) -> None:
        """End a request to a card; RuleBroken("card_not_asked") when none waits."""
        await tell_signing(self.temporal, signing_id, "give_up", update_id=ids.act_update("give_up", nonce))

    async def begin_payment(
        self,
        payment_id: str,
        *,
        claim_id: str,
        confirm: Confirm,
        description: str,
        language: str,
        portal: Portal = Portal.GOVERNMENT,
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
            portal,
        )
        start = starting(ids.PAYMENT, begin, ids.payment_workflow(payment_id))
        update_id = ids.act_update("opened", payment_id)
        return await update_with_start(
            self.temporal, "opened", None, start=start, update_id=update_id, view=PaymentView
        )

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
