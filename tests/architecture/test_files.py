"""Files keep their size, say what they are, leave nothing unfinished and silence no check without a reason."""

import ast
import re

from tests.architecture.tree import Source, complaints, python, sample, texts

LONGEST = 300
UNFINISHED = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")
SILENCED = re.compile(
    r"#\s*(noqa|type:\s*ignore|pragma:\s*no cover)(?P<codes>(:\s*[A-Z]+\d+(,\s*[A-Z]+\d+)*|\[[^\]]*\])?)(?P<rest>.*)"
)
REASON = re.compile(r"^\s*(-|—|#)\s*\S+\s+\S+")
# Written in pieces: this file must not name them either.
HOSTS = ("pypi" + ".org", "python" + "hosted.org", "npm" + "js.", "deb" + ".debian.org", "crates" + ".io")
MACHINE = re.compile("/" + r"(work|farm|home/\w+|Users/\w+)/")
DRAWERS = frozenset({"utils", "util", "common", "helpers", "helper", "misc", "data", "info", "manager", "constants"})


def too_long(source: Source) -> list[str]:
    count = len(source.lines)
    return [f"{count} lines, more than {LONGEST}"] if count > LONGEST else []


def says_nothing(source: Source) -> list[str]:
    if source.path.endswith("__init__.py"):
        return ["an __init__ is empty"] if source.text.strip() else []
    return [] if ast.get_docstring(source.tree) else ["no one-sentence docstring at the top"]


def unfinished(source: Source) -> list[str]:
    return [f"line {number}: {text}" for number, text in source.comments() if UNFINISHED.search(text)]


def silenced_without_reason(source: Source) -> list[str]:
    found = ((number, SILENCED.search(text)) for number, text in source.comments())
    return [
        f"line {number}: silenced without code or reason" for number, match in found if match and not justified(match)
    ]


def justified(match: re.Match[str]) -> bool:
    """Tell whether a silencing comment names its rule, where it can, and gives a reason."""
    names_its_rule = bool(match["codes"]) or match[1].startswith("pragma")
    return names_its_rule and REASON.match(match["rest"]) is not None


def names_a_machine(source: Source) -> list[str]:
    hosts = [f"names {host}" for host in HOSTS if host in source.text]
    return hosts + [f"names {match[0]}" for match in [MACHINE.search(source.text)] if match]


def is_a_drawer(source: Source) -> list[str]:
    name = source.path.rsplit("/", 1)[-1].removesuffix(".py")
    return [f"{name} says nothing about what is in it"] if name in DRAWERS else []


def test_no_file_is_too_long() -> None:
    assert complaints(too_long, python()) == []
    assert too_long(sample("x = 1\n" * 301)) == ["301 lines, more than 300"]


def test_every_module_says_what_it_is_and_every_init_is_empty() -> None:
    assert complaints(says_nothing, python()) == []
    assert says_nothing(sample("import os\n")) == ["no one-sentence docstring at the top"]
    assert says_nothing(sample("from x import y\n", "web/__init__.py")) == ["an __init__ is empty"]


def test_nothing_is_left_unfinished() -> None:
    assert complaints(unfinished, python()) == []
    assert unfinished(sample("x = 1  # TO" + "DO later\n")) != []


def test_each_silenced_check_has_its_reason() -> None:
    assert complaints(silenced_without_reason, python()) == []
    bare = (
        "# no" + "qa: S603",
        "# no" + "qa",
        "# type" + ": ignore[misc]",
        "# pragma" + ": no cover",
        "# no" + "qa - we want it",
    )
    for comment in bare:
        assert silenced_without_reason(sample(f"x = 1  {comment}\n")) != [], comment
    assert silenced_without_reason(sample("x = 1  # no" + "qa: S603 - our own command\n")) == []
    assert silenced_without_reason(sample("x = 1  # type" + ": ignore[misc]  # untyped in lxml\n")) == []


def test_no_file_names_a_registry_or_a_machine() -> None:
    assert complaints(names_a_machine, texts()) == []
    assert names_a_machine(sample(f"see https://{HOSTS[0]}/x\n")) != []
    assert names_a_machine(sample("path = '/" + "work/main'\n")) != []


def test_no_file_is_a_drawer() -> None:
    assert complaints(is_a_drawer, python()) == []
    assert is_a_drawer(sample("", "web/utils.py")) != []
