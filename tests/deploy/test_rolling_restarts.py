"""A roll-out costs nobody a request: each web server ends what it has begun, and NGINX asks another.

RESTARTS and REQUESTS say how long it goes on; `make test-rollouts` runs it at length.
"""

from __future__ import annotations

import json
import os
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection, HTTPException
from itertools import count
from typing import Any

import pytest

from tests.deploy.pods import NGINX, Pod, gateway, running, upstream
from tests.ground.test_serve import free_port
from tests.world import PASSWORD, World

pytestmark = pytest.mark.skipif(NGINX is None, reason="NGINX is not installed")

RESTARTS = int(os.environ.get("RESTARTS", "2"))
REQUESTS = int(os.environ.get("REQUESTS", "300"))
CLIENTS = 16
LONGEST_STOP = 25.0
FIRST = datetime(2035, 1, 8, 9, tzinfo=UTC)

SERVER = """
    map "$http_idempotency_key $uri" $again {{
        default 1;
        "~^ /api(/v1)?/(auth|patients/search)" 1;
        "~^ " 0;
    }}
    server {{
        listen 127.0.0.1:{port};
        proxy_http_version 1.1;
        proxy_set_header Connection "";
        proxy_next_upstream error timeout http_503;
        error_page 418 = @keyed;
        location / {{
            if ($again) {{ return 418; }}
            proxy_pass http://web;
        }}
        location @keyed {{
            proxy_next_upstream error timeout http_503 non_idempotent;
            proxy_pass http://web;
        }}
    }}
"""


class Caller:
    """Somebody who keeps one connection, as a browser does."""

    def __init__(self, port: int, token: str) -> None:
        self.connection = HTTPConnection("127.0.0.1", port, timeout=30)
        self.headers = {"Content-Type": "application/json", "Authorization": f"Bearer {token}"}

    def send(self, method: str, path: str, body: Any = None, key: str = "") -> tuple[int, Any]:
        headers = self.headers | ({"Idempotency-Key": key} if key else {})
        try:
            self.connection.request(method, path, json.dumps(body) if body is not None else None, headers)
            answer = self.connection.getresponse()
            text = answer.read()
            return answer.status, json.loads(text) if answer.headers.get_content_type() == "application/json" else None
        except (OSError, HTTPException) as error:
            self.connection.close()
            return 0, repr(error)


def test_no_request_fails_while_web_servers_are_replaced_one_after_another(own_world: World, tmp_path):
    # their processes are replaced too, as they are after every thousand requests
    pods = [Pod(own_world, WEB_MAX_REQUESTS="300") for _ in range(3)]
    port = free_port()
    over = threading.Event()
    stops: list[float] = []
    with running(*pods), gateway(tmp_path, upstream("web", pods) + SERVER.format(port=port), port=port):
        token = signed_in(port)
        patients = [own_world.make.patient()["id"] for _ in range(CLIENTS)]
        told: Counter[tuple[str, int]] = Counter()
        booked: list[int] = []

        def work(number: int) -> None:
            caller = Caller(port, token)
            with closing(caller.connection):
                for visit in count():
                    if over.is_set():
                        return
                    at = FIRST + timedelta(minutes=30 * visit)
                    body = {
                        "patient_id": patients[number],
                        "doctor_name": f"Dr {number}",
                        "appointment_datetime": at.isoformat(),
                    }
                    status, answer = caller.send("POST", "/api/appointments", body, key=f"{number}-{visit}")
                    told["book", status] += 1
                    if status == 201:
                        booked.append(answer["data"]["id"])
                    status, answer = caller.send("GET", f"/api/patients/{patients[number]}")
                    told["read", status] += 1
                    status, answer = caller.send("POST", "/api/patients/search", {"q": "an"})
                    told["search", status] += 1

        with ThreadPoolExecutor(CLIENTS) as pool:
            work_done = [pool.submit(work, number) for number in range(CLIENTS)]
            try:
                for restart in range(RESTARTS):
                    pod = pods[restart % len(pods)]
                    stops.append(pod.stop())
                    pod.start()
                while told.total() < REQUESTS:
                    assert not any(done.done() for done in work_done), "a client gave up"
                    over.wait(0.05)
            finally:
                over.set()
            for done in work_done:
                done.result()

    print(f"{told.total()} requests over {RESTARTS} restarts, the slowest stop {max(stops):.1f} s")  # noqa: T201 -- -rP
    assert told.keys() == {("book", 201), ("read", 200), ("search", 200)}, told
    assert max(stops) <= LONGEST_STOP
    assert len(set(booked)) == len(booked) == own_world.value("SELECT count(*) FROM appointment")


def signed_in(port: int) -> str:
    with closing(HTTPConnection("127.0.0.1", port, timeout=30)) as connection:
        body = json.dumps({"email": "admin@example.org", "password": PASSWORD})
        connection.request("POST", "/api/auth/login", body, {"Content-Type": "application/json"})
        answer = connection.getresponse()
        told = json.loads(answer.read())
        assert answer.status == 200, told
        return str(told["data"]["access_token"])
