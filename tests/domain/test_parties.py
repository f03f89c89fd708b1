"""The parties step: what is asked of each party and of all together."""

from dataclasses import replace

import pytest

from models.domain.applications import ApplicationKind
from models.domain.filing_side import co_signers, needs_power_of_attorney, without_idle_fin
from models.domain.parties import (
    CONTACT,
    REQUIRED,
    REQUIRED_ROLES,
    UNKNOWN,
    UNKNOWN_EMAIL,
    WAITING,
    Party,
    PartyRole,
    PersonType,
    SigningWay,
    check_parties,
    check_party,
    normalised,
    organisation_type,
    roles_for,
)
from models.domain.party_parts import PartyPart, fields_in, open_part, parts_of

AYSEL = Party(
    role=PartyRole.CLAIMANT,
    person=PersonType.NATURAL_PERSON,
    is_filer=True,
    fin="5ABC1D2",
    document="AZE01234567",
    name="Aysel",
    surname="Quliyeva",
    phone="+994501234567",
    email="aysel@poct.example",
    address="Bakı şəhəri, Nizami küçəsi 1",
    postal_index="AZ1000",
)
RASIM = replace(AYSEL, is_filer=False, fin="6XYZ3K4", document="AA7654321", name="Rasim", surname="Əliyev")
FIRM = Party(
    role=PartyRole.DEFENDANT,
    person=PersonType.LEGAL_ENTITY,
    voen="1400057421",
    phone="+994125980000",
    email="ofis@sirket.example",
    address="Gəncə şəhəri",
    postal_index="AZ2000",
)
STRANGER = Party(
    role=PartyRole.DEFENDANT,
    person=PersonType.NON_RESIDENT,
    document=UNKNOWN,
    name=UNKNOWN,
    surname=UNKNOWN,
    patronymic=UNKNOWN,
    phone=UNKNOWN,
    email=UNKNOWN_EMAIL,
    address=UNKNOWN,
    postal_index=UNKNOWN,
)


@pytest.mark.parametrize("party", [AYSEL, FIRM, STRANGER, replace(RASIM, signing=SigningWay.SIGNS_HIMSELF)])
def test_a_complete_party_has_no_error(party: Party) -> None:
    assert check_party(party) == {}


@pytest.mark.parametrize("person", PersonType)
def test_an_empty_form_names_every_required_field_at_once(person: PersonType) -> None:
    assert check_party(Party(PartyRole.DEFENDANT, person)) == dict.fromkeys(REQUIRED[person], "required")


def test_every_mistake_is_told_at_once() -> None:
    typed = replace(
        RASIM,
        fin="IO",
        document="123",
        phone="5",
        email="rasim",
        postal_index="TR1",
        name="R" * 300,
        address="Bakı\x00",
    )
    assert check_party(typed) == {
        "fin": "fin_format",
        "document": "document_format",
        "phone": "phone_format",
        "email": "email_format",
        "postal_index": "postal_index_format",
        "name": "too_long",
        "address": "control_character",
        "signing": "signing_way_missing",
    }


@pytest.mark.parametrize("word", ["yoxdur", "YOXDUR", " Yoxdur "])
def test_unknown_is_an_answer_for_foreigners_only(word: str) -> None:
    assert check_party(replace(AYSEL, surname=word)) == {"surname": "unknown_not_allowed"}
    assert check_party(replace(FIRM, address=word)) == {"address": "unknown_not_allowed"}
    assert check_party(replace(STRANGER, surname=word)) == {}


def test_phone_and_email_of_the_other_side_may_be_unknown_and_those_of_the_filing_side_not() -> None:
    unknown = replace(FIRM, phone=UNKNOWN, email=UNKNOWN_EMAIL)
    assert check_party(unknown) == {}
    claimant = replace(unknown, role=PartyRole.CLAIMANT, signing=SigningWay.POWER_OF_ATTORNEY)
    assert check_party(claimant) == dict.fromkeys(CONTACT, "unknown_not_allowed")


def test_a_number_says_what_type_of_person_it_belongs_to() -> None:
    permit = replace(AYSEL, document="DYİ1234567")
    assert check_party(permit) == {"document": "document_of_resident"}
    assert check_party(replace(permit, person=PersonType.RESIDENT)) == {}
    assert check_party(replace(AYSEL, person=PersonType.RESIDENT)) == {"document": "document_of_natural_person"}
    assert check_party(replace(FIRM, person=PersonType.ENTREPRENEUR)) == {"voen": "voen_of_legal_entity"}
    assert organisation_type(FIRM.voen) is PersonType.LEGAL_ENTITY


@pytest.mark.parametrize("person", PersonType)
def test_every_required_field_stands_on_exactly_one_short_page(person: PersonType) -> None:
    empty = Party(PartyRole.CLAIMANT, person)
    asked = [field for part in parts_of(empty) for field in fields_in(part, person)]
    assert sorted(asked) == sorted(check_party(empty))
    assert open_part(empty) is PartyPart.IDENTITY


def test_the_first_page_with_something_missing_is_the_open_one() -> None:
    assert open_part(replace(RASIM, address="")) is PartyPart.ADDRESS
    assert open_part(RASIM) is PartyPart.SIGNING
    assert open_part(replace(RASIM, role=PartyRole.LAWYER)) is None


def test_a_silent_register_holds_up_nobody_and_the_filer_says_whom_to_call_to_sign() -> None:
    silent = replace(FIRM, register_remark=WAITING)
    assert check_parties([AYSEL, silent], ApplicationKind.CLAIM) == ()
    behind = replace(RASIM, signing=SigningWay.POWER_OF_ATTORNEY, register_remark=WAITING)
    assert check_parties([AYSEL, behind, FIRM], ApplicationKind.CLAIM) == ()
    signs = replace(behind, signing=SigningWay.SIGNS_HIMSELF)
    assert check_parties([AYSEL, signs, FIRM], ApplicationKind.CLAIM) == ()
    assert check_party(signs) == {}
    unknown = replace(signs, fin="")
    assert check_party(unknown) == {"fin": "signer_unknown"}
    assert open_part(unknown) is PartyPart.SIGNER
    assert PartyPart.SIGNER not in parts_of(replace(signs, register_remark=""))
    assert without_idle_fin(behind).fin == "", "he is not called by it"
    assert without_idle_fin(signs) == signs


def test_the_filers_own_document_may_come_from_the_register_later_and_nobody_elses() -> None:
    himself = replace(AYSEL, is_filer=True, document="", fin="5XK1A2B")
    assert check_party(himself) == {"document": "required"}
    assert check_party(replace(himself, register_remark=WAITING)) == {}
    assert check_party(replace(himself, register_remark=WAITING, fin="")) == {"document": "required"}
    other = replace(RASIM, document="", signing=SigningWay.SIGNS_HIMSELF, register_remark=WAITING)
    assert check_party(other) == {"document": "required"}, "by a FİN that was typed nobody's document is told"


def test_what_a_register_has_not_agreed_to_keeps_the_step_open() -> None:
    remarked = replace(FIRM, register_remark="voen_closed")
    assert check_parties([AYSEL, remarked], ApplicationKind.CLAIM) == ("party_refused",)


def test_a_foreigners_numbers_have_shapes_of_their_own_but_mail_must_arrive() -> None:
    foreign = replace(STRANGER, document="U 12345678", phone="+905321234567", postal_index="34000", email="x@y")
    assert check_party(foreign) == {"email": "email_format"}


def test_a_foreigner_cannot_sign_in_the_cabinet() -> None:
    claimant = replace(STRANGER, role=PartyRole.CLAIMANT)
    assert check_party(claimant) == {}
    assert check_party(replace(claimant, signing=SigningWay.SIGNS_HIMSELF)) == {"signing": "signing_way_not_open"}
    assert needs_power_of_attorney([AYSEL, claimant])


def test_fields_are_kept_in_their_normal_form_and_what_cannot_be_read_stays_as_typed() -> None:
    typed = replace(AYSEL, fin="5abc1d2", document="aze 01234567", name="  Aysel ", phone="050 123 45 67", email="a@")
    assert normalised(typed) == replace(AYSEL, email="a@")
    assert normalised(replace(STRANGER, name="YOXDUR", email="yoxdur")) == STRANGER
    assert normalised(normalised(typed)) == normalised(typed)


@pytest.mark.parametrize("kind", ApplicationKind)
def test_each_kind_asks_for_its_own_parties(kind: ApplicationKind) -> None:
    assert check_parties([], kind) == tuple(f"{role}_missing" for role in REQUIRED_ROLES[kind])
    there = [replace(party, role=role) for party, role in zip((AYSEL, FIRM), REQUIRED_ROLES[kind], strict=False)]
    assert check_parties(there, kind) == ()
    assert set(REQUIRED_ROLES[kind]) <= set(roles_for(kind))


def test_a_claimant_has_no_place_in_a_court_order() -> None:
    assert "role_not_for_kind" in check_parties([AYSEL, FIRM], ApplicationKind.COURT_ORDER)


def test_nobody_stands_twice_or_on_both_sides_however_typed() -> None:
    again = replace(AYSEL, is_filer=False, fin="5abc 1d2", role=PartyRole.DEFENDANT)
    assert check_parties([AYSEL, again], ApplicationKind.CLAIM) == ("same_person_on_both_sides",)
    assert check_parties([AYSEL, FIRM, FIRM], ApplicationKind.CLAIM) == ("party_twice",)
    assert check_parties([AYSEL, replace(RASIM, is_filer=True), FIRM], ApplicationKind.CLAIM) == ("filer_twice",)
    assert check_parties([AYSEL, STRANGER, STRANGER], ApplicationKind.CLAIM) == ()


def test_a_co_claimant_either_signs_or_needs_a_power_of_attorney() -> None:
    signing = replace(RASIM, signing=SigningWay.SIGNS_HIMSELF)
    represented = replace(RASIM, signing=SigningWay.POWER_OF_ATTORNEY)
    assert co_signers([AYSEL, signing, FIRM]) == (signing,)
    assert not needs_power_of_attorney([AYSEL, signing, FIRM])
    assert co_signers([AYSEL, represented, FIRM]) == ()
    assert needs_power_of_attorney([AYSEL, represented, FIRM])
