"""Migrating a database, and reading what it is made of."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

from flask_migrate import downgrade, upgrade
from psycopg2.extensions import cursor as Cursor  # noqa: N812 -- it is a class

from clinic.ground.embedded_postgres import EmbeddedPostgres, Role
from models import db
from tests.world import config_for, open_app

Catalogue = dict[str, dict[tuple[Any, ...], tuple[Any, ...]]]

HERE = "n.nspname = 'public' AND c.relname <> 'alembic_version'"
CATALOGUE = {
    # name → (how many columns are the key, the query)
    "tables": (1, f"""
        SELECT c.relname, c.relkind::text, obj_description(c.oid, 'pg_class')
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relkind IN ('r', 'v', 'm', 'p', 'S') AND {HERE}
    """),
    "columns": (2, f"""
        SELECT c.relname, a.attname, a.attnum, format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attidentity::text,
               a.attgenerated::text, pg_get_expr(d.adbin, d.adrelid), a.attcollation::regcollation::text,
               col_description(c.oid, a.attnum)
        FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
        LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
        WHERE c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped AND {HERE}
    """),
    "constraints": (2, f"""
        SELECT c.relname, k.conname, k.contype::text, pg_get_constraintdef(k.oid), k.convalidated
        FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE {HERE}
    """),
    "indexes": (2, f"""
        SELECT c.relname, i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid), i.indisvalid
        FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE {HERE}
    """),
}  # fmt: skip


@contextmanager
def cursor(server: EmbeddedPostgres, database: str, role: Role = "superuser") -> Iterator[Cursor]:
    """A cursor in one transaction, kept at the end."""
    with closing(server.connect(role, database)) as connection, connection, connection.cursor() as cursor:
        yield cursor


def migrate(server: EmbeddedPostgres, database: str, *, to: str = "head") -> None:
    """Bring a database up to a revision, as a deployment does."""
    app = open_app(config_for(server, database))
    with app.app_context():
        upgrade(revision=to)
        db.engine.dispose()


def step_down(server: EmbeddedPostgres, database: str, *, to: str) -> None:
    app = open_app(config_for(server, database))
    with app.app_context():
        downgrade(revision=to)
        db.engine.dispose()


def catalogue(server: EmbeddedPostgres, database: str) -> Catalogue:
    """All that PostgreSQL knows of the schema."""
    found: Catalogue = {}
    with cursor(server, database) as run:
        for kind, (width, query) in CATALOGUE.items():
            run.execute(query)
            found[kind] = {row[:width]: row[width:] for row in run.fetchall()}
    return found
