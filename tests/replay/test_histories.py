"""Every recorded history replays on today's code, and a change that breaks one is found."""

import asyncio
import importlib.util
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from temporalio.client import WorkflowHistory
from temporalio.worker import Replayer
from temporalio.workflow import NondeterminismError

import workflows.claim
import workflows.payment
import workflows.signing
from activities.payload_codec import encrypted_converter
from models.messages import ids
from tests.replay.record import FOLDER, PATHS
from tests.temporal import TEST_KEYS
from workflows.registry import WORKFLOWS
from workflows.replay import ALL_REPLAY, NONE_FOUND, SOME_FAIL, main, report

HISTORIES = sorted(FOLDER.glob("*.json"))
CONVERTER = encrypted_converter(TEST_KEYS)


def history(path: Path) -> WorkflowHistory:
    return WorkflowHistory.from_json(path.stem, path.read_text())


def of_test(name: str, kind: str = "claim") -> list[Path]:
    return [path for path in HISTORIES if path.name.startswith(f"{kind}.{name}")]


def test_there_are_histories_of_every_path_and_of_every_workflow_with_steps() -> None:
    """An empty folder would pass silently."""
    tests = {path.name.split(".")[1] for path in HISTORIES}
    assert tests >= {path.rpartition("::test_")[2] for path in PATHS}
    begun = {
        history(path).events[0].workflow_execution_started_event_attributes.workflow_type.name for path in HISTORIES
    }
    assert begun == {ids.CLAIM, ids.CORRECTION, ids.LETTER, ids.PACKAGE, ids.PAYMENT, ids.REGISTRATION, ids.SIGNING}


def test_a_chain_of_fresh_histories_is_among_them() -> None:
    starts = [history(path).events[0].workflow_execution_started_event_attributes for path in HISTORIES]
    assert sum(bool(start.continued_execution_run_id) for start in starts) >= 2


@pytest.mark.parametrize("path", HISTORIES, ids=lambda path: path.stem)
async def test_replays(path: Path) -> None:
    await Replayer(workflows=WORKFLOWS, data_converter=CONVERTER).replay_workflow(history(path))


SLEEP = "await asyncio.sleep(1)"
CHANGES = {
    "a sleep before a claim's act is recorded": (
        workflows.claim,
        "        before, kind = self._claim, act_kind(self._claim, act)\n",
        f"        {SLEEP}\n",
        "two_claimants_sign_and_the_court_accepts",
    ),
    "a sleep before a claim's fresh history": (
        workflows.claim,
        "        carried = opening.carried\n        ",
        "carried and asyncio.get_running_loop().create_task(asyncio.sleep(1))\n        ",
        "an_act_sent_again",
    ),
    "a sleep before a signature is prepared": (
        workflows.signing,
        "    async def _sign(self, begin: BeginSigning) -> str:\n",
        f"        {SLEEP}\n",
        "two_claimants_sign_one_container",
    ),
    "a sleep before the portal is asked": (
        workflows.payment,
        "        for question in range(10_000):\n",
        f"            import asyncio; {SLEEP}\n",
        "a_callback_that_comes_twice",
    ),
}


@pytest.mark.parametrize("change", CHANGES)
async def test_a_change_of_a_living_workflow_makes_its_histories_fail(
    change: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    module, before, inserted, test = CHANGES[change]
    kind = module.__name__.rpartition(".")[2]
    monkeypatch.syspath_prepend(tmp_path)
    changed = copy_of(Path(str(module.__file__)), tmp_path, after=before, inserted=inserted)
    replayer = Replayer(workflows=[changed], data_converter=CONVERTER)
    path = of_test(test, kind)[-1]
    with pytest.raises(NondeterminismError):
        await replayer.replay_workflow(history(path))
    same = copy_of(Path(str(module.__file__)), tmp_path, after=before, inserted="")
    await Replayer(workflows=[same], data_converter=CONVERTER).replay_workflow(history(path))


def copy_of(source: Path, folder: Path, *, after: str, inserted: str) -> type:
    """Return the workflow class of a copy of the module, with something inserted after a line of it."""
    text = source.read_text()
    assert text.count(after) == 1, "the line to change is no longer there"
    name = f"copied_{source.stem}_{'changed' if inserted else 'same'}"
    (folder / f"{name}.py").write_text(text.replace(after, after + inserted))
    spec = importlib.util.spec_from_file_location(name, folder / f"{name}.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    found: type = getattr(module, f"{source.stem.capitalize()}Workflow")
    return found


async def given(*histories: WorkflowHistory) -> AsyncIterator[WorkflowHistory]:
    for one in histories:
        yield one


async def test_the_auditors_tool_says_which_history_fails(capsys: pytest.CaptureFixture[str]) -> None:
    good = history(of_test("a_callback_that_comes_twice", "payment")[0])
    text = good.to_json()
    spoiled = WorkflowHistory.from_json("spoiled", text.replace('"ask_portal"', '"ask_nobody"'))
    cut = WorkflowHistory("cut", [*good.events[:9], *good.events[10:]])
    assert await report(given(good, spoiled, cut), converter=CONVERTER) == SOME_FAIL
    said = capsys.readouterr().out
    assert f"replays  {good.workflow_id} ({len(good.events)} events)" in said
    assert "FAILS: NondeterminismError: " in said
    assert f"FAILS: events are missing or out of order  cut ({len(good.events) - 1} events)" in said
    assert "1 of 3 histories replay on this code." in said


async def test_the_auditors_tool_replays_a_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DIVAN_PAYLOAD_KEYS", TEST_KEYS)
    assert await main([str(tmp_path)]) == NONE_FOUND
    path = HISTORIES[0]
    await asyncio.to_thread((tmp_path / path.name).write_text, path.read_text())
    assert await main([str(tmp_path)]) == ALL_REPLAY
    assert "1 of 1 histories replay" in capsys.readouterr().out
