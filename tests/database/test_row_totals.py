"""The kept total of living rows equals a count, whatever was done."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from psycopg2.extensions import cursor as Cursor  # noqa: N812 -- it is a class

from tests.database.rows import insert
from tests.database.schema import cursor

EQUAL = """
    SELECT (SELECT coalesce(sum(living), 0) FROM row_total WHERE table_name = 'patient'),
           (SELECT count(*) FROM patient WHERE archived_at IS NULL)
"""
STATEMENTS = {
    "insert": """
        INSERT INTO patient (name, name_key, search_key, date_of_birth, phone, archived_at)
        SELECT 'n', 'n', ' n', '1990-01-01', '123', CASE WHEN i %% 3 = 0 THEN now() END
        FROM generate_series(1, %(many)s) i
    """,
    "archive": "UPDATE patient SET archived_at = now() WHERE archived_at IS NULL AND id %% 4 < %(many)s",
    "restore": "UPDATE patient SET archived_at = NULL WHERE archived_at IS NOT NULL AND id %% 3 < %(many)s",
    "archive again": "UPDATE patient SET archived_at = now() WHERE archived_at IS NOT NULL AND id %% 4 < %(many)s",
    "change": "UPDATE patient SET name = 'm' WHERE id %% 4 < %(many)s",
    "swap": "UPDATE patient SET archived_at = CASE WHEN archived_at IS NULL THEN now() END WHERE id %% 4 < %(many)s",
    "delete": "DELETE FROM patient WHERE id %% 5 < %(many)s",
    "nothing": "UPDATE patient SET archived_at = now() WHERE false AND %(many)s = 0",
}


@pytest.fixture
def run(postgres, database) -> Iterator[Cursor]:
    connection = postgres.connect("migrator", database)
    yield connection.cursor()
    connection.close()


@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=some.lists(some.tuples(some.sampled_from(sorted(STATEMENTS)), some.integers(0, 5)), max_size=12))
def test_the_total_equals_the_count_after_any_mix(run, steps):
    run.connection.rollback()
    for name, many in steps:
        run.execute(STATEMENTS[name], {"many": many})
        run.execute(EQUAL)
        total, count = run.fetchone()
        assert total == count, f"after {name}"


def test_a_rolled_back_write_is_not_counted(run):
    run.execute(STATEMENTS["insert"], {"many": 5})
    run.connection.rollback()
    run.execute(EQUAL)
    assert run.fetchone() == (0, 0)


def test_a_cascade_is_counted(run):
    for table in ("doctor", "user", "patient", "appointment", "medical_record", "medical_record_version"):
        insert(run, table)
    run.execute("DELETE FROM patient")
    run.execute("SELECT table_name, sum(living) FROM row_total GROUP BY 1 ORDER BY 1")
    assert run.fetchall() == [("appointment", 0), ("medical_record", 0), ("patient", 0)]


def test_writers_side_by_side_are_all_counted(postgres, database):
    def write(_: int) -> None:
        for _ in range(5):
            with cursor(postgres, database, "app") as run:
                run.execute(STATEMENTS["insert"], {"many": 2})

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, range(8)))
    with cursor(postgres, database) as run:
        run.execute(EQUAL)
        assert run.fetchone() == (80, 80)
