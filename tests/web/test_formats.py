"""Money, days and sizes in the language of the request."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum

import pytest
from babel.dates import format_date, format_datetime
from babel.numbers import format_currency, format_decimal
from hypothesis import given
from hypothesis import strategies as st

from models.domain.languages import Language
from models.domain.roles import Role
from web.formats import BAKU, clock, day, initials, lasting, moment, money, number, short_day, size, spaced, words
from web.language import CLDR, speaking
from web.render import ENVIRONMENTS
from web.words.lookup import NoWordsError

AT = datetime(2026, 11, 20, 22, 5, 9, tzinfo=UTC)  # already the 21st in Baku


@pytest.mark.parametrize(
    ("language", "shown"),
    [
        (Language.AZ, ("12.400,00\u00a0₼", "21 noyabr 2026", "21 noyabr 2026, 02:05", "20.000", "1,8 MB")),
        (Language.EN, ("12,400.00\u00a0AZN", "21 November 2026", "21 November 2026, 02:05", "20,000", "1.8 MB")),
    ],
)
def test_each_language_has_its_own_figures(language: Language, shown: tuple[str, ...]) -> None:
    with speaking(language):
        assert (money(Decimal("12400.00")), day(AT), moment(AT), number(20000), size(1_843_200)) == shown


@given(
    st.datetimes(datetime(1990, 1, 1), datetime(2099, 12, 31), timezones=st.just(UTC)),  # noqa: DTZ001 - the zone is given
    st.decimals(-(10**9), 10**9, places=2),
    st.sampled_from(Language),
)
def test_figures_are_as_cldr_has_them(at: datetime, amount: Decimal, language: Language) -> None:
    locale = CLDR[language]
    with speaking(language):
        assert moment(at) == format_datetime(at, "d MMMM y, HH:mm", tzinfo=BAKU, locale=locale)
        assert day(at) == format_date(at.astimezone(BAKU).date(), "long", locale=locale)
        assert money(amount) == format_currency(amount, "AZN", "#,##0.00\u00a0¤", locale=locale)
        assert number(int(amount)) == format_decimal(int(amount), locale=locale)


def test_a_filter_on_a_constant_is_not_kept_from_the_first_language() -> None:
    template = ENVIRONMENTS[Language.AZ].from_string("{{ 30|money }}")
    with speaking(Language.AZ):
        assert template.render() == "30,00\u00a0₼"
    with speaking(Language.EN):
        assert template.render() == "30.00\u00a0AZN"


def test_a_template_says_its_constant_texts_in_the_language_it_was_compiled_for() -> None:
    source = """{{ _("Court") }} {% set said = _("Court") %}{{ said }}"""
    source += """ {{ _("Page %(n)s", n="<1>") }} {{ _("100 %% & <b>") }}"""
    shown = {language: environment.from_string(source) for language, environment in ENVIRONMENTS.items()}
    with speaking(Language.AZ):
        assert shown[Language.AZ].render() == "Məhkəmə Məhkəmə Səhifə &lt;1&gt; 100 % & <b>"
    with speaking(Language.EN):
        assert shown[Language.EN].render() == "Court Court Page &lt;1&gt; 100 % & <b>"


@pytest.mark.parametrize(
    ("language", "shown"),
    [
        (Language.AZ, ["24 saat", "7 gün", "1 saat", "90 dəqiqə"]),
        (Language.EN, ["24 hours", "7 days", "1 hour", "90 minutes"]),
    ],
)
def test_a_time_is_said_in_one_unit(language: Language, shown: list[str]) -> None:
    times = (timedelta(hours=24), timedelta(days=7), timedelta(hours=1), timedelta(minutes=90))
    with speaking(language):
        assert [lasting(time) for time in times] == shown


def test_small_things() -> None:
    assert clock(AT) == "02:05:09"
    assert (short_day(AT), short_day(date(2026, 1, 5))) == ("21.11.2026", "05.01.2026")
    assert (size(0), size(10), size(50 * 1024)) == ("0 KB", "1 KB", "50 KB")
    assert initials("ibrahim əliyev") == "İƏ"
    assert initials("“Qobustan Tikinti” MMC") == "QT"
    assert spaced("4821") == "4 8 2 1"
    assert words(Role.CLERK) == "Məhkəmə dəftərxanası"


def test_a_member_without_words_is_a_mistake_of_ours() -> None:
    class Season(StrEnum):
        WINTER = "clerk"  # equal in value to a named member of another enum

    with pytest.raises(NoWordsError):
        words(Season.WINTER)
