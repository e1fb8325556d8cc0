"""Know the clinic and its people: doctors, users, sign-ins."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations import steps

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    if not steps.take_back("clinic"):
        op.create_table(
            "clinic",
            sa.Column("id", sa.SmallInteger(), server_default="1", autoincrement=False, nullable=False),
            sa.Column("name", sa.String(length=100), nullable=False),
            sa.Column("zone", sa.String(length=64), nullable=False, comment="IANA name: Europe/Berlin"),
            sa.Column("language", sa.String(length=35), nullable=False, comment="BCP 47: en, ar"),
            sa.Column("currency", sa.String(length=3), nullable=False, comment="ISO 4217: EUR"),
            sa.Column(
                "country", sa.String(length=2), nullable=False, comment="ISO 3166: DE; reads phone numbers without +"
            ),
            sa.CheckConstraint("id = 1", name="ck_clinic_is_one"),
            sa.PrimaryKeyConstraint("id", name="pk_clinic"),
        )
    if not steps.take_back("doctor"):
        op.create_table(
            "doctor",
            sa.Column("id", sa.Integer(), nullable=False),
            sa.Column("public_id", sa.UUID(), server_default=sa.text("uuid_v7()"), nullable=False),
            sa.Column("name", sa.String(length=100), nullable=False),
            sa.Column(
                "name_key", sa.Text(collation="C"), nullable=False, comment="without title, case, accents, spaces"
            ),
            sa.Column("specialty", sa.String(length=100), nullable=True),
            sa.Column("is_visiting", sa.Boolean(), server_default=sa.text("false"), nullable=False),
            sa.Column("is_active", sa.Boolean(), server_default=sa.text("true"), nullable=False),
            sa.Column("merged_into_id", sa.Integer(), nullable=True),
            sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
            sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
            sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
            sa.CheckConstraint("merged_into_id <> id", name="ck_doctor_not_merged_into_itself"),
            sa.CheckConstraint("merged_into_id IS NULL OR is_visiting", name="ck_doctor_only_visiting_is_merged"),
            sa.ForeignKeyConstraint(["merged_into_id"], ["doctor.id"], name="fk_doctor_merged_into_id"),
            sa.PrimaryKeyConstraint("id", name="pk_doctor"),
            sa.UniqueConstraint("public_id", name="uq_doctor_public_id"),
        )
        op.create_index("ix_doctor_name", "doctor", ["name_key", "id"])
        op.create_index(
            "uq_doctor_visiting_name", "doctor", ["name_key"], unique=True, postgresql_where=sa.text("is_visiting")
        )
    if not steps.take_back("user"):
        op.create_table(
            "user",
            sa.Column("id", sa.Integer(), nullable=False),
            sa.Column("public_id", sa.UUID(), server_default=sa.text("uuid_v7()"), nullable=False),
            sa.Column("email", sa.String(length=254), nullable=False),
            sa.Column("email_key", sa.Text(collation="C"), nullable=False),
            sa.Column("name", sa.String(length=100), nullable=False),
            sa.Column("role", sa.String(length=20), nullable=False),
            sa.Column("grants", postgresql.ARRAY(sa.Text()), server_default=sa.text("'{}'"), nullable=False),
            sa.Column("password_hash", sa.Text(), nullable=False),
            sa.Column("doctor_id", sa.Integer(), nullable=True),
            sa.Column("is_active", sa.Boolean(), server_default=sa.text("true"), nullable=False),
            sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
            sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
            sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
            sa.CheckConstraint("(role = 'doctor') = (doctor_id IS NOT NULL)", name="ck_user_doctor_has_profile"),
            sa.CheckConstraint("grants <@ ARRAY['clinical']", name="ck_user_grants_are_known"),
            sa.CheckConstraint("role IN ('admin', 'doctor', 'staff')", name="ck_user_role_is_known"),
            sa.ForeignKeyConstraint(["doctor_id"], ["doctor.id"], name="fk_user_doctor_id"),
            sa.PrimaryKeyConstraint("id", name="pk_user"),
            sa.UniqueConstraint("doctor_id", name="uq_user_doctor"),
            sa.UniqueConstraint("email_key", name="uq_user_email"),
            sa.UniqueConstraint("public_id", name="uq_user_public_id"),
        )
    if not steps.take_back("sign_in"):
        op.create_table(
            "sign_in",
            sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
            sa.Column("user_id", sa.Integer(), nullable=False),
            sa.Column("nonce", sa.LargeBinary(), nullable=False),
            sa.Column("generation", sa.Integer(), server_default=sa.text("1"), nullable=False),
            sa.Column("rotated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
            sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
            sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
            sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
            sa.Column("ended_because", sa.String(length=40), nullable=True),
            sa.CheckConstraint("(ended_at IS NULL) = (ended_because IS NULL)", name="ck_sign_in_end_has_its_reason"),
            sa.CheckConstraint("expires_at > created_at", name="ck_sign_in_expires_after_start"),
            sa.ForeignKeyConstraint(["user_id"], ["user.id"], name="fk_sign_in_user_id", ondelete="CASCADE"),
            sa.PrimaryKeyConstraint("id", name="pk_sign_in"),
        )
        op.create_index("ix_sign_in_user", "sign_in", ["user_id"])


def downgrade() -> None:
    steps.put_aside("sign_in")
    steps.put_aside("user")
    steps.put_aside("doctor")
    steps.put_aside("clinic")
