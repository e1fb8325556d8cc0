"""Nothing clinical is overwritten: records are written by somebody, amended for a reason, and readable as they were."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.factories import record_json


@pytest.fixture
def write(as_nurse, a_patient):
    """Write a record as the nurse; give its row."""

    def write(**said):
        answer = as_nurse.post("/api/records", json=record_json(said.pop("patient", None) or a_patient(), **said))
        assert answer.status_code == 201, answer.json
        return answer.json["data"]

    return write


def versions(client, record):
    answer = client.get(f"/api/records/{record['id']}/versions")
    assert answer.status_code == 200
    assert answer.json["count"] == len(answer.json["data"])
    return answer.json["data"]


# ── writing ──────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("who", "author"), [("nurse", "Oleg Marek"), ("admin", "Amal Haddad")])
def test_the_author_is_whoever_is_signed_in(world, a_patient, who, author):
    body = {**record_json(a_patient()), "author_name": "Somebody Else"}
    record = world.client(who).post("/api/records", json=body).json["data"]
    assert (record["author_name"], record["doctor_name"]) == (author, "Ruth Adeyemi")


def test_a_doctor_writes_under_the_own_name_without_saying_it(as_doctor, an_appointment, world):
    patient = an_appointment()["patient_id"]
    body = {"patient_id": patient, "diagnosis": "Tonsillitis"}
    record = as_doctor.post("/api/records", json=body).json["data"]
    assert (record["author_name"], record["doctor_name"]) == ("Ruth Adeyemi", "Ruth Adeyemi")
    assert record["doctor_id"] == world.people["doctor"].doctor_id


@pytest.mark.parametrize("name", ["Dr. Ruth ADEYEMI", "ruth  adeyemi", "Prof. Dr. med. Ruth Adeyemi, MD"])
def test_a_doctor_may_say_the_own_name_in_any_way(as_doctor, an_appointment, name):
    answer = as_doctor.post("/api/records", json=record_json(an_appointment()["patient_id"], doctor_name=name))
    assert (answer.status_code, answer.json["data"]["doctor_name"]) == (201, "Ruth Adeyemi")


def test_whoever_is_no_doctor_says_whose_record_it_is(as_nurse, a_patient):
    answer = as_nurse.post("/api/records", json={"patient_id": a_patient()["id"], "diagnosis": "Tonsillitis"})
    assert (answer.status_code, list(answer.json["fields"])) == (400, ["doctor_name"])


@pytest.mark.parametrize(
    ("field", "value"),
    [("diagnosis", ""), ("diagnosis", " \n"), ("diagnosis", None), ("diagnosis", "x" * 10_001),
     ("prescription", 5), ("prescription", "x" * 10_001), ("notes", ["x"]), ("record_date", "29.02.2024"),
     ("record_date", "2023-02-29"), ("patient_id", "one"), ("patient_id", None), ("doctor_name", "x" * 101)],
)  # fmt: skip
def test_a_field_that_will_not_do_is_named(as_nurse, a_patient, world, field, value):
    answer = as_nurse.post("/api/records", json={**record_json(a_patient()), field: value})
    assert (answer.status_code, list(answer.json["fields"])) == (400, [field])
    assert world.value("SELECT count(*) FROM medical_record") == 0


def test_nothing_was_found_tomorrow(as_nurse, a_patient):
    tomorrow = datetime.now(ZoneInfo("Europe/Berlin")).date() + timedelta(days=1)
    answer = as_nurse.post("/api/records", json=record_json(a_patient(), record_date=tomorrow.isoformat()))
    assert (answer.status_code, list(answer.json["fields"])) == (400, ["record_date"])


def test_clinical_text_is_kept_to_the_letter(write):
    text = "1. „Fieber“ 39,2 °C ↑\n\t– Ibuprofen 400 mg 1-0-1\r\n\n  العربية 李 🤒  "
    record = write(diagnosis=text, prescription=text, notes=text)
    assert (record["diagnosis"], record["prescription"], record["notes"]) == (text, text, text)


# ── amending ─────────────────────────────────────────────────────────────────────────────────────────────


def test_an_amendment_is_a_new_version_and_the_old_one_stays_readable(write, as_nurse, as_admin):
    record = write(diagnosis="Tonsillitis", prescription="Penicillin", notes="Fever", record_date="2024-02-29")
    body = {"diagnosis": "Scarlet fever", "notes": None, "reason": "The rash came later"}
    answer = as_admin.put(f"/api/records/{record['id']}", json=body)
    assert answer.status_code == 200
    amended = answer.json["data"]
    assert (amended["diagnosis"], amended["prescription"], amended["notes"]) == ("Scarlet fever", "Penicillin", None)
    assert (amended["version"], amended["author_name"]) == (2, "Oleg Marek")
    assert (record["is_amended"], amended["is_amended"]) == (False, True)

    newest, first = versions(as_nurse, record)
    told = ("version", "diagnosis", "prescription", "notes", "doctor_name", "record_date", "reason", "author_name")
    assert tuple(newest[name] for name in told) == (
        2, "Scarlet fever", "Penicillin", None, "Ruth Adeyemi", "2024-02-29", "The rash came later", "Amal Haddad",
    )  # fmt: skip
    assert tuple(first[name] for name in told) == (
        1, "Tonsillitis", "Penicillin", "Fever", "Ruth Adeyemi", "2024-02-29", None, "Oleg Marek",
    )  # fmt: skip


@pytest.mark.parametrize(
    "change",
    [{"diagnosis": "Otitis"}, {"prescription": "Rest"}, {"notes": "Seen again"}, {"record_date": "2024-02-28"},
     {"doctor_name": "Jonas Weber"}, {"doctor_name": "Vera Gast"}],
)  # fmt: skip
def test_every_part_of_a_record_is_kept_as_it_was(write, as_nurse, change):
    record = write(record_date="2024-02-29")
    answer = as_nurse.put(f"/api/records/{record['id']}", json={**change, "reason": "A slip of the pen"})
    assert answer.json["data"].items() >= change.items()
    newest, first = versions(as_nurse, record)
    for name in ("diagnosis", "prescription", "notes", "record_date", "doctor_name"):
        assert (newest[name], first[name]) == (change.get(name, record[name]), record[name])


@pytest.mark.parametrize("reason", [{}, {"reason": ""}, {"reason": "  "}, {"reason": None}, {"reason": "x" * 1001}])
def test_an_amendment_needs_its_reason(write, as_nurse, reason):
    record = write()
    answer = as_nurse.put(f"/api/records/{record['id']}", json={"diagnosis": "Otitis", **reason})
    assert (answer.status_code, list(answer.json["fields"])) == (400, ["reason"])
    assert as_nurse.get(f"/api/records/{record['id']}").json["data"] == record


def test_an_amendment_that_says_the_same_is_none(write, as_nurse):
    record = write()
    body = {"diagnosis": record["diagnosis"], "doctor_name": "dr ruth adeyemi", "reason": "Nothing"}
    assert as_nurse.put(f"/api/records/{record['id']}", json=body).json["data"]["version"] == 1
    assert len(versions(as_nurse, record)) == 1


def test_a_record_that_reads_as_at_first_again_was_amended_all_the_same(write, as_nurse):
    record = write(notes=None)
    for notes in ("Fever", None):
        answer = as_nurse.put(f"/api/records/{record['id']}", json={"notes": notes, "reason": "Another patient's"})
    assert (answer.json["data"]["notes"], answer.json["data"]["is_amended"]) == (None, True)
    (listed,) = as_nurse.get(f"/api/patients/{record['patient_id']}/records").json["data"]
    assert listed["is_amended"] is True


def test_twenty_amendments_are_all_readable_in_order(write, as_nurse):
    record = write(diagnosis="Version 1")
    for number in range(2, 21):
        body = {"diagnosis": f"Version {number}", "reason": f"Reason {number}"}
        as_nurse.put(f"/api/records/{record['id']}", json=body)
    assert [(row["version"], row["diagnosis"]) for row in versions(as_nurse, record)] == [
        (number, f"Version {number}") for number in range(20, 0, -1)
    ]


def test_a_deletion_and_a_restoration_are_versions_too(write, as_nurse, as_admin):
    record = write()
    at = f"/api/records/{record['id']}"
    assert as_nurse.delete(at).status_code == 200
    for answer in (
        as_nurse.get(at),
        as_nurse.get(f"{at}/versions"),
        as_nurse.delete(at),
        as_nurse.put(at, json={"reason": "x"}),
    ):
        assert answer.status_code == 404
    restored = as_admin.post(f"{at}/restore").json["data"]
    assert (restored["diagnosis"], restored["is_amended"]) == (record["diagnosis"], False)
    told = [(row["version"], row["reason"], row["author_name"]) for row in versions(as_nurse, record)]
    assert told == [(3, "restored", "Amal Haddad"), (2, "deleted", "Oleg Marek"), (1, None, "Oleg Marek")]


def test_a_deleted_record_is_in_the_database(write, as_nurse, world):
    as_nurse.delete(f"/api/records/{write(diagnosis='Kept')['id']}")
    assert world.value("SELECT diagnosis FROM medical_record WHERE archived_at IS NOT NULL") == "Kept"
    assert world.value("SELECT count(*) FROM medical_record_version WHERE diagnosis = 'Kept'") == 2


# ── lists ────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def chart(make):
    ann, bob = make.patient(name="Ann"), make.patient(name="Bob")
    said = [("a", ann, "Ruth Adeyemi", "2024-01-01"), ("b", bob, "Ruth Adeyemi", "2024-01-02"),
            ("c", ann, "Jonas Weber", "2024-01-03"), ("d", ann, "Ruth Adeyemi", "2024-01-03")]  # fmt: skip
    return {
        name: make.record(patient, doctor_name=doctor, record_date=day, diagnosis=name)
        for name, patient, doctor, day in said
    }


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", "dcba"),
        ("sort=record_date", "abcd"),
        ("sort=id", "abcd"),
        ("sort=-id", "dcba"),
        ("from=2024-01-02", "dcb"),
        ("to=2024-01-02", "ba"),
        ("from=2024-01-02&to=2024-01-02", "b"),
        ("doctor_id={other_doctor}", "c"),
        ("patient_id={ann}", "dca"),
        ("patient_id={ann}&doctor_id={doctor}&sort=record_date", "ad"),
    ],
)
def test_a_list_is_narrowed_by_patient_doctor_and_day(as_nurse, chart, world, query, expected):
    ids = {"doctor": world.people["doctor"].doctor_id, "other_doctor": world.people["other_doctor"].doctor_id,
           "ann": chart["a"]["patient_id"]}  # fmt: skip
    answer = as_nurse.get("/api/records?" + query.format(**ids))
    assert "".join(row["diagnosis"] for row in answer.json["data"]) == expected
    assert answer.json["count"] == len(expected)


def test_a_chart_is_the_newest_first_and_says_whose_it_is(as_nurse, chart):
    ann = chart["a"]["patient_id"]
    answer = as_nurse.get(f"/api/patients/{ann}/records?limit=2")
    assert [row["diagnosis"] for row in answer.json["data"]] == ["d", "c"]
    assert (answer.json["count"], answer.json["patient"]["name"]) == (3, "Ann")
    rest = as_nurse.get(answer.json["next"])
    assert [row["diagnosis"] for row in rest.json["data"]] == ["a"]
    assert "next" not in rest.json
