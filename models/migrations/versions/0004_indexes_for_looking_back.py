"""What was recorded lately, to be compared with what the claims know; a person's claims counted from the index alone."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("register_by_time", "register_line", ["recorded_at"], postgresql_using="brin")
    _index_claims_of_filer(include=["status"])


def downgrade() -> None:
    op.drop_index("register_by_time", table_name="register_line")
    _index_claims_of_filer(include=[])


def _index_claims_of_filer(*, include: list[str]) -> None:
    op.drop_index("claim_of_filer", table_name="claim")
    newest = sa.literal_column("updated_at DESC")
    op.create_index("claim_of_filer", "claim", ["filer_fin", newest, "id"], postgresql_include=include)
