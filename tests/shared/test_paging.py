"""Pages go on after a row: nothing is skipped or shown twice, whatever is written meanwhile."""

from __future__ import annotations

import pytest

LISTS = {
    "/api/patients": ["name", "-name", "date_of_birth", "-date_of_birth", "created_at", "-created_at", "id", "-id"],
    "/api/appointments": ["appointment_datetime", "-appointment_datetime", "id", "-id"],
    "/api/records": ["record_date", "-record_date", "id", "-id"],
}
ORDERS = [(path, sort) for path, sorts in LISTS.items() for sort in sorts]

# Many rows that are equal in what they are sorted by: only their number tells them apart.
ROWS = {
    "/api/patients": """
        INSERT INTO patient (name, name_key, search_key, date_of_birth, phone, created_at)
        SELECT 'N', 'n ' || n % 4, ' n', date '1990-01-01' + n % 4, '1234',
               timestamptz '2020-01-01T00:00Z' + (n % 4) * interval '1 hour'
        FROM generate_series(:first, :last) n
    """,
    "/api/appointments": """
        INSERT INTO appointment (patient_id, doctor_id, doctor_name, appointment_datetime, ends_at, status)
        SELECT 1000000, 1, 'D', timestamptz '2035-01-01T00:00Z' + (n % 4) * interval '1 hour',
               timestamptz '2035-01-01T00:30Z' + (n % 4) * interval '1 hour', 'cancelled'
        FROM generate_series(:first, :last) n
    """,
    "/api/records": """
        INSERT INTO medical_record (patient_id, doctor_id, author_id, diagnosis, doctor_name, record_date)
        SELECT 1000000, 1, 1, 'Cough', 'D', date '2020-01-01' + n % 4 FROM generate_series(:first, :last) n
    """,
}
TABLES = {"/api/patients": "patient", "/api/appointments": "appointment", "/api/records": "medical_record"}


@pytest.fixture
def fill(world):
    world.sql("""
        INSERT INTO patient (id, name, name_key, search_key, date_of_birth, phone, archived_at)
        VALUES (1000000, 'P', 'p', ' p', '1990-01-01', '1234', now())
    """)

    def fill(path: str, first: int, last: int) -> None:
        world.sql(ROWS[path], first=first, last=last)

    return fill


def walk(client, link: str, between=lambda: None, prefix: str = "/api/") -> list[int]:
    """Follow `next` to the end; give the numbers of all rows, in order."""
    seen: list[int] = []
    while link:
        assert link.startswith(prefix)
        page = client.get(link).json
        seen += [row["id"] for row in page["data"]]
        link = page.get("next")
        if link:
            between()
    return seen


@pytest.mark.parametrize(("path", "sort"), ORDERS)
def test_pages_hold_every_row_once_and_in_order(as_admin, fill, path, sort):
    fill(path, 1, 23)
    whole = [row["id"] for row in as_admin.get(f"{path}?sort={sort}&limit=200").json["data"]]
    assert len(whole) == 23
    assert walk(as_admin, f"{path}?sort={sort}&limit=4") == whole
    assert walk(as_admin, f"{path}?sort={sort}&limit=1") == whole


@pytest.mark.parametrize(("path", "sort"), ORDERS)
def test_rows_that_come_meanwhile_push_none_off_its_page(as_admin, fill, path, sort):
    fill(path, 1, 23)
    before = [row["id"] for row in as_admin.get(f"{path}?sort={sort}&limit=200").json["data"]]
    seen = walk(as_admin, f"{path}?sort={sort}&limit=5", between=lambda: fill(path, 100, 101))
    assert len(seen) == len(set(seen))
    assert [number for number in seen if number in set(before)] == before


@pytest.mark.parametrize(("path", "sort"), ORDERS)
def test_a_page_goes_on_after_a_row_that_is_gone(as_admin, fill, world, path, sort):
    fill(path, 1, 10)
    whole = [row["id"] for row in as_admin.get(f"{path}?sort={sort}").json["data"]]
    first = as_admin.get(f"{path}?sort={sort}&limit=4").json
    world.sql(f"UPDATE {TABLES[path]} SET archived_at = now() WHERE id = :id", id=whole[3])
    assert walk(as_admin, first["next"]) == whole[4:]


@pytest.mark.parametrize("path", LISTS)
def test_the_link_stays_in_its_version_of_the_api_and_keeps_what_was_asked(as_admin, fill, path):
    fill(path, 1, 9)
    link = path.replace("/api/", "/api/v1/") + "?sort=-id&limit=4"
    assert len(walk(as_admin, link, prefix="/api/v1/")) == 9
    narrowed = {"/api/patients": "q=n", "/api/appointments": "status=cancelled", "/api/records": "from=2020-01-01"}[
        path
    ]
    assert narrowed in as_admin.get(f"{path}?limit=2&{narrowed}").json["next"]


@pytest.mark.parametrize("path", LISTS)
def test_the_last_page_has_no_link(as_admin, fill, path):
    fill(path, 1, 8)
    assert "next" in as_admin.get(f"{path}?limit=7").json
    assert "next" not in as_admin.get(f"{path}?limit=8").json
    assert "next" not in as_admin.get(f"{path}?limit=9").json


@pytest.mark.parametrize("path", LISTS)
def test_a_page_has_50_rows_unless_told_and_200_at_most(as_admin, fill, path):
    fill(path, 1, 210)
    assert len(as_admin.get(path).json["data"]) == 50
    assert len(as_admin.get(f"{path}?limit=200").json["data"]) == 200
    for wrong in ("0", "201", "-1", "all", "1.5", "", "9" * 30, "٣"):
        answer = as_admin.get(path, query_string={"limit": wrong})
        assert (answer.status_code, list(answer.json["fields"])) == (400, ["limit"]), wrong


@pytest.mark.parametrize("path", LISTS)
def test_the_count_is_of_all_that_match_on_every_page(as_admin, fill, path):
    fill(path, 1, 23)
    for link in (path, f"{path}?limit=5", as_admin.get(f"{path}?limit=5").json["next"]):
        assert as_admin.get(link).json["count"] == 23
    narrowed = {"/api/patients": "q=n+1", "/api/appointments": "to=2035-01-01", "/api/records": "to=2020-01-02"}[path]
    first = as_admin.get(f"{path}?limit=3&{narrowed}").json
    assert first["count"] == len(walk(as_admin, f"{path}?limit=3&{narrowed}"))
    assert as_admin.get(first["next"]).json["count"] == first["count"]


def test_a_count_includes_what_was_just_written(as_admin, a_patient):
    assert as_admin.get("/api/patients").json["count"] == 0
    patient = a_patient()
    assert as_admin.get("/api/patients").json["count"] == 1
    as_admin.delete(f"/api/patients/{patient['id']}")
    assert as_admin.get("/api/patients").json["count"] == 0
    as_admin.post(f"/api/patients/{patient['id']}/restore")
    assert as_admin.get("/api/patients").json["count"] == 1


@pytest.mark.parametrize("path", LISTS)
def test_after_a_row_that_never_was_there_is_nothing(as_admin, fill, path):
    fill(path, 1, 3)
    answer = as_admin.get(f"{path}?after=2000000000").json
    assert (answer["data"], answer["count"]) == ([], 3)
    for wrong in ("0", "-1", "x", "9" * 30):
        assert as_admin.get(f"{path}?after={wrong}").status_code == 400


@pytest.mark.parametrize("path", LISTS)
def test_a_filter_given_twice_is_refused(as_admin, path):
    answer = as_admin.get(f"{path}?limit=1&limit=200")
    assert (answer.status_code, list(answer.json["fields"])) == (400, ["limit"])
