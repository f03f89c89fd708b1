"""Identity numbers as typed by litigants, against legal-facts §4."""

from collections.abc import Callable

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from models.domain.errors import RuleBroken
from models.domain.identity import (
    VoenHolder,
    parse_document,
    parse_email,
    parse_fin,
    parse_phone,
    parse_postal_index,
    parse_voen,
    takes_sms,
    voen_check_digit,
    voen_holder,
)

Parser = Callable[[str], str]


@pytest.mark.parametrize(
    ("parse", "typed", "normal"),
    [
        (parse_fin, " 5abc1d2 ", "5ABC1D2"),
        (parse_fin, "5AB C1-D2", "5ABC1D2"),
        (parse_fin, "\u200b5ABC1D2", "5ABC1D2"),
        (parse_fin, "1234567", "1234567"),
        (parse_document, "aze 01234567", "AZE01234567"),
        (parse_document, "AZE № 01234567", "AZE01234567"),
        (parse_document, "AA0123456", "AA0123456"),
        (parse_document, "DYİ012345", "DYİ012345"),
        (parse_document, "DYI012345", "DYİ012345"),
        (parse_document, "dyi 0123456", "DYİ0123456"),
        (parse_document, "dyı01234567", "DYİ01234567"),
        (parse_document, "DYI\u0307012345", "DYİ012345"),
        (parse_document, "MYİ012345".lower(), "MYİ012345"),
        (parse_document, "myi012345", "MYİ012345"),
        (parse_postal_index, "AZ1000", "AZ1000"),
        (parse_postal_index, "Az 1007", "AZ1007"),
        (parse_postal_index, "az1025", "AZ1025"),
        (parse_postal_index, "1073", "AZ1073"),
        (parse_phone, "+994 (50) 123-45-67", "+994501234567"),
        (parse_phone, "050 123 45 67", "+994501234567"),
        (parse_phone, "501234567", "+994501234567"),
        (parse_phone, "994501234567", "+994501234567"),
        (parse_phone, "00994 12 598 00 00", "+994125980000"),
        (parse_phone, "+994 0 50 123 45 67", "+994501234567"),
        (parse_phone, "994994567", "+994994994567"),
        (parse_phone, "+90 212 555 01 02", "+902125550102"),
        (parse_email, " Aysel.Quliyeva+divan@Poct.Example ", "Aysel.Quliyeva+divan@poct.example"),
        (parse_email, "yoxdur@gmail.com", "yoxdur@gmail.com"),
        (parse_email, "a@b-c.az", "a@b-c.az"),
    ],
)
def test_normal_form(parse: Parser, typed: str, normal: str) -> None:
    assert parse(typed) == normal
    assert parse(normal) == normal


@pytest.mark.parametrize(
    ("parse", "typed", "code"),
    [
        (parse_fin, "", "fin_format"),
        (parse_fin, "5ABC1D", "fin_format"),
        (parse_fin, "5ABC1D22", "fin_format"),
        (parse_fin, "5ABI1D2", "fin_format"),
        (parse_fin, "5abi1d2", "fin_format"),
        (parse_fin, "5abı1d2", "fin_format"),
        (parse_fin, "5ABO1D2", "fin_format"),
        (parse_fin, "5ABÇ1D2", "fin_format"),
        (parse_fin, "5АBC1D2", "fin_format"),  # Cyrillic А
        (parse_document, "", "document_format"),
        (parse_document, "AZE0123456", "document_format"),
        (parse_document, "AZE012345678", "document_format"),
        (parse_document, "AA01234567", "document_format"),
        (parse_document, "DYİ01234", "document_format"),
        (parse_document, "DYİ012345678", "document_format"),
        (parse_document, "XYİ012345", "document_format"),
        (parse_document, "AZE٠١٢٣٤٥٦٧", "document_format"),
        (parse_postal_index, "", "postal_index_format"),
        (parse_postal_index, "AZ100", "postal_index_format"),
        (parse_postal_index, "TR1000", "postal_index_format"),
        (parse_phone, "", "phone_format"),
        (parse_phone, "12345", "phone_format"),
        (parse_phone, "+994 11 123 45 67", "phone_format"),
        (parse_phone, "+994 50 123 45 6", "phone_format"),
        (parse_phone, "+1", "phone_format"),
        (parse_phone, "050-123-45-67 (ev)", "phone_format"),
        (parse_email, "", "email_format"),
        (parse_email, "aysel", "email_format"),
        (parse_email, "aysel@localhost", "email_format"),
        (parse_email, "a@b@c.az", "email_format"),
        (parse_email, "Aysel <aysel@poct.example>", "email_format"),
        (parse_email, '"aysel"@poct.example', "email_format"),
        (parse_email, "aysel..q@poct.example", "email_format"),
        (parse_email, ".aysel@poct.example", "email_format"),
        (parse_email, "aysel@-poct.example", "email_format"),
        (parse_email, "aysel@poct..example", "email_format"),
        (parse_email, "aysel@poct.example\nBcc: b@c.az", "email_format"),
        (parse_email, f"{'a' * 65}@poct.example", "email_format"),
        (parse_email, f"a@{'b.' * 130}az", "email_format"),
    ],
)
def test_refuses(parse: Parser, typed: str, code: str) -> None:
    with pytest.raises(RuleBroken, match=f"^{code}$"):
        parse(typed)


@pytest.mark.parametrize(
    "voen",
    [
        "1400057421",
        "1401555071",
        "1006028471",
        "1700767721",
        "9900003871",
        "9900003611",
        "9900022721",
        "1406777811",
        "1502799541",
    ],
)
def test_issued_voens_pass(voen: str) -> None:
    assert parse_voen(f" {voen[:3]} {voen[3:]}") == voen
    assert voen_holder(voen) is VoenHolder.LEGAL_ENTITY


@pytest.mark.parametrize("voen", ["9900025301", "1400057424", "1401013781"])
def test_mistyped_voens_are_refused(voen: str) -> None:
    with pytest.raises(RuleBroken, match=r"^voen_(format|check_digit)$"):
        parse_voen(voen)


@pytest.mark.parametrize("voen", ["", "12345678", "14000574211", "14000S7421", "1400057420"])
def test_what_is_no_voen_is_refused_by_shape(voen: str) -> None:
    with pytest.raises(RuleBroken, match=r"^voen_format$"):
        parse_voen(voen)


@settings(max_examples=100)
@given(st.integers(0, 99_999_999), st.sampled_from("12"))
def test_a_voen_made_with_its_check_digit_is_read_back(serial: int, holder: str) -> None:
    check = voen_check_digit(f"{serial:08d}")
    assume(check is not None)
    voen = f"{serial:08d}{check}{holder}"
    assert parse_voen(voen) == voen
    assert voen_holder(voen) is (VoenHolder.LEGAL_ENTITY if holder == "1" else VoenHolder.NATURAL_PERSON)
    if voen.startswith("0"):
        assert parse_voen(voen[1:]) == voen


@settings(max_examples=100)
@given(st.integers(0, 99_999_999), st.integers(0, 7), st.integers(1, 9))
def test_one_wrong_digit_never_passes(serial: int, place: int, shift: int) -> None:
    check = voen_check_digit(f"{serial:08d}")
    assume(check is not None)
    digits = [*f"{serial:08d}"]
    digits[place] = str((int(digits[place]) + shift) % 10)
    with pytest.raises(RuleBroken, match=r"^voen_check_digit$"):
        parse_voen("".join(digits) + f"{check}1")


def test_sms_goes_to_mobiles_of_this_country_only() -> None:
    assert takes_sms("+994501234567")
    assert not takes_sms("+994125980000")
    assert not takes_sms("+902125550102")
