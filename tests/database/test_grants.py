"""What the application's own role can't do, whatever the application does."""

from __future__ import annotations

import psycopg2
import pytest

from models import db
from tests.database.rows import insert_one_of_each
from tests.database.schema import cursor


@pytest.fixture(scope="module")
def filled(postgres, migrated) -> str:
    name = f"granted_{migrated}"
    postgres.create_database(name, template=migrated)
    with cursor(postgres, name) as run:
        insert_one_of_each(run)
    return name


def refused(postgres, database: str, statement: str) -> bool:
    with cursor(postgres, database, "app") as run:
        try:
            run.execute(statement)
        except psycopg2.errors.InsufficientPrivilege:
            return True
        finally:
            run.connection.rollback()
    return False


@pytest.mark.parametrize("table", ["audit_event", "medical_record_version", "row_total"])
@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM {}",
        "DELETE FROM {} WHERE false",
        "TRUNCATE {}",
        "ALTER TABLE {} ADD COLUMN x int",
        "ALTER TABLE {} DISABLE TRIGGER ALL",
        "DROP TABLE {}",
        "CREATE TRIGGER t BEFORE INSERT ON {} FOR EACH ROW EXECUTE FUNCTION count_living_insert()",
        "CREATE RULE r AS ON INSERT TO {} DO INSTEAD NOTHING",
    ],
)
def test_history_can_not_be_taken_away(postgres, filled, table, statement):
    assert refused(postgres, filled, statement.format(table))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_event SET user_id = NULL",
        "UPDATE audit_event SET at = now() WHERE false",
        "INSERT INTO audit_event (action) VALUES ('a.b') ON CONFLICT (id) DO UPDATE SET action = 'c.d'",
        "UPDATE medical_record_version SET diagnosis = 'Nothing'",
        "UPDATE medical_record_version SET reason = 'x' WHERE false",
        "UPDATE row_total SET living = 0",
        "INSERT INTO row_total (table_name, shard) VALUES ('patient', 3)",
        "SELECT * FROM row_total FOR UPDATE",
    ],
)
def test_history_can_not_be_rewritten(postgres, filled, statement):
    assert refused(postgres, filled, statement)


@pytest.mark.parametrize("table", ["medical_record", "patient", "appointment"])
def test_clinical_rows_can_not_be_deleted_and_their_history_with_them(postgres, filled, table):
    """A delete cascades with the owner's rights: past every grant above."""
    assert refused(postgres, filled, f"DELETE FROM {table}")
    assert refused(postgres, filled, f"TRUNCATE {table} CASCADE")


def test_the_application_can_not_grant_itself_more(postgres, filled):
    with cursor(postgres, filled, "app") as run:
        run.execute("GRANT ALL ON audit_event, medical_record_version, row_total TO hms_app")  # a warning, no error
        for table in ("audit_event", "medical_record_version", "row_total"):
            run.execute("SELECT has_table_privilege(%s, 'UPDATE, DELETE, TRUNCATE, TRIGGER, REFERENCES')", (table,))
            assert run.fetchone() == (False,)


def test_an_event_can_not_be_given_a_number(postgres, filled):
    with cursor(postgres, filled, "app") as run, pytest.raises(psycopg2.Error) as refusal:
        run.execute("INSERT INTO audit_event (id, action) VALUES (1, 'a.b')")
    assert refusal.value.pgcode == "428C9"  # generated always


def test_the_application_owns_nothing(postgres, filled):
    with cursor(postgres, filled) as run:
        run.execute("SELECT count(*) FROM pg_shdepend WHERE refobjid = 'hms_app'::regrole AND deptype = 'o'")
        assert run.fetchone() == (0,)
        run.execute("SELECT rolsuper, rolcreatedb, rolcreaterole, rolbypassrls, rolreplication FROM pg_roles "
                    "WHERE rolname = 'hms_app'")  # fmt: skip
        assert run.fetchone() == (False,) * 5
        run.execute("SELECT count(*) FROM pg_auth_members WHERE member = 'hms_app'::regrole")
        assert run.fetchone() == (0,)


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE mine (id int)",
        "CREATE TEMPORARY TABLE mine (id int)",
        "CREATE FUNCTION mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "CREATE SCHEMA mine",
        "DROP FUNCTION uuid_v7()",
        "ALTER TABLE patient DROP CONSTRAINT ck_patient_can_be_reached",
        "ALTER TABLE appointment DROP CONSTRAINT ex_appointment_doctor_free",
        "DROP INDEX uq_patient_email_live",
        "ALTER TABLE patient DISABLE TRIGGER ALL",
        "SET session_replication_role = replica",
        "UPDATE alembic_version SET version_num = '0001'",
        "SET ROLE hms_owner",
        "SET ROLE hms_migrator",
        "SET SESSION AUTHORIZATION postgres",
    ],
)
def test_the_application_changes_no_schema(postgres, filled, statement):
    assert refused(postgres, filled, statement)


def test_the_application_reads_every_table(postgres, filled):
    with cursor(postgres, filled, "app") as run:
        for table in db.metadata.tables:
            run.execute(f'SELECT count(*) FROM "{table}"')
