"""The connection to Temporal that web, worker and everything beside them share."""

from temporalio.client import Client, GrpcCompression

from activities.payload_codec import encrypted_converter


async def temporal_client(address: str, *, keys: str, namespace: str = "default") -> Client:
    """Return a client whose payloads are encrypted under `keys`; RuntimeError when the server does not answer.

    Nothing is compressed on the way: what is encrypted grows no smaller, and to try cost server and worker a twentieth
    of a filing's CPU (bench/RESULTS.md).
    """
    return await Client.connect(
        address,
        namespace=namespace,
        data_converter=encrypted_converter(keys),
        grpc_compression=GrpcCompression.NONE,
    )
