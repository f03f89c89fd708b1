"""kill -9 of each part in the middle of every step of a filing: nothing is lost, doubled or stuck."""

from collections.abc import AsyncIterator, Iterator
from contextlib import aclosing
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.faults.court import LiveCourt, live_court
from tests.faults.filing import steps_of
from tests.faults.hands import Hands
from tests.faults.kills import PARTS, Moment, Strike, strike
from tests.faults.truth import delivered, verdict_on
from tests.faults.web_hands import WebHands

pytestmark = pytest.mark.timeout(400)
# One step of each kind whose record the kill lets commit: the others differ in nothing but their act.
RECORDED = ("open", "card", "co_seal", "accept", "return", "copy")


@dataclass
class Run:
    """A court that every test of this module kills something of, and what became of it."""

    court: LiveCourt
    strikes: list[Strike] = field(default_factory=list)

    async def strike(self, hands: Hands, part: str, moment: Moment, steps: tuple[str, ...]) -> Strike:
        """Kill, and keep the filings for the judgement at the end."""
        first = sum(len(done.filings) for done in self.strikes)
        done = await strike(hands, part, moment, first=first, steps=steps)
        self.strikes.append(done)
        return done


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    """Return a folder that PostgreSQL's own account may enter; pytest closes its own."""
    with TemporaryDirectory(prefix="divan-faults-") as name:
        yield Path(name)


@pytest.fixture(scope="module")
async def run(folder: Path) -> AsyncIterator[Run]:
    async with live_court(folder / "var", lambda _line: None) as court:
        yield Run(court)


@pytest.mark.parametrize("part", PARTS)
async def test_every_filing_goes_on_when_a_part_dies_in_the_middle_of_its_step(run: Run, part: str) -> None:
    # Through the pages where the part stands behind every form; `python -m tests.faults` takes that way for all.
    async with aclosing((WebHands if part in {"web", "postgres"} else Hands)(run.court)) as hands:
        done = await run.strike(hands, part, Moment.DURING, steps_of(hands))
    assert done.met >= len(done.filings) // 2


@pytest.mark.parametrize("part", ["worker", "postgres", "temporal"])
async def test_every_filing_goes_on_when_a_part_dies_before_anybody_heard_of_a_recorded_step(
    run: Run, part: str
) -> None:
    done = await run.strike(Hands(run.court), part, Moment.RECORDED, RECORDED)
    assert done.met >= len(RECORDED) // 2


async def test_after_all_kills_nothing_is_lost_doubled_or_stuck_and_every_signature_verifies(run: Run) -> None:
    await delivered(run.court)
    verdict = await verdict_on(run.court, [filing for done in run.strikes for filing in done.filings])
    assert verdict.untruths == []
