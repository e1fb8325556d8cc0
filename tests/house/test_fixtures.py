"""The tests' own ground: a fixture that hides a fault would hide it from every test."""

from __future__ import annotations

import pytest
from flask import jsonify

from clinic.patients import actions
from clinic.shared.access import open_to_all
from clinic.shared.contract import gives
from models import Patient, db
from tests.factories import patient_json


def test_the_tests_speak_with_the_applications_rights(world):
    assert world.value("SELECT current_user") == "hms_app"


def test_what_a_view_forgets_to_commit_is_gone_after_its_request(world):
    with world.app.test_request_context("/api/patients", method="POST"):
        actions.register(**patient_json(date_of_birth="1984-03-02", email="forgotten@example.org"))
        assert db.session.query(Patient).count() == 1
    assert world.value("SELECT count(*) FROM patient") == 0


def test_what_a_view_commits_is_there_for_the_next_request(as_staff, world):
    as_staff.post("/api/patients", json=patient_json())
    assert world.value("SELECT count(*) FROM patient") == 1


@pytest.mark.parametrize("turn", [1, 2])
def test_nothing_is_left_for_the_next_test(turn, a_patient, world):
    a_patient()
    assert world.value("SELECT count(*) FROM patient") == 1


def test_own_worlds_keep_what_is_committed(own_world):
    own_world.make.patient()
    assert own_world.sql_as("app", "SELECT count(*) FROM patient") == [(1,)]


@pytest.mark.parametrize(
    "wrong",
    [
        {"success": True},
        {"success": True, "message": "Signed out.", "secret": 1},
        {"success": "yes", "message": "Signed out."},
    ],
)
def test_an_answer_that_the_document_does_not_tell_of_fails_the_test(world, monkeypatch, wrong):
    client = world.client()

    @open_to_all("a test")
    @gives()
    def odd():
        return jsonify(wrong)

    monkeypatch.setitem(world.app.view_functions, "accounts.sign_out", odd)
    with pytest.raises(AssertionError, match="POST /api/auth/logout answered 200"):
        client.post("/api/auth/logout")


def test_the_clients_send_who_they_are(world):
    for who, person in world.people.items():
        me = world.client(who).get("/api/auth/me").json["data"]
        assert (me["id"], me["email"]) == (person.public_id, person.email)
    assert world.client().get("/api/auth/me").status_code == 401
