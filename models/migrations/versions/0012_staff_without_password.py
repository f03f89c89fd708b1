"""A member of the staff has an account before he chooses a password by the link that is mailed to him."""

from alembic import op

revision = "0012"
down_revision = "0010"
branch_labels = None
depends_on = None

NAME = op.f("ck_account_password_with_username")
ALWAYS = "(username IS NULL) = (password_hash IS NULL)"


def upgrade() -> None:
    op.drop_constraint(NAME, "account")
    op.create_check_constraint(NAME, "account", f"{ALWAYS} OR (role IS NULL AND password_hash IS NULL)")


def downgrade() -> None:
    # "!" is the hash of no password at all: whoever never chose one still cannot sign in
    op.execute("UPDATE account SET password_hash = '!' WHERE username IS NOT NULL AND password_hash IS NULL")
    op.drop_constraint(NAME, "account")
    op.create_check_constraint(NAME, "account", ALWAYS)
