"""The invented people and organisations obey the same grammar as real ones, and nobody shares what is one's own."""

import re

from simulators.people import BY_FIN, BY_PHONE, BY_VOEN, DEMO, ORGANISATIONS, PEOPLE, voen


def test_there_are_enough_people_and_organisations() -> None:
    assert len(PEOPLE) >= 220
    assert len(ORGANISATIONS) >= 44
    assert PEOPLE[: len(DEMO)] == DEMO


def test_nobody_shares_fin_document_phone_user_id_or_mailbox() -> None:
    for own in ("fin", "document", "phone", "user_id", "email"):
        assert len({getattr(person, own) for person in PEOPLE}) == len(PEOPLE), own


def test_every_number_follows_its_grammar() -> None:
    for person in PEOPLE:
        assert re.fullmatch(r"[0-9A-HJ-NP-Z]{7}", person.fin)
        assert re.fullmatch(r"AA\d{7}|AZE\d{8}|(DYİ|MYİ)\d{6,8}", person.document)
        assert re.fullmatch(r"\+994(10|50|51|55|60|70|77|99)\d{7}", person.phone)
        assert re.fullmatch(r"\d{6}", person.user_id)
        assert re.fullmatch(r"AZ\d{4}", person.postal_index)
        assert re.fullmatch(r"[a-z]+\.[a-z]+\d*@poct\.example", person.email)
        assert person.patronymic.endswith((" oğlu", " qızı"))


def test_all_three_kinds_of_document_occur() -> None:
    assert {re.sub(r"\d", "", person.document) for person in PEOPLE} == {"AA", "AZE", "DYİ", "MYİ"}


def test_a_voen_ends_in_its_check_digit_and_status() -> None:
    assert voen("14000574", is_entrepreneur=False) == "1400057421"  # a known good number, legal-facts §4
    assert voen("99000253", is_entrepreneur=False) != "9900025301"
    for organisation in ORGANISATIONS:
        assert organisation.voen == voen(organisation.voen[:8], is_entrepreneur=organisation.is_entrepreneur)
        assert organisation.director_fin in BY_FIN
    assert len(BY_VOEN) == len(ORGANISATIONS)
    assert any(not organisation.active for organisation in ORGANISATIONS)


def test_the_people_are_the_same_on_every_machine() -> None:
    assert (PEOPLE[100].fin, PEOPLE[100].phone) == ("J3G59N5", "+994772791900")
    assert BY_PHONE[DEMO[0].phone].full_name == "Nağıyeva Lalə Tofiq qızı"
