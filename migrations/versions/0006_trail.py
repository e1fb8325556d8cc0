"""Keep the trail, and the answers to repeated requests."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations import steps

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    if not steps.take_back("audit_event"):
        op.create_table(
            "audit_event",
            sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
            sa.Column("at", sa.DateTime(timezone=True), server_default=sa.text("clock_timestamp()"), nullable=False),
            sa.Column("user_id", sa.Integer(), nullable=True),
            sa.Column(
                "action", sa.String(length=60), nullable=False, comment="patient.read, appointment.book, user.sign_in"
            ),
            sa.Column("entity_id", sa.Integer(), nullable=True),
            sa.Column("patient_id", sa.Integer(), nullable=True),
            sa.Column("request_id", sa.String(length=64), nullable=True),
            sa.Column("address", sa.String(length=64), nullable=True),
            sa.Column("detail", postgresql.JSONB(), server_default=sa.text("'{}'"), nullable=False),
            sa.CheckConstraint("action ~ '^[a-z_]+[.][a-z_]+$'", name="ck_audit_event_action_is_noun_and_verb"),
            sa.PrimaryKeyConstraint("id", name="pk_audit_event"),
        )
        op.create_index("ix_audit_event_patient", "audit_event", ["patient_id", "id"])
        op.create_index("ix_audit_event_user", "audit_event", ["user_id", "id"])
        steps.append_only("audit_event")
    op.create_table(
        "idempotency_key",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("request_hash", sa.LargeBinary(), nullable=False, comment="sha256 of method, path and body"),
        sa.Column("answer", postgresql.JSONB(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name="fk_idempotency_key_user_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("user_id", "key", name="pk_idempotency_key"),
    )
    op.create_index("ix_idempotency_key_created", "idempotency_key", ["created_at"])


def downgrade() -> None:
    op.drop_table("idempotency_key")
    steps.put_aside("audit_event")
