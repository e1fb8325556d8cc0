"""An import that loses a deadlock is run again with its whole file, which came in only once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

from tests.ground.processes import eventually
from tests.world import World

WAITING = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND usename = 'hms_app'"
REGISTER = """
    INSERT INTO patient (name, email, date_of_birth, name_key, email_key, search_key)
    VALUES (%s, %s, '1990-01-01', 'x', %s, ' x')
"""
FILE = b"name,date_of_birth,email\nAnn Example,1984-03-02,a@example.org\nBob Example,1985-03-02,b@example.org\n"


def test_an_import_that_loses_a_deadlock_is_run_again_with_its_whole_file(own_world: World) -> None:
    with (
        closing(own_world.server.connect("superuser", own_world.database)) as other,
        other.cursor() as cursor,
        ThreadPoolExecutor(1) as pool,
    ):
        cursor.execute("SET deadlock_timeout = '60s'")  # so that the import is the one that is broken off
        cursor.execute(REGISTER, ("Other", "b@example.org", "b@example.org"))
        importing = pool.submit(
            own_world.client("staff").post, "/api/patients/import", data=FILE, content_type="text/csv"
        )
        eventually(lambda: own_world.sql_as("superuser", WAITING)[0][0] == 1)
        cursor.execute(REGISTER, ("Other", "a@example.org", "a@example.org"))
        other.rollback()
        answer = importing.result(timeout=20)
    assert answer.status_code == 200, answer.get_data(as_text=True)
    report = answer.get_json()["data"]
    assert (report["read"], report["created"], report["refused_count"]) == (2, 2, 0)
    deadlocks = "SELECT deadlocks FROM pg_stat_database WHERE datname = %s"
    eventually(lambda: own_world.sql_as("superuser", deadlocks, (own_world.database,))[0][0] == 1)
