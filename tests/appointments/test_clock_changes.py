"""Time is right: the clinic's wall clock, also on the days that it is changed, in two zones with other such days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import Connection

from tests.factories import booking_json
from tests.world import World, forget


@dataclass(frozen=True)
class Zone:
    """A zone, its two offsets, and the days of 2035 on which it goes from one to the other at 02:00 or 03:00."""

    name: str
    winter: str
    summer: str
    short_day: str
    after_short: str
    long_day: str
    before_long: str
    repeated: str

    def __str__(self) -> str:
        return self.name.replace("/", "-")


ZONES = [
    Zone("Europe/Berlin", "+01:00", "+02:00", "2035-03-25", "2035-03-26", "2035-10-28", "2035-10-27", "02:30"),
    Zone("America/New_York", "-05:00", "-04:00", "2035-03-11", "2035-03-12", "2035-11-04", "2035-11-03", "01:30"),
]


@pytest.fixture(params=ZONES, ids=str)
def zone(request, world: World):
    """Move the clinic; its connections speak its time from their start, this one from now on."""
    chosen: Zone = request.param
    assert isinstance(world.engine, Connection)
    world.sql("UPDATE clinic SET zone = :zone", zone=chosen.name)
    world.sql("SELECT set_config('TimeZone', :zone, true)", zone=chosen.name)
    forget(world.app)
    return chosen


@pytest.fixture
def book(zone, as_staff, a_patient):
    def book(when: str, minutes: int = 30):
        body = booking_json(a_patient(), appointment_datetime=when, duration_minutes=minutes)
        return as_staff.post("/api/appointments", json=body)

    return book


def starts(answer) -> str:
    assert answer.status_code == 201, answer.json
    return str(answer.json["data"]["appointment_datetime"])


def test_a_wall_time_has_the_offset_of_its_season(zone, book):
    assert starts(book("2035-01-08T09:00")) == f"2035-01-08T09:00:00{zone.winter}"
    assert starts(book("2035-07-09T09:00")) == f"2035-07-09T09:00:00{zone.summer}"


def test_an_offset_is_respected_and_told_in_the_clinics_own(zone, book):
    answer = book("2035-07-09T09:00:00Z")
    assert datetime.fromisoformat(starts(answer)) == datetime.fromisoformat("2035-07-09T09:00:00+00:00")
    assert starts(answer).endswith(zone.summer)


@pytest.mark.parametrize("time", ["02:00", "02:30", "02:59:59"])
def test_a_wall_time_that_the_clocks_skip_is_refused(zone, book, as_staff, an_appointment, time):
    when = f"{zone.short_day}T{time}"
    changed = as_staff.put(f"/api/appointments/{an_appointment()['id']}", json={"appointment_datetime": when})
    for answer in (book(when), changed):
        assert (answer.status_code, list(answer.json["fields"])) == (400, ["appointment_datetime"])
        assert answer.json["fields"]["appointment_datetime"] == [f"The clocks skip {time[:5]} on that day."]


def test_the_moments_around_the_skipped_hour_are_there(zone, book):
    assert starts(book(f"{zone.short_day}T01:30")) == f"{zone.short_day}T01:30:00{zone.winter}"
    assert starts(book(f"{zone.short_day}T03:00")) == f"{zone.short_day}T03:00:00{zone.summer}"


def test_an_offset_names_a_moment_in_the_skipped_hour(zone, book):
    assert starts(book(f"{zone.short_day}T02:30{zone.winter}")) == f"{zone.short_day}T03:30:00{zone.summer}"


def test_a_wall_time_that_the_clocks_repeat_is_the_first(zone, book):
    assert starts(book(f"{zone.long_day}T{zone.repeated}")) == f"{zone.long_day}T{zone.repeated}:00{zone.summer}"


def test_an_offset_names_the_second_of_two(zone, book):
    second = f"{zone.long_day}T{zone.repeated}:00{zone.winter}"
    assert starts(book(f"{zone.long_day}T{zone.repeated}")) != second
    assert starts(book(second)) == second, "an hour later, the doctor is free"
    assert book(second).status_code == 409


@pytest.mark.parametrize("which", ["short_day", "long_day"])
def test_a_length_is_of_real_minutes(zone, book, which):
    offsets = (zone.winter, zone.summer) if which == "short_day" else (zone.summer, zone.winter)
    day = getattr(zone, which)
    visit = book(f"{day}T00:30:00{offsets[0]}", 240).json["data"]
    ends = datetime.fromisoformat(visit["ends_at"])
    assert (ends - datetime.fromisoformat(visit["appointment_datetime"])).total_seconds() == 240 * 60
    assert visit["duration_minutes"] == 240
    assert visit["ends_at"] == f"{day}T{'05:30' if which == 'short_day' else '03:30'}:00{offsets[1]}"


def test_a_move_over_the_change_keeps_the_minutes(zone, book, as_staff):
    visit = book(f"{zone.before_long}T09:00", 60).json["data"]
    moved = as_staff.put(
        f"/api/appointments/{visit['id']}",
        json={"appointment_datetime": f"{zone.long_day}T{zone.repeated}:00{zone.summer}"},
    ).json["data"]
    assert moved["duration_minutes"] == 60
    assert moved["ends_at"] == f"{zone.long_day}T{zone.repeated}:00{zone.winter}"


def test_a_day_of_23_hours_is_the_whole_day_and_no_more(zone, book, as_staff):
    inside = [book(f"{zone.short_day}T{time}").json["data"]["id"] for time in ("00:00", "03:00", "23:30")]
    book(f"{zone.after_short}T00:00")
    day = zone.short_day
    answer = as_staff.get(f"/api/appointments?from={day}&to={day}")
    assert [row["id"] for row in answer.json["data"]] == inside


def test_a_day_of_25_hours_is_the_whole_day_and_no_more(zone, book, as_staff):
    book(f"{zone.before_long}T23:30")
    times = ("T00:00", f"T{zone.repeated}{zone.summer}", f"T{zone.repeated}{zone.winter}", "T23:30")
    inside = [book(zone.long_day + time).json["data"]["id"] for time in times]
    day = zone.long_day
    answer = as_staff.get(f"/api/appointments?from={day}&to={day}")
    assert [row["id"] for row in answer.json["data"]] == inside


def test_the_longest_visit_over_a_day_of_23_hours_runs_into_the_next(zone, book, as_staff):
    before_short = date.fromisoformat(zone.short_day) - timedelta(days=1)
    visit = book(f"{before_short}T23:30", 24 * 60).json["data"]
    assert visit["ends_at"] == f"{zone.after_short}T00:30:00{zone.summer}"
    answer = as_staff.get(f"/api/appointments?from={zone.after_short}&to={zone.after_short}")
    assert [row["id"] for row in answer.json["data"]] == [visit["id"]]


@pytest.mark.parametrize("which", ["short_day", "long_day"])
def test_next_free_times_reach_to_the_end_of_the_day(zone, book, which):
    day = getattr(zone, which)
    book(f"{day}T22:30")
    offered = book(f"{day}T22:30").json["next_free"]
    offset = zone.summer if which == "short_day" else zone.winter
    assert offered == [f"{day}T23:00:00{offset}", f"{day}T23:30:00{offset}"]


def test_next_free_times_are_real_moments(zone, book):
    """Half an hour after 01:45, on the day that has no 02:15."""
    book(f"{zone.short_day}T01:30")
    offered = book(f"{zone.short_day}T01:30").json["next_free"]
    assert offered[0] == f"{zone.short_day}T03:00:00{zone.summer}"
    assert starts(book(offered[0])) == offered[0]


@pytest.mark.parametrize(
    "when",
    ["2035-01-08", "09:00", "2035-01-08 9 o'clock", "2035-13-08T09:00", "2035-02-30T09:00", "1899-12-31T09:00",
     "2200-01-01T09:00", "9999-12-31T23:59", "", None, 2051859600, "2035-01-08T09:00+25:00"],
)  # fmt: skip
def test_what_names_no_moment_is_refused(as_staff, a_patient, when):
    answer = as_staff.post("/api/appointments", json=booking_json(a_patient(), appointment_datetime=when))
    assert (answer.status_code, list(answer.json["fields"])) == (400, ["appointment_datetime"])


@pytest.mark.parametrize(
    "when",
    ["2035-01-08T09:00", "2035-01-08T09:00:00", "2035-01-08 09:00", "2035-01-08T09:00:00.000", "2035-01-08T08:00Z",
     "2035-01-08T09:00+01:00", "20350108T090000+0100"],
)  # fmt: skip
def test_every_common_way_to_write_a_moment_is_read(as_staff, a_patient, when):
    answer = as_staff.post("/api/appointments", json=booking_json(a_patient(), appointment_datetime=when))
    assert starts(answer) == "2035-01-08T09:00:00+01:00"
