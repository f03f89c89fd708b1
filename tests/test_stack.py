"""The launcher keeps its word: order, health, clear failures, supervision, nothing left behind, nothing lost."""

import os
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import psutil
import psycopg
import pytest

from docker.court import stores
from docker.leftovers import FolderLock, StackRunningError, Started
from docker.parts import PartFailedError
from docker.ports import HOST, Ports, PortTakenError
from docker.site import ROOT
from docker.stack import Stack
from tests.stack_programs import court_with_a_dying_part, small_court


@pytest.fixture
def said() -> list[str]:
    return []


@pytest.fixture
def stack(tmp_path: Path, said: list[str]) -> Iterator[Stack]:
    with Stack(tmp_path / "var", Ports.free(), parts=small_court, say=said.append) as running:
        yield running


def family(pid: int) -> list[psutil.Process]:
    """A process and its children as they live now."""
    process = psutil.Process(pid)
    return [process, *process.children(recursive=True)]


def assert_all_end(processes: list[psutil.Process]) -> None:
    _ended, living = psutil.wait_procs(processes, timeout=20)
    assert living == []


def test_starts_what_is_needed_first_and_says_so(stack: Stack, said: list[str]) -> None:
    ready = [line.split()[0] for line in said if " ready" in line or " done" in line]
    assert ready == ["portal", "demo", "web"]
    assert stack.output("demo") == "Aygün Məmmədova\n"
    with urllib.request.urlopen(stack.env["DIVAN_BASE_URL"], timeout=5) as page:
        assert page.read() == b"ok"


def test_stopping_leaves_no_process_behind(tmp_path: Path) -> None:
    stack = Stack(tmp_path, Ports.free(), parts=small_court)
    stack.start()
    processes = [process for name in ("portal", "web") for process in family(stack.process(name).pid)]
    assert len(processes) == 4
    stack.stop()
    assert_all_end(processes)
    assert stack.site.ports.taken() == {}


def test_a_killed_part_is_started_again_and_said_so(stack: Stack, said: list[str]) -> None:
    web = stack.process("web")
    before = family(web.pid)
    web.kill()
    web.wait_ready()
    assert_all_end(before)
    assert web.pid != before[0].pid
    assert any("web was ended by SIGKILL; it is started again" in line for line in said)


def test_a_part_killed_to_stay_down_stays_down_until_restarted(stack: Stack) -> None:
    web = stack.process("web")
    web.kill(stay_down=True)
    assert not web.alive
    stack.restart("web")
    assert web.alive


def test_a_failing_part_is_named_with_the_end_of_its_log_and_all_others_are_ended(tmp_path: Path) -> None:
    stack = Stack(tmp_path, Ports.free(), parts=court_with_a_dying_part)
    with pytest.raises(PartFailedError) as failure:
        stack.start()
    assert str(failure.value).startswith("worker ended with code 3.\n    the settings are not usable")
    assert str(tmp_path / "log" / "worker.log") in str(failure.value)
    assert stack.site.ports.taken() == {}


def test_a_taken_port_is_named_with_the_way_out(tmp_path: Path) -> None:
    ports = Ports.free()
    with socket.create_server((HOST, ports.portal)), pytest.raises(PortTakenError) as taken:
        Stack(tmp_path, ports, parts=small_court).start()
    assert f"port {ports.portal}, meant for portal, is taken" in str(taken.value)
    assert f"process {os.getpid()}" in str(taken.value)
    assert "make up PORT=9000" in str(taken.value)


def test_two_stacks_do_not_share_a_folder(stack: Stack) -> None:
    with pytest.raises(StackRunningError, match=f"already: process {os.getpid()}"):
        Stack(stack.site.base, Ports.free(), parts=small_court).start()
    assert stack.process("web").alive


@pytest.fixture
def launcher(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """The small court in a process of its own, as `make up` runs it, once it says it is open."""
    words = [sys.executable, "-m", "tests.stack_programs", str(tmp_path), str(Ports.free().web)]
    with subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for line in process.stdout:
            if "Ctrl-C stops everything" in line:
                break
        yield process
        process.kill()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP], ids=lambda number: number.name)
def test_ctrl_c_and_its_like_end_everything(launcher: subprocess.Popen[str], number: signal.Signals) -> None:
    everything = family(launcher.pid)[1:]
    assert len(everything) == 4
    launcher.send_signal(number)
    assert launcher.wait(20) == 0
    assert_all_end(everything)


def test_a_launcher_killed_outright_takes_its_parts_along(launcher: subprocess.Popen[str]) -> None:
    parts = psutil.Process(launcher.pid).children()
    grandchildren = [child for part in parts for child in part.children()]
    launcher.kill()
    launcher.wait()
    assert_all_end(parts)
    for child in grandchildren:  # the kernel's signal reaches children only; of the real parts PostgreSQL alone has any
        child.kill()


def test_a_later_start_ends_what_an_earlier_launcher_left(tmp_path: Path) -> None:
    left = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
    Started(tmp_path / "processes").note(left.pid)
    assert Started(tmp_path / "processes").end_all() == 1
    assert not psutil.pid_exists(left.pid)
    left.wait()


def test_secrets_are_made_once_and_are_private(tmp_path: Path) -> None:
    ports = Ports.free()
    first = Stack(tmp_path, ports).env
    assert Stack(tmp_path, ports).env == first
    assert (tmp_path / "secrets").stat().st_mode & 0o777 == 0o600
    assert len(bytes.fromhex(first["DIVAN_PAYLOAD_KEYS"].removeprefix("k1:"))) == 32


def test_another_web_port_moves_every_port() -> None:
    assert Ports.beside(8000) == Ports()
    moved = Ports.beside(9000).by_part()
    assert moved["web"] == 9000
    assert sorted(moved.values()) == list(range(9000, 9014))


def test_the_stores_survive_kill_and_restart_with_what_was_written(tmp_path: Path) -> None:
    ports = Ports.free()
    with Stack(tmp_path / "var", ports, parts=stores) as stack:
        url = stack.env["DIVAN_DATABASE_URL"].replace("+psycopg", "")
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("CREATE TABLE kept (word text)")
            connection.execute("INSERT INTO kept VALUES ('qalır')")
            assert connection.execute("SHOW fsync").fetchone() == ("on",)
        stack.process("postgres").kill()
        stack.process("postgres").wait_ready()
        stack.process("temporal").kill()
        stack.process("temporal").wait_ready()
    with Stack(tmp_path / "var", ports, parts=stores), psycopg.connect(url) as connection:
        assert connection.execute("SELECT word FROM kept").fetchone() == ("qalır",)


def test_reset_refuses_while_a_stack_runs_and_deletes_afterwards(tmp_path: Path) -> None:
    var = tmp_path / "var"
    words = [sys.executable, "-m", "docker", "reset", "--yes", "--var", str(var)]
    lock = FolderLock(var)
    lock.take("process 1")
    refused = subprocess.run(words, cwd=ROOT, check=False, capture_output=True, text=True)
    assert refused.returncode == 1
    assert "running" in refused.stderr
    lock.give_back()
    subprocess.run(words, cwd=ROOT, check=True, capture_output=True)
    assert not var.exists()
