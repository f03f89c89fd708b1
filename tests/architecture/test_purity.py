"""Rules, messages and workflows read no clock, throw no dice and touch no outside; imports stand at the top."""

import ast
import sys

from tests.architecture.tree import Source, complaints, python, sample

PURE = ("models/domain", "models/messages", "workflows")
AUDIT_TOOL = "workflows/replay.py"  # runs outside Temporal: it reads histories from files
# Modules whose every use is a clock, dice or the outside world. Workflows import their like from temporalio.workflow.
IMPURE_MODULES = frozenset(
    {"os", "random", "secrets", "time", "socket", "subprocess", "pathlib", "io", "httpx2", "psycopg"}
)
IMPURE_METHODS = {"datetime": {"now", "today", "utcnow"}, "date": {"today"}, "uuid": {"uuid1", "uuid4"}}
IMPURE_NAMES = frozenset({"open", "input", "print", "uuid1", "uuid4", "getenv", "environ"})


def impure(source: Source) -> list[str]:
    found = []
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names if alias.name.split(".")[0] in IMPURE_MODULES]
        elif isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] in IMPURE_MODULES:
            found.append(node.module or "")
        elif isinstance(node, ast.Attribute) and node.attr in IMPURE_METHODS.get(_last_name(node.value), set()):
            found.append(f"{_last_name(node.value)}.{node.attr}")
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id in IMPURE_NAMES:
            found.append(node.id)
    return [f"uses {name}" for name in found]


def _last_name(node: ast.expr) -> str:
    """`datetime` of both `datetime` and `datetime.datetime`."""
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def imports_more_than_itself(source: Source) -> list[str]:
    names = []
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names.append(node.module or "")
    allowed = sys.stdlib_module_names
    return [
        f"imports {name}"
        for name in names
        if name.split(".")[0] not in allowed and not name.startswith("models.domain")
    ]


def imports_inside_without_comment(source: Source) -> list[str]:
    functions = [node for node in ast.walk(source.tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    inner = [
        node for function in functions for node in ast.walk(function) if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    commented = {number for number, _text in source.comments()} if inner else set()  # reading them is slow
    return [
        f"line {node.lineno}: an import inside a function without saying why"
        for node in inner
        if not {node.lineno, node.lineno - 1} & commented
    ]


def test_rules_messages_and_workflows_read_no_clock_and_throw_no_dice() -> None:
    pure = [source for source in python() if source.is_in(*PURE) and source.path != AUDIT_TOOL]
    assert pure, "no pure file was found: the rule would pass silently"
    assert complaints(impure, pure) == []
    for bad in (
        "from datetime import datetime\nat = datetime.now()\n",
        "import datetime\nat = datetime.date.today()\n",
        "import random\n",
        "from uuid import uuid4\nkey: str = field(default_factory=uuid4)\n",
        "import os\nkey = os.environ['X']\n",
        "text = open('x').read()\n",
    ):
        assert impure(sample(bad)) != [], bad
    assert impure(sample("from temporalio import workflow\nat = workflow.now()\n")) == []


def test_the_domain_imports_the_standard_library_and_itself_only() -> None:
    domain = [source for source in python() if source.is_in("models/domain")]
    assert complaints(imports_more_than_itself, domain) == []
    assert imports_more_than_itself(sample("from pydantic import BaseModel\n")) != []
    assert imports_more_than_itself(sample("from models.tables import columns\n")) != []


def test_an_import_inside_a_function_says_why() -> None:
    assert complaints(imports_inside_without_comment, python()) == []
    assert imports_inside_without_comment(sample("def f():\n    import json\n")) != []
    assert imports_inside_without_comment(sample("def f():\n    import json  # late: slow to load\n")) == []
