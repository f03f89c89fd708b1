"""Compiled templates, kept where Python keeps its own bytecode: to compile them all costs a start two CPU seconds."""

import hashlib
import shutil
import sys
from contextlib import suppress
from functools import cache
from importlib.metadata import version
from pathlib import Path

import jinja2
from jinja2.bccache import Bucket

from models.domain.languages import Language
from web.language import LOCALE_DIR

_WEB = Path(__file__).parent


def kept_templates(language: Language) -> jinja2.BytecodeCache | None:
    """Return where the templates of a language are kept; None where Python keeps nothing either.

    The folder is trusted as Python trusts it for the modules themselves. A template whose text has changed is compiled
    anew; with another catalogue, other code of ours or another Jinja all of them are, and the old ones are thrown away.
    """
    if sys.dont_write_bytecode or sys.pycache_prefix is None:
        return None
    everywhere = Path(sys.pycache_prefix) / "templates"
    folder = everywhere / f"{language}-{_state()}"
    for other in everywhere.glob(f"{language}-*"):
        if other != folder:
            shutil.rmtree(other, ignore_errors=True)
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
    return _Kept(str(folder))


class _Kept(jinja2.FileSystemBytecodeCache):
    """Keeps what it can: a full disk, or a folder thrown away by other code, stops no page."""

    def dump_bytecode(self, bucket: Bucket) -> None:
        with suppress(OSError):
            super().dump_bytecode(bucket)


@cache
def _state() -> str:
    state = hashlib.sha256(version("jinja2").encode())
    for path in (*sorted(_WEB.rglob("*.py")), *sorted(LOCALE_DIR.rglob("*.po"))):
        state.update(path.read_bytes())
    return state.hexdigest()[:16]
