"""Silence is closed: every address says who may call it, and the document says what it takes and gives."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from flask import Flask
from openapi_spec_validator import OpenAPIV31SpecValidator

from clinic.shared.access import rule_of
from clinic.shared.contract import contract_of, openapi_document

HOUSE = Path(__file__).resolve().parents[2]

# Whoever adds one says here what stands in a token's place.
OPEN = {
    ("GET", "/health"): "tells nothing",
    ("GET", "/ready"): "tells nothing",
    ("POST", "/api/auth/login"): "e-mail and password",
    ("POST", "/api/auth/refresh"): "the refresh cookie",
    ("POST", "/api/auth/logout"): "the refresh cookie",
    ("GET", "/api/openapi.json"): "holds no data; 404 in production",
    ("GET", "/api/docs"): "holds no data; 404 in production",
    ("GET", "/"): "the front end's page",
    ("GET", "/<page:page>"): "the front end's pages",
}


@pytest.fixture
def app(world) -> Flask:
    return world.app


def routes(app: Flask):
    for rule in app.url_map.iter_rules():
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            yield method, rule, app.view_functions[rule.endpoint]


def test_every_route_says_who_may_call_it(app):
    assert [rule.rule for _, rule, view in routes(app) if rule_of(view) is None] == []


def test_a_route_that_says_nothing_is_closed_to_everybody(world, monkeypatch):
    view = world.app.view_functions["patients.list_patients"]
    monkeypatch.setitem(world.app.view_functions, "patients.list_patients", lambda: view())
    for who in (*world.people, None):
        assert world.client(who).get("/api/patients").status_code == 403


def test_the_open_routes_are_a_closed_list(app):
    is_open = {(method, rule.rule.replace("/api/v1/", "/api/", 1)) for method, rule, view in routes(app)
               if (access := rule_of(view)) and access.open_because}  # fmt: skip
    assert is_open == OPEN.keys()


def test_everybody_else_needs_a_token(world):
    for method, rule, view in routes(world.app):
        access = rule_of(view)
        if access and not access.open_because:
            path = re.sub(r"<[^>]*>", "1", rule.rule)
            answer = world.client().open(path, method=method)
            assert (answer.status_code, answer.json["code"]) == (401, "unauthenticated"), f"{method} {path}"
            assert answer.headers["WWW-Authenticate"] == "Bearer"


def test_every_api_route_is_also_under_v1(app):
    rules = {(method, rule.rule) for method, rule, _ in routes(app) if rule.rule.startswith("/api/")}
    first = {(method, path) for method, path in rules if path.startswith("/api/v1/")}
    plain = {(method, path.replace("/api/", "/api/v1/", 1)) for method, path in rules - first}
    assert first == plain
    assert len(first) > 20


def test_the_document_is_openapi_3_1(app):
    document = openapi_document(app)
    assert document["openapi"].startswith("3.1")
    OpenAPIV31SpecValidator(document).validate()


def test_the_document_tells_of_every_route(app):
    told = {
        (method.upper(), path) for path, operations in openapi_document(app)["paths"].items() for method in operations
    }
    there = {
        (method, re.sub(r"<(?:\w+(?:\([^)]*\))?:)?(\w+)>", r"{\1}", rule.rule))
        for method, rule, _ in routes(app)
        if rule.rule.startswith("/api/") or rule.rule in ("/health", "/ready")
    }
    assert told == {(method, path) for method, path in there if not path.startswith("/api/v1/")}


def test_every_operation_says_what_it_gives(app):
    silent = [
        f"{method} {rule.rule}"
        for method, rule, view in routes(app)
        if rule.rule.startswith("/api/") and not hasattr(view, "contract") and "openapi" not in rule.rule
    ]
    assert silent == []


def test_every_body_is_described(app):
    """A POST or PUT that reads a body without a schema would read anything."""
    bodiless = {"/api/auth/refresh", "/api/auth/logout"}
    undescribed = [
        f"{method} {rule.rule}"
        for method, rule, view in routes(app)
        if method in ("POST", "PUT", "PATCH")
        and not (contract_of(view).body or contract_of(view).request_content)
        and not rule.rule.endswith("/restore")
        and rule.rule.replace("/api/v1/", "/api/", 1) not in bodiless
    ]
    assert undescribed == []


def test_the_committed_document_is_this_codes(app):
    """`make openapi` writes it, and the front end's types from it."""
    committed = json.loads((HOUSE / "frontend" / "openapi.json").read_text())
    assert committed == json.loads(json.dumps(openapi_document(app)))


def test_the_served_document_is_the_committed_one(as_nobody):
    committed = json.loads((HOUSE / "frontend" / "openapi.json").read_text())
    assert as_nobody.open("/api/openapi.json").json == committed
