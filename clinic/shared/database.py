"""How the application reaches PostgreSQL: its pool, and what every connection is told first."""

from __future__ import annotations

from typing import Any

from flask import Flask, current_app
from sqlalchemy import Engine, NullPool, create_engine, event

from clinic.shared.metrics import WatchedPool, connections_limit
from clinic.shared.patience import Patience
from config import Config
from models import db

# A request that waits this long in the database is answered 503; it must not hold locks on.
_LIMITS = "-c statement_timeout=3s -c lock_timeout=3s -c idle_in_transaction_session_timeout=60s"

# A host that is gone says nothing at all: after ten seconds without a sign of it the connection is over.
_LOST_HOST = {"tcp_user_timeout": 10_000, "keepalives_idle": 5, "keepalives_interval": 2, "keepalives_count": 3}
PROBE_SECONDS = 2

TOLD = "speaks the clinic's time"


def register_database(app: Flask, config: Config, url: str) -> None:
    """Bind the models to the database."""
    kept, more = config.pool_share
    app.config["SQLALCHEMY_DATABASE_URI"] = url
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = {
        "poolclass": WatchedPool,
        "pool_size": kept,
        "max_overflow": more,
        "pool_timeout": config.pool_timeout,
        "hide_parameters": True,  # a traceback is no place for a patient's name
        "connect_args": {"connect_timeout": 3, "application_name": "hms", "options": _LIMITS, **_LOST_HOST},
    }
    connections_limit.set(kept + more)
    db.init_app(app)
    limits = {"connect_timeout": PROBE_SECONDS, "options": f"-c statement_timeout={PROBE_SECONDS}s"}
    probing = {"application_name": "hms-probe", **limits}
    app.extensions["probing_engine"] = create_engine(url, poolclass=NullPool, connect_args=probing)
    with app.app_context():
        event.listen(db.engine, "checkout", _speak_the_clinics_time)
        Patience().watch(db.engine)


def probing_engine() -> Engine:
    """Reach the database beside the pool: a server that hangs gives no answer to the connections that are open."""
    engine: Engine = current_app.extensions["probing_engine"]
    return engine


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
