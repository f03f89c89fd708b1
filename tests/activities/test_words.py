"""Words of the notices: every kind speaks both languages, fits its channel and names nobody."""

import re
import uuid
from datetime import UTC, date, datetime
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

import activities.words
from activities.words.notices import WordsMissingError, mail_of, sentence_of, sms_of
from models.domain.applications import CourtKind
from models.domain.effects import OF_CABINET, NoticeKind
from models.domain.languages import Language
from models.domain.terms import end_of
from models.tables.notices import NoticeRow
from models.tables.reference import CourtRow

TEMPLATES = Path(next(iter(activities.words.__path__))) / "templates"
EVERY_NOTICE = [(kind, language) for kind in NoticeKind if kind not in OF_CABINET for language in Language]
SMS_PARTS = 2 * 67  # UCS-2 letters in a message of two parts

COURT = CourtRow(
    id="baku-commercial",
    code="113",
    kind=CourtKind.COMMERCIAL,
    name_az="Bakı Kommersiya Məhkəməsi",
    name_en="Baku Commercial Court",
    confidence="V",
)
CLAIM_WORDS: dict[str, Any] = {
    "number": "ƏR-2026-000417",
    "court_id": COURT.id,
    "case_number": "e-2-2(113)-1188/2026",
    "reason_code": "fee",
    "reason": "Qəbzdə 20 manat göstərilib.\nTələb olunan məbləğ 86,30 manatdır.",
    "decide_by": end_of(datetime(2026, 9, 28, tzinfo=UTC).date()).isoformat(),  # the longest month in both languages
}
DESK_WORDS = {"by_name": "Səbinə Orucova", "from_name": "Kərim Zalov", "to_name": "Kərim Zalov"}
PAYMENT_WORDS: dict[str, Any] = {"receipt_number": "QB-20261121-00004711", "amount": "1230.00"}
REFUND_WORDS = PAYMENT_WORDS | {"ruling": "2-1(006)-15/2026", "reason_code": "no_refund_ground"}
OF_RECEIPTS = frozenset({NoticeKind.REFUND_ASKED, NoticeKind.REFUND_GRANTED, NoticeKind.REFUND_REFUSED})
NAMED = {  # what a notice is about where it is not the application; a party learns the case's number alone
    **dict.fromkeys((NoticeKind.PAYMENT_RECEIVED, *sorted(OF_RECEIPTS)), PAYMENT_WORDS["receipt_number"]),
    NoticeKind.CASE_OPENED: CLAIM_WORDS["case_number"],
}

LEADS_TO = {
    NoticeKind.DRAFT_EXPIRED: "",
    NoticeKind.CASE_OPENED: "cases",
    NoticeKind.SIGNER_REPLACED: "",
    NoticeKind.CLAIM_WITHDRAWN: "claims/claim-7/void",
    NoticeKind.REFUND_ASKED: "fees/refunds",
    NoticeKind.REFUND_GRANTED: "receipts",
    NoticeKind.REFUND_REFUSED: "receipts",
}


def notice(kind: NoticeKind, **changed: Any) -> NoticeRow:
    words = PAYMENT_WORDS if kind is NoticeKind.PAYMENT_RECEIVED else CLAIM_WORDS | DESK_WORDS
    if kind in OF_RECEIPTS:
        words = CLAIM_WORDS | REFUND_WORDS
    return NoticeRow(
        id=uuid.UUID(int=7),
        kind=kind,
        fin="5LN4G7A",
        claim_id="claim-7",
        words={**words, **changed},
        created_at=datetime(2026, 9, 22, 20, 59, tzinfo=UTC),
    )


def mail(kind: NoticeKind, language: str = "az", **changed: Any) -> Any:
    return mail_of(
        notice(kind, **changed), COURT, to="x@poct.example", language=language, base_url="https://divan.example/"
    )


class Outline(HTMLParser):
    """What a screen reader is told of a page: its language, headings, rows and links; and that every tag is closed."""

    EMPTY = frozenset({"meta", "br"})

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))
        if tag not in self.EMPTY:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.seen if name == tag]


@pytest.mark.parametrize(("kind", "language"), EVERY_NOTICE)
def test_every_notice_speaks_in_the_cabinet_by_mail_and_by_sms(kind: NoticeKind, language: Language) -> None:
    named = NAMED.get(kind, CLAIM_WORDS["number"])
    letter = mail(kind, language)
    sentence, sms = sentence_of(notice(kind), COURT, language=language), sms_of(notice(kind), COURT, language=language)
    for said in (sentence, sms, letter.subject, letter.text):
        assert named in said
    assert sentence.endswith(".")
    assert sentence in letter.text
    assert letter.key == f"{uuid.UUID(int=7)}/email"
    assert letter.language == language
    assert "\n" not in letter.subject + sentence + sms
    assert mail(kind, language) == letter  # deterministic: a repeated delivery is the same letter


@pytest.mark.parametrize(("kind", "language"), EVERY_NOTICE)
def test_an_sms_is_at_most_two_parts_with_azerbaijani_letters(kind: NoticeKind, language: Language) -> None:
    longest = {"number": "ƏR-2026-1000417", "case_number": "e-2-2(113)-11888/2026"}
    if kind is NoticeKind.PAYMENT_RECEIVED or kind in OF_RECEIPTS:
        longest = {"amount": "50000.00"}
    text = sms_of(notice(kind, **longest), COURT, language=language)
    assert len(text.encode("utf-16-le")) // 2 <= SMS_PARTS, text


@pytest.mark.parametrize(("kind", "language"), EVERY_NOTICE)
def test_a_letter_is_accessible_html_with_one_link_to_act_on(kind: NoticeKind, language: Language) -> None:
    outline = Outline(mail(kind, language).html)
    assert outline.open == []
    assert outline.all("html") == [{"lang": language}]
    assert len(outline.all("h1")) == 1
    assert all(header["scope"] == "row" for header in outline.all("th"))
    links = [link["href"] for link in outline.all("a")]
    act_on = LEADS_TO.get(kind, "claims/claim-7")
    assert links == [f"https://divan.example/{act_on}", "https://divan.example/profile"]


@pytest.mark.parametrize(("kind", "language"), EVERY_NOTICE)
def test_no_message_holds_an_identity_number(kind: NoticeKind, language: Language) -> None:
    letter = mail(kind, language)
    said = letter.subject + letter.text + letter.html + sms_of(notice(kind), COURT, language=language)
    assert "5LN4G7A" not in said


@pytest.mark.parametrize(("kind", "language"), EVERY_NOTICE)
def test_a_notice_of_an_unknown_court_still_speaks(kind: NoticeKind, language: Language) -> None:
    letter = mail_of(notice(kind), None, to="x@poct.example", language=language, base_url="https://divan.example")
    assert COURT.name_az not in letter.text + letter.html
    assert not {">Məhkəmə<", ">Court<"} & set(re.findall(r">[^<]*<", letter.html))  # no row without a value


def test_a_sent_claim_names_the_court_the_moment_in_baku_and_the_last_day_for_an_answer() -> None:
    letter = mail(NoticeKind.CLAIM_SENT)
    assert "ƏR-2026-000417 nömrəli ərizə Bakı Kommersiya Məhkəməsi ünvanına göndərildi." in letter.text
    assert "Göndərilmə vaxtı: 23 sentyabr 2026, 00:59 (Bakı vaxtı ilə)" in letter.text
    assert "Məhkəmənin cavabı üçün son gün: 28 sentyabr 2026" in letter.text
    assert "151.3" in letter.text
    english = mail(NoticeKind.CLAIM_SENT, "en").text
    assert "Last day for the court’s answer: 28 September 2026" in english
    assert "Sent at: 23 September 2026, 00:59 (Baku time)" in english


def test_a_returned_claim_names_the_ground_the_reason_and_the_way_back() -> None:
    letter = mail(NoticeKind.CLAIM_RETURNED)
    assert "Qanunun maddəsi: MPM 152.1.5" in letter.text
    assert "Əsas: Dövlət rüsumunun müəyyən edilmiş qaydada" in letter.text
    assert "Məhkəmənin izahı:\nQəbzdə 20 manat göstərilib.\nTələb olunan məbləğ 86,30 manatdır." in letter.text
    assert "qəbzi yenidən istifadə edilə bilər" in letter.text
    assert "“Kopyala”" in letter.text
    assert "There is no proof that the state fee was paid" in mail(NoticeKind.CLAIM_RETURNED, "en").text


def test_a_refused_claim_names_the_ground_the_bar_the_term_of_the_complaint_and_the_refund() -> None:
    letter = mail(NoticeKind.CLAIM_DECLINED, reason_code="pending_elsewhere")
    assert "iddia ərizəsinin qəbulundan imtina edilməsi haqqında" in letter.text
    for said in ("Qanunun maddəsi: MPM 153.2", "153.5-ci maddəsi", "10 gün müddətində şikayət", "114-cü maddə"):
        assert said in letter.text
    assert "son gün" not in letter.text, "told before the day was reckoned"
    last_day = {"reason_code": "pending_elsewhere", "complain_by": end_of(date(2026, 6, 1)).isoformat()}
    assert "müddətin son günü: 1 iyun 2026, saat 24:00-dək" in mail(NoticeKind.CLAIM_DECLINED, **last_day).text
    assert "the last day is 1 June 2026, until 24:00" in mail(NoticeKind.CLAIM_DECLINED, "en", **last_day).text
    assert (
        "is pending before another court" in mail(NoticeKind.CLAIM_DECLINED, "en", reason_code="pending_elsewhere").text
    )


def test_the_courts_reason_stays_out_of_the_sms_and_the_co_claimants_out_of_the_mail() -> None:
    assert "manat" not in sms_of(notice(NoticeKind.CLAIM_RETURNED), COURT, language="az")
    refused = mail(NoticeKind.CLAIM_REFUSED, reason_code="co_claimant_refused", reason="Lalə ilə barışdıq")
    assert "barışdıq" not in refused.subject + refused.text + refused.html


def test_a_ground_that_left_the_list_does_not_hold_the_notice_back() -> None:
    letter = mail(NoticeKind.CLAIM_RETURNED, reason_code="repealed")
    assert "Qanunun maddəsi" not in letter.text
    assert "Qəbzdə 20 manat" in letter.text


def test_an_accepted_claim_names_its_case() -> None:
    assert sentence_of(notice(NoticeKind.CLAIM_ACCEPTED), COURT, language="az") == (
        "ƏR-2026-000417 nömrəli ərizə Bakı Kommersiya Məhkəməsi tərəfindən icraata qəbul edildi, "
        "işin nömrəsi: e-2-2(113)-1188/2026."
    )


def test_money_is_shown_as_the_language_writes_it() -> None:
    assert "Məbləğ: 1.230,00\u00a0₼" in mail(NoticeKind.PAYMENT_RECEIVED).text
    assert "Amount: 1,230.00\u00a0₼" in mail(NoticeKind.PAYMENT_RECEIVED, "en").text


def test_what_people_wrote_cannot_become_markup_or_a_header() -> None:
    letter = mail(
        NoticeKind.CLAIM_RETURNED, reason="<img src=x onerror=alert(1)> | a & b", number="ƏR\nBcc: x@y.example"
    )
    assert "<img" not in letter.html
    assert "&lt;img src=x onerror=alert(1)&gt; | a &amp; b" in letter.html
    assert "<img src=x onerror=alert(1)> | a & b" in letter.text
    assert "\n" not in letter.subject


def test_a_notice_that_lacks_what_its_words_name_is_told_apart() -> None:
    bare = notice(NoticeKind.CLAIM_ACCEPTED)
    del bare.words["case_number"]
    with pytest.raises(WordsMissingError, match=r"az/claim_accepted\.jinja: sms: 'case_number' is undefined"):
        sms_of(bare, COURT, language="az")


@pytest.mark.parametrize("language", Language)
def test_no_words_are_left_without_a_notice(language: Language) -> None:
    written = {path.stem for path in (TEMPLATES / language).glob("*.jinja")}
    assert written == set(NoticeKind) | {"frame"}
