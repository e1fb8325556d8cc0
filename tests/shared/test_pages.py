"""The front end's pages: a fresh nonce each, the clinic's name as text, and no page for a file that is not there."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from tests.shared.fronts import build, front
from tests.world import config_for, forget

HTML = {"Accept": "text/html"}
EVIL = """</meta>"><script>alert(1)</script> ' & __NONCE__ __CLINIC__ {{7*7}} \\u2028 李"""


@pytest.fixture
def page(world, tmp_path, monkeypatch) -> Iterator[Any]:
    """A client of the application, with a front end that was built elsewhere."""
    monkeypatch.setattr(world.app, "root_path", str(build(tmp_path)))
    yield world.client()
    forget(world.app)


@pytest.fixture
def assets(server, tmp_path) -> Any:
    return front(build(tmp_path / "front"), config_for(server, "shared")).test_client()


def nonces(answer: Any) -> set[str]:
    return set(re.findall(r'nonce="([^"]*)"', answer.get_data(as_text=True)))


def test_the_nonce_is_fresh_for_every_answer_and_stands_in_its_policy(page):
    seen = set()
    for _ in range(20):
        answer = page.get("/", headers=HTML)
        (nonce,) = nonces(answer)
        assert len(nonce) >= 22  # 128 bits
        policy = answer.headers["Content-Security-Policy"]
        assert re.findall(r"'nonce-([^']+)'", policy) == [nonce, nonce]
        seen.add(nonce)
    assert len(seen) == 20


def test_the_policy_lets_nothing_run_that_is_not_ours(page):
    policy = dict(
        part.strip().split(" ", 1) for part in page.get("/", headers=HTML).headers["Content-Security-Policy"].split(";")
    )
    assert policy["default-src"] == policy["base-uri"] == policy["frame-ancestors"] == policy["object-src"] == "'none'"
    assert policy["form-action"] == policy["connect-src"] == "'self'"
    for name in ("script-src", "style-src"):
        assert re.fullmatch(r"'self' 'nonce-[\w-]+'", policy[name])
    assert "unsafe" not in str(policy)
    assert not re.search(r"https?:|\*", str(policy))


def test_every_address_of_the_front_end_is_its_page(page):
    for path in ("/", "/patients", "/patients/7/records", "/import", "/%D9%85", "/a%20b"):
        answer = page.get(path, headers=HTML)
        assert (answer.status_code, answer.mimetype) == (200, "text/html")


@pytest.mark.parametrize(
    "path",
    ["/favicon.ico", "/robots.txt", "/assets/app-00000000.js", "/assets/app", "/assets/", "/assets", "/index.html",
     "/.env", "/.git/config", "/assets/..%2findex.html", "/assets/../index.html", "/src/main.tsx", "/app.js.map"],
)  # fmt: skip
def test_a_file_that_is_not_there_is_404_and_not_a_page(page, assets, path):
    """A page where a script was asked for is a riddle for whoever has yesterday's page open."""
    for client in (page, assets):
        answer = client.get(path, headers=HTML)
        assert (answer.status_code, answer.mimetype) == (404, "application/json")


def test_who_asks_for_json_gets_no_page(page):
    answer = page.get("/patients", headers={"Accept": "application/json"})
    assert (answer.status_code, answer.json["code"]) == (404, "not_found")


def test_who_says_nothing_of_what_to_accept_gets_the_page(page):
    assert page.get("/").mimetype == "text/html"


def test_the_clinics_name_is_text_and_comes_back_whole(page, world):
    world.sql("UPDATE clinic SET name = :name", name=EVIL)
    forget(world.app)
    answer = page.get("/", headers=HTML)
    text = answer.get_data(as_text=True)
    assert "<script>alert" not in text
    (content,) = re.findall(r'<meta name="clinic" content="([^"]*)">', text)
    clinic = json.loads(html.unescape(content))
    assert clinic == {"name": EVIL, "zone": "Europe/Berlin", "language": "en", "currency": "EUR", "country": "DE"}


def test_a_page_tells_of_nobody(page, a_patient):
    a_patient(name="Canary Example", email="canary@example.org")
    assert "canary" not in page.get("/patients/1", headers=HTML).get_data(as_text=True).lower()


def test_without_a_build_it_says_what_to_do(world, tmp_path, monkeypatch):
    monkeypatch.setattr(world.app, "root_path", str(tmp_path))
    answer = world.client().get("/", headers=HTML)
    assert answer.status_code == 404
    assert "make setup" in answer.get_data(as_text=True)
