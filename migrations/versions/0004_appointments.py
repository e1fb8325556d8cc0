"""Book appointments that never overlap."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations import steps

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    if not steps.take_back("appointment"):
        op.create_table(
            "appointment",
            sa.Column("id", sa.Integer(), nullable=False),
            sa.Column("public_id", sa.UUID(), server_default=sa.text("uuid_v7()"), nullable=False),
            sa.Column("patient_id", sa.Integer(), nullable=False),
            sa.Column("doctor_id", sa.Integer(), nullable=False, comment="NOT NULL: a NULL never conflicts"),
            sa.Column("doctor_name", sa.String(length=100), nullable=False),
            sa.Column("appointment_datetime", sa.DateTime(timezone=True), nullable=False),
            sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
            sa.Column("status", sa.String(length=20), server_default=sa.text("'scheduled'"), nullable=False),
            sa.Column("reason", sa.Text(), nullable=True),
            sa.Column("notes", sa.Text(), nullable=True),
            sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
            sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
            sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
            sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
            sa.Column("archived_by_id", sa.Integer(), nullable=True),
            postgresql.ExcludeConstraint(
                (sa.column("doctor_id"), "="),
                (sa.text("tstzrange(appointment_datetime, ends_at)"), "&&"),
                where=sa.text("archived_at IS NULL AND status NOT IN ('cancelled', 'no_show')"),
                deferrable=True,
                initially="IMMEDIATE",
                using="gist",
                name="ex_appointment_doctor_free",
            ),
            postgresql.ExcludeConstraint(
                (sa.column("patient_id"), "="),
                (sa.text("tstzrange(appointment_datetime, ends_at)"), "&&"),
                where=sa.text("archived_at IS NULL AND status NOT IN ('cancelled', 'no_show')"),
                deferrable=True,
                initially="IMMEDIATE",
                using="gist",
                name="ex_appointment_patient_free",
            ),
            sa.CheckConstraint(
                "appointment_datetime >= '1900-01-01 00:00+00' AND ends_at < '2200-01-01 00:00+00'",
                name="ck_appointment_in_our_time",
            ),
            sa.CheckConstraint(
                "ends_at - appointment_datetime <= INTERVAL '24:00'", name="ck_appointment_within_a_day"
            ),
            sa.CheckConstraint(
                "status IN ('scheduled', 'confirmed', 'arrived', 'in_room', 'completed', 'cancelled', 'no_show')",
                name="ck_appointment_status_is_known",
            ),
            sa.CheckConstraint("ends_at > appointment_datetime", name="ck_appointment_ends_after_start"),
            sa.ForeignKeyConstraint(["archived_by_id"], ["user.id"], name="fk_appointment_archived_by_id"),
            sa.ForeignKeyConstraint(["doctor_id"], ["doctor.id"], name="fk_appointment_doctor_id"),
            sa.ForeignKeyConstraint(
                ["patient_id"], ["patient.id"], name="fk_appointment_patient_id", ondelete="CASCADE"
            ),
            sa.PrimaryKeyConstraint("id", name="pk_appointment"),
            sa.UniqueConstraint("public_id", name="uq_appointment_public_id"),
        )
        op.create_index(
            "ix_appointment_day",
            "appointment",
            ["appointment_datetime", "id"],
            postgresql_where=sa.text("archived_at IS NULL"),
        )
        op.create_index("ix_appointment_doctor_day", "appointment", ["doctor_id", "appointment_datetime", "id"])
        op.create_index("ix_appointment_patient_id", "appointment", ["patient_id", "appointment_datetime", "id"])
        steps.count_living_rows("appointment")


def downgrade() -> None:
    steps.put_aside("appointment")
