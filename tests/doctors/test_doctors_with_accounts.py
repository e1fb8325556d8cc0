"""Who signs in as a doctor stays a doctor of the clinic: an account is never left to nobody."""

from __future__ import annotations

SENTENCE = "This doctor has an account here. Only a doctor without one can be visiting, or be merged."


def assert_refused(answer) -> None:
    assert (answer.status_code, answer.json["code"], answer.json["error"]) == (409, "doctor_has_account", SENTENCE)


def test_a_doctor_with_an_account_is_not_made_visiting(as_admin, world):
    doctor = world.people["doctor"].doctor_id
    assert_refused(as_admin.put(f"/api/doctors/{doctor}", json={"is_visiting": True, "specialty": "Skin"}))
    assert world.value("SELECT specialty FROM doctor WHERE id = :id", id=doctor) == "General practice"
    assert as_admin.put(f"/api/doctors/{doctor}", json={"is_visiting": False}).status_code == 200


def test_a_doctor_without_an_account_may_be_visiting(as_admin, a_doctor):
    answer = as_admin.put(f"/api/doctors/{a_doctor()['id']}", json={"is_visiting": True})
    assert (answer.status_code, answer.json["data"]["is_visiting"]) == (200, True)


def test_a_visiting_doctor_with_an_account_is_not_merged(as_admin, world):
    person, other = world.people["doctor"], world.people["other_doctor"]
    world.sql("UPDATE doctor SET is_visiting = true WHERE id = :id", id=person.doctor_id)
    assert_refused(as_admin.post(f"/api/doctors/{person.doctor_id}/merge", json={"into": other.doctor_id}))
    assert world.value("SELECT merged_into_id FROM doctor WHERE id = :id", id=person.doctor_id) is None


def test_a_visiting_doctor_is_merged_into_one_with_an_account(as_admin, make, world):
    visiting = make.visiting_doctor("R. Adeyemi")
    into = world.people["doctor"].doctor_id
    assert as_admin.post(f"/api/doctors/{visiting['id']}/merge", json={"into": into}).status_code == 200
