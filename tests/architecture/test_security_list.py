"""The security list speaks of every point of OWASP ASVS 5.0.0, levels 1 and 2, once; what it names exists."""

import ast
import re
from functools import cache

from tests.architecture.tree import ROOT

DOCUMENT = ROOT / "docs" / "security.md"
NAMED = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")
MODULE = re.compile(r"`((?:activities|docker|models|web|workflows)/[\w/.-]+|\w+\.(?:py|lock|toml))`")
ROW = re.compile(r"^\| (V[\d.]+) \| ([^|]+) \| (held|does not apply|open) \| (.+) \|$", re.MULTILINE)
# The numbers of the standard's levels 1 and 2, by section (github.com/OWASP/ASVS, 5.0.0).
SECTIONS = """
V1.1: 1 2; V1.2: 1 2 3 4 5 6 7 8 9; V1.3: 1 2 3 4 5 6 7 8 9 10 11; V1.4: 1 2 3; V1.5: 1 2; V2.1: 1 2 3; V2.2: 1
2 3; V2.3: 1 2 3 4; V2.4: 1; V3.2: 1 2; V3.3: 1 2 3 4; V3.4: 1 2 3 4 5 6; V3.5: 1 2 3 4 5; V3.7: 1 2; V4.1: 1 2
3; V4.2: 1; V4.3: 1 2; V4.4: 1 2 3 4; V5.1: 1; V5.2: 1 2 3; V5.3: 1 2; V5.4: 1 2 3; V6.1: 1 2 3; V6.2: 1 2 3 4 5
6 7 8 9 10 11 12; V6.3: 1 2 3 4; V6.4: 1 2 3 4; V6.5: 1 2 3 4 5; V6.6: 1 2 3; V6.8: 1 2 3 4; V7.1: 1 2 3; V7.2:
1 2 3 4; V7.3: 1 2; V7.4: 1 2 3 4 5; V7.5: 1 2; V7.6: 1 2; V8.1: 1 2; V8.2: 1 2 3; V8.3: 1; V8.4: 1; V9.1: 1 2
3; V9.2: 1 2 3 4; V10.1: 1 2; V10.2: 1 2; V10.3: 1 2 3 4; V10.4: 1 2 3 4 5 6 7 8 9 10 11; V10.5: 1 2 3 4 5;
V10.6: 1 2; V10.7: 1 2 3; V11.1: 1 2; V11.2: 1 2 3; V11.3: 1 2 3; V11.4: 1 2 3 4; V11.5: 1; V11.6: 1; V12.1: 1 2
3; V12.2: 1 2; V12.3: 1 2 3 4; V13.1: 1; V13.2: 1 2 3 4 5; V13.3: 1 2; V13.4: 1 2 3 4 5; V14.1: 1 2; V14.2: 1 2
3 4; V14.3: 1 2 3; V15.1: 1 2 3; V15.2: 1 2 3; V15.3: 1 2 3 4 5 6 7; V16.1: 1; V16.2: 1 2 3 4 5; V16.3: 1 2 3 4;
V16.4: 1 2 3; V16.5: 1 2 3; V17.1: 1; V17.2: 1 2 3 4; V17.3: 1 2
"""


def numbers() -> list[str]:
    """Return the numbers in the standard's order."""
    sections = [section.strip().split(":") for section in SECTIONS.replace("\n", " ").split(";")]
    return [f"{section}.{number}" for section, listed in sections for number in listed.split()]


def missing(document: str) -> list[str]:
    """Name the tests and modules of a document that are not there."""
    tests = [f"{path}::{name}" for path, name in NAMED.findall(document) if name not in _tests_in(path)]
    return tests + [path for path in MODULE.findall(document) if not (ROOT / path).exists()]


@cache
def _tests_in(path: str) -> set[str]:
    file = ROOT / path
    nodes = ast.parse(file.read_text()).body if file.exists() else []
    return {node.name for node in nodes if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)}


def test_every_point_of_levels_one_and_two_stands_in_the_list_once_and_in_order() -> None:
    assert [row[0] for row in ROW.findall(DOCUMENT.read_text())] == numbers()
    assert (len(numbers()), len(set(numbers()))) == (253, 253)


def test_what_is_held_names_by_what_and_what_is_not_says_why() -> None:
    for number, point, state, how in ROW.findall(DOCUMENT.read_text()):
        shown = NAMED.search(how) or MODULE.search(how)
        assert shown or state != "held", f"{number} ({point}) is held by nothing that is named"
        assert len(how.strip()) >= len("none"), f"{number}: why {state}?"


def test_everything_that_the_security_list_names_exists() -> None:
    document = DOCUMENT.read_text()
    assert len(NAMED.findall(document)) > 100
    assert missing(document) == []


def test_what_is_gone_is_noticed() -> None:
    here = "tests/architecture/test_security_list.py"
    gone = f"`{here}::test_gone` `tests/gone.py::test_x` `web/gone.py`"
    assert missing(gone) == [f"{here}::test_gone", "tests/gone.py::test_x", "web/gone.py"]
