"""Lines of the audit register: each covers the line before it, so that no line can change or vanish unseen."""

import hashlib
import json
from datetime import UTC, datetime
from typing import Any

from models.messages.claim import ClaimStep


def line_of(step: ClaimStep, outcome: dict[str, Any]) -> dict[str, Any]:
    """Return the step's line, its hash included; it follows the line whose hash the step names."""
    line = {
        "claim_id": step.claim.id,
        "revision": step.claim.revision,
        "act": step.act,
        "status": step.claim.status,
        "actor_role": step.actor.role,
        "actor_fin": step.actor.fin,
        "actor_account": step.actor.account_id,
        "at": step.at,
        "recorded_at": datetime.now(UTC),
        "outcome": outcome,
        "previous_hash": step.previous_line,
    }
    return line | {"hash": line_hash(line)}


def line_hash(line: dict[str, Any]) -> str:
    """Hash a line without its own hash: canonical JSON with moments in UTC to the microsecond."""
    plain = {key: _plain(value) for key, value in line.items() if key != "hash"}
    text = json.dumps(plain, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    return str(value) if isinstance(value, str) else value
