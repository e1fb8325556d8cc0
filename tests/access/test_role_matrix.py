"""Who may call what: every route × everybody, against a table that a person can read."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Connection

from clinic.shared.access import Objects, Rule, rule_of
from tests.factories import booking_json, patient_json, record_json
from tests.world import World

EVERYBODY = {"admin", "doctor", "staff", "nurse"}
DESK = {"admin", "staff", "nurse"}
CHARTS = {"admin", "doctor", "nurse"}
ADMIN = {"admin"}

# DESIGN.md, "who may". A doctor's further limits, to the own diary and patients, are in test_object_rules.py.
WHO_MAY: dict[tuple[str, str], set[str]] = {
    ("GET", "/api/auth/me"): EVERYBODY,
    ("GET", "/api/summary"): EVERYBODY,
    ("GET", "/api/patients"): EVERYBODY,
    ("POST", "/api/patients"): DESK,
    ("POST", "/api/patients/search"): EVERYBODY,
    ("POST", "/api/patients/import"): DESK,
    ("GET", "/api/patients/export"): DESK,
    ("GET", "/api/patients/{patient_id}"): EVERYBODY,
    ("PUT", "/api/patients/{patient_id}"): EVERYBODY,
    ("DELETE", "/api/patients/{patient_id}"): DESK,
    ("POST", "/api/patients/{patient_id}/restore"): ADMIN,
    ("GET", "/api/patients/{patient_id}/records"): CHARTS,
    ("GET", "/api/doctors"): EVERYBODY,
    ("POST", "/api/doctors"): ADMIN,
    ("PUT", "/api/doctors/{doctor_id}"): ADMIN,
    ("POST", "/api/doctors/{doctor_id}/merge"): ADMIN,
    ("GET", "/api/appointments"): EVERYBODY,
    ("POST", "/api/appointments"): EVERYBODY,
    ("GET", "/api/appointments/{appointment_id}"): EVERYBODY,
    ("PUT", "/api/appointments/{appointment_id}"): EVERYBODY,
    ("DELETE", "/api/appointments/{appointment_id}"): EVERYBODY,
    ("POST", "/api/appointments/{appointment_id}/restore"): ADMIN,
    ("GET", "/api/records"): CHARTS,
    ("POST", "/api/records"): CHARTS,
    ("GET", "/api/records/{record_id}"): CHARTS,
    ("GET", "/api/records/{record_id}/versions"): CHARTS,
    ("PUT", "/api/records/{record_id}"): CHARTS,
    ("DELETE", "/api/records/{record_id}"): CHARTS,
    ("POST", "/api/records/{record_id}/restore"): ADMIN,
}

# Where a doctor reaches everybody's rows. Whoever adds one says here why.
OF_ALL_PATIENTS = {
    ("GET", "/api/auth/me"): "tells of the caller",
    ("GET", "/api/patients"): "to book with them, and not by charts",
    ("POST", "/api/patients/search"): "the same",
    ("GET", "/api/patients/{patient_id}"): "the same",
    ("GET", "/api/doctors"): "names of colleagues",
}
REFUSALS = {
    Objects.OWN_DIARY: {"not_your_diary"},
    Objects.OWN_PATIENTS: {"not_your_patient", "not_your_record"},
}

Call = tuple[str, str]
Open = Callable[..., Any]


def routes(app: Flask) -> dict[Call, Rule | None]:
    """Every route that needs a token, as the table writes it, and what it declares."""
    found: dict[Call, Rule | None] = {}
    for rule in app.url_map.iter_rules():
        access = rule_of(app.view_functions[rule.endpoint])
        if rule.rule.startswith("/api/v1/") or (access and access.open_because):
            continue
        path = re.sub(r"<(?:\w+(?:\([^)]*\))?:)?(\w+)>", r"{\1}", rule.rule)
        found |= {(method, path): access for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}}
    return found


def test_the_table_names_every_route(world):
    assert routes(world.app).keys() == WHO_MAY.keys()


def test_each_route_keeps_a_doctor_to_the_objects_that_it_declares(world, knock):
    before = everything(world)
    declared = {call: rule.objects for call, rule in routes(world.app).items() if rule and "doctor" in WHO_MAY[call]}
    assert {call for call, objects in declared.items() if objects is Objects.ANY} == OF_ALL_PATIENTS.keys()
    for call, objects in declared.items():
        if call in OF_ALL_PATIENTS:
            continue
        answer = knock(*call, who="other_doctor")
        if answer.status_code == 200:  # a list, and nobody else's rows are in it
            told = answer.json["data"]
            assert not (told if isinstance(told, list) else told["appointments"] + told["appointments_today"]), call
        else:
            assert answer.status_code == 403, call
            assert answer.json["code"] in REFUSALS[objects], call
    after = everything(world)
    assert {table for table in before if before[table] != after[table]} <= {"audit_event"}


@pytest.fixture
def knock(world: World) -> Open:
    """Call a route with everything right about the request but, perhaps, who sends it."""
    make = world.make
    patient = make.patient()
    visit, record = make.appointment(patient), make.record(patient)
    gone = make.patient()
    gone_visit, gone_record = make.appointment(patient), make.record(patient)
    admin = world.client("admin")
    admin.delete(f"/api/patients/{gone['id']}")
    admin.delete(f"/api/appointments/{gone_visit['id']}")
    admin.delete(f"/api/records/{gone_record['id']}")
    visiting, known = make.visiting_doctor("Vera Gast"), make.doctor()
    ids: dict[str, int] = {
        "patient_id": patient["id"],
        "appointment_id": visit["id"],
        "record_id": record["id"],
        "doctor_id": visiting["id"],
    }
    restored: dict[str, int] = {
        "/api/patients/{patient_id}/restore": gone["id"],
        "/api/appointments/{appointment_id}/restore": gone_visit["id"],
        "/api/records/{record_id}/restore": gone_record["id"],
    }
    bodies: dict[Call, Any] = {
        ("POST", "/api/patients"): patient_json(),
        ("POST", "/api/patients/search"): {"q": "pat"},
        ("POST", "/api/patients/import"): {"resourceType": "Patient"},
        ("PUT", "/api/patients/{patient_id}"): {"name": "Another Name"},
        ("POST", "/api/doctors"): {"name": "New Doctor"},
        ("PUT", "/api/doctors/{doctor_id}"): {"name": "Another Name"},
        ("POST", "/api/doctors/{doctor_id}/merge"): {"into": known["id"]},
        ("POST", "/api/appointments"): booking_json(patient),
        ("PUT", "/api/appointments/{appointment_id}"): {"status": "confirmed"},
        ("POST", "/api/records"): record_json(patient),
        ("PUT", "/api/records/{record_id}"): {"diagnosis": "Otitis", "reason": "Seen again"},
    }

    def call(method: str, path: str, *, token: str | None = None, who: str | None = None, api: str = "/api") -> Any:
        client = world.client(who)
        client.token = token or client.token
        at = re.sub(r"\{(\w+)\}", lambda named: str(restored.get(path, ids[named[1]])), path)
        return client.open(at.replace("/api", api, 1), method=method, json=bodies.get((method, path)))

    return call


def everything(world: World) -> dict[str, Any]:
    """What is in every table."""
    tables = world.sql("SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public'")
    return {
        table["name"]: world.value(
            f'SELECT md5(string_agg(t::text, chr(10) ORDER BY t::text)) FROM "{table["name"]}" t'
        )
        for table in tables
    }


@pytest.mark.parametrize("api", ["/api", "/api/v1"])
@pytest.mark.parametrize("who", sorted(EVERYBODY))
def test_a_role_that_is_not_allowed_is_refused_and_changes_nothing(world, knock, who, api):
    before = everything(world)
    for (method, path), allowed in WHO_MAY.items():
        if who not in allowed:
            answer = knock(method, path, who=who, api=api)
            assert (answer.status_code, answer.json["code"]) == (403, "forbidden"), f"{who}: {method} {path}"
    assert everything(world) == before


@pytest.mark.parametrize("who", sorted(EVERYBODY))
def test_a_role_that_is_allowed_is_let_in(world, knock, who):
    for (method, path), allowed in WHO_MAY.items():
        if who in allowed:
            with undone(world):
                answer = knock(method, path, who=who)
            assert answer.status_code in (200, 201), f"{who}: {method} {path} {answer.get_data(as_text=True)}"


@contextmanager
def undone(world: World) -> Iterator[None]:
    """Take back what happens, so that each call finds the same clinic."""
    assert isinstance(world.engine, Connection)
    savepoint = world.engine.begin_nested()
    yield
    savepoint.rollback()


def no_token(world: World) -> str | None:
    return None


def garbage(world: World) -> str:
    return "garbage"


def expired(world: World) -> str:
    return world.token("admin", expires_in=timedelta(seconds=-1))


def of_an_ended_sign_in(world: World) -> str:
    world.sql("UPDATE sign_in SET ended_at = now(), ended_because = 'test' WHERE user_id = :user",
              user=world.people["admin"].user_id)  # fmt: skip
    return world.token("admin")


def of_a_sign_in_past_its_week(world: World) -> str:
    world.sql(
        "UPDATE sign_in SET created_at = :then, expires_at = :then + interval '7 days' WHERE user_id = :user",
        user=world.people["admin"].user_id,
        then=datetime.now(UTC) - timedelta(days=7, hours=1),
    )
    return world.token("admin")


def of_a_disabled_user(world: World) -> str:
    world.sql('UPDATE "user" SET is_active = false WHERE id = :user', user=world.people["admin"].user_id)
    return world.token("admin")


@pytest.mark.parametrize("api", ["/api", "/api/v1"])
@pytest.mark.parametrize(
    "token", [no_token, garbage, expired, of_an_ended_sign_in, of_a_sign_in_past_its_week, of_a_disabled_user]
)
def test_nobody_is_let_in_anywhere_and_changes_nothing(world, knock, token, api):
    bad = token(world)
    before = everything(world)
    for method, path in WHO_MAY:
        answer = knock(method, path, token=bad, api=api)
        assert (answer.status_code, answer.json["code"]) == (401, "unauthenticated"), f"{method} {path}"
    assert everything(world) == before


def test_a_change_of_role_bites_at_once(world, knock):
    world.sql("""UPDATE "user" SET role = 'staff' WHERE id = :user""", user=world.people["admin"].user_id)
    assert knock("POST", "/api/doctors", who="admin").status_code == 403


def test_a_grant_taken_away_bites_at_once(world, knock):
    assert knock("GET", "/api/records", who="nurse").status_code == 200
    world.sql("""UPDATE "user" SET grants = '{}' WHERE id = :user""", user=world.people["nurse"].user_id)
    assert knock("GET", "/api/records", who="nurse").status_code == 403
