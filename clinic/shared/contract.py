"""What each route takes and gives, declared once: it loads the request, and it writes the OpenAPI document."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from apispec import APISpec
from apispec.ext.marshmallow import MarshmallowPlugin
from flask import Flask, request
from marshmallow import Schema
from werkzeug.exceptions import RequestEntityTooLarge, UnsupportedMediaType
from werkzeug.routing import Rule

from clinic.shared.access import rule_of
from clinic.shared.errors import Invalid

PREFIXES = ("/api", "/api/v1")


@dataclass
class Contract:
    """What a view takes and gives, as the document tells it."""

    body: type[Schema] | None = None
    query: type[Schema] | None = None
    answer: type[Schema] | None = None
    status: int = 200
    is_list: bool = False
    more: dict[str, Any] = field(default_factory=dict)
    content: dict[str, Any] | None = None
    request_content: dict[str, Any] | None = None


def contract_of(view: Callable[..., Any]) -> Contract:
    """What a view declared, to read or to add to."""
    if not hasattr(view, "contract"):
        view.contract = Contract()  # type: ignore[attr-defined]
    contract: Contract = view.contract  # type: ignore[attr-defined]
    return contract


def takes(schema: type[Schema]) -> Callable[..., Any]:
    """Load the JSON body by a schema and hand it to the view as its last argument."""

    def declare(view: Callable[..., Any]) -> Callable[..., Any]:
        contract_of(view).body = schema
        loader = schema()

        @functools.wraps(view)
        def run(*args: Any, **kwargs: Any) -> Any:
            return view(*args, **kwargs, fields=loader.load(read_body()))

        return run

    return declare


def takes_query(schema: type[Schema]) -> Callable[..., Any]:
    """Load the query string by a schema and hand it to the view as `query`."""

    def declare(view: Callable[..., Any]) -> Callable[..., Any]:
        contract_of(view).query = schema
        loader = schema()

        @functools.wraps(view)
        def run(*args: Any, **kwargs: Any) -> Any:
            return view(*args, **kwargs, query=loader.load(_read_query()))

        return run

    return declare


def gives(
    schema: type[Schema] | None = None, status: int = 200, *, is_list: bool = False, **more: Any
) -> Callable[..., Any]:
    """Declare the answer: a row of a schema, a list of them, or (without a schema) a sentence.

    `more` are further members of the envelope: a schema, or a JSON schema as a dict.
    """

    def declare(view: Callable[..., Any]) -> Callable[..., Any]:
        contract = contract_of(view)
        contract.answer, contract.status, contract.is_list, contract.more = schema, status, is_list, more
        return view

    return declare


def gives_plain(**members: str) -> Callable[..., Any]:
    """Declare an answer without an envelope: an object of constants, as probes want it."""
    properties = {name: {"type": "string", "const": value} for name, value in members.items()}
    schema = {"type": "object", "required": list(members), "properties": properties}

    def declare(view: Callable[..., Any]) -> Callable[..., Any]:
        contract_of(view).content = {"application/json": {"schema": schema}}
        return view

    return declare


def gives_file(*media_types: str) -> Callable[..., Any]:
    """Declare an answer that is a file, not an envelope; beside `gives`, one that is asked for by `Accept`."""

    def declare(view: Callable[..., Any]) -> Callable[..., Any]:
        contract_of(view).content = {kind: {"schema": {"type": "string"}} for kind in media_types}
        return view

    return declare


def takes_file(*media_types: str) -> Callable[..., Any]:
    """Declare a request whose body is a file."""

    def declare(view: Callable[..., Any]) -> Callable[..., Any]:
        contract_of(view).request_content = {kind: {"schema": {"type": "string"}} for kind in media_types}
        return view

    return declare


def read_body() -> dict[str, Any]:
    """The request's JSON object. Raises RequestEntityTooLarge (413), UnsupportedMediaType (415) or Invalid (400)."""
    sent = request.get_data()
    if request.content_length is None and len(sent) >= (request.max_content_length or 0):
        raise RequestEntityTooLarge()  # a body of unknown length is cut off at the limit without a word
    if not sent:
        raise Invalid("Send a JSON object in the request's body.")
    if not request.is_json:
        raise UnsupportedMediaType()
    try:
        body = request.json_module.loads(sent)
    except ValueError as problem:
        raise Invalid(str(problem)) from None
    if not isinstance(body, dict):
        raise Invalid("Send a JSON object.")
    return body


def _read_query() -> dict[str, str]:
    repeated = [name for name, values in request.args.lists() if len(values) > 1]
    if repeated:
        raise Invalid(fields={name: ["Give this once; several values with commas between."] for name in repeated})
    return request.args.to_dict()


# ── the OpenAPI document ─────────────────────────────────────────────────────────────────────────────────

ERROR = {
    "type": "object",
    "required": ["success", "error", "code"],
    "properties": {
        "success": {"const": False},
        "error": {"type": "string", "description": "A sentence for a person."},
        "code": {"type": "string", "description": "Stable, for programs."},
        "fields": {
            "type": "object",
            "additionalProperties": {"type": "array", "items": {"type": "string"}},
            "description": "Sentences by field.",
        },
        "current": {
            "type": "object",
            "additionalProperties": True,
            "description": "412: the row as it now is.",
        },
        "conflict": {
            "type": "object",
            "additionalProperties": True,
            "description": "409: what is in the way.",
        },
        "next_free": {"type": "array", "items": {"type": "string", "format": "date-time"}},
        "overlaps": {"type": "array", "items": {"type": "object", "additionalProperties": True}},
        "holder": {
            "type": "object",
            "additionalProperties": True,
            "description": "email_taken: the patient who has the address.",
        },
        "doctors": {
            "type": "array",
            "items": {"type": "object", "additionalProperties": True},
            "description": "doctor_ambiguous: those of that name.",
        },
        "status": {"type": "string", "description": "503 of /ready."},
        "database": {"type": "string", "description": "503 of /ready: connected or disconnected."},
        "request_id": {"type": ["string", "null"]},
    },
}
SUCCESS = {"type": "boolean", "const": True}
COUNT = {"type": "integer", "description": "How many match in all; exact up to 10,000."}
IS_MINIMUM = {"type": "boolean", "description": "True where more than `count` match."}
NEXT = {"type": "string", "description": "The link to the next page; absent on the last."}


def openapi_document(app: Flask) -> dict[str, Any]:
    """Write the OpenAPI 3.1 document from the URL map and what its views declare."""
    spec = APISpec(
        title="Healthcare Management System",
        version="1",
        openapi_version="3.1.0",
        plugins=[MarshmallowPlugin(schema_name_resolver=lambda schema: _schema_name(schema))],
        info={"description": "Patients, appointments and medical records of one clinic. The same under /api/v1."},
        servers=[{"url": "/"}],
    )
    spec.components.schema("Error", ERROR)
    spec.components.security_scheme("bearer", {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"})
    for rule, view in documented(app):
        path = re.sub(r"<(?:\w+(?:\([^)]*\))?:)?(\w+)>", r"{\1}", rule.rule)
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            spec.path(path, operations={method.lower(): _operation(rule, view, method)})
    document: dict[str, Any] = spec.to_dict()
    document["paths"] = dict(sorted(document["paths"].items()))
    return document


def documented(app: Flask) -> Iterator[tuple[Rule, Callable[..., Any]]]:
    """The routes that the document tells of: the API once, and the probes."""
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: (rule.rule, sorted(rule.methods or ()))):
        if rule.rule.startswith("/api/v1/"):
            continue
        if rule.rule.startswith("/api/") or rule.rule in ("/health", "/ready"):
            yield rule, app.view_functions[rule.endpoint]


def _operation(rule: Rule, view: Callable[..., Any], method: str) -> dict[str, Any]:
    contract, access = contract_of(view), rule_of(view)
    sentence, _, rest = (view.__doc__ or "").strip().partition("\n")
    operation: dict[str, Any] = {
        "operationId": view.__name__,
        "tags": [rule.endpoint.split(".")[0]],
        "summary": sentence.rstrip("."),
        "parameters": [
            {"in": "path", "name": name, "required": True, "schema": _path_schema(rule, name)}
            for name in sorted(rule.arguments)
        ],
        "responses": {str(contract.status): _good_answer(contract), "default": _error_answer()},
    }
    if rest.strip():
        operation["description"] = re.sub(r"\s+", " ", rest.strip())
    if access and not access.open_because:
        operation["security"] = [{"bearer": []}]
    if contract.query:
        operation["parameters"].append({"in": "query", "schema": contract.query})
    if contract.body:
        operation["requestBody"] = {
            "required": True,
            "content": {"application/json": {"schema": contract.body}},
        }
    if contract.request_content:
        operation["requestBody"] = {"required": True, "content": contract.request_content}
    if getattr(view, "takes_idempotency_key", False):
        operation["parameters"].append(_header("Idempotency-Key", "Repeat the request safely under the same key."))
    if method in ("PUT", "DELETE"):
        operation["parameters"].append(_header("If-Match", "The ETag that was read; 412 if the row changed since."))
    return operation


def _path_schema(rule: Rule, name: str) -> dict[str, Any]:
    converter = rule._converters[name]
    return {"type": "integer", "minimum": 1} if type(converter).__name__ == "RowId" else {"type": "string"}


def _header(name: str, description: str) -> dict[str, Any]:
    return {"in": "header", "name": name, "schema": {"type": "string"}, "description": description}


def _good_answer(contract: Contract) -> dict[str, Any]:
    if contract.content and contract.answer is None:
        return {"description": "Done.", "content": contract.content}
    if contract.answer is None and not contract.more:
        members: dict[str, Any] = {"message": {"type": "string"}}
        required = ["success", "message"]
    else:
        members, required = {}, ["success"]
        if contract.answer:
            members["data"] = {"type": "array", "items": contract.answer} if contract.is_list else contract.answer
            required.append("data")
        if contract.is_list:
            members |= {"count": COUNT, "count_is_minimum": IS_MINIMUM, "next": NEXT}
            required.append("count")
        members |= contract.more
    body = {"type": "object", "required": required, "properties": {"success": SUCCESS, **members}}
    return {"description": "Done.", "content": {"application/json": {"schema": body}, **(contract.content or {})}}


def _error_answer() -> dict[str, Any]:
    return {
        "description": "Refused, with a sentence and a stable code.",
        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}},
    }


def _schema_name(schema: Any) -> str:
    cls = schema if isinstance(schema, type) else type(schema)
    return cls.__name__.removesuffix("Schema")
