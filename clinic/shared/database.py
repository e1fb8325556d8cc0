"""How the application reaches PostgreSQL: its pool, and what every connection is told first."""

from __future__ import annotations

from typing import Any

from flask import Flask
from sqlalchemy import event

from config import Config
from models import db

# A request that waits this long in the database has lost its reader; it must not hold locks on.
_LIMITS = "-c statement_timeout=20s -c lock_timeout=10s -c idle_in_transaction_session_timeout=60s"

TOLD = "speaks the clinic's time"


def register_database(app: Flask, config: Config, url: str) -> None:
    """Bind the models to the database."""
    app.config["SQLALCHEMY_DATABASE_URI"] = url
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = {
        "pool_size": config.pool_size,
        "max_overflow": config.pool_overflow,
        "pool_timeout": config.pool_timeout,
        "pool_pre_ping": True,
        "hide_parameters": True,  # a traceback is no place for a patient's name
        "connect_args": {"connect_timeout": 3, "application_name": "hms", "options": _LIMITS},
    }
    db.init_app(app)
    with app.app_context():
        event.listen(db.engine, "checkout", _speak_the_clinics_time)


def _speak_the_clinics_time(connection: Any, record: Any, _: Any) -> None:
    """Let moments leave the database in the clinic's zone, so that nobody converts them row by row.

    The same for every connection of the pool, so nothing leaks from one request to the next. Told once; one made
    before there was a clinic, by a probe or a command, is told when there is.
    """
    if record.info.get(TOLD):
        return
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT to_regclass('clinic') IS NOT NULL")
            if cursor.fetchone()[0]:
                cursor.execute("SELECT set_config('TimeZone', zone, false) FROM clinic")
                record.info[TOLD] = cursor.rowcount == 1
    finally:
        connection.autocommit = False
