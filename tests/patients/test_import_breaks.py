"""The database may break off an import: a batch is taken again, and what can't go on says what has become of it."""

from __future__ import annotations

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.ground.processes import eventually
from tests.patients.files import NDJSON, counts, table
from tests.world import World

HEADER = "name,date_of_birth,email"
FIRST_BATCH = [f"Patient {n},1984-03-02,{n}@example.org" for n in range(500)]
DEADLOCKED = ["Ann Example,1984-03-02,a@example.org", "Bob Example,1985-03-02,b@example.org"]
WAITING = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND usename = 'hms_app'"
REGISTER = """
    INSERT INTO patient (name, email, date_of_birth, name_key, email_key, search_key)
    VALUES (%s, %s, '1990-01-01', 'x', %s, ' x')
"""
KEPT = "The import broke off. What was taken until then stays: send the file again, and nothing is done twice."


@pytest.fixture(params=["plain", "line by line", "command"])
def told(request, own_world, tmp_path) -> Callable[..., dict[str, Any]]:
    """Import a file by each of the doors; give what is told last."""

    def by_api(content: str, **headers: str) -> dict[str, Any]:
        client = own_world.client("staff")
        answer = client.post("/api/patients/import", data=content, content_type="text/csv", headers=headers)
        last: dict[str, Any] = json.loads(answer.get_data(as_text=True).splitlines()[-1])
        return last.get("report") or last.get("data") or last

    def by_command(content: str) -> dict[str, Any]:
        path = Path(tmp_path) / "patients.csv"
        path.write_text(content)
        result = own_world.app.test_cli_runner().invoke(args=["clinic", "import-patients", str(path)])
        if result.exit_code == 3:
            return {"error": result.stderr.splitlines()[-1].removeprefix("patients.csv: "), "code": "broken_off"}
        read, new, completed, unchanged, refused = (int(line.split()[0]) for line in result.stdout.splitlines()[1:6])
        return {"read": read, "created": new, "completed": completed, "unchanged": unchanged, "refused_count": refused}

    return {"plain": by_api, "line by line": lambda content: by_api(content, Accept=NDJSON), "command": by_command}[
        request.param
    ]


DEADLOCK = "RAISE EXCEPTION USING ERRCODE = '40P01', MESSAGE = 'deadlock detected'"
TIMEOUT = "RAISE EXCEPTION USING ERRCODE = '57014', MESSAGE = 'canceling statement due to statement timeout'"
END_OF_CONNECTION = "PERFORM pg_terminate_backend(pg_backend_pid())"


def break_at(world: World, name: str, how: str) -> None:
    """Let the database break off whoever stores a patient of this name, and count how often it did."""
    world.sql_as(
        "superuser",
        "CREATE SEQUENCE breaks; CREATE FUNCTION break_off() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS "
        f"$$ BEGIN PERFORM nextval('breaks'); {how}; RETURN new; END $$; "
        f"CREATE TRIGGER break_off BEFORE INSERT ON patient FOR EACH ROW WHEN (new.name = '{name}') "
        "EXECUTE FUNCTION break_off()",
    )


def test_a_batch_that_loses_a_deadlock_is_taken_again_and_counted_once(own_world, told):
    with (
        closing(own_world.server.connect("superuser", own_world.database)) as other,
        other.cursor() as cursor,
        ThreadPoolExecutor(1) as pool,
    ):
        cursor.execute("SET deadlock_timeout = '60s'")  # so that the import is the one that is broken off
        cursor.execute(REGISTER, ("Other", "b@example.org", "b@example.org"))
        importing = pool.submit(told, table(*FIRST_BATCH, *DEADLOCKED, header=HEADER))
        eventually(lambda: own_world.sql_as("superuser", WAITING)[0][0] == 1)
        cursor.execute(REGISTER, ("Other", "a@example.org", "a@example.org"))
        other.rollback()
        report = importing.result(timeout=20)
    assert counts(report) == {"created": 502}
    deadlocks = "SELECT deadlocks FROM pg_stat_database WHERE datname = %s"
    eventually(lambda: own_world.sql_as("superuser", deadlocks, (own_world.database,))[0][0] == 1)


def test_a_batch_that_loses_every_time_is_given_up_alone(own_world, told):
    break_at(own_world, "Ann Example", DEADLOCK)
    answer = told(table(*FIRST_BATCH, *DEADLOCKED, header=HEADER))
    assert (answer["error"], answer["code"]) == (KEPT, "broken_off")
    assert own_world.sql_as("superuser", "SELECT last_value FROM breaks") == [(3,)]
    assert own_world.value("SELECT count(*) FROM audit_event WHERE action = 'patient.register'") == 500


@pytest.mark.parametrize("how", [TIMEOUT, END_OF_CONNECTION])
def test_what_is_taken_before_a_break_stays_and_the_rest_can_be_sent_again(own_world, told, how):
    content = table(*FIRST_BATCH, *DEADLOCKED, header=HEADER)
    break_at(own_world, "Bob Example", how)
    answer = told(content)
    assert (answer["error"], answer["code"]) == (KEPT, "broken_off")
    assert own_world.sql_as("superuser", "SELECT last_value FROM breaks") == [(1,)]
    own_world.sql_as("superuser", "DROP TRIGGER break_off ON patient")
    assert counts(told(content)) == {"created": 2, "unchanged": 500}


def test_a_break_says_when_to_come_back(own_world):
    break_at(own_world, "Ann Example", TIMEOUT)
    answer = own_world.client("staff").post(
        "/api/patients/import", data=table(*DEADLOCKED, header=HEADER), content_type="text/csv"
    )
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "2")
