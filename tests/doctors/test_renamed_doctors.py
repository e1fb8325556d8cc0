"""A doctor's new name reaches the visits to come; what was, keeps the name it was made under."""

from __future__ import annotations

import pytest

from tests.factories import record_json


@pytest.fixture
def rename(as_admin, world):
    def rename(name: str, **more) -> None:
        at = f"/api/doctors/{world.people['doctor'].doctor_id}"
        assert as_admin.put(at, json={"name": name, **more}).status_code == 200

    return rename


def test_a_new_name_reaches_the_visits_to_come(rename, an_appointment, as_staff, world):
    visit, theirs = an_appointment(), an_appointment(doctor_name="Jonas Weber")
    world.sql("UPDATE appointment SET updated_at = '2001-01-01'")
    rename("Ruth Adeyemi-Weiss")
    answer = as_staff.get(f"/api/appointments/{visit['id']}")
    assert (answer.json["data"]["doctor_name"], answer.headers["ETag"]) == ("Ruth Adeyemi-Weiss", '"2"')
    assert not answer.json["data"]["updated_at"].startswith("2001")
    other = as_staff.get(f"/api/appointments/{theirs['id']}").json["data"]
    assert (other["doctor_name"], other["version"]) == ("Jonas Weber", 1)


def test_what_was_keeps_the_name_it_was_made_under(rename, an_appointment, as_nurse, a_patient):
    visit = an_appointment(appointment_datetime="2001-01-01T09:00")
    record = as_nurse.post("/api/records", json=record_json(a_patient())).json["data"]
    rename("Ruth Adeyemi-Weiss")
    assert as_nurse.get(f"/api/appointments/{visit['id']}").json["data"] == visit
    assert as_nurse.get(f"/api/records/{record['id']}").json["data"] == record


def test_the_same_name_again_changes_no_visit(rename, an_appointment, as_staff):
    visit = an_appointment()
    rename("Ruth Adeyemi", specialty="Skin")
    assert as_staff.get(f"/api/appointments/{visit['id']}").json["data"] == visit


def test_a_deleted_visit_keeps_its_name(rename, an_appointment, as_admin, world):
    as_admin.delete(f"/api/appointments/{an_appointment()['id']}")
    rename("Ruth Adeyemi-Weiss")
    assert world.value("SELECT doctor_name FROM appointment") == "Ruth Adeyemi"
