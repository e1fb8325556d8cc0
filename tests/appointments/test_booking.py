"""No double booking, through the door: who is in the way of whom, and where the next free time is."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from tests.factories import booking_json, slot


def at(time: str, day: str = "2035-01-08") -> str:
    return f"{day}T{time}:00+01:00"


@pytest.fixture
def book(as_staff):
    """Book with Dr. Adeyemi on Monday; give the answer."""

    def book(patient, time: str, minutes: int = 30, **said):
        body = booking_json(patient, appointment_datetime=at(time), duration_minutes=minutes, **said)
        return as_staff.post("/api/appointments", json=body)

    return book


# ── what overlaps ────────────────────────────────────────────────────────────────────────────────────────

BESIDE = [("08:30", 30), ("09:30", 30), ("07:00", 120), ("09:30", 5)]
OVER = [("09:00", 30), ("08:45", 30), ("09:15", 30), ("09:29", 30), ("08:31", 30), ("09:10", 5), ("08:00", 180)]


@pytest.mark.parametrize(("time", "minutes"), OVER)
def test_a_doctor_is_not_booked_twice(book, a_patient, time, minutes, world):
    book(a_patient(), "09:00")
    answer = book(a_patient(), time, minutes)
    assert (answer.status_code, answer.json["code"]) == (409, "slot_taken")
    assert answer.json["conflict"] == {
        "appointment_datetime": at("09:00"), "ends_at": at("09:30"), "doctor_name": "Ruth Adeyemi",
    }  # fmt: skip
    assert world.value("SELECT count(*) FROM appointment") == 1


@pytest.mark.parametrize(("time", "minutes"), OVER)
def test_a_patient_is_not_in_two_places(book, a_patient, time, minutes, world):
    patient = a_patient()
    book(patient, "09:00")
    answer = book(patient, time, minutes, doctor_name="Jonas Weber")
    assert (answer.status_code, answer.json["code"]) == (409, "patient_busy")
    assert answer.json["conflict"]["doctor_name"] == "Ruth Adeyemi"
    assert world.value("SELECT count(*) FROM appointment") == 1


@pytest.mark.parametrize(("time", "minutes"), BESIDE)
def test_visits_back_to_back_do_not_overlap(book, a_patient, time, minutes):
    patient = a_patient()
    assert book(patient, "09:00").status_code == 201
    assert book(patient, time, minutes).status_code == 201


def test_another_doctor_is_free_for_another_patient(book, a_patient):
    assert book(a_patient(), "09:00").status_code == 201
    assert book(a_patient(), "09:00", doctor_name="Jonas Weber").status_code == 201


def test_a_visit_over_midnight_is_in_the_way_of_the_next_day(book, a_patient, as_staff):
    book(a_patient(), "23:30", 60)
    body = booking_json(a_patient(), appointment_datetime=at("00:15", "2035-01-09"))
    assert as_staff.post("/api/appointments", json=body).status_code == 409


def test_the_same_instant_in_another_zone_is_taken(book, a_patient, as_staff):
    book(a_patient(), "09:00")
    for same in ("2035-01-08T08:00:00Z", "2035-01-08T03:00:00-05:00", "2035-01-08T13:30:00+05:30", "2035-01-08T09:00"):
        answer = as_staff.post("/api/appointments", json=booking_json(a_patient(), appointment_datetime=same))
        assert answer.status_code == 409, same


# ── what frees ───────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("status", ["cancelled", "no_show"])
def test_a_cancelled_or_missed_visit_frees_its_time(book, a_patient, as_staff, status):
    patient = a_patient()
    visit = book(patient, "09:00").json["data"]
    as_staff.put(f"/api/appointments/{visit['id']}", json={"status": status})
    assert book(patient, "09:00").status_code == 201


def test_a_deleted_visit_frees_its_time(book, a_patient, as_staff):
    patient = a_patient()
    as_staff.delete(f"/api/appointments/{book(patient, '09:00').json['data']['id']}")
    assert book(patient, "09:00").status_code == 201


@pytest.mark.parametrize("status", ["confirmed", "arrived", "in_room", "completed"])
def test_every_other_status_holds_its_time(book, a_patient, as_staff, status):
    visit = book(a_patient(), "09:00").json["data"]
    assert as_staff.put(f"/api/appointments/{visit['id']}", json={"status": status}).status_code == 200
    assert book(a_patient(), "09:00").json["code"] == "slot_taken"


@pytest.mark.parametrize("status", ["cancelled", "no_show"])
def test_a_visit_does_not_come_back_into_a_taken_time(book, a_patient, as_staff, status):
    visit = book(a_patient(), "09:00").json["data"]
    as_staff.put(f"/api/appointments/{visit['id']}", json={"status": status})
    book(a_patient(), "09:15")
    answer = as_staff.put(f"/api/appointments/{visit['id']}", json={"status": "scheduled"})
    assert (answer.status_code, answer.json["code"]) == (409, "slot_taken")
    assert as_staff.get(f"/api/appointments/{visit['id']}").json["data"]["status"] == status


def test_a_deleted_visit_is_not_restored_into_a_taken_time(book, a_patient, as_admin):
    visit = book(a_patient(), "09:00").json["data"]
    as_admin.delete(f"/api/appointments/{visit['id']}")
    book(a_patient(), "09:15")
    answer = as_admin.post(f"/api/appointments/{visit['id']}/restore")
    assert (answer.status_code, answer.json["code"]) == (409, "slot_taken")
    assert as_admin.get(f"/api/appointments/{visit['id']}").status_code == 404


def test_a_deleted_visit_is_restored_into_a_free_time(book, a_patient, as_admin):
    visit = book(a_patient(), "09:00").json["data"]
    as_admin.delete(f"/api/appointments/{visit['id']}")
    answer = as_admin.post(f"/api/appointments/{visit['id']}/restore")
    assert (answer.status_code, answer.json["data"]["archived_at"]) == (200, None)
    assert book(a_patient(), "09:00").status_code == 409


# ── moving ───────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def put(as_staff):
    def put(visit, **changes):
        return as_staff.put(f"/api/appointments/{visit['id']}", json=changes)

    return put


def test_a_move_keeps_the_length(book, a_patient, put):
    visit = book(a_patient(), "09:00", 45).json["data"]
    moved = put(visit, appointment_datetime=at("11:00")).json["data"]
    assert (moved["appointment_datetime"], moved["ends_at"], moved["duration_minutes"]) == (
        at("11:00"),
        at("11:45"),
        45,
    )


def test_a_new_length_keeps_the_start(book, a_patient, put):
    visit = book(a_patient(), "09:00").json["data"]
    longer = put(visit, duration_minutes=60).json["data"]
    assert (longer["appointment_datetime"], longer["ends_at"]) == (at("09:00"), at("10:00"))


def test_a_visit_may_move_over_its_own_old_time(book, a_patient, put):
    visit = book(a_patient(), "09:00").json["data"]
    assert put(visit, appointment_datetime=at("09:15")).status_code == 200


@pytest.mark.parametrize(
    "change",
    [
        {"appointment_datetime": at("10:15")},
        {"duration_minutes": 90},
        {"appointment_datetime": at("09:45"), "duration_minutes": 20},
    ],
)
def test_a_move_into_a_taken_time_is_refused_and_changes_nothing(book, a_patient, put, as_staff, change):
    visit = book(a_patient(), "09:00").json["data"]
    book(a_patient(), "10:00")
    answer = put(visit, notes="Not this either", **change)
    assert (answer.status_code, answer.json["code"]) == (409, "slot_taken")
    assert as_staff.get(f"/api/appointments/{visit['id']}").json["data"] == visit


def test_a_move_is_refused_where_the_patient_is_elsewhere(book, a_patient, put):
    patient = a_patient()
    visit = book(patient, "09:00").json["data"]
    book(patient, "10:00", doctor_name="Jonas Weber")
    assert put(visit, appointment_datetime=at("10:15")).json["code"] == "patient_busy"


def test_a_moved_visit_frees_its_old_time(book, a_patient, put):
    visit = book(a_patient(), "09:00").json["data"]
    put(visit, appointment_datetime=at("11:00"))
    assert book(a_patient(), "09:00").status_code == 201


@pytest.mark.parametrize("by", ["doctor_id", "doctor_name"])
def test_a_visit_goes_to_another_doctor(book, a_patient, put, world, by):
    visit = book(a_patient(), "09:00").json["data"]
    other = world.people["other_doctor"]
    moved = put(visit, **{by: other.doctor_id if by == "doctor_id" else "dr. jonas WEBER"}).json["data"]
    assert (moved["doctor_id"], moved["doctor_name"]) == (other.doctor_id, "Jonas Weber")
    assert book(a_patient(), "09:00").status_code == 201


def test_a_visit_does_not_go_to_a_doctor_who_is_taken(book, a_patient, put, as_staff):
    visit = book(a_patient(), "09:00").json["data"]
    book(a_patient(), "09:15", doctor_name="Jonas Weber")
    assert put(visit, doctor_name="Jonas Weber").json["code"] == "slot_taken"
    assert as_staff.get(f"/api/appointments/{visit['id']}").json["data"]["doctor_name"] == "Ruth Adeyemi"


@pytest.mark.parametrize("status", ["in_room", "completed"])
def test_a_visit_under_way_or_over_is_not_moved(book, a_patient, put, status):
    visit = book(a_patient(), "09:00").json["data"]
    put(visit, status=status)
    for change in ({"appointment_datetime": at("11:00")}, {"duration_minutes": 60}, {"doctor_name": "Jonas Weber"}):
        answer = put(visit, **change)
        assert (answer.status_code, answer.json["code"]) == (409, "wrong_status")
    assert put(visit, notes="Notes go on").status_code == 200


def test_saying_the_same_again_is_no_move(book, a_patient, put):
    visit = book(a_patient(), "09:00").json["data"]
    put(visit, status="in_room")
    answer = put(visit, appointment_datetime=at("09:00"), duration_minutes=30, doctor_name="Ruth Adeyemi")
    assert (answer.status_code, answer.json["data"]["version"]) == (200, 2)


# ── how long ─────────────────────────────────────────────────────────────────────────────────────────────


def test_a_visit_lasts_30_minutes_unless_told(as_staff, a_patient):
    body = booking_json(a_patient(), appointment_datetime=at("09:00"))
    visit = as_staff.post("/api/appointments", json=body).json["data"]
    assert (visit["duration_minutes"], visit["ends_at"]) == (30, at("09:30"))


@pytest.mark.parametrize(
    ("minutes", "taken"), [(5, True), (1440, True), (4, False), (0, False), (-30, False), (1441, False)]
)
def test_a_visit_lasts_5_minutes_to_a_day(book, put, a_patient, minutes, taken):
    answer = book(a_patient(), "09:00", minutes)
    assert answer.status_code == (201 if taken else 400)
    if not taken:
        assert list(answer.json["fields"]) == ["duration_minutes"]
    visit = book(a_patient(), "11:00", doctor_name="Jonas Weber").json["data"]
    assert put(visit, duration_minutes=minutes).status_code == (200 if taken else 400)


# ── the next free times ──────────────────────────────────────────────────────────────────────────────────


def free(answer) -> list[str]:
    return [datetime.fromisoformat(text).strftime("%H:%M") for text in answer.json["next_free"]]


def test_the_next_free_times_are_behind_what_is_in_the_way(book, a_patient):
    book(a_patient(), "09:00")
    assert free(book(a_patient(), "09:00")) == ["09:30", "10:00", "10:30"]
    assert free(book(a_patient(), "09:15")) == ["09:30", "10:00", "10:30"]


def test_the_next_free_times_fit_into_gaps(book, a_patient):
    for time in ("09:00", "10:00", "11:15"):
        book(a_patient(), time)
    assert free(book(a_patient(), "09:00")) == ["09:30", "10:30", "11:45"]
    assert free(book(a_patient(), "09:00", 45)) == ["10:30", "11:45", "12:30"]


def test_the_next_free_times_are_free_for_the_patient_too(book, a_patient):
    patient = a_patient()
    book(patient, "09:30", doctor_name="Jonas Weber")
    book(a_patient(), "09:00")
    assert free(book(patient, "09:00")) == ["10:00", "10:30", "11:00"]


def test_every_next_free_time_can_be_booked(book, a_patient):
    for time, minutes in (("09:00", 20), ("09:40", 35), ("11:00", 7), ("11:20", 90)):
        book(a_patient(), time, minutes)
    offered = free(book(a_patient(), "09:00", 25))
    assert len(offered) == 3
    for time in offered:
        assert book(a_patient(), time, 25).status_code == 201


def test_the_next_free_times_end_with_the_day(book, a_patient):
    book(a_patient(), "22:00", 60)
    assert free(book(a_patient(), "22:00", 60)) == ["23:00"]
    assert free(book(a_patient(), "22:30", 90)) == []


def test_a_cancelled_visit_is_not_in_the_way_of_a_free_time(book, a_patient, put):
    put(book(a_patient(), "09:30").json["data"], status="cancelled")
    book(a_patient(), "09:00")
    assert free(book(a_patient(), "09:00"))[0] == "09:30"


# ── lists ────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def diary(make):
    """Ann with both doctors over three days, Bob with one."""
    ann, bob = make.patient(name="Ann"), make.patient(name="Bob")
    said = [
        ("a", ann, "Ruth Adeyemi", at("09:00", "2035-01-08"), None),
        ("b", bob, "Ruth Adeyemi", at("00:00", "2035-01-09"), "confirmed"),
        ("c", ann, "Jonas Weber", at("23:45", "2035-01-09"), "cancelled"),
        ("d", ann, "Ruth Adeyemi", at("00:00", "2035-01-10"), "no_show"),
    ]
    return {
        name: make.appointment(patient, doctor_name=doctor, appointment_datetime=when, status=status)
        for name, patient, doctor, when, status in said
    }


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", "abcd"),
        ("sort=-appointment_datetime", "dcba"),
        ("from=2035-01-09", "bcd"),
        ("to=2035-01-09", "abc"),
        ("from=2035-01-09&to=2035-01-09", "bc"),
        ("from=2035-01-10&to=2035-01-09", ""),
        ("status=cancelled", "c"),
        ("status=cancelled,no_show", "cd"),
        ("status=scheduled, confirmed", "ab"),
        ("doctor_id={other_doctor}", "c"),
        ("doctor_id={doctor}&from=2035-01-09", "bd"),
        ("patient_id={ann}", "acd"),
        ("patient_id={ann}&doctor_id={other_doctor}", "c"),
        ("patient_id=2000000000", ""),
    ],
)
def test_a_list_is_narrowed_by_day_doctor_patient_and_status(as_staff, diary, world, query, expected):
    ids = {"doctor": world.people["doctor"].doctor_id, "other_doctor": world.people["other_doctor"].doctor_id,
           "ann": diary["a"]["patient_id"]}  # fmt: skip
    answer = as_staff.get("/api/appointments?" + query.format(**ids))
    assert [row["id"] for row in answer.json["data"]] == [diary[name]["id"] for name in expected]
    assert answer.json["count"] == len(expected)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("from=2035-01-08&to=2035-01-08", "ab"),
        ("from=2035-01-09&to=2035-01-09", "bc"),
        ("from=2035-01-10&to=2035-01-10", "d"),
        ("from=2035-01-10", "d"),
        ("from=2035-01-09", "bcd"),
        ("to=2035-01-08", "ab"),
        ("from=2035-01-09&to=2035-01-09&doctor_id={doctor}", "bc"),
    ],
)
def test_a_day_has_the_visits_that_run_into_it(as_staff, a_patient, world, query, expected):
    spans = [("08T00:00", 30), ("08T23:30", 120), ("09T01:30", 1350), ("10T00:00", 5)]
    rows = {}
    for name, (start, minutes) in zip("abcd", spans, strict=True):
        body = booking_json(a_patient(), appointment_datetime=f"2035-01-{start}", duration_minutes=minutes)
        rows[name] = as_staff.post("/api/appointments", json=body).json["data"]["id"]
    answer = as_staff.get("/api/appointments?" + query.format(doctor=world.people["doctor"].doctor_id))
    assert [row["id"] for row in answer.json["data"]] == [rows[name] for name in expected]
    assert answer.json["count"] == len(expected)


@pytest.mark.parametrize("minutes", [120, 24 * 60])
def test_the_numbers_of_the_day_count_the_visit_that_runs_into_it(as_staff, a_patient, minutes):
    today = datetime.fromisoformat(as_staff.get("/api/summary").json["data"]["now"])
    yesterday = today.date() - timedelta(days=1)
    for start in (f"{yesterday}T23:30", f"{yesterday}T22:00"):
        body = booking_json(a_patient(), appointment_datetime=start, duration_minutes=minutes, doctor_name=start)
        assert as_staff.post("/api/appointments", json=body).status_code == 201
    summary = as_staff.get("/api/summary").json["data"]
    assert (summary["appointments"], summary["appointments_today"]) == (2, 1 if minutes == 120 else 2)


@pytest.mark.parametrize(
    "query", ["status=maybe", "status=", "from=tomorrow", "to=2035-02-30", "doctor_id=x", "patient_id=0"]
)
def test_a_filter_that_means_nothing_is_refused(as_staff, query):
    answer = as_staff.get(f"/api/appointments?{query}")
    assert (answer.status_code, list(answer.json["fields"])) == (400, [query.partition("=")[0]])


def test_the_numbers_of_the_day(as_staff, a_patient, as_admin):
    summary = as_staff.get("/api/summary").json["data"]
    assert (summary["patients"], summary["appointments"], summary["appointments_today"]) == (0, 0, 0)
    patient = a_patient()
    today = f"{summary['today']}T10:00"
    visit = as_staff.post("/api/appointments", json=booking_json(patient, appointment_datetime=today)).json["data"]
    as_staff.post("/api/appointments", json=booking_json(patient, appointment_datetime=slot()))
    summary = as_staff.get("/api/summary").json["data"]
    assert (summary["patients"], summary["appointments"], summary["appointments_today"]) == (1, 2, 1)
    as_admin.delete(f"/api/appointments/{visit['id']}")
    summary = as_staff.get("/api/summary").json["data"]
    assert (summary["patients"], summary["appointments"], summary["appointments_today"]) == (1, 1, 0)
