"""A 201 is kept: a creating request repeated under its key gives the first answer and does nothing twice."""

from __future__ import annotations

import itertools
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from clinic.shared.contract import contract_of
from tests.factories import booking_json, patient_json, record_json, slot

TABLES = {"/api/patients": "patient", "/api/appointments": "appointment", "/api/records": "medical_record",
          "/api/doctors": "doctor"}  # fmt: skip
_keys = itertools.count()


@pytest.fixture
def key() -> dict[str, str]:
    return {"Idempotency-Key": f"3f2c9e0a-0000-4000-8000-{next(_keys):012}"}


@pytest.fixture(params=TABLES)
def creating(request, a_patient):
    """A path and a good body for it."""
    patient = a_patient()
    return request.param, {
        "/api/patients": patient_json(),
        "/api/appointments": booking_json(patient),
        "/api/records": record_json(patient),
        "/api/doctors": {"name": "New Doctor"},
    }[request.param]


def count(world, path: str) -> int:
    return int(world.value(f"SELECT count(*) FROM {TABLES[path]}"))


def test_every_route_that_creates_takes_a_key(world):
    for rule in world.app.url_map.iter_rules():
        view = world.app.view_functions[rule.endpoint]
        if "POST" in (rule.methods or ()) and contract_of(view).status == 201:
            assert getattr(view, "takes_idempotency_key", False), rule.rule


def test_a_repeat_gives_the_first_answer_and_makes_no_second_row(as_admin, world, creating, key):
    path, body = creating
    before = count(world, path)
    first = as_admin.post(path, json=body, headers=key)
    events = "SELECT action FROM audit_event WHERE action NOT LIKE '%.read' ORDER BY id"
    before_repeat = world.sql(events)
    again = as_admin.post(path, json=body, headers=key)
    assert first.status_code == again.status_code == 201
    assert again.get_data() == first.get_data()
    assert again.headers["ETag"] == first.headers["ETag"] == '"1"'
    assert ("Idempotency-Replayed" in first.headers, again.headers["Idempotency-Replayed"]) == (False, "true")
    assert count(world, path) == before + 1
    assert world.sql(events) == before_repeat


def test_a_repeat_gives_the_first_answer_though_the_row_has_changed(as_admin, world, creating, key):
    path, body = creating
    first = as_admin.post(path, json=body, headers=key)
    as_admin.put(f"{path}/{first.json['data']['id']}", json={"name": "Later", "notes": "Later", "reason": "Later"})
    assert as_admin.post(path, json=body, headers=key).get_data() == first.get_data()


def test_the_key_is_the_same_under_both_versions_of_the_api(as_admin, world, creating, key):
    path, body = creating
    first = as_admin.post(path, json=body, headers=key)
    again = as_admin.post(path.replace("/api/", "/api/v1/"), json=body, headers=key)
    assert again.get_data() == first.get_data()


def test_without_a_key_each_request_is_its_own(as_admin, world):
    for _ in range(2):
        assert as_admin.post("/api/doctors", json={"name": "New Doctor"}).status_code == 201
    assert world.value("SELECT count(*) FROM doctor WHERE name = 'New Doctor'") == 2


def test_another_key_is_another_request(as_admin, world):
    for name in ("a", "b"):
        as_admin.post("/api/doctors", json={"name": "New Doctor"}, headers={"Idempotency-Key": name})
    assert world.value("SELECT count(*) FROM doctor WHERE name = 'New Doctor'") == 2


def test_a_key_used_for_another_request_is_refused(as_admin, world, creating, key):
    path, body = creating
    as_admin.post(path, json=body, headers=key)
    before = count(world, path)
    for other_path, other_body in (
        (path, {**body, "name": "Other", "notes": "Other"}),
        ("/api/doctors", {"name": "X"}),
    ):
        answer = as_admin.post(other_path, json=other_body, headers=key)
        assert (answer.status_code, answer.json["code"]) == (409, "idempotency_key_reused")
    assert count(world, path) == before


def test_a_key_belongs_to_its_caller(as_admin, as_staff, world, key):
    first = as_admin.post("/api/patients", json=patient_json(name="Secret"), headers=key)
    second = as_staff.post("/api/patients", json=patient_json(name="Other"), headers=key)
    assert (first.status_code, second.status_code) == (201, 201)
    assert second.json["data"]["name"] == "Other"


def test_a_failure_is_not_kept(as_admin, a_patient, key):
    taken = booking_json(a_patient(), appointment_datetime=slot())
    visit = as_admin.post("/api/appointments", json=taken).json["data"]
    body = booking_json(a_patient(), appointment_datetime=slot())
    assert as_admin.post("/api/appointments", json=body, headers=key).status_code == 409
    as_admin.delete(f"/api/appointments/{visit['id']}")
    answer = as_admin.post("/api/appointments", json=body, headers=key)
    assert (answer.status_code, "Idempotency-Replayed" in answer.headers) == (201, False)


def test_after_a_failure_the_key_takes_another_body(as_admin, key):
    assert as_admin.post("/api/patients", json=patient_json(email="x"), headers=key).status_code == 400
    assert as_admin.post("/api/patients", json=patient_json(), headers=key).status_code == 201


def test_after_a_day_the_key_is_free(as_admin, world, key):
    as_admin.post("/api/doctors", json={"name": "New Doctor"}, headers=key)
    world.sql("UPDATE idempotency_key SET created_at = created_at - interval '23 hours 59 minutes'")
    assert "Idempotency-Replayed" in as_admin.post("/api/doctors", json={"name": "New Doctor"}, headers=key).headers
    world.sql("UPDATE idempotency_key SET created_at = created_at - interval '2 minutes'")
    answer = as_admin.post("/api/doctors", json={"name": "Another"}, headers=key)
    assert (answer.status_code, answer.json["data"]["name"]) == (201, "Another")
    again = as_admin.post("/api/doctors", json={"name": "Another"}, headers=key)
    assert again.get_data() == answer.get_data()


def test_a_repeat_is_for_those_who_may_still_ask(as_staff, world, key):
    body = patient_json()
    as_staff.post("/api/patients", json=body, headers=key)
    staff = world.people["staff"]
    doctor = world.value("INSERT INTO doctor (name, name_key) VALUES ('New', 'new') RETURNING id")
    world.sql(
        """UPDATE "user" SET role = 'doctor', doctor_id = :doctor WHERE id = :id""", id=staff.user_id, doctor=doctor
    )
    assert as_staff.post("/api/patients", json=body, headers=key).status_code == 403
    world.sql("""UPDATE "user" SET is_active = false WHERE id = :id""", id=staff.user_id)
    assert as_staff.post("/api/patients", json=body, headers=key).status_code == 401


def test_a_repeat_shows_nothing_that_is_gone(as_admin, world, creating, key):
    path, body = creating
    made = as_admin.post(path, json=body, headers=key).json["data"]
    if as_admin.delete(f"{path}/{made['id']}").status_code == 405:
        return  # doctors stay, for the sake of what they did
    answer = as_admin.post(path, json=body, headers=key)
    assert (answer.status_code, answer.json["success"]) == (404, False)


def test_a_repeat_shows_nothing_of_a_chart_that_was_closed(as_admin, as_doctor, an_appointment, a_patient, world, key):
    patient = a_patient()
    visit, body = an_appointment(patient), record_json(patient)
    first, again = (as_doctor.post("/api/records", json=body, headers=key).status_code for _ in range(2))
    assert first == again == 201
    as_admin.delete(f"/api/appointments/{visit['id']}")
    other = world.people["other_doctor"].doctor_id
    world.sql("UPDATE medical_record SET doctor_id = :other", other=other)
    answer = as_doctor.post("/api/records", json=body, headers=key)
    assert (answer.status_code, answer.json["code"]) == (403, "not_your_patient")


def test_answers_older_than_a_day_are_forgotten_by_and_by(as_admin, world):
    def book(name: str) -> None:
        as_admin.post("/api/doctors", json={"name": "New Doctor"}, headers={"Idempotency-Key": name})

    for name in ("a", "b"):
        book(name)
    world.sql("UPDATE idempotency_key SET created_at = created_at - interval '25 hours' WHERE key = 'a'")
    book("c")
    assert world.sql("SELECT key FROM idempotency_key ORDER BY key") == [{"key": "b"}, {"key": "c"}]


@pytest.mark.parametrize(("length", "taken"), [(1, True), (200, True), (201, False), (5000, False), (0, False)])
def test_a_key_has_1_to_200_characters(as_admin, length, taken):
    answer = as_admin.post("/api/doctors", json={"name": "N"}, headers={"Idempotency-Key": "k" * length})
    assert answer.status_code == (201 if taken else 400)


def test_of_20_at_once_with_one_key_one_does_the_work_and_all_get_its_answer(own_world):
    patient = own_world.make.patient()
    body, key = booking_json(patient), {"Idempotency-Key": "double-click"}
    clients = [own_world.client("staff") for _ in range(20)]
    barrier = Barrier(20)

    def send(client):
        barrier.wait()
        return client.post("/api/appointments", json=body, headers=key)

    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(send, clients))
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.get_data() for answer in answers}) == 1
    assert sum("Idempotency-Replayed" in answer.headers for answer in answers) == 19
    assert own_world.value("SELECT count(*) FROM appointment") == 1
    assert own_world.value("SELECT count(*) FROM audit_event WHERE action = 'appointment.book'") == 1
