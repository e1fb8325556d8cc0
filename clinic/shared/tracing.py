"""Which trace a request belongs to, and who is told of traces and faults.

OpenTelemetry and Sentry are imported where they are configured only: they cost 0.2 s and 20 MB.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from flask import Flask, g, request

from config import Config

# W3C Trace Context; a version above 00 may add fields
_TRACEPARENT = re.compile(r"(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})(?:-.*)?")


class Caller(NamedTuple):
    """The span that a request comes from, as its `traceparent` names it."""

    trace_id: str
    span_id: str
    is_sampled: bool


def register_tracing(app: Flask, config: Config) -> None:
    """Give every request its trace, and send traces and faults to where the settings say."""

    def read_caller() -> None:
        # Most proxies pass on what clients send: theirs is a stranger's text, by which traces could be mixed or hidden.
        g.caller = read_traceparent(request.headers.get("traceparent", "")) if config.trusts_traces else None
        g.trace_id = g.caller.trace_id if g.caller else None

    app.before_request(read_caller)
    if config.otlp_endpoint:
        from clinic.shared.spans import register_spans

        register_spans(app, config)
    if config.sentry_dsn:
        from clinic.shared.faults import register_faults

        register_faults(app, config)


def read_traceparent(header: str) -> Caller | None:
    """Read the header; None where it is not one, as the standard has it."""
    found = _TRACEPARENT.fullmatch(header)
    if found is None or (header.startswith("00") and len(header) != len("00-") + 32 + 1 + 16 + 1 + 2):
        return None
    return Caller(found[1], found[2], bool(int(found[3], 16) & 1))
