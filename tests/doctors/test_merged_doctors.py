"""A name that was merged leads to another doctor, and stays as it is."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize("change", [{"is_visiting": False}, {"name": "Somebody Else"}, {"is_active": True}])
def test_a_merged_doctor_is_not_changed(as_admin, make, change):
    merged, doctor = make.visiting_doctor("A Visitor"), make.doctor("Zoë Example")
    as_admin.post(f"/api/doctors/{merged['id']}/merge", json={"into": doctor["id"]})
    answer = as_admin.put(f"/api/doctors/{merged['id']}", json=change)
    assert (answer.status_code, answer.json["code"]) == (409, "already_merged")
    visit = make.appointment(doctor_name="A Visitor")
    assert visit["doctor_id"] == doctor["id"]
