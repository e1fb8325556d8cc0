"""Query strings and paths that no page of ours asks for: refused with the name of what is wrong, or not there."""

from __future__ import annotations

import itertools
from typing import Any
from urllib.parse import quote

import pytest
from marshmallow import fields as base

from clinic.shared import fields
from tests.hostile.places import Place, attempt, with_queries

# As they stand in the address, already quoted.
ODD = [
    "", "%20", "%00", "a%00b", "%FF", "%C0%80", "%ED%A0%80", "%F0%9F%98", "%", "%zz", "%u0041", "%25", "%2500",
    "%0d%0a", "null", "None", "undefined", "NaN", "Infinity", "-", "--", "'", "%22", "%27%20OR%201=1--",
    "1;DROP%20TABLE%20patient", "[]", "{}", "%5B%22a%22%5D", "$ne", "a,b,,c", ",", "..%2f..%2fetc%2fpasswd", "asc",
    "a" * 3_000, "%EF%B7%BA" * 500,
]  # fmt: skip
BAD_NUMBERS = [
    "-1", "1.5", "1e3", "0x10", "1_000", "+1", "%201", "%EF%BC%91", "%D9%A1", "%C2%B2", "2147483648", "-2147483649",
    "9223372036854775808", "9" * 30, "9" * 5_000, "true", "1,2", "1%00",
]  # fmt: skip
BAD_DAYS = [
    "0000-01-01", "1849-12-31", "2200-01-01", "9999-12-31", "9999-12-32", "10000-01-01", "2023-02-29", "2023-1-1",
    "20230101", "2023-01-01T00:00", "%D9%A2%D9%A0%D9%A2%D9%A3-01-01", "today", "2023-01-01%00", "2023-01-01%0a",
]  # fmt: skip

REFUSED = [
    (fields.Id, {*ODD, *BAD_NUMBERS, "0"}),
    (fields.Integer, {*ODD, *BAD_NUMBERS}),
    (fields.Day, {*ODD, *BAD_NUMBERS, *BAD_DAYS}),
    (fields.Choice, {*ODD, *BAD_NUMBERS, "NAME", "name%20desc", "name;", "patient.name", "id,name", "+id", "--id"}),
    (fields.Listed, {*ODD, *BAD_NUMBERS, "SCHEDULED", "scheduled,nothing"}),
    (base.Boolean, {*ODD, *BAD_DAYS, "2", "-1", "yes%00"}),
    (fields.Text, {"%00", "a%00b", "a" * 3_000, "%EF%B7%BA" * 500}),
]


def refused_by(place: Place, name: str) -> set[str]:
    return next(values for kind, values in REFUSED if isinstance(place.query[name], kind))


@pytest.fixture
def reads(world) -> list[Place]:
    found = with_queries(world.app)
    assert len(found) >= 5
    return found


def test_a_bad_value_is_refused_by_the_filters_name(world, targets, reads):
    client, wrong = world.client("admin"), []
    for place in reads:
        for name in place.query:
            for value in sorted(refused_by(place, name)):
                answer = attempt(client, place, f"{targets.address(place)}?{name}={value}")
                if answer.status_code != 400 or list(answer.json.get("fields", {})) != [name]:
                    wrong.append(f"{place}?{name}={value[:40]}: {answer.status_code}")
    assert wrong == []


def test_a_filter_nobody_knows_is_refused(world, targets, reads):
    """A misspelt filter must not widen a list."""
    client = world.client("admin")
    for place, name in itertools.product(
        reads, ("zzz", "Limit", "limit[]", "limit[$gt]", "__proto__", "order", "%20q")
    ):
        answer = attempt(client, place, f"{targets.address(place)}?{name}=1")
        assert (answer.status_code, list(answer.json["fields"].values())) == (400, [["There is no such filter."]]), name


def test_a_filter_given_twice_is_refused(world, targets, reads):
    client = world.client("admin")
    for place in reads:
        for name in place.query:
            answer = attempt(client, place, f"{targets.address(place)}?{name}=1&{name}=1")
            assert (answer.status_code, list(answer.json["fields"])) == (400, [name]), f"{place}?{name}"


@pytest.mark.parametrize(
    "query",
    ["&", "&&&", "=", "?", "=1", "%00=1", "%FF=%FF", "#", "a" * 60_000, "&".join(f"a{n}=1" for n in range(20_000)),
     "a=1&" * 3_000, ";" * 2_000, "limit=1%26limit=2", "%6cimit=1&limit=2"],
)  # fmt: skip
def test_a_query_string_that_is_none_is_an_answer(as_admin, query):
    assert attempt(as_admin, "GET", "/api/patients", query_string=query).status_code in (200, 400)


def test_the_search_goes_on_after_a_row_or_is_refused(as_admin, a_patient):
    """Another page than the one that was asked for would pass for it."""
    a_patient()
    for after in BAD_NUMBERS:
        answer = attempt(as_admin, "POST", f"/api/patients/search?after={after}", json={})
        assert (answer.status_code, list(answer.json["fields"])) == (400, ["after"]), after


# ── rows that can't be ───────────────────────────────────────────────────────────────────────────────────

IDS = [
    "0", "-1", "-0", "00", "2147483648", "4294967297", "9223372036854775808", "9" * 30, "9" * 5_000, "1.0", "1e0",
    "0x1", "+1", "abc", "null", "NaN", "%00", "1%00", "%20", "%201", "1%20", "1;", "1'", "%27", "%22", "1%0a", "%FF",
    "%F0%9F%98", "..", "..%2f1", "..%2f..%2fetc%2fpasswd", "..%5c1", "1%2f..%2f2", "%2e%2e%2f1", "%252e%252e%252f1",
    "*", "_", "$", "%", "%C2%B2", "%D9%A1", "%EF%BC%91", "{}", "[]", "<script>", "a" * 5_000,
]  # fmt: skip
ROWS = [
    ("/api/patients/{}", "GET"),
    ("/api/patients/{}", "PUT"),
    ("/api/patients/{}", "DELETE"),
    ("/api/patients/{}/records", "GET"),
    ("/api/patients/{}/restore", "POST"),
    ("/api/appointments/{}", "GET"),
    ("/api/appointments/{}", "PUT"),
    ("/api/appointments/{}", "DELETE"),
    ("/api/records/{}", "GET"),
    ("/api/records/{}", "PUT"),
    ("/api/records/{}/versions", "GET"),
    ("/api/doctors/{}", "PUT"),
    ("/api/doctors/{}/merge", "POST"),
    ("/api/v1/patients/{}", "GET"),
]


@pytest.mark.parametrize(("path", "method"), ROWS)
def test_a_row_that_no_table_can_have_is_404(as_admin, path, method):
    for number in IDS:
        answer = attempt(as_admin, method, path.format(number), json={"reason": "A test.", "into": 1})
        assert (answer.status_code, answer.json["code"]) == (404, "not_found"), number


def test_the_highest_number_is_a_row_that_is_not_there(as_admin):
    answer: Any = as_admin.get("/api/patients/2147483647")
    assert (answer.status_code, answer.json["error"]) == (404, "There is no such patient.")


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "DELETE", "PATCH", "PROPFIND"])
@pytest.mark.parametrize(
    "path",
    [
        "/api/nothing",
        "/api",
        "/api/",
        "/api/v2/patients",
        "/api/patients/",
        "/api//patients",
        "/api/v1",
        "/api/nothing.json",
    ],
)
def test_an_address_that_is_none_of_the_apis_is_404_for_every_method(as_admin, path, method):
    answer = attempt(as_admin, method, path, json={})
    assert (answer.status_code, answer.json["code"]) == (404, "not_found")


@pytest.mark.parametrize(
    "path", ["//evil.example", "//evil.example/%2e%2e", "///", "/\\evil.example", "//api//patients"]
)
def test_no_path_leads_to_another_site(as_nobody, path):
    """As the server hands it over: a client would take two slashes for a host."""
    answer = attempt(as_nobody, "GET", "/", environ_overrides={"PATH_INFO": path}, headers={"Accept": "text/html"})
    assert answer.status_code in (200, 404)
    assert "Location" not in answer.headers


@pytest.mark.parametrize("host", ["evil.example", "evil.example:80@hms", ".", "a" * 300, "", "[::1", "é", "a b", "x:y"])
def test_the_host_that_is_asked_for_leads_nowhere(as_nobody, host):
    answer = attempt(as_nobody, "GET", "/health", headers={"Host": host})
    assert answer.status_code in (200, 400)
    assert "evil" not in answer.get_data(as_text=True) + str(answer.headers)


def test_what_was_asked_is_not_said_back(as_nobody):
    """In no error stands the address, nor a part of it: it may be about a patient, and it may be script."""
    for path in ("/api/canary<b>", "/api/patients/canary", f"/api/patients?canary={quote('<b>canary')}"):
        answer = attempt(as_nobody, "GET", path)
        assert "canary" not in answer.get_data(as_text=True) + str(answer.headers)
