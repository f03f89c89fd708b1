"""The results of a fault run as people read them."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from tests.faults.kills import Strike
from tests.faults.truth import Verdict

MARKDOWN_HEAD = (
    "| killed with -9 | kills | filings | met in a step | longest away s | longest stall s | at step | moment |",
    "| --- | --- | --- | --- | --- | --- | --- | --- |",
)
HEAD = f"{'killed':<10} {'moment':<9} {'filings':>7} {'met':>4} {'away s':>7} {'longest stall s':>16}  at step"


def row_of(strike: Strike) -> str:
    """Return one kill: how many filings it met in the middle of a step, and the longest that a person waited."""
    seconds, step = strike.longest
    figures = f"{len(strike.filings):>7} {strike.met:>4} {strike.away:>7.1f} {seconds:>16.1f}"
    return f"{strike.part:<10} {strike.moment:<9} {figures}  {step}"


def table_of(strikes: Sequence[Strike], verdict: Verdict) -> Iterator[str]:
    """Return every kill, the longest stall by killed part, and what was found untrue."""
    yield HEAD
    yield from (row_of(strike) for strike in strikes)
    worst = {part: max(strike.longest[0] for strike in struck) for part, struck in _by_part(strikes).items()}
    yield "longest stall: " + ", ".join(f"{part} {seconds:.1f} s" for part, seconds in worst.items())
    filings = [filing for strike in strikes for filing in strike.filings]
    told = sum(len(filing.told) for filing in filings)
    yield f"{len(filings)} filings came to their ends; {told} acknowledged steps"
    yield f"mail: {verdict.mails} deliveries of {verdict.distinct_mails} messages"
    yield f"SMS: {verdict.sms_asked} requests for {verdict.sms} messages"
    twice = [name for filing in filings for name in filing.asked_twice]
    yield f"two requests on one phone at once: {twice or 'never'}"
    yield f"repeated after the claim had closed, and told so: {sum(len(filing.told_closed) for filing in filings)}"
    yield from (f"UNTRUE: {untruth}" for untruth in verdict.untruths)
    yield (
        "nothing lost, nothing doubled, nothing stuck" if not verdict.untruths else f"{len(verdict.untruths)} untruths"
    )


def markdown_of(strikes: Sequence[Strike], verdict: Verdict) -> Iterator[str]:
    """Return the longest that a person waited for one step, by killed part, as a table for bench/RESULTS.md."""
    yield from MARKDOWN_HEAD
    for part, struck in _by_part(strikes).items():
        worst = max(struck, key=lambda strike: strike.longest)
        seconds, step = worst.longest
        counted = f"{len(struck)} | {sum(len(strike.filings) for strike in struck)} | {sum(s.met for s in struck)}"
        away = max(strike.away for strike in struck)
        yield f"| {part} | {counted} | {away:.1f} | {seconds:.1f} | {step} | {worst.moment} |"
    yield ""
    yield f"{sum(len(strike.filings) for strike in strikes)} filings; found untrue: {len(verdict.untruths)}."


def _by_part(strikes: Sequence[Strike]) -> dict[str, list[Strike]]:
    by_part: defaultdict[str, list[Strike]] = defaultdict(list)
    for strike in strikes:
        by_part[strike.part].append(strike)
    return dict(by_part)
