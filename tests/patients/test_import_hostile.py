"""Whatever the file, the answer is a report or a sentence: never half a row, never a 500, never a wait."""

from __future__ import annotations

import io
import json
import random
import time

import pytest

from tests.patients.files import (
    ANA,
    BEN,
    FHIR,
    HEADER,
    NAUGHTY,
    NDJSON,
    bundle,
    counts,
    needs_naughty,
    patient,
    reasons,
    stored,
    table,
)  # fmt: skip


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The file is empty."),
        (b" \n \n", "The file is empty."),
        (b"PK\x03\x04" + bytes(200), "Save the sheet as CSV"),
        (bytes(range(256)) * 40, "This is not a text file with columns."),
        (random.Random(1).randbytes(5000), "This is not a text file with columns."),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "No column is called name."),
        (ANA.encode(), "No column is called name."),
        (b"name,phone\nAna,030 1\n", "No column is called date_of_birth."),
        (b"name,name,dob\nAna,Ben,1984-03-02\n", "Two columns are called name."),
        (",".join(["x"] * 501).encode(), "The file has more than 500 columns."),
        (b'"name,dob\nAna,1984-03-02\n', "This is not a text file with columns."),
        (b"x" * 1_500_000, "This is not a text file with columns."),
    ],
)
def test_a_file_that_is_no_table_of_patients_says_what_to_do(unreadable, content, sentence):
    assert sentence in unreadable(content)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("{", "can't be read as JSON"),
        ("[]", "can't be read as JSON"),
        ("{}", "neither a bundle nor a Patient"),
        ('{"resourceType": "Observation"}', "neither a bundle nor a Patient"),
        ('{"resourceType": ["Bundle"]}', "neither a bundle nor a Patient"),
        ('{"resourceType": "Bundle", "resourceType": "Bundle"}', "A name stands twice"),
        (json.dumps(bundle(patient()))[:-5], "It breaks off"),
        (json.dumps(bundle(patient())) + "x", "Something follows"),
        ('{"resourceType": "Bundle", "entry": ' + "[" * 30_000, "nested too deeply"),
        ('{"resourceType": "Bundle", "entry": [' + "[" * 30_000, "nested too deeply"),
        ('{"resourceType": "Bundle", "total": NaN}', "NaN is not a JSON number"),
        ('{"resourceType": "Bundle", "entry": ["' + "x" * 9_000_000, "An entry can have"),
        ('{"a" "b"}', "It breaks off"),
        ('{"resourceType": "Bundle", "total": ' + "9" * 5000 + "}", "A number has too many digits"),
        ('{"resourceType": "Bundle", "entry": [' + "9" * 100_000 + "]}", "A number has too many digits"),
    ],
)
def test_json_that_is_no_bundle_says_so(unreadable, content, sentence):
    assert sentence in unreadable(content, FHIR)


def test_other_types_of_content_are_refused(as_staff):
    answer = as_staff.post("/api/patients/import", data=table(ANA), content_type="application/xml")
    assert (answer.status_code, answer.json["code"]) == (415, "unsupported_media_type")
    assert "text/csv" in answer.json["error"]


@pytest.mark.parametrize("says_its_length", [True, False])
def test_a_file_of_more_than_32_mb_is_refused(as_staff, world, says_its_length):
    content = (table(ANA) + "x" * 32_000_000).encode()
    sent = {"data": content} if says_its_length else {
        "input_stream": io.BytesIO(content), "environ_overrides": {"wsgi.input_terminated": True},
    }  # fmt: skip
    answer = as_staff.post("/api/patients/import", content_type="text/csv", **sent)
    assert (answer.status_code, answer.json["code"]) == (413, "too_large")
    assert stored(world) == []


def test_other_addresses_keep_their_smaller_limit(as_staff):
    assert as_staff.post("/api/patients", data=b"{" + b" " * 1_000_001, content_type=FHIR).status_code == 413


def test_a_file_of_more_than_1_mb_is_taken(send):
    assert send(table(ANA, "," * 1_200_000))["created"] == 1


@pytest.mark.parametrize(
    "row",
    [
        f"{'x' * 1_000_000},1984-03-02,030 1",
        f'"{"x" * 200_000}",1984-03-02,030 1',
        "\x00",
        "\ud7ff\ufffe\uffff",
        '"""',
        f"{'[' * 30_000}",
        "x" * 5_000_000,
    ],
)
def test_a_monstrous_row_costs_itself_alone(send, world, row):
    report = send(table(ANA, row, BEN))
    assert counts(report) == {"created": 2, "refused_count": 1}
    assert {line for line, _ in reasons(report)} == {3}


def test_a_file_full_of_stray_quotation_marks_is_read_in_time(send):
    began = time.monotonic()
    report = send(table(*['"Ana ""Ruiz,1984-03-02,030 5550'] * 3000))
    assert time.monotonic() - began < 10
    assert report["read"] <= 3000


def test_100_columns_are_read(send, world):
    header = ",".join([*(f"column {n}" for n in range(97)), HEADER])
    report = send(table("," * 97 + ANA, header=header))
    assert (len(report["columns"]["ignored"]), stored(world)) == (97, ["Ana Ruiz"])


def test_names_of_elements_are_shown_without_what_could_harm(send):
    odd = {"\ud800<script>\n": 1, "x" * 500: 2}
    report = send(json.dumps(bundle(patient(**odd), {"resourceType": "\ud800"})), FHIR)
    assert report["fields_without_place"] == {"??script??": 1, "x" * 80: 1}
    assert report["not_imported"] == {"?": 1}


@pytest.mark.parametrize("value", ["\x00", "\ud800", "x" * 201, " "])
@pytest.mark.parametrize("place", ["system", "value"])
def test_a_number_that_cannot_be_stored_costs_its_row(send, place, value):
    number = {"system": "urn:a", "value": "1", place: value}
    report = send(json.dumps(patient(identifier=[number])), FHIR)
    assert report["refused_count"] == (value != " ")


@pytest.mark.parametrize("number", ["9" * 5000, "1e" + "9" * 5000, "-" + "9" * 4000])
def test_a_number_of_any_length_in_a_line_costs_its_row_at_most(send, number):
    odd = json.dumps(patient(multipleBirthInteger="here")).replace('"here"', number)
    report = send(f"{odd}\n{json.dumps(patient(birthDate='1990-12-24'))}\n", NDJSON)
    assert (report["read"], report["created"] + report["refused_count"]) == (2, 2)


@pytest.mark.parametrize("cell", ["9" * 5000, f"{'9' * 5000}-01-01", f"1/1/{'9' * 5000}"])
def test_a_number_of_any_length_in_a_cell_costs_its_row_alone(send, cell):
    row = f"{cell},{cell},{cell},{cell},{cell}"
    assert counts(send(table(row, f"{ANA},,", header=f"{HEADER},mrn,public_id"))) == {"created": 1, "refused_count": 1}


@needs_naughty
@pytest.mark.parametrize("kind", ["text/csv", NDJSON])
def test_every_naughty_name_is_stored_unchanged_or_refused(send, world, kind):
    names = [name.strip() for name in json.loads(NAUGHTY.read_text())]
    if kind == NDJSON:
        content = "".join(json.dumps(patient(name=[{"text": name}])) + "\n" for name in names)
    else:
        quoted = (name.replace('"', '""') for name in names)
        content = table(*(f'"{name}",1984-03-02,030 555' for name in quoted))
    report = send(content, kind)
    assert report["read"] == len(names)
    assert set(stored(world)) <= set(names)
    assert report["created"] > 400
