"""A person at a browser: opens, presses, follows, types and reads by visible words; every page passed is checked.

Journeys name buttons, fields and sentences by their msgids, the English text; a visitor reads them in the language of
the pages. Words that are no msgids (names, numbers, the law's words) stand for themselves.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from playwright.sync_api import Locator, Page, Response, ViewportSize, expect

from models.domain.languages import Language
from tests.journeys.page_checks import Looks, PageWatch, assert_sound
from web.language import gettext, speaking

Words = str | re.Pattern[str]
TELEPHONE: Final[ViewportSize] = {"width": 390, "height": 844}


@dataclass(frozen=True)
class Window:
    """One browser window: its page, the court's address, and what is known of pages looked at in this `way`."""

    page: Page
    address: str
    looks: Looks
    way: str  # width, and whether without JavaScript
    echo: Page | None = None  # where a page without JavaScript is shown to axe


class Visitor:
    """A person who looks at the court's pages."""

    def __init__(self, window: Window) -> None:
        """Sit down at a window."""
        self.page = window.page
        self._window = window
        self.language = Language.AZ
        self._watch = PageWatch(window.page)

    def words(self, msgid: str, **values: object) -> str:
        """Return a text in the language of the pages."""
        with speaking(self.language):
            return gettext(msgid) % values if values else gettext(msgid)

    @property
    def path(self) -> str:
        """The address of the page without the host."""
        return "/" + self.page.url.partition("//")[2].partition("/")[2]

    @property
    def has_scripts(self) -> bool:
        """Whether the browser runs JavaScript."""
        return self._window.echo is None

    @property
    def main(self) -> Locator:
        """The page's content without what frames it."""
        return self.page.locator("main")

    def open(self, path: str, *, status: int = 200) -> None:
        """Go to a page by its address; `status` is what it must answer."""
        self._arrived(self.page.goto(path if "://" in path else f"{self._window.address}{path}"), status)

    def back(self) -> None:
        """Press the browser's back button."""
        self._arrived(self.page.go_back(), 200)

    def press(self, button: Words, *, within: Locator | None = None, status: int = 200) -> None:
        """Press a button that leads to a page, in the content or elsewhere (`within`)."""
        with self.arriving(status):
            self._one(within or self.main, button).click()

    def clicks(self, button: Words) -> None:
        """Press a button without waiting for where it leads."""
        self._one(self.main, button).click(no_wait_after=True)

    def follow(self, link: Words, *, within: Locator | None = None, status: int = 200) -> None:
        """Follow a link, in the content or elsewhere (`within`)."""
        self.press(link, within=within, status=status)

    def fill(self, label: Words, text: str) -> None:
        """Type into the field of that label, in place of what stood there."""
        self._field(label).fill(text)

    def pick(self, label: Words, option: str) -> None:
        """Choose from the list of that label."""
        self._field(label).select_option(label=self.words(option))

    def tick(self, *labels: Words) -> None:
        """Choose radios or tick boxes by their labels."""
        for label in labels:
            self._field(label).check()

    def attach(self, *files: Path) -> None:
        """Choose files for the page's only file field; GOV.UK's script hides it behind a button."""
        self.main.locator("input[type=file]").set_input_files(list(files))

    def typed(self, label: Words) -> str:
        """Return what stands in a field."""
        return self._field(label).input_value()

    def ticked(self, label: Words) -> bool:
        """Tell whether a radio or a box is chosen."""
        return self._field(label).is_checked()

    def sees(self, *texts: Words) -> None:
        """Wait until the page shows each text."""
        for text in texts:
            expect(self.page.get_by_text(self._said(text)).locator("visible=true").first).to_be_visible()

    def reads(self) -> str:
        """Return the text of the page's content."""
        return self.main.inner_text()

    def settles(self) -> None:
        """Wait until a page that updates by itself has become one that does not, and check it."""
        expect(self.page.locator("[data-live]")).to_have_count(0)
        self.page.wait_for_load_state()
        self.looks()

    def beside(self) -> "Visitor":
        """Open a second tab of the same browser."""
        return Visitor(replace(self._window, page=self.page.context.new_page()))

    def looks(self) -> None:
        """Check the page as it stands now, after it changed by itself."""
        window = self._window
        assert_sound(self.page, self._watch, window.looks, name=window.way, echo=window.echo)

    def looks_narrow(self) -> None:
        """Check the page as it stands on a telephone too, without going there again."""
        wide = self.page.viewport_size
        self.page.set_viewport_size(TELEPHONE)
        assert_sound(self.page, self._watch, self._window.looks, name=str(TELEPHONE["width"]), echo=self._window.echo)
        if wide:
            self.page.set_viewport_size(wide)

    def download(self, link: Words) -> bytes:
        """Follow a link to a file and return its bytes."""
        with self.page.expect_download() as coming:
            self._one(self.main, link).click()
        return coming.value.path().read_bytes()

    @contextmanager
    def arriving(self, status: int | None = 200) -> Iterator[None]:
        """Wait for the page that the block leads to, and check it; None takes any status."""
        with self.page.expect_navigation(wait_until="load") as coming:
            yield
        self._arrived(coming.value, status)

    @contextmanager
    def arriving_by_itself(self, path: Words) -> Iterator[None]:
        """Wait until the page has gone on to an address without a click, whoever's name it says, and check it."""
        yield
        named = r"([?&]as=\d+)?$"
        wanted = (
            path if isinstance(path, re.Pattern) else re.compile(re.escape(f"{self._window.address}{path}") + named)
        )
        self.page.wait_for_url(wanted, wait_until="load")
        self.looks()

    def _arrived(self, answer: Response | None, status: int | None) -> None:
        assert answer is not None, f"{self.page.url} gave no answer"
        assert status in {None, answer.status}, f"{self.page.url} answers {answer.status}: {self.reads()[:600]}"
        self.looks()

    def _said(self, words: Words) -> Words:
        return self.words(words) if isinstance(words, str) else words

    def _one(self, place: Locator, name: Words) -> Locator:
        # GOV.UK's start buttons are links that say they are buttons
        said, exact = self._said(name), isinstance(name, str)
        button = place.get_by_role("button", name=said, exact=exact)
        return place.get_by_role("link", name=said, exact=exact).or_(button).locator("visible=true").first

    def _field(self, label: Words) -> Locator:
        return self.main.get_by_label(self._said(label), exact=isinstance(label, str)).locator("visible=true").first
