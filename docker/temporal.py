"""Temporal's dev server with a durable database file, its web UI, and retention long enough for a court."""

import json
import subprocess
import sys
from pathlib import Path

from docker.parts import PartFailedError
from docker.ports import HOST

PROGRAM = Path(sys.executable).with_name("temporal")
RETENTION = "3650d"  # the default of a day would make closed filings vanish
SEARCH_ATTRIBUTES = ("FilingStatus=Keyword", "Court=Keyword")
DYNAMIC_CONFIG = (
    "system.forceSearchAttributesCacheRefreshOnRead=false",
    'history.timerProcessorMaxTimeShift="1ms"',
    "frontend.WorkflowTimeSkippingEnabled=true",
    # A shard looks for due work 20 times a second at most, and this server has one shard: the first task of a workflow
    # and each activity would wait up to 50 ms, a short timer 200 (bench/RESULTS.md). Production has 512.
    "history.transferProcessorMaxPollRPS=1000",
    "history.timerProcessorMaxPollRPS=1000",
)
ENVIRONMENT = {"GOGC": "400"}  # less garbage collection, more memory


def server_command(database: Path, *, port: int, ui_port: int, codec: str) -> tuple[str, ...]:
    """Return the command that serves Temporal; WAL without the default full journal is three times faster."""
    attributes = [word for attribute in SEARCH_ATTRIBUTES for word in ("--search-attribute", attribute)]
    dynamic = [word for value in DYNAMIC_CONFIG for word in ("--dynamic-config-value", value)]
    return (
        *(str(PROGRAM), "server", "start-dev", "--ip", HOST, "--port", str(port)),
        *("--ui-port", str(ui_port), "--ui-codec-endpoint", codec),
        *("--db-filename", str(database), "--sqlite-pragma", "journal_mode=wal"),
        *("--log-level", "warn"),
        *attributes,
        *dynamic,
    )


def answers(*, port: int) -> bool:
    """Tell whether the server takes work."""
    done = _command("operator", "cluster", "health", port=port)
    return done.returncode == 0 and "SERVING" in done.stdout


def keep_long(*, port: int) -> None:
    """Set the retention of closed workflows and add search attributes an older database file lacks."""
    done = _command("operator", "namespace", "update", "-n", "default", "--retention", RETENTION, port=port)
    if done.returncode:
        raise PartFailedError(f"temporal: the retention could not be set.\n{done.stderr}")
    known = _command("operator", "search-attribute", "list", "--output", "json", port=port)
    names = json.loads(known.stdout)["customAttributes"] or {}
    for attribute in SEARCH_ATTRIBUTES:
        name, kind = attribute.split("=")
        if name not in names:
            _command("operator", "search-attribute", "create", "--name", name, "--type", kind, port=port)


def _command(*words: str, port: int) -> subprocess.CompletedProcess[str]:
    """Run one command of the temporal program against our server."""
    command = [str(PROGRAM), *words, "--address", f"{HOST}:{port}", "--command-timeout", "10s"]
    return subprocess.run(command, check=False, capture_output=True, text=True)  # noqa: S603 - the wheel's own program
