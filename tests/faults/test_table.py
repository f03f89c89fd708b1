"""The table of a fault run names, for each killed part, the longest that anybody waited."""

from typing import Any

from tests.faults.kills import Moment, Strike
from tests.faults.lives import PaidByTwo
from tests.faults.person import Waits
from tests.faults.table import MARKDOWN_HEAD, markdown_of
from tests.faults.truth import Verdict

NOBODY: Any = None  # a table asks no hands


def kill(part: str, moment: Moment, away: float, **waited: float) -> Strike:
    filing = PaidByTwo(NOBODY, 1, waits=Waits(seconds=waited))
    return Strike(part, moment, [filing, PaidByTwo(NOBODY, 2)], met=1, away=away)


def test_the_markdown_table_names_the_longest_stall_of_each_killed_part() -> None:
    strikes = [
        kill("worker", Moment.DURING, 3.0, seal=21.4, open=2.0),
        kill("worker", Moment.AFTER, 4.25, card=17.0),
        kill("postgres", Moment.BEFORE, 1.0, confirm=6.04),
    ]
    assert list(markdown_of(strikes, Verdict(untruths=["a case without a claim"]))) == [
        *MARKDOWN_HEAD,
        "| worker | 2 | 4 | 2 | 4.2 | 21.4 | seal | during |",
        "| postgres | 1 | 2 | 1 | 1.0 | 6.0 | confirm | before |",
        "",
        "6 filings; found untrue: 1.",
    ]
