"""The whole life of claims through the web's own door, beside a bare workflow with as many updates, in one run.

A life is five commands: open (update-with-start), confirm with a receipt, two signatures, and the clerk's answer; each
tenth claim is returned and its receipt serves the next. Drafts and receipts are written before the clock starts.
Signing's own work (phone, time-stamp, container) is left out, as the aim says; everything else that a step does is in:
the claim's row, the register line, the receipt, the notices with their deliveries.
"""

import asyncio
import os
import time
import uuid
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Self

from sqlalchemy import func, select
from sqlmodel import col
from temporalio.client import Client, WithStartWorkflowOperation
from temporalio.common import WorkflowIDConflictPolicy

from activities.claim_door import send_act
from activities.drafts import freeze
from activities.receipts import remember_receipt
from activities.reference import seed_reference
from activities.temporal_client import temporal_client
from bench.cpu import cpu_of, percentile
from bench.floor import FloorWorkflow, Step
from docker.stack import Stack
from models.db import Sessions, engine_for, sessions_for
from models.domain.alarms import WaitingPolicy
from models.domain.applications import ApplicationKind, CourtKind
from models.domain.claim import Sign
from models.domain.claim_status import ClaimStatus
from models.domain.fee_cover import FeeCover, FeeWay
from models.domain.parties import PartyRole, PersonType, SigningWay
from models.domain.roles import Actor, Role
from models.messages import ids
from models.ports import PortalReceipt
from models.tables.claims import ClaimRow, ReceiptUseRow
from models.tables.drafts import DraftRow, PartyRow
from models.tables.notices import NoticeRow
from models.tables.reference import CourtRow
from simulators.people import DEMO
from web.commands import Commands

STEPS = 5
UNRECORDED = "unrecorded-"  # begins the ids of claims whose steps the benchmark's worker does not record
SIGNER = DEMO[0]  # whose phone the simulator knows
FILER, CO_CLAIMANT, DEFENDANT = (person.fin for person in DEMO[:3])


@dataclass(frozen=True)
class Figures:
    """What one run gave: lives a second, step latency in ms, CPU ms a life by process."""

    lives: int
    seconds: float
    steps_ms: list[float]
    cpu_ms: dict[str, float]

    @property
    def cpu_total(self) -> float:
        """CPU ms a life over all processes."""
        return sum(self.cpu_ms.values())

    def line(self, name: str) -> str:
        """Return a row of the results."""
        parts = " + ".join(f"{process} {value:.1f}" for process, value in self.cpu_ms.items())
        return (
            f"| {name} | {self.lives / self.seconds:.1f} | {percentile(self.steps_ms, 0.5):.1f} | "
            f"{percentile(self.steps_ms, 0.95):.1f} | {self.cpu_total:.1f} ({parts}) |"
        )


@dataclass(frozen=True)
class Bench:
    """The stack under measurement."""

    temporal: Client
    sessions: Sessions
    court_id: str
    pids: dict[str, int]

    @classmethod
    async def of(cls, stack: Stack) -> Self:
        """Return the benchmark of a stack that has a worker, its reference data put in place."""
        temporal = await temporal_client(stack.env["DIVAN_TEMPORAL_ADDRESS"], keys=stack.env["DIVAN_PAYLOAD_KEYS"])
        sessions = sessions_for(engine_for(stack.env["DIVAN_DATABASE_URL"], pool=8))
        async with sessions.begin() as session:
            await seed_reference(session)
            general = select(col(CourtRow.id)).where(col(CourtRow.kind) == CourtKind.GENERAL)
            court_id = (await session.execute(general.order_by(col(CourtRow.code)).limit(1))).scalar_one()
        parts = {"server": "temporal", "worker": "worker", "postgres": "postgres"}
        return cls(temporal, sessions, court_id, {name: stack.process(part).pid for name, part in parts.items()})

    @property
    def commands(self) -> Commands:
        """Return the web's own door."""
        return Commands(self.temporal, WaitingPolicy(), timedelta(hours=24))

    async def measure(self, life: Callable[[int, list[float]], Awaitable[None]], *, lives: int, lanes: int) -> Figures:
        """Run lives in parallel lanes and account for every process."""
        steps: list[float] = []
        numbers = iter(range(lives))

        async def lane() -> None:
            for number in numbers:
                await life(number, steps)

        before, began = cpu_of(self.pids | {"caller": os.getpid()}), time.perf_counter()
        await asyncio.gather(*(lane() for _ in range(lanes)))
        seconds = time.perf_counter() - began
        after = cpu_of(self.pids | {"caller": os.getpid()})
        return Figures(lives, seconds, steps, {name: 1000 * (after[name] - before[name]) / lives for name in after})

    async def floor_life(self, _number: int, steps: list[float], *, has_effect: bool = False) -> None:
        """Five updates of a bare workflow; the first starts it. With effects that do nothing, or without any."""
        workflow_id = f"floor-{uuid.uuid4().hex}"
        start = WithStartWorkflowOperation(
            FloorWorkflow.run,
            STEPS,
            id=workflow_id,
            task_queue=ids.TASK_QUEUE,
            id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
        )
        handle = self.temporal.get_workflow_handle(workflow_id)
        step = Step("step", FILER, "x" * 200, has_effect)
        await timed(
            steps,
            self.temporal.execute_update_with_start_workflow(
                FloorWorkflow.step, step, start_workflow_operation=start, id=uuid.uuid4().hex
            ),
        )
        for _ in range(STEPS - 1):
            await timed(steps, handle.execute_update(FloorWorkflow.step, step, id=uuid.uuid4().hex))

    async def prepare(self, lives: int) -> list[str]:
        """Write the drafts and receipts of the coming lives; returns the claims' ids."""
        claim_ids = [str(uuid.uuid4()) for _ in range(lives)]
        async with self.sessions.begin() as session:
            for claim_id in claim_ids:
                session.add(_draft(claim_id, self.court_id))
                await remember_receipt(session, _receipt(claim_id))
            await session.flush()
            for claim_id in claim_ids:
                session.add_all(_parties(claim_id))
        return claim_ids

    async def confirmed(self, claim_id: str, steps: list[float]) -> int:
        """Open a prepared draft and confirm it with its receipt; returns the frozen version."""
        filer = Actor(Role.LITIGANT, fin=FILER)
        await timed(steps, self.commands.open_claim(claim_id, filer=filer, at=datetime.now(UTC)))
        version, sha256 = 1, "a" * 64
        if not claim_id.startswith(UNRECORDED):
            async with self.sessions.begin() as session:
                version, sha256 = await freeze(session, claim_id, at=datetime.now(UTC))
        confirm = self.commands.confirm(
            claim_id,
            actor=filer,
            at=datetime.now(UTC),
            nonce=uuid.uuid4().hex,
            version=version,
            content_sha256=sha256,
            court_id=self.court_id,
            signers=(FILER, CO_CLAIMANT),
            fee=FeeCover(FeeWay.RECEIPT, "127.20", receipt_number=f"R{claim_id}"),
        )
        await timed(steps, confirm)
        return version

    def claim_life(self, claim_ids: list[str]) -> Callable[[int, list[float]], Awaitable[None]]:
        """Return a life over prepared drafts: the fifth of the commands accepts, or returns each tenth claim.

        Of UNRECORDED ids nothing is written and no draft is needed: what is left is Temporal's and the workflow's cost.
        """

        async def life(number: int, steps: list[float]) -> None:
            claim_id = claim_ids[number]
            clerk = Actor(Role.CLERK, court_id=self.court_id, account_id="clerk")
            version = await self.confirmed(claim_id, steps)
            for fin in (FILER, CO_CLAIMANT):
                sign = Sign(Actor(Role.LITIGANT, fin=fin), datetime.now(UTC), version, uuid.uuid4().hex)
                sent = send_act(self.temporal, claim_id, "sign", sign, update_id=f"sign-{sign.signing_id}")
                await timed(steps, sent)
            at, nonce = datetime.now(UTC), uuid.uuid4().hex
            if number % 10 == 0:
                answer = self.commands.return_(
                    claim_id, actor=clerk, at=at, nonce=nonce, ground="form_or_content", text="149"
                )
                await timed(steps, answer)
            else:
                await timed(steps, self.commands.accept(claim_id, actor=clerk, at=at, nonce=nonce))

        return life

    async def check(self, claim_ids: list[str]) -> None:
        """State what must be true afterwards: no claim unfinished, no receipt held twice, every notice written once."""
        returned = -(-len(claim_ids) // 10)
        async with self.sessions() as session:
            statuses = dict(
                (
                    await session.execute(
                        select(col(ClaimRow.status), func.count())
                        .where(col(ClaimRow.id).in_(claim_ids))
                        .group_by(col(ClaimRow.status))
                    )
                )
                .tuples()
                .all()
            )
            held = await session.scalar(
                select(func.count())
                .select_from(ReceiptUseRow)
                .where(col(ReceiptUseRow.claim_id).in_(claim_ids), col(ReceiptUseRow.released_at).is_(None))
            )
            notices = await session.scalar(
                select(func.count()).select_from(NoticeRow).where(col(NoticeRow.claim_id).in_(claim_ids))
            )
        accepted = len(claim_ids) - returned
        assert statuses == {ClaimStatus.ACCEPTED: accepted, ClaimStatus.RETURNED: returned}, statuses
        assert held == accepted, held
        # confirmed 1, awaited 1, sent 2, answered 2
        assert notices == 6 * len(claim_ids), notices


async def timed(steps: list[float], command: Awaitable[object]) -> None:
    """Add the milliseconds that a command took."""
    began = time.perf_counter()
    await command
    steps.append(1000 * (time.perf_counter() - began))


def _draft(claim_id: str, court_id: str) -> DraftRow:
    return DraftRow(
        claim_id=claim_id,
        filer_fin=FILER,
        touched_at=datetime.now(UTC),
        court_id=court_id,
        kind=ApplicationKind.CLAIM,
        heading="Borcun tələb edilməsi",
        body="Cavabdeh borcu qaytarmamışdır. " * 40,
        value=Decimal(12400),
    )


def _receipt(claim_id: str) -> PortalReceipt:
    return PortalReceipt(f"R{claim_id}", Decimal("127.20"), datetime.now(UTC), "", "court_fee")


def _parties(claim_id: str) -> list[PartyRow]:
    people = [(FILER, PartyRole.CLAIMANT), (CO_CLAIMANT, PartyRole.CLAIMANT), (DEFENDANT, PartyRole.DEFENDANT)]
    return [
        PartyRow(
            id=str(uuid.uuid4()),
            claim_id=claim_id,
            position=position,
            role=role,
            person=PersonType.NATURAL_PERSON,
            is_filer=position == 0,
            signing=SigningWay.SIGNS_HIMSELF if position == 1 else None,
            fin=fin,
            document="AA1234567",
            name="Lalə",
            surname="Nağıyeva",
            phone="+994501112233",
            email="lale@example.az",
            address="Bakı ş., Nizami küç. 5",
            postal_index="AZ1000",
        )
        for position, (fin, role) in enumerate(people)
    ]
