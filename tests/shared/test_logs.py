"""The log tells what happened and nothing about anybody; nobody's text begins a line of it."""

from __future__ import annotations

import io
import json
import logging
import multiprocessing
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta

import pytest
import structlog
from flask import g

from clinic.shared.logs import KEPT_DAYS, DailyFile, _as_json, _without_controls, configure_logs
from tests.factories import booking_json, patient_json
from tests.shared.webs import Web, web

# What no line may hold, in every place where a client can put it: a name, and what would begin a line or turn it red.
CANARY = "Kanarek"
HOSTILE = f'{CANARY}\r\n{{"event":"forged"}}\n\x1b[31mred\u2028\u009b31m'
RAW = [
    f"GET /api/patients?q={CANARY} HTTP/1.1\r\nHost: h\r\nUser-Agent: {CANARY}\x1b[31m\r\n\r\n",
    f"GET /{CANARY}\x1b[31m HTTP/1.1\r\nHost: h\r\n\r\n",
    f"{CANARY}\x1b[31m\r\n\r\n",
    f"{CANARY} /api/patients HTTP/1.1\r\nHost: h\r\n\r\n",
    f"GET / HTTP/{CANARY}\r\nHost: h\r\n\r\n",
    f"GET / HTTP/1.1\r\n{CANARY} \x1b[31m: x\r\n\r\n",
    f"GET / HTTP/1.1\r\nHost: h\r\nX-Request-Id: {CANARY}\n{{}}\r\n\r\n",
    f"GET / HTTP/1.1\r\nHost: h\r\nX: a\r\n {CANARY}\r\n\r\n",
    f"GET / HTTP/1.1\r\nHost: h\r\nExpect: {CANARY}\r\n\r\n",
    f"POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: {CANARY}\r\n\r\n",
    f"POST /api/auth/login HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n{CANARY}\r\n",
    f"GET /{CANARY * 1000} HTTP/1.1\r\nHost: h\r\n\r\n",
]


@pytest.fixture(scope="module")
def served(server, people, tmp_path_factory):
    with web(
        server, tmp_path_factory.mktemp("logs"), WEB_LOG_LEVEL="debug", TRUSTED_PROXIES="1", TRUSTED_TRACES="1"
    ) as served:
        yield served


def attack(served: Web) -> None:
    """Send the canary through everything that a client can fill."""
    token = served.sign_in("admin")
    trace = {"traceparent": f"00-{'ab' * 16}-{'cd' * 8}-01"}
    _, made = served.ask("POST", "/api/patients", patient_json(name=CANARY), token, **trace)
    patient = made["data"]
    for path in (f"/api/patients?q={CANARY}", f"/api/{CANARY}", f"/{CANARY}%0A%1B", f"/api/patients/{patient['id']}"):
        served.ask("GET", path, None, token, User_Agent=CANARY, Referer=CANARY, Cookie=f"a={CANARY}")
        served.ask("DELETE", path, None, CANARY)
    served.ask("POST", "/api/appointments", booking_json(patient, reason=HOSTILE, doctor_name=CANARY), token)
    served.ask("POST", "/api/auth/login", {"email": f"{CANARY}@example.org", "password": CANARY})
    served.ask("POST", "/api/patients", {"name": HOSTILE, "email": HOSTILE, CANARY: 1}, token, Idempotency_Key=CANARY)
    for raw in RAW:
        served.send(raw.encode())


def test_every_line_is_an_object_with_its_time_in_utc_and_nothing_of_the_requests(served):
    attack(served)
    lines = served.log
    events = [json.loads(line) for line in lines]
    assert [line for line in lines if CANARY.lower() in line.lower()] == []
    assert [line for line in lines if not line.isascii() or not line.isprintable()] == []
    for event in events:
        assert datetime.fromisoformat(event["timestamp"]).utcoffset() == timedelta(0)
        assert {"event", "level"} <= event.keys()
    said = {event["event"] for event in events}
    assert {"request", "Invalid request", f"Booting worker with pid: {min(served.workers)}"} <= said
    assert "forged" not in said


def test_a_requests_line_has_its_number_trace_user_and_rule(served):
    token = served.sign_in("staff")
    trace = f"00-{'ab' * 16}-{'cd' * 8}-01"
    served.ask("GET", "/api/patients/7?x=1", None, token, X_Request_Id="desk-1234", traceparent=trace)
    line = next(json.loads(line) for line in served.log if "desk-1234" in line)
    assert (
        line.items()
        >= {
            "event": "request",
            "request_id": "desk-1234",
            "trace_id": "ab" * 16,
            "rule": "/api/patients/<row_id:patient_id>",
            "method": "GET",
            "status": 404,
        }.items()
    )
    assert isinstance(line["user"], int)


def test_lines_inside_a_request_name_it_too(world):
    with world.app.test_request_context("/api/patients/7?q=Kanarek"), lines() as written:
        g.request_id = "desk-5678"
        structlog.get_logger().warning("something")
        logging.getLogger("a.library").warning("It failed")
    for line in written:
        event = json.loads(line)
        assert (event["request_id"], event["rule"]) == ("desk-5678", "/api/patients/<row_id:patient_id>")


@pytest.mark.parametrize(
    ("message", "arguments", "said"),
    [
        ("Exception on %s [%s]", (f"/{CANARY}", "GET"), "Exception on … […]"),
        ("%(count)d of %(name)s", ({"count": 3, "name": CANARY},), "3 of …"),
        ("took %.2f s", (1.5,), "took 1.5 s"),
        ("code: %d, reason: %.9r", (404, CANARY), "code: 404, reason: …"),
        (f"Invalid request from ip=1.2.3.4: {CANARY}\n", (), "Invalid request"),
        (ValueError(CANARY), (), "ValueError"),
    ],
)
def test_what_libraries_fill_into_their_sentences_is_left_out(message, arguments, said):
    with lines() as written:
        logging.getLogger("a.library").error(message, *arguments)
    assert json.loads(written[0])["event"] == said


def test_an_error_is_told_by_its_kind_and_place_alone():
    with lines() as written:
        try:
            raise ValueError(CANARY)
        except ValueError:
            logging.getLogger("a.library").exception("It failed")
    event = json.loads(written[0])
    assert event["error"] == "ValueError"
    assert "test_an_error_is_told" in event["trace"]
    assert not event["trace"].rstrip().endswith(CANARY)


def test_a_terminal_is_shown_controls_as_what_they_are():
    event = {"event": HOSTILE, "rule": "/api/patients", "status": 200}
    shown = str(_without_controls(None, "info", event)["event"])
    assert shown.isprintable()
    assert r"\x1b[31mred\u2028\x9b31m" in shown


class Collected(io.StringIO):
    """Stands where the log is written to."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []

    def write(self, line: str) -> int:
        self.lines.append(line)
        return len(line)


@contextmanager
def lines() -> Iterator[list[str]]:
    """The lines of the log, as they would be written."""
    configure_logs()
    before, written = structlog.get_config(), Collected()
    structlog.configure(
        processors=[*before["processors"][:-1], _as_json], logger_factory=structlog.WriteLoggerFactory(written)
    )
    try:
        yield written.lines
    finally:
        structlog.configure(**before)


# ── files ────────────────────────────────────────────────────────────────────────────────────────────────


def test_several_processes_write_one_file_a_day_without_losing_or_mixing_a_line(tmp_path):
    path = tmp_path / "hms.log"
    writers = [multiprocessing.get_context("fork").Process(target=write_many, args=(path, n)) for n in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(30)
    (file,) = tmp_path.iterdir()
    assert re.fullmatch(r"hms-\d{4}-\d\d-\d\d\.log", file.name)
    written = [json.loads(line) for line in file.read_text().splitlines()]
    assert sorted((line["writer"], line["n"]) for line in written) == [(w, n) for w in range(4) for n in range(200)]


def write_many(path, writer: int) -> None:
    file = DailyFile(path)
    for n in range(200):
        file.write(json.dumps({"writer": writer, "n": n, "filler": "x" * 5000}) + "\n")


def test_files_are_kept_for_30_days_and_nobody_elses_are_touched(tmp_path):
    today = datetime.now(UTC).date()
    file = DailyFile(tmp_path / "hms.log")
    days = [today - timedelta(days=ago) for ago in (0, 1, KEPT_DAYS, KEPT_DAYS + 1, 400)]
    for day in days:
        file.name_of(day).write_text("{}\n")
    others = {"hms.log", "hms-2020-01-01.log.gz", "other-2020-01-01.log", "hms-audit.log"}
    for name in others:
        (tmp_path / name).write_text("")
    file.write("{}\n")
    kept = {file.name_of(day).name for day in days[:3]}
    assert {path.name for path in tmp_path.iterdir()} == kept | others


def test_the_next_day_has_a_file_of_its_own(tmp_path):
    file = DailyFile(tmp_path / "hms.log")
    file._of(date(2030, 1, 1))
    file.write("{}\n")
    assert file.name_of(datetime.now(UTC).date()).read_text() == "{}\n"
    assert file.name_of(date(2030, 1, 1)).read_text() == ""


def test_a_disk_that_is_full_costs_the_line_only(tmp_path):
    file = DailyFile(tmp_path / "hms.log")
    file.name_of(datetime.now(UTC).date()).symlink_to("/dev/full")
    file.write("{}\n")


def test_gunicorn_and_its_workers_write_to_the_file(server, people, tmp_path):
    with web(server, tmp_path, LOG_FILE=str(tmp_path / "hms.log")) as served:
        served.sign_in()
        (file,) = tmp_path.glob("hms-*.log")
        said = [json.loads(line)["event"] for line in file.read_text().splitlines()]
        assert {"request", f"Booting worker with pid: {min(served.workers)}"} <= set(said)
        assert served.log == []
