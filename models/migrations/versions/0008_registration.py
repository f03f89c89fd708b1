"""Registrations with an identity document, mailed links, applications to confirm an identity (ID-2..5, ID-9, ID-11)."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "mailed_link",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column(
            "purpose",
            sa.Enum("registration", "new_password", name="linkpurpose", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("subject", sa.String(length=36), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("used_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mailed_link")),
    )
    op.create_index("mailed_link_of_subject", "mailed_link", ["subject"], unique=False)
    op.create_table(
        "registration_form",
        sa.Column("browser", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "new_card",
                "old_card",
                "permanent_permit",
                "temporary_permit",
                name="identitydocument",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("series", sa.String(length=8), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("typed_fin", sa.String(length=20), nullable=False),
        sa.Column("fin", sa.String(length=7), nullable=False),
        sa.Column("document", sa.String(length=11), nullable=False),
        sa.Column("surname", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("patronymic", sa.String(), nullable=False),
        sa.Column("username", sa.String(length=40), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("browser", name=op.f("pk_registration_form")),
    )
    op.create_index(op.f("ix_registration_form_created_at"), "registration_form", ["created_at"], unique=False)
    op.create_table(
        "slow_down",
        sa.Column("who", sa.String(length=64), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("next_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("who", name=op.f("pk_slow_down")),
        prefixes=["UNLOGGED"],
    )
    op.create_table(
        "registration",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("browser", sa.String(length=64), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "awaiting_email",
                "known",
                "expired",
                "awaiting_identity",
                "under_check",
                "confirmed",
                name="registrationstatus",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "kind",
            sa.Enum(
                "new_card",
                "old_card",
                "permanent_permit",
                "temporary_permit",
                name="identitydocument",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("fin", sa.String(length=7), nullable=False),
        sa.Column("document", sa.String(length=11), nullable=False),
        sa.Column("surname", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("patronymic", sa.String(), nullable=False),
        sa.Column("username", sa.String(length=40), nullable=False),
        sa.Column("password_hash", sa.String(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("language", sa.Enum("az", "en", name="language", native_enum=False, length=40), nullable=False),
        sa.Column("started_at", MOMENT, nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_registration_account_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_registration")),
    )
    op.create_index("registration_of_account", "registration", ["account_id"], unique=False)
    op.create_index(
        "registration_user_name",
        "registration",
        ["username"],
        unique=True,
        postgresql_where=sa.text("status IN ('awaiting_email', 'known')"),
    )
    op.create_table(
        "identity_application",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("registration_id", sa.String(length=36), nullable=False),
        sa.Column("file_name", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sent_at", MOMENT, nullable=False),
        sa.Column("decided_at", MOMENT, nullable=True),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("approved", sa.Boolean(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["account.id"], name=op.f("fk_identity_application_decided_by_account")
        ),
        sa.ForeignKeyConstraint(
            ["registration_id"], ["registration.id"], name=op.f("fk_identity_application_registration_id_registration")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_identity_application")),
    )
    op.create_index(
        "identity_application_queue",
        "identity_application",
        ["sent_at"],
        unique=False,
        postgresql_where=sa.text("decided_at IS NULL"),
    )
    op.create_index(
        op.f("ix_identity_application_registration_id"), "identity_application", ["registration_id"], unique=False
    )
    op.add_column("account", sa.Column("password_proven_at", MOMENT, nullable=True))
    op.create_index(
        "account_confirmed_email",
        "account",
        [sa.literal_column("lower(email)")],
        unique=True,
        postgresql_where=sa.text("email_confirmed_at IS NOT NULL"),
    )
    op.add_column("web_session", sa.Column("proven_at", MOMENT, nullable=True))


def downgrade() -> None:
    op.drop_column("web_session", "proven_at")
    op.drop_index(
        "account_confirmed_email", table_name="account", postgresql_where=sa.text("email_confirmed_at IS NOT NULL")
    )
    op.drop_column("account", "password_proven_at")
    op.drop_index(op.f("ix_identity_application_registration_id"), table_name="identity_application")
    op.drop_index(
        "identity_application_queue", table_name="identity_application", postgresql_where=sa.text("decided_at IS NULL")
    )
    op.drop_table("identity_application")
    op.drop_index(
        "registration_user_name",
        table_name="registration",
        postgresql_where=sa.text("status IN ('awaiting_email', 'known')"),
    )
    op.drop_index("registration_of_account", table_name="registration")
    op.drop_table("registration")
    op.drop_table("slow_down")
    op.drop_index(op.f("ix_registration_form_created_at"), table_name="registration_form")
    op.drop_table("registration_form")
    op.drop_index("mailed_link_of_subject", table_name="mailed_link")
    op.drop_table("mailed_link")
