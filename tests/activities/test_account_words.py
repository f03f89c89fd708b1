"""Words of the notices about a person's cabinet: both languages, every channel, and a link to the right page."""

import re
import uuid
from datetime import UTC, datetime
from typing import Any

import pytest

from activities.words.notices import mail_of, sentence_of, sms_of
from models.domain.effects import OF_CABINET, NoticeKind
from models.domain.languages import Language
from models.tables.notices import NoticeRow

EVERY_NOTICE = [(kind, language) for kind in sorted(OF_CABINET) for language in Language]
SMS_PARTS = 2 * 67  # UCS-2 letters in a message of two parts
WORDS = {
    "device": "Firefox, Windows", "address": "192.0.2.7", "token": "abc",
    "datum": "patronymic", "reason": "Surət oxunmur", "decide_by": "2026-09-30T20:00:00+00:00",
    "voen": "1499001221",
}  # fmt: skip
PAGES = {
    NoticeKind.NEW_DEVICE: "profile/sessions",
    NoticeKind.EMAIL_LINK: "profile/email/abc",
    NoticeKind.EMAIL_CHANGING: "profile/sessions",
    NoticeKind.PHONE_CODE: "profile/phone",
    NoticeKind.CAPACITY_BEGAN: "profile/organisations",
    NoticeKind.CAPACITY_ENDED: "profile/organisations",
    NoticeKind.CORRECTION_APPROVED: "profile/data",
    NoticeKind.CORRECTION_REJECTED: "profile/data",
    NoticeKind.CORRECTION_DUE: "owner/corrections",
    NoticeKind.CORRECTION_OVERDUE: "owner/corrections",
}


def notice(kind: NoticeKind) -> NoticeRow:
    return NoticeRow(id=uuid.UUID(int=7), kind=kind, words=WORDS, created_at=datetime(2026, 9, 22, 20, 59, tzinfo=UTC))


def mail(kind: NoticeKind, language: str) -> Any:
    return mail_of(notice(kind), None, to="x@poct.example", language=language, base_url="https://divan.example/")


@pytest.mark.parametrize(("kind", "language"), EVERY_NOTICE)
def test_a_letter_leads_to_its_page_and_speaks_of_the_cabinet_not_of_an_application(
    kind: NoticeKind, language: Language
) -> None:
    letter = mail(kind, language)
    assert re.findall(r'href="([^"]+)"', letter.html)[0] == f"https://divan.example/{PAGES[kind]}"
    assert sentence_of(notice(kind), None, language=language) in letter.text
    assert {"az": "kabinetinizə aid", "en": "concerns your cabinet"}[language] in letter.text
    assert "/claims/" not in letter.text + letter.html


@pytest.mark.parametrize(("kind", "language"), EVERY_NOTICE)
def test_an_sms_is_at_most_two_parts(kind: NoticeKind, language: Language) -> None:
    assert len(sms_of(notice(kind), None, language=language).encode("utf-16-le")) // 2 <= SMS_PARTS


def test_a_new_device_is_named_with_its_address_and_the_time_in_baku() -> None:
    text = mail(NoticeKind.NEW_DEVICE, "az").text
    assert "Qurğu: Firefox, Windows" in text
    assert "Şəbəkə ünvanı: 192.0.2.7" in text
    assert "Vaxt: 23 sentyabr 2026, 00:59 (Bakı vaxtı ilə)" in text
