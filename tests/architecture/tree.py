"""The project's own files as the architecture tests read them: tracked or about to be, never what was installed."""

import ast
import io
import os
import tokenize
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
NOT_OURS = frozenset({".git", ".venv", "var", "node_modules", "__pycache__", ".ruff_cache", ".mypy_cache"}) | {
    ".pytest_cache",
    ".hypothesis",
    ".import_linter_cache",
}


@dataclass(frozen=True)
class Source:
    """One file: its path from the root with slashes, and its text."""

    path: str
    text: str

    @property
    def lines(self) -> list[str]:
        return self.text.splitlines()

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text)

    def comments(self) -> Iterator[tuple[int, str]]:
        """Line number and text of each comment of a Python file."""
        for token in tokenize.generate_tokens(io.StringIO(self.text).readline):
            if token.type == tokenize.COMMENT:
                yield token.start[0], token.string

    def is_in(self, *places: str) -> bool:
        """Tell whether the file is one of these or stands below one of these folders."""
        return any(self.path == place or self.path.startswith(f"{place}/") for place in places)


Rule = Callable[[Source], list[str]]


def paths() -> Iterator[Path]:
    """Every file of the project."""
    for folder, names, files in os.walk(ROOT):
        names[:] = [name for name in names if name not in NOT_OURS]
        yield from (Path(folder) / file for file in files if file not in NOT_OURS)  # .git is a file in a worktree


@cache
def texts() -> list[Source]:
    """Every file of the project that is text."""
    found = []
    for path in paths():
        data = path.read_bytes()
        if b"\0" not in data:
            found.append(Source(path.relative_to(ROOT).as_posix(), data.decode(errors="replace")))
    return sorted(found, key=lambda source: source.path)


@cache
def python() -> list[Source]:
    """Every Python file but the migrations' versions, which are records."""
    found = [source for source in texts() if source.path.endswith(".py")]
    return [source for source in found if not source.is_in("models/migrations/versions")]


def templates() -> list[Source]:
    """Every template of the web."""
    return [source for source in texts() if source.is_in("web/templates") and source.path.endswith(".html")]


def complaints(rule: Rule, sources: list[Source]) -> list[str]:
    """What a rule says about all these files, each line naming its file."""
    return [f"{source.path}: {complaint}" for source in sources for complaint in rule(source)]


def sample(text: str, path: str = "web/pages/sample.py") -> Source:
    """A file that does not exist, for showing that a rule can fail."""
    return Source(path, text)
