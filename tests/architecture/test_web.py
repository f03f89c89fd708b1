"""The web only translates: no queries or Temporal in routes, no statuses spelled out, little logic in templates."""

import ast
import re
from enum import StrEnum

from models.domain.claim_status import ClaimStatus
from tests.architecture.tree import Source, complaints, python, sample, templates

APPLICATION = ("activities", "workflows", "web", "models", "worker.py", "server.py")
STATUSES = frozenset(str(status) for status in ClaimStatus)
TEMPLATE_LINES = 80
MACRO_LINES = 40
BRANCHES = 6
BRANCH = re.compile(r"{%-?\s*(?:el)?if\b")
MACRO = re.compile(r"{%-?\s*macro\s+(\w+).*?{%-?\s*endmacro", re.DOTALL)
COMPARED_WORD = re.compile(r"""[=!]=\s*["'](\w+)["']|["'](\w+)["']\s*[=!]=""")


def queries_in_a_route(source: Source) -> list[str]:
    found = []
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "select":
            found.append(f"line {node.lineno}: a query")
        if isinstance(node, ast.Import | ast.ImportFrom) and "temporalio" in ast.unparse(node):
            found.append(f"line {node.lineno}: Temporal beside web/commands.py")
    return found


def spelled_statuses(source: Source) -> list[str]:
    """Find a status compared, matched or assigned as a bare word instead of by its enum."""
    found: list[ast.expr] = []
    for node in ast.walk(source.tree):
        match node:
            case ast.Compare(left=left, comparators=others) if "status" in ast.unparse(node).lower():
                found += [part for side in (left, *others) for part in getattr(side, "elts", [side])]
            case ast.Match(subject=subject, cases=cases) if "status" in ast.unparse(subject).lower():
                found += [part.value for case in cases for part in ast.walk(case) if isinstance(part, ast.MatchValue)]
            case ast.keyword(arg="status", value=value):
                found.append(value)
            case ast.Assign(targets=[ast.Name(id="status") | ast.Attribute(attr="status")], value=value):
                found.append(value)
    words = [node for node in found if isinstance(node, ast.Constant) and node.value in STATUSES]
    return [f"line {word.lineno}: the status {word.value!r} is spelled out" for word in words]


def template_logic(source: Source) -> list[str]:
    """Judge a page and each macro by itself: its length, its branches, the words it compares."""
    page = MACRO.sub("", source.text)
    found = _too_much("the page", page, lines=TEMPLATE_LINES)
    for macro in MACRO.finditer(source.text):
        found += _too_much(f"macro {macro[1]}", macro[0], lines=MACRO_LINES)
    words = {word for pair in COMPARED_WORD.findall(source.text) for word in pair}
    return found + [f"the status {word!r} is spelled out" for word in sorted(words & STATUSES)]


def _too_much(name: str, text: str, *, lines: int) -> list[str]:
    count, branches = text.strip().count("\n") + 1, len(BRANCH.findall(text))
    found = [f"{name} has {count} lines, more than {lines}"] if count > lines else []
    return found + ([f"{name} has {branches} branches, more than {BRANCHES}"] if branches > BRANCHES else [])


def test_routes_hold_no_query_and_no_temporal() -> None:
    assert complaints(queries_in_a_route, [source for source in python() if source.is_in("web/routes")]) == []
    assert queries_in_a_route(sample("rows = session.execute(select(Claim))\n")) != []
    assert queries_in_a_route(sample("from temporalio.client import Client\n")) != []


def test_statuses_are_spelled_in_the_domain_alone() -> None:
    assert issubclass(ClaimStatus, StrEnum)
    outside = [source for source in python() if source.is_in(*APPLICATION) and not source.is_in("models/domain")]
    assert complaints(spelled_statuses, outside) == []
    word = ClaimStatus.DRAFT.value
    for bad in (
        f"if row.status == '{word}': pass\n",
        f"if row.status in ('{word}', 'x'): pass\n",
        f"Row(status='{word}')\n",
        f"self.status = '{word}'\n",
        f"match x.status:\n    case '{word}': pass\n",
    ):
        assert spelled_statuses(sample(bad)) != [], bad


def test_templates_stay_short_and_decide_little() -> None:
    assert complaints(template_logic, templates()) == []
    page = "web/templates/pages/sample.html"
    assert template_logic(sample("<p></p>\n" * 82, page)) != []
    assert template_logic(sample("{% if a %}{% endif %}" * 7, page)) != []
    assert template_logic(sample("{% macro m() %}" + "\n" * 41 + "{% endmacro %}", page)) != []
    assert template_logic(sample(f"{{% if page.status == '{ClaimStatus.DRAFT.value}' %}}{{% endif %}}", page)) != []
