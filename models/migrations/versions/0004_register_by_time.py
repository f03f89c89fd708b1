"""The register by the moment of recording: what was recorded lately is compared with what the claims know."""

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("register_by_time", "register_line", ["recorded_at"], postgresql_using="brin")


def downgrade() -> None:
    op.drop_index("register_by_time", table_name="register_line")
