"""A file of patients is taken in whole rows: who is known stays known, and a bad row costs itself alone."""

from __future__ import annotations

import json

import pytest

from tests.patients.files import ANA, BEN, HEADER, counts, reasons, stored, table

# ── how a CSV file is read ───────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
def test_any_usual_delimiter_is_found(send, sign):
    report = send(table(ANA).replace(",", sign))
    assert (report["delimiter"], report["created"]) == (sign, 1)


def test_the_line_that_excel_puts_first_names_the_delimiter(send, world):
    send("sep=;\n" + table(ANA).replace(",", ";"))
    assert stored(world) == ["Ana Ruiz"]


@pytest.mark.parametrize("sign", ['"', ":", " ", "\r", "a", ""])
def test_a_delimiter_that_is_none_is_not_taken_from_the_first_line(unreadable, sign):
    assert "No column is called name." in unreadable(f"sep={sign}\n" + table(ANA).replace(",", sign or ","))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_unicode_is_read_with_and_without_its_mark(send, world, encoding):
    report = send(table("Jürgen Łukasz 李,1984-03-02,030 5550 1001").encode(encoding))
    assert stored(world) == ["Jürgen Łukasz 李"]
    assert report["encoding_note"] is None


def test_latin_1_is_read_and_said(send, world):
    report = send(table("Jürgen Åström – Müller,1984-03-02,030 5550 1001").encode("cp1252"))
    assert stored(world) == ["Jürgen Åström – Müller"]
    assert report["encoding_note"] == "This file is not UTF-8; it was read as Latin-1. Check names with accents."


@pytest.mark.parametrize(
    ("header", "row"),
    [
        ("full name,DOB,Mobile", "Ana Ruiz,1984-03-02,030 5550 1001"),
        ("given,family,birth_date,phone", "Ana,Ruiz,1984-03-02,030 5550 1001"),
        ("First Name,Last Name,Date of Birth,Telephone", "Ana,Ruiz,1984-03-02,030 5550 1001"),
        ("firstName,surname,birthDate,cell", "Ana,Ruiz,1984-03-02,030 5550 1001"),
        ("Vorname,Name,Geburtsdatum,Handy", "Ana,Ruiz,02.03.1984,030 5550 1001"),
        ("Nachname,Vorname,Geb.-Datum,Telefon", "Ruiz,Ana,02.03.1984,030 5550 1001"),
        ("Nombre,Apellidos,Fecha de nacimiento,Teléfono", "Ana,Ruiz,1984-03-02,030 5550 1001"),
        ("Nom,Prénom,Date de naissance,Portable", "Ruiz,Ana,1984-03-02,030 5550 1001"),
    ],
)
def test_columns_are_known_by_the_words_that_files_use(send, world, header, row):
    send(table(row, header=header))
    assert world.sql("SELECT name, date_of_birth::text AS born, phone FROM patient") == [
        {"name": "Ana Ruiz", "born": "1984-03-02", "phone": "030 5550 1001"}
    ]


def test_the_family_name_goes_first_in_scripts_where_it_does(send, world):
    send(table("美玲,李,1984-03-02,030 5550 1001", header="given,family,dob,phone"))
    assert stored(world) == ["李 美玲"]


@pytest.mark.parametrize(
    ("header", "row", "address"),
    [
        ("street,city,state,postal_code,country", "1 Elm St,Peabody,MA,01940,US", "1 Elm St, Peabody, MA 01940, US"),
        ("Straße,PLZ,Ort", "Gneisenaustr. 41,10961,Berlin", "Gneisenaustr. 41, 10961 Berlin"),
        ("address,city", "1 Elm St,Peabody", "1 Elm St, Peabody"),
        ("street,city", ",", None),
    ],
)
def test_an_address_is_put_together_from_its_columns(send, world, header, row, address):
    send(table(f"{ANA},{row}", header=f"{HEADER},{header}"))
    assert stored(world, "address") == [address]


@pytest.mark.parametrize("written", ["A+", "a pos", "A Rh+", "A Rh positive", "A+ "])
def test_blood_groups_are_read_as_people_write_them(send, world, written):
    send(table(f"{ANA},{written}", header=f"{HEADER},blood group"))
    assert stored(world, "blood_group") == ["A+"]


def test_a_quoted_cell_holds_delimiters_quotation_marks_and_lines(send, world):
    report = send(
        table('"Ruiz, Ana ""Anita""",1984-03-02,030 5550 1001,"Elm St 1\nPeabody"', BEN, header=f"{HEADER},address")
    )
    assert world.sql("SELECT name, address FROM patient ORDER BY id LIMIT 1") == [
        {"name": 'Ruiz, Ana "Anita"', "address": "Elm St 1\nPeabody"}
    ]
    assert report["created"] == 2


def test_empty_lines_are_no_rows(send):
    assert send(table(ANA, "", ",,", BEN))["read"] == 2


@pytest.mark.parametrize(
    ("dates", "read"),
    [
        (["1956-08-03"], ["1956-08-03"]),
        (["1956-08-03 00:00:00"], ["1956-08-03"]),
        (["1956/8/3"], ["1956-08-03"]),
        (["19560803"], ["1956-08-03"]),
        (["3.8.1956"], ["1956-08-03"]),
        (["8/3/1956", "12/25/1956"], ["1956-08-03", "1956-12-25"]),
        (["8/3/1956", "25/12/1956"], ["1956-03-08", "1956-12-25"]),
        (["08-03-1956", "25-12-1956"], ["1956-03-08", "1956-12-25"]),
        (["4/4/1956"], ["1956-04-04"]),
    ],
)
def test_dates_are_read_where_the_file_shows_what_they_mean(send, world, dates, read):
    send(table(*(f"Patient {n},{day},030 5550 100{n}" for n, day in enumerate(dates))))
    assert [str(day) for day in stored(world, "date_of_birth")] == read


@pytest.mark.parametrize(
    "dates", [["8/3/1956"], ["8/3/1956", "25/12/1956", "12/25/1956"], ["8/3/56"], ["3 Aug"], ["1956-08-03T22:00:00Z"]]
)
def test_a_date_that_could_be_another_is_refused_with_how_to_write_it(send, dates):
    report = send(table(*(f"Patient {n},{day},030 5550 100{n}" for n, day in enumerate(dates))))
    (refused,) = report["refused"]
    assert (refused["line"], refused["field"]) == (2, "date_of_birth")
    assert refused["reason"].endswith("Write the date as 1956-08-03.")


# ── what becomes of rows ─────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("row", "field"),
    [
        (",1984-03-02,030 5550 1001", "name"),
        ("Ana Ruiz,,030 5550 1001", "date_of_birth"),
        ("Ana Ruiz,1984-02-30,030 5550 1001", "date_of_birth"),
        ("Ana Ruiz,2984-02-03,030 5550 1001", "date_of_birth"),
        ("Ana Ruiz,1784-02-03,030 5550 1001", "date_of_birth"),
        ("Ana Ruiz,1984-03-02,ask her sister", "phone"),
        ("Ana Ruiz,1984-03-02,", "phone"),
        ("Ana Ruiz,1984-03-02,,ana at home", "email"),
        ("Ana Ruiz,1984-03-02,030 5550 1001,,C+", "blood_group"),
        ("Ana Ruiz,1984-03-02,030 5550 1001,,,,surplus", None),
        (f"{'x' * 101},1984-03-02,030 5550 1001", "name"),
        (f"Ana Ruiz,1984-03-02,030 5550 1001,,,{'9' * 201}", "identifiers"),
        ('Ana "Anita" Ruiz,1984-03-02,"030" 5550', None),
        ("Ana\0Ruiz,1984-03-02,030 5550 1001", "name"),
    ],
)
def test_a_bad_row_is_named_and_costs_itself_alone(send, world, row, field):
    report = send(table(row, BEN, header=f"{HEADER},email,blood group,mrn"))
    assert reasons(report) == [(2, field)]
    assert counts(report) == {"created": 1, "refused_count": 1}
    assert stored(world) == ["Ben Okoro"]


@pytest.mark.parametrize(
    ("public_id", "numbers", "reason"),
    [
        ("17", "", "A public_id is one of an export from here. Leave the cell empty for somebody new."),
        ("", "17", "Write each number as system|value, one a line."),
    ],
)
def test_a_bad_number_is_the_only_thing_said_of_a_row_that_is_good_otherwise(send, public_id, numbers, reason):
    row = f"Ana Ruiz,02.03.1984,030 5550 1001,{public_id},{numbers}"
    report = send(table(row, header=f"{HEADER},public_id,identifiers"))
    assert report["refused"] == [{"line": 2, "field": "identifiers", "reason": reason}]


def test_a_reason_never_quotes_the_row(send):
    report = send(table("Ana Ruiz,30 February,call Ruiz"))
    assert {one["field"] for one in report["refused"]} == {"date_of_birth", "phone"}
    assert "Ruiz" not in json.dumps(report["refused"])
    assert "February" not in json.dumps(report["refused"])


def test_a_quotation_mark_never_closed_does_not_swallow_the_rows_below(send, world):
    report = send(table('"Ana,1984-03-02,030 5550 1001', BEN, "Cem Yıldız,1990-01-01,030 5550 1003"))
    assert reasons(report) == [(2, None)]
    assert stored(world) == ["Ben Okoro", "Cem Yıldız"]


def test_lines_are_counted_as_an_editor_shows_them(send):
    report = send(table('"Ana\nRuiz",1984-03-02,030 5550 1001', "", "Ben,yesterday,030 5550 1002"))
    assert reasons(report) == [(5, "date_of_birth")]


def test_only_the_first_refusals_are_listed_but_all_are_counted(send):
    report = send(table(*["Nobody,,"] * 300))
    assert (len(report["refused"]), report["refused_count"], report["read"]) == (200, 300, 300)


def test_what_has_no_place_is_named_with_its_rows(send):
    report = send(table(f"{ANA},f,de,", f"{BEN},m,,", header=f"{HEADER},gender,language,race"))
    assert report["fields_without_place"] == {"gender": 2, "language": 1}
    assert report["columns"]["ignored"] == ["gender", "language", "race"]
    assert report["columns"]["mapped"]["phone"] == "phone"


def test_a_second_phone_number_is_not_lost_silently(send, world):
    report = send(table(f"{ANA},0171 555", header=f"{HEADER},mobile"))
    assert stored(world, "phone") == ["+49 30 5550 1001"]
    assert report["fields_without_place"] == {"mobile": 1}


def test_identifiers_carry_the_systems_that_others_use(send, as_staff):
    send(table(f"{ANA},999-22-1962,77", header=f"{HEADER},SSN,MRN"))
    (patient,) = as_staff.get("/api/patients").json["data"]
    shown = as_staff.get(f"/api/patients/{patient['id']}").json["data"]
    assert {(one["system"], one["value"]) for one in shown["identifiers"]} == {
        ("http://hl7.org/fhir/sid/us-ssn", "999-22-1962"),
        ("urn:hms:mrn", "77"),
    }


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\n \n", "\r\n\r\n"])
def test_numbers_stand_one_a_line_however_lines_end(send, world, end):
    report = send(table(f'{ANA},"urn:a|1{end}urn:b|2"', header=f"{HEADER},identifiers"))
    assert counts(report) == {"created": 1}
    assert world.sql("SELECT system, value FROM patient_identifier ORDER BY system") == [
        {"system": "urn:a", "value": "1"},
        {"system": "urn:b", "value": "2"},
    ]


# ── who is known again ───────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("header", [HEADER, f"{HEADER},mrn"])
def test_a_second_run_changes_nothing(send, world, header):
    rows = [f"{row},{n}" if "mrn" in header else row for n, row in enumerate((ANA, BEN), start=70)]
    send(table(*rows, header=header))
    before = world.sql("SELECT * FROM patient ORDER BY id")
    assert counts(send(table(*rows, header=header))) == {"unchanged": 2}
    assert world.sql("SELECT * FROM patient ORDER BY id") == before


def test_a_person_who_stands_twice_in_a_file_is_one(send):
    assert counts(send(table(ANA, ANA))) == {"created": 1, "unchanged": 1}


def test_somebody_registered_at_the_desk_is_known_by_name_birth_and_phone(send, a_patient):
    a_patient(name="Ana Ruiz", date_of_birth="1984-03-02", phone="030 5550-1001", email=None)
    assert counts(send(table("ANA RUÍZ,02.03.1984,+49 30 5550 1001"))) == {"unchanged": 1}


def test_what_is_known_is_kept_and_the_difference_told(send, a_patient, as_staff):
    ana = a_patient(name="Ana Ruiz", date_of_birth="1984-03-02", email="ana@example.org", phone="030 1")
    report = send(table("Ana Ruiz,1984-03-02,030 222,ANA@example.org,Elm St", header=f"{HEADER},email,address"))
    assert report["kept_differences"] == [{"line": 2, "patient_id": ana["id"], "fields": ["phone", "address"]}]
    assert as_staff.get(f"/api/patients/{ana['id']}").json["data"]["version"] == ana["version"]


def test_missing_identifiers_are_added(send, world):
    send(table(f"{ANA},77", header=f"{HEADER},mrn"))
    report = send(table(f"{ANA},77,999-22-1962", header=f"{HEADER},mrn,ssn"))
    assert counts(report) == {"completed": 1}
    assert world.value("SELECT count(*) FROM patient_identifier") == 2


def test_a_second_number_of_one_system_is_a_difference(send, world):
    send(table(f"{ANA},77,999", header=f"{HEADER},mrn,ssn"))
    report = send(table(f"{ANA},77,888", header=f"{HEADER},mrn,ssn"))
    assert [one["fields"] for one in report["kept_differences"]] == [["identifiers"]]
    assert world.value("SELECT count(*) FROM patient_identifier") == 2


@pytest.mark.parametrize(
    ("row", "field", "why"),
    [
        ("Eva Lang,1990-01-01,030 5,ana@example.org,", "email", "Another patient has this e-mail"),
        ("Eva Lang,1990-01-01,030 5,,77", "identifiers", "another name and another date of birth"),
        ("Ana Ruiz,1984-03-02,030 5550 1001,,78", "identifiers", "another number in the same system"),
    ],
)
def test_a_row_that_contradicts_the_registry_is_refused(send, row, field, why):
    header = f"{HEADER},email,mrn"
    send(table("Ana Ruiz,1984-03-02,030 5550 1001,ana@example.org,77", header=header))
    report = send(table(row, header=header))
    (refused,) = report["refused"]
    assert (refused["line"], refused["field"]) == (2, field)
    assert why in refused["reason"]


def test_numbers_of_two_people_in_one_row_are_refused(send):
    header = f"{HEADER},mrn,ssn"
    send(table(f"{ANA},77,", f"{BEN},,999", header=header))
    assert reasons(send(table(f"{ANA},77,999", header=header))) == [(2, "identifiers")]


def test_a_deleted_patient_is_not_made_anew(send, as_staff):
    send(table(f"{ANA},77", header=f"{HEADER},mrn"))
    (ana,) = as_staff.get("/api/patients").json["data"]
    as_staff.delete(f"/api/patients/{ana['id']}")
    report = send(table(f"{ANA},77", header=f"{HEADER},mrn"))
    assert report["refused"][0]["reason"] == "This patient was deleted here. An admin can restore the patient."


def test_what_the_api_registers_and_what_a_file_brings_are_alike(send, a_patient, world):
    send(table("Ana Ruíz,1984-03-02,030 5550 1001,ANA@example.org", header=f"{HEADER},email"))
    a_patient(name="Ana Ruíz", date_of_birth="1984-03-02", phone="030 5550 1001", email="ANA@example.org2")
    keys = world.sql("SELECT name_key, email_key, replace(search_key, 'org2', 'org') AS search FROM patient")
    assert (keys[0]["name_key"], keys[0]["search"]) == (keys[1]["name_key"], keys[1]["search"])
    actions = (
        "SELECT user_id, action, entity_id = patient_id AS whole FROM audit_event WHERE action = 'patient.register'"
    )
    registered = world.sql(actions)
    assert [row["whole"] for row in registered] == [True, True]
    assert registered[0]["user_id"] == world.people["staff"].user_id


def test_an_import_stands_in_the_trail_as_a_whole(send, world):
    send(table(ANA, "Nobody,,"))
    detail = world.value("SELECT detail FROM audit_event WHERE action = 'patient.import'")
    assert (detail["created"], detail["refused_count"], detail["preview"]) == (1, 1, False)


# ── a preview ────────────────────────────────────────────────────────────────────────────────────────────


def test_a_preview_writes_nothing_and_shows_the_first_rows(send, world):
    rows = [f"Patient {n},1984-03-02,030 5550 {n:04},{n}" for n in range(7)]
    report = send(table(*rows, header=f"{HEADER},mrn"), preview="true")
    assert report["created"] == 7
    assert len(report["preview"]) == 5
    assert report["preview"][1] == {
        "line": 3, "outcome": "created", "name": "Patient 1", "email": None, "date_of_birth": "1984-03-02",
        "phone": "030 5550 0001", "address": None, "blood_group": None,
        "identifiers": [{"system": "urn:hms:mrn", "value": "1"}],
    }  # fmt: skip
    assert stored(world) == []


def test_a_preview_foretells_what_the_import_does(send):
    rows = [f"Patient {n % 600},1984-03-02,030 5550 {n % 600:04}" for n in range(1200)]
    foretold = send(table(*rows, "Nobody,,"), preview="true")
    done = send(table(*rows, "Nobody,,"))
    assert counts(foretold) == counts(done) == {"created": 600, "unchanged": 600, "refused_count": 1}
    assert (done["preview"], len(foretold["preview"])) == (None, 5)
