"""A reading request makes four queries at most, all counted; and as many for 200 rows as for 1."""

from __future__ import annotations

import re

import pytest

from tests.watching import queries_of
from tests.world import World, forget

MOST = 4
EVERYBODY = ("admin", "doctor", "nurse")

READS = [
    "GET /api/auth/me",
    "GET /api/summary",
    "GET /api/doctors",
    "GET /api/patients",
    "GET /api/patients?q=ann&sort=-date_of_birth",
    "GET /api/patients/{patient}",
    "POST /api/patients/search",
    "GET /api/patients/{patient}/records",
    "GET /api/appointments",
    "GET /api/appointments?from=2035-01-01&to=2049-12-31&status=scheduled,confirmed",
    "GET /api/appointments?doctor_id={doctor}&patient_id={patient}",
    "GET /api/appointments/{visit}",
    "GET /api/records",
    "GET /api/records?patient_id={patient}&from=2020-01-01",
    "GET /api/records/{record}",
    "GET /api/records/{record}/versions",
]

# One patient of Dr. Adeyemi's with many of everything, so that each list above is long for each of EVERYBODY.
MANY = """
    WITH p AS (
        INSERT INTO patient (name, name_key, search_key, date_of_birth, phone)
        SELECT 'Ann ' || n, 'ann ' || n, ' ann ' || n, '1984-03-02', '030 1234' FROM generate_series(1, :many) n
        RETURNING id
    ), d AS (
        INSERT INTO doctor (name, name_key) SELECT 'D ' || n, 'd ' || n FROM generate_series(1, :many) n
    ), v AS (
        INSERT INTO medical_record_version (record_id, version, diagnosis, doctor_name, record_date, author_id, reason)
        SELECT :record, n + 1, 'Cough', 'Ruth Adeyemi', '2024-01-01', 1, 'Again' FROM generate_series(1, :many) n
    ), a AS (
        INSERT INTO appointment (patient_id, doctor_id, doctor_name, appointment_datetime, ends_at)
        SELECT :patient, :doctor, 'Ruth Adeyemi', t, t + interval '30 minutes'
        FROM (SELECT timestamptz '2036-01-01T00:00Z' + n * interval '1 hour' FROM generate_series(1, :many) n) AS x(t)
    )
    INSERT INTO medical_record (patient_id, doctor_id, author_id, diagnosis, doctor_name, record_date)
    SELECT :patient, :doctor, 1, 'Cough', 'Ruth Adeyemi', '2024-01-01' FROM generate_series(1, :many) n
"""


@pytest.fixture
def ids(make, world):
    patient = make.patient(name="Ann")
    return {
        "patient": patient["id"],
        "visit": make.appointment(patient)["id"],
        "record": make.record(patient)["id"],
        "doctor": world.people["doctor"].doctor_id,
    }


def made_by(world: World, who: str, read: str, ids: dict[str, int], *, long: bool) -> list[str]:
    method, path = read.format(**ids).split(" ")
    takes_limit = re.search(r"/(patients|appointments|records)(\?|$)", path)
    if takes_limit and long:
        path += ("&" if "?" in path else "?") + "limit=200"
    body = {"q": "ann", "limit": 200 if long else 1} if method == "POST" else None
    client = world.client(who)
    with queries_of(world.engine) as seen:
        answer = client.open(path, method=method, json=body)
    assert answer.status_code == 200, f"{read}: {answer.json}"
    if takes_limit and long:
        assert len(answer.get_json()["data"]) == 200, read
    return seen


@pytest.mark.parametrize("who", EVERYBODY)
@pytest.mark.parametrize("read", READS)
def test_a_read_makes_few_queries_and_as_many_for_200_rows_as_for_1(world, ids, who, read):
    if who == "doctor":
        world.sql("UPDATE medical_record SET doctor_id = :doctor", doctor=ids["doctor"])
    one = made_by(world, who, read, ids, long=False)
    world.sql(MANY, many=220, **{name: ids[name] for name in ("patient", "doctor", "record")})
    many = made_by(world, who, read, ids, long=True)
    assert len(many) == len(one), "\n".join(many)
    forget(world.app)
    cold = made_by(world, who, read, ids, long=False)
    assert len(cold) <= MOST, "\n".join(cold)


def test_every_reading_route_is_counted(world):
    reading = {
        re.sub(r"<(?:\w+(?:\([^)]*\))?:)?\w+>", "{}", rule.rule)
        for rule in world.app.url_map.iter_rules()
        if "GET" in (rule.methods or ()) and rule.rule.startswith("/api/") and not rule.rule.startswith("/api/v1/")
    }
    counted = {re.sub(r"\{\w+\}", "{}", read.split(" ")[1].partition("?")[0]) for read in READS}
    of_another_kind = {"/api/openapi.json", "/api/docs", "/api/patients/export"}  # no database; a stream of batches
    assert reading - of_another_kind <= counted


def test_the_probe_of_life_asks_the_database_nothing(world):
    with queries_of(world.engine) as seen:
        world.client().get("/health")
    assert seen == []
