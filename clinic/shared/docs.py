"""The API's own description: the document for programs, a page for people."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, current_app, jsonify
from werkzeug.exceptions import NotFound

from clinic.shared.access import open_to_all
from clinic.shared.contract import openapi_document

blueprint = Blueprint("docs", __name__)


@blueprint.get("/openapi.json")
@open_to_all("it describes the API and holds no data; closed in production")
def show_openapi() -> Response:
    """The OpenAPI 3.1 document."""
    return jsonify(_document())


def _document() -> dict[str, Any]:
    if current_app.config["HMS"].is_production:
        raise NotFound()
    if "openapi" not in current_app.extensions:
        current_app.extensions["openapi"] = openapi_document(current_app)
    document: dict[str, Any] = current_app.extensions["openapi"]
    return document
