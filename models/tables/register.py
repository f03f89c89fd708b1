"""The audit register: every step of every claim, append-only and chained by hashes."""

from datetime import datetime
from typing import Any

from sqlalchemy import DDL, JSON, Index, event
from sqlmodel import Field, SQLModel

from models.domain.claim_status import Act, ClaimStatus
from models.domain.roles import Role
from models.tables.columns import MOMENT, SHA256, stored


class RegisterLineRow(SQLModel, table=True):
    """One step: written once with the state it led to; its hash covers the line before it."""

    __tablename__ = "register_line"
    __table_args__ = (Index("register_by_time", "recorded_at", postgresql_using="brin"),)

    claim_id: str = Field(primary_key=True, max_length=36)
    revision: int = Field(primary_key=True)
    act: Act = Field(sa_type=stored(Act))
    status: ClaimStatus = Field(sa_type=stored(ClaimStatus))
    actor_role: Role = Field(sa_type=stored(Role))
    actor_fin: str = Field(default="", max_length=7)
    actor_account: str = Field(default="", max_length=36)
    at: datetime = Field(sa_type=MOMENT)  # when the person acted, taken at the door
    recorded_at: datetime = Field(sa_type=MOMENT)
    outcome: dict[str, Any] = Field(sa_type=JSON)  # the claim's whole state, and the update that asked for it
    previous_hash: str = Field(sa_type=SHA256)
    hash: str = Field(sa_type=SHA256)


TRIGGERS = (
    """CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'the register is append-only'; END $$""",
    """CREATE TRIGGER register_line_append_only BEFORE UPDATE OR DELETE ON register_line
FOR EACH ROW EXECUTE FUNCTION refuse_change()""",
    """CREATE TRIGGER register_line_no_truncate BEFORE TRUNCATE ON register_line
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()""",
    # open pages of the claim look again
    """CREATE OR REPLACE FUNCTION tell_web() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN PERFORM pg_notify('web', 'claim:' || NEW.claim_id); RETURN NULL; END $$""",
    """CREATE TRIGGER register_line_tells_web AFTER INSERT ON register_line
FOR EACH ROW EXECUTE FUNCTION tell_web()""",
)
for _statement in TRIGGERS:
    event.listen(
        RegisterLineRow.__table__,  # type: ignore[attr-defined]  # SQLModel sets it at class creation
        "after_create",
        DDL(_statement),  # type: ignore[no-untyped-call]  # untyped in SQLAlchemy
    )
