"""Each constraint refuses, under its own name, what it says it refuses; in plain SQL, past all of our code."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import psycopg2
import pytest
from psycopg2.extensions import cursor as Cursor  # noqa: N812 -- it is a class

from tests.database.rows import GOOD, insert, insert_one_of_each
from tests.database.schema import cursor

NEXT = "2035-01-08T10:00Z", "2035-01-08T10:30Z"
# What makes each table's second row differ from its first, so that it is refused for one reason only.
SECOND: dict[str, dict[str, Any]] = {
    "clinic": {},
    "doctor": {"id": 2, "name": "Jonas Weber", "name_key": "jonas weber"},
    "user": {"id": 2, "email": "b@example.org", "email_key": "b@example.org"},
    "sign_in": {"id": 2},
    "patient": {"id": 2, "email": "bob@example.org", "email_key": "bob@example.org"},
    "patient_identifier": {"id": 2, "value": "2"},
    "appointment": {"id": 2, "appointment_datetime": NEXT[0], "ends_at": NEXT[1]},
    "medical_record": {"id": 2},
    "medical_record_version": {"version": 2, "reason": "Seen again"},
    "audit_event": {},
    "idempotency_key": {"key": "k2"},
    "row_total": {"shard": 1},
}
AN_ID = "01920000-0000-7000-8000-000000000000"
BESIDE = {"appointment_datetime": "2035-01-08T09:15Z", "ends_at": "2035-01-08T09:45Z"}

# constraint → (table, what spoils the second row), or a whole statement.
PROOFS: dict[str, tuple[str, dict[str, Any]] | str] = {
    "pk_clinic": ("clinic", {}),
    "ck_clinic_is_one": ("clinic", {"id": 2}),
    "pk_doctor": ("doctor", {"id": 1}),
    "uq_doctor_public_id": f"UPDATE doctor SET public_id = '{AN_ID}'",
    "uq_doctor_visiting_name": "UPDATE doctor SET is_visiting = true, name_key = 'x'",
    "ck_doctor_only_visiting_is_merged": ("doctor", {"merged_into_id": 1}),
    "ck_doctor_not_merged_into_itself": ("doctor", {"merged_into_id": 2, "is_visiting": True}),
    "fk_doctor_merged_into_id": ("doctor", {"merged_into_id": 99, "is_visiting": True}),
    "pk_user": ("user", {"id": 1}),
    "uq_user_public_id": f"""UPDATE "user" SET public_id = '{AN_ID}'""",
    "uq_user_email": ("user", {"email_key": "a@example.org"}),
    "uq_user_doctor": """UPDATE "user" SET role = 'doctor', doctor_id = 1""",
    "fk_user_doctor_id": ("user", {"role": "doctor", "doctor_id": 99}),
    "ck_user_role_is_known": ("user", {"role": "root"}),
    "ck_user_grants_are_known": ("user", {"grants": ["clinical", "everything"]}),
    "ck_user_doctor_has_profile": ("user", {"role": "doctor"}),
    "pk_sign_in": ("sign_in", {"id": 1}),
    "fk_sign_in_user_id": ("sign_in", {"user_id": 99}),
    "ck_sign_in_expires_after_start": ("sign_in", {"expires_at": "2000-01-01T00:00Z"}),
    "ck_sign_in_end_has_its_reason": ("sign_in", {"ended_at": "2035-01-01T00:00Z"}),
    "pk_patient": ("patient", {"id": 1}),
    "uq_patient_public_id": f"UPDATE patient SET public_id = '{AN_ID}'",
    "uq_patient_email_live": ("patient", {"email_key": "ann@example.org"}),
    "fk_patient_archived_by_id": ("patient", {"archived_by_id": 99}),
    "ck_patient_blood_group_is_known": ("patient", {"blood_group": "C+"}),
    "ck_patient_can_be_reached": ("patient", {"email": None, "email_key": None, "phone": None}),
    "ck_patient_email_has_key": ("patient", {"email_key": None}),
    "ck_patient_name_is_not_blank": ("patient", {"name_key": ""}),
    "ck_patient_born_in_living_memory": ("patient", {"date_of_birth": "1849-12-31"}),
    "pk_patient_identifier": ("patient_identifier", {"id": 1}),
    "uq_patient_identifier_system_value": ("patient_identifier", {"value": "1"}),
    "fk_patient_identifier_patient_id": ("patient_identifier", {"patient_id": 99}),
    "ck_patient_identifier_is_not_blank": ("patient_identifier", {"system": ""}),
    "pk_appointment": ("appointment", {"id": 1}),
    "uq_appointment_public_id": f"UPDATE appointment SET public_id = '{AN_ID}'",
    "fk_appointment_patient_id": ("appointment", {"patient_id": 99}),
    "fk_appointment_doctor_id": ("appointment", {"doctor_id": 99}),
    "fk_appointment_archived_by_id": ("appointment", {"archived_by_id": 99}),
    "ck_appointment_status_is_known": ("appointment", {"status": "maybe"}),
    "ck_appointment_ends_after_start": ("appointment", {"ends_at": NEXT[0]}),
    "ck_appointment_within_a_day": ("appointment", {"ends_at": "2035-01-09T10:00:01Z"}),
    "ck_appointment_in_our_time": ("appointment", {
        "appointment_datetime": "1899-12-31T23:59:59Z", "ends_at": "1900-01-01T00:30Z",
    }),
    "ex_appointment_doctor_free": ("appointment", {"patient_id": 2, **BESIDE}),
    "ex_appointment_patient_free": ("appointment", {"doctor_id": 2, **BESIDE}),
    "pk_medical_record": ("medical_record", {"id": 1}),
    "uq_medical_record_public_id": f"UPDATE medical_record SET public_id = '{AN_ID}'",
    "fk_medical_record_patient_id": ("medical_record", {"patient_id": 99}),
    "fk_medical_record_doctor_id": ("medical_record", {"doctor_id": 99}),
    "fk_medical_record_author_id": ("medical_record", {"author_id": 99}),
    "fk_medical_record_archived_by_id": ("medical_record", {"archived_by_id": 99}),
    "ck_medical_record_has_diagnosis": ("medical_record", {"diagnosis": " \n\t"}),
    "pk_medical_record_version": ("medical_record_version", {"version": 1}),
    "fk_medical_record_version_record_id": ("medical_record_version", {"record_id": 99}),
    "fk_medical_record_version_author_id": ("medical_record_version", {"author_id": 99}),
    "ck_medical_record_version_amended_for_a_reason": ("medical_record_version", {"reason": " "}),
    "pk_audit_event": "INSERT INTO audit_event (id, action) OVERRIDING SYSTEM VALUE SELECT id, 'a.b' FROM audit_event",
    "ck_audit_event_action_is_noun_and_verb": ("audit_event", {"action": "read"}),
    "pk_idempotency_key": ("idempotency_key", {"key": "k"}),
    "fk_idempotency_key_user_id": ("idempotency_key", {"user_id": 99}),
    "pk_row_total": ("row_total", {"shard": 0}),
}  # fmt: skip


def second(run: Cursor, table: str, **changes: Any) -> None:
    insert(run, table, **{**SECOND[table], **changes})


@pytest.fixture(scope="module")
def filled(postgres, migrated) -> str:
    """A database with one good row in every table, and a second doctor, user, patient and visit."""
    name = f"filled_{migrated}"
    postgres.create_database(name, template=migrated)
    with cursor(postgres, name) as run:
        insert_one_of_each(run)
    return name


@pytest.fixture
def run(postgres, filled) -> Iterator[Cursor]:
    """A transaction that is rolled back."""
    connection = postgres.connect("superuser", filled)
    yield connection.cursor()
    connection.close()


def test_every_constraint_has_its_proof(run):
    run.execute("""
        SELECT conname FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND contype <> 'n'
            AND conname <> 'alembic_version_pkc'
        UNION
        SELECT i.indexrelid::regclass::text FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid
        WHERE i.indisunique AND c.relnamespace = 'public'::regnamespace AND c.relname <> 'alembic_version'
    """)
    assert {name for (name,) in run.fetchall()} == PROOFS.keys()


@pytest.mark.parametrize("name", PROOFS)
def test_a_broken_constraint_refuses_by_its_name(run, name):
    proof = PROOFS[name]
    spoilt = "" if isinstance(proof, str) else proof[0]
    for table in ("doctor", "user", "patient", "appointment", "medical_record"):
        if table != spoilt:
            second(run, table)
    with pytest.raises(psycopg2.IntegrityError) as refused:
        attempt(run, proof)
    assert refused.value.diag.constraint_name == name


def attempt(run: Cursor, proof: tuple[str, dict[str, Any]] | str) -> None:
    if isinstance(proof, str):
        run.execute(proof)
    else:
        second(run, proof[0], **proof[1])


@pytest.mark.parametrize("table", GOOD)
def test_the_second_row_is_good_but_for_what_spoils_it(run, table):
    """Without this, a proof could be refused for some other fault of the row."""
    if table == "clinic":
        run.execute("DELETE FROM clinic")
    second(run, table)


def required(run: Cursor) -> list[tuple[str, str]]:
    run.execute("""
        SELECT c.relname, a.attname FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
        WHERE a.attnotnull AND a.attnum > 0 AND c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace
            AND c.relname <> 'alembic_version' AND a.attidentity <> 'a'
    """)
    return run.fetchall()


def test_what_must_be_there_can_not_be_null(run):
    columns = required(run)
    assert ("appointment", "doctor_id") in columns  # a NULL would never conflict
    for table, column in columns:
        run.execute("SAVEPOINT before")
        if table == "clinic":
            run.execute("DELETE FROM clinic")
        with pytest.raises(psycopg2.errors.NotNullViolation) as refused:
            second(run, table, **{column: None})
        assert (refused.value.diag.table_name, refused.value.diag.column_name) == (table, column)
        run.execute("ROLLBACK TO before")


# ── what the exclusion constraints let through ───────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("free", "because"),
    [
        ({"appointment_datetime": "2035-01-08T09:30Z", "ends_at": "2035-01-08T10:00Z"}, "it begins as the other ends"),
        ({"appointment_datetime": "2035-01-08T08:30Z", "ends_at": "2035-01-08T09:00Z"}, "it ends as the other begins"),
        ({**BESIDE, "status": "cancelled"}, "it is cancelled"),
        ({**BESIDE, "status": "no_show"}, "nobody came"),
        ({**BESIDE, "archived_at": "2034-01-01T00:00Z"}, "it is archived"),
    ],
)
def test_a_visit_fits_where(run, free, because):
    second(run, "appointment", **free)


@pytest.mark.parametrize(
    ("was", "change"),
    [
        ({**BESIDE, "status": "cancelled"}, "status = 'scheduled'"),
        ({**BESIDE, "status": "no_show"}, "status = 'arrived'"),
        ({**BESIDE, "archived_at": "2034-01-01T00:00Z"}, "archived_at = NULL"),
        ({}, "appointment_datetime = '2035-01-08T09:29:59Z'"),
    ],
)
def test_an_update_can_not_overlap_either(run, was, change):
    second(run, "appointment", **was)
    with pytest.raises(psycopg2.errors.ExclusionViolation):
        run.execute(f"UPDATE appointment SET {change} WHERE id = 2")


def move(run: Cursor, number: int, starts: str, ends: str) -> None:
    run.execute("UPDATE appointment SET appointment_datetime = %s, ends_at = %s WHERE id = %s", (starts, ends, number))


def test_many_visits_can_be_moved_at_once(run):
    """Two that change places overlap in between: the constraints wait until the end, if asked."""
    second(run, "appointment")
    run.execute("SET CONSTRAINTS ex_appointment_doctor_free, ex_appointment_patient_free DEFERRED")
    for number, hour in ((1, 10), (2, 9)):
        move(run, number, f"2035-01-08T{hour}:00Z", f"2035-01-08T{hour}:30Z")
    run.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_moved_at_once_they_still_may_not_overlap(run):
    second(run, "appointment")
    run.execute("SET CONSTRAINTS ex_appointment_doctor_free, ex_appointment_patient_free DEFERRED")
    move(run, 2, "2035-01-08T09:29Z", "2035-01-08T10:30Z")
    with pytest.raises(psycopg2.errors.ExclusionViolation):
        run.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_an_archived_patients_address_is_free_again(run):
    run.execute("UPDATE patient SET archived_at = now()")
    second(run, "patient", email_key="ann@example.org")


def test_two_known_doctors_may_share_a_name(run):
    second(run, "doctor", name_key="ruth adeyemi")
