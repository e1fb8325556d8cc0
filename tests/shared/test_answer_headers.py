"""What every answer says around its body, whatever kind it is: JSON, page, built file, document, refusal, fault."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest

from models import db
from tests.clients import Client
from tests.shared.fronts import build, front
from tests.world import config_for, open_app

KINDS = {
    "json": ("GET", "/health", 200),
    "list": ("GET", "/api/patients", 200),
    "docs": ("GET", "/api/docs", 200),
    "openapi": ("GET", "/api/openapi.json", 200),
    "not found": ("GET", "/api/nothing", 404),
    "no such row": ("GET", "/api/patients/2000000000", 404),
    "method": ("PATCH", "/api/patients", 405),
    "refused": ("POST", "/api/patients", 400),
    "preflight": ("OPTIONS", "/api/patients", 200),
    "no page": ("GET", "/favicon.ico", 404),
    "head": ("HEAD", "/api/summary", 200),
}


@pytest.fixture
def site(world, tmp_path) -> Any:
    """A client of the front end alone, on the world's database."""
    app = front(build(tmp_path), config_for(world.server, world.database))
    yield app.test_client()
    with app.app_context():
        db.engine.dispose()


def check_guarded(answer: Any) -> None:
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert "*" not in policy
    assert "Server" not in answer.headers


@pytest.mark.parametrize("kind", KINDS)
def test_every_answer_of_the_application_is_guarded_and_numbered(as_admin, kind):
    method, path, status = KINDS[kind]
    answer = as_admin.open(path, method=method)
    assert answer.status_code == status
    check_guarded(answer)
    assert re.fullmatch(r"[0-9a-f]{32}", answer.headers["X-Request-Id"])


@pytest.mark.parametrize(
    "path", ["/", "/patients", "/assets/app-1a2b3c4d.js", "/assets/brand-1a2b3c4d.svg", "/assets/none.js"]
)
def test_every_page_and_built_file_is_guarded(site, path):
    check_guarded(site.get(path, headers={"Accept": "text/html"}))


def test_a_fault_of_ours_is_guarded_and_numbered_too(world, monkeypatch):
    def broken(**_: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr("clinic.patients.routes.queries.patients", broken)
    client = world.client("admin")
    client.document = None  # which fails a test at any 500
    answer = client.get("/api/patients")
    assert answer.status_code == 500
    check_guarded(answer)
    assert answer.json["request_id"] == answer.headers["X-Request-Id"]


def test_two_requests_have_two_numbers(as_nobody):
    assert len({as_nobody.get("/health").headers["X-Request-Id"] for _ in range(10)}) == 10


def test_answers_of_the_api_are_kept_by_no_cache(as_admin):
    for path in ("/api/summary", "/api/v1/patients", "/api/nothing", "/api/openapi.json", "/api/docs"):
        assert as_admin.get(path).headers["Cache-Control"] == "no-store"


def test_built_files_are_kept_for_a_year_and_pages_not_at_all(site):
    kept = site.get("/assets/app-1a2b3c4d.js").headers["Cache-Control"]
    assert ("max-age=31536000" in kept, "immutable" in kept) == (True, True)
    assert site.get("/", headers={"Accept": "text/html"}).headers["Cache-Control"] == "no-store"


def test_a_picture_that_is_opened_by_itself_runs_nothing(site):
    """An SVG is a document: without a policy of its own, a script inside it runs with our origin."""
    answer = site.get("/assets/brand-1a2b3c4d.svg")
    assert answer.mimetype == "image/svg+xml"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize(("scheme", "is_told"), [("https", True), ("http", False)])
def test_browsers_are_told_to_stay_with_tls_once_they_have_it(as_nobody, scheme, is_told):
    answer = as_nobody.get("/health", base_url=f"{scheme}://clinic.example.org")
    assert ("max-age=31536000" in answer.headers.get("Strict-Transport-Security", "")) is is_told


def test_a_proxy_says_whether_it_was_tls_only_where_it_is_trusted(world):
    config = config_for(world.server, world.database)
    for proxies in (0, 1):
        client: Client = open_app(replace(config, trusted_proxies=proxies)).test_client()  # type: ignore[assignment]
        answer = client.get("/health", headers={"X-Forwarded-Proto": "https"})
        assert ("Strict-Transport-Security" in answer.headers) is bool(proxies)


def test_in_production_the_documents_are_closed(world):
    config = replace(config_for(world.server, world.database), environment="production", demo=False)
    client = open_app(config).test_client()
    for path in ("/api/docs", "/api/openapi.json", "/api/v1/docs", "/api/v1/openapi.json"):
        answer: Any = client.get(path)
        assert (answer.status_code, answer.json["code"]) == (404, "not_found")
        assert "openapi" not in answer.get_data(as_text=True)
    assert client.get("/health").status_code == 200
