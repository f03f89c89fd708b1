"""A longer run of kills in an order the seed decides: `python -m tests.faults --minutes 10 --seed 7 --kill worker`."""

import argparse
import asyncio
import random
import sys
import time
from collections.abc import Sequence
from contextlib import aclosing
from pathlib import Path
from tempfile import mkdtemp

from tests.faults.court import live_court
from tests.faults.hands import Hands
from tests.faults.kills import PARTS, Moment, Strike, strike
from tests.faults.table import HEAD, markdown_of, row_of, table_of
from tests.faults.truth import delivered, verdict_on
from tests.faults.web_hands import WebHands


def main() -> int:
    """Read the command line, run, print the table; returns 1 when anything untrue was found."""
    options = _command_line()
    folder = Path(mkdtemp(prefix="divan-faults-"))
    _say(f"seed {options.seed}; the court's folder with its logs: {folder}")
    return asyncio.run(_run(options, folder))


def _command_line() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--kill", default=",".join(PARTS), help="parts, comma-separated")
    parser.add_argument(
        "--hands", choices=("web", "commands"), default="web", help="through the pages, or without them"
    )
    parser.add_argument("--moment", default=",".join(Moment), help="moments of a step, comma-separated")
    parser.add_argument("--steps", default="", help="steps that a kill meets, comma-separated; else all")
    parser.add_argument("--markdown", metavar="FILE", type=Path, help="write the longest stalls as markdown")
    return parser.parse_args()


async def _run(options: argparse.Namespace, folder: Path) -> int:
    dice = random.Random(options.seed)  # noqa: S311 - dice that fall the same way again
    ends_at = time.monotonic() + options.minutes * 60
    async with live_court(folder, _say) as court:
        strikes: list[Strike] = []
        async with aclosing(WebHands(court) if options.hands == "web" else Hands(court)) as hands:
            while not strikes or time.monotonic() < ends_at:
                strikes.append(await _one(hands, dice, options, strikes))
        await delivered(court)
        verdict = await verdict_on(court, [filing for done in strikes for filing in done.filings])
    for line in table_of(strikes, verdict):
        _say(line)
    if options.markdown:
        text = "\n".join([f"`{_command()}`", "", *markdown_of(strikes, verdict), ""])
        await asyncio.to_thread(options.markdown.write_text, text)
    return 1 if verdict.untruths else 0


async def _one(hands: Hands, dice: random.Random, options: argparse.Namespace, before: Sequence[Strike]) -> Strike:
    part, moment = dice.choice(options.kill.split(",")), Moment(dice.choice(options.moment.split(",")))
    steps = tuple(options.steps.split(",")) if options.steps else ()
    done = await strike(hands, part, moment, first=sum(len(each.filings) for each in before), steps=steps)
    if not before:
        _say(HEAD)
    _say(row_of(done))
    return done


def _command() -> str:
    """Return how this run was called, for whoever reads its table."""
    return " ".join(["python -m tests.faults", *sys.argv[1:]])


def _say(text: str) -> None:
    print(text, flush=True)  # noqa: T201 - this program talks to a person


if __name__ == "__main__":
    sys.exit(main())
