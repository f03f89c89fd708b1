"""The shipped reference data fit the domain's rules."""

from collections import Counter
from datetime import date

import pytest

from models.domain.applications import ApplicationKind, CourtKind, kinds_heard_by
from models.domain.case_number import electronic_case_number, parse_case_number
from models.reference.loading import calendar_days, categories, courts, shipped_calendar

COURTS = {court.id: court for court in courts()}
CATEGORIES = {category.id: category for category in categories()}


def test_courts_have_distinct_codes_and_an_appeal_court_that_exists() -> None:
    assert len(COURTS) == len(courts())
    assert len({court.code for court in COURTS.values()}) == len(COURTS)
    for court in COURTS.values():
        above = {CourtKind.CASSATION: None, CourtKind.APPEAL: CourtKind.CASSATION}.get(court.kind, CourtKind.APPEAL)
        assert (COURTS[court.appeal_court_id].kind if court.appeal_court_id else None) == above, court.id


def test_a_code_from_nine_hundred_on_is_marked_as_invented_and_no_other_is() -> None:
    for court in COURTS.values():
        assert (court.code >= "901") is (court.confidence == "invented"), court.id


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("003", "Bakı şəhəri Xəzər Rayon Məhkəməsi"),
        ("006", "Bakı şəhəri Nəsimi Rayon Məhkəməsi"),
        ("050", "Masallı Rayon Məhkəməsi"),
        ("056", "Sabirabad Rayon Məhkəməsi"),
        ("073", "Cəlilabad Rayon Məhkəməsi"),
        ("098", "Tərtər Hərbi Məhkəməsi"),
        ("103", "Bakı Apellyasiya Məhkəməsi"),
        ("112", "Bakı İnzibati Məhkəməsi"),
        ("113", "Bakı Kommersiya Məhkəməsi"),
    ],
)
def test_known_codes_belong_to_their_courts(code: str, name: str) -> None:
    assert [court.name_az for court in COURTS.values() if court.code == code] == [name]


def test_there_are_six_administrative_and_six_commercial_courts() -> None:
    kinds = Counter(court.kind for court in COURTS.values())
    assert kinds[CourtKind.ADMINISTRATIVE] == kinds[CourtKind.COMMERCIAL] == kinds[CourtKind.APPEAL] == 6


def test_every_court_that_hears_claims_can_number_them() -> None:
    for court in COURTS.values():
        if kinds_heard_by(court.kind):
            number = electronic_case_number(court.kind, court.code, sequence=1, year=2026)
            assert parse_case_number(str(number)) == number


def test_sub_categories_stay_within_their_category_and_what_the_courts_hear() -> None:
    for category in CATEGORIES.values():
        heard = frozenset[ApplicationKind]().union(*(kinds_heard_by(kind) for kind in category.court_kinds))
        assert category.kinds, category.id
        assert category.kinds <= heard, category.id
        if category.parent_id:
            parent = CATEGORIES[category.parent_id]
            assert parent.parent_id is None
            assert category.kinds <= parent.kinds, category.id
            assert category.court_kinds <= parent.court_kinds, category.id


def test_each_court_has_a_category_for_each_kind_it_hears() -> None:
    for court in CourtKind:
        for kind in kinds_heard_by(court):
            assert any(kind in c.kinds and court in c.court_kinds for c in CATEGORIES.values()), (court, kind)


def test_no_calendar_day_stands_twice() -> None:
    days = [day.day for day in calendar_days()]
    assert len(days) == len(set(days))
    assert days == sorted(days)


def test_novruz_and_ramazan_of_2026_close_the_courts_for_eleven_days() -> None:
    calendar = shipped_calendar()
    assert not any(calendar.is_working(date(2026, 3, day)) for day in range(20, 31))
    assert calendar.is_working(date(2026, 3, 19))
    assert calendar.is_working(date(2026, 3, 31))
