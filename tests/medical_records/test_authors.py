"""Who wrote a record is who was signed in, unless an admin enters it for somebody who may write one."""

from __future__ import annotations

import pytest

from tests.factories import record_json


@pytest.mark.parametrize(
    ("who", "name"), [("doctor", "Ruth Adeyemi"), ("nurse", "Oleg Marek"), ("admin", "Amal Haddad")]
)
def test_an_admin_enters_a_record_for_its_author(as_admin, a_patient, world, who, name):
    author = world.people[who].user_id
    record = as_admin.post("/api/records", json=record_json(a_patient(), author_id=author)).json["data"]
    assert record["author_name"] == name
    (version,) = as_admin.get(f"/api/records/{record['id']}/versions").json["data"]
    assert (version["version"], version["author_name"], version["reason"]) == (1, name, None)


def test_the_trail_says_who_entered_it_and_for_whom(as_admin, a_patient, world):
    entered, author = world.people["admin"].user_id, world.people["nurse"].user_id
    for sent, told in (({"author_id": author}, {"author_id": author}), ({"author_id": entered}, {}), ({}, {})):
        record = as_admin.post("/api/records", json=record_json(a_patient(), **sent)).json["data"]
        event = "SELECT user_id, detail FROM audit_event WHERE action = 'medical_record.write' AND entity_id = :id"
        assert world.sql(event, id=record["id"]) == [{"user_id": entered, "detail": told}]


@pytest.mark.parametrize("who", ["nurse", "doctor"])
def test_nobody_else_writes_in_anothers_name(world, an_appointment, who):
    patient, client = an_appointment()["patient_id"], world.client(who)
    answer = client.post("/api/records", json=record_json(patient, author_id=world.people["admin"].user_id))
    assert (answer.status_code, answer.json["code"]) == (403, "not_your_name")
    assert answer.json["error"] == "Only an admin enters a record for another author."
    assert world.value("SELECT count(*) FROM medical_record") == 0
    own = client.post("/api/records", json=record_json(patient, author_id=world.people[who].user_id))
    assert (own.status_code, own.json["data"]["author_name"]) == (201, world.people[who].name)


def test_an_author_is_somebody_who_may_write_a_record(as_admin, a_patient, world):
    nurse, desk = world.people["nurse"].user_id, world.people["staff"].user_id
    world.sql('UPDATE "user" SET is_active = false WHERE id = :id', id=nurse)
    for author in (2_000_000_000, nurse, desk, 0, "x", None):
        answer = as_admin.post("/api/records", json=record_json(a_patient(), author_id=author))
        assert (answer.status_code, list(answer.json["fields"])) == (400, ["author_id"]), author
    assert world.value("SELECT count(*) FROM medical_record") == 0


def test_an_amendment_is_always_by_whoever_is_signed_in(as_admin, a_record, world):
    record = a_record()
    body = {"notes": "Better", "reason": "Seen again", "author_id": world.people["nurse"].user_id}
    assert as_admin.put(f"/api/records/{record['id']}", json=body).status_code == 200
    newest, _ = as_admin.get(f"/api/records/{record['id']}/versions").json["data"]
    assert newest["author_name"] == "Amal Haddad"
