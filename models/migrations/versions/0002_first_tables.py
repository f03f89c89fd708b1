"""Every table of the first release; the register refuses changes, the counters of attempts are not logged."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

TRIGGERS = (
    """CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'the register is append-only'; END $$""",
    """CREATE TRIGGER register_line_append_only BEFORE UPDATE OR DELETE ON register_line
FOR EACH ROW EXECUTE FUNCTION refuse_change()""",
    """CREATE TRIGGER register_line_no_truncate BEFORE TRUNCATE ON register_line
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()""",
    """CREATE FUNCTION tell_web() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN PERFORM pg_notify('web', 'claim:' || NEW.claim_id); RETURN NULL; END $$""",
    """CREATE TRIGGER register_line_tells_web AFTER INSERT ON register_line
FOR EACH ROW EXECUTE FUNCTION tell_web()""",
)


def upgrade() -> None:
    op.create_table(
        "account",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("fin", sa.String(length=7), nullable=True),
        sa.Column("surname", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("patronymic", sa.String(), nullable=False),
        sa.Column("username", sa.String(length=64), nullable=True),
        sa.Column("password_hash", sa.String(), nullable=True),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("postal_index", sa.String(), nullable=False),
        sa.Column("notify_email", sa.Boolean(), nullable=False),
        sa.Column("notify_sms", sa.Boolean(), nullable=False),
        sa.Column("language", sa.String(length=40), nullable=False),
        sa.Column("court_id", sa.String(length=60), nullable=True),
        sa.Column("certificate_serial", sa.String(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("blocked_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(username IS NULL) = (password_hash IS NULL)", name=op.f("ck_account_password_with_username")
        ),
        sa.CheckConstraint("fin IS NOT NULL OR username IS NOT NULL", name=op.f("ck_account_can_sign_in")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("fin", name=op.f("uq_account_fin")),
        sa.UniqueConstraint("username", name=op.f("uq_account_username")),
    )
    op.create_table(
        "application_number_counter",
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("year", name=op.f("pk_application_number_counter")),
    )
    op.create_table(
        "calendar_day",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("working", sa.Boolean(), nullable=False),
        sa.Column("name_az", sa.String(), nullable=False),
        sa.Column("name_en", sa.String(), nullable=False),
        sa.Column("confidence", sa.String(length=10), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_calendar_day")),
    )
    op.create_table(
        "case_number_counter",
        sa.Column("court_id", sa.String(length=60), nullable=False),
        sa.Column("prefix", sa.String(length=8), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("court_id", "prefix", "year", name=op.f("pk_case_number_counter")),
    )
    op.create_table(
        "category",
        sa.Column("id", sa.String(length=80), nullable=False),
        sa.Column("parent_id", sa.String(), nullable=True),
        sa.Column("kinds", sa.ARRAY(sa.String(length=40)), nullable=False),
        sa.Column("court_kinds", sa.ARRAY(sa.String(length=40)), nullable=False),
        sa.Column("name_az", sa.String(), nullable=False),
        sa.Column("name_en", sa.String(), nullable=False),
        sa.Column("confidence", sa.String(length=10), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["parent_id"], ["category.id"], name=op.f("fk_category_parent_id_category")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_category")),
    )
    op.create_index(op.f("ix_category_parent_id"), "category", ["parent_id"], unique=False)
    op.create_table(
        "claim",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("filer_fin", sa.String(length=7), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("content_sha256", sa.String(length=64), nullable=False),
        sa.Column("court_id", sa.String(length=60), nullable=False),
        sa.Column("receipt_number", sa.String(length=40), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decide_by", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("overdue", sa.Boolean(), nullable=False),
        sa.Column("reason_code", sa.String(length=60), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("reason_by", sa.String(length=7), nullable=False),
        sa.Column("case_number", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claim")),
        sa.UniqueConstraint("number", name=op.f("uq_claim_number")),
    )
    op.create_index("claim_at_court", "claim", ["court_id", "status", "decide_by", "id"], unique=False)
    op.create_index("claim_of_filer", "claim", ["filer_fin", sa.literal_column("updated_at DESC"), "id"], unique=False)
    op.create_index(op.f("ix_claim_case_number"), "claim", ["case_number"], unique=False)
    op.create_table(
        "court",
        sa.Column("id", sa.String(length=60), nullable=False),
        sa.Column("code", sa.String(length=3), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("name_az", sa.String(), nullable=False),
        sa.Column("name_en", sa.String(), nullable=False),
        sa.Column("appeal_court_id", sa.String(), nullable=True),
        sa.Column("confidence", sa.String(length=10), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["appeal_court_id"], ["court.id"], name=op.f("fk_court_appeal_court_id_court")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_court")),
        sa.UniqueConstraint("code", name=op.f("uq_court_code")),
    )
    op.create_index(op.f("ix_court_kind"), "court", ["kind"], unique=False)
    op.create_table(
        "delivery_attempt",
        sa.Column("notice_id", sa.Uuid(), nullable=False),
        sa.Column("channel", sa.String(length=40), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent", sa.Boolean(), nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("notice_id", "channel", "attempt", name=op.f("pk_delivery_attempt")),
    )
    op.create_table(
        "draft",
        sa.Column("claim_id", sa.String(length=36), nullable=False),
        sa.Column("filer_fin", sa.String(length=7), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("touched_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("origin_id", sa.String(length=36), nullable=True),
        sa.Column("court_id", sa.String(length=60), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=True),
        sa.Column("category_id", sa.String(length=80), nullable=False),
        sa.Column("heading", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("interim_measures", sa.String(), nullable=False),
        sa.Column("value", sa.Numeric(precision=12, scale=2), nullable=True),
        sa.Column("is_dwelling", sa.Boolean(), nullable=False),
        sa.Column("fee_way", sa.String(length=40), nullable=True),
        sa.Column("receipt_number", sa.String(length=40), nullable=False),
        sa.Column("exemption_code", sa.String(length=60), nullable=False),
        sa.PrimaryKeyConstraint("claim_id", name=op.f("pk_draft")),
    )
    op.create_index(op.f("ix_draft_filer_fin"), "draft", ["filer_fin"], unique=False)
    op.create_table(
        "notice",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("fin", sa.String(length=7), nullable=False),
        sa.Column("court_id", sa.String(length=60), nullable=False),
        sa.Column("claim_id", sa.String(length=36), nullable=False),
        sa.Column("words", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
    )
    op.create_index(op.f("ix_notice_claim_id"), "notice", ["claim_id"], unique=False)
    op.create_index("notice_of_court", "notice", ["court_id", sa.literal_column("created_at DESC")], unique=False)
    op.create_index("notice_of_person", "notice", ["fin", sa.literal_column("created_at DESC")], unique=False)
    op.create_index("notice_unread", "notice", ["fin"], unique=False, postgresql_where=sa.text("read_at IS NULL"))
    op.create_table(
        "rate_count",
        sa.Column("who", sa.String(length=64), nullable=False),
        sa.Column("action", sa.String(length=40), nullable=False),
        sa.Column("window_start", sa.DateTime(timezone=True), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("who", "action", "window_start", name=op.f("pk_rate_count")),
        prefixes=["UNLOGGED"],
    )
    op.create_table(
        "receipt",
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("amount", sa.Numeric(precision=12, scale=2), nullable=False),
        sa.Column("paid_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("payer_name", sa.String(), nullable=False),
        sa.Column("known_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_receipt")),
    )
    op.create_table(
        "register_line",
        sa.Column("claim_id", sa.String(length=36), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("act", sa.String(length=40), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("actor_role", sa.String(length=40), nullable=False),
        sa.Column("actor_fin", sa.String(length=7), nullable=False),
        sa.Column("actor_account", sa.String(length=36), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("outcome", sa.JSON(), nullable=False),
        sa.Column("previous_hash", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("claim_id", "revision", name=op.f("pk_register_line")),
    )
    op.create_table(
        "sign_in_attempt",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("browser", sa.String(length=64), nullable=False),
        sa.Column("provider_session", sa.String(), nullable=False),
        sa.Column("verification_code", sa.String(length=8), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("signing_certificate", sa.LargeBinary(), nullable=False),
        sa.Column("phone", sa.String(), nullable=False),
        sa.Column("language", sa.String(length=40), nullable=False),
        sa.Column("next_path", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("outcome", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_attempt")),
    )
    op.create_index(op.f("ix_sign_in_attempt_created_at"), "sign_in_attempt", ["created_at"], unique=False)
    op.create_table(
        "attachment",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("claim_id", sa.String(length=36), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=True),
        sa.Column("format", sa.String(length=12), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["claim_id"], ["draft.claim_id"], name=op.f("fk_attachment_claim_id_draft")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachment")),
    )
    op.create_index(op.f("ix_attachment_claim_id"), "attachment", ["claim_id"], unique=False)
    op.create_table(
        "claim_signer",
        sa.Column("claim_id", sa.String(length=36), nullable=False),
        sa.Column("fin", sa.String(length=7), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("called_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name=op.f("fk_claim_signer_claim_id_claim")),
        sa.PrimaryKeyConstraint("claim_id", "fin", name=op.f("pk_claim_signer")),
    )
    op.create_index(
        "signer_called", "claim_signer", ["fin", sa.literal_column("called_at DESC"), "claim_id"], unique=False
    )
    op.create_table(
        "court_case",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("court_id", sa.String(length=60), nullable=False),
        sa.Column("claim_id", sa.String(length=36), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name=op.f("fk_court_case_claim_id_claim")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_court_case")),
        sa.UniqueConstraint("claim_id", name=op.f("uq_court_case_claim_id")),
        sa.UniqueConstraint("number", name=op.f("uq_court_case_number")),
    )
    op.create_index(op.f("ix_court_case_court_id"), "court_case", ["court_id"], unique=False)
    op.create_table(
        "delivery",
        sa.Column("notice_id", sa.Uuid(), nullable=False),
        sa.Column("channel", sa.String(length=40), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_attempt_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["notice_id"], ["notice.id"], name=op.f("fk_delivery_notice_id_notice")),
        sa.PrimaryKeyConstraint("notice_id", "channel", name=op.f("pk_delivery")),
    )
    op.create_index(
        "delivery_due", "delivery", ["next_attempt_at"], unique=False, postgresql_where=sa.text("state = 'waiting'")
    )
    op.create_table(
        "frozen_content",
        sa.Column("claim_id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("frozen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name=op.f("fk_frozen_content_claim_id_claim")),
        sa.PrimaryKeyConstraint("claim_id", "version", name=op.f("pk_frozen_content")),
    )
    op.create_table(
        "package",
        sa.Column("claim_id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("document_sha256", sa.String(length=64), nullable=False),
        sa.Column("container_sha256", sa.String(length=64), nullable=False),
        sa.Column("signatures", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name=op.f("fk_package_claim_id_claim")),
        sa.PrimaryKeyConstraint("claim_id", "version", name=op.f("pk_package")),
    )
    op.create_table(
        "party",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("claim_id", sa.String(length=36), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("person", sa.String(length=40), nullable=False),
        sa.Column("is_filer", sa.Boolean(), nullable=False),
        sa.Column("signing", sa.String(length=40), nullable=True),
        sa.Column("fin", sa.String(length=7), nullable=False),
        sa.Column("document", sa.String(length=40), nullable=False),
        sa.Column("voen", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("surname", sa.String(), nullable=False),
        sa.Column("patronymic", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("postal_index", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["claim_id"], ["draft.claim_id"], name=op.f("fk_party_claim_id_draft")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_party")),
    )
    op.create_index(op.f("ix_party_claim_id"), "party", ["claim_id"], unique=False)
    op.create_table(
        "payment",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("claim_id", sa.String(length=36), nullable=False),
        sa.Column("payer_fin", sa.String(length=7), nullable=False),
        sa.Column("amount", sa.Numeric(precision=12, scale=2), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("pay_url", sa.String(), nullable=False),
        sa.Column("receipt_number", sa.String(length=40), nullable=False),
        sa.Column("outcome", sa.String(length=60), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["claim_id"], ["draft.claim_id"], name=op.f("fk_payment_claim_id_draft")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment")),
    )
    op.create_index(op.f("ix_payment_claim_id"), "payment", ["claim_id"], unique=False)
    op.create_table(
        "receipt_use",
        sa.Column("receipt_number", sa.String(length=40), nullable=False),
        sa.Column("claim_id", sa.String(length=36), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("reserved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name=op.f("fk_receipt_use_claim_id_claim")),
        sa.ForeignKeyConstraint(
            ["receipt_number"], ["receipt.number"], name=op.f("fk_receipt_use_receipt_number_receipt")
        ),
        sa.PrimaryKeyConstraint("receipt_number", "claim_id", "revision", name=op.f("pk_receipt_use")),
    )
    op.create_index(
        "one_claim_a_receipt",
        "receipt_use",
        ["receipt_number"],
        unique=True,
        postgresql_where=sa.text("released_at IS NULL"),
    )
    op.create_index("receipt_use_of_claim", "receipt_use", ["claim_id"], unique=False)
    op.create_table(
        "sign_in_event",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("method", sa.String(length=40), nullable=False),
        sa.Column("outcome", sa.String(length=60), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("address", sa.String(length=64), nullable=False),
        sa.Column("agent", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_sign_in_event_account_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_event")),
    )
    op.create_index(op.f("ix_sign_in_event_account_id"), "sign_in_event", ["account_id"], unique=False)
    op.create_index(op.f("ix_sign_in_event_at"), "sign_in_event", ["at"], unique=False)
    op.create_table(
        "signing",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("claim_id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("fin", sa.String(length=7), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("verification_code", sa.String(length=8), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("provider_session", sa.String(), nullable=False),
        sa.Column("signature_name", sa.String(length=60), nullable=False),
        sa.Column("signature_sha256", sa.String(length=64), nullable=False),
        sa.Column("failure", sa.String(length=60), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name=op.f("fk_signing_claim_id_claim")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signing")),
    )
    op.create_index(
        "one_open_signing",
        "signing",
        ["claim_id", "version", "fin"],
        unique=True,
        postgresql_where=sa.text("status NOT IN ('done', 'failed')"),
    )
    op.create_index(
        "signing_of_claim", "signing", ["claim_id", "fin", sa.literal_column("started_at DESC")], unique=False
    )
    op.create_table(
        "web_session",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("flashes", sa.ARRAY(sa.String()), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_web_session_account_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_web_session")),
    )
    op.create_index(op.f("ix_web_session_account_id"), "web_session", ["account_id"], unique=False)
    op.create_index(op.f("ix_web_session_seen_at"), "web_session", ["seen_at"], unique=False)
    for statement in TRIGGERS:
        op.execute(statement)


def downgrade() -> None:
    op.drop_table("web_session")
    op.drop_table("signing")
    op.drop_table("sign_in_event")
    op.drop_table("receipt_use")
    op.drop_table("payment")
    op.drop_table("party")
    op.drop_table("package")
    op.drop_table("frozen_content")
    op.drop_table("delivery")
    op.drop_table("court_case")
    op.drop_table("claim_signer")
    op.drop_table("attachment")
    op.drop_table("sign_in_attempt")
    op.drop_table("register_line")
    op.drop_table("receipt")
    op.drop_table("rate_count")
    op.drop_table("notice")
    op.drop_table("draft")
    op.drop_table("delivery_attempt")
    op.drop_table("court")
    op.drop_table("claim")
    op.drop_table("category")
    op.drop_table("case_number_counter")
    op.drop_table("calendar_day")
    op.drop_table("application_number_counter")
    op.drop_table("account")
    op.execute("DROP FUNCTION refuse_change()")
    op.execute("DROP FUNCTION tell_web()")
