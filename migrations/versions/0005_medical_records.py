"""Write medical records, every version kept."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from migrations import steps

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    if not steps.take_back("medical_record"):
        op.create_table(
            "medical_record",
            sa.Column("id", sa.Integer(), nullable=False),
            sa.Column("public_id", sa.UUID(), server_default=sa.text("uuid_v7()"), nullable=False),
            sa.Column("patient_id", sa.Integer(), nullable=False),
            sa.Column("doctor_id", sa.Integer(), nullable=False),
            sa.Column("author_id", sa.Integer(), nullable=False),
            sa.Column("diagnosis", sa.Text(), nullable=False),
            sa.Column("prescription", sa.Text(), nullable=True),
            sa.Column("doctor_name", sa.String(length=100), nullable=False),
            sa.Column("record_date", sa.Date(), nullable=False),
            sa.Column("notes", sa.Text(), nullable=True),
            sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
            sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
            sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
            sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
            sa.Column("archived_by_id", sa.Integer(), nullable=True),
            sa.CheckConstraint("diagnosis ~ '\\S'", name="ck_medical_record_has_diagnosis"),
            sa.ForeignKeyConstraint(["archived_by_id"], ["user.id"], name="fk_medical_record_archived_by_id"),
            sa.ForeignKeyConstraint(["author_id"], ["user.id"], name="fk_medical_record_author_id"),
            sa.ForeignKeyConstraint(["doctor_id"], ["doctor.id"], name="fk_medical_record_doctor_id"),
            sa.ForeignKeyConstraint(
                ["patient_id"], ["patient.id"], name="fk_medical_record_patient_id", ondelete="CASCADE"
            ),
            sa.PrimaryKeyConstraint("id", name="pk_medical_record"),
            sa.UniqueConstraint("public_id", name="uq_medical_record_public_id"),
        )
        op.create_index(
            "ix_medical_record_date",
            "medical_record",
            ["record_date", "id"],
            postgresql_where=sa.text("archived_at IS NULL"),
        )
        op.create_index("ix_medical_record_doctor", "medical_record", ["doctor_id", "record_date", "id"])
        op.create_index("ix_medical_record_patient_id", "medical_record", ["patient_id", "record_date", "id"])
        steps.count_living_rows("medical_record")
    if not steps.take_back("medical_record_version"):
        op.create_table(
            "medical_record_version",
            sa.Column("record_id", sa.Integer(), nullable=False),
            sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
            sa.Column("diagnosis", sa.Text(), nullable=False),
            sa.Column("prescription", sa.Text(), nullable=True),
            sa.Column("doctor_name", sa.String(length=100), nullable=False),
            sa.Column("record_date", sa.Date(), nullable=False),
            sa.Column("notes", sa.Text(), nullable=True),
            sa.Column("author_id", sa.Integer(), nullable=False),
            sa.Column("reason", sa.Text(), nullable=True),
            sa.Column("written_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
            sa.CheckConstraint("version = 1 OR reason ~ '\\S'", name="ck_medical_record_version_amended_for_a_reason"),
            sa.ForeignKeyConstraint(["author_id"], ["user.id"], name="fk_medical_record_version_author_id"),
            sa.ForeignKeyConstraint(
                ["record_id"], ["medical_record.id"], name="fk_medical_record_version_record_id", ondelete="CASCADE"
            ),
            sa.PrimaryKeyConstraint("record_id", "version", name="pk_medical_record_version"),
        )
        steps.append_only("medical_record_version")


def downgrade() -> None:
    steps.put_aside("medical_record_version")
    steps.put_aside("medical_record")
