"""A doctor is known by name, however written; an unknown name is a visiting doctor, who may turn out to be known."""

from __future__ import annotations

import pytest

from tests.factories import booking_json, record_json, slot


@pytest.fixture
def book(as_staff, a_patient):
    def book(name: str | None = None, **said):
        said = said if name is None else {**said, "doctor_name": name}
        return as_staff.post("/api/appointments", json=booking_json(a_patient(), **said))

    return book


@pytest.mark.parametrize(
    "written",
    [
        "Ruth Adeyemi", "ruth adeyemi", "RUTH ADEYEMI", "  Ruth   Adeyemi ", "Dr. Ruth Adeyemi", "Dr Ruth Adeyemi",
        "dr.ruth adeyemi", "Doctor Ruth Adeyemi", "Prof. Dr. Ruth Adeyemi", "Ruth Adeyemi, MD", "Ruth Adeyemi MD, PhD",
        "Frau Dr. med. Ruth Adeyemi", "Rúth Adéyemi", "Ruth\u00a0Adeyemi", "Ruth-Adeyemi",
    ],
)  # fmt: skip
def test_a_known_name_links_the_doctor(book, world, written):
    visit = book(written).json["data"]
    assert (visit["doctor_id"], visit["doctor_name"]) == (world.people["doctor"].doctor_id, "Ruth Adeyemi")
    assert world.value("SELECT count(*) FROM doctor") == 2


@pytest.mark.parametrize("written", ["Ruth Adeyem", "Adeyemi", "Adeyemi Ruth", "Ruth B. Adeyemi", "Dr."])
def test_another_name_is_another_doctor(book, world, written):
    visit = book(written).json["data"]
    assert visit["doctor_id"] not in {person.doctor_id for person in world.people.values()}


def test_an_unknown_name_becomes_a_visiting_doctor_that_an_admin_can_list(book, as_admin):
    visit = book("  Dr. Vera   Gast ").json["data"]
    assert visit["doctor_name"] == "Dr. Vera Gast"
    (visiting,) = as_admin.get("/api/doctors?visiting=true").json["data"]
    assert visiting.items() >= {
        "id": visit["doctor_id"], "name": "Dr. Vera Gast", "is_visiting": True, "coming_appointments": 1,
    }.items()  # fmt: skip
    known = as_admin.get("/api/doctors?visiting=false").json["data"]
    assert [row["name"] for row in known] == ["Jonas Weber", "Ruth Adeyemi"]


def test_a_visiting_doctor_is_found_again(book, world):
    first = book("Vera Gast").json["data"]["doctor_id"]
    assert book("Dr. VERA GAST").json["data"]["doctor_id"] == first
    assert world.value("SELECT count(*) FROM doctor WHERE is_visiting") == 1


def test_a_record_names_a_visiting_doctor_too(as_nurse, a_patient, as_admin):
    record = as_nurse.post("/api/records", json=record_json(a_patient(), doctor_name="Vera Gast")).json["data"]
    (visiting,) = as_admin.get("/api/doctors?visiting=true").json["data"]
    assert (visiting["id"], visiting["coming_appointments"]) == (record["doctor_id"], 0)


def test_two_known_doctors_of_one_name_must_be_told_apart(
    book, as_nurse, a_doctor, a_patient, an_appointment, as_staff
):
    first, second = a_doctor("Kim Lee", specialty="Skin"), a_doctor("kim lee", specialty="Heart")
    visit = an_appointment()
    for answer in (
        book("Dr. Kim Lee"),
        as_nurse.post("/api/records", json=record_json(visit["patient_id"], doctor_name="Kim Lee")),
        as_staff.put(f"/api/appointments/{visit['id']}", json={"doctor_name": "Kim Lee"}),
    ):
        assert (answer.status_code, answer.json["code"]) == (400, "doctor_ambiguous")
        assert list(answer.json["fields"]) == ["doctor_name"]
        assert answer.json["doctors"] == [
            {name: doctor[name] for name in ("id", "name", "specialty")} for doctor in (first, second)
        ]
    assert book(doctor_id=second["id"]).json["data"]["doctor_id"] == second["id"]


def test_a_number_leads_before_a_name(book, world):
    other = world.people["other_doctor"].doctor_id
    assert book("Ruth Adeyemi", doctor_id=other).json["data"]["doctor_name"] == "Jonas Weber"


def test_a_number_that_nobody_has_is_404(book):
    answer = book(doctor_id=2_000_000_000)
    assert (answer.status_code, answer.json["code"]) == (404, "not_found")


# ── merging ──────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def merge(as_admin):
    def merge(visiting_id: int, into: int):
        return as_admin.post(f"/api/doctors/{visiting_id}/merge", json={"into": into})

    return merge


def test_a_merge_moves_visits_and_records(book, merge, as_nurse, a_patient, as_admin, world):
    visit = book("R. Adeyemi").json["data"]
    record = as_nurse.post("/api/records", json=record_json(a_patient(), doctor_name="R. Adeyemi")).json["data"]
    target = world.people["doctor"].doctor_id
    answer = merge(visit["doctor_id"], target)
    assert (answer.status_code, answer.json["data"]["id"]) == (200, target)
    assert answer.json["data"]["coming_appointments"] == 1
    moved = as_admin.get(f"/api/appointments/{visit['id']}").json["data"]
    assert (moved["doctor_id"], moved["doctor_name"], moved["version"]) == (target, "Ruth Adeyemi", 2)
    linked = as_admin.get(f"/api/records/{record['id']}").json["data"]
    assert (linked["doctor_id"], linked["doctor_name"]) == (target, "R. Adeyemi"), "what was written stays"
    assert as_admin.get("/api/doctors?visiting=true").json["data"] == []


def test_a_merged_name_leads_to_whom_it_became(book, merge, world):
    gone = book("R. Adeyemi").json["data"]["doctor_id"]
    target = world.people["doctor"].doctor_id
    merge(gone, target)
    assert book("Dr. R. Adeyemi").json["data"]["doctor_id"] == target
    assert book(doctor_id=gone).json["data"]["doctor_id"] == target


def test_a_merged_name_leads_on_over_two_merges(book, merge, world):
    first, second = (book(name).json["data"]["doctor_id"] for name in ("R. Adeyemi", "Ruth A."))
    assert merge(first, second).status_code == 200
    assert merge(second, world.people["doctor"].doctor_id).status_code == 200
    assert book("R. Adeyemi").json["data"]["doctor_id"] == world.people["doctor"].doctor_id


def test_a_merge_that_would_overlap_is_refused_with_the_list(book, merge, as_admin, world):
    theirs = book("R. Adeyemi", appointment_datetime=slot(0)).json["data"]
    book("R. Adeyemi", appointment_datetime=slot(4))
    ours = book("Ruth Adeyemi", appointment_datetime=slot(0), duration_minutes=15).json["data"]
    answer = merge(theirs["doctor_id"], ours["doctor_id"])
    assert (answer.status_code, answer.json["code"]) == (409, "merge_conflict")
    assert answer.json["overlaps"] == [
        {
            "id": theirs["id"], "appointment_datetime": theirs["appointment_datetime"], "ends_at": theirs["ends_at"],
            "with_id": ours["id"], "with_datetime": ours["appointment_datetime"], "with_ends_at": ours["ends_at"],
        }
    ]  # fmt: skip
    assert as_admin.get(f"/api/appointments/{theirs['id']}").json["data"] == theirs
    assert len(as_admin.get("/api/doctors?visiting=true").json["data"]) == 1


@pytest.mark.parametrize("status", ["cancelled", "no_show"])
def test_a_visit_that_frees_its_time_does_not_hinder_a_merge(book, merge, as_staff, status):
    theirs = book("R. Adeyemi", appointment_datetime=slot(0)).json["data"]
    ours = book("Ruth Adeyemi", appointment_datetime=slot(0)).json["data"]
    as_staff.put(f"/api/appointments/{theirs['id']}", json={"status": status})
    assert merge(theirs["doctor_id"], ours["doctor_id"]).status_code == 200


def test_only_a_visiting_doctor_is_merged_and_once(book, merge, world):
    known, other = world.people["doctor"].doctor_id, world.people["other_doctor"].doctor_id
    visiting = book("R. Adeyemi").json["data"]["doctor_id"]
    assert merge(known, other).json["code"] == "not_mergeable"
    assert merge(visiting, visiting).json["code"] == "not_mergeable"
    assert merge(visiting, known).status_code == 200
    assert merge(visiting, other).json["code"] == "not_mergeable"
    assert merge(book("Vera Gast").json["data"]["doctor_id"], visiting).json["code"] == "not_mergeable"
    assert merge(visiting, 2_000_000_000).status_code == 404


def test_a_doctor_is_changed_and_a_visiting_one_taken_in(book, as_admin):
    visit = book("Vera Gast").json["data"]
    at = f"/api/doctors/{visit['doctor_id']}"
    answer = as_admin.put(at, json={"is_visiting": False, "name": "Vera Gast-Haus", "specialty": "Skin"})
    assert answer.json["data"].items() >= {"name": "Vera Gast-Haus", "is_visiting": False, "specialty": "Skin"}.items()
    assert book("Dr. vera gast haus").json["data"]["doctor_id"] == visit["doctor_id"]


def test_two_visiting_doctors_never_share_a_name(book, as_admin):
    book("Vera Gast")
    other = book("Otto Gast").json["data"]["doctor_id"]
    answer = as_admin.put(f"/api/doctors/{other}", json={"name": "Dr. VERA GAST"})
    assert (answer.status_code, answer.json["code"]) == (409, "name_taken")


def test_a_new_doctor_is_one_of_the_clinic(as_admin):
    answer = as_admin.post("/api/doctors", json={"name": "Dr. Kim Lee", "specialty": "Skin"})
    assert answer.status_code == 201
    assert answer.json["data"].items() >= {
        "name": "Dr. Kim Lee", "specialty": "Skin", "is_visiting": False, "is_active": True, "version": 1,
        "coming_appointments": 0,
    }.items()  # fmt: skip


def test_coming_appointments_are_those_that_will_take_place(as_admin, an_appointment, world):
    for status in (None, "confirmed", "cancelled", "no_show", "completed"):
        an_appointment(status=status)
    an_appointment(appointment_datetime="2001-01-01T09:00")
    as_admin.delete(f"/api/appointments/{an_appointment()['id']}")
    rows = as_admin.get("/api/doctors").json["data"]
    assert {row["name"]: row["coming_appointments"] for row in rows} == {"Jonas Weber": 0, "Ruth Adeyemi": 2}
