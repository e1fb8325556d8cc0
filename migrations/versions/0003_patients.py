"""Register patients."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from migrations import steps

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    if not steps.take_back("patient"):
        op.create_table(
            "patient",
            sa.Column("id", sa.Integer(), nullable=False),
            sa.Column("public_id", sa.UUID(), server_default=sa.text("uuid_v7()"), nullable=False),
            sa.Column("name", sa.String(length=100), nullable=False),
            sa.Column("email", sa.String(length=120), nullable=True),
            sa.Column("date_of_birth", sa.Date(), nullable=False),
            sa.Column("phone", sa.String(length=20), nullable=True),
            sa.Column("address", sa.Text(), nullable=True),
            sa.Column("blood_group", sa.String(length=5), nullable=True),
            sa.Column("name_key", sa.Text(collation="C"), nullable=False),
            sa.Column("email_key", sa.Text(collation="C"), nullable=True),
            sa.Column("search_key", sa.Text(collation="C"), nullable=False, comment="name, email and phone, folded"),
            sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
            sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
            sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
            sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
            sa.Column("archived_by_id", sa.Integer(), nullable=True),
            sa.CheckConstraint(
                "blood_group IN ('A+', 'A-', 'B+', 'B-', 'AB+', 'AB-', 'O+', 'O-')",
                name="ck_patient_blood_group_is_known",
            ),
            sa.CheckConstraint("date_of_birth >= '1850-01-01'", name="ck_patient_born_in_living_memory"),
            sa.CheckConstraint("name_key <> ''", name="ck_patient_name_is_not_blank"),
            sa.CheckConstraint("(email IS NULL) = (email_key IS NULL)", name="ck_patient_email_has_key"),
            sa.CheckConstraint("email IS NOT NULL OR phone IS NOT NULL", name="ck_patient_can_be_reached"),
            sa.ForeignKeyConstraint(["archived_by_id"], ["user.id"], name="fk_patient_archived_by_id"),
            sa.PrimaryKeyConstraint("id", name="pk_patient"),
            sa.UniqueConstraint("public_id", name="uq_patient_public_id"),
        )
        op.create_index(
            "ix_patient_archived", "patient", ["name_key", "id"], postgresql_where=sa.text("archived_at IS NOT NULL")
        )
        op.create_index(
            "ix_patient_born", "patient", ["date_of_birth", "id"], postgresql_where=sa.text("archived_at IS NULL")
        )
        op.create_index(
            "ix_patient_created", "patient", ["created_at", "id"], postgresql_where=sa.text("archived_at IS NULL")
        )
        op.create_index(
            "ix_patient_name", "patient", ["name_key", "id"], postgresql_where=sa.text("archived_at IS NULL")
        )
        op.create_index(
            "ix_patient_search",
            "patient",
            ["search_key"],
            postgresql_using="gin",
            postgresql_ops={"search_key": "gin_trgm_ops"},
            postgresql_where=sa.text("archived_at IS NULL"),
        )
        op.create_index(
            "uq_patient_email_live",
            "patient",
            ["email_key"],
            unique=True,
            postgresql_where=sa.text("archived_at IS NULL"),
        )
        steps.count_living_rows("patient")
    if not steps.take_back("patient_identifier"):
        op.create_table(
            "patient_identifier",
            sa.Column("id", sa.Integer(), nullable=False),
            sa.Column("patient_id", sa.Integer(), nullable=False),
            sa.Column(
                "system", sa.String(length=200), nullable=False, comment="the URI that says whose number it is (FHIR)"
            ),
            sa.Column("value", sa.String(length=200), nullable=False),
            sa.CheckConstraint("system <> '' AND value <> ''", name="ck_patient_identifier_is_not_blank"),
            sa.ForeignKeyConstraint(
                ["patient_id"], ["patient.id"], name="fk_patient_identifier_patient_id", ondelete="CASCADE"
            ),
            sa.PrimaryKeyConstraint("id", name="pk_patient_identifier"),
            sa.UniqueConstraint("system", "value", name="uq_patient_identifier_system_value"),
        )
        op.create_index("ix_patient_identifier_patient", "patient_identifier", ["patient_id"])


def downgrade() -> None:
    steps.put_aside("patient_identifier")
    steps.put_aside("patient")
