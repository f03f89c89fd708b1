"""kill -9 of each part in the middle of every step of a filing: nothing is lost, doubled or stuck."""

from collections.abc import AsyncIterator, Iterator
from contextlib import aclosing
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.faults.court import LiveCourt, live_court
from tests.faults.hands import Hands
from tests.faults.kills import Moment, Strike, strike
from tests.faults.lives import MAIN, steps_of
from tests.faults.truth import delivered, verdict_on
from tests.faults.web_hands import WebHands

pytestmark = pytest.mark.timeout(400)
# One step of each kind whose record the kill lets commit: the others differ in nothing but their act.
RECORDED = ("open", "card", "co_seal", "accept", "return", "copy")
# Of the other lives the most telling steps; `python -m tests.faults` kills at each of theirs.
BESIDE = {
    ("worker", Moment.DURING): ("card_give",),  # a card's answer is being brought
    ("postgres", Moment.DURING): ("leave",),  # a refusal leaves by its timer
    ("temporal", Moment.RECORDED): ("leave",),
}

# The worker's kills first: a delivery it held is free again two minutes later, and the judgement waits for every one.
KILLS = (
    ("worker", Moment.DURING),
    ("worker", Moment.RECORDED),
    ("web", Moment.DURING),
    ("postgres", Moment.DURING),
    ("postgres", Moment.RECORDED),
    ("temporal", Moment.DURING),
    ("temporal", Moment.RECORDED),
)


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


@pytest.mark.parametrize(("part", "moment"), KILLS)
async def test_every_filing_goes_on_when_a_part_dies_in_its_step(run: Run, part: str, moment: Moment) -> None:
    """Each step is met in its middle; some also when it is recorded and nobody has heard of it yet."""
    # Through the pages where the pages themselves die; `python -m tests.faults` takes that way for all.
    through_pages = moment is Moment.DURING and part == "web"
    async with aclosing((WebHands if through_pages else Hands)(run.court)) as hands:
        steps = RECORDED if moment is Moment.RECORDED else steps_of(hands, *MAIN)
        done = await run.strike(hands, part, moment, (*steps, *BESIDE.get((part, moment), ())))
    assert done.met >= len(done.filings) // 2


async def test_after_all_kills_nothing_is_lost_doubled_or_stuck_and_every_signature_verifies(run: Run) -> None:
    await delivered(run.court)
    verdict = await verdict_on(run.court, [filing for done in run.strikes for filing in done.filings])
    assert verdict.untruths == []
