"""A readable name for the browser and the system that a user agent names; the agent itself is kept beside it.

Own rule, a few lines: browsers freeze most of the agent on purpose, and what is left needs no library of patterns.
"""

import re

# In this order: every browser also names those it descends from, every phone the system it grew out of.
BROWSERS = (
    ("Edge", re.compile(r"\b(Edg|EdgA|EdgiOS)/")),
    ("Opera", re.compile(r"\b(OPR|OPiOS)/")),
    ("Samsung Internet", re.compile(r"\bSamsungBrowser/")),
    ("Yandex", re.compile(r"\bYaBrowser/")),
    ("Firefox", re.compile(r"\b(Firefox|FxiOS)/")),
    ("Chrome", re.compile(r"\b(Chrome|HeadlessChrome|CriOS|Chromium)/")),
    ("Safari", re.compile(r"\bVersion/\S+ .*\bSafari/")),
)
SYSTEMS = (
    ("Android", re.compile(r"\bAndroid\b")),
    ("iPadOS", re.compile(r"\biPad\b")),
    ("iOS", re.compile(r"\biPhone\b")),
    ("Windows", re.compile(r"\bWindows NT\b")),
    ("ChromeOS", re.compile(r"\bCrOS\b")),
    ("macOS", re.compile(r"\bMac OS X\b|\bMacintosh\b")),
    ("Linux", re.compile(r"\bLinux\b|\bX11\b")),
)


def device_of(agent: str) -> str:
    """Return "browser, system" of a user agent, only one of them when it names no more, else an empty text."""
    found = (_first(names, agent) for names in (BROWSERS, SYSTEMS))
    return ", ".join(name for name in found if name)


def _first(names: tuple[tuple[str, re.Pattern[str]], ...], agent: str) -> str:
    return next((name for name, pattern in names if pattern.search(agent)), "")
