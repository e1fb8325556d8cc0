"""Lay the ground: extensions, UUIDv7, and the counter of living rows."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from migrations import steps

revision = "0001"
down_revision = None

EXTENSIONS = ("btree_gist", "pg_trgm")
SHARDS = 64

# RFC 9562: 48 bits of Unix time in milliseconds, the version 7, and random bits, of which a version 4 has enough.
# PostgreSQL 18 has uuidv7(); 15 does not, and one schema must do for both.
UUID_V7 = """
CREATE FUNCTION uuid_v7() RETURNS uuid LANGUAGE sql VOLATILE PARALLEL SAFE AS $$
    SELECT (
        lpad(to_hex(floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint), 12, '0')
        || '7' || substr(replace(gen_random_uuid()::text, '-', ''), 14)
    )::uuid
$$
"""

COUNTS = {
    "insert": "SELECT count(*) FROM added WHERE {living}",
    "delete": "SELECT -count(*) FROM removed WHERE {living}",
    "update": "SELECT (SELECT count(*) FROM added WHERE {living}) - (SELECT count(*) FROM removed WHERE {living})",
}


def count_living(event: str, counted: str) -> str:
    """A trigger function for one kind of statement. Its argument is the condition by which a row lives."""
    query = counted.replace("'", "''").replace("{living}", "%1$s")
    return f"""
    CREATE FUNCTION count_living_{event}() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
    DECLARE
        change bigint;
    BEGIN
        EXECUTE format('{query}', TG_ARGV[0]) INTO change;
        IF change <> 0 THEN
            INSERT INTO row_total AS t (table_name, shard, living)
            VALUES (TG_TABLE_NAME, pg_backend_pid() % {SHARDS}, change)
            ON CONFLICT (table_name, shard) DO UPDATE SET living = t.living + excluded.living;
        END IF;
        RETURN NULL;
    END
    $$
    """


def upgrade() -> None:
    for extension in EXTENSIONS:
        op.execute(f"CREATE EXTENSION IF NOT EXISTS {extension}")
    op.execute(UUID_V7)
    op.create_table(
        "row_total",
        sa.Column("table_name", sa.String(63), nullable=False),
        sa.Column("shard", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("living", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.PrimaryKeyConstraint("table_name", "shard", name="pk_row_total"),
    )
    steps.read_only("row_total")
    for event, counted in COUNTS.items():
        op.execute(count_living(event, counted))


def downgrade() -> None:
    # Tables kept aside by the steps above this one go on counting into row_total and numbering by uuid_v7.
    op.execute(
        "DO $$ BEGIN IF EXISTS (SELECT FROM pg_tables WHERE schemaname = 'kept') THEN RAISE EXCEPTION "
        "'The schema kept holds clinical data. Export it and drop the schema before this last step down.'; "
        "END IF; END $$"
    )
    op.execute("DROP SCHEMA IF EXISTS kept")
    for event in COUNTS:
        op.execute(f"DROP FUNCTION count_living_{event}()")
    op.drop_table("row_total")
    op.execute("DROP FUNCTION uuid_v7()")
