"""Watching what requests do unseen: the SQL they make, the lines they log."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, event
from structlog.testing import capture_logs

NOT_QUERIES = ("SAVEPOINT", "RELEASE SAVEPOINT", "ROLLBACK TO SAVEPOINT")


@contextmanager
def queries_of(bind: Engine | Connection) -> Iterator[list[str]]:
    """Collect every statement, its values in it; the tests' own savepoints are none."""
    seen: list[str] = []

    def see(_conn: Any, cursor: Any, statement: str, parameters: Any, _context: Any, _many: bool) -> None:
        if not statement.startswith(NOT_QUERIES):
            seen.append(cursor.mogrify(statement, parameters).decode())

    event.listen(bind, "before_cursor_execute", see)
    try:
        yield seen
    finally:
        event.remove(bind, "before_cursor_execute", see)


@contextmanager
def log() -> Iterator[list[str]]:
    """Collect every line of the log."""
    lines: list[str] = []
    with capture_logs() as events:
        yield lines
    lines += [repr(event) for event in events]
