"""Reading forms: order of errors, kept input, rules of the domain."""

from collections.abc import Mapping
from typing import Annotated, ClassVar

import pytest
from starlette.datastructures import FormData

from models.domain.errors import RuleBroken
from web.forms.reading import FormInput, by_rule, read_data
from web.language import N_


def even(typed: str) -> int:
    if int(typed) % 2:
        raise RuleBroken("wrong_password")  # any code that has words
    return int(typed)


class Sample(FormInput):
    first: Annotated[str, by_rule(even)]
    second: str
    third: tuple[str, ...] = ()
    words: ClassVar[Mapping[str, str]] = {"first.missing": N_("Help"), "second": N_("Accessibility")}


def test_errors_come_in_the_order_of_the_page() -> None:
    reading = read_data(Sample, {"second": "", "first": ""})
    assert list(reading.errors.items()) == [("first", "Kömək"), ("second", "Əlçatanlıq")]
    assert not reading.ok
    with pytest.raises(ValueError, match="errors"):
        _ = reading.value


def test_what_was_typed_is_kept_when_something_is_wrong() -> None:
    reading = read_data(Sample, FormData([("csrf", "x"), ("first", " 3 "), ("third", "a"), ("third", "b")]))
    assert reading.text("first") == " 3 "
    assert reading.several("third") == ["a", "b"]
    assert "csrf" not in reading.kept
    assert reading.error("first") == {"text": "İstifadəçi adı və ya parol yanlışdır.", "visuallyHiddenText": "Səhv"}


def test_a_rule_of_the_domain_may_change_the_value() -> None:
    value = read_data(Sample, {"first": "4", "second": " x "}).value
    assert dict(value) == {"first": 4, "second": "x", "third": ()}


def test_a_refusal_found_later_stands_beside_its_field() -> None:
    reading = read_data(Sample, {"first": "4", "second": "x"}).refuse("second", "No.")
    error = {"text": "No.", "visuallyHiddenText": "Səhv"}
    assert (reading.ok, reading.error("second"), reading.text("second")) == (False, error, "x")
