"""What goes out is a file that a spreadsheet opens, runs nothing of, and that the import reads back."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest

from clinic.shared.cells import as_meant, neutral
from tests.patients.files import counts, stored

PEOPLE: tuple[dict[str, Any], ...] = (
    {"name": "Siobhán O’Brien-Łukasz", "phone": "+353 1 555 0142", "address": "Elm St 1\nDublin", "blood_group": "B-"},
    {"name": "李 美玲", "phone": "+49 30 5550 7720"},
    {"name": '=HYPERLINK("http://x", "y")', "address": "@home"},
    {"name": '\'Twas, "Ann"; Ruiz', "address": "'=1+1"},
    {"name": "Ana Ruiz", "email": None, "phone": "+49 30 5550 1001"},
)


@pytest.fixture
def registered(make) -> None:
    for said in PEOPLE:
        make.patient(**said)


def exported(client) -> str:
    answer = client.get("/api/patients/export")
    assert answer.status_code == 200
    return str(answer.get_data(as_text=True))


def everybody(world) -> list[dict[str, Any]]:
    return world.sql(
        "SELECT name, email, date_of_birth, phone, address, blood_group, name_key, email_key, search_key "
        "FROM patient WHERE archived_at IS NULL ORDER BY name_key"
    )


def test_the_file_is_one_that_spreadsheets_open(as_staff, registered):
    answer = as_staff.get("/api/patients/export")
    assert answer.content_type == "text/csv; charset=utf-8"
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="patients-20')
    text = answer.get_data(as_text=True)
    assert text.startswith("\ufeffpublic_id,name,date_of_birth,email,phone,address,blood_group,identifiers\r\n")
    assert len(list(csv.reader(io.StringIO(text)))) == 1 + len(PEOPLE)


def test_no_cell_starts_a_formula(as_staff, registered):
    for row in csv.reader(io.StringIO(exported(as_staff))):
        for cell in row:
            assert not cell.startswith(("=", "+", "-", "@", "\t", "\r")), cell


@pytest.mark.parametrize(
    "text", ["=1", "+49 30", "-", "@x", "\t=1", "\r", "＝1", "'=1", "''+1", "'", "Ann", "", "'Ann"]
)
def test_a_neutral_cell_is_read_as_it_was_meant(text):
    assert as_meant(neutral(text)) == text


def test_people_survive_the_way_out_and_into_an_empty_clinic(as_staff, registered, send, world, own_world):
    send("name,dob,phone,mrn,ssn\nEva Lang,1990-01-01,030 5,77,999-22-1962\n")
    answer = own_world.client("staff").post(
        "/api/patients/import", data=exported(as_staff).encode(), content_type="text/csv"
    )
    assert counts(answer.json["data"]) == {"created": len(PEOPLE) + 1}
    assert everybody(own_world) == everybody(world)
    kept = {(number["system"], number["value"]) for number in own_world.sql("SELECT * FROM patient_identifier")}
    assert kept >= {("urn:hms:mrn", "77"), ("http://hl7.org/fhir/sid/us-ssn", "999-22-1962")}


def test_people_are_known_by_their_public_id_where_they_came_from(as_staff, registered, world, send):
    assert counts(send(exported(as_staff).encode())) == {"unchanged": len(PEOPLE)}
    assert world.value("SELECT count(*) FROM patient_identifier") == 0


def test_a_renamed_patient_is_known_by_the_public_id_of_an_earlier_export(as_staff, a_patient, send):
    ana = a_patient(name="Ana Ruiz")
    file = exported(as_staff)
    as_staff.put(f"/api/patients/{ana['id']}", json={"name": "Ana Gil"})
    report = send(file.encode())
    assert counts(report) == {"unchanged": 1}
    assert report["kept_differences"][0]["fields"] == ["name"]


def test_the_deleted_are_not_exported(as_staff, a_patient):
    as_staff.delete(f"/api/patients/{a_patient(name='Ana Ruiz')['id']}")
    assert "Ana" not in exported(as_staff)


def test_an_export_stands_in_the_trail_with_its_count(as_staff, registered, world):
    exported(as_staff)
    (event,) = world.sql("SELECT user_id, detail FROM audit_event WHERE action = 'patient.export'")
    assert event == {"user_id": world.people["staff"].user_id, "detail": {"count": len(PEOPLE)}}


def test_more_than_one_lot_is_exported_whole(as_staff, send, world):
    rows = "".join(f"Patient {n},1984-03-02,030 5550 {n:04}\n" for n in range(2100))
    send("name,dob,phone\n" + rows)
    assert exported(as_staff).count("\r\n") == 2101


def test_the_command_writes_the_same_file(world, as_staff, registered, tmp_path):
    path = tmp_path / "patients.csv"
    result = world.app.test_cli_runner().invoke(args=["clinic", "export-patients", str(path)])
    assert result.exit_code == 0, result.output
    assert path.read_bytes().decode() == exported(as_staff)
    assert stored(world) == [person["name"] for person in PEOPLE]
