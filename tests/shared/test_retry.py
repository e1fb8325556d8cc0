"""A request that loses a deadlock is run again, and nobody notices."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from tests.ground.processes import eventually
from tests.world import World

WAITING = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND usename = 'hms_app'"


def test_a_request_that_loses_a_deadlock_is_run_again(own_world: World) -> None:
    target = own_world.make.doctor("Ruth Klein")
    visiting = own_world.make.visiting_doctor("R. Klein")
    first, second = sorted((target["id"], visiting["id"]))
    # A merge locks the two in the order of their numbers; whoever does it the other way round meets it in a deadlock.
    other = own_world.server.connect("superuser", own_world.database)
    cursor = other.cursor()
    cursor.execute("SET deadlock_timeout = '60s'")  # so that the request is the one that is broken off
    cursor.execute("SELECT FROM doctor WHERE id = %s FOR UPDATE", (second,))
    with ThreadPoolExecutor(1) as pool:
        merging = pool.submit(
            own_world.client("admin").post, f"/api/doctors/{visiting['id']}/merge", json={"into": target["id"]}
        )
        eventually(lambda: own_world.sql_as("superuser", WAITING)[0][0] == 1)
        cursor.execute("SELECT FROM doctor WHERE id = %s FOR UPDATE", (first,))
        other.commit()
        answer = merging.result(timeout=20)
    other.close()
    assert answer.status_code == 200
    deadlocks = "SELECT deadlocks FROM pg_stat_database WHERE datname = %s"
    eventually(lambda: own_world.sql_as("superuser", deadlocks, (own_world.database,))[0][0] >= 1)
