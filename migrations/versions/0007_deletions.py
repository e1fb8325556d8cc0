"""Let the application archive clinical rows, and never delete one.

A delete cascades with the owner's rights: it would take the versions of a record along, which the application
may neither change nor delete by itself.
"""

from __future__ import annotations

from migrations import steps

revision = "0007"
down_revision = "0006"

CLINICAL = ("patient", "appointment", "medical_record")


def upgrade() -> None:
    for table in CLINICAL:
        steps.forbid("DELETE", table)
    # Which schema this is, only a migration says.
    steps.forbid("INSERT, UPDATE, DELETE", "alembic_version")


def downgrade() -> None:
    for table in CLINICAL:
        steps.permit("DELETE", table)
    steps.permit("INSERT, UPDATE, DELETE", "alembic_version")
