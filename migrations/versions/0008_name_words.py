"""Find the words of a name by one or two letters they begin with: an index that knows nothing of e-mail addresses.

In the index of all that is searched every word of an address stands too; "co" would mean everybody at a .com.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.create_index(
        "ix_patient_name_words",
        "patient",
        ["name_key"],
        postgresql_using="gin",
        postgresql_ops={"name_key": "gin_trgm_ops"},
        postgresql_where=sa.text("archived_at IS NULL"),
    )


def downgrade() -> None:
    op.drop_index("ix_patient_name_words", "patient")
