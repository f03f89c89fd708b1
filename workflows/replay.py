"""For auditors and before each release: replay histories on today's code (`python -m workflows.replay FOLDER`).

FOLDER holds histories as the Temporal UI and command line export them, one JSON file a run. `--open` replays every
open run of the server instead: a release that cannot replay them would stop them. Both need DIVAN_PAYLOAD_KEYS with
every key the histories name; `--open` also DIVAN_TEMPORAL_ADDRESS.

Replaying proves that the code takes the same commands from what happened. It does not compare payloads and proves no
authenticity: that is what the register's chain of hashes is for.
"""

import argparse
import asyncio
import sys
from collections.abc import AsyncIterator
from pathlib import Path

from pydantic import SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict
from temporalio.client import Client, WorkflowHistory
from temporalio.converter import DataConverter
from temporalio.worker import Replayer

from activities.payload_codec import encrypted_converter
from activities.temporal_client import temporal_client
from workflows.registry import WORKFLOWS

ALL_REPLAY, SOME_FAIL, NONE_FOUND = 0, 1, 2


class AuditSettings(BaseSettings):
    """What an auditor needs of the environment: the keys, and where open runs are."""

    model_config = SettingsConfigDict(env_prefix="DIVAN_", frozen=True, extra="ignore")

    payload_keys: SecretStr
    temporal_address: str = "127.0.0.1:7233"
    temporal_namespace: str = "default"


async def recorded(folder: Path) -> AsyncIterator[WorkflowHistory]:
    """Read every history of a folder, by name."""
    for file in await asyncio.to_thread(lambda: sorted(folder.glob("*.json"))):
        yield WorkflowHistory.from_json(file.stem, await asyncio.to_thread(file.read_text))


async def running(client: Client) -> AsyncIterator[WorkflowHistory]:
    """Fetch the history of every open run, so far as it has got."""
    async for run in client.list_workflows("ExecutionStatus = 'Running'"):
        yield await client.get_workflow_handle(run.id, run_id=run.run_id).fetch_history()


async def report(histories: AsyncIterator[WorkflowHistory], *, converter: DataConverter) -> int:
    """Replay each history, say how it went, and return the exit code."""
    failed = total = 0
    replayer = Replayer(workflows=WORKFLOWS, data_converter=converter)
    async for history in histories:
        failure = await _failure_of(history, replayer)
        total += 1
        failed += bool(failure)
        verdict = f"FAILS: {failure}" if failure else "replays"
        _say(f"{verdict}  {history.workflow_id} ({len(history.events)} events)")
    if not total:
        _say("No history was found.")
        return NONE_FOUND
    _say(f"{total - failed} of {total} histories replay on this code.")
    return SOME_FAIL if failed else ALL_REPLAY


async def _failure_of(history: WorkflowHistory, replayer: Replayer) -> str:
    # The SDK's replayer waits for ever on a history from which events were taken.
    if [event.event_id for event in history.events] != list(range(1, len(history.events) + 1)):
        return "events are missing or out of order"
    failure = (await replayer.replay_workflow(history, raise_on_replay_failure=False)).replay_failure
    return f"{type(failure).__name__}: {failure}" if failure else ""


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


async def main(arguments: list[str]) -> int:
    """Replay what the command line names."""
    parser = argparse.ArgumentParser(prog="python -m workflows.replay", description=__doc__)
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("folder", type=Path, nargs="?", help="folder of exported histories, *.json")
    what.add_argument("--open", action="store_true", help="replay every open run of the Temporal server")
    asked = parser.parse_args(arguments)
    settings = AuditSettings()
    keys = settings.payload_keys.get_secret_value()
    converter = encrypted_converter(keys)
    if not asked.open:
        return await report(recorded(asked.folder), converter=converter)
    client = await temporal_client(settings.temporal_address, keys=keys, namespace=settings.temporal_namespace)
    return await report(running(client), converter=converter)


if __name__ == "__main__":
    sys.exit(asyncio.run(main(sys.argv[1:])))
