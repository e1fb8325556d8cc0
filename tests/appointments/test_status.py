"""The steps of a visit are a table, and nothing else is a step."""

from __future__ import annotations

import itertools

import pytest

# From the contract of the API, by hand: the code's own table would agree with itself.
MAY_BECOME = {
    "scheduled": {"confirmed", "arrived", "in_room", "completed", "cancelled", "no_show"},
    "confirmed": {"scheduled", "arrived", "in_room", "completed", "cancelled", "no_show"},
    "arrived": {"scheduled", "confirmed", "in_room", "completed", "cancelled", "no_show"},
    "in_room": {"arrived", "completed"},
    "completed": {"in_room"},
    "cancelled": {"scheduled"},
    "no_show": {"scheduled", "arrived"},
}


@pytest.mark.parametrize(("status", "wanted"), list(itertools.permutations(MAY_BECOME, 2)))
def test_a_step_is_taken_if_the_table_has_it(as_staff, an_appointment, status, wanted):
    visit = an_appointment(status=status if status != "scheduled" else None)
    answer = as_staff.put(f"/api/appointments/{visit['id']}", json={"status": wanted})
    if wanted in MAY_BECOME[status]:
        assert (answer.status_code, answer.json["data"]["status"]) == (200, wanted)
    else:
        assert (answer.status_code, answer.json["code"]) == (409, "wrong_status")
        assert as_staff.get(f"/api/appointments/{visit['id']}").json["data"] == visit


@pytest.mark.parametrize("status", MAY_BECOME)
def test_staying_is_no_step(as_staff, an_appointment, status):
    visit = an_appointment(status=status if status != "scheduled" else None)
    answer = as_staff.put(f"/api/appointments/{visit['id']}", json={"status": status})
    assert (answer.status_code, answer.json["data"]["version"]) == (200, visit["version"])


def test_the_refusal_says_what_is_the_matter(as_staff, an_appointment):
    visit = an_appointment(status="completed")
    answer = as_staff.put(f"/api/appointments/{visit['id']}", json={"status": "cancelled"})
    assert answer.json["error"] == "An appointment that is completed can't become cancelled."


@pytest.mark.parametrize("status", ["SCHEDULED", "done", "", None, 1, True, ["scheduled"]])
def test_a_status_that_there_is_not_is_refused(as_staff, an_appointment, status):
    answer = as_staff.put(f"/api/appointments/{an_appointment()['id']}", json={"status": status})
    assert (answer.status_code, list(answer.json["fields"])) == (400, ["status"])


def test_a_status_and_a_move_happen_together_or_not_at_all(as_staff, an_appointment):
    visit = an_appointment(status="cancelled")
    body = {"status": "scheduled", "appointment_datetime": "2035-01-09T11:30:00+01:00", "notes": "Back again"}
    changed = as_staff.put(f"/api/appointments/{visit['id']}", json=body).json["data"]
    assert {name: changed[name] for name in body} == body
    refused = as_staff.put(f"/api/appointments/{visit['id']}", json={"status": "confirmed", "duration_minutes": 0})
    assert refused.status_code == 400
    assert as_staff.get(f"/api/appointments/{visit['id']}").json["data"] == changed
