"""Refusals: one class each, and the envelope in which every error leaves.

Actions raise a Refusal and know no HTTP; the handlers here are the edge that turns it, and everything the
framework or the database raises, into `{success: false, error, code, fields?, request_id}`.
"""

from __future__ import annotations

from typing import Any

import structlog
from flask import Flask, Response, current_app, g, jsonify
from marshmallow import ValidationError
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError, TimeoutError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException

from clinic.shared.logs import trace_of
from clinic.shared.reach import data_shown
from models import db

log = structlog.get_logger(__name__)

RETRY_AFTER_SECONDS = 2
SERIALIZATION_FAILURE, DEADLOCK, LOCK_TIMEOUT, CANCELLED = "40001", "40P01", "55P03", "57014"
ONLY_READS = "25006"  # a standby, while another takes over
BUSY = (SERIALIZATION_FAILURE, DEADLOCK, LOCK_TIMEOUT, CANCELLED, ONLY_READS)


class Refusal(Exception):
    """A request that is understood and refused, with a sentence that helps.

    `fields` holds sentences by field name; `extra` is added to the envelope (the present state on a 409 or
    412); `headers` to the answer. None of them may carry SQL or, except as the state a permitted caller asked
    for, a patient's data; `shows_patient` says whose that is, for the trail.
    """

    status = 400
    code = "refused"
    message = "The request was refused."

    def __init__(
        self,
        message: str | None = None,
        *,
        fields: dict[str, list[str]] | None = None,
        headers: dict[str, str] | None = None,
        shows_patient: int | None = None,
        **extra: Any,
    ) -> None:
        super().__init__(message or self.message)
        self.shows_patient = shows_patient
        self.fields = fields
        self.headers = headers or {}
        self.extra = extra


class Invalid(Refusal):
    code = "validation_error"
    message = "Some fields need a look."


class Unauthenticated(Refusal):
    status = 401
    code = "unauthenticated"
    message = "Sign in to go on."


class Forbidden(Refusal):
    status = 403
    code = "forbidden"
    message = "Your role does not allow this."


class NotFound(Refusal):
    status = 404
    code = "not_found"
    message = "There is nothing here."


class Conflict(Refusal):
    status = 409
    code = "conflict"


class ChangedMeanwhile(Refusal):
    """Somebody saved the row after the caller read it; `current` is the row as it now is."""

    status = 412
    code = "changed_meanwhile"
    message = "Someone saved this while you were editing. Nothing was overwritten."


# What a broken constraint means to a person, by the constraint's name. Each package adds its own.
BROKEN_CONSTRAINTS: dict[str, type[Refusal]] = {}


def refusal_of(error: IntegrityError) -> Refusal | None:
    """What a broken constraint means to a person; None where it is a fault of ours."""
    name = getattr(getattr(error.orig, "diag", None), "constraint_name", None)
    refusal = BROKEN_CONSTRAINTS.get(name or "")
    return refusal() if refusal else None


HTTP_CODES = {
    400: ("bad_request", "The request could not be read."),
    401: ("unauthenticated", "Sign in to go on."),
    403: ("forbidden", "Your role does not allow this."),
    404: ("not_found", "There is nothing at this address."),
    405: ("method_not_allowed", "This address does not take that method."),
    413: ("too_large", "The request is too large."),
    414: ("address_too_long", "The address is too long."),
    415: ("unsupported_media_type", "Send JSON, with Content-Type: application/json."),
    429: ("too_many_requests", "Too many tries. Wait a little and try again."),
    431: ("headers_too_large", "The request's headers are too large."),
}


def envelope(
    status: int,
    code: str,
    error: str,
    *,
    fields: dict[str, Any] | None = None,
    headers: dict[str, str] | None = None,
    extra: dict[str, Any] | None = None,
) -> Response:
    """Answer an error, always as JSON."""
    g.refused_as = code
    body: dict[str, Any] = {"success": False, "error": error, "code": code}
    if fields:
        body["fields"] = fields
    body.update(extra or {})
    body["request_id"] = g.get("request_id")
    answer = jsonify(body)
    answer.status_code = status
    answer.headers.update(headers or {})
    return answer


def register_errors(app: Flask) -> None:
    """Give every way to fail its answer."""
    app.register_error_handler(Refusal, _refused)
    app.register_error_handler(ValidationError, _invalid)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(IntegrityError, _broken_constraint)
    app.register_error_handler(StaleDataError, _stale)
    app.register_error_handler(DBAPIError, _database)
    app.register_error_handler(TimeoutError, _no_connection)
    app.register_error_handler(Exception, _unexpected)


def _refused(refusal: Refusal) -> Response:
    db.session.rollback()
    if refusal.shows_patient:
        data_shown.run(action="patient.read", patient_id=refusal.shows_patient, because=refusal.code)
        db.session.commit()
    return envelope(
        refusal.status,
        refusal.code,
        str(refusal),
        fields=refusal.fields,
        headers=refusal.headers,
        extra=refusal.extra,
    )


def _invalid(error: ValidationError) -> Response:
    fields = error.normalized_messages()
    return _refused(Invalid(fields=fields))


def _http(error: HTTPException) -> Response:
    db.session.rollback()
    status = error.code or 500
    code, sentence = HTTP_CODES.get(status, ("http_error", error.description or "The request failed."))
    headers = {name: value for name, value in error.get_headers() if name in ("Allow", "Retry-After")}
    return envelope(status, code, sentence, headers=headers)


def _broken_constraint(error: IntegrityError) -> Response:
    refusal = refusal_of(error)
    return _refused(refusal) if refusal else _unexpected(error)


def _stale(error: StaleDataError) -> Response:
    return _refused(ChangedMeanwhile())


def _database(error: DBAPIError) -> Response:
    """The database is away or too busy: say so, and when to come back. Anything else is a fault of ours."""
    is_away = isinstance(error, OperationalError) or error.connection_invalidated
    if is_away or getattr(error.orig, "pgcode", None) in BUSY:
        log.warning("database_unavailable", pgcode=getattr(error.orig, "pgcode", None))
        return _unavailable()
    return _unexpected(error)


def _no_connection(error: TimeoutError) -> Response:
    log.warning("database_pool_exhausted")
    return _unavailable()


def _unavailable() -> Response:
    db.session.rollback()
    return envelope(
        503,
        "unavailable",
        "The database does not answer just now. Try again in a moment, and see whether it was saved.",
        headers={"Retry-After": str(RETRY_AFTER_SECONDS)},
    )


def _unexpected(error: Exception) -> Response:
    log.error("unexpected_error", error=type(error).__name__, trace=trace_of(error))
    if report := current_app.extensions.get("report_fault"):
        report(error)
    db.session.rollback()
    return envelope(500, "internal_error", "Something went wrong on our side. Try again, and see whether it was saved.")
