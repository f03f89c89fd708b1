"""A phone is asked once for a signature: what its provider answered stays with Temporal until the attempt's row has it.

Between the two a database may be away, or the worker die. A second request would ask for a PIN2 that was entered.
"""

from datetime import datetime

from temporalio import activity

from models.ports import Challenge

TRIES = 6  # for a provider that does not answer: whoever looks at the screen is told soon


def remember(challenge: Challenge) -> None:
    """Keep a request that is on the phone now for the next try of this activity."""
    activity.heartbeat(challenge.session, challenge.verification_code, challenge.expires_at.isoformat())


def remembered() -> Challenge | None:
    """Return the request that an earlier try put on the phone, None when none did."""
    kept = activity.info().heartbeat_details
    if not kept:
        return None
    session, verification_code, expires_at = kept
    return Challenge(session, verification_code, datetime.fromisoformat(expires_at))


def is_last_try() -> bool:
    """Tell whether a provider that is silent now is given up."""
    return activity.info().attempt >= TRIES
