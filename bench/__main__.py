"""`make bench`: the figures of bench/RESULTS.md, each beside its floor in the same run."""

import argparse
import asyncio
import sys
import tempfile
import uuid
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import httpx2
from temporalio.client import Client
from uvicorn.loops.auto import auto_loop_factory

from bench import list_page, lists, signature
from bench.cpu import percentile
from bench.lifecycle import UNRECORDED, Bench
from bench.settings import settings_of
from bench.sign_in import measure as sign_in_figures
from docker.court import PREPARATIONS, PYTHON, stores
from docker.parts import Part, Service, has_written
from docker.ports import Ports
from docker.site import Site
from docker.stack import Stack
from server import web_deps
from web.app import create_app


def parts(site: Site) -> Sequence[Part]:
    """Return the stack under measurement: stores, migrations, the benchmark's worker."""
    migrations = PREPARATIONS[0]
    worker = Service(
        name="worker",
        command=(PYTHON, "-m", "bench.worker"),
        needs=("temporal", "migrations"),
        ready=has_written("worker ready"),
    )
    return (*stores(site), migrations, worker)


async def pages(stack: Stack, *, smoke: bool) -> None:
    """Print the rows of the list-page table and of signing in; `smoke`, of a handful, and of every list."""
    config = settings_of(stack.env["DIVAN_DATABASE_URL"])
    async with httpx2.AsyncClient() as http:
        temporal = await Client.connect(stack.env["DIVAN_TEMPORAL_ADDRESS"])
        deps = web_deps(config, temporal, http)
        app, postgres = create_app(deps), stack.process("postgres").pid
        if smoke:
            list_page.FILINGS, list_page.PAGES, list_page.ROUNDS = 800, 2, 1
        await list_page.measure(app, deps.sessions, postgres=postgres)
        few = {"people": 4, "sessions": 200} if smoke else {}
        await sign_in_figures(app, deps, postgres=postgres, **few)
    if smoke:
        await lists.run(stack, filings=1000, receipts=100, pace=lists.Pace(50, 0.1))


async def lifecycle(stack: Stack, *, lives: int, rounds: int) -> None:
    """Print the rows of the life-cycle table, floor and ours in turn."""
    bench = await Bench.of(stack)
    print("| run | lives/s | step p50 ms | step p95 ms | CPU ms a life |\n| --- | --- | --- | --- | --- |")
    for lanes in (1, 16):
        count = lives if lanes > 1 else max(lives // 4, 10)
        found = [await one_round(bench, lives=count, lanes=lanes, number=number) for number in range(rounds + 1)]
        print(f"\nconcurrency {lanes}, over the floor, rounds beside the median:\n")
        for name in found[0]:
            cpu, latency = zip(*(ratios[name] for ratios in found[1:]), strict=True)
            print(f"- {name}: CPU {_told(cpu)}, step p50 {_told(latency)}")
        print(flush=True)


async def one_round(bench: Bench, *, lives: int, lanes: int, number: int) -> dict[str, tuple[float, float]]:
    """Measure the floor and what stands above it once, and return each one's ratios of CPU and of the median step.

    Round 0 warms up.
    """
    measure = partial(bench.measure, lives=lives, lanes=lanes)
    floor = await measure(bench.floor_life)
    above = {"floor with an effect a step": await measure(partial(bench.floor_life, has_effect=True))}
    unrecorded = [f"{UNRECORDED}{uuid.uuid4()}" for _ in range(lives)]
    above["claim, nothing recorded"] = await measure(bench.claim_life(unrecorded))
    claim_ids = await bench.prepare(lives)
    above["claim"] = await measure(bench.claim_life(claim_ids))
    await bench.check(claim_ids)
    if number:
        for name, figures in {"floor": floor, **above}.items():
            print(figures.line(f"{name}, concurrency {lanes}, round {number}"), flush=True)
    return {
        name: (ours.cpu_total / floor.cpu_total, percentile(ours.steps_ms, 0.5) / percentile(floor.steps_ms, 0.5))
        for name, ours in above.items()
    }


def _told(ratios: Sequence[float]) -> str:
    return f"{percentile(ratios, 0.5):.2f} ({', '.join(f'{ratio:.2f}' for ratio in ratios)})"


def main() -> int:
    """Run the benchmarks named on the command line, all by default."""
    options = argparse.ArgumentParser(prog="python -m bench")
    options.add_argument("--lives", type=int, default=200)
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--smoke", action="store_true", help="a handful of each, to see that it runs")
    chosen = options.parse_args()
    lives, rounds = (2, 1) if chosen.smoke else (chosen.lives, chosen.rounds)
    with tempfile.TemporaryDirectory(prefix="divan-bench-") as folder:
        Path(folder).chmod(0o755)
        with Stack(Path(folder) / "var", Ports.free(), parts=parts) as stack:
            asyncio.run(lifecycle(stack, lives=lives, rounds=rounds))
            with asyncio.Runner(loop_factory=auto_loop_factory()) as runner:  # as server.py
                runner.run(pages(stack, smoke=chosen.smoke))
    signature.measure(signatures=2 if chosen.smoke else signature.SIGNATURES)
    return 0


if __name__ == "__main__":
    sys.exit(main())
