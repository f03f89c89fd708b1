"""Every test that the security list names exists."""

import ast
import re

from tests.architecture.tree import ROOT

DOCUMENT = ROOT / "docs" / "security.md"
NAMED = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")


def missing(document: str) -> list[str]:
    """Name the tests of a document that are not there."""
    return [f"{path}::{name}" for path, name in NAMED.findall(document) if name not in _tests_in(path)]


def _tests_in(path: str) -> set[str]:
    file = ROOT / path
    nodes = ast.parse(file.read_text()).body if file.exists() else []
    return {node.name for node in nodes if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)}


def test_every_test_named_in_the_security_list_exists() -> None:
    document = DOCUMENT.read_text()
    assert len(NAMED.findall(document)) > 30
    assert missing(document) == []


def test_a_test_that_is_gone_is_noticed() -> None:
    here = "tests/architecture/test_security_list.py"
    assert missing(f"`{here}::test_gone` `tests/gone.py::test_x`") == [f"{here}::test_gone", "tests/gone.py::test_x"]


def test_every_chapter_of_asvs_is_spoken_of() -> None:
    chapters = set(re.findall(r"^\| V(\d+)", DOCUMENT.read_text(), re.MULTILINE))
    assert chapters == {str(number) for number in range(1, 18)}
