"""A full disk costs the writes and not the reads, keeps no half of anything, and is over when there is room again."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import pytest

from tests.factories import patient_json
from tests.ground.processes import eventually
from tests.ground.test_faults import ADMIN, Desk
from tests.ground.test_serve import free_port, serving

pytestmark = [
    pytest.mark.apart,
    pytest.mark.skipif(os.geteuid() != 0, reason="only root makes a small disk"),
]


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 220 MB: room for a new cluster, and little more."""
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=220m,mode=0755", "tmpfs", tmp_path], check=True)
    try:
        yield tmp_path
    finally:
        subprocess.run(["umount", "--lazy", tmp_path], check=True)


def test_a_full_disk_costs_writes_only_and_until_there_is_room(small_disk: Path):
    settings = {key: value for key, value in os.environ.items() if not key.endswith("DATABASE_URL")} | {
        "HMS_DATA_DIR": str(small_disk / "data"),
        "PORT": str(free_port()),
        "DEMO": "0",
        "FLASK_SKIP_DOTENV": "1",
        **ADMIN,
    }
    with serving(settings):
        desk = Desk(int(settings["PORT"]))
        credentials = {"email": ADMIN["ADMIN_EMAIL"], "password": ADMIN["ADMIN_PASSWORD"]}
        desk.token = desk.send("/api/auth/login", credentials)[1]["data"]["access_token"]
        filler = small_disk / "filler"
        fill(filler)
        refused = register_until_refused(desk)
        status, headers, told = ask(desk, "POST", "/api/patients", refused, key="refused")
        assert (status, told["code"]) == (503, "unavailable")
        assert int(headers["Retry-After"]) > 0
        assert ask(desk, "GET", "/api/patients?limit=1")[0] == 200
        assert ask(desk, "GET", "/health")[0] == 200
        count = ask(desk, "GET", "/api/patients?limit=1")[2]["count"]
        filler.unlink()
        eventually(lambda: ask(desk, "POST", "/api/patients", refused, key="refused")[0] == 201, seconds=30)
        assert ask(desk, "GET", "/api/patients?limit=1")[2]["count"] == count + 1


def fill(path: Path) -> None:
    with path.open("wb", buffering=0) as file:
        try:
            while file.write(bytes(100_000)):
                pass
        except OSError:
            return


def register_until_refused(desk: Desk) -> dict[str, Any]:
    """Use up the room that is left in the files that are there. Gives the patient who was not taken."""
    for number in range(10_000):
        patient = patient_json()
        if ask(desk, "POST", "/api/patients", patient, key=f"room-{number}")[0] == 503:
            return patient
    pytest.fail("the disk did not get full")


def ask(desk: Desk, method: str, path: str, body: Any = None, key: str = "") -> tuple[int, Any, Any]:
    headers = {"Content-Type": "application/json", "Authorization": f"Bearer {desk.token}"}
    if key:
        headers["Idempotency-Key"] = key
    with closing(HTTPConnection("127.0.0.1", desk.port, timeout=20)) as connection:
        connection.request(method, path, json.dumps(body) if body else None, headers)
        answer = connection.getresponse()
        return answer.status, answer.headers, json.loads(answer.read())
