"""Lists in full: the archive, search by receipt and document (CLM-15, 16); no list reads a whole table."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

NEWEST = sa.text("updated_at DESC")
FOR_ORGANISATION = sa.text("voen <> ''")
AZ_KEY = """CREATE FUNCTION az_key(t text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS
$$ SELECT regexp_replace(translate(lower(translate(t, 'Iİ', 'ıi') COLLATE pg_c_utf8), 'ıəçğöşü', 'iecgosu'),
   '[^a-z0-9]', '', 'g') COLLATE "C" $$"""


def upgrade() -> None:
    op.create_table(
        "archived_claim",
        sa.Column("fin", sa.String(7), nullable=False),
        sa.Column("claim_id", sa.String(36), nullable=False),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name="fk_archived_claim_claim_id_claim"),
        sa.PrimaryKeyConstraint("fin", "claim_id", name="pk_archived_claim"),
    )
    _claims_listed_by(filer=["status", "voen", "number", "court_id"], voen=["status", "filer_fin", "number", "court_id"])
    _parties_known_by("fin", "voen", include=["claim_id"])
    _told_to_courts(include=["fin", "voen", "account_id"])
    op.create_index(
        "notice_unread_at_court", "notice", ["court_id", "fin"], postgresql_where=sa.text("read_at IS NULL")
    )
    op.execute(AZ_KEY)
    op.create_index(
        "party_by_document", "party", [sa.text("az_key(document)")], postgresql_where=sa.text("document <> ''")
    )
    for name, column in (("draft_by_receipt", "receipt_number"), ("draft_by_added_receipt", "added_receipt")):
        op.create_index(name, "draft", [column], postgresql_where=sa.text(f"{column} <> ''"))
    op.create_index(
        "co_signer_called",
        "claim_signer",
        ["fin", "claim_id"],
        postgresql_where=sa.text("position > 0 AND called_at IS NOT NULL"),
    )
    op.create_index("fee_transfer_by_time", "fee_transfer", ["at", "id"])
    op.create_index(
        "fee_transfer_to_give_back",
        "fee_transfer",
        ["court_id", "at"],
        postgresql_where=sa.text("target IN ('refundable', 'released')"),
    )
    op.create_index("account_of_staff", "account", ["surname"], postgresql_where=sa.text("role IS NULL"))


def _claims_listed_by(*, filer: list[str], voen: list[str]) -> None:
    op.drop_index("claim_of_filer", "claim")
    op.create_index("claim_of_filer", "claim", ["filer_fin", NEWEST, "id"], postgresql_include=filer)
    op.drop_index("claim_of_organisation", "claim")
    op.create_index(
        "claim_of_organisation",
        "claim",
        ["voen", NEWEST, "id"],
        postgresql_include=voen,
        postgresql_where=FOR_ORGANISATION,
    )


def _parties_known_by(*columns: str, include: list[str]) -> None:
    for column in columns:
        op.drop_index(f"party_by_{column}", "party")
        known = sa.text(f"{column} <> ''")
        op.create_index(f"party_by_{column}", "party", [column], postgresql_include=include, postgresql_where=known)


def _told_to_courts(*, include: list[str]) -> None:
    op.drop_index("notice_of_court", "notice")
    op.create_index("notice_of_court", "notice", ["court_id", sa.text("created_at DESC")], postgresql_include=include)


def downgrade() -> None:
    for name, table in (
        ("notice_unread_at_court", "notice"),
        ("account_of_staff", "account"),
        ("co_signer_called", "claim_signer"),
        ("fee_transfer_to_give_back", "fee_transfer"),
        ("fee_transfer_by_time", "fee_transfer"),
        ("draft_by_added_receipt", "draft"),
        ("draft_by_receipt", "draft"),
        ("party_by_document", "party"),
    ):
        op.drop_index(name, table)
    op.execute("DROP FUNCTION az_key")
    _parties_known_by("fin", "voen", include=[])
    _told_to_courts(include=[])
    _claims_listed_by(filer=["status"], voen=["status"])
    op.drop_table("archived_claim")
