"""A request for a correction: who may do what to it, when it is late, and that the population register wins."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from models.domain.correction import (
    COMPARISON_HOLDS,
    LONGEST_NAME,
    Comparison,
    Correction,
    CorrectionAct,
    CorrectionAlarm,
    CorrectionPolicy,
    CorrectionStatus,
    Finding,
    answer_due,
    certificate_prevails,
    check_wish,
    compare,
    corrected,
    next_alarm,
    parse_name,
    take,
)
from models.domain.court_calendar import Calendar
from models.domain.errors import RuleBroken
from models.domain.roles import SYSTEM, Actor, Role
from tests.builders import at

OPENED, REMIND, DUE = at("2026-11-20T10:00:00+00:00"), at("2026-11-30T20:00:00+00:00"), at("2026-12-01T20:00:00+00:00")
ASKED = Correction("request-1", "lale", REMIND, DUE)
LALE, OWNER = Actor(Role.LITIGANT, account_id="lale"), Actor(Role.OWNER, account_id="rena")
REASON = "Reyestrdə başqa cür yazılıb."


def refusal(correction: Correction, act: CorrectionAct, actor: Actor, *, reason: str = "") -> str:
    with pytest.raises(RuleBroken) as refused:
        take(correction, act, actor, reason=reason)
    return refused.value.code


def test_the_owner_decides_once_and_owes_a_rejection_its_reason() -> None:
    approved = take(ASKED, CorrectionAct.APPROVE, OWNER)
    assert approved.status is CorrectionStatus.APPROVED
    assert refusal(approved, CorrectionAct.REJECT, OWNER, reason=REASON) == "correction_decided"
    assert refusal(ASKED, CorrectionAct.REJECT, OWNER, reason="   pis   ") == "rejection_reason_missing"
    assert take(ASKED, CorrectionAct.REJECT, OWNER, reason=REASON).status is CorrectionStatus.REJECTED


def test_only_the_person_who_asked_takes_the_request_back() -> None:
    assert take(ASKED, CorrectionAct.WITHDRAW, LALE).status is CorrectionStatus.WITHDRAWN
    assert refusal(ASKED, CorrectionAct.WITHDRAW, replace(LALE, account_id="nigar")) == "not_yours"
    assert refusal(ASKED, CorrectionAct.WITHDRAW, OWNER) == "not_yours"


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.OWNER])
def test_nobody_but_the_owner_decides_looks_or_compares(role: Role) -> None:
    for act in (CorrectionAct.APPROVE, CorrectionAct.REJECT, CorrectionAct.LOOK, CorrectionAct.COMPARE):
        assert refusal(ASKED, act, Actor(role, account_id="lale"), reason=REASON) == "not_yours"


def test_nobody_opens_a_request_that_is_there() -> None:
    assert refusal(ASKED, CorrectionAct.OPEN, LALE) == "not_yours"


def test_the_owner_is_reminded_then_late_and_can_still_decide() -> None:
    assert next_alarm(ASKED) == CorrectionAlarm(REMIND, CorrectionAct.REMIND)
    reminded = take(ASKED, CorrectionAct.REMIND, SYSTEM)
    assert next_alarm(reminded) == CorrectionAlarm(DUE, CorrectionAct.MARK_OVERDUE)
    late = take(reminded, CorrectionAct.MARK_OVERDUE, SYSTEM)
    assert (late.status, late.overdue, next_alarm(late)) == (CorrectionStatus.WAITING, True, None)
    assert next_alarm(take(late, CorrectionAct.APPROVE, OWNER)) is None
    assert refusal(ASKED, CorrectionAct.REMIND, OWNER) == "not_yours"


def test_the_term_is_counted_in_working_days_and_ends_at_midnight_in_baku() -> None:
    remind_at, decide_by = answer_due(OPENED, Calendar(), CorrectionPolicy())
    assert (remind_at, decide_by) == (REMIND, DUE), "Friday and seven working days: Tuesday week"
    holiday = Calendar(non_working=frozenset({date(2026, 11, 23)}))
    assert answer_due(OPENED, holiday, CorrectionPolicy())[1] == DUE + timedelta(days=1)
    assert answer_due(OPENED, Calendar(), CorrectionPolicy(answer_days=1, warning_days=0)) == (
        at("2026-11-23T20:00:00+00:00"),
        at("2026-11-23T20:00:00+00:00"),
    )


@pytest.mark.parametrize(
    ("kept", "wished", "said", "found"),
    [
        ("Nagıyeva", "Nağıyeva", "Nağıyeva", Finding.AGREES),
        ("İlham", "ILQAR", "Ilqar", Finding.AGREES),
        ("nağıyeva", "Nağıyeva", "Nağıyeva", Finding.AGREES),
        ("Nagıyeva", "Nağıyeva", "Nağıyeva-Quliyeva", Finding.DIFFERS),
        ("Nağıyeva", "Quliyeva", "Nağıyeva", Finding.KEPT_IS_RIGHT),
        ("", "Tofiq qızı", "", Finding.SILENT),
        ("Ilham", "İlham", "ILHAM", Finding.DIFFERS),
    ],
)
def test_a_wish_is_compared_with_the_register_by_azerbaijani_letters(
    kept: str, wished: str, said: str, *, found: Finding
) -> None:
    assert compare(kept, wished, said) is found


def approved(wished: str, said: str | None, *, asked: timedelta = timedelta(minutes=5)) -> str:
    comparison = Comparison(said, OPENED - asked) if said is not None else None
    return corrected("Nagıyeva", wished, comparison, at=OPENED)


def test_an_approval_writes_what_the_register_says_and_never_what_was_typed() -> None:
    assert approved("NAĞIYEVA", "Nağıyeva") == "Nağıyeva"
    assert approved("Nağıyeva", "Quliyeva") == "Quliyeva"
    assert approved("Nağıyeva", "Nağıyeva", asked=COMPARISON_HOLDS) == "Nağıyeva"


@pytest.mark.parametrize(
    ("said", "asked", "code"),
    [
        (None, timedelta(), "comparison_needed"),
        ("Nağıyeva", COMPARISON_HOLDS + timedelta(seconds=1), "comparison_needed"),
        ("Nagıyeva", timedelta(), "nothing_to_correct"),
        ("", timedelta(), "nothing_to_correct"),
    ],
)
def test_nothing_is_approved_that_the_register_does_not_bear_out_today(
    said: str | None, asked: timedelta, code: str
) -> None:
    with pytest.raises(RuleBroken, match=code):
        approved("Nağıyeva", said, asked=asked)


@pytest.mark.parametrize(
    ("issued", "settled", "prevails"),
    [
        (OPENED, None, True),
        (None, None, True),
        (OPENED, OPENED + timedelta(days=1), False),
        (None, OPENED, False),
        (OPENED + timedelta(days=1), OPENED, True),
    ],
)
def test_a_correction_outlives_the_certificates_before_it_and_yields_to_those_after_it(
    issued: datetime | None, settled: datetime | None, *, prevails: bool
) -> None:
    assert certificate_prevails(issued, settled) is prevails


def test_names_are_read_as_people_write_them() -> None:
    assert parse_name("  Tofiq   qızı ") == "Tofiq qızı"
    for name in ("Nağıyeva-Quliyeva", "O’Brayen", "Məmmədzadə", "Əli A."):
        assert parse_name(name) == name
    for bad in ("", "12", "Lalə2", "-Lalə", "<b>Lalə</b>", "Lalə\u202e"):
        with pytest.raises(RuleBroken, match="name_format"):
            parse_name(bad)
    with pytest.raises(RuleBroken, match="name_too_long"):
        parse_name("ə" * (LONGEST_NAME + 1))


def test_asking_for_what_stands_there_is_no_request() -> None:
    check_wish("nağıyeva", "Nağıyeva")
    with pytest.raises(RuleBroken, match="correction_changes_nothing"):
        check_wish("Nağıyeva", "Nağıyeva")
