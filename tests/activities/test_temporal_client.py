"""The connection that web and worker share, on a real server."""

from temporalio.client import GrpcCompression
from temporalio.testing import WorkflowEnvironment

from activities.temporal_client import temporal_client
from models.messages import ids
from tests.temporal import TEST_KEYS


async def test_what_is_encrypted_travels_uncompressed(temporal: WorkflowEnvironment) -> None:
    client = await temporal_client(temporal.client.service_client.config.target_host, keys=TEST_KEYS)
    assert client.service_client.config.grpc_compression is GrpcCompression.NONE
    handle = await client.start_workflow("Nobody", "5XK1A2B", id="uncompressed", task_queue=f"{ids.TASK_QUEUE}-none")
    history = await handle.fetch_history()
    await handle.terminate()
    started = history.events[0].workflow_execution_started_event_attributes
    (payload,) = started.input.payloads
    assert payload.metadata["encoding"] == b"binary/encrypted"
    assert await client.data_converter.decode([payload], [str]) == ["5XK1A2B"]
