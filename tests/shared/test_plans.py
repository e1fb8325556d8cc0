"""Searches, day lists, filters and deep pages are served by indexes: what is read does not grow with the clinic."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from psycopg2.extras import execute_values
from sqlalchemy import Engine

from clinic.shared import keys
from models import db
from tests.conftest import TEMPLATE
from tests.database.schema import cursor
from tests.watching import queries_of
from tests.world import World, config_for, open_app

PATIENTS, VISITS, RECORDS = 20_000, 40_000, 20_000
BIG = {"patient", "appointment", "medical_record"}
SYLLABLES = ["an", "be", "ci", "do", "el", "fa", "gu", "ho", "is", "ja", "ko", "lu", "mi", "no", "or", "pe", "ra", "su",
             "to", "ul", "vi", "wa", "xe", "yo", "zi"]  # fmt: skip
TODAY = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)


def _people(dice: random.Random) -> Iterator[tuple[Any, ...]]:
    for number in range(PATIENTS):
        name = " ".join("".join(dice.choices(SYLLABLES, k=3)).title() for _ in range(2))
        phone = f"+49 30 {dice.randrange(10**8):08}"
        email = f"{name.replace(' ', '.').lower()}{number}@mail{number % 50}.example"
        born = date(1930, 1, 1) + timedelta(days=dice.randrange(33_000))
        search = keys.search_key(name=name, email=email, phone=phone, country="DE")
        yield name, keys.name_key(name), email, email, phone, born, search


def _visits() -> Iterator[tuple[Any, ...]]:
    """Twenty doctors, 24 visits a day each; the days are around today."""
    for number in range(VISITS):
        doctor, turn = number % 20, number // 20
        starts = TODAY + timedelta(days=turn // 24 - 42, minutes=20 * (turn % 24) + 480)
        yield number % PATIENTS + 1, doctor + 1, "D", starts, starts + timedelta(minutes=20)


@pytest.fixture(scope="module")
def big(server, people) -> Iterator[World]:
    server.create_database("big", template=TEMPLATE)
    with cursor(server, "big") as run:
        run.execute("INSERT INTO doctor (name, name_key) SELECT 'D', 'd ' || n FROM generate_series(3, 20) n")
        columns = "name, name_key, email, email_key, phone, date_of_birth, search_key"
        execute_values(run, f"INSERT INTO patient ({columns}) VALUES %s", _people(random.Random(7)), page_size=1000)
        run.execute("ALTER TABLE appointment DROP CONSTRAINT ex_appointment_patient_free")
        columns = "patient_id, doctor_id, doctor_name, appointment_datetime, ends_at"
        execute_values(run, f"INSERT INTO appointment ({columns}) VALUES %s", _visits(), page_size=1000)
        run.execute(f"""
            INSERT INTO medical_record (patient_id, doctor_id, author_id, diagnosis, doctor_name, record_date)
            SELECT n, n % 20 + 1, 1, 'Cough', 'D', current_date - n / 10 FROM generate_series(1, {RECORDS}) n
        """)
    with closing(server.connect("superuser", "big")) as connection:
        connection.autocommit = True
        connection.cursor().execute("VACUUM ANALYZE")  # as the server does by itself after a while
    app = open_app(config_for(server, "big"))
    yield World(app, people, server, "big")
    with app.app_context():
        db.engine.dispose()


def read(world: World, query: str) -> tuple[int, list[str]]:
    """Explain a query: how many rows of big tables it looked at, and which tables it read from end to end."""
    assert isinstance(world.engine, Engine)
    with world.engine.connect() as connection:
        plan = connection.exec_driver_sql("EXPLAIN (ANALYZE, FORMAT JSON) " + query.replace("%", "%%")).scalar()
        connection.rollback()
    looked_at, whole = 0, []
    assert isinstance(plan, list)
    todo = [plan[0]["Plan"]]
    while todo:
        node = todo.pop()
        todo += node.get("Plans", [])
        removed = node.get("Rows Removed by Filter", 0) + node.get("Rows Removed by Index Recheck", 0)
        if "Scan" in node["Node Type"] and node["Node Type"] != "Bitmap Index Scan":
            looked_at += int((node["Actual Rows"] + removed) * node["Actual Loops"])
        if node["Node Type"] == "Seq Scan" and node["Relation Name"] in BIG:
            whole.append(node["Relation Name"])
    return looked_at, whole


def selects(seen: list[str]) -> list[str]:
    return [
        query for query in seen if query.lstrip().startswith("SELECT") and any(f"FROM {name}" in query for name in BIG)
    ]


DAY = TODAY.date().isoformat()

# What is asked → how many rows may be looked at for it, at most.
ASKED = {
    "patients": 1_000,
    "patients?sort=-created_at&after=10000": 1_000,
    "patients?sort=date_of_birth&after=10000": 1_000,
    "patients?after=19000&limit=200": 1_000,
    "patients?sort=id&after=19000": 1_000,
    "patients?q=zixezi": 1_500,
    "patients?q=anbeci+dofagu": 1_500,
    "patients?q=zi": 10_000,
    "patients?q=z": 10_000,
    "patients?q=ma": 1_000,
    "patients?q=zi+an": 5_000,
    "patients?q=030+1234567": 1_500,
    "patients?q=%2B49+30+5550+1234": 1_500,
    "patients?q=19999@mail": 1_500,
    "patients?q=1984-03-02": 1_000,
    "patients?archived=true": 100,
    f"appointments?from={DAY}&to={DAY}": 3_000,
    f"appointments?from={DAY}&to={DAY}&doctor_id=3": 500,
    f"appointments?from={DAY}&to={DAY}&status=scheduled": 3_000,
    "appointments?patient_id=77": 100,
    "appointments?after=30000&sort=id": 1_000,
    "appointments?after=30000": 1_000,
    "appointments?sort=-appointment_datetime": 1_000,
    "records?patient_id=77": 100,
    "records?after=15000": 1_000,
    f"records?from={DAY}&to={DAY}": 200,
    "records": 1_000,
    "patients/77": 50,
    "patients/77/records": 100,
    "appointments/77": 50,
    "records/77": 50,
    "summary": 1_500,
}


@pytest.mark.parametrize("asked", ASKED)
def test_a_read_is_served_by_indexes(big, asked):
    client = big.client("admin")
    with queries_of(big.engine) as seen:
        answer = client.get(f"/api/{asked}")
    assert answer.status_code == 200
    made = selects(seen)
    assert made, "nothing was explained"
    for query in made:
        looked_at, whole = read(big, query)
        assert whole == [], query
        assert looked_at <= ASKED[asked], f"{looked_at} rows looked at for {query}"


@pytest.mark.parametrize(
    "asked",
    [f"appointments?from={DAY}&to={DAY}", "appointments", "summary", "records?patient_id=77", "patients/77/records",
     "appointments?after=30000&sort=id"],
)  # fmt: skip
def test_a_doctors_read_is_served_by_indexes(big, asked):
    big.sql("UPDATE appointment SET patient_id = 77 WHERE id = (SELECT min(id) FROM appointment WHERE doctor_id = 1)")
    with queries_of(big.engine) as seen:
        assert big.client("doctor").get(f"/api/{asked}").status_code == 200
    for query in selects(seen):
        looked_at, whole = read(big, query)
        assert whole == [], query
        assert looked_at <= 8_000, f"{looked_at} rows looked at for {query}"


def test_an_e_mail_and_a_slot_are_looked_up_by_indexes(big):
    """What a write reads before it writes."""
    client = big.client("staff")
    slot = (TODAY + timedelta(hours=8)).isoformat()
    body = {"patient_id": 78, "doctor_id": 1, "appointment_datetime": slot}
    with queries_of(big.engine) as seen:
        assert client.post("/api/appointments", json=body).status_code == 409
        taken = {"name": "A", "email": "x0@mail0.example", "date_of_birth": "1990-01-01"}
        assert client.post("/api/patients", json=taken).status_code == 201
    made = [query for query in selects(seen) if "FOR " not in query]
    assert len(made) >= 3
    for query in made:
        looked_at, whole = read(big, query)
        assert whole == [], query
        assert looked_at <= 200, f"{looked_at} rows looked at for {query}"


def test_a_total_is_exact_without_filters_and_a_minimum_beyond_10_000_with(big):
    client = big.client("admin")
    total = big.value("SELECT count(*) FROM patient")
    assert client.get("/api/patients?limit=1").json["count"] == total >= PATIENTS
    visits = client.get("/api/appointments?status=scheduled&limit=1").json
    assert (visits["count"], visits["count_is_minimum"]) == (10_000, True)
    few = client.get("/api/appointments?patient_id=99&limit=1").json
    assert few["count"] == big.value("SELECT count(*) FROM appointment WHERE patient_id = 99")
    assert "count_is_minimum" not in few
