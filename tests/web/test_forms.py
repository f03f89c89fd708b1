"""Reading forms: order of errors, kept input, rules of the domain."""

from collections.abc import Mapping
from typing import Annotated, ClassVar

import pytest
from starlette.datastructures import FormData

from models.domain.errors import RuleBroken
from web.forms.profile import mail_address, mobile_number, postal_index
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
    assert reading.error("first") == {"text": "İstifadəçi adı və ya parol yanlışdır."}


def test_a_rule_of_the_domain_may_change_the_value() -> None:
    assert read_data(Sample, {"first": "4", "second": " x "}).value == Sample.model_construct(
        first=4, second="x", third=()
    )


def test_a_refusal_found_later_stands_beside_its_field() -> None:
    reading = read_data(Sample, {"first": "4", "second": "x"}).refuse("second", "No.")
    assert (reading.ok, reading.error("second"), reading.text("second")) == (False, {"text": "No."}, "x")


@pytest.mark.parametrize("typed", ["+994 50 123 45 67", "050 123 45 67", "994501234567", "50-123-45-67", "(050)1234567"])
def test_a_phone_is_understood_however_it_is_written(typed: str) -> None:
    assert mobile_number(typed) == "+994501234567"


@pytest.mark.parametrize("typed", ["050 1234", "+7 501234567", "abc", "+994 50 123 45 678"])
def test_a_wrong_phone_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match="phone"):
        mobile_number(typed)


def test_mail_and_index() -> None:
    assert mail_address("lale@divan.example") == "lale@divan.example"
    for wrong in ("lale", "lale@", "a@b", "a b@c.az", "a@b@c.az", "a@.az"):
        with pytest.raises(ValueError, match="mail"):
            mail_address(wrong)
    assert [postal_index(typed) for typed in ("az1000", "AZ 1000", "1000")] == ["AZ1000"] * 3
    with pytest.raises(ValueError, match="index"):
        postal_index("AZ100")
