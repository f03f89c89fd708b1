"""The real Temporal dev server with time skipping, and a worker on it, for workflow tests."""

import shutil
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from types import MappingProxyType

from temporalio.testing import TimeSkippingConfig, WorkflowEnvironment

from activities.payload_codec import encrypted_converter
from docker.temporal import DYNAMIC_CONFIG

TEST_KEYS = "t1:" + "ab" * 32


def temporal_binary() -> str:
    """Return the path of the `temporal` program that stands beside this Python."""
    return shutil.which("temporal", path=str(Path(sys.executable).parent)) or shutil.which("temporal") or "temporal"


@asynccontextmanager
async def time_skipping_server(dynamic: Mapping[str, str] = MappingProxyType({})) -> AsyncIterator[WorkflowEnvironment]:
    """Start a dev server on which each workflow has its own clock; nothing is downloaded."""
    async with await WorkflowEnvironment.start_time_skipping_v2(
        ts_config=TimeSkippingConfig(enabled=False),
        data_converter=encrypted_converter(TEST_KEYS),
        dev_server_existing_path=temporal_binary(),
        dev_server_log_level="error",
        dev_server_extra_args=[
            word
            for value in (*DYNAMIC_CONFIG, *(f"{name}={value}" for name, value in dynamic.items()))
            for word in ("--dynamic-config-value", value)
        ],
    ) as environment:
        yield environment
