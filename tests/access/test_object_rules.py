"""What a doctor reaches: the own diary, the charts of the own patients, and no further."""

from __future__ import annotations

import pytest

from tests.factories import booking_json, free_slot, record_json


@pytest.fixture
def theirs(make):
    """A visit and a record of Dr. Weber's, whose patient Dr. Adeyemi has never seen."""
    patient = make.patient()
    return {
        "patient": patient,
        "visit": make.appointment(patient, doctor_name="Jonas Weber"),
        "record": make.record(patient, doctor_name="Jonas Weber"),
    }


# ── the diary ────────────────────────────────────────────────────────────────────────────────────────────


def test_a_doctors_list_is_the_own_diary(as_doctor, as_other_doctor, an_appointment, theirs):
    own = an_appointment()
    assert [row["id"] for row in as_doctor.get("/api/appointments").json["data"]] == [own["id"]]
    assert [row["id"] for row in as_other_doctor.get("/api/appointments").json["data"]] == [theirs["visit"]["id"]]
    assert as_doctor.get("/api/appointments").json["count"] == 1


def test_a_filter_does_not_open_another_doctors_diary(as_doctor, theirs):
    for name in ("doctor_id", "patient_id"):
        assert as_doctor.get(f"/api/appointments?{name}={theirs['visit'][name]}").json["data"] == []


def test_another_doctors_visit_is_closed(as_doctor, theirs, world):
    at = f"/api/appointments/{theirs['visit']['id']}"
    for answer in (
        as_doctor.get(at),
        as_doctor.put(at, json={"status": "cancelled"}),
        as_doctor.put(at, json={"doctor_id": world.people["doctor"].doctor_id}),
        as_doctor.delete(at),
    ):
        assert (answer.status_code, answer.json["code"]) == (403, "not_your_diary")
    assert world.client("admin").get(at).json["data"] == theirs["visit"]


@pytest.mark.parametrize("whose", [{"doctor_name": "Jonas Weber"}, {"doctor_name": "Somebody New"}])
def test_a_doctor_books_in_the_own_diary_only(as_doctor, a_patient, world, whose):
    answer = as_doctor.post("/api/appointments", json=booking_json(a_patient(), **whose))
    assert (answer.status_code, answer.json["code"]) == (403, "not_your_diary")
    assert world.value("SELECT count(*) FROM appointment") == 0
    assert world.value("SELECT count(*) FROM doctor WHERE is_visiting") == 0


def test_a_doctor_gives_no_visit_into_another_diary(as_doctor, an_appointment, world):
    visit = an_appointment()
    answer = as_doctor.put(
        f"/api/appointments/{visit['id']}", json={"doctor_id": world.people["other_doctor"].doctor_id}
    )
    assert (answer.status_code, answer.json["code"]) == (403, "not_your_diary")


def test_a_doctor_books_moves_and_cancels_in_the_own_diary(as_doctor, a_patient):
    visit = as_doctor.post("/api/appointments", json=booking_json(a_patient())).json["data"]
    at = f"/api/appointments/{visit['id']}"
    assert as_doctor.put(at, json={"appointment_datetime": free_slot()}).status_code == 200
    assert as_doctor.put(at, json={"status": "cancelled"}).status_code == 200
    assert as_doctor.delete(at).status_code == 200


def test_a_doctors_summary_counts_the_own_diary(as_doctor, as_admin, an_appointment, theirs):
    an_appointment(), an_appointment()
    assert as_doctor.get("/api/summary").json["data"]["appointments"] == 2
    assert as_admin.get("/api/summary").json["data"]["appointments"] == 3


# ── charts ───────────────────────────────────────────────────────────────────────────────────────────────


def test_a_strangers_chart_is_closed(as_doctor, theirs, world):
    record = f"/api/records/{theirs['record']['id']}"
    for answer in (
        as_doctor.get(f"/api/patients/{theirs['patient']['id']}/records"),
        as_doctor.get(record),
        as_doctor.get(f"{record}/versions"),
        as_doctor.post("/api/records", json=record_json(theirs["patient"])),
    ):
        assert (answer.status_code, answer.json["code"]) == (403, "not_your_patient")
    assert world.value("SELECT count(*) FROM medical_record") == 1


def test_a_doctors_list_holds_the_own_patients_records_only(as_doctor, a_record, theirs):
    own = a_record()
    assert [row["id"] for row in as_doctor.get("/api/records").json["data"]] == [own["id"]]
    assert as_doctor.get(f"/api/records?patient_id={theirs['patient']['id']}").json["data"] == []
    assert as_doctor.get(f"/api/records?doctor_id={theirs['record']['doctor_id']}").json["data"] == []


def test_a_visit_opens_the_chart_and_its_end_closes_it(as_doctor, an_appointment, theirs, as_admin):
    chart = f"/api/patients/{theirs['patient']['id']}/records"
    visit = an_appointment(theirs["patient"])
    assert [row["id"] for row in as_doctor.get(chart).json["data"]] == [theirs["record"]["id"]]
    assert as_doctor.get(f"/api/records/{theirs['record']['id']}").status_code == 200
    as_admin.delete(f"/api/appointments/{visit['id']}")
    assert as_doctor.get(chart).status_code == 403
    assert as_doctor.get(f"/api/records/{theirs['record']['id']}").status_code == 403


@pytest.mark.parametrize("end", [{"status": "cancelled"}, {"status": "no_show"}, {"doctor_name": "Jonas Weber"}])
def test_a_visit_that_does_not_stand_opens_no_chart(as_doctor, as_admin, theirs, end):
    patient, booking = theirs["patient"], booking_json(theirs["patient"])
    visit = as_doctor.post("/api/appointments", json=booking).json["data"]
    assert as_doctor.get("/api/records").json["count"] == 1
    assert as_admin.put(f"/api/appointments/{visit['id']}", json=end).status_code == 200
    for closed in (
        as_doctor.get(f"/api/patients/{patient['id']}/records"),
        as_doctor.get(f"/api/records/{theirs['record']['id']}"),
        as_doctor.put(f"/api/patients/{patient['id']}", json={"phone": "030 5550"}),
    ):
        assert (closed.status_code, closed.json["code"]) == (403, "not_your_patient")
    assert as_doctor.get("/api/records").json["data"] == []


def test_a_visit_that_was_held_keeps_the_chart_open(as_doctor, an_appointment, theirs):
    an_appointment(theirs["patient"], status="completed")
    assert as_doctor.get(f"/api/patients/{theirs['patient']['id']}/records").status_code == 200


def test_a_record_under_the_own_name_opens_the_chart(as_doctor, a_record, theirs):
    a_record(theirs["patient"])
    assert as_doctor.get(f"/api/patients/{theirs['patient']['id']}/records").json["count"] == 2


def test_a_doctor_amends_and_deletes_the_own_records_only(as_doctor, an_appointment, theirs, as_admin):
    an_appointment(theirs["patient"])
    at = f"/api/records/{theirs['record']['id']}"
    for answer in (as_doctor.put(at, json={"diagnosis": "Otitis", "reason": "No"}), as_doctor.delete(at)):
        assert (answer.status_code, answer.json["code"]) == (403, "not_your_record")
    assert as_admin.get(at).json["data"] == theirs["record"]


@pytest.mark.parametrize("whose", [{"doctor_name": "Jonas Weber"}, {"doctor_name": "Somebody New"}])
def test_a_doctor_writes_under_the_own_name_only(as_doctor, an_appointment, a_patient, world, whose):
    patient = a_patient()
    an_appointment(patient)
    answer = as_doctor.post("/api/records", json=record_json(patient, **whose))
    assert (answer.status_code, answer.json["code"]) == (403, "not_your_name")
    assert world.value("SELECT count(*) FROM medical_record") == 0


def test_a_nurse_reads_and_writes_every_chart(as_nurse, theirs):
    patient = theirs["patient"]
    assert as_nurse.get(f"/api/patients/{patient['id']}/records").status_code == 200
    assert as_nurse.post("/api/records", json=record_json(patient, doctor_name="Jonas Weber")).status_code == 201


# ── patients ─────────────────────────────────────────────────────────────────────────────────────────────


def test_a_doctor_changes_the_details_of_own_patients_only(as_doctor, an_appointment, a_patient, theirs):
    own = a_patient()
    an_appointment(own)
    assert as_doctor.put(f"/api/patients/{own['id']}", json={"phone": "030 5550"}).status_code == 200
    answer = as_doctor.put(f"/api/patients/{theirs['patient']['id']}", json={"phone": "030 5550"})
    assert (answer.status_code, answer.json["code"]) == (403, "not_your_patient")


def test_archived_patients_are_for_admins(as_admin, as_staff, as_doctor, a_patient):
    patient = a_patient()
    as_admin.delete(f"/api/patients/{patient['id']}")
    for client in (as_staff, as_doctor):
        assert client.get("/api/patients?archived=true").status_code == 403
        assert client.post("/api/patients/search", json={"archived": True}).status_code == 403
    assert [row["id"] for row in as_admin.get("/api/patients?archived=true").json["data"]] == [patient["id"]]
