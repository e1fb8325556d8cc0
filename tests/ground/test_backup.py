"""A backup brings back what was there, into an empty database only, and a check finds what is wrong with it."""

from __future__ import annotations

import itertools
import os
import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg2
import pytest

from clinic.ground.backup_checks import find_faults
from clinic.ground.backup_dump import check_dump, make_dump, restore_dump
from clinic.ground.backup_files import BackupFailed, checksum_path
from clinic.ground.backup_state import DUMP, all_backups, backup_state, note_check, note_wal, path_for, prune
from clinic.ground.embedded_postgres import EmbeddedPostgres
from models import db
from tests.factories import booking_json
from tests.world import World, config_for, open_app

KEY = os.urandom(32)
NOW = datetime(2035, 1, 8, 12, tzinfo=UTC)
_numbers = itertools.count(1)


@pytest.fixture
def empty(server) -> Iterator[str]:
    """A database as migrations/roles.sql leaves it."""
    name = f"restored_{next(_numbers)}"
    server.create_database(name)
    yield name
    server.drop_database(name)


def dump(world: World, directory: Path, now: datetime = NOW):
    backup, _ = make_dump(directory, KEY, world.server.url("migrator", world.database), now=now)
    return backup


def faults(server: EmbeddedPostgres, database: str) -> list[str]:
    with closing(server.connect("migrator", database)) as connection:
        return find_faults(connection)


def counted(server: EmbeddedPostgres, database: str, table: str) -> int:
    with closing(server.connect("migrator", database)) as connection, connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        (count,) = cursor.fetchone() or (0,)
        return int(count)


# ── restoring ────────────────────────────────────────────────────────────────────────────────────────────


def test_the_clinic_works_on_a_restored_backup(own_world, server, empty, tmp_path):
    patient = own_world.make.patient(name="Ann Example")
    booking = booking_json(patient)
    assert own_world.client("admin").post("/api/appointments", json=booking).status_code == 201
    own_world.make.record(patient)
    backup = dump(own_world, tmp_path)
    _, differences = restore_dump(backup.path, KEY, server.url("migrator", empty))
    assert differences == faults(server, empty) == []

    app = open_app(config_for(server, empty))
    restored = World(app, own_world.people, server, empty)
    client = restored.client("admin")
    assert client.get("/ready").status_code == 200
    patients = client.get("/api/patients").get_json()
    assert ([row["name"] for row in patients["data"]], patients["count"]) == (["Ann Example"], 1)
    assert client.post("/api/appointments", json=booking).status_code == 409
    restored.make.patient()
    with app.app_context():
        db.engine.dispose()


@pytest.mark.parametrize("change", ["UPDATE audit_event SET action = 'a.b'", "DELETE FROM medical_record_version"])
def test_after_a_restore_the_application_can_still_not_rewrite_history(own_world, server, empty, tmp_path, change):
    restore_dump(dump(own_world, tmp_path).path, KEY, server.url("migrator", empty))
    with (
        closing(server.connect("app", empty)) as connection,
        connection.cursor() as cursor,
        pytest.raises(psycopg2.errors.InsufficientPrivilege),
    ):
        cursor.execute(change)


def test_what_later_migrations_make_is_the_applications_to_use(own_world, server, empty, tmp_path):
    restore_dump(dump(own_world, tmp_path).path, KEY, server.url("migrator", empty))
    with closing(server.connect("migrator", empty)) as connection, connection, connection.cursor() as cursor:
        cursor.execute("CREATE TABLE invoice (id int)")
        cursor.execute("SELECT has_table_privilege('hms_app', 'invoice', 'INSERT, UPDATE')")
        assert cursor.fetchone() == (True,)


def test_a_backup_is_of_one_moment_while_work_goes_on(own_world, server, empty, tmp_path):
    stop = threading.Event()

    def work() -> None:
        while not stop.is_set():
            own_world.make.patient()

    worker = threading.Thread(target=work)
    worker.start()
    try:
        backup = dump(own_world, tmp_path)
    finally:
        stop.set()
        worker.join()
    _, differences = restore_dump(backup.path, KEY, server.url("migrator", empty))
    assert differences == faults(server, empty) == []


def test_nothing_is_restored_over_a_database_in_use(own_world, server, tmp_path):
    backup = dump(own_world, tmp_path)
    own_world.make.patient()
    with pytest.raises(BackupFailed, match="not empty"):
        restore_dump(backup.path, KEY, server.url("migrator", own_world.database))
    assert counted(server, own_world.database, "patient") == 1


def test_nothing_is_restored_of_a_file_that_is_cut(own_world, server, empty, tmp_path):
    backup = dump(own_world, tmp_path)
    backup.path.write_bytes(backup.path.read_bytes()[:-1])
    with pytest.raises(BackupFailed, match=backup.path.name):
        restore_dump(backup.path, KEY, server.url("migrator", empty))
    assert counted(server, empty, "pg_tables WHERE schemaname = 'public'") == 0


def test_a_database_that_does_not_answer_leaves_no_file(tmp_path):
    with pytest.raises(BackupFailed, match="does not answer"):
        make_dump(tmp_path, KEY, "postgresql+psycopg2://nobody@127.0.0.1:1/hms", now=NOW)
    assert all_backups(tmp_path) == []


# ── what a check finds ───────────────────────────────────────────────────────────────────────────────────


def test_a_sound_database_has_no_faults(own_world):
    own_world.make.appointment()
    assert faults(own_world.server, own_world.database) == []


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        ("UPDATE row_total SET living = living + 1 WHERE table_name = 'patient'", "row_total says"),
        ("ALTER TABLE appointment DROP CONSTRAINT ex_appointment_doctor_free", "ex_appointment_doctor_free is missing"),
        ("UPDATE alembic_version SET version_num = 'other'", "which this version does not know"),
        (
            "ALTER TABLE patient ADD CONSTRAINT ck_never CHECK (id < 0) NOT VALID",
            "ck_never was never proved",
        ),
        (
            "SET session_replication_role = replica; UPDATE appointment SET patient_id = 999999",
            "fk_appointment_patient_id does not hold",
        ),
    ],
)
def test_a_check_names_what_is_broken(own_world, damage, said):
    own_world.make.appointment()
    own_world.sql_as("superuser", damage)
    found = faults(own_world.server, own_world.database)
    assert said in " ".join(found)
    assert len(found) == 1


def test_a_check_leaves_the_schema_as_it_is(own_world):
    before = own_world.sql_as("superuser", "SELECT conname FROM pg_constraint ORDER BY 1")
    faults(own_world.server, own_world.database)
    assert own_world.sql_as("superuser", "SELECT conname FROM pg_constraint ORDER BY 1") == before


def test_a_checked_backup_is_noted_as_good_with_the_time_it_took(own_world, tmp_path):
    backup = dump(own_world, tmp_path)
    assert check_dump(tmp_path, backup, KEY, now=NOW + timedelta(hours=1)) == []
    state = backup_state(tmp_path, now=NOW + timedelta(hours=2))
    assert (state["last_backup_at"], state["size_bytes"]) == (NOW, backup.size)
    assert (state["last_check_at"], state["check_ok"]) == (NOW + timedelta(hours=1), True)
    assert state["rpo_seconds"] == 7200
    assert 0 < state["rto_seconds"] < 60


def test_a_damaged_backup_is_noted_as_bad(own_world, tmp_path):
    backup = dump(own_world, tmp_path)
    backup.path.write_bytes(backup.path.read_bytes()[:-1])
    (fault,) = check_dump(tmp_path, backup, KEY, now=NOW)
    state = backup_state(tmp_path, now=NOW)
    assert backup.path.name in fault
    assert (state["check_ok"], state["faults"], state["rto_seconds"]) == (False, [fault], None)


def test_the_kept_log_counts_as_kept_work(tmp_path):
    note_wal(tmp_path, kept_until=NOW)
    assert backup_state(tmp_path, now=NOW + timedelta(seconds=9))["rpo_seconds"] == 9


def test_where_nothing_was_backed_up_nothing_is_claimed(tmp_path):
    state = backup_state(tmp_path / "nowhere", now=NOW)
    assert state.pop("faults") == []
    assert set(state.values()) == {None}


# ── how long they are kept ───────────────────────────────────────────────────────────────────────────────


def kept(directory: Path, *, ages: list[int], good: list[int] = ()) -> list[int]:  # type: ignore[assignment]
    """The ages in days that are left after pruning what is older than 90."""
    for age in ages:
        path = path_for(directory, DUMP, NOW - timedelta(days=age))
        path.write_bytes(b"sealed")
        checksum_path(path).write_text("checksum")
    for age in good:
        name = path_for(directory, DUMP, NOW - timedelta(days=age)).name
        note_check(directory, name, now=NOW, faults=[], rto_seconds=1)
    prune(directory, DUMP, now=NOW, days=90)
    left = all_backups(directory)
    assert {path.name for path in directory.glob("*.sha256")} == {f"{backup.path.name}.sha256" for backup in left}
    return [(NOW - backup.taken_at).days for backup in left]


def test_backups_are_kept_for_their_days(tmp_path):
    assert kept(tmp_path, ages=[0, 1, 89, 90, 91, 400], good=[0]) == [0, 1, 89, 90]


def test_the_newest_backup_is_kept_however_old(tmp_path):
    assert kept(tmp_path, ages=[100, 200]) == [100]


def test_the_last_good_backup_is_kept_however_old(tmp_path):
    assert kept(tmp_path, ages=[1, 100, 200, 300], good=[200, 300]) == [1, 200]


def test_what_a_killed_backup_left_half_written_is_removed(tmp_path):
    for name, age in (("left", timedelta(days=2)), ("at work", timedelta(hours=1))):
        path = tmp_path / f".unfinished-{name}"
        path.touch()
        os.utime(path, ((NOW - age).timestamp(),) * 2)
    kept(tmp_path, ages=[0])
    assert [path.name for path in tmp_path.glob(".unfinished-*")] == [".unfinished-at work"]


# ── the commands ─────────────────────────────────────────────────────────────────────────────────────────


def run(world: World, directory: Path, *args: str, **settings: object):
    config = config_for(world.server, world.database, backup_dir=directory, backup_key=KEY)
    return open_app(replace(config, **settings)).test_cli_runner().invoke(args=["clinic", *args])  # type: ignore[arg-type]


def test_the_commands_make_list_check_and_restore(own_world, tmp_path):
    own_world.make.patient()
    assert run(own_world, tmp_path, "backup").exit_code == 0
    (backup,) = all_backups(tmp_path)
    assert "not checked" in run(own_world, tmp_path, "backups").output
    checked = run(own_world, tmp_path, "check-backup")
    assert (checked.exit_code, f"{backup.path.name} is good" in checked.output) == (0, True)
    assert "good" in run(own_world, tmp_path, "backups").output
    into = tmp_path / "new"
    restored = run(own_world, tmp_path, "restore", str(backup.path), "--into", str(into))
    assert restored.exit_code == 0
    with EmbeddedPostgres(into / "postgres") as server:
        assert counted(server, "hms", "patient") == 1
    again = run(own_world, tmp_path, "restore", str(backup.path), "--into", str(into))
    assert (again.exit_code, "not empty" in again.output) == (1, True)


def test_a_check_that_finds_something_ends_with_1(own_world, tmp_path):
    dump(own_world, tmp_path).path.write_bytes(b"not a backup")
    assert run(own_world, tmp_path, "check-backup").exit_code == 1


@pytest.mark.parametrize("command", ["backup", "check-backup"])
def test_without_a_key_nothing_is_backed_up(own_world, tmp_path, command):
    refused = run(own_world, tmp_path, command, backup_key=None)
    assert (refused.exit_code, "BACKUP_KEY is missing" in refused.output) == (1, True)
    assert list(tmp_path.iterdir()) == []
