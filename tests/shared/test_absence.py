"""The database goes away and comes back: callers are told when to try again, and nobody restarts anything."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest

from clinic.ground.embedded_postgres import EmbeddedPostgres, throwaway
from models import db
from tests.database.schema import migrate, step_down
from tests.factories import patient_json
from tests.ground.processes import descendants_of, eventually, is_alive, parent_of, server_process
from tests.world import World, config_for, forget, found, open_app

WAITING = "SELECT pid FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND usename = 'hms_app'"
NOT_READY = {"success": False, "code": "not_ready", "status": "not ready"}


class Away:
    """Takes a server down and holds back the keeper that would start it again."""

    def __init__(self, server: EmbeddedPostgres) -> None:
        self.postgres = server_process(server.directory)
        self.keeper = parent_of(self.postgres)

    def __enter__(self) -> None:
        os.kill(self.keeper, signal.SIGSTOP)
        os.kill(self.postgres, signal.SIGINT)
        eventually(lambda: not is_alive(self.postgres))

    def __exit__(self, *_: object) -> None:
        os.kill(self.keeper, signal.SIGCONT)


class Frozen:
    """Stops a server in the middle of whatever it does: its connections stay open and say nothing."""

    def __init__(self, server: EmbeddedPostgres) -> None:
        self.postgres = server_process(server.directory)
        self.stopped: set[int] = set()

    def __enter__(self) -> None:
        os.kill(self.postgres, signal.SIGSTOP)
        self.stopped = descendants_of(self.postgres)
        for process in self.stopped:
            os.kill(process, signal.SIGSTOP)

    def __exit__(self, *_: object) -> None:
        for process in (self.postgres, *self.stopped):
            os.kill(process, signal.SIGCONT)


@pytest.fixture(scope="module")
def lonely() -> Iterator[World]:
    """A clinic on a server of its own, which may be taken away."""
    with throwaway() as server:
        server.create_database("lonely")
        people = found(server, "lonely")
        app = open_app(config_for(server, "lonely"))
        forget(app)
        yield World(app, people, server, "lonely")
        with app.app_context():
            db.engine.dispose()


def ready(world: World) -> int:
    return int(world.client().get("/ready").status_code)


def test_while_the_database_is_away_the_probes_say_so_and_then_that_it_is_back(lonely):
    assert ready(lonely) == 200
    with Away(lonely.server):
        answer = lonely.client().get("/ready")
        assert answer.status_code == 503
        assert answer.get_json().items() >= {**NOT_READY, "database": "disconnected"}.items()
        assert int(answer.headers["Retry-After"]) > 0
        assert lonely.client().get("/health").get_json() == {"status": "healthy"}
    eventually(lambda: ready(lonely) == 200)


def test_requests_meanwhile_are_told_when_to_try_again_and_can_be_repeated(lonely):
    desk, key, body = lonely.client("staff"), {"Idempotency-Key": "while-away"}, patient_json()
    desk.get("/api/patients")  # a connection in the pool, which will be found dead
    with Away(lonely.server):
        for answer in (
            desk.get("/api/patients"),
            desk.get("/api/patients/1"),
            desk.post("/api/patients", json=body, headers=key),
            desk.put("/api/patients/1", json={"name": "Other"}),
            desk.delete("/api/patients/1"),
            desk.get("/api/summary"),
            lonely.client().post("/api/auth/login", json={"email": "a@example.org", "password": "x" * 15}),
        ):
            assert (answer.status_code, answer.get_json()["code"]) == (503, "unavailable")
            assert int(answer.headers["Retry-After"]) > 0
    eventually(lambda: ready(lonely) == 200)
    first = desk.post("/api/patients", json=body, headers=key)
    again = desk.post("/api/patients", json=body, headers=key)
    assert (first.status_code, first.get_data()) == (201, again.get_data())
    assert lonely.value("SELECT count(*) FROM patient") == 1


def test_connections_that_the_server_closed_are_replaced_unnoticed(lonely):
    desk = lonely.client("staff")
    for _ in range(3):
        assert desk.get("/api/patients").status_code == 200
        lonely.sql_as("superuser", "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'hms_app'")


def test_a_request_whose_connection_breaks_in_the_middle_is_told_to_try_again(own_world):
    patient = own_world.make.patient(name="Before")
    at, desk = f"/api/patients/{patient['id']}", own_world.client("staff")
    with closing(own_world.server.connect("app", own_world.database)) as other, ThreadPoolExecutor(1) as pool:
        other.cursor().execute("SELECT FROM patient FOR UPDATE")
        saving = pool.submit(desk.put, at, json={"name": "After"})
        eventually(lambda: len(own_world.sql_as("superuser", WAITING)) == 1)
        own_world.sql_as("superuser", f"SELECT pg_terminate_backend(pid) FROM ({WAITING}) AS waiting")
        answer = saving.result(timeout=20)
    assert (answer.status_code, answer.get_json()["code"]) == (503, "unavailable")
    assert desk.get(at).get_json()["data"]["name"] == "Before"


def test_when_all_connections_are_in_use_one_more_is_told_to_try_again(own_world):
    config = config_for(own_world.server, own_world.database, pool_size=1, pool_overflow=0, pool_timeout=0)
    narrow = World(open_app(config), own_world.people, own_world.server, own_world.database)
    patient = own_world.make.patient()
    with closing(own_world.server.connect("app", own_world.database)) as other, ThreadPoolExecutor(1) as pool:
        other.cursor().execute("SELECT FROM patient FOR UPDATE")
        holding = pool.submit(narrow.client("staff").put, f"/api/patients/{patient['id']}", json={"name": "After"})
        eventually(lambda: len(own_world.sql_as("superuser", WAITING)) == 1)
        answer = narrow.client("staff").get("/api/patients")
        assert (answer.status_code, answer.get_json()["code"]) == (503, "unavailable")
        assert int(answer.headers["Retry-After"]) > 0
        other.rollback()
        assert holding.result(timeout=20).status_code == 200
    assert narrow.client("staff").get("/api/patients").status_code == 200
    with narrow.app.app_context():
        db.engine.dispose()


# ── migrations ───────────────────────────────────────────────────────────────────────────────────────────


def test_while_migrations_are_pending_the_clinic_is_not_ready(server):
    server.create_database("pending")
    app = open_app(config_for(server, "pending"))
    world = World(app, {}, server, "pending")

    def is_pending() -> bool:
        answer = world.client().get("/ready")
        told = answer.get_json()
        if answer.status_code == 200:
            return False
        assert told.items() >= {**NOT_READY, "database": "connected", "error": "Migrations are pending."}.items()
        return True

    assert is_pending(), "nothing is there yet"
    migrate(server, "pending")
    assert world.client().get("/ready").get_json()["error"].startswith("This clinic has not been set up yet")
    assert app.test_cli_runner().invoke(args=["clinic", "prepare"]).output == "The clinic is ready.\n"
    assert not is_pending()
    step_down(server, "pending", to="-1")
    assert is_pending()
    migrate(server, "pending")
    assert not is_pending()
    world.sql_as("superuser", "DELETE FROM alembic_version")
    assert is_pending()
    with app.app_context():
        db.engine.dispose()


def test_code_that_a_newer_schema_has_overtaken_goes_on_serving(own_world):
    """A migration runs before the new code does; it fits the code that is still running."""
    own_world.sql_as("superuser", "UPDATE alembic_version SET version_num = '9999'")
    assert ready(own_world) == 200


def test_a_database_that_says_nothing_is_not_waited_for(lonely):
    desk, other, body = lonely.client("staff"), lonely.client("nurse"), patient_json()
    assert desk.get("/api/patients").status_code == 200  # a connection in the pool, which will be found silent
    began = time.monotonic()
    with Frozen(lonely.server):
        answer = desk.post("/api/patients", json=body, headers={"Idempotency-Key": "while-frozen"})
        assert (answer.status_code, answer.get_json()["code"]) == (503, "unavailable")
        assert int(answer.headers["Retry-After"]) > 0
        waited = time.monotonic() - began
        assert waited < 10  # five, and as much again for a busy machine
        with ThreadPoolExecutor(8) as pool:  # one of them tries, the others are told at once
            answers = list(pool.map(lambda _: other.get("/api/patients").status_code, range(8)))
        assert answers == [503] * 8
        assert time.monotonic() - began < 2.5 * waited
        assert lonely.client().get("/health").status_code == 200
    eventually(lambda: bool(desk.get("/api/patients").status_code == 200))
    repeated = desk.post("/api/patients", json=body, headers={"Idempotency-Key": "while-frozen"})
    assert repeated.status_code == 201


def test_who_waited_for_nothing_is_served_once_it_answers(lonely):
    desk = lonely.client("staff")
    with Frozen(lonely.server):
        assert desk.get("/api/patients").status_code == 503
    eventually(lambda: bool(desk.get("/api/patients").status_code == 200))
    assert [desk.get("/api/patients").status_code for _ in range(5)] == [200] * 5


def test_a_table_that_somebody_locks_is_not_waited_for(own_world):
    desk = own_world.client("staff")
    with closing(own_world.server.connect("superuser", own_world.database)) as hog:
        hog.cursor().execute("BEGIN; LOCK TABLE patient IN ACCESS EXCLUSIVE MODE")
        answer = desk.get("/api/patients")
        assert (answer.status_code, answer.get_json()["code"]) == (503, "unavailable")
        assert "Retry-After" in answer.headers
    assert desk.get("/api/patients").status_code == 200


def test_a_database_that_only_reads_keeps_no_half_of_a_write(own_world):
    """As a standby does while a fail-over is under way."""
    desk, body, key = own_world.client("staff"), patient_json(), {"Idempotency-Key": "while-standby"}
    own_world.sql_as(
        "superuser", f"ALTER ROLE hms_app IN DATABASE {own_world.database} SET default_transaction_read_only = on"
    )
    forget_connections(own_world)
    answer = desk.post("/api/patients", json=body, headers=key)
    assert (answer.status_code, answer.get_json()["code"]) == (503, "unavailable")
    own_world.sql_as(
        "superuser", f"ALTER ROLE hms_app IN DATABASE {own_world.database} RESET default_transaction_read_only"
    )
    forget_connections(own_world)
    assert desk.post("/api/patients", json=body, headers=key).status_code == 201


def test_a_database_without_a_connection_left_says_so_at_once(own_world):
    desk = own_world.client("staff")
    own_world.sql_as("superuser", f"ALTER DATABASE {own_world.database} CONNECTION LIMIT 0")
    forget_connections(own_world)
    answer = desk.get("/api/patients")
    assert (answer.status_code, answer.get_json()["code"]) == (503, "unavailable")
    own_world.sql_as("superuser", f"ALTER DATABASE {own_world.database} CONNECTION LIMIT -1")
    assert desk.get("/api/patients").status_code == 200


def forget_connections(world: World) -> None:
    with world.app.app_context():
        db.engine.dispose()
