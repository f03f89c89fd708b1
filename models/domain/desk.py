"""The desk of a court's registry: whose a filing is, and who has it open."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID


class DeskAct(StrEnum):
    """What the staff do with a filing among themselves; each is one line of its history at the desk."""

    ASSIGN = "assign"
    TAKE_OVER = "take_over"  # from a colleague who is absent, or who left it open


@dataclass(frozen=True)
class Place:
    """Where a filing lies on the desk: whose it is, who has it open since when, and when he was last heard of."""

    assigned_to: UUID | None = None
    opened_by: UUID | None = None
    opened_at: datetime | None = None
    seen_at: datetime | None = None

    def held_by(self, at: datetime, idle: timedelta) -> UUID | None:
        """Return who has the filing open now; nobody, once he has not been heard of for the idle time."""
        if self.opened_by is None or self.seen_at is None or at >= self.seen_at + idle:
            return None
        return self.opened_by
