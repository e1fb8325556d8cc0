"""Registering, changing, deleting and bringing back patients."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.factories import booking_json, patient_json, slot

NAMES = ["O'Brien-Łukasz 李", "  Ann  Lee ", "X Æ A-12", "José", "مُحَمَّد", "🙂", "Jr., Martin", "a" * 100, "ﷺ" * 50]


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_kept_as_it_was_written(as_staff, name):
    made = as_staff.post("/api/patients", json=patient_json(name=name))
    assert (made.status_code, made.json["data"]["name"]) == (201, name)
    assert as_staff.get(f"/api/patients/{made.json['data']['id']}").json["data"]["name"] == name


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""), ("name", " \t"), ("name", "a" * 101), ("name", None), ("name", 7), ("name", "a\0b"),
        ("email", ""), ("email", "ann"), ("email", "ann@"), ("email", "@example.org"), ("email", "ann@localhost"),
        ("email", "a b@example.org"), ("email", "ann@example..org"), ("email", "a@b@example.org"),
        ("email", "a" * 109 + "@example.org"), ("email", "ann@example.org\nBcc: x@example.org"),
        ("date_of_birth", "02.03.1984"), ("date_of_birth", "1984-02-30"), ("date_of_birth", "1849-12-31"),
        ("date_of_birth", "1984-3-2"), ("date_of_birth", ""), ("date_of_birth", None), ("date_of_birth", 19840302),
        ("date_of_birth", "1984-03-02T00:00:00"),
        ("phone", "abc"), ("phone", "12"), ("phone", "1" * 21), ("phone", "+49 30 5550 1234 567 89"), ("phone", 30),
        ("blood_group", "C+"), ("blood_group", "ab+"), ("blood_group", ""), ("blood_group", "A"),
        ("address", "x" * 1001), ("address", ["1 Linden Street"]),
    ],
)  # fmt: skip
def test_a_field_that_will_not_do_is_named(as_staff, a_patient, world, field, value):
    for answer in (
        as_staff.post("/api/patients", json=patient_json(phone="030 1234") | {field: value}),
        as_staff.put(f"/api/patients/{a_patient()['id']}", json={field: value}),
    ):
        assert (answer.status_code, answer.json["code"]) == (400, "validation_error")
        assert list(answer.json["fields"]) == [field]
        assert all(sentence.endswith(".") for sentence in answer.json["fields"][field])


def test_all_that_is_wrong_is_told_at_once(as_staff):
    answer = as_staff.post("/api/patients", json={"name": "", "email": "x", "date_of_birth": "x", "blood_group": "x"})
    assert set(answer.json["fields"]) == {"name", "email", "date_of_birth", "blood_group"}


def test_nobody_is_born_tomorrow(as_staff):
    today = datetime.now(ZoneInfo("Europe/Berlin")).date()
    assert as_staff.post("/api/patients", json=patient_json(date_of_birth=today.isoformat())).status_code == 201
    tomorrow = (today + timedelta(days=1)).isoformat()
    answer = as_staff.post("/api/patients", json=patient_json(date_of_birth=tomorrow))
    assert (answer.status_code, list(answer.json["fields"])) == (400, ["date_of_birth"])


@pytest.mark.parametrize("blood_group", ["A+", "A-", "B+", "B-", "AB+", "AB-", "O+", "O-", None])
def test_every_blood_group_is_taken(a_patient, blood_group):
    assert a_patient(blood_group=blood_group)["blood_group"] == blood_group


# ── the e-mail address ───────────────────────────────────────────────────────────────────────────────────


def test_an_explicit_null_email_is_taken_where_a_phone_is_given(as_staff):
    answer = as_staff.post("/api/patients", json=patient_json(email=None, phone="030 5550 1234"))
    assert (answer.status_code, answer.json["data"]["email"]) == (201, None)


@pytest.mark.parametrize("phone", [None, ""])
def test_somebody_must_be_reachable(as_staff, phone):
    answer = as_staff.post("/api/patients", json=patient_json(email=None, phone=phone))
    assert (answer.status_code, set(answer.json["fields"])) == (400, {"email", "phone"})


def test_the_last_way_to_reach_somebody_stays(as_staff, a_patient):
    patient = a_patient(phone="030 5550 1234")
    at = f"/api/patients/{patient['id']}"
    assert as_staff.put(at, json={"email": None}).status_code == 200
    answer = as_staff.put(at, json={"phone": None})
    assert (answer.status_code, set(answer.json["fields"])) == (400, {"email", "phone"})


def test_a_left_out_email_is_not_null(as_staff):
    body = patient_json(phone="030 5550 1234")
    del body["email"]
    answer = as_staff.post("/api/patients", json=body)
    assert (answer.status_code, list(answer.json["fields"])) == (400, ["email"])


def test_two_without_an_address_do_not_clash(a_patient):
    a_patient(email=None, phone="030 111"), a_patient(email=None, phone="030 111")


@pytest.mark.parametrize("again", ["ann@example.org", "ANN@EXAMPLE.ORG", "Ann@Example.Org"])
def test_an_address_belongs_to_one_living_patient_whatever_its_case(as_staff, a_patient, again):
    holder, other = a_patient(email="ann@example.org", name="Ann"), a_patient()
    for answer in (
        as_staff.post("/api/patients", json=patient_json(email=again)),
        as_staff.put(f"/api/patients/{other['id']}", json={"email": again}),
    ):
        assert (answer.status_code, answer.json["code"]) == (400, "email_taken")
        assert answer.json["fields"] == {"email": ["Email already exists"]}
        assert answer.json["holder"]["id"] == holder["id"]


def test_an_own_address_may_be_written_in_another_case(as_staff, a_patient):
    patient = a_patient(email="ann@example.org")
    answer = as_staff.put(f"/api/patients/{patient['id']}", json={"email": "Ann@Example.org"})
    assert (answer.status_code, answer.json["data"]["email"]) == (200, "Ann@Example.org")


def test_a_deleted_patients_address_is_free_again(as_staff, a_patient):
    as_staff.delete(f"/api/patients/{a_patient(email='ann@example.org')['id']}")
    a_patient(email="ann@example.org")


def test_who_comes_back_to_a_taken_address_is_refused(as_admin, a_patient):
    gone = a_patient(email="ann@example.org")
    as_admin.delete(f"/api/patients/{gone['id']}")
    a_patient(email="ann@example.org")
    answer = as_admin.post(f"/api/patients/{gone['id']}/restore")
    assert (answer.status_code, answer.json["code"]) == (400, "email_taken")
    assert as_admin.get(f"/api/patients/{gone['id']}").status_code == 404


# ── changing ─────────────────────────────────────────────────────────────────────────────────────────────


def test_what_is_not_sent_stays(as_staff, a_patient):
    patient = a_patient(phone="030 5550 1234", address="1 Linden Street", blood_group="A+")
    changed = as_staff.put(f"/api/patients/{patient['id']}", json={"name": "Ann Weber"}).json["data"]
    moved = {"name", "version", "updated_at"}
    assert {k: v for k, v in changed.items() if k not in moved} == {k: v for k, v in patient.items() if k not in moved}
    assert (changed["name"], changed["version"]) == ("Ann Weber", 2)


def test_null_and_a_forms_empty_field_empty_an_optional_one(as_staff, a_patient):
    patient = a_patient(phone="030 5550 1234", address="1 Linden Street", blood_group="A+")
    at = f"/api/patients/{patient['id']}"
    for body in ({"phone": None, "blood_group": None}, {"address": ""}):
        assert as_staff.put(at, json=body).status_code == 200
    row = as_staff.get(at).json["data"]
    assert (row["phone"], row["address"], row["blood_group"]) == (None, None, None)


def test_a_change_of_nothing_makes_no_version(as_staff, a_patient, world):
    patient = a_patient()
    for body in ({}, {"name": patient["name"]}):
        answer = as_staff.put(f"/api/patients/{patient['id']}", json=body)
        assert (answer.status_code, answer.json["data"]["version"]) == (200, 1)
    assert world.value("SELECT count(*) FROM audit_event WHERE action = 'patient.change'") == 0


# ── deleting and bringing back ───────────────────────────────────────────────────────────────────────────


@pytest.fixture
def clinic(own_world):
    """Commits are real here: what goes together is told by the time of its transaction."""
    return own_world.client("admin"), own_world.make


def test_what_was_deleted_with_a_patient_comes_back_and_nothing_else(clinic):
    admin, make = clinic
    patient = make.patient()
    visit, record = make.appointment(patient), make.record(patient)
    deleted_before, record_before = make.appointment(patient), make.record(patient)
    admin.delete(f"/api/appointments/{deleted_before['id']}")
    admin.delete(f"/api/records/{record_before['id']}")
    admin.delete(f"/api/patients/{patient['id']}")
    assert admin.get("/api/appointments").json["count"] == admin.get("/api/records").json["count"] == 0

    answer = admin.post(f"/api/patients/{patient['id']}/restore")
    assert (answer.status_code, answer.json["data"]["archived_at"]) == (200, None)
    assert [row["id"] for row in admin.get("/api/appointments").json["data"]] == [visit["id"]]
    assert [row["id"] for row in admin.get("/api/records").json["data"]] == [record["id"]]
    assert admin.get(f"/api/patients/{patient['id']}").json["data"]["next_appointment"]["id"] == visit["id"]


def test_a_visit_whose_time_was_given_away_stays_deleted(clinic):
    admin, make = clinic
    patient = make.patient()
    lost = make.appointment(patient, appointment_datetime=slot(0))
    kept = make.appointment(patient, appointment_datetime=slot(1))
    cancelled = make.appointment(patient, appointment_datetime=slot(2), status="cancelled")
    admin.delete(f"/api/patients/{patient['id']}")
    taken = make.appointment(appointment_datetime=slot(0))
    make.appointment(appointment_datetime=slot(2))
    assert admin.post(f"/api/patients/{patient['id']}/restore").status_code == 200
    mine = admin.get(f"/api/appointments?patient_id={patient['id']}").json["data"]
    assert [row["id"] for row in mine] == [kept["id"], cancelled["id"]]
    assert admin.get(f"/api/appointments/{lost['id']}").status_code == 404
    assert admin.get(f"/api/appointments/{taken['id']}").status_code == 200


def test_deleting_twice_and_restoring_twice_is_404(as_admin, a_patient):
    at = f"/api/patients/{a_patient()['id']}"
    assert [as_admin.delete(at).status_code for _ in range(2)] == [200, 404]
    assert [as_admin.post(f"{at}/restore").status_code for _ in range(2)] == [200, 404]


def test_nothing_is_booked_or_written_for_a_deleted_patient(as_admin, a_patient, an_appointment, a_record):
    patient = a_patient()
    visit, record = an_appointment(patient), a_record(patient)
    as_admin.delete(f"/api/patients/{patient['id']}")
    for answer in (
        as_admin.post("/api/appointments", json=booking_json(patient)),
        as_admin.post("/api/records", json={"patient_id": patient["id"], "diagnosis": "x", "doctor_name": "y"}),
        as_admin.put(f"/api/patients/{patient['id']}", json={"name": "Ghost"}),
        as_admin.post(f"/api/appointments/{visit['id']}/restore"),
        as_admin.post(f"/api/records/{record['id']}/restore"),
        as_admin.get(f"/api/patients/{patient['id']}/records"),
    ):
        assert answer.status_code == 404


def test_the_archive_says_who_and_when(as_staff, a_patient, world):
    patient = a_patient()
    as_staff.delete(f"/api/patients/{patient['id']}")
    (row,) = world.sql("SELECT archived_at, archived_by_id FROM patient")
    assert row["archived_by_id"] == world.people["staff"].user_id
    assert abs(row["archived_at"] - datetime.now(UTC)) < timedelta(minutes=2)
