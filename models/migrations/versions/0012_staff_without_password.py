"""A member of the staff has an account before he chooses a password by the link that is mailed to him; the log of sign-ins is closed."""

from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

NAME = op.f("ck_account_password_with_username")
TRIGGERS = (
    """CREATE FUNCTION refuse_change_of_sign_ins() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'the log of sign-ins is append-only'; END $$""",
    """CREATE TRIGGER sign_in_event_append_only BEFORE UPDATE OR DELETE ON sign_in_event
FOR EACH ROW EXECUTE FUNCTION refuse_change_of_sign_ins()""",
    """CREATE TRIGGER sign_in_event_no_truncate BEFORE TRUNCATE ON sign_in_event
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_sign_ins()""",
)
ALWAYS = "(username IS NULL) = (password_hash IS NULL)"


def upgrade() -> None:
    op.drop_constraint(NAME, "account")
    op.create_check_constraint(NAME, "account", f"{ALWAYS} OR (role IS NULL AND password_hash IS NULL)")
    for statement in TRIGGERS:
        op.execute(statement)


def downgrade() -> None:
    op.execute("DROP TRIGGER sign_in_event_no_truncate ON sign_in_event")
    op.execute("DROP TRIGGER sign_in_event_append_only ON sign_in_event")
    op.execute("DROP FUNCTION refuse_change_of_sign_ins()")
    # "!" is the hash of no password at all: whoever never chose one still cannot sign in
    op.execute("UPDATE account SET password_hash = '!' WHERE username IS NOT NULL AND password_hash IS NULL")
    op.drop_constraint(NAME, "account")
    op.create_check_constraint(NAME, "account", ALWAYS)
