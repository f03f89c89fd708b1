"""A browser is named so that its owner knows it again."""

import pytest

from web.devices import device_of

MOZILLA = "Mozilla/5.0"
CHROME = "AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0"
AGENTS = {
    f"{MOZILLA} (Windows NT 10.0; Win64; x64; rv:133.0) Gecko/20100101 Firefox/133.0": "Firefox, Windows",
    f"{MOZILLA} (Windows NT 10.0; Win64; x64) {CHROME} Safari/537.36": "Chrome, Windows",
    f"{MOZILLA} (Windows NT 10.0; Win64; x64) {CHROME} Safari/537.36 Edg/131.0.0.0": "Edge, Windows",
    f"{MOZILLA} (X11; Linux x86_64) {CHROME} Safari/537.36 OPR/115.0.0.0": "Opera, Linux",
    f"{MOZILLA} (Linux; Android 10; K) {CHROME} Mobile Safari/537.36": "Chrome, Android",
    f"{MOZILLA} (X11; CrOS x86_64 14541.0.0) {CHROME} Safari/537.36": "Chrome, ChromeOS",
    f"{MOZILLA} (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 "
    "Safari/605.1.15": "Safari, macOS",
    f"{MOZILLA} (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 "
    "Mobile/15E148 Safari/604.1": "Safari, iOS",
    f"{MOZILLA} (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/131.0 "
    "Mobile/15E148 Safari/604.1": "Chrome, iOS",
    "curl/8.11.0": "",
    "": "",
    "x" * 10_000: "",
}


@pytest.mark.parametrize("agent", AGENTS, ids=lambda agent: AGENTS[agent] or agent[:12] or "silent")
def test_a_device_has_the_names_its_owner_knows(agent: str) -> None:
    assert device_of(agent) == AGENTS[agent]
