"""What changed between a filing that came back and its copy: everything, and nothing else."""

from copy import deepcopy
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from models.domain.filing_changes import Change, changes_between

WORD = st.text("abəş ", max_size=4)
PARTY = st.fixed_dictionaries(
    {
        **dict.fromkeys(("surname", "name", "patronymic", "fin", "document", "voen", "address", "postal_index"), WORD),
        **dict.fromkeys(("phone", "email"), WORD),
        "role": st.sampled_from(["claimant", "defendant"]),
        "person": st.just("natural_person"),
        "signing": st.sampled_from([None, "signs_himself"]),
    }
)
FILE = st.fixed_dictionaries(
    {"name": WORD, "kind": st.sampled_from(["contract", "other"]), "sha256": st.just("0" * 64)}
)
TEXT = st.lists(WORD, max_size=4).map("\n".join)


def numbered(parts: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{**part, "id": str(place)} for place, part in enumerate(parts)]


CONTENT = st.fixed_dictionaries(
    {
        **dict.fromkeys(("court_id", "kind", "category_id"), WORD),
        **dict.fromkeys(("heading", "body", "interim_measures"), TEXT),
        "value": st.sampled_from([None, "10.00", "20.00"]),
        "is_dwelling": st.booleans(),
        "parties": st.lists(PARTY, max_size=3).map(numbered),
        "attachments": st.lists(FILE, max_size=3).map(numbered),
    }
)


def twin(own: str) -> str:
    return f"copy of {own}"


def copied(content: dict[str, Any]) -> dict[str, Any]:
    """Return the content of an untouched copy."""
    copy = deepcopy(content)
    for part in (*copy["parties"], *copy["attachments"]):
        part["id"] = twin(part["id"])
    return copy


def a_filing() -> dict[str, Any]:
    party = dict.fromkeys(
        ("surname", "patronymic", "document", "voen", "address", "postal_index", "phone", "email"), ""
    )
    of_one = {**party, "id": "0", "name": "Kamran", "fin": "2AB5E6F", "role": "defendant", "person": "natural_person"}
    files = [{"id": "0", "name": "müqavilə.pdf", "kind": "contract", "sha256": "1" * 64}]
    text = {"heading": "Borc", "body": "Birinci.\nİkinci.\nÜçüncü.", "interim_measures": ""}
    court = {"court_id": "a", "kind": "claim", "category_id": "b", "value": "10.00", "is_dwelling": False}
    return {**text, **court, "parties": [{**of_one, "signing": None}], "attachments": files}


@given(CONTENT)
def test_an_untouched_copy_differs_in_nothing(content: dict[str, Any]) -> None:
    assert changes_between(content, copied(content), twin) == ()


@given(CONTENT, CONTENT)
def test_two_filings_differ_in_the_same_places_whichever_is_first(one: dict[str, Any], other: dict[str, Any]) -> None:
    there = changes_between(one, other, lambda own: own)
    back = changes_between(other, one, lambda own: own)
    assert {change.place for change in there} == {change.place for change in back}


@given(CONTENT, st.sampled_from(["court_id", "heading", "body", "value", "is_dwelling"]))
def test_a_changed_field_is_always_told(content: dict[str, Any], field: str) -> None:
    copy = copied(content)
    copy[field] = not content[field] if field == "is_dwelling" else f"{content[field] or ''}X"
    assert len(changes_between(content, copy, twin)) == 1


def test_of_a_text_only_the_paragraphs_that_differ_are_told() -> None:
    before, after = a_filing(), copied(a_filing())
    after["body"] = "Birinci.\nİkinci, düzəldilmiş.\nÜçüncü.\nDördüncü."
    assert changes_between(before, after, twin) == (
        Change("text.body", ("İkinci.",), ("İkinci, düzəldilmiş.", "Dördüncü.")),
    )
    after["body"] = "Birinci.\nÜçüncü.\nİkinci."
    (moved,) = changes_between(before, after, twin)
    assert moved.after == ("Birinci.", "Üçüncü.", "İkinci.")


def test_of_a_party_the_place_is_told_and_whose_it_is() -> None:
    before, after = a_filing(), copied(a_filing())
    after["parties"][0] |= {"name": "Kamil", "address": "Gəncə ş."}
    after["parties"].append({**before["parties"][0], "id": "new", "role": "third_person", "name": "Nigar"})
    assert changes_between(before, after, twin) == (
        Change("parties.name", ("Kamran",), ("Kamil",), "Kamil"),
        Change("parties.address", (), ("Gəncə ş.",), "Kamil"),
        Change("parties.party", (), ("Nigar", "third_person", "natural_person", "2AB5E6F"), "Nigar"),
    )


def test_a_file_that_was_added_again_is_the_same_document() -> None:
    before, after = a_filing(), copied(a_filing())
    after["attachments"] = [{**before["attachments"][0], "id": "new", "kind": "other"}]
    assert changes_between(before, after, twin) == (
        Change("documents.kind", ("contract",), ("other",), "müqavilə.pdf"),
    )
    after["attachments"] = [{**before["attachments"][0], "id": "new", "sha256": "2" * 64, "name": "yeni.pdf"}]
    gone, come = changes_between(before, after, twin)
    assert (gone.before, gone.after, come.before, come.after) == (("müqavilə.pdf",), (), (), ("yeni.pdf",))
