"""The Debian programs that tests drive: each is one that `make test` installs on a fresh machine."""

import shutil

from docker.environment import TEST_TOOLS


def tool(program: str) -> str:
    """Return the path of a program; KeyError for one that `make test` does not install, also where it happens to be."""
    package, path = TEST_TOOLS[program], shutil.which(program)
    assert path, f"{program} is missing: install Debian's package `{package}`, or run `make test`, which does"
    return path
