"""JSON in and out: read strictly, written fast."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import orjson
from flask import Response
from flask.json.provider import JSONProvider


class NotStrictJson(ValueError):
    """The text is not the JSON of RFC 8259 that two programs would read alike."""


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Refuse a name that stands twice: which of the two is meant is anybody's guess."""
    named = dict(pairs)
    if len(named) < len(pairs):
        raise NotStrictJson("A name stands twice in one JSON object.")
    return named


def _no_constant(name: str) -> Any:
    raise NotStrictJson(f"{name} is not a JSON number.")


# What `read` reads with, for whoever finds several values in one text.
DECODER = json.JSONDecoder(object_pairs_hook=_once, parse_constant=_no_constant)


def read(text: str | bytes) -> Any:
    """Parse JSON. Raises NotStrictJson for anything doubtful: duplicate names, NaN, bad UTF-8, endless nesting."""
    try:
        return DECODER.decode(text if isinstance(text, str) else text.decode("utf-8"))
    except RecursionError:
        raise NotStrictJson("The JSON is nested too deeply.") from None
    except NotStrictJson:
        raise
    except ValueError:
        raise NotStrictJson("The body is not JSON.") from None


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return str(value)
    raise TypeError(type(value).__name__)


class StrictJson(JSONProvider):
    """Flask's JSON: moments leave as the database gave them, in the clinic's zone."""

    def dumps(self, obj: Any, **kwargs: Any) -> str:
        return orjson.dumps(obj, default=_plain).decode()

    def loads(self, s: str | bytes, **kwargs: Any) -> Any:
        return read(s)

    def response(self, *args: Any, **kwargs: Any) -> Any:
        body = orjson.dumps(self._prepare_response_obj(args, kwargs), default=_plain)
        return Response(body, mimetype="application/json")
