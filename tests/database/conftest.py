"""Databases of the oldest and the newest PostgreSQL that the product runs on."""

from __future__ import annotations

import itertools
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from clinic.ground.embedded_postgres import EmbeddedPostgres, throwaway
from clinic.ground.postgres_binaries import OLDEST_MAJOR, NoPostgres, binaries_in
from tests.database.schema import migrate

_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def oldest_server() -> Iterator[EmbeddedPostgres]:
    """PostgreSQL 15, from PG15_BINDIR or where Debian puts it."""
    directory = Path(os.environ.get("PG15_BINDIR") or f"/usr/lib/postgresql/{OLDEST_MAJOR}/bin")
    try:
        binaries = binaries_in(directory)
    except (NoPostgres, OSError):
        if os.environ.get("CI") == "true":
            raise
        pytest.skip(f"PostgreSQL {OLDEST_MAJOR} is not in {directory}; PG15_BINDIR can say where it is.")
    assert binaries.major == OLDEST_MAJOR, f"{directory} holds PostgreSQL {binaries.major}"
    with throwaway(binaries.directory) as server:
        yield server


@pytest.fixture(scope="session", params=["oldest", "newest"])
def postgres(request) -> EmbeddedPostgres:
    """Each version in turn."""
    server: EmbeddedPostgres = request.getfixturevalue("oldest_server" if request.param == "oldest" else "server")
    return server


@pytest.fixture
def empty(postgres: EmbeddedPostgres) -> Iterator[str]:
    """A database in which nothing was done yet."""
    name = f"empty_{next(_numbers)}"
    postgres.create_database(name)
    yield name
    postgres.drop_database(name)


@pytest.fixture(scope="session")
def migrated(postgres: EmbeddedPostgres) -> str:
    """A database as the migrations make it; to look at, or to copy."""
    name = f"migrated_{next(_numbers)}"
    postgres.create_database(name)
    migrate(postgres, name)
    return name


@pytest.fixture
def database(postgres: EmbeddedPostgres, migrated: str) -> Iterator[str]:
    """A copy of the migrated one, to write into."""
    name = f"copy_{next(_numbers)}"
    postgres.create_database(name, template=migrated)
    yield name
    postgres.drop_database(name)
