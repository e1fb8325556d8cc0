"""What every test may ask for. Nothing here runs for a test that does not ask."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import pytest

from clinic.ground.embedded_postgres import EmbeddedPostgres, throwaway
from models import db
from tests.clients import Client
from tests.factories import Factories, Make
from tests.world import Person, World, config_for, forget, found, one_transaction, open_app

TEMPLATE = "peopled"  # migrated and peopled once; nobody stays connected, so that it can be copied

_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def server() -> Iterator[EmbeddedPostgres]:
    """A PostgreSQL of this run alone, the newest there is. Its database `hms` stays empty, to be copied."""
    with throwaway() as server:
        yield server


@pytest.fixture(scope="session")
def people(server: EmbeddedPostgres) -> dict[str, Person]:
    """Who has an account: admin, doctor, other_doctor, staff, nurse. The database they are in is the template."""
    server.create_database(TEMPLATE)
    return found(server, TEMPLATE)


@pytest.fixture(scope="session")
def _shared_world(server: EmbeddedPostgres, people: dict[str, Person]) -> Iterator[World]:
    server.create_database("shared", template=TEMPLATE)
    app = open_app(config_for(server, "shared"))
    yield World(app, people, server, "shared")
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def world(_shared_world: World) -> Iterator[World]:
    """The clinic, in one transaction that is rolled back after the test. Its connection speaks as hms_app."""
    with one_transaction(_shared_world) as world:
        yield world


@pytest.fixture
def own_world(server: EmbeddedPostgres, people: dict[str, Person]) -> Iterator[World]:
    """The clinic on a database of the test's own, where commits are real: for threads, locks and restarts."""
    database = f"own_{next(_numbers)}"
    server.create_database(database, template=TEMPLATE)
    app = open_app(config_for(server, database))
    forget(app)
    yield World(app, people, server, database)
    with app.app_context():
        db.engine.dispose()
    server.drop_database(database)


# ── who knocks ───────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def as_admin(world: World) -> Client:
    return world.client("admin")


@pytest.fixture
def as_doctor(world: World) -> Client:
    """Dr. Ruth Adeyemi."""
    return world.client("doctor")


@pytest.fixture
def as_other_doctor(world: World) -> Client:
    """Dr. Jonas Weber."""
    return world.client("other_doctor")


@pytest.fixture
def as_staff(world: World) -> Client:
    return world.client("staff")


@pytest.fixture
def as_nurse(world: World) -> Client:
    """Staff with the grant `clinical`."""
    return world.client("nurse")


@pytest.fixture
def as_nobody(world: World) -> Client:
    """Somebody without a token."""
    return world.client()


# ── what there is ────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def make(world: World) -> Factories:
    return world.make


@pytest.fixture
def a_patient(make: Factories) -> Make:
    return make.patient


@pytest.fixture
def a_doctor(make: Factories) -> Make:
    return make.doctor


@pytest.fixture
def an_appointment(make: Factories) -> Make:
    return make.appointment


@pytest.fixture
def a_record(make: Factories) -> Make:
    return make.record
