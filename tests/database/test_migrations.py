"""Migrations lose nothing on the way down, bring it all back on the way up, and give up rather than wait."""

from __future__ import annotations

import psycopg2
import pytest
from alembic.config import Config as AlembicConfig
from alembic.script import ScriptDirectory
from sqlalchemy.exc import OperationalError

from tests.database.rows import CLINICAL, contents, insert_one_of_each
from tests.database.schema import CATALOGUE, catalogue, cursor, migrate, step_down
from tests.house.test_street import HOUSE

_settings = AlembicConfig()
_settings.set_main_option("script_location", str(HOUSE / "migrations"))
REVISIONS = [script.revision for script in reversed(list(ScriptDirectory.from_config(_settings).walk_revisions()))]

TOTALS = "SELECT table_name, sum(living)::int FROM row_total WHERE table_name <> 'nothing' GROUP BY 1 ORDER BY 1"
COUNTED = ["appointment", "medical_record", "patient"]


@pytest.fixture
def filled(postgres, database) -> str:
    """A database with a row in every table."""
    with cursor(postgres, database) as run:
        insert_one_of_each(run)
    return database


def test_the_steps_are_numbered_in_one_line():
    assert [f"{number:04}" for number in range(1, len(REVISIONS) + 1)] == REVISIONS


def test_every_table_is_filled_before_the_walk(postgres, filled):
    """A table without rows would show nothing lost."""
    tables = {name for (name,), (kind, _) in catalogue(postgres, filled)["tables"].items() if kind == "r"}
    with cursor(postgres, filled) as run:
        assert contents(run, sorted(tables)).keys() == tables
        assert None not in contents(run, sorted(tables)).values()


def test_down_one_step_and_up_again_at_every_revision_loses_no_clinical_row(postgres, filled):
    with cursor(postgres, filled) as run:
        before = contents(run, CLINICAL)
    for number in range(len(REVISIONS) - 1, 0, -1):
        below, here = REVISIONS[number - 1], REVISIONS[number]
        for step, revision in ((step_down, below), (migrate, here), (step_down, below)):
            step(postgres, filled, to=revision)
            with cursor(postgres, filled) as run:
                assert contents(run, CLINICAL) == before, f"rows changed on the way to {revision}"


def test_all_the_way_down_and_up_again_the_schema_and_the_rows_are_the_same(postgres, filled, migrated):
    with cursor(postgres, filled) as run:
        before = contents(run, CLINICAL)
    for revision in reversed(REVISIONS[:-1]):
        step_down(postgres, filled, to=revision)
    migrate(postgres, filled)
    with cursor(postgres, filled) as run:
        assert contents(run, CLINICAL) == before
    for kind in CATALOGUE:
        assert catalogue(postgres, filled)[kind] == catalogue(postgres, migrated)[kind]


def test_after_down_and_up_the_application_writes_and_the_totals_are_right(postgres, filled):
    step_down(postgres, filled, to=REVISIONS[1])
    migrate(postgres, filled)
    with cursor(postgres, filled, "app") as run:
        run.execute("""
            INSERT INTO patient (name, name_key, search_key, date_of_birth, phone)
            VALUES ('Bob', 'bob', ' bob', '1990-01-01', '123')
        """)
        run.execute("INSERT INTO audit_event (action) VALUES ('patient.register')")
        run.execute(TOTALS)
        assert run.fetchall() == [("appointment", 1), ("medical_record", 1), ("patient", 2)]
    with cursor(postgres, filled, "app") as run, pytest.raises(psycopg2.errors.InsufficientPrivilege):
        run.execute("DELETE FROM audit_event")


def test_the_last_step_down_refuses_while_clinical_rows_are_kept_aside(postgres, filled):
    step_down(postgres, filled, to="0001")
    with cursor(postgres, filled) as run:
        before = contents(run, CLINICAL)
    with pytest.raises(Exception, match="The schema kept holds clinical data"):
        step_down(postgres, filled, to="base")
    with cursor(postgres, filled) as run:
        assert contents(run, CLINICAL) == before
    migrate(postgres, filled)


def test_patients_without_any_user_go_down_and_up_again(postgres, database, migrated):
    """A clinic whose file was imported before its first admin was made: one table kept aside refers to an empty one."""
    with cursor(postgres, database) as run:
        run.execute("""
            INSERT INTO patient (name, name_key, search_key, date_of_birth, phone)
            VALUES ('Bob', 'bob', ' bob', '1990-01-01', '123')
        """)
    for revision in reversed(REVISIONS[:-1]):
        step_down(postgres, database, to=revision)
    migrate(postgres, database)
    for kind in CATALOGUE:
        assert catalogue(postgres, database)[kind] == catalogue(postgres, migrated)[kind]
    with cursor(postgres, database) as run:
        run.execute("DELETE FROM patient RETURNING name")
        assert run.fetchall() == [("Bob",)]
    step_down(postgres, database, to="base")  # nothing is kept aside any more


def test_an_empty_database_goes_down_to_nothing_and_up_again(postgres, database, migrated):
    step_down(postgres, database, to="base")
    assert not any(catalogue(postgres, database).values())
    with cursor(postgres, database) as run:
        run.execute(
            "SELECT count(*) FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND proname ~ '^(count_|uuid_v7)'"
        )
        assert run.fetchone() == (0,)
    migrate(postgres, database)
    for kind in CATALOGUE:
        assert catalogue(postgres, database)[kind] == catalogue(postgres, migrated)[kind]


def test_migrating_twice_changes_nothing(postgres, filled):
    with cursor(postgres, filled) as run:
        before = contents(run, CLINICAL)
    migrate(postgres, filled)
    with cursor(postgres, filled) as run:
        assert contents(run, CLINICAL) == before


def test_a_migration_that_waits_gives_up_and_leaves_nothing_half(server):
    """It drops the table of keys first; then somebody is reading the trail, and it must not wait for long."""
    name, revision, below = "blocked", "0006", "0005"
    server.create_database(name)
    migrate(server, name, to=revision)
    with cursor(server, name) as run:
        insert_one_of_each(run)
        tables = ["idempotency_key", *CLINICAL]
        before = contents(run, tables)
    with cursor(server, name) as reader:
        reader.execute("SELECT count(*) FROM audit_event")
        with pytest.raises(OperationalError, match="lock timeout"):
            step_down(server, name, to=below)
    with cursor(server, name) as run:
        assert contents(run, tables) == before
        run.execute("SELECT version_num FROM alembic_version")
        assert run.fetchone() == (revision,)
    step_down(server, name, to=below)  # the one that gave up is not in the way
