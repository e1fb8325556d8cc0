"""The invented clinic is the same every time, believable, and keeps every rule of a real one."""

from __future__ import annotations

import unicodedata
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from app import prepare
from clinic.demo import actions, diary, people
from clinic.demo.diary import Visit
from clinic.demo.medicine import CHILDREN
from clinic.demo.people import PHYSICIANS, Invented
from clinic.shared.keys import email_key, name_key, search_key
from models import Status, db
from tests.world import World

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 17, 10, 42, tzinfo=BERLIN)  # a Tuesday
SUNDAY = datetime(2026, 11, 15, 10, 42, tzinfo=BERLIN)
# The clocks change within six weeks of either.
SPRING, AUTUMN = datetime(2026, 3, 20, 12, tzinfo=UTC), datetime(2026, 10, 20, 12, tzinfo=UTC)


def invented(seed: int = 1) -> list[Invented]:
    return people.patients(Random(seed), NOW.date())


def planned(seed: int = 1, now: datetime = NOW) -> list[Visit]:
    return list(diary.visits(Random(seed), physicians=PHYSICIANS, patients=invented(seed), now=now, zone=BERLIN))


def of_today(now: datetime = NOW) -> list[Visit]:
    return [visit for visit in planned(now=now) if visit.starts_at.date() == now.date()]


# ── who there is ─────────────────────────────────────────────────────────────────────────────────────────


def test_the_same_seed_invents_the_same_clinic():
    assert (invented(1), planned(1)) == (invented(1), planned(1))
    assert invented(1) != invented(2)


def test_names_come_in_many_scripts():
    scripts = Counter(unicodedata.name(one.name[0]).split()[0] for one in invented())
    assert len(invented()) == 300
    assert scripts.keys() >= {
        "LATIN", "CYRILLIC", "GREEK", "ARABIC", "HEBREW", "DEVANAGARI", "CJK", "HANGUL", "THAI", "TAMIL", "BENGALI",
    }  # fmt: skip
    letters = "".join(unicodedata.normalize("NFC", one.name) for one in invented())
    assert set("ễọłşñéöáч") <= set(letters)


def test_nobody_has_a_phone_or_an_address_that_could_be_somebodys():
    for one in invented():
        assert one.phone.startswith(("+49 30 5550 ", "+353 1 555 01", "+30 21 0555 01"))
        assert one.email is None or (one.email.endswith(".example") and one.email.isascii())


def test_nobody_shares_a_phone_an_address_or_an_insurance_number():
    everybody = invented()
    for said in ("phone", "email", "insurance_number"):
        values = Counter(value for one in everybody if (value := getattr(one, said)))
        assert values.most_common(1)[0][1] == 1


def test_people_are_of_all_ages_and_some_children_have_no_email():
    ages = [one.age(NOW.date()) for one in invented()]
    assert (min(ages), max(ages)) < (2, 97)
    assert 40 < sum(age < 18 for age in ages) < 100
    assert sum(age > 79 for age in ages) > 8
    assert sum(one.email is None and one.age(NOW.date()) < 16 for one in invented()) > 30


# ── who comes when ───────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("now", [NOW, SUNDAY, SPRING, AUTUMN])
def test_visits_keep_the_hours_of_the_clinic_for_three_months(now):
    visits = planned(now=now)
    days = {visit.starts_at.date() - now.date() for visit in visits}
    assert timedelta(weeks=-6) <= min(days) < timedelta(weeks=-5)
    assert timedelta(weeks=5) < max(days) <= timedelta(weeks=6)
    for visit in visits:
        begins, ends = (f"{moment.astimezone(BERLIN):%H:%M}" for moment in (visit.starts_at, visit.ends_at))
        assert "08:00" <= begins < ends <= "12:00" or "13:00" <= begins < ends <= "17:00"
        assert timedelta(minutes=15) <= visit.ends_at - visit.starts_at <= timedelta(minutes=60)
        assert visit.starts_at.weekday() < 5 or visit.starts_at.date() == now.date()


def test_somebody_who_looks_on_a_sunday_finds_a_working_day():
    assert len(of_today(SUNDAY)) > 30


@pytest.mark.parametrize("by", ["physician", "patient"])
def test_nobody_is_in_two_places_at_once(by):
    visits = sorted(planned(), key=lambda visit: (getattr(visit, by), visit.starts_at))
    for one, next_one in pairwise(visits):
        assert getattr(one, by) != getattr(next_one, by) or one.ends_at <= next_one.starts_at


def test_visits_stand_as_the_hour_has_it():
    for visit in planned():
        if visit.ends_at <= NOW:
            assert visit.status in (Status.COMPLETED, Status.NO_SHOW, Status.CANCELLED)
        elif visit.starts_at <= NOW:
            assert visit.status in (Status.IN_ROOM, Status.CANCELLED)
        elif visit.starts_at <= NOW + timedelta(minutes=20):
            assert visit.status in (Status.ARRIVED, Status.CONFIRMED, Status.SCHEDULED, Status.CANCELLED)
        else:
            assert visit.status in (Status.CONFIRMED, Status.SCHEDULED, Status.CANCELLED)
        assert visit.booked_at < NOW
        assert visit.changed_at is None or visit.changed_at <= NOW


def test_a_morning_shows_every_status():
    assert {visit.status for visit in planned()} == set(Status)
    assert {visit.status for visit in of_today()} >= {Status.COMPLETED, Status.IN_ROOM, Status.CONFIRMED}


def test_most_past_visits_took_place():
    past = Counter(visit.status for visit in planned() if visit.ends_at <= NOW)
    assert past[Status.COMPLETED] > 0.8 * past.total()
    assert past[Status.NO_SHOW] > 5


def test_the_hour_of_the_day_changes_nobodys_plans():
    early = [(visit.patient, visit.starts_at) for visit in planned(now=NOW.replace(hour=6))]
    assert early == [(visit.patient, visit.starts_at) for visit in planned()]


def test_children_go_to_the_paediatrician_and_nobody_else_does():
    ages = [one.age(NOW.date()) for one in invented()]
    for visit in planned():
        is_paediatrician = PHYSICIANS[visit.physician].specialty == CHILDREN
        assert ages[visit.patient] <= 17 if is_paediatrician else ages[visit.patient] >= 6


def test_a_visit_was_booked_by_somebody_already_registered():
    patients = invented()
    for visit in planned():
        registered = NOW - timedelta(days=patients[visit.patient].registered_days_ago)
        assert patients[visit.patient].born_on < registered.date() < visit.booked_at.date()


# ── what is in the database ──────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def empty(world: World) -> World:
    """The world before anybody worked in it: the demo brings its own people."""
    world.sql('DELETE FROM sign_in; DELETE FROM "user"; DELETE FROM doctor')
    return world


@pytest.fixture
def demo(empty: World) -> World:
    with empty.app.app_context():
        actions.fill(now=NOW)
        db.session.commit()
    return empty


def test_the_demo_fills_an_empty_clinic(demo: World):
    count = {
        table: demo.value(f"SELECT count(*) FROM {table}") for table in ("patient", "appointment", "medical_record")
    }
    assert count["patient"] == 300
    assert count["appointment"] > 1000
    assert count["medical_record"] > 400
    assert demo.sql("SELECT is_visiting, count(*) AS n FROM doctor GROUP BY 1 ORDER BY 1") == [
        {"is_visiting": False, "n": 5},
        {"is_visiting": True, "n": 2},
    ]
    assert demo.value("SELECT count(*) FROM patient_identifier") == 300


def test_the_same_seed_fills_the_same_clinic_to_the_letter(demo: World, own_world: World):
    own_world.sql_as("superuser", 'DELETE FROM sign_in; DELETE FROM "user"; DELETE FROM doctor')
    with own_world.app.app_context():
        actions.fill(now=NOW)
        db.session.commit()
    said = (
        "SELECT p.name, p.email, p.created_at, a.appointment_datetime, a.status, a.doctor_name, r.notes FROM patient p "
        "JOIN appointment a ON a.patient_id = p.id LEFT JOIN medical_record r ON r.patient_id = p.id "
        "ORDER BY p.phone, a.appointment_datetime, r.record_date, r.notes"
    )
    assert demo.sql(said) == own_world.sql(said)


def test_the_keys_are_those_that_the_registry_makes(demo: World):
    for row in demo.sql("SELECT * FROM patient"):
        assert row["name_key"] == name_key(row["name"])
        assert row["email_key"] == (row["email"] and email_key(row["email"]))
        assert row["search_key"] == search_key(name=row["name"], email=row["email"], phone=row["phone"], country="DE")


def test_every_record_has_each_of_its_versions_and_a_reason_for_each_but_the_first(demo: World):
    torn = """
        SELECT r.id FROM medical_record r JOIN medical_record_version v ON v.record_id = r.id
        GROUP BY r.id HAVING count(*) <> r.version OR max(v.version) <> r.version OR count(v.reason) <> r.version - 1
    """
    assert demo.sql(torn) == []
    assert demo.value("SELECT count(*) FROM medical_record WHERE version = 2") > 10
    stale = """
        SELECT r.id FROM medical_record r JOIN medical_record_version v ON v.record_id = r.id AND v.version = r.version
        WHERE (r.diagnosis, r.notes, r.record_date) IS DISTINCT FROM (v.diagnosis, v.notes, v.record_date)
    """
    assert demo.sql(stale) == []


def test_a_record_belongs_to_a_visit_that_took_place_and_is_signed_by_a_person(demo: World):
    strange = """
        SELECT r.id FROM medical_record r JOIN "user" u ON u.id = r.author_id
        WHERE u.role = 'staff' AND NOT u.grants @> '{clinical}' OR u.doctor_id <> r.doctor_id
        OR NOT EXISTS (SELECT FROM appointment a WHERE a.patient_id = r.patient_id AND a.doctor_id = r.doctor_id
                       AND a.appointment_datetime::date = r.record_date AND a.status = 'completed')
    """
    assert demo.sql(strange) == []


def test_everything_the_demo_writes_stands_in_the_trail(demo: World):
    told = {row["action"]: row["n"] for row in demo.sql("SELECT action, count(*) AS n FROM audit_event GROUP BY 1")}
    there: dict[str, Any] = {
        "patient.register": "SELECT count(*) FROM patient",
        "appointment.book": "SELECT count(*) FROM appointment",
        "appointment.change": "SELECT count(*) FROM appointment WHERE version = 2",
        "medical_record.write": "SELECT count(*) FROM medical_record",
        "medical_record.amend": "SELECT count(*) FROM medical_record WHERE version = 2",
        "demo.fill": "SELECT 1",
    }
    assert {action: told[action] for action in there} == {action: demo.value(sql) for action, sql in there.items()}


@pytest.mark.parametrize("login", ["admin", "reception", "desk", "nurse", "adeyemi", "herrera"])
def test_people_of_the_demo_can_sign_in(demo: World, login):
    answer = demo.client().post(
        "/api/auth/login", json={"email": f"{login}@linden.example", "password": actions.PASSWORD}
    )
    assert answer.status_code == 200


def test_a_doctor_of_the_demo_has_a_diary(demo):
    client = demo.client()
    signed_in = client.post("/api/auth/login", json={"email": "adeyemi@linden.example", "password": actions.PASSWORD})
    client.token = signed_in.json["data"]["access_token"]
    today = client.get("/api/appointments?from=2026-11-17&to=2026-11-17").json
    assert today["count"] > 10
    assert {visit["doctor_name"] for visit in today["data"]} == {"Dr Ruth Adeyemi"}


# ── when it is not made ──────────────────────────────────────────────────────────────────────────────────


def command(world: World):
    return world.app.test_cli_runner().invoke(args=["clinic", "demo"])


def test_the_command_fills_an_empty_database_and_says_who_can_sign_in(empty: World):
    result = command(empty)
    assert result.exit_code == 0, result.output
    assert "admin@linden.example" in result.output
    assert actions.PASSWORD in result.output


def test_the_command_refuses_a_database_that_has_people(world: World):
    result = command(world)
    assert result.exit_code == 1
    assert "There are people in this database." in result.output
    assert world.value("SELECT count(*) FROM patient") == 0


def test_the_command_refuses_production(empty: World, monkeypatch):
    monkeypatch.setitem(empty.app.config, "HMS", replace(empty.app.config["HMS"], environment="production"))
    result = command(empty)
    assert result.exit_code == 1
    assert "A production clinic gets no invented patients." in result.output
    assert empty.value("SELECT count(*) FROM patient") == 0


@pytest.mark.parametrize(("is_demo", "patients"), [(True, 300), (False, 0)])
def test_a_start_fills_an_empty_database_where_a_demo_is_wanted(empty: World, monkeypatch, is_demo, patients):
    settings = replace(
        empty.app.config["HMS"], demo=is_demo, admin_email="me@example.org", admin_password="a good long password"
    )
    monkeypatch.setitem(empty.app.config, "HMS", settings)
    for _ in range(2):
        with empty.app.app_context():
            hint = prepare()
    assert (hint is not None) == is_demo
    assert empty.value("SELECT count(*) FROM patient") == patients
    mine = {"email": "me@example.org", "password": "a good long password"}
    assert empty.client().post("/api/auth/login", json=mine).status_code == 200


def test_a_start_leaves_a_clinic_with_people_alone(world: World, monkeypatch):
    monkeypatch.setitem(world.app.config, "HMS", replace(world.app.config["HMS"], demo=True))
    with world.app.app_context():
        assert prepare() is None
    assert world.value("SELECT count(*) FROM patient") == 0
