"""The worker: reads the settings, builds the adapters, runs every workflow and activity until it is told to stop."""

import asyncio
import signal
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import httpx2
import uvloop
from temporalio.client import Client
from temporalio.common import WorkflowIDConflictPolicy
from temporalio.worker import PollerBehaviorAutoscaling, UnsandboxedWorkflowRunner, Worker, WorkflowRunner
from temporalio.worker.workflow_sandbox import SandboxedWorkflowRunner

from activities.adapters.asan_pay import AsanPayment
from activities.adapters.file_store import FileDocumentStore
from activities.adapters.mobile_id import MobileIdRest
from activities.adapters.ocsp_http import OcspHttp
from activities.adapters.portal import GovernmentPortal
from activities.adapters.registers_http import HttpPopulationRegister, HttpTaxRegister
from activities.adapters.sms_http import HttpSmsGateway
from activities.adapters.smtp import SmtpMailer
from activities.adapters.timestamp_http import TimestampHttp
from activities.registry import ActivityDeps, all_activities
from activities.sealing import Sealing
from activities.signatures.certificate_path import TrustStore
from activities.temporal_client import temporal_client
from models.db import engine_for, recording_engine_for, sessions_for
from models.messages import ids
from models.settings import Settings, settings
from models.standing import spare_what_stands
from workflows.registry import WORKFLOWS

THREADS = 16  # steps recorded at once; each holds a connection
STANDING = {  # one of each, for ever
    ids.DELIVERY: ids.DELIVERY_ID,
    ids.RECONCILIATION: ids.RECONCILIATION_ID,
    ids.ORGANISATIONS: ids.ORGANISATIONS_ID,
    ids.FEE_RECONCILIATION: ids.FEE_RECONCILIATION_ID,
    ids.UPLOADS: ids.UPLOADS_ID,
}
LIVE_CLAIMS = 5_000  # kept in memory, about 75 KB each; a miss costs a replay of some 15 ms


async def connect(config: Settings, *, patience: timedelta = timedelta(seconds=60)) -> Client:
    """Return a Temporal client, waiting for a server that is still starting (an open port is not yet enough)."""
    ends_at = asyncio.get_running_loop().time() + patience.total_seconds()
    while True:
        try:
            return await temporal_client(
                config.temporal_address,
                keys=config.payload_keys.get_secret_value(),
                namespace=config.temporal_namespace,
            )
        except RuntimeError:
            if asyncio.get_running_loop().time() > ends_at:
                raise
            await asyncio.sleep(0.2)


def runner(config: Settings) -> WorkflowRunner:
    """Return the sandbox where asked for; replay tests guard determinism where it is off (docs/decisions)."""
    return SandboxedWorkflowRunner() if config.workflow_sandbox else UnsandboxedWorkflowRunner()


def activity_deps(config: Settings, temporal: Client, http: httpx2.AsyncClient) -> ActivityDeps:
    """Build our stores and one adapter for each outside system."""
    token = config.register_token.get_secret_value()
    return ActivityDeps(
        sessions=sessions_for(engine_for(config.database_url, pool=config.database_pool)),
        recording=recording_engine_for(config.database_url, pool=THREADS),
        documents=FileDocumentStore(config.document_dir),
        temporal=temporal,
        signer=MobileIdRest(http, config.asan_imza_url, config.asan_imza_rp_name, config.asan_imza_rp_uuid),
        timestamps=TimestampHttp(http, config.tsa_url),
        ocsp=OcspHttp(http),
        trust=TrustStore.from_pem(config.trust_anchors.read_bytes()),
        portal=GovernmentPortal(http, config.portal_url, config.portal_secret.get_secret_value().encode()),
        mailer=SmtpMailer(
            config.smtp_host,
            config.smtp_port,
            config.mail_from,
            user=config.smtp_user,
            password=config.smtp_password.get_secret_value(),
            starttls=config.smtp_starttls,
        ),
        sms=HttpSmsGateway(http, config.sms_url, config.sms_token.get_secret_value()),
        tax=HttpTaxRegister(http, config.tax_register_url, token),
        population=HttpPopulationRegister(http, config.population_register_url, token),
        base_url=config.base_url,
        sealing=Sealing(config.payload_keys.get_secret_value()),
        deemed_accepted_courts=config.deemed_accepted_courts,
        asan_payment=asan_payment(config, http),
    )


def asan_payment(config: Settings, http: httpx2.AsyncClient) -> AsanPayment | None:
    """Build the way to "ASAN ödəniş", None where the settings name no address."""
    if not config.asan_pay_url:
        return None
    return AsanPayment(http, config.asan_pay_url, config.asan_pay_token.get_secret_value(), config.asan_pay_public_key)


def build_worker(
    temporal: Client, activities: Sequence[Callable[..., Any]], *, runner: WorkflowRunner, extra: Sequence[type] = ()
) -> Worker:
    """Return the court's worker; `extra` are workflows beside our own (a benchmark's floor)."""
    return Worker(
        temporal,
        task_queue=ids.TASK_QUEUE,
        workflows=[*WORKFLOWS, *extra],
        activities=activities,
        workflow_runner=runner,
        max_cached_workflows=LIVE_CLAIMS,
        activity_executor=ThreadPoolExecutor(THREADS, thread_name_prefix="record"),
        max_concurrent_activities=50,
        max_concurrent_local_activities=THREADS,
        workflow_task_poller_behavior=PollerBehaviorAutoscaling(),
        activity_task_poller_behavior=PollerBehaviorAutoscaling(),
        # No payload lies outside (we have no such storage); more than one at a time costs a task for each of them.
        max_workflow_task_external_storage_concurrency=1,
        # A killed worker's claims would else stall for ten seconds each.
        sticky_queue_schedule_to_start_timeout=timedelta(seconds=2),
        graceful_shutdown_timeout=timedelta(seconds=15),
    )


async def run(config: Settings) -> None:
    """Work until SIGTERM or SIGINT, then finish what is under way."""
    told_to_stop = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(name, told_to_stop.set)
    temporal = await connect(config)
    async with httpx2.AsyncClient() as http:
        worker = build_worker(temporal, all_activities(activity_deps(config, temporal, http)), runner=runner(config))
        async with worker:
            spare_what_stands()
            for standing, workflow_id in STANDING.items():
                await temporal.start_workflow(
                    standing,
                    id=workflow_id,
                    task_queue=ids.TASK_QUEUE,
                    id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
                )
            print("worker ready", flush=True)  # noqa: T201 - the launcher waits for this line
            await told_to_stop.wait()


if __name__ == "__main__":
    uvloop.run(run(settings()))
