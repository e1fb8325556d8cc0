"""What Prometheus is told is what happened, over all processes and beyond the end of each."""

from __future__ import annotations

import os
import signal
import socket
import tomllib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from prometheus_client import CollectorRegistry
from prometheus_client.parser import text_string_to_metric_families

from clinic import __version__
from clinic.ground.backup_state import Backup, note_backup, note_check
from clinic.ground.metrics_port import MetricsPort, _Installation
from config import BadSetting, Config
from tests.factories import booking_json, patient_json, slot
from tests.ground.processes import eventually
from tests.shared.webs import PROJECT, Web, web

RULE = "/api/patients/<row_id:patient_id>"


def told(scraped: str) -> dict[tuple[str, frozenset[tuple[str, str]]], float]:
    return {
        (sample.name, frozenset(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(scraped)
        for sample in family.samples
    }


def value(served: Web, name: str, **labels: str) -> float:
    """The sum over the samples that have these labels."""
    found = told(served.scrape()).items()
    return sum(number for (sample, has), number in found if sample == name and labels.items() <= dict(has).items())


@pytest.fixture(scope="module")
def served(server, people, tmp_path_factory) -> Iterator[Web]:
    with web(server, tmp_path_factory.mktemp("metrics"), workers=2) as served:
        yield served


# ── over processes ───────────────────────────────────────────────────────────────────────────────────────


def test_every_request_is_counted_once_whichever_process_answered_and_whatever_became_of_it(served):
    token = served.sign_in()
    before = value(served, "hms_requests_total", rule=RULE)
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: served.ask("GET", "/api/patients/1", None, token), range(100)))
        for end in (signal.SIGKILL, signal.SIGTERM):
            ended = min(served.workers)
            os.kill(ended, end)
            eventually(lambda: ended not in served.workers and len(served.workers) == 2)  # noqa: B023
            list(pool.map(lambda _: served.ask("GET", "/api/patients/1", None, token), range(100)))
    for name in ("hms_requests_total", "hms_request_seconds_count"):
        assert value(served, name, rule=RULE, method="GET") - before == 300
    assert value(served, "hms_requests_in_progress") == 0


def test_the_files_of_ended_processes_do_not_pile_up(served):
    folder = folder_of(served)
    for _ in range(3):
        ended = min(served.workers)
        os.kill(ended, signal.SIGTERM)
        eventually(lambda: ended not in served.workers and len(served.workers) == 2)  # noqa: B023
        eventually(lambda: not list(folder.glob(f"*_{ended}.db")))  # noqa: B023
    writers = {file.stem.rpartition("_")[2] for file in folder.iterdir()}
    assert writers <= {str(worker) for worker in served.workers} | {"ended"}


def folder_of(served: Web) -> Path:
    (folder,) = Path(served.errors.name).parent.glob("hms-metrics-*")
    return folder


def test_the_server_leaves_no_files_behind(server, people, tmp_path):
    with web(server, tmp_path, workers=1) as served:
        assert folder_of(served).is_dir()
    assert list(tmp_path.glob("hms-metrics-*")) == []


def test_the_numbers_are_on_a_port_of_their_own(served):
    assert b"hms_build_info" not in served.send(b"GET /metrics HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n")
    assert "hms_build_info" in served.scrape()


def test_only_the_master_holds_that_port(served):
    inode = next(
        line.split()[9]
        for line in Path("/proc/net/tcp").read_text().splitlines()
        if f":{served.metrics_port:04X} " in line.split("0.0.0.0")[0] and line.split()[3] == "0A"
    )
    for worker in served.workers:
        held = {os.readlink(link) for link in Path(f"/proc/{worker}/fd").iterdir() if link.exists()}
        assert f"socket:[{inode}]" not in held


def test_without_a_port_there_is_none(server, people, tmp_path):
    with web(server, tmp_path, workers=1, WEB_METRICS_BIND="") as served:
        with pytest.raises(ConnectionRefusedError):
            served.scrape()
        assert list(tmp_path.glob("hms-metrics-*")) == []


@pytest.mark.parametrize("bind", ["9090", ":9090", "host", "host:", "0.0.0.0:http"])
def test_a_port_that_is_misspelt_is_named(bind):
    with pytest.raises(BadSetting, match="WEB_METRICS_BIND"):
        Config.from_env({"DATABASE_URL": "postgresql://h/d", "SECRET_KEY": "x" * 32, "WEB_METRICS_BIND": bind})


def test_a_port_that_is_taken_is_named(server, people, tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = MetricsPort(("127.0.0.1", taken.getsockname()[1]), folder=tmp_path, backups=tmp_path)
        with pytest.raises(SystemExit, match="WEB_METRICS_BIND"):
            port.serve()


# ── what is counted ──────────────────────────────────────────────────────────────────────────────────────


def test_labels_are_rules_and_known_words_never_what_a_client_wrote(served):
    token = served.sign_in()
    for path in ("/api/patients/4711?q=Kanarek", "/api/Kanarek", "/Kanarek/../x", "/api/auth/login?Kanarek"):
        served.ask("GET", path, None, token, X_Request_Id="Kanarek-1234")
    served.send(b"KANAREK / HTTP/1.1\r\nHost: h\r\n\r\n")
    scraped = served.scrape()
    assert "kanarek" not in scraped.lower()
    assert "4711" not in scraped
    assert value(served, "hms_requests_total", rule="none") > 0
    assert value(served, "hms_requests_total", method="OTHER") == 1


def test_bookings_are_counted_by_what_became_of_them(served):
    token = served.sign_in()
    _, made = served.ask("POST", "/api/patients", patient_json(), token)
    _, other = served.ask("POST", "/api/patients", patient_json(), token)
    before = {outcome: value(served, "hms_bookings_total", outcome=outcome) for outcome in ("ok", "repeated")}
    first = booking_json(made["data"], appointment_datetime=slot(900))
    second = booking_json(other["data"], appointment_datetime=slot(900))
    for body, key, status in ((first, "a", 201), (first, "a", 201), (second, "b", 409), ({}, "c", 400)):
        assert served.ask("POST", "/api/appointments", body, token, Idempotency_Key=key)[0] == status
    after = {outcome: value(served, "hms_bookings_total", outcome=outcome) for outcome in before}
    assert {outcome: after[outcome] - before[outcome] for outcome in after} == {"ok": 1, "repeated": 1}
    assert value(served, "hms_bookings_total", outcome="slot_taken") == 1
    assert value(served, "hms_bookings_total", outcome="validation_error") == 1
    assert value(served, "hms_refusals_total", code="slot_taken") == 1


def test_a_booking_that_was_not_kept_is_not_counted_as_one(server, people, tmp_path):
    """Its commit is the last moment at which the database can refuse it."""
    with web(server, tmp_path, workers=1) as served:
        database = served.database
        with server.connect("superuser", database) as connection, connection.cursor() as cursor:
            cursor.execute(
                "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'no'; END $$;"
                "CREATE CONSTRAINT TRIGGER refuse AFTER INSERT ON appointment DEFERRABLE INITIALLY DEFERRED"
                " FOR EACH ROW EXECUTE FUNCTION refuse()"
            )
        connection.close()
        token = served.sign_in()
        _, made = served.ask("POST", "/api/patients", patient_json(), token)
        assert served.ask("POST", "/api/appointments", booking_json(made["data"]), token)[0] == 500
        assert value(served, "hms_bookings_total", outcome="ok") == 0
        assert value(served, "hms_bookings_total", outcome="internal_error") == 1


def test_sign_ins_and_lost_updates_are_counted(served):
    ok, wrong = (value(served, "hms_sign_ins_total", outcome=outcome) for outcome in ("ok", "bad_credentials"))
    token = served.sign_in()
    served.ask("POST", "/api/auth/login", {"email": "nobody@example.org", "password": "x" * 20})
    assert value(served, "hms_sign_ins_total", outcome="ok") == ok + 1
    assert value(served, "hms_sign_ins_total", outcome="bad_credentials") == wrong + 1
    _, made = served.ask("POST", "/api/patients", patient_json(), token)
    path = f"/api/patients/{made['data']['id']}"
    assert served.ask("PUT", path, {"name": "Other"}, token, If_Match='"99"')[0] == 412
    assert value(served, "hms_refusals_total", code="changed_meanwhile") == 1
    assert value(served, "hms_requests_total", status="412", rule=RULE) == 1


def test_readiness_is_what_the_last_probe_found(server, people, tmp_path):
    with web(server, tmp_path, workers=2) as served:
        names = ("hms_ready", "hms_database_up", "hms_migrations_pending")
        assert not {name for name, _ in told(served.scrape())} & set(names), "nobody has asked yet"
        assert served.ask("GET", "/ready")[0] == 200
        assert [value(served, name) for name in names] == [1, 1, 0]
        with server.connect("superuser", served.database) as connection, connection.cursor() as cursor:
            cursor.execute("UPDATE alembic_version SET version_num = '0001'")
        connection.close()
        assert served.ask("GET", "/ready")[0] == 503
        assert [value(served, name) for name in names] == [0, 1, 1]
        for worker in served.workers:  # what was seen stays seen when who saw it ends
            os.kill(worker, signal.SIGTERM)
            eventually(lambda: worker not in served.workers)  # noqa: B023
        assert [value(served, name) for name in names] == [0, 1, 1]
        assert value(served, "hms_database_ping_seconds_count") == 2


def test_connections_are_counted_over_all_processes(served):
    served.sign_in()
    eventually(lambda: value(served, "hms_database_connections", state="in_use") == 0)
    assert 1 <= value(served, "hms_database_connections", state="idle") <= 30
    assert value(served, "hms_database_connections_limit") == 30
    assert value(served, "hms_database_wait_seconds_count") > 0


def test_a_request_that_gets_no_connection_is_counted(server, people, tmp_path):
    narrow = {"DB_POOL_SIZE": "1", "DB_MAX_OVERFLOW": "0", "DB_POOL_TIMEOUT": "1"}
    with web(server, tmp_path, 1, **narrow) as served:
        token = served.sign_in()
        connection = server.connect("superuser", served.database)
        try:
            connection.cursor().execute("LOCK TABLE patient IN ACCESS EXCLUSIVE MODE")
            with ThreadPoolExecutor(1) as pool:
                holding = pool.submit(served.ask, "GET", "/api/patients", None, token)
                eventually(lambda: value(served, "hms_database_connections", state="in_use") == 1)
                assert served.ask("GET", "/api/patients", None, token)[0] == 503
                assert value(served, "hms_requests_in_progress") == 1
                connection.rollback()
                assert holding.result(30)[0] == 200
        finally:
            connection.close()
        assert value(served, "hms_database_wait_timeouts_total") == 1
        assert value(served, "hms_database_connections", state="in_use") == 0


def test_the_version_is_the_projects():
    assert tomllib.loads((PROJECT / "pyproject.toml").read_text())["project"]["version"] == __version__


# ── backups ──────────────────────────────────────────────────────────────────────────────────────────────


def of_backups(directory: Path) -> dict[str, float]:
    registry = CollectorRegistry()
    registry.register(_Installation(directory))
    samples = (sample for family in registry.collect() for sample in family.samples)
    return {sample.name: sample.value for sample in samples if sample.name.startswith("hms_backup")}


def test_how_backups_stand_is_told_where_it_can_be_seen(tmp_path):
    assert of_backups(tmp_path) == {}
    assert of_backups(tmp_path / "nowhere") == {}
    now = datetime.now(UTC)
    file = tmp_path / "dump.hms"
    file.write_bytes(b"x" * 1000)
    note_backup(tmp_path, Backup(file, "dump", now - timedelta(hours=3)), seconds=2)
    note_check(tmp_path, file.name, now=now - timedelta(hours=1), faults=["a row too few"], rto_seconds=42.0)
    found = of_backups(tmp_path)
    assert found["hms_backup_age_seconds"] == pytest.approx(3 * 3600, abs=60)
    assert found["hms_backup_rpo_seconds"] == pytest.approx(3 * 3600, abs=60)
    assert found["hms_backup_check_age_seconds"] == pytest.approx(3600, abs=60)
    assert found["hms_backup_size_bytes"] == 1000
    assert found["hms_backup_check_ok"] == 0
    assert found["hms_backup_rto_seconds"] == 42


def test_a_status_that_cannot_be_read_is_no_status(tmp_path):
    (tmp_path / "status.json").write_text("{")
    assert of_backups(tmp_path) == {}
