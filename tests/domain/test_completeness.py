"""A draft may be confirmed when nothing is missing; what is missing is named with the step that mends it."""

from dataclasses import replace
from decimal import Decimal

import pytest

from models.domain.applications import ApplicationKind, CourtKind
from models.domain.attachments import Attachment, DocumentKind
from models.domain.completeness import Filing, completeness
from models.domain.parties import Party, PartyRole, PersonType, SigningWay

LALA = Party(
    PartyRole.CLAIMANT, PersonType.NATURAL_PERSON, is_filer=True, fin="5LN4G7A", document="AA1234567", name="Lalə",
    surname="Nağıyeva", phone="+994501112201", email="lale@poct.example", address="Bakı, Nizami 84",
    postal_index="AZ1010",
)  # fmt: skip
KAMRAN = replace(LALA, role=PartyRole.DEFENDANT, is_filer=False, fin="7KE3M9V", document="AA7654321", name="Kamran")
RASHAD = replace(LALA, is_filer=False, fin="2RQ8S1D", document="AZE01234567", signing=SigningWay.POWER_OF_ATTORNEY)
WHOLE = Filing(
    court=CourtKind.GENERAL,
    kind=ApplicationKind.CLAIM,
    category_id="property.recognition",
    category_offered=True,
    parties=(LALA, KAMRAN),
    attachments=(),
    heading="Borcun tələb edilməsi",
    body="Cavabdeh borcu qaytarmayıb.",
    value=Decimal(12400),
    fee_problem=None,
)


def test_a_whole_draft_lacks_nothing() -> None:
    assert completeness(WHOLE) == ()


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        ({"court": None}, ["court:court_missing", "fee:fee_before_kind"]),
        ({"kind": None}, ["court:kind_missing", "parties:parties_before_kind", "fee:fee_before_kind"]),
        ({"kind": ApplicationKind.ADMINISTRATIVE_CLAIM}, ["court:kind_not_heard_by_court"]),
        ({"category_id": ""}, ["court:category_missing"]),
        ({"category_offered": False}, ["court:category_not_offered"]),
        ({"parties": (LALA,)}, ["parties:defendant_missing"]),
        ({"parties": (replace(LALA, is_filer=False, signing=SigningWay.SIGNS_HIMSELF), KAMRAN)},
         ["parties:filer_missing"]),
        ({"parties": (LALA, replace(KAMRAN, phone=""))}, ["parties:party_incomplete"]),
        ({"parties": (LALA, RASHAD, KAMRAN)}, ["documents:power_of_attorney_missing"]),
        ({"heading": " ", "body": ""}, ["text:heading_missing", "text:text_missing"]),
        ({"kind": ApplicationKind.SMALL_CLAIM, "value": None}, ["fee:claim_value_missing"]),
        ({"kind": ApplicationKind.SMALL_CLAIM}, ["fee:small_claim_too_large"]),
        ({"fee_problem": "receipt_taken"}, ["fee:receipt_taken"]),
    ],
)  # fmt: skip
def test_each_gap_is_named_with_its_step(changes: dict[str, object], codes: list[str]) -> None:
    found = completeness(replace(WHOLE, **changes))  # type: ignore[arg-type]  # the parameters name fields
    assert [f"{missing.step}:{missing.code}" for missing in found] == codes


def test_a_power_of_attorney_among_the_documents_is_enough() -> None:
    proof = Attachment("etibarnamə.pdf", 10, DocumentKind.POWER_OF_ATTORNEY)
    assert completeness(replace(WHOLE, parties=(LALA, RASHAD, KAMRAN), attachments=(proof,))) == ()
