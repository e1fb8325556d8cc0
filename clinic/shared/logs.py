"""What the log says: one JSON object a line, or readable lines where a person watches a terminal.

No line holds a name, an address or a query string: events name routes by their rule and rows by number.
"""

from __future__ import annotations

import logging
import sys

import structlog


def configure_logs() -> None:
    """Set the form of the log, once for each process."""
    if structlog.is_configured():
        return
    is_watched = sys.stderr.isatty()
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.dev.ConsoleRenderer() if is_watched else structlog.processors.JSONRenderer(),
        ],
        # A watched terminal shows trouble; whoever collects the log gets every request.
        wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING if is_watched else logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
