"""What surrounds every request: its number, its limits, its headers, its line in the log."""

from __future__ import annotations

import re
import time
import uuid

import structlog
from flask import Flask, Request, Response, g, request
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import DBAPIError
from werkzeug.routing import IntegerConverter

from clinic.shared.errors import DEADLOCK, SERIALIZATION_FAILURE
from clinic.shared.fields import INT4_MAX
from models import db

log = structlog.get_logger(__name__)

MOST_BYTES = 1_000_000
RUNS = 3
PROBES = ("/health", "/ready")
EVERY_ANSWER = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
}
_REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")
_METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}


class RowId(IntegerConverter):
    """The number of a row in an address. One too high for any row is 0, so that the view says what is not there."""

    regex = "[1-9][0-9]*"

    def to_python(self, value: str) -> int:
        return int(value) if len(value) <= len(str(INT4_MAX)) and int(value) <= INT4_MAX else 0


class RetryingFlask(Flask):
    """Flask that runs a request again when the database broke it off for the sake of another one.

    Nothing of the first run stays: its transaction was rolled back whole.
    """

    def dispatch_request(self) -> ResponseReturnValue:
        for _ in range(RUNS - 1):
            try:
                return super().dispatch_request()
            except DBAPIError as error:
                if not is_victim(error):
                    raise
                log.warning("request_run_again", pgcode=getattr(error.orig, "pgcode", None))
                db.session.rollback()
        return super().dispatch_request()


def is_victim(error: DBAPIError) -> bool:
    """Whether the database broke off a transaction for the sake of another: run again, it goes through."""
    return getattr(error.orig, "pgcode", None) in (DEADLOCK, SERIALIZATION_FAILURE)


def register_requests(app: Flask) -> None:
    """Number, time and log every request, and give every answer its headers."""
    app.url_map.converters["row_id"] = RowId
    app.url_map.merge_slashes = False  # an address is right, or it is not there
    app.config["MAX_CONTENT_LENGTH"] = MOST_BYTES
    app.before_request(_begin)
    app.after_request(_finish)


def method_of(request: Request) -> str:
    """The method, if it is one of those that we know; anybody can write something else there."""
    return request.method if request.method in _METHODS else "OTHER"


def _begin() -> None:
    sent = request.headers.get("X-Request-Id", "")
    g.request_id = sent if _REQUEST_ID.fullmatch(sent) else uuid.uuid4().hex
    g.began = time.perf_counter()


def _finish(answer: Response) -> Response:
    answer.headers["X-Request-Id"] = g.get("request_id", "")
    for name, value in EVERY_ANSWER.items():
        answer.headers.setdefault(name, value)
    if request.path.startswith("/api"):
        answer.headers["Cache-Control"] = "no-store"
    if request.is_secure:
        answer.headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
    _log(answer)
    return answer


def _log(answer: Response) -> None:
    if request.path in PROBES and answer.status_code == 200:
        return  # every few seconds the same
    # The rule, never the address: addresses and query strings can tell of a patient.
    log.info(
        "request",
        method=method_of(request),
        status=answer.status_code,
        ms=round((time.perf_counter() - g.get("began", time.perf_counter())) * 1000, 1),
    )
