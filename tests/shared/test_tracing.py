"""Traces and faults reach those who are to have them, say nothing of anybody, and never hold up a request."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from socket import create_server
from threading import Thread
from typing import Any

import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

from clinic.shared.faults import only_where
from clinic.shared.tracing import Caller, read_traceparent
from config import BadSetting, Config
from tests.factories import booking_json, patient_json
from tests.ground.processes import eventually
from tests.shared.webs import Web, web

PROJECT = Path(__file__).resolve().parents[2]
CANARY = "Kanarek"
TRACE, SPAN = "4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7"
TRACEPARENT = {"traceparent": f"00-{TRACE}-{SPAN}-01"}


class Collector:
    """Takes what is sent to it by HTTP and keeps it."""

    def __init__(self) -> None:
        self.received: list[tuple[str, bytes]] = []
        collector = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                if self.headers["Content-Encoding"] == "gzip":
                    body = gzip.decompress(body)
                collector.received.append((f"{self.path} {self.headers}", body))
                self.send_response(200)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port = self.server.server_port

    def everything(self) -> str:
        return "".join(f"{head}{body.decode(errors='replace')}" for head, body in list(self.received)).lower()

    def sent_to(self, path: str) -> list[tuple[str, bytes]]:
        return [(head, body) for head, body in list(self.received) if head.startswith(path)]

    def spans(self) -> list[Any]:
        exports = [ExportTraceServiceRequest.FromString(body) for _, body in self.sent_to("/v1/traces")]
        return [
            span
            for export in exports
            for resource in export.resource_spans
            for scope in resource.scope_spans
            for span in scope.spans
        ]

    def events(self) -> list[dict[str, Any]]:
        """What Sentry calls events, out of their envelopes."""
        parts = [json.loads(line) for _, body in self.sent_to("/api/1/envelope") for line in body.splitlines() if line]
        return [part for part in parts if "exception" in part]


@contextmanager
def collecting() -> Iterator[Collector]:
    collector = Collector()
    thread = Thread(target=collector.server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield collector
    finally:
        collector.server.shutdown()
        thread.join()
        collector.server.server_close()


def settings(collector: Collector, **more: str) -> dict[str, str]:
    endpoint = {"OTEL_EXPORTER_OTLP_ENDPOINT": f"http://127.0.0.1:{collector.port}", "OTEL_BSP_SCHEDULE_DELAY": "100"}
    return endpoint | {"NO_PROXY": "127.0.0.1", "no_proxy": "127.0.0.1", **more}


def book(served: Web, **headers: str) -> tuple[int, Any]:
    token = served.sign_in("admin")
    _, made = served.ask("POST", f"/api/patients?q={CANARY}", patient_json(name=CANARY, address=CANARY), token)
    told = booking_json(made["data"], reason=CANARY, notes=CANARY)
    return served.ask("POST", f"/api/appointments?q={CANARY}", told, token, User_Agent=CANARY, **headers)


def attributes(span: Any) -> dict[str, Any]:
    kinds = ((one.key, one.value.WhichOneof("value"), one.value) for one in span.attributes)
    return {key: getattr(value, kind) for key, kind, value in kinds}


# ── traces ───────────────────────────────────────────────────────────────────────────────────────────────


def test_a_collector_receives_a_bookings_trace_with_its_sql_and_nothing_of_the_patient(server, people, tmp_path):
    with (
        collecting() as collector,
        web(server, tmp_path, 2, **settings(collector, TRUSTED_PROXIES="1", TRUSTED_TRACES="1")) as served,
    ):
        assert book(served, **TRACEPARENT, X_Request_Id="desk-1234")[0] == 201
        eventually(lambda: any(span.name == "POST /api/appointments" for span in collector.spans()))
        spans = collector.spans()
        booking = next(span for span in spans if span.name == "POST /api/appointments")
        assert (booking.trace_id.hex(), booking.parent_span_id.hex()) == (TRACE, SPAN)
        assert attributes(booking) == {
            "http.request.method": "POST",
            "http.route": "/api/appointments",
            "http.response.status_code": 201,
            "hms.request_id": "desk-1234",
        }
        statements = [span for span in spans if span.parent_span_id == booking.span_id]
        assert {"INSERT", "SELECT"} <= {span.name for span in statements}
        assert {span.trace_id for span in statements} == {booking.trace_id}
        assert any("INSERT INTO appointment" in attributes(span)["db.query.text"] for span in statements)
        line = next(json.loads(line) for line in served.log if "desk-1234" in line)
        assert line["trace_id"] == TRACE
        for secret in (CANARY, "example.org", "bearer", "hms_app:"):
            assert secret.lower() not in collector.everything()


def test_a_failing_statement_is_told_by_its_kind_not_by_its_message(server, people, tmp_path):
    with collecting() as collector, web(server, tmp_path, 2, **settings(collector)) as served:
        token = served.sign_in("admin")
        for _ in range(2):  # the second has the first one's address
            served.ask("POST", "/api/patients", patient_json(email=f"{CANARY}@example.org"), token)
        eventually(lambda: any(attributes(span).get("error.type") == "email_taken" for span in collector.spans()))
        assert CANARY.lower() not in collector.everything()


def test_a_trace_is_not_taken_from_a_stranger(server, people, tmp_path):
    """Nor from a proxy that may pass on what strangers send."""
    with collecting() as collector, web(server, tmp_path, 2, **settings(collector, TRUSTED_PROXIES="1")) as served:
        assert book(served, **TRACEPARENT)[0] == 201
        eventually(lambda: any(span.name == "POST /api/appointments" for span in collector.spans()))
        assert TRACE not in {span.trace_id.hex() for span in collector.spans()}
        assert TRACE not in "".join(served.log)


def test_traces_of_a_proxy_need_a_proxy():
    with pytest.raises(BadSetting, match="TRUSTED_TRACES"):
        Config.from_env({"SECRET_KEY": "x" * 32, "TRUSTED_TRACES": "1"})


@pytest.mark.parametrize(
    ("header", "read"),
    [
        (f"00-{TRACE}-{SPAN}-01", Caller(TRACE, SPAN, True)),
        (f"00-{TRACE}-{SPAN}-00", Caller(TRACE, SPAN, False)),
        (f"01-{TRACE}-{SPAN}-03-what-comes", Caller(TRACE, SPAN, True)),
        (f"00-{TRACE}-{SPAN}-01-more", None),
        (f"ff-{TRACE}-{SPAN}-01", None),
        (f"00-{'0' * 32}-{SPAN}-01", None),
        (f"00-{TRACE}-{'0' * 16}-01", None),
        (f"00-{TRACE.upper()}-{SPAN}-01", None),
        (f"00-{TRACE}-{SPAN}-01\n", None),
        ("", None),
    ],
)
def test_a_traceparent_is_read_as_the_standard_says(header, read):
    assert read_traceparent(header) == read


@pytest.mark.parametrize("kind", ["closed", "hangs"])
def test_a_collector_that_is_away_neither_slows_nor_fails_a_request_nor_the_end(server, people, tmp_path, kind):
    with create_server(("127.0.0.1", 0), backlog=1) as hanging:
        port = hanging.getsockname()[1]
        if kind == "closed":
            hanging.close()
        endpoint = {"OTEL_EXPORTER_OTLP_ENDPOINT": f"http://127.0.0.1:{port}", "OTEL_BSP_SCHEDULE_DELAY": "20"}
        sentry = {"SENTRY_DSN": f"http://key@127.0.0.1:{port}/1"}
        with web(server, tmp_path, 1, **endpoint, **sentry) as served:
            token = served.sign_in()
            began = time.monotonic()
            for _ in range(100):
                assert served.ask("GET", "/api/patients", None, token)[0] == 200
                assert time.monotonic() - began < 5
            break_patients(server, served)
            assert {served.ask("GET", "/api/patients", None, token)[0] for _ in range(20)} == {500}
            began = time.monotonic()
            served.process.terminate()
            served.process.wait(20)
            assert time.monotonic() - began < 8


# ── faults ───────────────────────────────────────────────────────────────────────────────────────────────


def break_patients(server, served: Web) -> None:
    """Make a fault of ours out of every look at a patient; its message quotes the statement and the values."""
    connection = server.connect("superuser", served.database)
    with connection, connection.cursor() as cursor:
        cursor.execute("ALTER TABLE patient RENAME COLUMN name TO title")
    connection.close()


def test_a_fault_reaches_sentry_as_a_place_in_the_code_and_nothing_of_the_request(server, people, tmp_path):
    with collecting() as collector:
        dsn = f"http://key@127.0.0.1:{collector.port}/1"
        with web(
            server, tmp_path, 2, **settings(collector, SENTRY_DSN=dsn), TRUSTED_PROXIES="1", TRUSTED_TRACES="1"
        ) as served:
            token = served.sign_in("admin")
            break_patients(server, served)
            body = patient_json(name=CANARY, email=f"{CANARY}@example.org")
            sent = {"Cookie": f"a={CANARY}", "User_Agent": CANARY, "X_Request_Id": "desk-1234", **TRACEPARENT}
            assert served.ask("POST", f"/api/patients?q={CANARY}", body, token, **sent)[0] == 500
            eventually(lambda: len(collector.events()) == 1)
        (event,) = collector.events()
        assert event["tags"] == {"rule": "/api/patients", "request_id": "desk-1234", "trace_id": TRACE}
        *_, error = event["exception"]["values"]
        assert error["type"] == "ProgrammingError"
        assert any(frame["filename"].startswith("clinic/patients/") for frame in error["stacktrace"]["frames"])
        assert "vars" not in json.dumps(event)
        for secret in (CANARY.lower(), token.lower(), "example.org", "hms_app:"):
            assert secret not in collector.everything()


def test_whatever_else_is_collected_is_left_out():
    frame = {"filename": "a.py", "function": "f", "lineno": 1, "vars": {"name": CANARY}}
    error = {"type": "ValueError", "value": CANARY, "stacktrace": {"frames": [frame]}, "mechanism": {"data": CANARY}}
    names = ("request", "user", "extra", "breadcrumbs", "contexts", "server_name", "transaction", "something_new")
    event = {"event_id": "1", "exception": {"values": [error]}, **{name: {"x": CANARY} for name in names}}
    assert CANARY not in json.dumps(only_where(event, {}))


# ── what it costs not to have them ───────────────────────────────────────────────────────────────────────


def test_neither_is_imported_where_it_is_not_configured():
    code = "import sys, app; print([m for m in ('opentelemetry', 'sentry_sdk', 'requests') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], cwd=PROJECT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
