"""The HLD's API catalogue (2.6, 4.2) and tables (3.1), row by row and to the letter."""

from __future__ import annotations

from typing import Any

import pytest

from tests.clients import Client
from tests.factories import patient_json, slot

MISSING = 2_000_000_000


@pytest.fixture(params=["/api", "/api/v1"])
def api(request) -> str:
    return str(request.param)


@pytest.fixture
def client(as_admin) -> Client:
    return as_admin


def members(answer: Any) -> set[str]:
    return set(answer.json)


# ── health ───────────────────────────────────────────────────────────────────────────────────────────────


def test_get_health(as_nobody):
    answer = as_nobody.get("/health")
    assert (answer.status_code, answer.json) == (200, {"status": "healthy"})


def test_get_ready(as_nobody):
    answer = as_nobody.get("/ready")
    assert (answer.status_code, answer.json) == (200, {"status": "ready", "database": "connected"})


# ── patients ─────────────────────────────────────────────────────────────────────────────────────────────

PATIENT = {
    "name": "Ann Example",
    "email": "ann@example.org",
    "date_of_birth": "1984-03-02",
    "phone": "+49 30 5550 1234",
    "address": "1 Linden Street",
    "blood_group": "AB+",
}
PATIENT_COLUMNS = {*PATIENT, "id", "created_at", "updated_at"}


def test_list_all_patients(client, api, a_patient):
    a_patient()
    a_patient()
    answer = client.get(f"{api}/patients")
    assert answer.status_code == 200
    assert members(answer) == {"success", "data", "count"}
    assert answer.json["success"] is True
    assert answer.json["count"] == len(answer.json["data"]) == 2
    assert answer.json["data"][0].keys() >= PATIENT_COLUMNS


def test_get_patient_by_id(client, api, a_patient):
    made = a_patient(**PATIENT)
    answer = client.get(f"{api}/patients/{made['id']}")
    assert answer.status_code == 200
    assert members(answer) == {"success", "data"}
    assert answer.json["data"].items() >= PATIENT.items()
    assert isinstance(answer.json["data"]["id"], int)


def test_create_patient(client, api):
    answer = client.post(f"{api}/patients", json=PATIENT)
    assert answer.status_code == 201
    assert members(answer) == {"success", "data"}
    assert answer.json["data"].items() >= PATIENT.items()
    assert answer.json["data"].keys() >= PATIENT_COLUMNS


def test_create_patient_needs_only_name_email_and_date_of_birth(client, api):
    needed = {name: PATIENT[name] for name in ("name", "email", "date_of_birth")}
    answer = client.post(f"{api}/patients", json=needed)
    assert answer.status_code == 201
    assert [answer.json["data"][name] for name in ("phone", "address", "blood_group")] == [None] * 3


@pytest.mark.parametrize(
    "changes",
    [
        {"name": "Anna Example"},
        {"email": "anna@example.org"},
        {"date_of_birth": "1985-01-01"},
        {"phone": "030 1234567"},
        {"address": "2 Linden Street"},
        {"blood_group": "O-"},
        {"name": "Anna Example", "email": "anna@example.org", "phone": "030 1234567"},
    ],
)
def test_update_patient_takes_any_of_its_fields(client, api, a_patient, changes):
    made = a_patient(**PATIENT)
    answer = client.put(f"{api}/patients/{made['id']}", json=changes)
    assert answer.status_code == 200
    assert members(answer) == {"success", "data"}
    assert answer.json["data"].items() >= {**PATIENT, **changes}.items()


def test_delete_patient(client, api, a_patient):
    made = a_patient()
    answer = client.delete(f"{api}/patients/{made['id']}")
    assert answer.status_code == 200
    assert members(answer) == {"success", "message"}
    assert client.get(f"{api}/patients/{made['id']}").status_code == 404
    assert client.get(f"{api}/patients").json["count"] == 0


def test_delete_patient_takes_visits_and_records_along(client, api, a_patient, an_appointment, a_record):
    patient = a_patient()
    visit, record = an_appointment(patient), a_record(patient)
    client.delete(f"{api}/patients/{patient['id']}")
    assert client.get(f"{api}/appointments").json["count"] == 0
    assert client.get(f"{api}/appointments/{visit['id']}").status_code == 404
    assert client.get(f"{api}/records/{record['id']}").status_code == 404


# ── appointments ─────────────────────────────────────────────────────────────────────────────────────────

APPOINTMENT_COLUMNS = {
    "id",
    "patient_id",
    "doctor_name",
    "appointment_datetime",
    "status",
    "reason",
    "notes",
    "created_at",
}


def test_list_all_appointments(client, api, an_appointment):
    an_appointment()
    an_appointment()
    answer = client.get(f"{api}/appointments")
    assert answer.status_code == 200
    assert members(answer) == {"success", "data", "count"}
    assert answer.json["count"] == len(answer.json["data"]) == 2
    assert answer.json["data"][0].keys() >= APPOINTMENT_COLUMNS


def test_create_appointment(client, api, a_patient):
    body = {
        "patient_id": a_patient()["id"],
        "doctor_name": "Ruth Adeyemi",
        "appointment_datetime": "2035-01-08T09:00:00+01:00",
        "reason": "Cough",
    }
    answer = client.post(f"{api}/appointments", json=body)
    assert answer.status_code == 201
    assert members(answer) == {"success", "data"}
    assert answer.json["data"].items() >= {**body, "status": "scheduled", "notes": None}.items()
    assert answer.json["data"].keys() >= APPOINTMENT_COLUMNS


def test_create_appointment_needs_no_reason(client, api, a_patient):
    body = {"patient_id": a_patient()["id"], "doctor_name": "Ruth Adeyemi", "appointment_datetime": slot()}
    answer = client.post(f"{api}/appointments", json=body)
    assert (answer.status_code, answer.json["data"]["reason"]) == (201, None)


@pytest.mark.parametrize(
    "changes",
    [
        {"status": "confirmed"},
        {"notes": "Bring the X-ray."},
        {"appointment_datetime": "2035-01-09T11:30:00+01:00"},
        {"status": "confirmed", "notes": "Moved.", "appointment_datetime": "2035-01-09T11:30:00+01:00"},
    ],
)
def test_update_appointment_takes_any_of_its_fields(client, api, an_appointment, changes):
    made = an_appointment()
    answer = client.put(f"{api}/appointments/{made['id']}", json=changes)
    assert answer.status_code == 200
    assert members(answer) == {"success", "data"}
    untouched = {name: made[name] for name in ("patient_id", "doctor_name", "appointment_datetime", "status", "reason")}
    assert answer.json["data"].items() >= {**untouched, **changes}.items()


def test_delete_appointment(client, api, an_appointment):
    made = an_appointment()
    answer = client.delete(f"{api}/appointments/{made['id']}")
    assert answer.status_code == 200
    assert members(answer) == {"success", "message"}
    assert client.get(f"{api}/appointments").json["count"] == 0


# ── medical records ──────────────────────────────────────────────────────────────────────────────────────

RECORD_COLUMNS = {"id", "patient_id", "diagnosis", "prescription", "doctor_name", "record_date", "notes", "created_at"}


def test_get_patient_records(client, api, a_patient, a_record):
    patient = a_patient(name="Ann Example")
    record = a_record(patient)
    a_record()
    answer = client.get(f"{api}/patients/{patient['id']}/records")
    assert answer.status_code == 200
    # The HLD's table leaves the count out; 4.2 has it in every list, and so have we.
    assert members(answer) == {"success", "data", "patient", "count"}
    assert [row["id"] for row in answer.json["data"]] == [record["id"]]
    assert answer.json["data"][0].keys() >= RECORD_COLUMNS
    assert answer.json["patient"] == {name: patient[name] for name in ("id", "name", "date_of_birth")}


def test_create_medical_record(client, api, a_patient):
    body = {
        "patient_id": a_patient()["id"],
        "diagnosis": "Tonsillitis",
        "doctor_name": "Ruth Adeyemi",
        "prescription": "Penicillin V 1.5 M IU, 3 × daily for 7 days",
        "record_date": "2024-02-29",
    }
    answer = client.post(f"{api}/records", json=body)
    assert answer.status_code == 201
    assert members(answer) == {"success", "data"}
    assert answer.json["data"].items() >= body.items()
    assert answer.json["data"].keys() >= RECORD_COLUMNS


def test_create_medical_record_is_for_today_unless_told(client, api, a_patient):
    body = {"patient_id": a_patient()["id"], "diagnosis": "Tonsillitis", "doctor_name": "Ruth Adeyemi"}
    answer = client.post(f"{api}/records", json=body)
    today = client.get("/api/summary").json["data"]["today"]
    assert (answer.status_code, answer.json["data"]["record_date"]) == (201, today)
    assert answer.json["data"]["prescription"] is None


def test_delete_medical_record(client, api, a_patient, a_record):
    patient = a_patient()
    made = a_record(patient)
    answer = client.delete(f"{api}/records/{made['id']}")
    assert answer.status_code == 200
    assert members(answer) == {"success", "message"}
    assert client.get(f"{api}/patients/{patient['id']}/records").json["count"] == 0


# ── codes ────────────────────────────────────────────────────────────────────────────────────────────────

NEEDED: dict[str, dict[str, Any]] = {
    "/patients": {"name": "Ann", "email": "ann@example.org", "date_of_birth": "1984-03-02"},
    "/appointments": {"patient_id": 1, "doctor_name": "Ruth Adeyemi", "appointment_datetime": slot()},
    "/records": {"patient_id": 1, "diagnosis": "Tonsillitis", "doctor_name": "Ruth Adeyemi"},
}


@pytest.mark.parametrize(("path", "missing"), [(path, name) for path, body in NEEDED.items() for name in body])
def test_a_missing_field_is_400_and_named(client, api, a_patient, path, missing):
    body = dict(NEEDED[path])
    if "patient_id" in body:
        body["patient_id"] = a_patient()["id"]
    del body[missing]
    answer = client.post(api + path, json=body)
    assert (answer.status_code, answer.json["code"]) == (400, "validation_error")
    assert list(answer.json["fields"]) == [missing]


@pytest.mark.parametrize("empty", ["", "   "])
def test_a_blank_name_is_a_missing_name(client, api, empty):
    answer = client.post(f"{api}/patients", json=patient_json(name=empty))
    assert (answer.status_code, list(answer.json["fields"])) == (400, ["name"])


def test_an_email_that_exists_is_400_email_already_exists(client, api, a_patient):
    a_patient(email="ann@example.org")
    answer = client.post(f"{api}/patients", json=patient_json(email="Ann@Example.org"))
    assert (answer.status_code, answer.json["success"], answer.json["error"]) == (400, False, "Email already exists")
    assert answer.json["code"] == "email_taken"


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", f"/patients/{MISSING}"),
        ("PUT", f"/patients/{MISSING}"),
        ("DELETE", f"/patients/{MISSING}"),
        ("PUT", f"/appointments/{MISSING}"),
        ("DELETE", f"/appointments/{MISSING}"),
        ("GET", f"/patients/{MISSING}/records"),
        ("DELETE", f"/records/{MISSING}"),
    ],
)
def test_what_does_not_exist_is_404(client, api, method, path):
    answer = client.open(api + path, method=method, json={} if method == "PUT" else None)
    assert (answer.status_code, answer.json["success"], answer.json["code"]) == (404, False, "not_found")


@pytest.mark.parametrize(("path", "body"), [(path, NEEDED[path]) for path in ("/appointments", "/records")])
def test_a_patient_who_does_not_exist_is_404(client, api, path, body):
    answer = client.post(api + path, json={**body, "patient_id": MISSING})
    assert (answer.status_code, answer.json["code"]) == (404, "not_found")


def test_the_frameworks_own_errors_wear_the_envelope(client, api):
    for answer, status, code in (
        (client.get(f"{api}/nothing-here"), 404, "not_found"),
        (client.patch(f"{api}/patients"), 405, "method_not_allowed"),
        (client.post(f"{api}/patients", data="name=Ann", content_type="text/plain"), 415, "unsupported_media_type"),
    ):
        assert (answer.status_code, answer.json["success"], answer.json["code"]) == (status, False, code)
        assert answer.json["error"].endswith(".")


def test_a_405_names_the_methods_that_the_address_takes(client, api):
    assert set(client.patch(f"{api}/patients").headers["Allow"].split(", ")) >= {"GET", "POST"}


def test_an_unexpected_fault_is_500_and_tells_nothing(world, monkeypatch):
    client = world.client("admin")
    client.document = None  # which fails a test at any 500

    def broken(**_):
        raise RuntimeError("the password is hunter2")

    monkeypatch.setattr("clinic.patients.routes.queries.patients", broken)
    answer = client.get("/api/patients")
    assert (answer.status_code, answer.json["success"], answer.json["code"]) == (500, False, "internal_error")
    assert "hunter2" not in answer.get_data(as_text=True)


# ── CORS (2.5) ───────────────────────────────────────────────────────────────────────────────────────────


def test_the_front_end_in_development_may_call(as_nobody):
    asked = {"Origin": "http://localhost:5173", "Access-Control-Request-Method": "PUT",
             "Access-Control-Request-Headers": "authorization,content-type,if-match,idempotency-key"}  # fmt: skip
    answer = as_nobody.options("/api/patients/1", headers=asked)
    assert answer.headers["Access-Control-Allow-Origin"] == "http://localhost:5173"
    allowed = answer.headers["Access-Control-Allow-Headers"].lower().replace(" ", "").split(",")
    assert set(allowed) >= set(asked["Access-Control-Request-Headers"].split(","))


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://localhost:5173.evil.example"])
def test_no_other_site_may_call(as_nobody, origin):
    for answer in (
        as_nobody.get("/api/auth/me", headers={"Origin": origin}),
        as_nobody.options("/api/patients", headers={"Origin": origin, "Access-Control-Request-Method": "POST"}),
    ):
        assert "Access-Control-Allow-Origin" not in answer.headers
