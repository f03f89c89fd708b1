"""Records histories worth keeping: `python -m tests.replay.record` runs these tests and keeps what their workflows did.

Each path below is a test that runs the real workflow on a real Temporal and a real PostgreSQL. As in production the
payloads stand encrypted in the history, by the tests' key. Record a path once, when it is new or when its workflow was
changed under `patched`: the old files stay, for runs made by the old code may still be open. Never edit a file.
To record only some: `python -m tests.replay.record receipt reminded` (words that the tests' names contain).
"""

import asyncio
import json
import sys
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from temporalio.client import Client, WorkflowExecution
from temporalio.testing import WorkflowEnvironment

FOLDER = Path(__file__).parent / "histories"
PATHS = (
    "test_reconciliation.py::test_another_act_builds_on_the_step_nobody_heard_of",
    "test_reconciliation.py::test_a_claim_that_was_sent_unknown_to_itself_is_found_and_its_term_runs",
    "test_claim.py::test_two_claimants_sign_and_the_court_accepts",
    "test_parties.py::test_a_silent_register_is_asked_until_it_answers_and_the_filer_told",
    "test_parties.py::test_a_claim_is_sent_while_a_register_is_silent_and_hears_it_hours_later",
    "test_claim.py::test_returned_claim_frees_its_receipt",
    "test_claim.py::test_one_receipt_serves_one_of_two_claims_at_once",
    "test_claim.py::test_a_refusal_by_a_co_claimant_ends_the_claim_and_tells_everyone",
    "test_claim.py::test_a_double_click_is_one_act",
    "test_claim.py::test_a_draft_changed_in_another_tab_is_not_confirmed",
    "test_claim.py::test_taking_back_a_confirmed_claim_frees_the_receipt_and_opens_a_new_version",
    "test_claim.py::test_awaited_signers_are_reminded_on_day_3_7_14_and_then_weekly",
    "test_claim.py::test_an_abandoned_draft_expires_after_a_warning",
    "test_claim.py::test_the_court_is_warned_before_its_time_ends_and_marked_after",
    "test_court_decision.py::test_a_decision_that_was_undone_reaches_nobody_and_the_next_one_leaves_in_its_time",
    "test_court_decision.py::test_an_exemption_is_answered_with_the_decision_and_its_filer_told_why_not",
    "test_court_decision.py::test_a_court_that_was_silent_over_its_term_has_accepted_and_everybody_is_told",
    "test_court_decision.py::test_a_refusal_to_accept_rests_can_be_undone_and_sets_the_receipt_aside_when_it_leaves",
    "test_fresh_history.py::test_an_act_sent_again_after_the_history_began_afresh_is_still_one_act",
    "signing/test_signing.py::test_two_claimants_sign_one_container_at_level_lt",
    "signing/test_signing.py::test_somebody_elses_signature_is_refused",
    "signing/test_signing.py::test_a_silent_time_stamp_authority_loses_no_pin2",
    "signing/test_signing.py::test_a_card_signs_beside_a_phone_in_one_container_at_level_lt",
    "signing/test_signing.py::test_a_card_has_five_minutes_and_its_holder_may_give_up_before",
    "test_signers.py::test_the_next_head_of_a_firm_signs_in_place_of_the_first",
    "test_signers.py::test_signatures_of_a_claim_taken_back_are_kept_as_void_and_everybody_signs_anew",
    "test_signers.py::test_a_seal_that_was_called_for_is_the_last_to_be_given",
    "test_package.py::test_the_document_of_a_confirmed_claim_is_made_once",
    "test_payment.py::test_a_callback_that_comes_twice_gives_one_receipt_and_one_confirmation",
    "test_payment.py::test_a_portal_that_never_calls_is_asked",
    "test_payment.py::test_money_for_a_draft_that_changed_meanwhile_is_kept_and_the_payer_told",
    "test_registration.py::test_an_expired_or_replaced_link_makes_nothing",
    "test_registration.py::test_an_unfinished_registration_is_reminded_after_a_day_and_forgotten_after_seven",
    "test_registration.py::test_a_person_with_a_cabinet_is_told_at_the_address_of_that_cabinet_alone",
    "test_registration.py::test_a_forgotten_password_of_nobody_is_a_letter_to_nobody",
    "test_registration.py::test_an_operator_rejects_with_a_reason_and_then_approves",
    "test_correction.py::test_an_approved_correction_writes_what_the_register_says_and_keeps_what_stood_there",
    "test_correction.py::test_the_owner_is_reminded_before_the_time_ends_and_the_request_is_marked_after",
    "test_correction.py::test_a_person_takes_the_request_back_and_nobody_else_does",
)
_SETTLED = 1.0  # seconds until the server's list of runs knows the newest


@pytest.fixture(autouse=True)
async def recorder(request: pytest.FixtureRequest, temporal: WorkflowEnvironment) -> AsyncIterator[None]:
    """Keep the history of every workflow that the test began."""
    began = datetime.now(UTC)
    yield
    await asyncio.sleep(_SETTLED)
    runs = [run async for run in temporal.client.list_workflows(f"StartTime >= '{began.isoformat()}'")]
    assert runs, "the test began no workflow"
    for number, run in enumerate(sorted(runs, key=lambda run: (run.workflow_type, run.start_time)), start=1):
        await _keep(temporal.client, run, name=f"{request.node.name.removeprefix('test_')}.{number}")


async def _keep(client: Client, run: WorkflowExecution, *, name: str) -> None:
    history = await client.get_workflow_handle(run.id, run_id=run.run_id).fetch_history()
    events = json.loads(history.to_json(), object_hook=_without_machine)
    file = FOLDER / f"{run.workflow_type}.{name}.json".lower()
    await asyncio.to_thread(file.write_text, json.dumps(events, ensure_ascii=False, separators=(",", ":")) + "\n")


def _without_machine(fields: dict[str, Any]) -> dict[str, Any]:
    """Leave out the name of the process and machine that recorded."""
    return {key: "recorder" if key == "identity" else value for key, value in fields.items()}


def main(words: list[str]) -> int:
    """Run the paths whose names contain one of the words; all without words."""
    FOLDER.mkdir(exist_ok=True)
    chosen = [path for path in PATHS if not words or any(word in path for word in words)]
    return pytest.main(["-p", "tests.replay.record", *(f"tests/workflows/{path}" for path in chosen)])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
