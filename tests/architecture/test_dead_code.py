"""Nothing stands unused: each function, class and method of the application is called by it or by its templates."""

import re
from pathlib import Path

from vulture import Vulture

from tests.architecture.tree import ROOT, python, templates

LIVING = ("models", "activities", "workflows", "web", "simulators", "bench", "worker.py", "server.py")
KINDS = frozenset({"function", "class", "method", "property", "import", "unreachable_code"})
CALLED_BY_FRAMEWORKS = (
    "@activity.*",
    "@workflow.*",
    "@router.*",
    "@app.*",
    "@*.validator",
    "@*_validator",
    "@*.exception_handler",
    "@event.*",
    "@asynccontextmanager",
    "@override",
    "@*.get",
    "@*.post",
    "@*.middleware",
)
PROTOCOL_NAMES = (
    "do_*",
    "handle_*",
    "log_message",
    "visit_*",
    "__*__",
    "model_config",
    "main",
    "to_payloads",
    "encode",
    "decode",
    "from_payload",  # temporalio calls it
    "*Row",  # a table is used by its name in SQL too
)
TEMPLATE_WORD = re.compile(r"{[{%](.*?)[%}]}", re.DOTALL)


def unused(paths: list[Path], *, words: set[str]) -> list[str]:
    """What vulture finds unused, but for names that templates mention."""
    search = Vulture(ignore_decorators=list(CALLED_BY_FRAMEWORKS), ignore_names=list(PROTOCOL_NAMES))
    search.scavenge(paths)
    found = search.get_unused_code(min_confidence=60)
    return [
        f"{item.filename}:{item.first_lineno} {item.message}"
        for item in found
        if item.typ in KINDS and item.name not in words
    ]


def template_words() -> set[str]:
    """Every word that a template uses inside its tags."""
    return {
        word for source in templates() for tag in TEMPLATE_WORD.findall(source.text) for word in re.findall(r"\w+", tag)
    }


def test_nothing_stands_unused_in_the_application() -> None:
    """The law's rules are whole before a page needs each of them: there the tests of the law count as users."""
    living = [ROOT / source.path for source in python() if source.is_in(*LIVING, "tests/domain")]
    found = unused(living, words=template_words())
    assert [line for line in found if not line.startswith(str(ROOT / "tests"))] == []


def test_nothing_stands_unused_in_the_launcher() -> None:
    """The launcher is a library for tests and fault scripts too, so these count as its users."""
    files = [ROOT / source.path for source in python() if source.is_in("docker", "tests")]
    assert [line for line in unused(files, words=set()) if line.startswith(str(ROOT / "docker"))] == []


def test_an_unused_function_is_found(tmp_path: Path) -> None:
    file = tmp_path / "sample.py"
    file.write_text("def never_called():\n    return 1\n")
    assert unused([file], words=set()) != []
    assert unused([file], words={"never_called"}) == []
