"""How much memory a heavy filing takes: `python -m tests.faults.memory` (bench/RESULTS.md).

In a whole court of its own, two people file 25 documents of 10 MB in all through the pages, sign them on their phones,
and the clerk accepts. Meanwhile the resident memory of web and worker is read a hundred times a second.
"""

import asyncio
import io
import random
import sys
import threading
from contextlib import aclosing
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

import pikepdf
import psutil
from sqlalchemy import select
from sqlmodel import col

from models.domain.attachments import LIMITS
from models.tables.processes import SigningRow
from tests.faults.application import Application
from tests.faults.court import LiveCourt, live_court
from tests.faults.lives import PaidByTwo
from tests.faults.web_hands import WebHands

PARTS = ("web", "worker")
ROUNDS = 2
MEBIBYTE = 1024 * 1024
SIDE = 361  # pixels; an image of random colours cannot be made smaller
OFTEN = 0.01  # seconds


@dataclass
class Memory:
    """The resident memory of the parts in MiB: at rest, and the most that was seen."""

    pids: dict[str, int]
    most: dict[str, float] = field(default_factory=dict)
    _done: threading.Event = field(default_factory=threading.Event)

    def now(self) -> dict[str, float]:
        """Return what each part with its children holds now."""
        return {name: _resident(pid) / MEBIBYTE for name, pid in self.pids.items()}

    def watch(self) -> None:
        """Remember the most until told to stop."""
        while not self._done.wait(OFTEN):
            for name, held in self.now().items():
                self.most[name] = max(held, self.most.get(name, 0))

    def stop(self) -> None:
        """Watch no longer."""
        self._done.set()


@dataclass(frozen=True)
class HeavyHands(WebHands):
    """People whose claims rest on as much paper as the court takes."""

    async def edit(self, application: Application, step: str) -> None:
        """Send all documents with one form."""
        if step != "upload":
            await super().edit(application, step)
            return
        browser = await self._filer(application)
        page = f"/claims/{application.claim_id}/documents"
        form = await self._form(application, step, browser, page, action="/documents")
        form.fields["kind"] = "contract"
        form.fields.pop("file", None)
        form.files = [
            ("file", (f"sübut {number}.pdf", _scan(number), "application/pdf")) for number in range(LIMITS.count)
        ]
        await browser.send(form)


def _resident(pid: int) -> int:
    process, held = psutil.Process(pid), 0
    for member in (process, *process.children(recursive=True)):
        try:
            held += member.memory_info().rss
        except psutil.NoSuchProcess:
            continue
    return held


def _scan(number: int) -> bytes:
    """Return a page with a picture, a twenty-fifth of what a filing may hold, different from every other."""
    dice = random.Random(number)  # noqa: S311 - colours of a picture
    written = io.BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page()
        picture = pikepdf.Stream(document, dice.randbytes(SIDE * SIDE * 3))
        picture.update({"/Type": pikepdf.Name.XObject, "/Subtype": pikepdf.Name.Image, "/Width": SIDE, "/Height": SIDE})
        picture.update({"/ColorSpace": pikepdf.Name.DeviceRGB, "/BitsPerComponent": 8})
        document.pages[0].Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im0=picture))
        document.pages[0].Contents = pikepdf.Stream(document, b"q 500 0 0 700 40 40 cm /Im0 Do Q")
        document.save(written, static_id=True)
    return written.getvalue()


async def _measure(court: LiveCourt) -> None:
    memory = Memory({name: court.stack.process(name).pid for name in PARTS})
    rest = memory.now()
    _say(f"{LIMITS.count} documents, {LIMITS.count * len(_scan(0)) / MEBIBYTE:.1f} MiB in all")
    _say("| filing | " + " | ".join(f"{name}: most MiB (at rest {rest[name]:.0f})" for name in PARTS) + " |")
    _say("| --- | --- | --- |")
    async with aclosing(HeavyHands(court)) as hands:
        for number in range(ROUNDS):
            memory = Memory(memory.pids)
            watching = asyncio.create_task(asyncio.to_thread(memory.watch))
            try:
                await PaidByTwo(hands, number).run()
            finally:
                memory.stop()
                await watching
                _say(f"most so far: {memory.most}; signatures that failed: {await _failures(court)}")
            shown = (f"{memory.most[name]:.0f} (+{memory.most[name] - rest[name]:.0f})" for name in PARTS)
            _say(f"| {number + 1} | " + " | ".join(shown) + " |")


async def _failures(court: LiveCourt) -> list[str]:
    async with court.sessions() as session:
        return list(await session.scalars(select(col(SigningRow.failure)).where(col(SigningRow.failure) != "")))


async def _run(folder: Path) -> None:
    async with live_court(folder, lambda _said: None) as court:
        await _measure(court)


def main() -> int:
    """Run it in a folder that is gone afterwards."""
    with TemporaryDirectory(prefix="divan-memory-") as folder:
        Path(folder).chmod(0o755)
        asyncio.run(_run(Path(folder)))
    return 0


def _say(text: str) -> None:
    print(text, flush=True)  # noqa: T201 - this program talks to a person


if __name__ == "__main__":
    sys.exit(main())
