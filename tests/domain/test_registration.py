"""What a registration may become, which documents, user names and passwords it takes."""

from datetime import UTC, datetime, timedelta

import pytest

from models.domain.errors import RuleBroken
from models.domain.identity_documents import IdentityDocument, check_series, parse_number
from models.domain.passwords import LONGEST, SHORTEST, check_password, normal_password, parse_user_name
from models.domain.registration import (
    ENDED,
    MOST_LINKS,
    TRANSITIONS,
    Registration,
    RegistrationAct,
    RegistrationPolicy,
    RegistrationStatus,
    after,
    check_decision,
    check_link_again,
    check_may_file,
    with_link,
)
from models.domain.roles import Actor, Role

AT = datetime(2026, 11, 21, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("kind", "typed", "document"),
    [
        (IdentityDocument.OLD_CARD, "01234567", "AZE01234567"),
        (IdentityDocument.OLD_CARD, "aze 0123 4567", "AZE01234567"),
        (IdentityDocument.NEW_CARD, "aa1234567", "AA1234567"),
        (IdentityDocument.PERMANENT_PERMIT, "1234567", "DYİ1234567"),
        (IdentityDocument.PERMANENT_PERMIT, "dyi 1234567", "DYİ1234567"),
        (IdentityDocument.TEMPORARY_PERMIT, "MYI123456", "MYİ123456"),
    ],
)
def test_a_number_is_read_as_people_type_it(kind: IdentityDocument, typed: str, document: str) -> None:
    assert parse_number(kind, typed) == document


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        (IdentityDocument.OLD_CARD, "AA1234567"),
        (IdentityDocument.NEW_CARD, "AZE01234567"),
        (IdentityDocument.PERMANENT_PERMIT, "MYİ123456"),
        (IdentityDocument.TEMPORARY_PERMIT, "12"),
    ],
)
def test_a_number_of_another_kind_is_refused(kind: IdentityDocument, typed: str) -> None:
    with pytest.raises(RuleBroken, match=f"number_{kind}"):
        parse_number(kind, typed)


def test_a_series_must_be_the_documents_own() -> None:
    check_series(IdentityDocument.PERMANENT_PERMIT, " dyi ")
    check_series(IdentityDocument.NEW_CARD, "")
    with pytest.raises(RuleBroken, match="series_temporary_permit"):
        check_series(IdentityDocument.TEMPORARY_PERMIT, "DYİ")


def test_user_names_are_never_addresses() -> None:
    assert parse_user_name(" Lale.N-84 ") == "lale.n-84"
    for bad in ("abc", "a" * 41, "lalə", "a@b.example", ".lale", "lale..n", "1lale"):
        with pytest.raises(RuleBroken, match="user_name_format"):
            parse_user_name(bad)


def test_passwords_are_long_and_hold_nothing_the_world_knows() -> None:
    check_password("x" * SHORTEST, never_inside=("",))
    check_password("x" * LONGEST, never_inside=())
    for password, code in (
        ("x" * (SHORTEST - 1), "password_too_short"),
        ("x" * (LONGEST + 1), "password_too_long"),
        ("dəniz LALE.N sahili", "password_names_owner"),
        ("dəniz 5ln4g7a sahili", "password_names_owner"),
    ):
        with pytest.raises(RuleBroken, match=code):
            check_password(password, never_inside=("lale.n", "5LN4G7A"))


def test_one_password_typed_on_two_keyboards_is_one() -> None:
    assert normal_password("go\u0308y") == normal_password("g\u00f6y")
    assert normal_password(" a b ") == " a b "


def test_nothing_follows_an_ended_registration_and_every_status_can_end() -> None:
    assert not [act for status, act in TRANSITIONS if status in ENDED]
    for status in set(RegistrationStatus) - ENDED:
        assert [act for before, act in TRANSITIONS if before is status], status


def test_a_link_is_sent_again_after_a_minute_and_five_times_at_most() -> None:
    policy, registration = RegistrationPolicy(), with_link(Registration("r"), at=AT)
    with pytest.raises(RuleBroken, match="link_just_sent"):
        check_link_again(registration, policy, at=AT + timedelta(seconds=59))
    later = AT + timedelta(minutes=1)
    check_link_again(registration, policy, at=later)
    for _ in range(MOST_LINKS - 1):
        registration = with_link(registration, at=AT)
    with pytest.raises(RuleBroken, match="links_too_many"):
        check_link_again(registration, policy, at=later)
    done = after(with_link(Registration("r"), at=AT), RegistrationAct.CONFIRM_EMAIL)
    with pytest.raises(RuleBroken, match="registration_link_used"):
        check_link_again(done, policy, at=later)


def test_only_operators_decide_only_what_waits_and_say_why_they_reject() -> None:
    operator, waiting = Actor(Role.OPERATOR), Registration("r", RegistrationStatus.UNDER_CHECK)
    check_decision(waiting, RegistrationAct.APPROVE, operator, reason="")
    check_decision(waiting, RegistrationAct.REJECT, operator, reason="surət oxunmur")
    for registration, act, actor, code in (
        (waiting, RegistrationAct.APPROVE, Actor(Role.OWNER), "operators_only"),
        (waiting, RegistrationAct.REJECT, operator, "rejection_reason_missing"),
        (Registration("r"), RegistrationAct.APPROVE, operator, "registration_decided"),
    ):
        with pytest.raises(RuleBroken, match=code):
            check_decision(registration, act, actor, reason="   pis    ")


def test_nobody_files_before_the_identity_is_confirmed() -> None:
    check_may_file(identity_confirmed_at=AT)
    with pytest.raises(RuleBroken, match="identity_not_confirmed"):
        check_may_file(identity_confirmed_at=None)
