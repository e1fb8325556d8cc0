"""The API's own description: the document for programs, a page for people. Both are closed in production."""

from __future__ import annotations

import json
import secrets
from typing import Any

from flask import Blueprint, Response, current_app, jsonify, render_template
from werkzeug.exceptions import NotFound

from clinic.shared.access import open_to_all
from clinic.shared.contract import gives_file, gives_plain, openapi_document

blueprint = Blueprint("docs", __name__, template_folder="templates")
BECAUSE = "it describes the API and holds no data; closed in production"

POLICY = "default-src 'none'; style-src 'nonce-{nonce}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"


@blueprint.get("/openapi.json")
@open_to_all(BECAUSE)
@gives_plain()
def show_openapi() -> Response:
    """The OpenAPI 3.1 document."""
    return jsonify(_document())


@blueprint.get("/docs")
@open_to_all(BECAUSE)
@gives_file("text/html")
def show_docs() -> Response:
    """The same document as a page to read."""
    nonce = secrets.token_urlsafe(18)
    document = _document()
    page = render_template("docs.html", document=document, tags=_by_tag(document), nonce=nonce, resolve=_resolve)
    answer = Response(page, mimetype="text/html")
    answer.headers["Content-Security-Policy"] = POLICY.format(nonce=nonce)
    return answer


def _document() -> dict[str, Any]:
    if current_app.config["HMS"].is_production:
        raise NotFound()
    if "openapi" not in current_app.extensions:
        # Once through JSON, so that what is sent and what is shown hold plain values only.
        current_app.extensions["openapi"] = json.loads(json.dumps(openapi_document(current_app)))
    document: dict[str, Any] = current_app.extensions["openapi"]
    return document


def _by_tag(document: dict[str, Any]) -> dict[str, list[tuple[str, str, dict[str, Any]]]]:
    """The operations as (method, path, operation), by the part of the clinic they belong to."""
    tags: dict[str, list[tuple[str, str, dict[str, Any]]]] = {}
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            tags.setdefault(operation["tags"][0], []).append((method.upper(), path, operation))
    return tags


def _resolve(schema: dict[str, Any]) -> dict[str, Any]:
    """What a `$ref` refers to; any other schema as it is."""
    if "$ref" not in schema:
        return schema
    found: dict[str, Any] = _document()["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    return found
