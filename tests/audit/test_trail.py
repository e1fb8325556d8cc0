"""Everything is accounted for: each read and write of patient data leaves its event, in its own transaction."""

from __future__ import annotations

import json

import pytest

from tests.accounts.test_sign_in import login
from tests.factories import booking_json, patient_json, record_json, slot
from tests.watching import log

EVENTS = "SELECT * FROM audit_event WHERE id > :last ORDER BY id"
CANARY = "Zanzibar"
REFUSE = "ALTER TABLE audit_event ADD CONSTRAINT ck_none CHECK (action <> '{}') NOT VALID"


@pytest.fixture
def trail(world):
    """The events since it was last asked."""
    last = [0]

    def since() -> list[dict]:
        events = world.sql(EVENTS, last=last[0])
        last[0] = max([last[0], *(event["id"] for event in events)])
        return events

    since()
    return since


@pytest.fixture
def rows(make, world):
    patient = make.patient()
    return {
        "patient": patient,
        "visit": make.appointment(patient),
        "record": make.record(patient),
        "visiting": make.visiting_doctor("Vera Gast"),
        "doctor_id": world.people["doctor"].doctor_id,
    }


def p(row: dict) -> int:
    return int(row["id"])


# What is done → the event it leaves: its action, its row and its patient.
def deeds(rows: dict) -> list[tuple]:
    patient, visit, record = (p(rows[name]) for name in ("patient", "visit", "record"))
    body = {"q": "patient"}
    return [
        ("GET", "/api/patients", None, "patient.list", None, None),
        ("POST", "/api/patients/search", body, "patient.list", None, None),
        ("GET", f"/api/patients/{patient}", None, "patient.read", patient, patient),
        ("PUT", f"/api/patients/{patient}", {"name": "Other"}, "patient.change", patient, patient),
        ("GET", "/api/appointments", None, "appointment.list", None, None),
        ("GET", f"/api/appointments/{visit}", None, "appointment.read", visit, patient),
        ("PUT", f"/api/appointments/{visit}", {"notes": "x"}, "appointment.change", visit, patient),
        ("PUT", f"/api/appointments/{visit}", {"duration_minutes": 15}, "appointment.move", visit, patient),
        ("DELETE", f"/api/appointments/{visit}", None, "appointment.archive", visit, patient),
        ("POST", f"/api/appointments/{visit}/restore", None, "appointment.restore", visit, patient),
        ("GET", "/api/records", None, "medical_record.list", None, None),
        ("GET", f"/api/patients/{patient}/records", None, "medical_record.list", None, patient),
        ("GET", f"/api/records/{record}", None, "medical_record.read", record, patient),
        ("GET", f"/api/records/{record}/versions", None, "medical_record.read", record, patient),
        ("PUT", f"/api/records/{record}", {"notes": "x", "reason": "x"}, "medical_record.amend", record, patient),
        ("DELETE", f"/api/records/{record}", None, "medical_record.archive", record, patient),
        ("POST", f"/api/records/{record}/restore", None, "medical_record.restore", record, patient),
        ("PUT", f"/api/doctors/{p(rows['visiting'])}", {"specialty": "x"}, "doctor.change", p(rows["visiting"]), None),
        ("POST", f"/api/doctors/{p(rows['visiting'])}/merge", {"into": rows["doctor_id"]}, "doctor.merge",
         p(rows["visiting"]), None),
        ("DELETE", f"/api/patients/{patient}", None, "patient.archive", patient, patient),
        ("POST", f"/api/patients/{patient}/restore", None, "patient.restore", patient, patient),
    ]  # fmt: skip


def test_each_deed_leaves_one_event_that_says_who_what_and_whose(as_admin, world, rows, trail):
    trail()
    for method, path, body, action, entity, patient in deeds(rows):
        answer = as_admin.open(path, method=method, json=body, environ_overrides={"REMOTE_ADDR": "192.0.2.7"})
        assert answer.status_code == 200, f"{method} {path}: {answer.json}"
        (event,) = trail()
        assert (event["action"], event["entity_id"], event["patient_id"]) == (action, entity, patient), path
        assert event["user_id"] == world.people["admin"].user_id
        assert event["request_id"] == answer.headers["X-Request-Id"]
        assert event["address"] == "192.0.2.7"


def test_what_is_made_leaves_its_event_too(as_admin, rows, trail):
    trail()
    for path, body, action in (
        ("/api/patients", patient_json(), "patient.register"),
        ("/api/appointments", booking_json(rows["patient"]), "appointment.book"),
        ("/api/records", record_json(rows["patient"]), "medical_record.write"),
        ("/api/doctors", {"name": "New"}, "doctor.add"),
    ):
        made = as_admin.post(path, json=body).json["data"]
        (event,) = trail()
        assert (event["action"], event["entity_id"]) == (action, made["id"])
        assert event["patient_id"] == (made["id"] if path == "/api/patients" else made.get("patient_id"))


def test_a_doctor_named_for_the_first_time_is_an_event_of_its_own(as_staff, a_patient, trail):
    patient = a_patient()
    trail()
    as_staff.post("/api/appointments", json=booking_json(patient, doctor_name="Vera Gast"))
    assert [event["action"] for event in trail()] == ["doctor.name_visiting", "appointment.book"]
    as_staff.post("/api/appointments", json=booking_json(patient, doctor_name="Vera Gast"))
    assert [event["action"] for event in trail()] == ["appointment.book"]


def test_a_list_names_everybody_it_showed(as_staff, make, trail):
    patient = make.patient()
    shown = {
        "patients": [patient["id"], make.patient()["id"]],
        "appointments": [make.appointment(patient)["id"] for _ in range(2)],
        "records": [make.record(patient)["id"] for _ in range(2)],
    }
    nurse = make.caller
    for name, ids in shown.items():
        trail()
        nurse.get(f"/api/{name}?limit=200")
        (event,) = trail()
        assert sorted(event["detail"][name]) == sorted(ids)


def test_signing_in_and_out_are_events(as_nobody, world, trail):
    trail()
    login(as_nobody)
    as_nobody.post("/api/auth/logout", headers={"X-Requested-With": "hms"})
    staff = world.people["staff"].user_id
    assert [(event["action"], event["user_id"], event["entity_id"]) for event in trail()] == [
        ("user.sign_in", staff, staff),
        ("user.sign_out", staff, staff),
    ]


def test_a_failed_sign_in_is_an_event_that_says_whose_account_and_from_where(as_nobody, world, trail):
    trail()
    for email in (world.people["staff"].email, "stranger@example.org"):
        login(as_nobody, email, "a wrong password, mistyped")
    known, unknown = trail()
    assert (known["action"], known["user_id"], known["address"]) == ("user.sign_in_failed", None, "127.0.0.1")
    assert known["entity_id"] == world.people["staff"].user_id
    assert (unknown["action"], unknown["entity_id"], unknown["detail"]) == ("user.sign_in_failed", None, {})


@pytest.mark.parametrize("told", ["x" * 100, "203.0.113.9, 10.0.0.1", "unknown", ""])
def test_what_a_proxy_hands_on_is_an_address_or_is_not_told(as_admin, trail, told):
    trail()
    assert as_admin.get("/api/patients", environ_overrides={"REMOTE_ADDR": told}).status_code == 200
    (event,) = trail()
    assert event["address"] is None


# ── the same transaction ─────────────────────────────────────────────────────────────────────────────────


def test_what_is_refused_leaves_no_event_of_a_deed(as_staff, make, trail):
    visit = make.appointment(appointment_datetime=slot())
    patient = make.patient(email="ann@example.org")
    trail()
    for answer in (
        as_staff.post(
            "/api/appointments", json=booking_json(patient, doctor_name="Ruth Adeyemi", appointment_datetime=slot())
        ),
        as_staff.post("/api/patients", json=patient_json(email="ann@example.org")),
        as_staff.put(f"/api/appointments/{visit['id']}", json={"status": "in_room", "duration_minutes": 0}),
        as_staff.get("/api/records"),
        as_staff.get("/api/patients/2000000000"),
        as_staff.post(f"/api/patients/{patient['id']}/restore"),
    ):
        assert answer.status_code >= 400
    assert {event["action"] for event in trail()} <= {"patient.read"}


@pytest.mark.parametrize("name", ["patient", "visit", "record"])
def test_a_refusal_that_shows_a_patients_row_is_a_read(as_admin, rows, trail, name):
    path = {"patient": "patients", "visit": "appointments", "record": "records"}[name]
    trail()
    body = {"name": "Other", "notes": "Other", "reason": "Other"}
    answer = as_admin.put(f"/api/{path}/{p(rows[name])}", json=body, headers={"If-Match": '"9"'})
    assert answer.json["current"]["id"] == p(rows[name])
    (event,) = trail()
    assert (event["action"], event["patient_id"]) == ("patient.read", p(rows["patient"]))


def test_a_refusal_that_names_the_holder_of_an_address_is_a_read(as_staff, a_patient, trail):
    holder = a_patient(email="ann@example.org")
    trail()
    as_staff.post("/api/patients", json=patient_json(email="ann@example.org"))
    (event,) = trail()
    assert (event["action"], event["patient_id"]) == ("patient.read", holder["id"])


def test_a_repeated_answer_is_a_read(as_staff, trail):
    body, key = patient_json(), {"Idempotency-Key": "again"}
    made = as_staff.post("/api/patients", json=body, headers=key).json["data"]
    trail()
    as_staff.post("/api/patients", json=body, headers=key)
    (event,) = trail()
    assert (event["action"], event["patient_id"]) == ("patient.read", made["id"])


def test_a_refused_booking_leaves_no_new_doctor_and_no_event_of_one(as_staff, make, trail, world):
    patient = make.patient()
    make.appointment(patient, appointment_datetime=slot())
    trail()
    body = booking_json(patient, doctor_name="Vera Gast", appointment_datetime=slot())
    assert as_staff.post("/api/appointments", json=body).json["code"] == "patient_busy"
    assert trail() == []
    assert world.value("SELECT count(*) FROM doctor WHERE is_visiting") == 0


def test_a_write_whose_event_can_not_be_written_is_not_kept(own_world):
    """The trail is no afterthought: without it there is no write."""
    own_world.sql_as(
        "superuser", "ALTER TABLE audit_event ADD CONSTRAINT ck_no_register CHECK (action <> 'patient.register')"
    )
    client = own_world.client("staff")
    client.document = None
    assert client.post("/api/patients", json=patient_json()).status_code == 500
    assert own_world.value("SELECT count(*) FROM patient") == 0


def test_a_read_whose_event_can_not_be_written_tells_nothing(own_world):
    patient = own_world.make.patient(name=CANARY)
    own_world.sql_as(
        "superuser", "ALTER TABLE audit_event ADD CONSTRAINT ck_no_read CHECK (action <> 'patient.read') NOT VALID"
    )
    client = own_world.client("staff")
    client.document = None
    answer = client.get(f"/api/patients/{patient['id']}")
    assert answer.status_code == 500
    assert CANARY not in answer.get_data(as_text=True)


# ── what stands in it ────────────────────────────────────────────────────────────────────────────────────


def test_the_trail_holds_numbers_and_names_of_fields_but_no_word_of_a_patient(as_admin, world):
    """Nor does the log."""
    with log() as lines:
        live_a_life(as_admin)
    kept = json.dumps(world.sql("SELECT action, detail::text FROM audit_event")).lower()
    logged = " ".join(lines).lower()
    assert len(lines) >= 13
    for word in (CANARY, "1911-11-11", "2011-11-11", "1111111", "example.org", "AB-", "q=", "Tonsillitis"):
        assert word.lower() not in kept, word
        assert word.lower() not in logged, word


def live_a_life(client) -> None:
    """Let a patient go through everything, with a word in every field that must not get about."""
    person = {"name": f"{CANARY} A", "email": f"{CANARY}@example.org", "date_of_birth": "1911-11-11",
              "phone": "+49 111 1111111", "address": f"{CANARY} Street", "blood_group": "AB-"}  # fmt: skip
    patient = client.post("/api/patients", json=person).json["data"]
    visit = client.post("/api/appointments", json=booking_json(patient, reason=CANARY, notes=CANARY)).json["data"]
    said = {"diagnosis": CANARY, "prescription": CANARY, "notes": CANARY, "record_date": "2011-11-11"}
    record = client.post("/api/records", json=record_json(patient, **said)).json["data"]
    assert client.post("/api/patients", json=person).status_code == 400
    client.put(f"/api/patients/{patient['id']}", json={**person, "name": f"{CANARY} B", "phone": "+49 111 1111112"})
    client.put(f"/api/appointments/{visit['id']}", json={"notes": f"{CANARY} 2", "status": "confirmed"})
    client.put(f"/api/records/{record['id']}", json={"diagnosis": f"{CANARY} 2", "reason": CANARY})
    for typed in (CANARY, "+49 111 1111111", "1911-11-11"):
        client.get("/api/patients", query_string={"q": typed})
        client.post("/api/patients/search", json={"q": typed})
    for path in (f"patients/{patient['id']}", f"records/{record['id']}/versions", f"appointments/{visit['id']}"):
        client.get(f"/api/{path}")
    client.get(f"/api/patients/{CANARY}")
    client.delete(f"/api/patients/{patient['id']}")


def test_a_change_names_its_fields_and_its_steps(as_admin, rows, trail):
    trail()
    as_admin.put(f"/api/patients/{p(rows['patient'])}", json={"name": "Other", "phone": "030 1234"})
    as_admin.put(f"/api/appointments/{p(rows['visit'])}", json={"status": "confirmed"})
    as_admin.put(f"/api/records/{p(rows['record'])}", json={"notes": "x", "reason": "y"})
    patient, visit, record = trail()
    assert patient["detail"] == {"fields": ["name", "phone"]}
    assert visit["detail"] == {"fields": ["status"], "status": ["scheduled", "confirmed"]}
    assert record["detail"] == {"fields": ["notes"]}


@pytest.mark.parametrize("sent", ["a" * 65, "x; DROP TABLE", "a\tb", "short", "ünïcödé", ""])
def test_a_strangers_request_number_is_not_taken_over(as_admin, trail, sent):
    trail()
    answer = as_admin.get("/api/patients", headers={"X-Request-Id": sent})
    assert answer.headers["X-Request-Id"] != sent
    assert trail()[0]["request_id"] == answer.headers["X-Request-Id"]


def test_a_good_request_number_is_kept_all_the_way(as_admin, trail):
    trail()
    answer = as_admin.get("/api/patients", headers={"X-Request-Id": "trace-0123456789"})
    assert answer.headers["X-Request-Id"] == trail()[0]["request_id"] == "trace-0123456789"
