"""What the product counts of itself, for Prometheus. Whoever serves makes the numbers of all processes into one.

Labels are few and known: the rule of a route, never an address; a code of ours, never a sentence.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from flask import Flask, Response, current_app, g, request
from prometheus_client import Counter, Gauge, Histogram
from sqlalchemy import PoolProxiedConnection, QueuePool
from sqlalchemy.exc import TimeoutError as NoConnection

from clinic.shared.requests import method_of

SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)

requests_total = Counter("hms_requests_total", "Requests that were answered.", ["method", "rule", "status"])
request_seconds = Histogram(
    "hms_request_seconds", "How long it took until there was an answer.", ["method", "rule"], buckets=SECONDS
)
in_progress = Gauge("hms_requests_in_progress", "Requests being answered now.", multiprocess_mode="livesum")
refusals_total = Counter("hms_refusals_total", "Requests that were refused, by the code in the answer.", ["code"])
bookings_total = Counter("hms_bookings_total", "Bookings that were asked for, by what became of them.", ["outcome"])
sign_ins_total = Counter("hms_sign_ins_total", "Sign-ins that were tried, by what became of them.", ["outcome"])
connections = Gauge("hms_database_connections", "Connections of the pool.", ["state"], multiprocess_mode="livesum")
connections_limit = Gauge(
    "hms_database_connections_limit", "How many connections the pool may open.", multiprocess_mode="livesum"
)
connection_wait = Histogram("hms_database_wait_seconds", "How long a request waited for a connection.", buckets=SECONDS)
waited_in_vain = Counter("hms_database_wait_timeouts_total", "Requests that got no connection in time.")
ready = Gauge("hms_ready", "Whether the last probe found that requests can be served.", multiprocess_mode="mostrecent")
database_up = Gauge("hms_database_up", "Whether the database answered the last probe.", multiprocess_mode="mostrecent")
migrations_pending = Gauge(
    "hms_migrations_pending", "Whether the last probe found a schema behind the code.", multiprocess_mode="mostrecent"
)
database_ping = Histogram("hms_database_ping_seconds", "How long the database took to answer a probe.", buckets=SECONDS)

View = Callable[..., Any]


def counted_by(counter: Counter) -> Callable[[View], View]:
    """Count what becomes of a view's requests: `ok`, `repeated` for an answer given again, or the refusal's code.

    It is counted when the answer leaves. A good one leaves only after its commit, so what was rolled back is not in it.
    """

    def declare(view: View) -> View:
        view.outcomes = counter  # type: ignore[attr-defined]
        return view

    return declare


def register_metrics(app: Flask) -> None:
    """Count and time every request."""
    app.before_request(_begin)
    app.after_request(_count)
    app.teardown_request(_end)


def _begin() -> None:
    g.is_in_progress = True
    in_progress.inc()


def _count(answer: Response) -> Response:
    rule = request.url_rule.rule if request.url_rule else "none"
    method = method_of(request)
    requests_total.labels(method, rule, answer.status_code).inc()
    request_seconds.labels(method, rule).observe(time.perf_counter() - g.began)
    code = g.get("refused_as")
    if code:
        refusals_total.labels(code).inc()
    if outcomes := getattr(current_app.view_functions.get(request.endpoint or ""), "outcomes", None):
        is_repeated = "Idempotency-Replayed" in answer.headers
        outcomes.labels(code or ("repeated" if is_repeated else "ok")).inc()
    return answer


def _end(_error: BaseException | None) -> None:
    if g.pop("is_in_progress", False):
        in_progress.dec()


class WatchedPool(QueuePool):
    """A pool that tells how long it let a request wait, and how many connections it has."""

    def connect(self) -> PoolProxiedConnection:
        began = time.perf_counter()
        try:
            return super().connect()
        except NoConnection:
            waited_in_vain.inc()
            raise
        finally:
            connection_wait.observe(time.perf_counter() - began)
            self._show()

    def _do_return_conn(self, record: Any) -> None:
        super()._do_return_conn(record)
        self._show()

    def _show(self) -> None:
        _IN_USE.set(self.checkedout())
        _IDLE.set(self.checkedin())


_IN_USE, _IDLE = connections.labels("in_use"), connections.labels("idle")


def note_probe(*, is_ready: bool, database_answers: bool, is_pending: bool = False) -> None:
    """Keep what a readiness probe found."""
    ready.set(is_ready)
    database_up.set(database_answers)
    migrations_pending.set(is_pending)
