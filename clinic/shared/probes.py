"""What Kubernetes asks: is the process alive, and can it serve."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import structlog
from alembic.config import Config as AlembicConfig
from alembic.script import ScriptDirectory
from flask import Blueprint, Response, current_app, jsonify
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from clinic.shared import metrics
from clinic.shared.access import open_to_all
from clinic.shared.clinic import NotFounded
from clinic.shared.contract import gives_plain
from clinic.shared.database import probing_engine
from clinic.shared.errors import RETRY_AFTER_SECONDS, envelope

blueprint = Blueprint("probes", __name__)
log = structlog.get_logger(__name__)

PENDING = "Migrations are pending."


@blueprint.get("/health")
@open_to_all("a probe")
@gives_plain(status="healthy")
def show_health() -> Response:
    """Whether the process answers. Never asks the database: a restart would not bring that back."""
    return jsonify({"status": "healthy"})


@blueprint.get("/ready")
@open_to_all("a probe")
@gives_plain(status="ready", database="connected")
def show_readiness() -> Response:
    """Whether requests can be served: the database answers, its schema is this code's, and it has a clinic."""
    try:
        with metrics.database_ping.time(), probing_engine().connect() as connection:
            if _is_older(connection.scalar(text("SELECT version_num FROM alembic_version"))):
                return _not_ready(PENDING, database="connected")
            if not connection.scalar(text("SELECT EXISTS (SELECT FROM clinic)")):
                return _not_ready(NotFounded.message, database="connected")
    except SQLAlchemyError as error:
        if getattr(getattr(error, "orig", None), "pgcode", None) == "42P01":
            return _not_ready(PENDING, database="connected")
        return _not_ready("The database does not answer.", database="disconnected")
    metrics.note_probe(is_ready=True, database_answers=True)
    return jsonify({"status": "ready", "database": "connected"})


def _is_older(revision: str | None) -> bool:
    """Whether a schema is behind this code. One that this code does not know is newer: it fits what still runs."""
    _, *older = known_revisions(current_app.root_path)
    return revision is None or revision in older


@cache
def known_revisions(root: str) -> tuple[str, ...]:
    """The schemas that this code knows, the one that it was written for first."""
    settings = AlembicConfig()
    settings.set_main_option("script_location", str(Path(root) / "migrations"))
    return tuple(script.revision for script in ScriptDirectory.from_config(settings).walk_revisions())


def _not_ready(sentence: str, *, database: str) -> Response:
    metrics.note_probe(is_ready=False, database_answers=database == "connected", is_pending=sentence == PENDING)
    log.warning("not_ready", because=sentence)  # whoever asks reads the status only, and people read the log
    headers = {"Retry-After": str(RETRY_AFTER_SECONDS)}
    return envelope(503, "not_ready", sentence, headers=headers, extra={"status": "not ready", "database": database})
