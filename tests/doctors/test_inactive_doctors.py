"""Who no longer works here is not booked any more; what stands goes on, and what was done is still written down."""

from __future__ import annotations

import pytest

from tests.factories import booking_json, free_slot, record_json


@pytest.fixture
def retire(as_admin):
    def retire(doctor_id: int) -> None:
        assert as_admin.put(f"/api/doctors/{doctor_id}", json={"is_active": False}).status_code == 200

    return retire


@pytest.fixture
def gone(a_doctor, retire):
    """Dr. Kim Lee, who no longer works here."""
    doctor = a_doctor("Kim Lee")
    retire(doctor["id"])
    return doctor


def named(doctor, by: str) -> dict[str, object]:
    return {by: doctor["id"] if by == "doctor_id" else "dr. kim LEE"}


def assert_refused(answer, by: str) -> None:
    sentence = "Kim Lee can no longer be booked. Choose another doctor."
    assert (answer.status_code, answer.json["code"], answer.json["error"]) == (409, "doctor_inactive", sentence)
    assert answer.json["fields"] == {by: [sentence]}


@pytest.mark.parametrize("by", ["doctor_id", "doctor_name"])
def test_an_inactive_doctor_is_not_booked(as_staff, a_patient, gone, world, by):
    assert_refused(as_staff.post("/api/appointments", json=booking_json(a_patient(), **named(gone, by))), by)
    assert world.value("SELECT count(*) FROM appointment") == 0


@pytest.mark.parametrize("by", ["doctor_id", "doctor_name"])
def test_no_visit_goes_to_an_inactive_doctor(as_staff, an_appointment, gone, by):
    visit = an_appointment()
    at = f"/api/appointments/{visit['id']}"
    assert_refused(as_staff.put(at, json={**named(gone, by), "appointment_datetime": free_slot()}), by)
    assert as_staff.get(at).json["data"] == visit


def test_an_inactive_visiting_doctor_is_not_booked(as_staff, a_patient, make, retire):
    visiting = make.visiting_doctor("Kim Lee")
    retire(visiting["id"])
    for by in ("doctor_id", "doctor_name"):
        assert_refused(as_staff.post("/api/appointments", json=booking_json(a_patient(), **named(visiting, by))), by)


def test_a_name_that_leads_to_an_inactive_doctor_is_refused(as_admin, a_patient, make, gone):
    visiting = make.visiting_doctor("K. Lee")
    assert as_admin.post(f"/api/doctors/{visiting['id']}/merge", json={"into": gone["id"]}).status_code == 200
    for by, value in (("doctor_id", visiting["id"]), ("doctor_name", "K. Lee")):
        assert_refused(as_admin.post("/api/appointments", json=booking_json(a_patient(), **{by: value})), by)


@pytest.mark.parametrize(
    "change",
    [
        {"appointment_datetime": "2041-01-08T11:00:00+01:00"}, {"duration_minutes": 60}, {"status": "arrived"},
        {"status": "cancelled"}, {"notes": "Bring the letter"},
    ],
)  # fmt: skip
def test_a_visit_that_stands_can_still_be_changed(as_staff, an_appointment, a_doctor, retire, change):
    visit = an_appointment(doctor_id=(doctor := a_doctor("Kim Lee"))["id"])
    retire(doctor["id"])
    for by in ("doctor_id", "doctor_name"):
        answer = as_staff.put(f"/api/appointments/{visit['id']}", json={**change, **named(doctor, by)})
        assert (answer.status_code, answer.json["data"]["doctor_id"]) == (200, doctor["id"])
        assert answer.json["data"].items() >= change.items()


def test_a_visit_leaves_an_inactive_doctor(as_staff, an_appointment, a_doctor, retire):
    visit = an_appointment(doctor_id=(doctor := a_doctor("Kim Lee"))["id"])
    retire(doctor["id"])
    answer = as_staff.put(f"/api/appointments/{visit['id']}", json={"doctor_name": "Ruth Adeyemi"})
    assert (answer.status_code, answer.json["data"]["doctor_name"]) == (200, "Ruth Adeyemi")


@pytest.mark.parametrize("by", ["doctor_id", "doctor_name"])
def test_a_late_note_is_written_for_an_inactive_doctor(as_nurse, a_patient, gone, by):
    answer = as_nurse.post("/api/records", json=record_json(a_patient(), **named(gone, by)))
    assert (answer.status_code, answer.json["data"]["doctor_id"]) == (201, gone["id"])


def test_a_name_means_the_active_of_two_namesakes(as_staff, as_nurse, a_patient, a_doctor, gone):
    active = a_doctor("Kim Lee")
    booked = as_staff.post("/api/appointments", json=booking_json(a_patient(), doctor_name="Kim Lee"))
    written = as_nurse.post("/api/records", json=record_json(a_patient(), doctor_name="Kim Lee"))
    for answer in (booked, written):
        assert (answer.status_code, answer.json["data"]["doctor_id"]) == (201, active["id"])


def test_an_active_visiting_doctor_goes_before_an_inactive_namesake(as_staff, a_patient, a_doctor, make, retire):
    visiting = make.visiting_doctor("Kim Lee")
    retire(a_doctor("Kim Lee")["id"])
    answer = as_staff.post("/api/appointments", json=booking_json(a_patient(), doctor_name="Kim Lee"))
    assert (answer.status_code, answer.json["data"]["doctor_id"]) == (201, visiting["id"])


def test_who_works_here_again_is_booked_again(as_admin, a_patient, gone):
    as_admin.put(f"/api/doctors/{gone['id']}", json={"is_active": True})
    answer = as_admin.post("/api/appointments", json=booking_json(a_patient(), doctor_name="Kim Lee"))
    assert (answer.status_code, answer.json["data"]["doctor_id"]) == (201, gone["id"])
