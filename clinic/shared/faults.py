"""What Sentry is told of a fault of ours: where in the code, and in which request. Nothing of what was in it."""

from __future__ import annotations

from typing import Any

import sentry_sdk
from flask import Flask, g, request

from clinic import __version__
from config import Config

FRAME = ("filename", "function", "lineno", "module", "context_line", "in_app")


def register_faults(app: Flask, config: Config) -> None:
    """Report every error that nobody expected."""
    sentry_sdk.init(
        dsn=config.sentry_dsn,
        release=__version__,
        environment=config.environment,
        before_send=only_where,  # type: ignore[arg-type]  # we hand on a plain dict
        # No hooks into libraries: each of them would collect something else of a request.
        default_integrations=False,
        auto_enabling_integrations=False,
        send_default_pii=False,
        include_local_variables=False,
        max_request_body_size="never",
        max_breadcrumbs=0,
        send_client_reports=False,
        auto_session_tracking=False,
        server_name="",
        shutdown_timeout=2,
    )
    app.extensions["report_fault"] = report


def report(error: BaseException) -> None:
    """Send an error, from a thread beside: where Sentry is away, nobody waits."""
    with sentry_sdk.new_scope() as scope:
        scope.set_tag("rule", request.url_rule.rule if request.url_rule else "none")
        scope.set_tag("request_id", g.get("request_id"))
        if trace_id := g.get("trace_id"):
            scope.set_tag("trace_id", trace_id)
        sentry_sdk.capture_exception(error)


def only_where(event: dict[str, Any], _hint: dict[str, Any]) -> dict[str, Any]:
    """Keep what is known to say nothing of anybody, by name; whatever else a later version collects is left out.

    The message of an error goes, too: that of a database error quotes the row.
    """
    kept = ("event_id", "timestamp", "level", "platform", "release", "environment", "tags", "sdk")
    told = {name: event[name] for name in kept if name in event}
    told["exception"] = {"values": [_without_message(error) for error in event.get("exception", {}).get("values", ())]}
    return told


def _without_message(error: dict[str, Any]) -> dict[str, Any]:
    frames = (error.get("stacktrace") or {}).get("frames", ())
    return {
        "type": error.get("type"),
        "module": error.get("module"),
        "stacktrace": {"frames": [{name: frame.get(name) for name in FRAME} for frame in frames]},
    }
