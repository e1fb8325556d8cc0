"""Two who save the same row: the second is told what the first saved, and nothing is lost."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest


@pytest.fixture(params=["patients", "appointments", "records", "doctors"])
def row(request, make):
    """An address, its row at version 1, and a change of it."""
    made = {
        "patients": make.patient,
        "appointments": make.appointment,
        "records": make.record,
        "doctors": make.doctor,
    }[request.param]()
    change = {"patients": {"name": "Mine"}, "appointments": {"notes": "Mine"}, "doctors": {"specialty": "Mine"},
              "records": {"notes": "Mine", "reason": "Seen again"}}[request.param]  # fmt: skip
    return f"/api/{request.param}/{made['id']}", made, change


def shown(client, at: str):
    """The row as it now is; doctors have no page of their own."""
    if "/doctors/" not in at:
        return client.get(at).json["data"]
    return next(doctor for doctor in client.get("/api/doctors").json["data"] if at.endswith(f"/{doctor['id']}"))


def same(one, other) -> bool:
    """Patients have their identifiers on their own page."""
    return {k: v for k, v in one.items() if k in other} == {k: v for k, v in other.items() if k in one}


def test_every_answer_of_one_row_has_its_version_as_etag(as_admin, row):
    at, _, change = row
    if "/doctors/" not in at:
        assert as_admin.get(at).headers["ETag"] == '"1"'
    answer = as_admin.put(at, json=change)
    assert (answer.headers["ETag"], answer.json["data"]["version"]) == ('"2"', 2)


@pytest.mark.parametrize("tag", ['"1"', 'W/"1"', '"7", "1"', '"7",W/"1" , "x"', "*", "1"])
def test_a_save_over_the_version_that_was_read_is_kept(as_admin, row, tag):
    at, _, change = row
    assert as_admin.put(at, json=change, headers={"If-Match": tag}).status_code == 200


@pytest.mark.parametrize("tag", ['"2"', '"0"', 'W/"2"', '"11"', '"x"', "", '""', '"2", "3"', "null"])
def test_a_save_over_another_version_is_refused_with_the_present_row(as_admin, row, tag):
    at, made, change = row
    answer = as_admin.put(at, json=change, headers={"If-Match": tag})
    assert (answer.status_code, answer.json["code"]) == (412, "changed_meanwhile")
    assert same(answer.json["current"], made)
    assert same(shown(as_admin, at), made)


def test_the_second_of_two_who_read_the_same_sees_what_the_first_saved(as_admin, as_nurse, row):
    at, _, change = row
    first = as_admin.put(at, json=change, headers={"If-Match": '"1"'}).json["data"]
    theirs = as_admin.put(at, json={**change, "name": "Theirs", "notes": "Theirs"}, headers={"If-Match": '"1"'})
    assert (theirs.status_code, theirs.json["current"]) == (412, first)
    assert same(shown(as_admin, at), first)


def test_without_the_header_the_last_save_wins(as_admin, row):
    at, _, change = row
    as_admin.put(at, json=change)
    assert as_admin.put(at, json={**change, "name": "Last", "notes": "Last"}).json["data"]["version"] == 3


def test_a_deletion_can_be_held_to_a_version_too(as_admin, row):
    at, _, change = row
    if "/doctors/" in at:
        return
    as_admin.put(at, json=change)
    assert as_admin.delete(at, headers={"If-Match": '"1"'}).status_code == 412
    assert as_admin.get(at).status_code == 200
    assert as_admin.delete(at, headers={"If-Match": '"2"'}).status_code == 200


def test_of_many_who_save_at_once_over_one_version_one_is_kept(own_world):
    at = f"/api/patients/{own_world.make.patient()['id']}"
    clients = [own_world.client("staff") for _ in range(10)]
    barrier = Barrier(10)

    def save(number: int) -> int:
        barrier.wait()
        body = {"name": f"Saved by {number}"}
        return clients[number].put(at, json=body, headers={"If-Match": '"1"'}).status_code

    with ThreadPoolExecutor(10) as pool:
        codes = list(pool.map(save, range(10)))
    assert sorted(codes) == [200] + [412] * 9
    assert own_world.client("staff").get(at).get_json()["data"]["version"] == 2


def test_of_many_who_save_at_once_without_a_version_all_are_counted(own_world):
    at = f"/api/patients/{own_world.make.patient()['id']}"
    clients = [own_world.client("staff") for _ in range(10)]

    def save(number: int) -> int:
        return clients[number].put(at, json={"name": f"Saved by {number}"}).status_code

    with ThreadPoolExecutor(10) as pool:
        assert set(pool.map(save, range(10))) == {200}
    assert own_world.client("staff").get(at).get_json()["data"]["version"] == 11
