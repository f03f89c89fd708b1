"""What must be true after a fault run: nothing lost, nothing doubled, nothing stuck, everything provable."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from sqlalchemy import func, select
from sqlmodel import col
from temporalio.client import WorkflowExecutionStatus

from activities.register import line_hash
from activities.signatures.verification import verify_container
from models.domain.claim_status import Act, ClaimStatus
from models.domain.effects import NoticeKind
from models.messages import ids
from models.messages.claim import FIRST_LINE
from models.tables.claims import ClaimRow, CourtCaseRow, PackageRow, ReceiptUseRow
from models.tables.drafts import DraftRow
from models.tables.notices import Channel, DeliveryRow, DeliveryState, NoticeRow
from models.tables.processes import PaymentRow, SigningRow
from models.tables.register import RegisterLineRow
from tests.faults.application import Application
from tests.faults.court import LiveCourt
from tests.faults.desk_truth import of_decisions, of_fee
from tests.faults.filing import Filing
from tests.faults.waiting import until
from tests.second_opinion import assert_xmlsec1_agrees
from worker import STANDING

JUDGES = 8  # claims looked at at once; most of the time goes by in the second opinion's own process
DELIVERED_WITHIN = 180.0  # seconds: activities/delivery.LEASE and some
LINE = tuple(name for name in RegisterLineRow.model_fields if name != "hash")


@dataclass
class Verdict:
    """Every untruth found, and the raw doubles that the outside world saw."""

    untruths: list[str] = field(default_factory=list)
    mails: int = 0
    distinct_mails: int = 0
    sms: int = 0
    sms_asked: int = 0


async def verdict_on(court: LiveCourt, filings: Sequence[Filing]) -> Verdict:
    """Judge all filings of a run that has come to its end; the people must have had their answers."""
    verdict = Verdict()
    at_once = asyncio.Semaphore(JUDGES)
    judged = [
        _one_by_one(at_once, court, filing, position=position)
        for filing in filings
        for position in range(len(filing.applications))
    ]
    for untruths in await asyncio.gather(*judged):
        verdict.untruths += untruths
    verdict.untruths += [untruth async for untruth in _of_court(court)]
    await _count_messages(court, verdict)
    return verdict


async def _one_by_one(at_once: asyncio.Semaphore, court: LiveCourt, filing: Filing, *, position: int) -> list[str]:
    """Judge one claim when a judge is free, and say of which claim each untruth is."""
    async with at_once:
        claim_id = filing.applications[position].claim_id[:8]
        return [f"filing {filing.number} {claim_id}: {untruth}" async for untruth in _of_claim(court, filing, position)]


@dataclass(frozen=True)
class Traces:
    """What one claim has left in the tables."""

    claim: ClaimRow
    lines: Sequence[RegisterLineRow]
    cases: Sequence[CourtCaseRow]
    uses: Sequence[ReceiptUseRow]
    notices: Sequence[NoticeRow]
    package: PackageRow | None


async def _traces(court: LiveCourt, claim_id: str) -> Traces:
    async with court.sessions() as session:
        claim = await session.get_one(ClaimRow, claim_id)
        lines = select(RegisterLineRow).where(col(RegisterLineRow.claim_id) == claim_id)
        return Traces(
            claim,
            lines=list(await session.scalars(lines.order_by(col(RegisterLineRow.revision)))),
            cases=list(await session.scalars(select(CourtCaseRow).where(col(CourtCaseRow.claim_id) == claim_id))),
            uses=list(await session.scalars(select(ReceiptUseRow).where(col(ReceiptUseRow.claim_id) == claim_id))),
            notices=list(await session.scalars(select(NoticeRow).where(col(NoticeRow.claim_id) == claim_id))),
            package=await session.get(PackageRow, (claim_id, claim.version)),
        )


async def _of_claim(court: LiveCourt, filing: Filing, position: int) -> AsyncIterator[str]:
    """Name what is untrue of one claim."""
    application = filing.applications[position]
    traces = await _traces(court, application.claim_id)
    expected = filing.acts[position]
    told = [act for told_id, act in filing.told if told_id == application.claim_id]
    found = [*_of_lines(traces.lines, expected, told), *_of_rows(traces, application, expected)]
    wanted = _wanted(expected, application)
    written = Counter((notice.kind, notice.fin) for notice in traces.notices)
    # The other side is told once of an opened case where it has a cabinet, which it has once it filed something itself.
    at_most = wanted + Counter({(NoticeKind.CASE_OPENED, application.defendant.fin): len(traces.cases)})
    if not wanted <= written <= at_most:
        found.append(f"notices: missing {wanted - written}, too many {written - at_most}")
    pins = {person.fin: filing.pins[f"{application.claim_id} {person.fin}"] for person in application.claimants}
    found += [f"{fin} entered PIN2 {times} times" for fin, times in pins.items() if times != 1]
    found += [untruth async for untruth in of_decisions(court, application, expected)]
    if position == len(filing.applications) - 1:  # where the money came to rest
        found += [untruth async for untruth in of_fee(court, application, traces.uses, traces.claim.status)]
    found += [untruth async for untruth in _of_workflow(court, traces.claim)]
    found += [untruth async for untruth in _of_container(court, traces.package, application)]
    for untruth in found:
        yield untruth


def _of_rows(traces: Traces, application: Application, expected: Sequence[Act]) -> Iterator[str]:
    """Compare the claim's row, case and receipt with its register."""
    claim, last, accepted = traces.claim, traces.lines[-1], Act.ACCEPT in expected
    if (claim.status, claim.revision) != (last.status, last.revision):
        yield f"the row shows {claim.status} {claim.revision}, the register {last.status} {last.revision}"
    if [case.number for case in traces.cases] != ([claim.case_number] if accepted else []):
        yield f"cases {[case.number for case in traces.cases]}, the claim says {claim.case_number!r}"
    # What the court refused keeps its receipt, so that no other application takes it; an exempt one has none.
    holds = [bool(use.used_at) and not use.released_at for use in traces.uses]
    if holds != ([] if application.is_exempt else [accepted or Act.DECLINE in expected]):
        yield f"receipt holds {traces.uses}"


def _of_lines(lines: Sequence[RegisterLineRow], expected: Sequence[Act], told: Sequence[Act]) -> Iterator[str]:
    acts = [line.act for line in lines]
    if acts != list(expected) or [line.revision for line in lines] != list(range(1, len(lines) + 1)):
        yield f"register {acts}, expected {expected}"
    if lost := Counter(told) - Counter(acts):
        yield f"acknowledged and lost: {lost}"
    previous = FIRST_LINE
    for line in lines:
        if line.previous_hash != previous or line_hash({name: getattr(line, name) for name in LINE}) != line.hash:
            yield f"the chain is broken at {line.revision}"
        previous = line.hash


def _wanted(acts: Sequence[Act], application: Application) -> Counter[tuple[NoticeKind, str]]:
    fins = [person.fin for person in application.claimants]
    everyone = {Act.SEND: NoticeKind.CLAIM_SENT, Act.ACCEPT: NoticeKind.CLAIM_ACCEPTED}
    everyone |= {Act.RETURN: NoticeKind.CLAIM_RETURNED, Act.DECLINE: NoticeKind.CLAIM_DECLINED}
    wanted = Counter({(NoticeKind.CLAIM_CONFIRMED, fins[0]): 1})
    if application.is_misspelt:
        wanted[NoticeKind.PARTY_DIFFERS, fins[0]] += 1
    if Act.DECLINE in acts:  # its money is asked back of the court, which grants it
        wanted.update([(NoticeKind.REFUND_ASKED, ""), (NoticeKind.REFUND_GRANTED, fins[0])])
    if Act.SIGN in acts:
        wanted[NoticeKind.SIGNATURE_AWAITED, fins[1]] += 1
    for act, kind in everyone.items():
        wanted.update((kind, fin) for fin in fins if act in acts)
    return wanted


async def _of_workflow(court: LiveCourt, claim: ClaimRow) -> AsyncIterator[str]:
    """Compare the claim's workflow, which decides, with its row, which shows."""
    handle = court.temporal.get_workflow_handle(ids.claim_workflow(claim.id), result_type=ClaimStatus)
    standing = (await handle.describe()).status
    if standing is not WorkflowExecutionStatus.COMPLETED:
        yield f"the workflow is {standing}"
    elif (result := await handle.result()) is not claim.status:
        yield f"the workflow ended {result}, the row shows {claim.status}"


async def _of_container(court: LiveCourt, package: PackageRow | None, application: Application) -> AsyncIterator[str]:
    if package is None:
        yield "there is no package"
        return
    container = await court.documents.get(package.container_sha256)
    reports = await verify_container(container, court.trust, at=datetime.now(UTC))
    if bad := [f"{report.code} {report.detail}" for report in reports if not report.passed]:
        yield f"signatures do not verify: {bad}"
    if Counter(report.fin for report in reports) != Counter(person.fin for person in application.claimants):
        yield f"signed by {[report.fin for report in reports]}"
    await asyncio.to_thread(assert_xmlsec1_agrees, container)


async def _of_court(court: LiveCourt) -> AsyncIterator[str]:
    """Name what is untrue of the court as a whole."""
    async with court.sessions() as session:
        live = select(col(ReceiptUseRow.receipt_number)).where(col(ReceiptUseRow.released_at).is_(None))
        doubles = live.group_by(col(ReceiptUseRow.receipt_number)).having(func.count() > 1)
        held_twice = list(await session.scalars(doubles))
        payments = list(await session.scalars(select(PaymentRow)))
        orphans = list(
            await session.scalars(
                select(col(DraftRow.claim_id))
                .outerjoin(ClaimRow, col(ClaimRow.id) == col(DraftRow.claim_id))
                .where(col(ClaimRow.id).is_(None))
            )
        )
        unsigned = list(await session.scalars(select(col(SigningRow.id)).where(col(SigningRow.status) != "done")))
    if held_twice:
        yield f"receipts held twice: {held_twice}"
    if orphans:
        yield f"drafts without a life: {orphans}"
    if unsigned:
        yield f"signatures not done: {unsigned}"
    numbers = [payment.receipt_number for payment in payments]
    if len(set(numbers)) != len(numbers) or any(payment.outcome != "confirmed" for payment in payments):
        yield f"payments: {[(payment.receipt_number, payment.outcome) for payment in payments]}"
    async for untruth in _of_portal(court, payments):
        yield untruth
    still = [run.id async for run in court.temporal.list_workflows("ExecutionStatus = 'Running'")]
    if set(still) != set(STANDING.values()):
        yield f"still running: {still}"


async def _of_portal(court: LiveCourt, payments: Sequence[PaymentRow]) -> AsyncIterator[str]:
    """Compare each payment with the portal's own word."""
    for payment in payments:
        status = await court.portal.status(payment.id)
        if status.receipt is None or status.receipt.number != payment.receipt_number:
            yield f"payment {payment.id}: the portal says {status}, we {payment.receipt_number}"


async def delivered(court: LiveCourt) -> None:
    """Return once nothing waits to be sent, or when the lease of a killed worker and a retry would have run out.

    Documents that are made ahead of anybody's wish are waited for as well: people have long had theirs.
    """

    async def nothing_waits() -> bool:
        waiting = select(func.count()).select_from(DeliveryRow).where(col(DeliveryRow.state) == DeliveryState.WAITING)
        async with court.sessions() as session:
            if (await session.execute(waiting)).scalar_one():
                return False
        ahead = f"ExecutionStatus = 'Running' AND WorkflowType = '{ids.PACKAGE}'"
        return not [run.id async for run in court.temporal.list_workflows(ahead)]

    await until(nothing_waits, within=DELIVERED_WITHIN)


async def _count_messages(court: LiveCourt, verdict: Verdict) -> None:
    """Compare what was delivered with what should have been; doubles under one Message-ID are counted, not hidden."""
    async with court.sessions() as session:
        sent = list(await session.scalars(select(DeliveryRow)))
    verdict.untruths += [f"delivery {row.channel} {row.state}" for row in sent if row.state is not DeliveryState.SENT]
    mail = await court.shown("mail", "/api/counts")
    verdict.mails, verdict.distinct_mails = mail["deliveries"], mail["distinct"]
    messages = await court.shown("sms", "/api/messages")
    verdict.sms, verdict.sms_asked = len(messages), sum(message["asked"] for message in messages)
    wanted = Counter(row.channel for row in sent)
    if (verdict.distinct_mails, verdict.sms) != (wanted[Channel.EMAIL], wanted[Channel.SMS]):
        got = f"{verdict.distinct_mails} mails, {verdict.sms} SMS"
        verdict.untruths.append(f"{got} arrived for {wanted}")
    keys = Counter(message["key"] for message in messages)
    verdict.untruths += [f"SMS {key} came {times} times" for key, times in keys.items() if times > 1]
