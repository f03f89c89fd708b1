"""Roles of the staff as grants, and the append-only register of everything done to anybody's rights (AUD-4)."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import DDL, CheckConstraint, ColumnElement, Index, event, text
from sqlmodel import Field, SQLModel, col

from models.domain.grants import Grant, RightsAct
from models.domain.roles import Role
from models.tables.columns import MOMENT, stored


class RoleGrantRow(SQLModel, table=True):
    """One role of one member of the staff: the only source of what he is here."""

    __tablename__ = "role_grant"
    __table_args__ = (
        CheckConstraint("until IS NULL OR until > since", name="ends_after_it_begins"),
        CheckConstraint("(withdrawn_at IS NULL) = (withdrawn_reason = '')", name="withdrawn_for_a_reason"),
        Index("role_grant_standing", "account_id", postgresql_where=text("withdrawn_at IS NULL")),
    )

    id: UUID = Field(primary_key=True)
    account_id: UUID = Field(foreign_key="account.id", index=True)
    role: Role = Field(sa_type=stored(Role))
    court_id: str = Field(default="", max_length=60)  # for roles at one court
    granted_by: UUID | None = Field(default=None, foreign_key="account.id")  # None: set up with the court
    reason: str = Field(max_length=500)
    since: datetime = Field(sa_type=MOMENT)
    until: datetime | None = Field(default=None, sa_type=MOMENT)
    withdrawn_at: datetime | None = Field(default=None, sa_type=MOMENT)
    withdrawn_by: UUID | None = Field(default=None, foreign_key="account.id")
    withdrawn_reason: str = Field(default="", max_length=500)

    @property
    def grant(self) -> Grant:
        """Return it as the domain's rules judge it."""
        return Grant(self.role, self.since, self.court_id, self.until, self.withdrawn_at)


class RightsLineRow(SQLModel, table=True):
    """One act on one person's rights: who, whom, what, why, when; written once, never changed (triggers below)."""

    __tablename__ = "rights_line"
    __table_args__ = (Index("rights_about_account", "about_account", text("at DESC")),)

    id: UUID = Field(primary_key=True)  # of the form that asked for it: sent twice, it is one act
    at: datetime = Field(sa_type=MOMENT, index=True)
    act: RightsAct = Field(sa_type=stored(RightsAct))
    by_account: UUID | None = Field(default=None, foreign_key="account.id")
    about_account: UUID = Field(foreign_key="account.id")
    role: Role | None = Field(default=None, sa_type=stored(Role))
    court_id: str = Field(default="", max_length=60)
    until: datetime | None = Field(default=None, sa_type=MOMENT)
    reason: str = Field(max_length=500)


def living(at: ColumnElement[datetime] | datetime) -> ColumnElement[bool]:
    """Return the condition on RoleGrantRow that Grant.lives names."""
    standing = col(RoleGrantRow.withdrawn_at).is_(None) & (col(RoleGrantRow.since) <= at)
    return standing & (col(RoleGrantRow.until).is_(None) | (col(RoleGrantRow.until) > at))


TRIGGERS = (
    """CREATE OR REPLACE FUNCTION refuse_change_of_rights() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'the register of rights is append-only'; END $$""",
    """CREATE TRIGGER rights_line_append_only BEFORE UPDATE OR DELETE ON rights_line
FOR EACH ROW EXECUTE FUNCTION refuse_change_of_rights()""",
    """CREATE TRIGGER rights_line_no_truncate BEFORE TRUNCATE ON rights_line
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_rights()""",
)
for _statement in TRIGGERS:
    event.listen(
        RightsLineRow.__table__,  # type: ignore[attr-defined]  # SQLModel sets it at class creation
        "after_create",
        DDL(_statement),  # type: ignore[no-untyped-call]  # untyped in SQLAlchemy
    )
