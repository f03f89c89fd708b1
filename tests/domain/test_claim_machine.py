"""No sequence of acts, by anybody, brings claims and receipts into a state the law does not know."""

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from models.domain.claim_status import TRANSITIONS, Act, ClaimStatus
from models.domain.effects import RECEIPT_EFFECTS
from tests.domain.claim_machine import ClaimsAndReceipts

FEW = settings(
    max_examples=100,
    stateful_step_count=40,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)


def test_no_sequence_of_acts_reaches_an_illegal_state_and_every_status_is_tried() -> None:
    run_state_machine_as_test(ClaimsAndReceipts, settings=FEW)
    assert ClaimsAndReceipts.reached == set(ClaimStatus)
    tried = {"receipt_taken", "not_yours", "draft_changed"}  # the rarer refusals have tests of their own
    assert tried <= ClaimsAndReceipts.refused


def test_a_forgotten_release_of_a_receipt_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(RECEIPT_EFFECTS, Act.WITHDRAW)
    with pytest.raises(AssertionError):
        run_state_machine_as_test(ClaimsAndReceipts, settings=settings(FEW, phases=[Phase.generate]))


def test_a_way_back_from_the_court_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(TRANSITIONS, (ClaimStatus.SENT, Act.WITHDRAW), ClaimStatus.DRAFT)
    with pytest.raises(AssertionError):
        run_state_machine_as_test(ClaimsAndReceipts, settings=settings(FEW, phases=[Phase.generate]))
