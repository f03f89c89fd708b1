"""What a simulator remembers: typed drawers in one SQLite file, so that a restart or a kill forgets nothing."""

import sqlite3
from pathlib import Path
from typing import Generic, TypeVar

from pydantic import BaseModel

Content = TypeVar("Content", bound=BaseModel)

_SCHEMA = """
CREATE TABLE IF NOT EXISTS entry (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  drawer TEXT NOT NULL, key TEXT NOT NULL, owner TEXT NOT NULL, body TEXT NOT NULL,
  UNIQUE (drawer, key)
);
CREATE INDEX IF NOT EXISTS entry_owner ON entry (drawer, owner, seq);
"""


def open_cabinet(state: Path, name: str) -> sqlite3.Connection:
    """Open (or make) the file `STATE/NAME.sqlite3`; every write is on disk when it returns."""
    state.mkdir(parents=True, exist_ok=True)
    cabinet = sqlite3.connect(state / f"{name}.sqlite3", isolation_level=None, check_same_thread=False)
    cabinet.execute("PRAGMA journal_mode=WAL")
    cabinet.execute("PRAGMA synchronous=NORMAL")
    cabinet.executescript(_SCHEMA)
    return cabinet


class Drawer(Generic[Content]):
    """Things of one kind by key, in the order in which they first came; `owner` groups them for a quick look."""

    def __init__(self, cabinet: sqlite3.Connection, content: type[Content]) -> None:
        """Name the drawer after the class of what lies in it."""
        self._cabinet = cabinet
        self._content = content
        self._name = content.__name__

    def get(self, key: str) -> Content | None:
        """Return what lies under the key, None when nothing does."""
        row = self._cabinet.execute("SELECT body FROM entry WHERE drawer=? AND key=?", (self._name, key)).fetchone()
        return self._content.model_validate_json(row[0]) if row else None

    def put(self, key: str, thing: Content, *, owner: str = "") -> None:
        """Lay the thing under the key, in the place of what lay there."""
        self._cabinet.execute(
            "INSERT INTO entry (drawer, key, owner, body) VALUES (?,?,?,?)"
            " ON CONFLICT (drawer, key) DO UPDATE SET body=excluded.body, owner=excluded.owner",
            (self._name, key, owner, thing.model_dump_json()),
        )

    def all(self) -> list[Content]:
        """Return everything, oldest first."""
        rows = self._cabinet.execute("SELECT body FROM entry WHERE drawer=? ORDER BY seq", (self._name,))
        return [self._content.model_validate_json(body) for (body,) in rows]

    def of(self, owner: str) -> list[Content]:
        """Return what belongs to one owner, oldest first."""
        rows = self._cabinet.execute(
            "SELECT body FROM entry WHERE drawer=? AND owner=? ORDER BY seq", (self._name, owner)
        )
        return [self._content.model_validate_json(body) for (body,) in rows]

    def newest(self, limit: int) -> list[Content]:
        """Return the last `limit` things, newest first."""
        rows = self._cabinet.execute(
            "SELECT body FROM entry WHERE drawer=? ORDER BY seq DESC LIMIT ?", (self._name, limit)
        )
        return [self._content.model_validate_json(body) for (body,) in rows]

    def owners(self) -> list[tuple[str, int]]:
        """Return each owner with the number of things, the most recently active first."""
        rows = self._cabinet.execute(
            "SELECT owner, count(*) FROM entry WHERE drawer=? GROUP BY owner ORDER BY max(seq) DESC", (self._name,)
        )
        return [(owner, number) for owner, number in rows]

    def count(self) -> int:
        """Return how many things there are."""
        number: int = self._cabinet.execute("SELECT count(*) FROM entry WHERE drawer=?", (self._name,)).fetchone()[0]
        return number

    def forget(self) -> None:
        """Empty the drawer."""
        self._cabinet.execute("DELETE FROM entry WHERE drawer=?", (self._name,))
