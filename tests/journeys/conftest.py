"""One whole court and one browser for all journeys; each journey gets fresh windows."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from docker.ports import Ports
from docker.stack import Stack
from tests.journeys.court import PATIENCE, Court
from tests.journeys.page_checks import Looks
from tests.tools import tool

HEADLESS = "chromium-headless-shell"  # Chromium without its window: half the CPU
QUIETLY = (
    "--headless",
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--no-default-browser-check",
    "--disable-extensions",
    "--disable-default-apps",
    "--metrics-recording-only",
    "--js-flags=--no-opt --no-maglev",  # a page's scripts run once: compiling them well costs a fifth of axe's time
)


@pytest.fixture(scope="package")
def stack() -> Iterator[Stack]:
    """The court as `make up` starts it; a part that does not come up is named with the end of its log."""
    # Not under pytest's own folder: it is closed to other users, PostgreSQL's among them.
    folder = Path(tempfile.mkdtemp(prefix="divan-journeys-"))
    folder.chmod(0o755)
    with Stack(folder / "var", Ports.free(), say=print) as running:
        yield running
    shutil.rmtree(folder, ignore_errors=True)


# Ends with the last journey: while the browser's loop stands, no other test could run one of its own.
@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, which keeps to itself and has no window."""
    expect.set_options(timeout=PATIENCE * 1000)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=tool(HEADLESS), args=list(QUIETLY))
        yield chromium
        chromium.close()


@pytest.fixture(scope="package")
def looks(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Looks:
    """What was seen in this run; pictures go where DIVAN_PICTURES says."""
    base = tmp_path_factory.getbasetemp()
    seen = (base if worker_id == "master" else base.parent) / "looks"  # xdist's processes have sibling folders
    seen.mkdir(exist_ok=True)
    folder = os.environ.get("DIVAN_PICTURES", "")
    return Looks(seen, Path(folder) if folder else None)


@pytest.fixture(scope="package")
def open_court(stack: Stack, browser: Browser, looks: Looks) -> Iterator[Court]:
    """The court for the whole run."""
    court = Court(stack, browser, looks)
    yield court
    court.database.close()


@pytest.fixture
def width() -> int:
    """The width of a window in CSS pixels; journeys that look at both widths override it."""
    return 1280


@pytest.fixture
def court(open_court: Court, width: int) -> Iterator[Court]:
    """The court at the beginning of one journey."""
    open_court.width = width
    open_court.begins_anew()
    yield open_court
    open_court.close_windows()
