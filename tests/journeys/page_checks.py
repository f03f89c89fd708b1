"""What every page of a journey must pass: accessibility, a quiet console, whole resources, no sideways scrolling."""

import hashlib
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import ConsoleMessage, Page, Request, Response

from models.domain.languages import Language
from web.language import read_catalogue

AXE_RULES: Final = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
# Contrast is more than half of axe's work and the same at every width: it is judged at the first only.
BUT_CONTRAST: Final = {**AXE_RULES, "rules": {"color-contrast": {"enabled": False}}}
VIOLATIONS: Final = "options => axe.run(document, options).then(results => results.violations)"
FALSE_ALARMS: Final = frozenset(
    {
        # GOV.UK's file button is named by its label *and* its own words ("Choose file", "No file chosen"), which a
        # screen reader reads one after the other; axe wants them as one string.
        ("label-content-name-mismatch", "govuk-file-upload-button"),
        # GOV.UK's radios and tick boxes tell with aria-expanded that a field opens below; ARIA's list does not name
        # them, screen readers say it all the same (alphagov/govuk-frontend issue 979, open by decision).
        ("aria-allowed-attr", "govuk-radios__input"),
        ("aria-allowed-attr", "govuk-checkboxes__input"),
    }
)
STRUCTURE: Final = """() => {
  const parts = [];
  for (const node of document.querySelectorAll('body *')) {
    parts.push(`${node.tagName}.${node.getAttribute('class') || ''}`);
  }
  return [...new Set(parts)].sort().join(' ');
}"""
WORDS: Final = """() => {
  const words = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const parent = walker.currentNode.parentElement;
    if (!parent.closest('script, style, noscript, [lang="en"]')) words.push(walker.currentNode.data);
  }
  return words;
}"""
SIDEWAYS: Final = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
FACES: Final = """() => {
  const wordless = ['radio', 'checkbox', 'hidden', 'file'];
  const speaks = node => node.matches('input, select, textarea')
    ? !wordless.includes(node.type)
    : [...node.childNodes].some(child => child.nodeType === 3 && child.data.trim());
  const shown = [...document.querySelectorAll('body *')].filter(node =>
    speaks(node) && node.checkVisibility() && !node.closest('.govuk-visually-hidden'));
  return [...new Set(shown.map(node => `${getComputedStyle(node).fontFamily} in ${node.tagName} ${node.className}`))];
}"""
OUR_FACES: Final = ('"Noto Sans"', "Literata", '"DejaVu Sans Mono"')
NEEDS_SCRIPT: Final = re.compile(
    r"<script\b.*?</script>|<noscript>\s*<meta\b.*?</noscript>|</?noscript>", re.DOTALL | re.IGNORECASE
)
IDENTITY: Final = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|\d{3,}")


@dataclass
class Looks:
    """Which page structures axe has seen in this run, and where pictures of them go (None: no pictures)."""

    seen: Path  # a folder that all test processes of the run share: one empty file a structure
    pictures: Path | None

    def first(self, key: tuple[str, ...]) -> bool:
        """Tell whether nobody has seen this structure before, and remember it."""
        try:
            (self.seen / hashlib.sha256(repr(key).encode()).hexdigest()).touch(exist_ok=False)
        except FileExistsError:
            return False
        return True


class PageWatch:
    """Hears what a page complains of while it lives; `faults` since the last look."""

    def __init__(self, page: Page) -> None:
        """Listen from the first request on."""
        self._faults: list[str] = []
        page.on("console", self._console)
        page.on("pageerror", lambda error: self._faults.append(f"script error: {error}"))
        page.on("response", self._response)
        page.on("requestfailed", self._failed)

    def faults(self) -> list[str]:
        """Return what was heard and forget it."""
        heard, self._faults = self._faults, []
        return heard

    def _console(self, message: ConsoleMessage) -> None:
        # Chromium repeats each bad status here; `_response` and the expected status of a page tell them apart.
        if message.type in {"error", "warning"} and not message.text.startswith("Failed to load resource"):
            self._faults.append(f"console {message.type}: {message.text}")

    def _response(self, response: Response) -> None:
        told = response.status == 422 and response.request.resource_type == "xhr"  # how upload.js hears of a refusal
        if response.status >= 400 and not told and not response.request.is_navigation_request():
            self._faults.append(f"{response.status} for {response.url}")

    def _failed(self, request: Request) -> None:
        # A stream or a picture that a page leaves behind, and a download, which is no page, are no failures.
        if request.failure != "net::ERR_ABORTED":
            self._faults.append(f"failed: {request.url} {request.failure}")


def assert_sound(page: Page, watch: PageWatch, looks: Looks, *, name: str, echo: Page | None = None) -> None:
    """Fail with everything that is wrong with the page as it stands now; `name` says how wide it is.

    A page without JavaScript is shown to axe on another one, `echo`.
    """
    faults = watch.faults()
    if (overhang := page.evaluate(SIDEWAYS)) > 0:
        faults.append(f"scrolls sideways by {overhang} px")
    language = page.locator("html").get_attribute("lang") or ""
    path = IDENTITY.sub("N", page.url.partition("//")[2].partition("/")[2].partition("?")[0])
    key = (name, language, path, page.evaluate(STRUCTURE))
    if looks.first(key):
        if looks.pictures:
            _picture(page, looks, key)
        if echo:
            _copied(page, echo)
        faults += _axe_faults(echo or page, AXE_RULES if looks.first(key[1:]) else BUT_CONTRAST)
        if page.locator(".em-header").count():  # the court's own page, not one of the world around it
            faults += _foreign_words(page, language) + _foreign_faces(page)
    assert not faults, f"{page.url} ({name}): " + "; ".join(faults)


def _axe_faults(page: Page, options: dict[str, Any]) -> list[str]:
    page.evaluate(_axe_itself())
    found = page.evaluate(VIOLATIONS, options)
    return [
        f"axe {fault['id']}: {fault['help']}: {node['html'][:200]}"
        for fault in found
        for node in fault["nodes"]
        if not _is_false_alarm(fault["id"], node)
    ]


@cache
def _axe_itself() -> str:
    """Read the program once: it is half a megabyte."""
    return str(Axe().axe_script)


def _copied(page: Page, echo: Page) -> None:
    """Lay the page out again where scripts may run, without its own: axe is a script itself."""
    markup = NEEDS_SCRIPT.sub("", page.content())
    echo.route(page.url, lambda route: route.fulfill(body=markup, content_type="text/html; charset=utf-8"))
    echo.goto(page.url)
    echo.unroute_all()


def _is_false_alarm(rule: str, node: dict[str, Any]) -> bool:
    return any(rule == known and words in node["html"] for known, words in FALSE_ALARMS)


def _foreign_words(page: Page, language: str) -> list[str]:
    """Name each English text of ours on an Azerbaijani page."""
    if language != Language.AZ:
        return []
    words = (" ".join(text.split()) for text in page.evaluate(WORDS))
    return [f"English: {text!r}" for text in dict.fromkeys(words) if text in _english()]


def _foreign_faces(page: Page) -> list[str]:
    return [f"font: {face}" for face in page.evaluate(FACES) if not face.startswith(OUR_FACES)]


@cache
def _english() -> frozenset[str]:
    messages = (message for message in read_catalogue(Language.AZ) if message.id)
    return frozenset(str(one.id) for one in messages if isinstance(one.id, str) and one.string != one.id)


def _picture(page: Page, looks: Looks, key: tuple[str, ...]) -> None:
    assert looks.pictures is not None
    looks.pictures.mkdir(parents=True, exist_ok=True)
    name, language, path, _structure = key
    place = re.sub(r"[^a-zA-Z]+", "-", path).strip("-") or "home"
    page.screenshot(
        path=looks.pictures / f"{place}-{language}-{name}-{len(list(looks.seen.iterdir())):03d}.png", full_page=True
    )
