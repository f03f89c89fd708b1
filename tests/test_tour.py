"""The README's tour speaks of what is there: each button and link by its words, each person, court and account."""

import re

import pytest

from docker.environment import ROOT
from models.reference.loading import courts
from simulators.people import DEMO
from web.catalogue import used_msgids

README = (ROOT / "README.md").read_text()
TOUR = README.partition("## A ten-minute tour")[2].partition("\n## ")[0]
PEOPLE = README.partition("## The people to sign in as")[2].partition("\n## ")[0]
WORDS = sorted(set(re.findall("“([^”]+)”", TOUR)))


def test_the_tour_names_what_to_click_in_every_step_that_has_something_to_click() -> None:
    steps = re.findall(r"^\d+\. .*?(?=^\d+\. |\Z)", TOUR, re.MULTILINE | re.DOTALL)
    silent = [step.partition("**")[2].partition(".")[0] for step in steps if "“" not in step]
    assert silent == ["Documents and text", "The second signature", "Look behind it"]


@pytest.fixture(scope="module")
def texts() -> set[object]:
    """Return every English text of the pages."""
    return set(used_msgids())


@pytest.mark.parametrize("words", WORDS)
def test_the_tour_clicks_what_a_page_says(words: str, texts: set[object]) -> None:
    assert words in texts


def test_the_tour_goes_to_a_court_that_there_is() -> None:
    (named,) = re.findall(r"Court: \*(.+?)\*", TOUR)
    assert named in {court.name_en for court in courts()}


def test_the_tour_types_what_the_registers_know() -> None:
    for document, surname, name in (("AZE01234567", "Quliyev", "Rəşad"), ("AA7654321", "Əhmədov", "Kamran")):
        assert (document, surname, name) in {(person.document, person.surname, person.name) for person in DEMO}
        assert all(f"`{typed}`" in TOUR for typed in (document, surname, name))


def test_the_people_to_sign_in_as_have_these_phones() -> None:
    rows = re.findall(r"^\| (\S+) (\S+?),.*phone `(\S+)`, ASAN İD `(\S+)`", PEOPLE, re.MULTILINE)
    assert len(rows) == len(DEMO)
    assert set(rows) == {(person.name, person.surname, person.phone, person.user_id) for person in DEMO}
