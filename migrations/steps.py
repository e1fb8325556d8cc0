"""What several migrations do alike: count living rows, keep clinical data on the way down, grant the least."""

from __future__ import annotations

from alembic import op
from sqlalchemy import text

KEPT = "kept"
APP_ROLE = "hms_app"


def count_living_rows(table: str, living: str = "archived_at IS NULL") -> None:
    """Let triggers keep the number of living rows in row_total."""
    condition = f"'{living}'"
    for event, tables in (
        ("INSERT", "NEW TABLE AS added"),
        ("DELETE", "OLD TABLE AS removed"),
        ("UPDATE", "OLD TABLE AS removed NEW TABLE AS added"),
    ):
        op.execute(
            f"CREATE TRIGGER count_living_{event.lower()} AFTER {event} ON {table} REFERENCING {tables} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION count_living_{event.lower()}({condition})"
        )


def take_back(table: str) -> bool:
    """Bring a table back that an earlier step down kept aside; false where there is none."""
    kept = f'{KEPT}."{table}"'
    if not op.get_bind().scalar(text("SELECT to_regclass(:kept) IS NOT NULL"), {"kept": kept}):
        return False
    op.execute(f"ALTER TABLE {kept} SET SCHEMA public")
    return True


def put_aside(table: str) -> None:
    """Step down from a table without losing a row: drop it, or move it to the schema `kept`.

    It is kept where it has rows, and where a table that is kept already refers to it.
    """
    is_wanted = text(f"""
        SELECT EXISTS (SELECT FROM "{table}") OR EXISTS (
            SELECT FROM pg_constraint
            JOIN pg_class ON pg_class.oid = conrelid
            WHERE confrelid = '"{table}"'::regclass AND relnamespace = to_regnamespace('{KEPT}')
        )
    """)
    if not op.get_bind().scalar(is_wanted):
        op.drop_table(table)
        return
    op.execute(f"CREATE SCHEMA IF NOT EXISTS {KEPT}")
    op.execute(f'ALTER TABLE "{table}" SET SCHEMA {KEPT}')


def append_only(table: str) -> None:
    """Let the application add rows and read them, nothing else."""
    forbid("UPDATE, DELETE, TRUNCATE", table)


def read_only(table: str) -> None:
    """Let the application read rows, nothing else."""
    forbid("INSERT, UPDATE, DELETE, TRUNCATE", table)


def forbid(rights: str, table: str) -> None:
    """Take rights on a table from the application."""
    _as_app(f"REVOKE {rights} ON {table} FROM {APP_ROLE}")


def permit(rights: str, table: str) -> None:
    """Give the application rights on a table."""
    _as_app(f"GRANT {rights} ON {table} TO {APP_ROLE}")


def _as_app(statement: str) -> None:
    """Run a grant where the application has a role of its own; a database of one role has nobody to limit."""
    if op.get_bind().scalar(text("SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = :role)"), {"role": APP_ROLE}):
        op.execute(statement)
