"""Whoever loses to a writer that takes none of our locks meets the constraint, and is told so in a sentence."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from typing import Any

import pytest

from clinic.shared.errors import BROKEN_CONSTRAINTS
from tests.factories import patient_json, slot
from tests.ground.processes import eventually
from tests.world import World

WAITING = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND usename = 'hms_app'"
BOOK = """
    INSERT INTO appointment (patient_id, doctor_id, doctor_name, appointment_datetime, ends_at)
    VALUES (%(patient)s, %(doctor)s, 'X', '2035-01-08T09:15+01', '2035-01-08T09:45+01')
"""
REGISTER = """
    INSERT INTO patient (name, email, date_of_birth, name_key, email_key, search_key)
    VALUES ('Bob', 'Ann@example.org', '1990-01-01', 'bob', 'ann@example.org', ' bob')
"""
NAME = "INSERT INTO doctor (name, name_key, is_visiting) VALUES ('Zoë', 'zoe', true)"


def booking(world: World) -> tuple[dict[str, int], Callable[[], Any]]:
    """What plain SQL needs to book, and the same visit through the door."""
    ours, doctor = world.make.patient()["id"], world.make.doctor()["id"]
    body = {"patient_id": ours, "doctor_id": doctor, "appointment_datetime": slot()}
    return {"patient": ours, "doctor": doctor}, lambda: world.client("staff").post("/api/appointments", json=body)


def doctors_time(world: World) -> tuple[str, dict[str, int], Callable[[], Any]]:
    names, book = booking(world)
    return BOOK, {**names, "patient": world.make.patient()["id"]}, book


def patients_time(world: World) -> tuple[str, dict[str, int], Callable[[], Any]]:
    names, book = booking(world)
    return BOOK, {**names, "doctor": world.make.doctor()["id"]}, book


def address(world: World) -> tuple[str, dict[str, int], Callable[[], Any]]:
    body = patient_json(email="ann@example.org")
    return REGISTER, {}, lambda: world.client("staff").post("/api/patients", json=body)


def visiting_name(world: World) -> tuple[str, dict[str, int], Callable[[], Any]]:
    visiting = world.make.visiting_doctor("A Visitor")
    return NAME, {}, lambda: world.client("admin").put(f"/api/doctors/{visiting['id']}", json={"name": "Zoe"})


@pytest.mark.parametrize(
    ("race", "status", "code"),
    [
        (doctors_time, 409, "slot_taken"),
        (patients_time, 409, "patient_busy"),
        (address, 400, "email_taken"),
        (visiting_name, 409, "name_taken"),
    ],
)
def test_the_loser_of_a_race_is_told_what_is_taken(own_world, race, status, code):
    statement, names, knock = race(own_world)
    with closing(own_world.server.connect("app", own_world.database)) as other, ThreadPoolExecutor(1) as pool:
        other.cursor().execute(statement, names)
        losing = pool.submit(knock)
        eventually(lambda: own_world.sql_as("superuser", WAITING)[0][0] == 1)
        other.commit()
        answer = losing.result(timeout=20)
    assert (answer.status_code, answer.get_json()["code"]) == (status, code)
    assert answer.get_json()["error"] not in ("", "The request was refused.")


def test_every_constraint_that_has_a_sentence_is_there(world):
    """A constraint that was renamed would leave its sentence behind, and be a 500."""
    there = "SELECT conname AS name FROM pg_constraint UNION SELECT indexname FROM pg_indexes"
    assert BROKEN_CONSTRAINTS.keys() <= {row["name"] for row in world.sql(there)}
