"""Which other sites' pages may call the API (HLD 2.5): the named ones, and no others."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest

from models import db
from tests.world import config_for, open_app

DEV = "http://localhost:5173"
Site = Callable[..., Any]


@pytest.fixture
def site(world) -> Iterator[Site]:
    """A client of an application with settings of its own; it touches no table."""
    apps = []

    def open_site(**settings: Any) -> Any:
        apps.append(open_app(replace(config_for(world.server, world.database), **settings)))
        return apps[-1].test_client()

    yield open_site
    for app in apps:
        with app.app_context():
            db.engine.dispose()


def preflight(client: Any, origin: str, path: str = "/api/patients", method: str = "POST") -> Any:
    asked = {
        "Origin": origin,
        "Access-Control-Request-Method": method,
        "Access-Control-Request-Headers": "authorization",
    }
    return client.options(path, headers=asked)


def allowed(answer: Any) -> str | None:
    value: str | None = answer.headers.get("Access-Control-Allow-Origin")
    return value


def test_the_named_site_may_send_all_that_our_client_sends(as_nobody):
    answer = preflight(as_nobody, DEV, "/api/patients/1", "PUT")
    assert answer.status_code == 200
    assert allowed(answer) == DEV
    assert answer.headers["Access-Control-Allow-Credentials"] == "true"
    methods = set(answer.headers["Access-Control-Allow-Methods"].replace(" ", "").split(","))
    assert methods >= {"GET", "POST", "PUT", "DELETE"}


def test_the_named_site_may_read_every_answer_and_what_stands_around_it(as_staff, as_nobody, a_patient):
    """A refusal too: a page that can't read the 401 doesn't know that it must sign in again."""
    path, origin = f"/api/patients/{a_patient()['id']}", {"Origin": DEV}
    for answer in (
        as_staff.get(path, headers=origin),
        as_staff.put(path, json={"name": ""}, headers=origin),
        as_staff.put(path, json={}, headers={**origin, "If-Match": '"99"'}),
        as_nobody.get(path, headers=origin),
        as_staff.get("/api/nothing", headers=origin),
        as_staff.patch("/api/patients", headers=origin),
    ):
        assert allowed(answer) == DEV, answer.status
        exposed = {name.strip() for name in answer.headers["Access-Control-Expose-Headers"].split(",")}
        assert exposed >= {"ETag", "Retry-After", "X-Request-Id", "Idempotency-Replayed"}


OTHERS = [
    "https://evil.example", "null", "http://localhost:5174", "https://localhost:5173", "http://localhost",
    "http://localhost:5173.evil.example", "http://localhost:51730", "http://evil.example/http://localhost:5173",
    "http://xlocalhost:5173", "file://", "http://127.0.0.1:5173", "*",
]  # fmt: skip


@pytest.mark.parametrize("origin", OTHERS)
def test_no_other_site_may_ask_or_read(as_staff, origin):
    for answer in (preflight(as_staff, origin), as_staff.get("/api/patients", headers={"Origin": origin})):
        assert allowed(answer) is None
        assert "Access-Control-Allow-Credentials" not in answer.headers


def test_only_the_api_is_lent_out(as_nobody):
    for path in ("/health", "/ready", "/"):
        assert allowed(as_nobody.get(path, headers={"Origin": DEV})) is None


def test_in_production_no_site_may_call_unless_one_is_named(site):
    production = {"environment": "production", "demo": False}
    unset, named = site(**production, cors_origins=()), site(**production, cors_origins=("https://app.example.org",))
    for origin in (DEV, "https://app.example.org", "https://evil.example"):
        assert allowed(preflight(unset, origin)) is None
        assert allowed(unset.get("/api/nothing", headers={"Origin": origin})) is None
    assert allowed(preflight(named, "https://app.example.org")) == "https://app.example.org"
    for origin in (DEV, "https://appxexample.org", "https://app.example.org.evil.example", "http://app.example.org"):
        assert allowed(preflight(named, origin)) is None


def test_each_of_several_named_sites_is_answered_by_its_own_name(site):
    client = site(cors_origins=("https://a.example.org", "https://b.example.org"))
    for origin in ("https://a.example.org", "https://b.example.org"):
        answer = preflight(client, origin)
        assert (allowed(answer), answer.headers["Vary"]) == (origin, "Origin")
