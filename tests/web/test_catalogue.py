"""Nothing the court says lacks words, in any language."""

import ast
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

import web.catalogue
import web.language
from activities import first_owner
from models.domain.languages import Language
from models.ports import SignOutcome
from web.catalogue import gaps, main, used_msgids
from web.language import LOCALE_DIR, N_, gettext, ngettext, speaking
from web.words.lookup import NoWordsError, has_sentence, sentence

ROOT = Path(__file__).parents[2]
REFUSING = ("models/domain", "activities", "workflows", "web")


def test_every_msgid_is_translated_and_none_is_fuzzy_or_left_over() -> None:
    assert len(used_msgids()) > 100
    assert list(gaps(Language.AZ)) == []


def test_the_command_lists_what_is_wrong_without_a_file_to_write_to(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 0
    assert capsys.readouterr().out == "every text has its words\n"


def test_a_text_without_words_is_listed_and_added_empty_to_the_named_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / Language.AZ
    shutil.copytree(LOCALE_DIR / Language.AZ, folder)
    for module in (web.catalogue, web.language):
        monkeypatch.setattr(module, "LOCALE_DIR", tmp_path)
    base = (folder / "base.po").read_text()
    (folder / "base.po").write_text(base.partition("\n\n")[2])  # the first text loses its words
    assert main([]) == 1
    assert "missing: 'Page not found'" in capsys.readouterr().out
    assert main(["more"]) == 1
    assert "1 added to more.po\nnot translated: 'Page not found'" in capsys.readouterr().out
    assert 'msgid "Page not found"\nmsgstr ""' in (folder / "more.po").read_text()


def refusal_codes() -> Iterator[tuple[str, str]]:
    """Every RuleBroken("code") written in the source; built codes appear as their pattern's example."""
    for folder in REFUSING:
        for path in (ROOT / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "RuleBroken" and node.args:
                    yield from _codes(node.args[0], path)


def _codes(argument: ast.expr, path: Path) -> Iterator[tuple[str, str]]:
    if isinstance(argument, ast.IfExp):
        yield from _codes(argument.body, path)
        yield from _codes(argument.orelse, path)
    elif isinstance(argument, ast.Constant):
        yield str(argument.value), path.name
    elif isinstance(argument, ast.JoinedStr):  # f"cannot_{act}_when_{status}"
        parts = [str(part.value) if isinstance(part, ast.Constant) else "x" for part in argument.values]
        yield "".join(parts), path.name


def test_every_refusal_has_a_sentence() -> None:
    codes = set(refusal_codes())
    assert codes, "no refusal found: the search is broken"
    wordless = [(code, where) for code, where in codes if not has_sentence(code)]
    # whoever sets the court up reads these at the command line, in English
    assert [
        (code, where) for code, where in wordless if where != "first_owner.py" or code not in first_owner.WORDS
    ] == []


def test_every_failure_of_a_phone_has_a_sentence() -> None:
    for outcome in set(SignOutcome) - {SignOutcome.RUNNING, SignOutcome.SIGNED}:
        assert has_sentence(outcome)


def test_an_unknown_code_is_a_mistake_of_ours() -> None:
    with pytest.raises(NoWordsError):
        sentence("no_such_code")


def test_plural_and_language_follow_the_request() -> None:
    with speaking(Language.AZ):
        assert gettext(N_("Help")) == "Kömək"
        assert ngettext("There is %(num)s problem", "There are %(num)s problems", 2) == "%(num)s səhv var"
    with speaking(Language.EN):
        assert ngettext("There is %(num)s problem", "There are %(num)s problems", 2) == "There are %(num)s problems"


def test_no_code_or_template_speaks_azerbaijani_outside_the_catalogue() -> None:
    letters = re.compile("[əƏğĞıİşŞ]")
    allowed = re.compile("ASAN İmza|FİN|Azərbaycanca|Şəxsi məlumatlar|VÖEN|Lalə Nağıyeva|İddiaçı|Əə|İ|iı|ə")
    for path in (ROOT / "web/templates").rglob("*.html"):
        text = allowed.sub("", re.sub(r"{#.*?#}", "", path.read_text(), flags=re.DOTALL))
        assert not letters.search(text), path.name
