"""`python -m bench.signature`: a whole signature by phone, from the signer's click to "signed", on the court's worker.

The phone answers at once, so that what is left is ours: certificate, digest, request, answer, time-stamp, OCSP,
container, claim. Provider, time-stamp authority and OCSP responder are the simulators; their CPU is not counted.
"""

import argparse
import asyncio
import sys
import tempfile
import uuid
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import httpx2

from bench.lifecycle import FILER, SIGNER, Bench, Figures, timed
from docker.court import court_parts
from docker.parts import Part
from docker.ports import Ports
from docker.site import Site
from docker.stack import Stack
from models.domain.languages import Language
from models.domain.roles import Actor, Role
from models.messages import ids
from models.messages.signing import BeginSigning

SIGNATURES = 40
NEEDED = {"postgres", "temporal", "trust", "asan_imza", "migrations", "demo", "worker"}


def parts(site: Site) -> Sequence[Part]:
    """Return what a signature needs of the court."""
    chosen = [part for part in court_parts(site) if part.name in NEEDED]
    return [replace(part, needs=tuple(name for name in part.needs if name in NEEDED)) for part in chosen]


async def run(stack: Stack, *, signatures: int) -> None:
    """Print a row for one signer after the other and one for eight at once."""
    bench = await Bench.of(stack)
    provider = stack.env["DIVAN_ASAN_IMZA_URL"].removesuffix("/mid-api")
    async with httpx2.AsyncClient() as http:
        at_once = {"answer": "OK", "auto": True, "delay_ms": 0}
        (await http.post(f"{provider}/sim/phones/{SIGNER.phone}/script", json=at_once)).raise_for_status()
    print("\n| signers | signatures/s | p50 ms | p95 ms | CPU ms a signature |\n| --- | --- | --- | --- | --- |")
    for lanes in (1, 8):
        await _measured(bench, lanes, lanes=lanes)  # warms up
        print((await _measured(bench, signatures, lanes=lanes)).line(f"{lanes} at once"), flush=True)


async def _measured(bench: Bench, signatures: int, *, lanes: int) -> Figures:
    claim_ids = await bench.prepare(signatures)
    versions = [await bench.confirmed(claim_id, []) for claim_id in claim_ids]
    await asyncio.gather(*map(partial(_packed, bench), claim_ids, versions))

    async def signature(number: int, steps: list[float]) -> None:
        await timed(steps, _signed(bench, claim_ids[number], versions[number]))

    return await bench.measure(signature, lives=signatures, lanes=lanes)


async def _packed(bench: Bench, claim_id: str, version: int) -> None:
    """Have the document made, as the web does when the claim is confirmed."""
    await bench.commands.make_package(claim_id, version)
    package = bench.temporal.get_workflow_handle(ids.package_workflow(claim_id, version))
    await package.result()


async def _signed(bench: Bench, claim_id: str, version: int) -> None:
    signing_id, signer = uuid.uuid4().hex, Actor(Role.LITIGANT, fin=FILER)
    phone = (SIGNER.phone, SIGNER.user_id, Language.AZ)
    await bench.commands.begin_signing(BeginSigning(signing_id, claim_id, version, signer, *phone, datetime.now(UTC)))
    signing = bench.temporal.get_workflow_handle(ids.signing_workflow(signing_id), result_type=str)
    ended = await signing.result()
    assert ended == "done", ended


def measure(*, signatures: int) -> None:
    """Start a court and print what a signature takes."""
    with tempfile.TemporaryDirectory(prefix="divan-bench-") as folder:
        Path(folder).chmod(0o755)
        with Stack(Path(folder) / "var", Ports.free(), parts=parts) as stack:
            asyncio.run(run(stack, signatures=signatures))


def main() -> int:
    """Run it."""
    options = argparse.ArgumentParser(prog="python -m bench.signature")
    options.add_argument("--signatures", type=int, default=SIGNATURES)
    measure(signatures=options.parse_args().signatures)
    return 0


if __name__ == "__main__":
    sys.exit(main())
