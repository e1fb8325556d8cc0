"""A 201 is kept, and a repeated request does nothing twice, whatever is killed meanwhile.

BOOKINGS and KILLS say how long it goes on; `make test-faults` runs it at length.
"""

from __future__ import annotations

import json
import os
import random
import signal
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any

import pytest

from clinic.ground.embedded_postgres import EmbeddedPostgres
from tests.factories import patient_json
from tests.ground.processes import descendants_of, server_process
from tests.ground.test_serve import free_port, serving, web_server

BOOKINGS = int(os.environ.get("BOOKINGS", "80"))
KILLS = int(os.environ.get("KILLS", "4"))
CLIENTS = 4
PATIENTS = 20
GIVEN_UP_AFTER = 120.0
ADMIN = {"ADMIN_EMAIL": "boss@example.org", "ADMIN_PASSWORD": "a long enough password"}
FIRST = datetime(2035, 1, 8, 9, tzinfo=UTC)

Answer = tuple[int, dict[str, Any]]


class Desk:
    """Somebody who sends a request again until it is answered."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.token = ""
        self.lost = 0

    def send(self, path: str, body: Any, key: str = "") -> Answer:
        deadline = time.monotonic() + GIVEN_UP_AFTER
        while time.monotonic() < deadline:
            with suppress(OSError, HTTPException):
                status, told = self._send_once(path, body, key)
                if status < 500:
                    return status, told
            self.lost += 1
            time.sleep(0.05)
        pytest.fail(f"no answer to {path} in {GIVEN_UP_AFTER:.0f} s")

    def _send_once(self, path: str, body: Any, key: str) -> Answer:
        headers = {"Content-Type": "application/json", "Idempotency-Key": key or "once"}
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        with closing(HTTPConnection("127.0.0.1", self.port, timeout=20)) as connection:
            connection.request("POST", path, json.dumps(body), headers)
            answer = connection.getresponse()
            return answer.status, json.loads(answer.read())


def web_worker(supervisor: Any, _directory: Path) -> int:
    return random.choice(sorted(descendants_of(web_server(supervisor))))


def database(_supervisor: Any, directory: Path) -> int:
    return server_process(directory)


def database_connection(_supervisor: Any, directory: Path) -> int:
    return random.choice(sorted(descendants_of(server_process(directory))))


VICTIMS: list[Callable[[Any, Path], int]] = [web_worker, database_connection, web_worker, database]


def test_what_was_answered_is_kept_once_whatever_is_killed(tmp_path, record_property):
    kills: list[str] = []
    settings = {key: value for key, value in os.environ.items() if not key.endswith("DATABASE_URL")} | {
        "HMS_DATA_DIR": str(tmp_path),
        "PORT": str(free_port()),
        "DEMO": "0",
        "FLASK_SKIP_DOTENV": "1",
        **ADMIN,
    }
    with serving(settings) as supervisor:
        desk = Desk(int(settings["PORT"]))
        credentials = {"email": ADMIN["ADMIN_EMAIL"], "password": ADMIN["ADMIN_PASSWORD"]}
        desk.token = desk.send("/api/auth/login", credentials)[1]["data"]["access_token"]
        ids = [desk.send("/api/patients", patient_json(), f"p{n}")[1]["data"]["id"] for n in range(PATIENTS)]

        def book(number: int) -> int:
            # each patient with a doctor of the own, one half hour after another
            at = FIRST + timedelta(minutes=30 * (number // PATIENTS))
            patient = number % PATIENTS
            body = {"patient_id": ids[patient], "doctor_name": f"Dr {patient}", "appointment_datetime": at.isoformat()}
            status, told = desk.send("/api/appointments", body, f"b{number}")
            assert status == 201, told
            return int(told["data"]["id"])

        over = threading.Event()
        killer = threading.Thread(target=kill_now_and_then, args=(supervisor, tmp_path / "postgres", kills, over))
        killer.start()
        try:
            with ThreadPoolExecutor(CLIENTS) as pool:
                first = list(pool.map(book, range(BOOKINGS)))
                while len(kills) < KILLS:  # the last ones fall among repeated requests
                    assert list(pool.map(book, range(BOOKINGS))) == first
        finally:
            over.set()
            killer.join()
        assert [book(number) for number in range(BOOKINGS)] == first
        assert len(set(first)) == BOOKINGS
        with closing(EmbeddedPostgres(tmp_path / "postgres").connect("superuser")) as connection:
            run = connection.cursor()
            run.execute("SELECT count(*) FROM appointment")
            assert run.fetchone() == (BOOKINGS,)
            run.execute("SELECT count(*), count(DISTINCT entity_id) FROM audit_event WHERE action = 'appointment.book'")
            assert run.fetchone() == (BOOKINGS, BOOKINGS)
            run.execute("SELECT sum(living) FROM row_total WHERE table_name = 'appointment'")
            assert run.fetchone() == (BOOKINGS,)
    record_property("told", f"{BOOKINGS} bookings, {len(kills)} kills, {desk.lost} answers lost")


def kill_now_and_then(supervisor: Any, directory: Path, kills: list[str], over: threading.Event) -> None:
    while len(kills) < KILLS and not over.wait(random.uniform(0.3, 1.2)):
        victim = VICTIMS[len(kills) % len(VICTIMS)]
        with suppress(OSError, IndexError, StopIteration):  # it is just being started again
            os.kill(victim(supervisor, directory), signal.SIGKILL)
            kills.append(victim.__name__)
