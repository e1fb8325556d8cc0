"""What the log says: one JSON object a line, or readable lines where a person watches a terminal.

No line holds a name, an address or a query string: events name routes by their rule and rows by number. What other
libraries say goes the same way, without the texts that they would put into it.
"""

from __future__ import annotations

import logging
import os
import re
import sys
import traceback
from collections.abc import MutableMapping
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from threading import Lock
from typing import Any

import structlog
from flask import g, has_request_context, request

KEPT_DAYS = 30

Event = MutableMapping[str, Any]


def configure_logs(log_file: Path | None = None) -> None:
    """Set the form of the log and where it goes, once for each process: standard error, unless a file is given."""
    if structlog.is_configured():
        return
    is_watched = log_file is None and sys.stderr.isatty()
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _tell_of_the_request,
            *([_without_controls, structlog.dev.ConsoleRenderer()] if is_watched else [_as_json]),
        ],
        # A watched terminal shows trouble; whoever collects the log gets every request.
        wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING if is_watched else logging.INFO),
        logger_factory=structlog.WriteLoggerFactory(DailyFile(log_file) if log_file else sys.stderr),  # type: ignore[arg-type]  # it writes as a file does
        cache_logger_on_first_use=True,
    )
    root = logging.getLogger()
    if not any(isinstance(handler, OthersLines) for handler in root.handlers):
        root.addHandler(OthersLines(log_file))


def _tell_of_the_request(_logger: Any, _method: str, event: Event) -> Event:
    """Say in every line which request it belongs to: its number, its trace, its rule, and who is signed in."""
    if has_request_context():
        actor = g.get("actor")
        event.setdefault("request_id", g.get("request_id"))
        event.setdefault("trace_id", g.get("trace_id"))
        event.setdefault("rule", request.url_rule.rule if request.url_rule else None)
        event.setdefault("user", actor.user_id if actor else None)
    return event


# Escapes all that is not ASCII, and with it whatever could begin a line or speak to a terminal.
_as_json = structlog.processors.JSONRenderer(ensure_ascii=True)


def _without_controls(_logger: Any, _method: str, event: Event) -> Event:
    """Show what could begin a line or speak to the terminal as what it is."""
    for name, value in event.items():
        if isinstance(value, str) and not value.isprintable():
            event[name] = "".join(sign if sign.isprintable() else ascii(sign)[1:-1] for sign in value)
    return event


class DailyFile:
    """A file for each day (UTC) beside the path given, the date in its name; those of 30 days ago are removed.

    Nothing is renamed and each line is one append, so that any number of processes may write. A disk that is full
    costs the line, never the request.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._day: date | None = None
        self._file = -1
        self._changing = Lock()

    def write(self, line: str) -> None:
        with suppress(OSError):
            os.write(self._of(datetime.now(UTC).date()), line.encode(errors="replace"))

    def flush(self) -> None:
        """Nothing is held back."""

    def name_of(self, day: date) -> Path:
        return self.path.with_name(f"{self.path.stem}-{day}{self.path.suffix}")

    def _of(self, day: date) -> int:
        with self._changing:
            if day != self._day:
                opened = os.open(self.name_of(day), os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o640)
                if self._file >= 0:
                    os.close(self._file)
                self._file, self._day = opened, day
                self._remove_before(day - timedelta(days=KEPT_DAYS))
            return self._file

    def _remove_before(self, day: date) -> None:
        shape = re.compile(rf"{re.escape(self.path.stem)}-(\d{{4}}-\d\d-\d\d){re.escape(self.path.suffix)}")
        for file in self.path.parent.iterdir():
            named = shape.fullmatch(file.name)
            if named and named[1] < day.isoformat():
                file.unlink(missing_ok=True)  # another process may have been quicker


class OthersLines(logging.Handler):
    """Writes what gunicorn and the libraries log as lines of ours.

    Their sentences are kept as they were written into their code, with numbers filled in. Texts are left out, as they
    may come from a request: but for those of gunicorn's master, which never reads one.
    """

    def __init__(self, log_file: str | Path | None = None) -> None:
        super().__init__()
        self._made_by = os.getpid()
        configure_logs(Path(log_file) if log_file else None)

    def emit(self, record: logging.LogRecord) -> None:
        with suppress(Exception):  # a line less, but never a request
            error = record.exc_info[1] if record.exc_info else None
            more = {"error": type(error).__name__, "trace": trace_of(error)} if error else {}
            said = {"logger": record.name, "process": record.process, **more}
            structlog.get_logger().log(max(record.levelno, logging.INFO), self._sentence(record), **said)

    def _sentence(self, record: logging.LogRecord) -> str:
        if not isinstance(record.msg, str):
            return type(record.msg).__name__
        # gunicorn puts the line or header that it could not read into its sentence by itself
        sentence = re.sub(r"^(Invalid request) from .*", r"\1", record.msg, flags=re.DOTALL)
        if not record.args:
            return sentence
        is_masters = record.name == "gunicorn.error" and self._made_by == os.getpid()
        given = record.args if isinstance(record.args, tuple) else tuple(record.args.values())
        filled = tuple(value if is_masters or isinstance(value, int | float) else "…" for value in given)
        # a text stands where a number may have been asked for
        return re.sub(r"%(\(\w+\))?[-+# 0]*\d*(\.\d+)?[a-zA-Z]", "%s", sentence) % filled


def trace_of(error: BaseException) -> str:
    """Where an error came about. Not its message: that of a database error quotes the row."""
    return "".join(traceback.format_tb(error.__traceback__))
