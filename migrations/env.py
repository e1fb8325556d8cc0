"""How migrations run: as the role that may change the schema, one at a time, never waiting long for a lock."""

from __future__ import annotations

from alembic import context
from flask import current_app
from sqlalchemy import NullPool, create_engine, text

from clinic.ground.embedded_postgres import attach_or_start
from models import db

# A migration that waits for a table makes everybody behind it wait too: give up, and try again in a quieter moment.
LOCK_TIMEOUT = "5s"
ONE_MIGRATOR = 7_265_100


def run() -> None:
    """Bring the database to the wanted revision, each step in a transaction of its own."""
    config = current_app.config["HMS"]
    url = config.migration_database_url or attach_or_start(config.data_dir).url("migrator")
    options = f"-c lock_timeout={LOCK_TIMEOUT} -c statement_timeout=0"
    connect_args = {"options": options, "application_name": "hms-migrate"}
    # Without a pool: a step that fails closes its connection, and lets the next migrator in.
    engine = create_engine(url, poolclass=NullPool, connect_args=connect_args)
    with engine.connect() as connection:
        connection.execute(text("SELECT pg_advisory_lock(:key)"), {"key": ONE_MIGRATOR})
        connection.commit()
        context.configure(
            connection=connection,
            target_metadata=db.metadata,
            compare_type=True,
            compare_server_default=True,
            transaction_per_migration=True,
        )
        with context.begin_transaction():
            context.run_migrations()


run()
