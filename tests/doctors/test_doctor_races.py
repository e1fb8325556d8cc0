"""Whoever comes while a doctor is merged or leaves is told what then holds: the one who stays, or nobody."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.factories import booking_json, record_json
from tests.ground.processes import eventually

WAITING = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND usename = 'hms_app'"


@pytest.mark.parametrize("by", ["doctor_id", "doctor_name"])
@pytest.mark.parametrize("path", ["/api/appointments", "/api/records"])
def test_what_comes_during_a_merge_goes_to_whom_the_name_then_leads(own_world, path, by):
    patient, visiting = own_world.make.patient(), own_world.make.visiting_doctor("R. Adeyemi")
    target = own_world.people["doctor"].doctor_id
    named = {by: visiting["id"] if by == "doctor_id" else "R. Adeyemi"}
    body = booking_json(patient, **named) if path == "/api/appointments" else record_json(patient, **named)
    merging = own_world.server.connect("app", own_world.database)
    cursor = merging.cursor()
    cursor.execute("SELECT FROM doctor WHERE id = %s FOR UPDATE", (visiting["id"],))
    cursor.execute("UPDATE doctor SET merged_into_id = %s WHERE id = %s", (target, visiting["id"]))
    with ThreadPoolExecutor(1) as pool:
        coming = pool.submit(own_world.client("admin").post, path, json=body)
        eventually(lambda: own_world.sql_as("superuser", WAITING)[0][0] == 1)
        merging.commit()
        answer = coming.result(timeout=20)
    merging.close()
    assert (answer.status_code, answer.get_json()["data"]["doctor_id"]) == (201, target)


@pytest.mark.parametrize("by", ["doctor_id", "doctor_name"])
def test_nobody_is_booked_with_a_doctor_who_leaves_at_that_moment(own_world, by):
    patient, doctor = own_world.make.patient(), own_world.people["doctor"]
    body = booking_json(patient, **{by: doctor.doctor_id if by == "doctor_id" else doctor.name})
    leaving = own_world.server.connect("app", own_world.database)
    cursor = leaving.cursor()
    cursor.execute("SELECT FROM doctor WHERE id = %s FOR UPDATE", (doctor.doctor_id,))
    cursor.execute("UPDATE doctor SET is_active = false WHERE id = %s", (doctor.doctor_id,))
    with ThreadPoolExecutor(1) as pool:
        coming = pool.submit(own_world.client("staff").post, "/api/appointments", json=body)
        eventually(lambda: own_world.sql_as("superuser", WAITING)[0][0] == 1)
        leaving.commit()
        answer = coming.result(timeout=20)
    leaving.close()
    assert (answer.status_code, answer.get_json()["code"]) == (409, "doctor_inactive")
