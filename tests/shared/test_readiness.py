"""What is asked of a process whose database is away, not yet migrated, or nobody's business."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import product
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event

from clinic.ground.embedded_postgres import DATABASE, EmbeddedPostgres, throwaway
from clinic.shared.clinic import found_clinic
from clinic.shared.database import probing_engine
from models import Clinic, db
from tests.database.schema import migrate
from tests.ground.processes import eventually, server_process
from tests.world import World, config_for, forget, open_app

PAGE = '<meta name="clinic" content="__CLINIC__"><meta property="csp-nonce" nonce="__NONCE__">'


@contextmanager
def noticed(app: Flask) -> Iterator[list[str]]:
    """What an application asks of its database, down to a connection merely taken from the pool."""
    seen: list[str] = []
    with app.app_context():
        engines = db.engine, probing_engine()
    doors = {name: lambda *_, name=name, **__: seen.append(name) for name in ("connect", "checkout")}
    doors["before_cursor_execute"] = lambda *given: seen.append(given[2])
    for engine, (name, see) in product(engines, doors.items()):
        event.listen(engine, name, see)
    try:
        yield seen
    finally:
        for engine, (name, see) in product(engines, doors.items()):
            event.remove(engine, name, see)


@pytest.fixture
def away(server: EmbeddedPostgres) -> Iterator[World]:
    """An application whose database was never there."""
    world = World(open_app(config_for(server, "nowhere")), {}, server, "nowhere")
    yield world
    with world.app.app_context():
        db.engine.dispose()


def test_the_health_probe_never_asks_the_database(own_world):
    """Not even for a connection: a pool that is used up must not get the process killed."""
    client = own_world.client()
    with noticed(own_world.app) as seen:
        for method in ("GET", "HEAD"):
            assert client.open("/health", method=method).status_code == 200
        assert seen == []
        client.get("/ready")
        assert {"connect", "checkout"} < set(seen), "the watch must see what there is to see"


def test_the_health_probe_answers_where_there_has_never_been_a_database(away):
    answer = away.client().get("/health")
    assert (answer.status_code, answer.get_json()) == (200, {"status": "healthy"})
    assert away.client().get("/ready").status_code == 503


def test_a_page_is_served_while_the_database_is_away(away, tmp_path, monkeypatch):
    """It says for itself what is wrong, in the clinic's language; the settings know whose clinic it is."""
    (tmp_path / "frontend" / "dist").mkdir(parents=True)
    (tmp_path / "frontend" / "dist" / "index.html").write_text(PAGE)
    monkeypatch.setattr(away.app, "root_path", str(tmp_path))
    for path in ("/", "/patients/7"):
        answer = away.client().get(path, headers={"Accept": "text/html"})
        assert (answer.status_code, answer.mimetype) == (200, "text/html")
        assert "Linden Street Clinic" in answer.get_data(as_text=True)


def test_what_needs_no_database_is_the_same_without_one(away):
    for path, status in (("/api/openapi.json", 200), ("/api/docs", 200), ("/api/nothing", 404), ("/api/patients", 401)):
        assert away.client().get(path).status_code == status
    answer = away.client().get("/api/patients", headers={"Authorization": "Bearer of.no.token"})
    assert answer.status_code == 401


def test_a_database_that_hangs_is_not_ready_until_it_goes_on():
    """It still takes connections; it only never answers them."""
    with throwaway() as server:
        migrate(server, DATABASE)
        world = World(open_app(config_for(server, DATABASE)), {}, server, DATABASE)
        assert world.app.test_cli_runner().invoke(args=["clinic", "prepare"]).exit_code == 0
        assert world.client().get("/ready").status_code == 200
        process = server_process(server.directory)
        os.kill(process, signal.SIGSTOP)
        try:
            answer = world.client().get("/ready")
            assert (answer.status_code, answer.get_json()["database"]) == (503, "disconnected")
        finally:
            os.kill(process, signal.SIGCONT)
        eventually(lambda: world.client().get("/ready").status_code == 200)
        with world.app.app_context():
            db.engine.dispose()


def test_connections_made_before_there_is_a_clinic_speak_its_time_once_there_is(server):
    """The first ones are opened while nobody knows yet where the clinic is; the pool keeps them for hours."""
    server.create_database("unfounded")
    config = config_for(server, "unfounded", clinic_zone="Asia/Kolkata", pool_size=1, pool_overflow=0)
    world = World(open_app(config), {}, server, "unfounded")
    forget(world.app)

    def speaks() -> Any:
        with world.app.app_context():
            return db.session.connection().exec_driver_sql("SHOW TimeZone").scalar()

    assert speaks() != "Asia/Kolkata"
    migrate(server, "unfounded")
    assert speaks() != "Asia/Kolkata"
    answer = world.client().post("/api/auth/login", json={"email": "a@example.org", "password": "x"})
    assert answer.status_code == 401, "nobody can sign in yet"
    with world.app.app_context():
        found_clinic(config)
        db.session.commit()
        assert db.session.query(Clinic).count() == 1
    assert speaks() == "Asia/Kolkata"
    with world.app.app_context():
        db.engine.dispose()
