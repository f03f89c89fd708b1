"""No sequence of acts, by anybody, brings claims and receipts into a state the law does not know."""

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from models.domain.claim_status import TRANSITIONS, Act, ClaimStatus
from models.domain.effects import RECEIPT_EFFECTS
from tests.domain.claim_machine import RECEIPTS, ClaimsAndReceipts
from tests.domain.claims import minute

Step = Callable[[ClaimsAndReceipts], None]
CHANCE = settings(
    max_examples=200,
    stateful_step_count=40,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)


def confirm(signers: int = 1) -> Step:
    return lambda machine: machine.the_filer_confirms(0, minute(1), signers, RECEIPTS[0])


def sign(machine: ClaimsAndReceipts) -> None:
    machine.an_awaited_signer_signs(0, minute(2))


def take_back(machine: ClaimsAndReceipts) -> None:
    machine.the_filer_takes_back(0, minute(3))


def refuse(machine: ClaimsAndReceipts) -> None:
    machine.an_awaited_co_claimant_refuses(0, minute(3))


def answer(act: Act) -> Step:
    return lambda machine: machine.the_court_answers(0, minute(4), act)


def term(machine: ClaimsAndReceipts) -> None:
    machine.the_next_term_runs_out(0)


def played(*steps: Step) -> ClaimsAndReceipts:
    """Take these steps, nothing by chance, and look at every invariant after each."""
    machine = ClaimsAndReceipts()
    machine.open_drafts()
    for step in steps:
        step(machine)
        for invariant in machine.invariants:
            invariant.function(machine)
    return machine


LIVES: dict[ClaimStatus, tuple[Step, ...]] = {
    ClaimStatus.DRAFT: (confirm(), take_back),
    ClaimStatus.CONFIRMED: (confirm(), take_back, confirm(), term),
    ClaimStatus.PARTIALLY_SIGNED: (confirm(3), sign, sign),
    ClaimStatus.SENT: (confirm(2), sign, sign, term, term),
    ClaimStatus.ACCEPTED: (confirm(), sign, answer(Act.ACCEPT)),
    ClaimStatus.RETURNED: (confirm(2), sign, sign, answer(Act.RETURN)),
    ClaimStatus.REFUSED: (confirm(2), sign, refuse),
    ClaimStatus.DECLINED: (confirm(), sign, answer(Act.DECLINE)),
    ClaimStatus.DELETED: (term, term),
}


@pytest.mark.parametrize("status", ClaimStatus)
def test_the_machine_reaches_every_status(status: ClaimStatus) -> None:
    assert played(*LIVES[status]).claims["claim-1"].status is status


def test_no_sequence_of_acts_reaches_an_illegal_state() -> None:
    ClaimsAndReceipts.reached.clear()
    ClaimsAndReceipts.refused.clear()
    run_state_machine_as_test(ClaimsAndReceipts, settings=CHANCE)
    assert len(ClaimsAndReceipts.reached) > len(ClaimStatus) / 2, "chance hardly got anywhere"
    assert len(ClaimsAndReceipts.refused) > 5, "chance hardly tried anything"


@pytest.mark.parametrize(
    ("act", "steps"),
    [
        (Act.WITHDRAW, LIVES[ClaimStatus.DRAFT]),
        (Act.RETURN, LIVES[ClaimStatus.RETURNED]),
        (Act.REFUSE, LIVES[ClaimStatus.REFUSED]),
        (Act.DECLINE, LIVES[ClaimStatus.DECLINED]),
        (Act.ACCEPT, LIVES[ClaimStatus.ACCEPTED]),
        (Act.CONFIRM, LIVES[ClaimStatus.CONFIRMED]),
    ],
)
def test_a_forgotten_effect_on_the_receipt_is_found(
    act: Act, steps: tuple[Step, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(RECEIPT_EFFECTS, act)
    with pytest.raises(AssertionError):
        played(*steps)


def test_a_way_back_from_the_court_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(TRANSITIONS, (ClaimStatus.SENT, Act.WITHDRAW), ClaimStatus.DRAFT)
    with pytest.raises(AssertionError):
        played(*LIVES[ClaimStatus.SENT], take_back)
