"""The door that tests knock at: a client that speaks as somebody, and holds every answer to the OpenAPI document."""

from __future__ import annotations

import copy
import re
import uuid
from datetime import date, datetime
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from jsonschema import Draft202012Validator, FormatChecker
from werkzeug.exceptions import HTTPException
from werkzeug.test import TestResponse

from clinic.shared.contract import openapi_document

FORMATS = FormatChecker(())


@FORMATS.checks("date", ValueError)
def _is_date(value: object) -> bool:
    return not isinstance(value, str) or bool(date.fromisoformat(value))


@FORMATS.checks("date-time", ValueError)
def _is_moment(value: object) -> bool:
    return not isinstance(value, str) or datetime.fromisoformat(value).tzinfo is not None


@FORMATS.checks("uuid", ValueError)
def _is_uuid(value: object) -> bool:
    return not isinstance(value, str) or bool(uuid.UUID(value))


class Document:
    """The API's document, as what every answer must be. Members that it does not name are refused too."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.spec = copy.deepcopy(openapi_document(app))
        _close(self.spec)
        self._validators: dict[tuple[str, str, int], Draft202012Validator] = {}

    def check(self, answer: TestResponse) -> None:
        """Raises AssertionError for an answer that the document does not tell of."""
        request = answer.request
        told = f"{request.method} {request.path} answered {answer.status_code}"
        assert answer.status_code != 500, f"{told}: {answer.get_data(as_text=True)}"
        if request.method in ("HEAD", "OPTIONS") or not (request.path.startswith("/api") or answer.is_json):
            return
        self._check_headers(answer, told)
        if not answer.is_json:
            assert answer.status_code == 200, f"{told} without JSON"
            return
        for problem in self._validator(answer).iter_errors(answer.get_json()):
            raise AssertionError(f"{told}, at {'.'.join(map(str, problem.path)) or 'the top'}: {problem.message}")

    @staticmethod
    def _check_headers(answer: TestResponse, told: str) -> None:
        assert re.fullmatch(r"[A-Za-z0-9._-]{8,64}", answer.headers.get("X-Request-Id", "")), f"{told} unnumbered"
        assert answer.headers.get("X-Content-Type-Options") == "nosniff", f"{told} without nosniff"
        if answer.request.path.startswith("/api"):
            assert answer.headers.get("Cache-Control") == "no-store", f"{told} for caches to keep"
        if answer.status_code >= 400:
            assert answer.json, f"{told} without an envelope"
            assert answer.json["request_id"] == answer.headers["X-Request-Id"], f"{told} under another number"

    def _validator(self, answer: TestResponse) -> Draft202012Validator:
        key = (answer.request.method, self._path(answer), answer.status_code)
        if key not in self._validators:
            schema = self._schema(*key)
            self._validators[key] = Draft202012Validator(
                {**schema, "components": self.spec["components"]}, format_checker=FORMATS
            )
        return self._validators[key]

    def _schema(self, method: str, path: str, status: int) -> dict[str, Any]:
        error = {"$ref": "#/components/schemas/Error"}
        operation = self.spec["paths"].get(path, {}).get(method.lower())
        if operation is None:
            assert status >= 400, f"{method} {path} is not in the document"
            return error
        answers = operation["responses"]
        if status >= 400:
            return error
        assert str(status) in answers, f"{method} {path} answered {status}, which the document does not tell"
        schema: dict[str, Any] = answers[str(status)]["content"]["application/json"]["schema"]
        return schema

    def _path(self, answer: TestResponse) -> str:
        """The path as the document writes it; both versions of the API are one there."""
        adapter = self.app.url_map.bind("localhost")
        try:
            rule, _ = adapter.match(answer.request.path, method=answer.request.method, return_rule=True)
        except HTTPException:
            return ""
        return re.sub(r"<(?:\w+(?:\([^)]*\))?:)?(\w+)>", r"{\1}", rule.rule).replace("/api/v1/", "/api/", 1)


def _close(part: Any) -> None:
    """Let no object have members beyond those that its schema names."""
    if isinstance(part, dict):
        if part.get("properties") and isinstance(part["properties"], dict) and part.get("type") == "object":
            part.setdefault("additionalProperties", False)
        for member in part.values():
            _close(member)
    elif isinstance(part, list):
        for member in part:
            _close(member)


class Client(FlaskClient):
    """A caller with a bearer token, or with none. `checks` may be turned off where an answer is meant to be odd."""

    token: str | None = None
    document: Document | None = None

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        if self.token and args and isinstance(args[0], str):
            headers = dict(kwargs.pop("headers", None) or {})
            headers.setdefault("Authorization", f"Bearer {self.token}")
            kwargs["headers"] = headers
        answer = super().open(*args, **kwargs)
        if self.document:
            self.document.check(answer)
        return answer
