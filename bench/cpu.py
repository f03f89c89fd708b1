"""CPU time of process trees, and percentiles."""

import os
from collections.abc import Mapping, Sequence

import psutil


def cpu_seconds(pid: int) -> float:
    """Return user and system seconds of a process with its children; of this process alone, whose children they are."""
    process = psutil.Process(pid)
    if pid == os.getpid():
        times = process.cpu_times()
        return float(times.user + times.system)
    total = 0.0
    for member in [process, *process.children(recursive=True)]:
        try:
            times = member.cpu_times()
        except psutil.NoSuchProcess:
            continue
        total += times.user + times.system + times.children_user + times.children_system
    return total


def cpu_of(pids: Mapping[str, int]) -> dict[str, float]:
    """Return the CPU seconds of each named process so far."""
    return {name: cpu_seconds(pid) for name, pid in pids.items()}


def percentile(values: Sequence[float], share: float) -> float:
    """Return the value below which `share` of the values lie."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]
