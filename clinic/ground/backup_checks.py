"""Whether a restored database is what was backed up: its rows, its rules, its rights, its totals."""

from __future__ import annotations

import re
from typing import Any, TypedDict

from alembic.script import ScriptDirectory
from psycopg2 import Error, sql
from psycopg2.extensions import connection as Connection  # noqa: N812 -- it is a class
from psycopg2.extensions import cursor as Cursor  # noqa: N812 -- it is a class

from clinic.ground.embedded_postgres import PROJECT, USERS
from models import db

_OURS = "n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'"
_TABLES = f"""
    SELECT n.nspname, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind = 'r' AND {_OURS} AND has_table_privilege(c.oid, 'SELECT')
    AND has_schema_privilege(n.oid, 'USAGE')
    ORDER BY 1, 2
"""  # noqa: S608 -- nothing of others is in it
_CONSTRAINTS = f"""
    SELECT n.nspname, c.relname, k.conname, k.contype::text, pg_get_constraintdef(k.oid), k.convalidated
    FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE k.contype IN ('c', 'f', 'p', 'u', 'x') AND {_OURS}
    ORDER BY 1, 2, 3
"""  # noqa: S608 -- nothing of others is in it
_RIGHTS = f"""
    SELECT n.nspname, c.relname, string_agg(acl.privilege_type, ', ' ORDER BY acl.privilege_type)
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace CROSS JOIN aclexplode(c.relacl) acl
    JOIN pg_roles r ON r.oid = acl.grantee
    WHERE c.relkind IN ('r', 'S') AND {_OURS} AND r.rolname = %s
    GROUP BY 1, 2 ORDER BY 1, 2
"""  # noqa: S608 -- nothing of others is in it
_BROKEN_INDEXES = "SELECT indexrelid::regclass::text FROM pg_index WHERE NOT (indisvalid AND indisready)"
# The condition by which a row lives is the argument of the triggers that count, with a NUL behind it.
_COUNTED = r"""
    SELECT c.relname, encode(substring(t.tgargs FOR octet_length(t.tgargs) - 1), 'escape')
    FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE t.tgname = 'count_living_insert' AND n.nspname = 'public'
"""


class Stock(TypedDict):
    """What there is in a database at one moment."""

    revision: str | None
    counts: dict[str, int]
    constraints: dict[str, str]
    rights: dict[str, str]


def take_stock(cursor: Cursor) -> Stock:
    """Count and list, as far as the role may see."""
    counts = {}
    for schema, table in _rows(cursor, _TABLES):
        cursor.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(schema, table)))
        counts[f"{schema}.{table}"] = _value(cursor)
    return Stock(
        revision=_revision(cursor),
        counts=counts,
        constraints={
            f"{schema}.{table}.{name}": _without_casts(text) + ("" if is_valid else " (not validated)")
            for schema, table, name, _, text, is_valid in _rows(cursor, _CONSTRAINTS)
        },
        rights={f"{schema}.{table}": rights for schema, table, rights in _rows(cursor, _RIGHTS, USERS["app"])},
    )


def _without_casts(constraint: str) -> str:
    """PostgreSQL reads a constraint that it wrote, and writes it with its casts and brackets in other places."""
    return re.sub(r"::(character varying|\w+)(\(\d+\))?(\[\])?|[() ]", "", constraint)


def differences(was: Stock, stands: Stock) -> list[str]:
    """Say what is not as it was when the backup was made. Constraints and rights change with the revision only."""
    told = [
        f"{table} had {was['counts'].get(table, 0):,} rows and has {stands['counts'].get(table, 0):,}."
        for table in sorted(was["counts"].keys() | stands["counts"].keys())
        if was["counts"].get(table) != stands["counts"].get(table)
    ]
    if was["revision"] != stands["revision"]:
        told.append(f"The schema was {was['revision']} and is {stands['revision']}.")
    told += [
        f"{name} is not the constraint that it was." for name in _unlike(was["constraints"], stands["constraints"])
    ]
    told += [f"The application's rights on {name} are others." for name in _unlike(was["rights"], stands["rights"])]
    return told


def losses(was: Stock, stands: Stock) -> list[str]:
    """Say what is missing of what nobody can take away: rows of tables to which the application only adds."""
    return [
        f"{table} had {count:,} rows, none of which can go, and has {stands['counts'].get(table, 0):,}."
        for table, count in was["counts"].items()
        if was["rights"].get(table) == "INSERT, SELECT" and stands["counts"].get(table, 0) < count
    ]


def find_faults(connection: Connection) -> list[str]:
    """Prove every rule of the schema on every row again, and the kept totals.

    Works as the owner, in a transaction that is rolled back; nobody else should be in the database.
    """
    faults = []
    try:
        with connection.cursor() as cursor:
            faults += _unknown_schema(cursor)
            faults += _broken_rules(cursor)
            faults += [f"The index {index} is not valid." for (index,) in _rows(cursor, _BROKEN_INDEXES)]
            faults += _wrong_totals(cursor)
    finally:
        connection.rollback()
    return faults


def _revision(cursor: Cursor) -> str | None:
    cursor.execute("SELECT to_regclass('public.alembic_version') IS NOT NULL")
    if not _value(cursor):
        return None
    cursor.execute("SELECT version_num FROM public.alembic_version")
    revision: str | None = _value(cursor)
    return revision


def _unknown_schema(cursor: Cursor) -> list[str]:
    revision = _revision(cursor)
    newest, *older = (script.revision for script in ScriptDirectory(str(PROJECT / "migrations")).walk_revisions())
    if revision == newest:
        there = {name for _, _, name, *_ in _rows(cursor, _CONSTRAINTS)}
        wanted = {str(rule.name) for table in db.metadata.tables.values() for rule in table.constraints if rule.name}
        return [f"The constraint {name} is missing." for name in sorted(wanted - there)]
    return [] if revision in older else [f"The schema is {revision}, which this version does not know."]


def _broken_rules(cursor: Cursor) -> list[str]:
    """Add every constraint once more under another name: PostgreSQL then looks at every row."""
    broken = []
    for number, (schema, table, name, kind, text, is_valid) in enumerate(_rows(cursor, _CONSTRAINTS)):
        if not is_valid:
            broken.append(f"{schema}.{table}.{name} was never proved.")
            continue
        cursor.execute("SAVEPOINT rule")
        try:
            cursor.execute(
                sql.SQL("ALTER TABLE {} ADD CONSTRAINT {} {}").format(
                    sql.Identifier(schema, table),
                    sql.Identifier(f"proved_again_{number}"),
                    sql.SQL(text.replace("PRIMARY KEY", "UNIQUE", 1) if kind == "p" else text),
                )
            )
        except Error:
            # what PostgreSQL says of it quotes the row
            broken.append(f"{schema}.{table}.{name} does not hold.")
        cursor.execute("ROLLBACK TO SAVEPOINT rule")
    return broken


def _wrong_totals(cursor: Cursor) -> list[str]:
    wrong = []
    for table, living in _rows(cursor, _COUNTED):
        cursor.execute(
            sql.SQL(
                "SELECT (SELECT count(*) FROM public.{} WHERE {}),"
                " (SELECT coalesce(sum(living), 0) FROM public.row_total WHERE table_name = %s)"
            ).format(sql.Identifier(table), sql.SQL(living)),
            [table],
        )
        found, kept = cursor.fetchone() or (0, 0)
        if found != kept:
            wrong.append(f"row_total says {kept:,} for {table}, which has {found:,} living rows.")
    return wrong


def _unlike(was: dict[str, str], stands: dict[str, str]) -> list[str]:
    return sorted(name for name in was.keys() | stands.keys() if was.get(name) != stands.get(name))


def _rows(cursor: Cursor, query: str, *values: str) -> list[tuple[Any, ...]]:
    cursor.execute(query, values or None)
    return cursor.fetchall()


def _value(cursor: Cursor) -> Any:
    (value,) = cursor.fetchone() or (None,)
    return value
