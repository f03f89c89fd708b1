"""Our scripts treat text as text: none writes HTML, runs text, reads cookies, or keeps anything in the browser."""

import re

from tests.architecture.tree import ROOT

FORBIDDEN = re.compile(
    r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|setTimeout\(\s*['\"]"
    r"|localStorage|sessionStorage|indexedDB|document\.cookie|onpaste|['\"]paste['\"]"
)


def faults(name: str, script: str) -> list[str]:
    """Name each thing a script does that none of ours may."""
    return [f"{name}: {found[0]}" for found in FORBIDDEN.finditer(script)]


def test_scripts_write_no_html_run_no_text_and_keep_nothing() -> None:
    scripts = sorted((ROOT / "web" / "assets" / "js").glob("*.js"))
    assert len(scripts) > 5
    assert [fault for script in scripts for fault in faults(script.name, script.read_text())] == []


def test_a_script_that_writes_html_is_noticed() -> None:
    assert faults("a.js", "box.innerHTML = text; localStorage.setItem('a', 1)") == [
        "a.js: innerHTML",
        "a.js: localStorage",
    ]
