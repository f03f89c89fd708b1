"""Who of the staff saw whose personal data, when, and in what form (AUD-1)."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import DDL, CheckConstraint, Index, event, text
from sqlmodel import Field, SQLModel

from models.domain.roles import Role
from models.tables.columns import MOMENT, stored


class Look(StrEnum):
    """What was looked at."""

    PAGE = "page"  # the filing with its parties
    DOCUMENT = "document"  # the rendered application
    CONTAINER = "container"  # everything, with the signatures
    ATTACHMENT = "attachment"
    REGISTER = "register"  # the audit lines of the filing
    IDENTITY = "identity"  # what the register says of a person whose identity is to be confirmed
    SCAN = "scan"  # the scan of that person's document


class AccessEventRow(SQLModel, table=True):
    """One look of one member of the staff at one filing, or at one application to confirm an identity.

    Written once, never changed (triggers below).
    """

    __tablename__ = "access_event"
    __table_args__ = (
        Index("access_to_claim", "claim_id", text("at DESC")),
        Index("access_by_account", "account_id", text("at DESC")),
        Index(
            "access_to_application",
            "application_id",
            text("at DESC"),
            postgresql_where=text("application_id IS NOT NULL"),
        ),
        CheckConstraint("num_nonnulls(claim_id, application_id) = 1", name="at_one_thing"),
    )

    id: UUID = Field(primary_key=True)
    at: datetime = Field(sa_type=MOMENT)
    account_id: UUID = Field(foreign_key="account.id")
    role: Role = Field(sa_type=stored(Role))
    claim_id: str | None = Field(default=None, foreign_key="claim.id", max_length=36)
    application_id: str | None = Field(default=None, foreign_key="identity_application.id", max_length=36)
    look: Look = Field(sa_type=stored(Look))


TRIGGERS = (
    """CREATE OR REPLACE FUNCTION refuse_change_of_looks() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'the record of looks is append-only'; END $$""",
    """CREATE TRIGGER access_event_append_only BEFORE UPDATE OR DELETE ON access_event
FOR EACH ROW EXECUTE FUNCTION refuse_change_of_looks()""",
    """CREATE TRIGGER access_event_no_truncate BEFORE TRUNCATE ON access_event
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_looks()""",
)
for _statement in TRIGGERS:
    event.listen(
        AccessEventRow.__table__,  # type: ignore[attr-defined]  # SQLModel sets it at class creation
        "after_create",
        DDL(_statement),  # type: ignore[no-untyped-call]  # untyped in SQLAlchemy
    )
