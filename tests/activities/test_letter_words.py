"""Words of the letters about registering and passwords: their figures are those of the settings, in both languages."""

from datetime import UTC, datetime, timedelta

import pytest

from activities.words.letters import LinkTerms, letter_to
from models.domain.languages import Language
from models.domain.letters import LetterKind
from models.ports import Mail

AT = datetime(2026, 11, 21, 21, 30, tzinfo=UTC)
WITH_LINK = [LetterKind.REGISTRATION_LINK, LetterKind.REGISTRATION_REMINDER, LetterKind.PASSWORD_LINK]


def letter(kind: LetterKind, language: Language, terms: LinkTerms | None) -> Mail:
    return letter_to(
        "x@poct.example",
        kind,
        language=language,
        link="https://divan.example/x",
        base_url="https://divan.example",
        key="k",
        at=AT,
        reason="Surət oxunmur.",
        terms=terms,
    )


@pytest.mark.parametrize("kind", WITH_LINK)
@pytest.mark.parametrize(
    ("lives", "az", "en"),
    [
        (timedelta(hours=24), "24 saat qüvvədədir", "valid for 24 hours"),
        (timedelta(hours=1), "1 saat qüvvədədir", "valid for 1 hour and"),
        (timedelta(days=3), "3 gün qüvvədədir", "valid for 3 days"),
        (timedelta(minutes=90), "90 dəqiqə qüvvədədir", "valid for 90 minutes"),
    ],
)
def test_a_link_is_good_for_as_long_as_the_court_says(kind: LetterKind, lives: timedelta, az: str, en: str) -> None:
    for language, said in ((Language.AZ, az), (Language.EN, en)):
        mail = letter(kind, language, LinkTerms(lives, AT + timedelta(days=10)))
        assert said in mail.text
        assert said in mail.html


def test_the_reminder_names_the_day_in_baku_on_which_everything_is_removed() -> None:
    terms = LinkTerms(timedelta(hours=24), AT + timedelta(days=10))
    kind = LetterKind.REGISTRATION_REMINDER
    assert "daxil edilmiş məlumatlar silinəcək: 2 dekabr 2026." in letter(kind, Language.AZ, terms).text
    assert "what was entered will be removed on 2 December 2026." in letter(kind, Language.EN, terms).text


def test_a_reminder_ordered_before_the_day_was_told_names_none() -> None:
    terms = LinkTerms(timedelta(hours=24))
    kind = LetterKind.REGISTRATION_REMINDER
    assert "daxil edilmiş məlumatlar silinəcək." in letter(kind, Language.AZ, terms).text
    assert "what was entered will be removed." in letter(kind, Language.EN, terms).text


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("kind", [kind for kind in LetterKind if kind not in WITH_LINK])
def test_letters_without_such_a_link_need_no_terms(kind: LetterKind, language: Language) -> None:
    assert letter(kind, language, None).subject
