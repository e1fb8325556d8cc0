"""No double booking, with real commits: many at one moment, through the application and past it."""

from __future__ import annotations

import os
import random
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import date, timedelta
from threading import Barrier
from typing import Any

import psycopg2
import pytest

from tests.factories import booking_json, patient_json, slot
from tests.ground.processes import eventually
from tests.world import World

CLIENTS = 40
ROUNDS = int(os.environ.get("ROUNDS", "5"))  # make test-races has more

OVERLAPS = """
    SELECT count(*) FROM appointment a JOIN appointment b ON a.id < b.id
        AND (a.doctor_id = b.doctor_id OR a.patient_id = b.patient_id)
        AND tstzrange(a.appointment_datetime, a.ends_at) && tstzrange(b.appointment_datetime, b.ends_at)
    WHERE a.archived_at IS NULL AND a.status NOT IN ('cancelled', 'no_show')
        AND b.archived_at IS NULL AND b.status NOT IN ('cancelled', 'no_show')
"""
DEADLOCKS = "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"
TOTALS = """
    SELECT sum(living), (SELECT count(*) FROM appointment WHERE archived_at IS NULL)
    FROM row_total WHERE table_name = 'appointment'
"""


def at_once(work: Callable[[int, Barrier], Any], many: int = CLIENTS) -> list[Any]:
    """Run the same work many times side by side, released by one barrier."""
    barrier = Barrier(many)
    with ThreadPoolExecutor(many) as pool:
        return [done.result() for done in [pool.submit(work, number, barrier) for number in range(many)]]


@pytest.fixture
def patients(own_world: World) -> list[int]:
    desk = own_world.client("admin")
    return [desk.post("/api/patients", json=patient_json()).get_json()["data"]["id"] for _ in range(CLIENTS)]


def overlaps(world: World) -> int:
    return int(world.sql_as("superuser", OVERLAPS)[0][0])


def test_of_many_who_want_one_time_exactly_one_gets_it(own_world, patients):
    clients = [own_world.client("staff") for _ in range(CLIENTS)]
    for turn in range(ROUNDS):

        def book(
            number: int, barrier: Barrier, day: date = date(2035, 1, 8) + timedelta(turn)
        ) -> tuple[int, str | None]:
            # Starts that differ but overlap: no two of them may both be kept.
            body = booking_json(patients[number], appointment_datetime=f"{day}T09:{number % 30:02}")
            barrier.wait()
            answer = clients[number].post("/api/appointments", json=body)
            return answer.status_code, answer.get_json().get("code")

        assert Counter(at_once(book)) == {(201, None): 1, (409, "slot_taken"): CLIENTS - 1}
    assert overlaps(own_world) == 0
    assert own_world.sql_as("superuser", DEADLOCKS) == [(0,)], "the locks stand in line, and never across each other"


def test_one_patient_wanted_by_many_doctors_gets_one_of_them(own_world, patients):
    doctors = [own_world.make.doctor()["id"] for _ in range(10)]
    clients = [own_world.client("staff") for _ in doctors]

    def book(number: int, barrier: Barrier) -> tuple[int, str | None]:
        body = booking_json(patients[0], doctor_id=doctors[number], appointment_datetime=slot())
        barrier.wait()
        answer = clients[number].post("/api/appointments", json=body)
        return answer.status_code, answer.get_json().get("code")

    assert Counter(at_once(book, len(doctors))) == {(201, None): 1, (409, "patient_busy"): len(doctors) - 1}


def test_many_new_names_at_once_are_one_visiting_doctor(own_world, patients):
    clients = [own_world.client("staff") for _ in range(CLIENTS)]

    def book(number: int, barrier: Barrier) -> int:
        name = random.Random(number).choice(["Dr. Vera Gast", "vera gast", "VERA  GAST", "Véra Gast"])
        body = booking_json(patients[number], doctor_name=name, appointment_datetime=slot(number))
        barrier.wait()
        return clients[number].post("/api/appointments", json=body).status_code

    assert Counter(at_once(book)) == {201: CLIENTS}
    assert own_world.value("SELECT count(*) FROM doctor WHERE is_visiting") == 1
    assert own_world.value("SELECT count(DISTINCT doctor_id) FROM appointment") == 1


@pytest.mark.parametrize("seed", [1, 2])
def test_booking_moving_and_cancelling_side_by_side_never_overlap(own_world, patients, seed):
    people, doctors, times = patients[:6], [1, 2], [slot(number, minutes=15) for number in range(10)]

    def work(number: int, barrier: Barrier) -> Counter[int]:
        desk, dice, done = own_world.client("admin"), random.Random(seed * 100 + number), Counter[int]()
        barrier.wait()
        for _ in range(5 * ROUNDS):
            ids = [row["id"] for row in own_world.sql("SELECT id FROM appointment ORDER BY random() LIMIT 1")] or [1]
            at = f"/api/appointments/{ids[0]}"
            place = {"appointment_datetime": dice.choice(times), "doctor_id": dice.choice(doctors)}
            kind = dice.choice(["book", "book", "move", "move", "cancel", "back", "delete", "restore"])
            if kind == "book":
                answer = desk.post("/api/appointments", json=booking_json(dice.choice(people), **place))
            elif kind == "move":
                answer = desk.put(at, json={**place, "duration_minutes": dice.choice([15, 30, 60])})
            elif kind in ("cancel", "back"):
                answer = desk.put(at, json={"status": "cancelled" if kind == "cancel" else "scheduled"})
            else:
                answer = desk.delete(at) if kind == "delete" else desk.post(f"{at}/restore")
            done[answer.status_code] += 1
        return done

    done = sum(at_once(work, 8), Counter[int]())
    assert overlaps(own_world) == 0
    assert done.keys() <= {200, 201, 404, 409}, done
    assert done[201] > 0
    assert done[200] > 0
    total, count = own_world.sql_as("superuser", TOTALS)[0]
    assert total == count


def test_bookings_wait_in_line_for_the_doctors_day(own_world, patients):
    """Not at the constraint, where each would hold what the other wants: before they write anything."""
    waiting = (
        "SELECT wait_event FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND usename = 'hms_app' ORDER BY 1"
    )
    insert = """
        INSERT INTO appointment (patient_id, doctor_id, doctor_name, appointment_datetime, ends_at)
        VALUES (%s, 1, 'Ruth Adeyemi', '2035-01-08T09:00+01:00', '2035-01-08T09:30+01:00')
    """

    def book(number: int, time: str) -> int:
        body = booking_json(patients[number], doctor_id=1, appointment_datetime=f"2035-01-08T{time}")
        return own_world.client("staff").post("/api/appointments", json=body).status_code

    with closing(own_world.server.connect("app", own_world.database)) as stranger, ThreadPoolExecutor(2) as pool:
        stranger.cursor().execute(insert, (patients[0],))
        first = pool.submit(book, 1, "09:15")
        eventually(lambda: own_world.sql_as("superuser", waiting) == [("transactionid",)])
        second = pool.submit(book, 2, "14:00")
        eventually(lambda: own_world.sql_as("superuser", waiting) == [("advisory",), ("transactionid",)])
        stranger.rollback()
        assert (first.result(timeout=20), second.result(timeout=20)) == (201, 201)


def test_plain_sql_can_not_double_book_either(own_world, patients):
    insert = """
        INSERT INTO appointment (patient_id, doctor_id, doctor_name, appointment_datetime, ends_at)
        VALUES (%s, 1, 'Ruth Adeyemi', '2035-01-08T09:00Z', '2035-01-08T09:30Z')
    """

    def book(number: int, barrier: Barrier) -> str:
        with closing(own_world.server.connect("app", own_world.database)) as connection:
            barrier.wait()
            try:
                with connection, connection.cursor() as cursor:
                    cursor.execute(insert, (patients[number],))
            except (psycopg2.errors.ExclusionViolation, psycopg2.errors.DeadlockDetected):
                return "refused"
            return "booked"

    assert Counter(at_once(book, 8)) == {"booked": 1, "refused": 7}
    assert overlaps(own_world) == 0
