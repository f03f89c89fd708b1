"""Named timeouts and retry policies of every activity call."""

from datetime import timedelta
from typing import Any

from temporalio.common import RetryPolicy

from models.domain.signing import CARD_WAITS

# Recording a step: two quick tries inside the workflow task, then the same as a normal activity for as long as it
# takes. A local activity that kept retrying would add three history events every few seconds of a database outage.
RECORD_AT_ONCE: dict[str, Any] = {
    "start_to_close_timeout": timedelta(seconds=5),
    "retry_policy": RetryPolicy(initial_interval=timedelta(milliseconds=100), maximum_attempts=2),
}
RECORD_UNTIL_DONE: dict[str, Any] = {
    "start_to_close_timeout": timedelta(seconds=20),
    "retry_policy": RetryPolicy(initial_interval=timedelta(milliseconds=500), maximum_interval=timedelta(seconds=15)),
}
# Calls to the outside world: retried until they answer; a hopeless case raises a non-retryable error.
OUTSIDE: dict[str, Any] = {
    "start_to_close_timeout": timedelta(seconds=40),
    "retry_policy": RetryPolicy(initial_interval=timedelta(seconds=1), maximum_interval=timedelta(minutes=5)),
}
# Work a person is watching on the screen: told soon that it does not go.
WATCHED: dict[str, Any] = {
    "start_to_close_timeout": timedelta(seconds=15),
    "retry_policy": RetryPolicy(initial_interval=timedelta(milliseconds=300), maximum_attempts=6),
}
# A request that a phone or card may have by now: tried until the screen has it too, for as long as phone and card wait.
# Who gives up a provider that stays silent is the activity itself.
SHOWN: dict[str, Any] = {
    "start_to_close_timeout": timedelta(seconds=15),
    "schedule_to_close_timeout": CARD_WAITS,
    "retry_policy": RetryPolicy(initial_interval=timedelta(milliseconds=300), maximum_interval=timedelta(seconds=10)),
}
# Work that saves a person a wait later: after an hour whoever needs it has long had it made.
AHEAD: dict[str, Any] = {
    "start_to_close_timeout": timedelta(seconds=15),
    "schedule_to_close_timeout": timedelta(hours=1),
    "retry_policy": RetryPolicy(initial_interval=timedelta(seconds=1), maximum_interval=timedelta(minutes=5)),
}
# From the phone to the container: a worker killed in the middle is noticed only when this time is over, and a person
# waits for it (tests/faults). Longer than the adapters' own patience, and no heartbeat: a Temporal server that was away
# would count all of them as missed and have what is under way done twice.
SIGNATURE: dict[str, Any] = {
    "start_to_close_timeout": timedelta(seconds=15),
    "retry_policy": RetryPolicy(initial_interval=timedelta(milliseconds=500), maximum_interval=timedelta(minutes=5)),
}
# An act sent to a claim from an activity: the claim's answer is waited for up to twenty seconds.
ACT: dict[str, Any] = {
    "start_to_close_timeout": timedelta(seconds=25),
    "retry_policy": RetryPolicy(initial_interval=timedelta(milliseconds=500), maximum_interval=timedelta(minutes=5)),
}
# One look at the claims that moved lately; each is asked, and a few hundred are asked in seconds.
RECONCILE: dict[str, Any] = {
    "start_to_close_timeout": timedelta(minutes=5),
    "retry_policy": RetryPolicy(initial_interval=timedelta(seconds=5), maximum_interval=timedelta(minutes=1)),
}
# One round of questions to the tax register: a few hundred answers at its own pace, at most a batch when it is silent.
LOOK_UP: dict[str, Any] = {
    "start_to_close_timeout": timedelta(minutes=10),
    "heartbeat_timeout": timedelta(minutes=1),
    "retry_policy": RetryPolicy(initial_interval=timedelta(seconds=5), maximum_interval=timedelta(minutes=1)),
}
# One day of one portal's register: asked again through the night and the day, then noted as unanswered.
COMPARE: dict[str, Any] = {
    "start_to_close_timeout": timedelta(minutes=10),
    "schedule_to_close_timeout": timedelta(hours=12),
    "retry_policy": RetryPolicy(initial_interval=timedelta(seconds=10), maximum_interval=timedelta(minutes=30)),
}
# One long watch over the outbox; a heartbeat tells a dead worker from a busy one.
WATCH_OUTBOX: dict[str, Any] = {
    "start_to_close_timeout": timedelta(minutes=30),
    "heartbeat_timeout": timedelta(seconds=15),
    "retry_policy": RetryPolicy(initial_interval=timedelta(seconds=1), maximum_interval=timedelta(seconds=30)),
}
