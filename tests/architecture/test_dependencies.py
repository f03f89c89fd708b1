"""Every dependency says why it is there; the lock holds hashes, no addresses, and is in step with pyproject.toml."""

import re
import tomllib

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.architecture.tree import ROOT

DEPENDENCY = re.compile(r'^\s+"[A-Za-z0-9_.\[\]-]+[^"]*",?\s*(?P<comment>#.*)?$')
PINNED = re.compile(r"^(?P<name>[A-Za-z0-9_.-]+)==(?P<version>[^\s;]+)")
ADDRESS = re.compile(r"://|^-|\s@\s", re.MULTILINE)


def without_reason(pyproject: str) -> list[str]:
    """The dependency lines of a pyproject.toml that lack a comment."""
    section, key, found = "", "", []
    for line in pyproject.splitlines():
        if line.startswith("["):
            section = line
        if not line.startswith((" ", "\t")) and "=" in line:
            key = line.split("=")[0].strip()
        else:
            match = DEPENDENCY.match(line)
            listed = section == "[dependency-groups]" or (section == "[project]" and key == "dependencies")
            if listed and match and not match["comment"]:
                found.append(line.strip())
    return found


def pins(lock: str) -> dict[str, str]:
    """The version of each locked package."""
    matches = [PINNED.match(line) for line in lock.splitlines()]
    return {canonicalize_name(match["name"]): match["version"] for match in matches if match}


def out_of_step(requirements: list[str], lock: str) -> list[str]:
    """The requirements that the lock does not meet."""
    pinned = pins(lock)
    asked = [Requirement(requirement) for requirement in requirements]
    return [
        str(wanted)
        for wanted in asked
        if (version := pinned.get(canonicalize_name(wanted.name))) is None or version not in wanted.specifier
    ]


def unhashed(lock: str) -> list[str]:
    """The locked packages without a hash, and every line that names an address or an option."""
    blocks = re.split(r"\n(?=\S)", lock.strip())
    return [block for block in blocks if "--hash=sha256:" not in block or ADDRESS.search(block)]


def requirements() -> list[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    groups = [line for group in project["dependency-groups"].values() for line in group]
    return [*project["project"]["dependencies"], *groups]


def test_every_dependency_says_why() -> None:
    assert without_reason((ROOT / "pyproject.toml").read_text()) == []
    assert without_reason('[project]\ndependencies = [\n  "lxml>=6",\n]\n') == ['"lxml>=6",']


def test_the_lock_meets_what_is_asked_for() -> None:
    assert out_of_step(requirements(), (ROOT / "requirements.lock").read_text()) == []
    assert out_of_step(["lxml>=6"], "lxml==5.0 \\\n    --hash=sha256:aa\n") == ["lxml>=6"]
    assert out_of_step(["jinja2"], "") == ["jinja2"]


def test_the_locks_hold_hashes_and_no_address() -> None:
    for name in ("requirements.lock", "docker/production.lock", "docker/bootstrap.lock"):
        assert unhashed((ROOT / name).read_text()) == []
    assert unhashed("lxml==6.1\n") != []
    assert unhashed("--extra-index-url https://example.org\nlxml==6.1 \\\n    --hash=sha256:aa\n") != []
