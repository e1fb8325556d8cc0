"""A migration is applied while the version before it serves, and that one goes on serving.

The version before is the project as it was before its newest migration came.
"""

from __future__ import annotations

import json
import subprocess
import tarfile
import threading
from collections import Counter
from contextlib import closing
from datetime import timedelta
from io import BytesIO
from itertools import count
from pathlib import Path

import pytest
from flask_migrate import downgrade, upgrade

from tests.deploy.pods import PROJECT, Pod, running
from tests.deploy.test_rolling_restarts import FIRST, Caller, signed_in
from tests.ground.processes import eventually
from tests.world import World

pytestmark = pytest.mark.apart


@pytest.fixture
def project_before(tmp_path: Path) -> Path:
    """The project as it was before its newest migration."""
    newest = max((PROJECT / "migrations" / "versions").glob("0*.py"))
    added = git("log", "--diff-filter=A", "--format=%H", "--", str(newest)).decode().split()[-1]
    before = tmp_path / "before"
    with tarfile.open(fileobj=BytesIO(git("archive", f"{added}^"))) as archive:
        archive.extractall(before, filter="data")
    assert not (before / newest.relative_to(PROJECT)).exists()
    return before


def git(*command: str) -> bytes:
    return subprocess.run(["git", *command], cwd=PROJECT, check=True, stdout=subprocess.PIPE).stdout


def test_the_version_before_serves_through_a_migration(own_world: World, project_before: Path):
    with own_world.app.app_context():
        downgrade()
    old, new = Pod(own_world, project_before), Pod(own_world)
    patient = own_world.make.patient()["id"]
    over, told = threading.Event(), Counter[int]()
    with running(old, new):
        assert old.status("/ready") == 200
        assert new.answer("/ready")[0] == 503
        assert json.loads(new.answer("/ready")[1])["error"] == "Migrations are pending."
        assert "Migrations are pending." in new.told()
        caller = Caller(old.port, signed_in(old.port))

        def work() -> None:
            with closing(caller.connection):
                for visit in count():
                    if over.is_set():
                        return
                    at = (FIRST + timedelta(minutes=30 * visit)).isoformat()
                    body = {"patient_id": patient, "doctor_name": "Dr One", "appointment_datetime": at}
                    told[caller.send("POST", "/api/appointments", body, key=str(visit))[0]] += 1
                    told[caller.send("POST", "/api/patients/search", {"q": "an"})[0]] += 1

        worker = threading.Thread(target=work)
        worker.start()
        try:
            eventually(lambda: told.total() > 50)
            with own_world.app.app_context():
                upgrade()
            migrated = told.total()
            eventually(lambda: told.total() > migrated + 50)
            assert new.status("/ready") == 200
            assert old.status("/ready") == 200  # a schema that it does not know is a newer one
        finally:
            over.set()
            worker.join()
    assert told.keys() == {201, 200}, told
