"""One good row for every table, in plain SQL, and how to spoil it."""

from __future__ import annotations

from typing import Any

from psycopg2.extensions import cursor as Cursor  # noqa: N812 -- it is a class

# Every column that has to be given, and those that a proof is about. In the order in which they refer to each other.
GOOD: dict[str, dict[str, Any]] = {
    "clinic": {"id": 1, "name": "Linden", "zone": "UTC", "language": "en", "currency": "EUR", "country": "DE"},
    "doctor": {"id": 1, "name": "Ruth Adeyemi", "name_key": "ruth adeyemi"},
    "user": {
        "id": 1, "email": "a@example.org", "email_key": "a@example.org", "name": "Ann", "role": "admin",
        "password_hash": "x",
    },
    "sign_in": {"id": 1, "user_id": 1, "nonce": b"x", "expires_at": "2100-01-01T00:00Z"},
    "patient": {
        "id": 1, "name": "Ann", "name_key": "ann", "search_key": " ann", "date_of_birth": "1984-03-02",
        "email": "ann@example.org", "email_key": "ann@example.org",
    },
    "patient_identifier": {"id": 1, "patient_id": 1, "system": "urn:a", "value": "1"},
    "appointment": {
        "id": 1, "patient_id": 1, "doctor_id": 1, "doctor_name": "Ruth Adeyemi",
        "appointment_datetime": "2035-01-08T09:00Z", "ends_at": "2035-01-08T09:30Z",
    },
    "medical_record": {
        "id": 1, "patient_id": 1, "doctor_id": 1, "author_id": 1, "diagnosis": "Cough", "doctor_name": "Ruth Adeyemi",
        "record_date": "2034-01-08",
    },
    "medical_record_version": {
        "record_id": 1, "version": 1, "diagnosis": "Cough", "doctor_name": "Ruth Adeyemi", "record_date": "2034-01-08",
        "author_id": 1,
    },
    "audit_event": {"action": "patient.read"},
    "idempotency_key": {"user_id": 1, "key": "k", "request_hash": b"x"},
    "row_total": {"table_name": "nothing", "shard": 0},
}  # fmt: skip
# Kept by triggers; the migrations never lose it, but its rows are not ours to write.
CLINICAL = [name for name in GOOD if name not in ("idempotency_key", "row_total")]


def insert(run: Cursor, table: str, **changes: Any) -> None:
    """Insert the table's good row, changed."""
    values = {**GOOD[table], **changes}
    names = ", ".join(f'"{name}"' for name in values)
    run.execute(f'INSERT INTO "{table}" ({names}) VALUES ({", ".join(["%s"] * len(values))})', list(values.values()))


def insert_one_of_each(run: Cursor) -> None:
    for table, row in GOOD.items():
        insert(run, table)
        if "id" in row and table != "clinic":
            run.execute("SELECT setval(pg_get_serial_sequence(%s, 'id'), 1)", (f'"{table}"',))


def contents(run: Cursor, tables: list[str]) -> dict[str, str]:
    """All rows of some tables, wherever they are kept, as text to compare."""
    found = {}
    for table in tables:
        run.execute("SELECT table_schema FROM information_schema.tables WHERE table_name = %s", (table,))
        (schema,) = run.fetchone() or ("nowhere",)
        run.execute(f"""SELECT string_agg(t::text, E'\\n' ORDER BY t::text) FROM {schema}."{table}" t""")
        found[table] = (run.fetchone() or ("",))[0]
    return found
