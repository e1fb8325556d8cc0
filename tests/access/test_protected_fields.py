"""What a caller may not say has no effect: ids, versions, times, states and roles in a body."""

from __future__ import annotations

import pytest

from tests.factories import booking_json, patient_json, record_json

PROTECTED = {
    "id": 4_711,
    "public_id": "00000000-0000-7000-8000-000000000000",
    "version": 99,
    "archived_at": "2001-01-01T00:00:00Z",
    "archived_by_id": 1,
    "created_at": "2001-01-01T00:00:00Z",
    "updated_at": "2001-01-01T00:00:00Z",
    "name_key": "x",
    "email_key": "x",
    "search_key": "x",
    "author_id": 1,
    "author_name": "Somebody Else",
    "patient_name": "Somebody Else",
    "role": "admin",
    "grants": ["clinical"],
    "is_admin": True,
    "user_id": 1,
    "success": False,
    "__proto__": {"role": "admin"},
    "nonsense": "x",
}
SHOWN = ("id", "public_id", "version", "archived_at", "created_at", "author_name", "patient_name")


def shown(row):
    return {name: row[name] for name in SHOWN if name in row}


@pytest.mark.parametrize("who", ["admin", "nurse"])
def test_a_new_row_takes_no_protected_field(world, who, a_patient):
    client, patient = world.client(who), a_patient()
    me = world.people[who].user_id  # of a record's author an admin may say more
    for path, body in (
        ("/api/patients", patient_json()),
        ("/api/appointments", booking_json(patient, ends_at="2001-01-01T00:00:00Z", status="completed")),
        ("/api/records", record_json(patient, author_id=me)),
    ):
        answer = client.post(path, json={**PROTECTED, **body})
        assert answer.status_code == 201
        row = answer.json["data"]
        assert row["version"] == 1
        assert row["archived_at"] is None
        assert not {(name, str(row[name])) for name in row} & {(name, str(value)) for name, value in PROTECTED.items()}
        assert row.get("status", "scheduled") == "scheduled"


def test_a_new_doctor_takes_no_protected_field(as_admin):
    extra = {"is_visiting": True, "is_active": False, "merged_into_id": 1, "coming_appointments": 7}
    made = as_admin.post("/api/doctors", json={**PROTECTED, **extra, "name": "New Doctor"}).json["data"]
    assert (made["is_visiting"], made["is_active"], made["coming_appointments"]) == (False, True, 0)


def test_a_change_takes_no_protected_field(as_admin, world, a_patient, an_appointment, a_record):
    patient, other = a_patient(), a_patient()
    rows = {"patients": patient, "appointments": an_appointment(patient), "records": a_record(patient)}
    for path, row in rows.items():
        answer = as_admin.put(
            f"/api/{path}/{row['id']}", json={**PROTECTED, "patient_id": other["id"], "reason": "A look"}
        )
        assert answer.status_code == 200
        changed = answer.json["data"]
        assert {**shown(changed), "version": 1} == {**shown(row), "version": 1}
        assert changed.get("patient_id") == row.get("patient_id")
        assert changed["version"] <= row["version"] + 1
    assert world.value("SELECT count(*) FROM patient WHERE id = 4711 OR search_key = 'x'") == 0


def test_a_put_creates_nothing(as_admin, world):
    assert as_admin.put("/api/patients/4711", json={"id": 4711, **patient_json()}).status_code == 404
    assert world.value("SELECT count(*) FROM patient") == 0


def test_a_role_in_a_body_changes_nobody(as_staff, world, a_patient):
    before = world.sql('SELECT * FROM "user" ORDER BY id')
    as_staff.put(f"/api/patients/{a_patient()['id']}", json=PROTECTED)
    assert world.sql('SELECT * FROM "user" ORDER BY id') == before


@pytest.mark.parametrize("name", ["role", "archived_at", "actor_id", "doctor", "order", "sort_by"])
def test_a_filter_that_does_not_exist_is_refused(as_admin, name):
    """A misspelt filter that had no effect would widen the list."""
    for path in ("/api/patients", "/api/appointments", "/api/records", "/api/doctors"):
        answer = as_admin.get(f"{path}?{name}=1")
        assert (answer.status_code, list(answer.json["fields"])) == (400, [name])


def test_only_listed_names_are_sorted_by(as_admin):
    for path in ("/api/patients", "/api/appointments", "/api/records"):
        for name in ("password_hash", "name;drop table patient", "id desc", "1", "version"):
            answer = as_admin.get(path, query_string={"sort": name})
            assert (answer.status_code, list(answer.json["fields"])) == (400, ["sort"])
