"""The two doors of an import: the API, which can tell its progress, and the command line."""

from __future__ import annotations

import json
import threading
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from tests.patients.files import ANA, BEN, NDJSON, counts, stored, table


def told(answer) -> list[dict[str, Any]]:
    return [json.loads(line) for line in answer.get_data(as_text=True).splitlines()]


# ── over HTTP ────────────────────────────────────────────────────────────────────────────────────────────


def test_progress_is_told_line_by_line_and_the_report_last(as_staff):
    rows = [f"Patient {n},1984-03-02,030 5550 {n:04}" for n in range(1100)]
    content = table(*rows)
    answer = as_staff.post("/api/patients/import", data=content, content_type="text/csv", headers={"Accept": NDJSON})
    assert answer.mimetype == NDJSON
    *progress, last = told(answer)
    assert [one["progress"]["read"] for one in progress] == [500, 1000, 1100, 1100]
    assert {one["progress"]["of_bytes"] for one in progress} == {len(content)}
    assert counts(last["report"]) == {"created": 1100}


def test_a_file_that_cannot_be_read_is_an_error_even_where_lines_are_asked_for(as_staff):
    answer = as_staff.post("/api/patients/import", data="x", content_type="text/csv", headers={"Accept": NDJSON})
    assert (answer.status_code, answer.json["code"]) == (400, "unreadable_file")


def test_two_imports_of_one_file_at_once_make_each_patient_once(own_world):
    content = table(*(f"Patient {n},1984-03-02,030 5550 {n:04}" for n in range(700)))
    start = threading.Barrier(3)
    reports = []

    def run() -> None:
        client = own_world.client("staff")
        start.wait()
        answer = client.post("/api/patients/import", data=content, content_type="text/csv")
        reports.append(answer.json["data"])

    threads = [threading.Thread(target=run) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert own_world.value("SELECT count(*) FROM patient") == 700
    assert sum(report["created"] for report in reports) == 700
    assert sum(report["unchanged"] for report in reports) == 1400


def test_a_row_that_only_the_database_refuses_costs_itself_alone(own_world):
    own_world.sql_as("superuser", "ALTER TABLE patient ADD CONSTRAINT ck_patient_not_seven CHECK (name <> 'Patient 7')")
    content = table(*(f"Patient {n},1984-03-02,030 5550 {n:04}" for n in range(40)))
    answer = own_world.client("staff").post("/api/patients/import", data=content, content_type="text/csv")
    report = answer.json["data"]
    assert report["refused"] == [{"line": 9, "field": None, "reason": "The row can't be stored as it is."}]
    assert counts(report) == {"created": 39, "refused_count": 1}
    assert own_world.value("SELECT count(*) FROM audit_event WHERE action = 'patient.register'") == 39


# ── on the command line ──────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def run(world, tmp_path):
    """Run `flask clinic import-patients` over a file of this content."""

    def run(content: str | bytes, *options: str, name: str = "patients.csv") -> Result:
        path = Path(tmp_path) / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return world.app.test_cli_runner().invoke(args=["clinic", "import-patients", str(path), *options])

    return run


def test_the_command_ends_with_0_where_every_row_was_taken_or_known(run, world):
    assert run(table(ANA, BEN)).exit_code == 0
    result = run(table(ANA, BEN))
    assert (result.exit_code, stored(world)) == (0, ["Ana Ruiz", "Ben Okoro"])
    assert "2 known and unchanged" in result.stdout
    assert "100 %" in result.stderr


def test_the_command_ends_with_1_where_rows_were_refused_and_names_them(run):
    result = run(table(ANA, "Nobody,yesterday,"))
    assert result.exit_code == 1
    assert "line 3: date_of_birth: Write the date as 1956-08-03." in result.stdout
    assert "Nobody" not in result.output


def test_the_command_ends_with_2_where_the_file_cannot_be_read_and_says_what_to_do(run):
    result = run(b"PK\x03\x04 a workbook", name="patients.xlsx")
    assert result.exit_code == 2
    assert "patients.xlsx: This is a workbook or an archive. Save the sheet as CSV" in result.stderr


def test_a_preview_on_the_command_line_writes_nothing(run, world):
    result = run(table(ANA), "--preview")
    assert (result.exit_code, stored(world)) == (0, [])
    assert "Nothing was written" in result.stdout


def test_lines_of_json_are_known_by_the_name_of_their_file(run):
    assert "{broken" not in run("{broken\n", name="patients.ndjson").output
    assert run("{broken\n", name="patients.ndjson").exit_code == 1
    assert run("{broken\n", name="patients.json").exit_code == 2


def test_what_the_command_does_stands_in_the_trail_as_the_systems(run, world):
    run(table(ANA))
    (event,) = world.sql("SELECT user_id, detail FROM audit_event WHERE action = 'patient.register'")
    assert event == {"user_id": None, "detail": {"source": "import"}}
