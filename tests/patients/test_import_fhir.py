"""FHIR R4 bundles and Patients are taken in like any other file."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.patients.files import (
    ANA,
    FHIR,
    HEADER,
    NDJSON,
    SYNTHEA,
    bundle,
    counts,
    lines,
    needs_synthea,
    patient,
    reasons,
    stored,
    table,
)  # fmt: skip

SSN = "http://hl7.org/fhir/sid/us-ssn"


@pytest.mark.parametrize(
    ("content", "kind", "form"),
    [
        (json.dumps(bundle(patient())), FHIR, "fhir-bundle"),
        (json.dumps(bundle(patient()), indent=2), FHIR, "fhir-bundle"),
        (json.dumps(bundle(patient()), indent=2), NDJSON, "fhir-bundle"),
        (json.dumps(patient()), "application/json", "fhir-bundle"),
        (lines(bundle(patient())), NDJSON, "fhir-ndjson"),
        (lines(patient()), NDJSON, "fhir-ndjson"),
        (lines(patient(), patient()), FHIR, "fhir-ndjson"),
        ("\n\n" + lines(patient()) + "\n", NDJSON, "fhir-ndjson"),
    ],
)
def test_bundles_and_patients_are_read_whole_or_line_by_line(send, world, content, kind, form):
    report = send(content, kind)
    assert (report["format"], stored(world)) == (form, ["Ana Ruiz"])


def test_every_element_with_a_place_is_taken(send, world):
    send(
        json.dumps(
            patient(
                identifier=[{"system": SSN, "value": "999-22-1962"}],
                telecom=[{"system": "email", "value": "ana@example.org"}, {"system": "phone", "value": "030 1001"}],
                address=[{"line": ["Elm St 1", "Apt 2"], "city": "Peabody", "state": "MA", "postalCode": "01940"}],
            )
        ),
        FHIR,
    )
    assert world.sql("SELECT email, phone, address, system, value FROM patient JOIN patient_identifier i ON true") == [
        {
            "email": "ana@example.org",
            "phone": "030 1001",
            "address": "Elm St 1, Apt 2, Peabody, MA 01940",
            "system": SSN,
            "value": "999-22-1962",
        }
    ]


@pytest.mark.parametrize(
    ("names", "name"),
    [
        ([{"use": "maiden", "text": "Ana Gil"}, {"use": "official", "family": "Ruiz", "given": ["Ana"]}], "Ana Ruiz"),
        ([{"family": "Ruiz", "given": ["Ana", "Eva"], "text": "Mrs Ruiz"}], "Ana Eva Ruiz"),
        ([{"use": "old", "text": "Ana Gil"}, {"use": "usual", "text": "Ana Ruiz"}], "Ana Ruiz"),
        ([{"text": "Ana Ruiz"}], "Ana Ruiz"),
        ([{"family": "李", "given": ["美玲"]}], "李 美玲"),
    ],
)  # fmt: skip
def test_the_official_name_goes_first(send, world, names, name):
    report = send(json.dumps(patient(name=names)), FHIR)
    assert stored(world) == [name]
    assert report["fields_without_place"] == ({"name, others": 1} if len(names) > 1 else {})


def test_the_phone_of_the_first_rank_or_use_is_taken(send, world):
    points = [
        {"system": "phone", "use": "work", "value": "030 111"},
        {"system": "fax", "value": "030 222"},
        {"system": "phone", "use": "mobile", "value": "030 333"},
    ]
    report = send(json.dumps(patient(telecom=points)), FHIR)
    assert stored(world, "phone") == ["030 333"]
    assert report["fields_without_place"] == {"telecom, other phone": 1, "telecom, other systems": 1}


def test_what_has_no_place_is_named_and_other_resources_are_counted(send):
    report = send(
        json.dumps(
            bundle(
                patient(gender="female", deceasedBoolean=True, multipleBirthBoolean=False, active=True),
                {"resourceType": "Encounter"},
                {"resourceType": "Encounter"},
                None,
            )
        ),
        FHIR,
    )
    assert report["fields_without_place"] == {"gender": 1, "deceasedBoolean": 1}
    assert report["not_imported"] == {"Encounter": 2, "not a resource": 1}


@pytest.mark.parametrize("born", ["1984", "1984-03"])
def test_a_partial_date_of_birth_is_refused_with_its_reason(send, born):
    report = send(lines(patient(birthDate=born), patient()), NDJSON)
    (refused,) = report["refused"]
    assert (refused["line"], refused["field"]) == (1, "date_of_birth")
    assert refused["reason"] == "Only the year or month of birth is given, and the clinic needs the day."
    assert report["created"] == 1


def test_an_element_of_the_wrong_type_costs_at_most_its_row(send):
    elements = ("name", "telecom", "birthDate", "address", "identifier", "active", "deceasedBoolean", "id")
    values: tuple[Any, ...] = (None, 1, True, "x", [], {}, [1], [{}], [[]], [{"value": 1, "system": []}], {"a": {}})
    odd = [patient(**{element: value}) for element in elements for value in values]
    report = send(lines(*odd, patient(name=[{"text": "Ben Okoro"}])), NDJSON)
    assert report["read"] == len(odd) + 1
    assert report["created"] == 2


def test_a_line_that_is_no_json_costs_itself_alone(send):
    report = send(lines(patient()) + "{broken\n" + lines(bundle(patient()), [1]), NDJSON)
    assert reasons(report) == [(2, None)]
    assert counts(report) == {"created": 1, "unchanged": 1, "refused_count": 1}
    assert report["not_imported"] == {"not a resource": 1}


def test_entries_of_a_bundle_are_counted_from_one(send):
    report = send(json.dumps(bundle({"resourceType": "Encounter"}, patient(birthDate="1984"))), FHIR)
    assert (report["unit"], reasons(report)) == ("entry", [(2, "date_of_birth")])


def test_bundles_know_the_people_of_a_csv_file(send):
    send(table(f"{ANA},999-22-1962", header=f"{HEADER},ssn"))
    numbers = [{"system": SSN, "value": "999-22-1962"}, {"system": "http://hospital.example", "value": "77"}]
    content = json.dumps(bundle(patient(identifier=numbers)))
    assert counts(send(content, FHIR)) == {"completed": 1}
    assert counts(send(content, FHIR)) == {"unchanged": 1}


@needs_synthea
def test_200_real_patients_are_the_same_200_in_csv_and_bundles(send, world):
    table_of_200, bundles = (SYNTHEA / "patients.csv").read_bytes(), (SYNTHEA / "bundles.ndjson").read_bytes()
    assert counts(send(table_of_200)) == {"created": 200}
    assert counts(send(table_of_200)) == {"unchanged": 200}
    report = send(bundles, NDJSON)
    assert counts(report) == {"completed": 200}
    assert (report["kept_differences"], report["not_imported"]["Encounter"]) == ([], 2074)
    assert counts(send(bundles, NDJSON)) == {"unchanged": 200}
    assert counts(send(table_of_200)) == {"unchanged": 200}
    assert world.value("SELECT count(*) FROM patient") == 200
    assert "Adán Portillo" in stored(world)


@needs_synthea
def test_one_bundle_with_all_entries_is_as_good_as_many_lines(send):
    entries = [entry for line in (SYNTHEA / "bundles.ndjson").open() for entry in json.loads(line)["entry"]]
    report = send(json.dumps({"resourceType": "Bundle", "type": "collection", "entry": entries}), FHIR)
    assert (report["format"], counts(report)) == ("fhir-bundle", {"created": 200})
