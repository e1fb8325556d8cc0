"""Spans of requests and their SQL, sent by OTLP over HTTP. A collector that is away costs nobody anything.

A span has names, numbers and the SQL without its values: no address, no query string, nobody's name.
"""

from __future__ import annotations

import atexit
import os
from typing import Any

from flask import Flask, Response, g, has_request_context, request
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.trace import (
    NonRecordingSpan,
    Span,
    SpanContext,
    SpanKind,
    Status,
    StatusCode,
    TraceFlags,
    Tracer,
    format_trace_id,
    set_span_in_context,
)
from sqlalchemy import event

from clinic import __version__
from clinic.shared.requests import method_of
from clinic.shared.tracing import Caller
from config import Config
from models import db

SEND_SECONDS = 3
LAST_SEND_MILLISECONDS = 2000


def register_spans(app: Flask, config: Config) -> None:
    """Trace every request but the probes, and every statement within it."""
    tracer = _tracer(config)

    def begin() -> None:
        if request.url_rule is None or request.url_rule.rule in ("/health", "/ready"):
            return
        method, rule = method_of(request), request.url_rule.rule
        g.span = tracer.start_span(
            f"{method} {rule}",
            _context_of(g.caller) if g.caller else None,
            SpanKind.SERVER,
            {"http.request.method": method, "http.route": rule, "hms.request_id": g.request_id},
        )
        g.trace_id = format_trace_id(g.span.get_span_context().trace_id)

    def note(answer: Response) -> Response:
        if span := g.get("span"):
            span.set_attribute("http.response.status_code", answer.status_code)
            if code := g.get("refused_as"):
                span.set_attribute("error.type", code)
            if answer.status_code >= 500:
                span.set_status(Status(StatusCode.ERROR))
        return answer

    def end(_error: BaseException | None) -> None:
        if span := g.pop("span", None):
            span.end()

    app.before_request(begin)
    app.after_request(note)
    app.teardown_request(end)
    with app.app_context():
        _trace_statements(db.engine, tracer)


def _tracer(config: Config) -> Tracer:
    about = {
        "service.name": os.environ.get("OTEL_SERVICE_NAME", "hms"),
        "service.version": __version__,
        "deployment.environment.name": config.environment,
    }
    provider = TracerProvider(resource=Resource.create(about), shutdown_on_exit=False)
    # It sends from a thread of its own, out of a queue that forgets when it is full.
    processor = BatchSpanProcessor(OTLPSpanExporter(f"{config.otlp_endpoint}/v1/traces", timeout=SEND_SECONDS))
    provider.add_span_processor(processor)
    # The processor's own way to end would wait 30 seconds for a collector that hangs.
    atexit.register(processor._batch_processor.shutdown, LAST_SEND_MILLISECONDS)
    return provider.get_tracer("hms", __version__)


def _context_of(caller: Caller) -> Any:
    flags = TraceFlags(TraceFlags.SAMPLED if caller.is_sampled else TraceFlags.DEFAULT)
    ids = SpanContext(int(caller.trace_id, 16), int(caller.span_id, 16), is_remote=True, trace_flags=flags)
    return set_span_in_context(NonRecordingSpan(ids))


def _trace_statements(engine: Any, tracer: Tracer) -> None:
    def begin(_connection: Any, _cursor: Any, statement: str, _values: Any, context: Any, _many: bool) -> None:
        parent: Span | None = g.get("span") if has_request_context() else None
        if parent is None or context is None:
            return
        kind = statement.split(None, 1)[0]
        told = {"db.system.name": "postgresql", "db.operation.name": kind, "db.query.text": statement}
        context.hms_span = tracer.start_span(kind, set_span_in_context(parent), SpanKind.CLIENT, told)

    def end(_connection: Any, _cursor: Any, _statement: str, _values: Any, context: Any, _many: bool) -> None:
        if span := getattr(context, "hms_span", None):
            span.end()

    def fail(failed: Any) -> None:
        if span := getattr(failed.execution_context, "hms_span", None):
            span.set_attribute("error.type", type(failed.original_exception).__name__)
            span.set_status(Status(StatusCode.ERROR))  # without its message, which quotes the row
            span.end()

    event.listen(engine, "before_cursor_execute", begin)
    event.listen(engine, "after_cursor_execute", end)
    event.listen(engine, "handle_error", fail)
