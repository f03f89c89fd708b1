"""Compiled templates are kept beside Python's own bytecode, and never used for another text, language or code."""

import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from types import CodeType

import jinja2
import pytest

from models.domain.languages import Language
from web.kept_templates import kept_templates
from web.language import gettext, ngettext
from web.spoken import SpokenEnvironment

TITLE, SHOWN = "{{ _('My applications') }}", {Language.AZ: "Ərizələrim", Language.EN: "My applications"}
Compiled = list[str]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let Python keep its bytecode in an empty folder."""
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.setattr(sys, "pycache_prefix", str(tmp_path))
    return tmp_path / "templates"


@pytest.fixture
def shows(folder: Path) -> Callable[[Language, str], tuple[str, Compiled]]:
    """Render a text as one more process would, and say what it had to compile."""
    del folder

    def shows(language: Language, text: str) -> tuple[str, Compiled]:
        compiled: Compiled = []

        class Told(SpokenEnvironment):
            def _compile(self, source: str, filename: str) -> CodeType:
                compiled.append(source)
                return super()._compile(source, filename)

        loader = jinja2.DictLoader({"page.html": text})
        cache = kept_templates(language)
        environment = Told(language, loader=loader, bytecode_cache=cache, extensions=["jinja2.ext.i18n"])
        environment.install_gettext_callables(gettext, ngettext, newstyle=True)  # type: ignore[attr-defined]  # added by the extension
        return environment.get_template("page.html").render(), compiled

    return shows


def test_the_second_process_compiles_nothing(shows: Callable[[Language, str], tuple[str, Compiled]]) -> None:
    for language, expected in SHOWN.items():
        shown, compiled = shows(language, TITLE)
        assert shown == expected
        assert len(compiled) == 1
        assert shows(language, TITLE) == (expected, [])


def test_another_text_is_compiled_anew(shows: Callable[[Language, str], tuple[str, Compiled]]) -> None:
    shows(Language.EN, TITLE)
    shown, compiled = shows(Language.EN, f"{TITLE}!")
    assert shown == "My applications!"
    assert len(compiled) == 1


def test_a_folder_that_was_thrown_away_stops_no_page(
    folder: Path, monkeypatch: pytest.MonkeyPatch, shows: Callable[[Language, str], tuple[str, Compiled]]
) -> None:
    assert shows(Language.EN, TITLE)[0] == "My applications"
    monkeypatch.setattr(Path, "mkdir", refused)
    shutil.rmtree(folder)
    shown, compiled = shows(Language.EN, TITLE)
    assert shown == "My applications"
    assert len(compiled) == 1
    assert not folder.exists()


def refused(*_place: object, **_how: object) -> None:
    raise PermissionError


def test_what_other_code_compiled_is_forgotten(folder: Path) -> None:
    other = folder / f"{Language.AZ}-of-other-code"
    other.mkdir(parents=True)
    english = folder / f"{Language.EN}-of-other-code"
    english.mkdir()
    assert kept_templates(Language.AZ) is not None
    assert not other.exists()
    assert english.exists()


@pytest.mark.parametrize(("setting", "value"), [("dont_write_bytecode", True), ("pycache_prefix", None)])
def test_nothing_is_kept_where_python_keeps_nothing(
    folder: Path, monkeypatch: pytest.MonkeyPatch, setting: str, value: object
) -> None:
    monkeypatch.setattr(sys, setting, value)
    assert kept_templates(Language.AZ) is None
    assert not folder.exists()
