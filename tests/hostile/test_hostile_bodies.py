"""Bodies that no program of good will sends: each is refused with a sentence, wherever a body is taken."""

from __future__ import annotations

import io
import itertools
import json
import time

import pytest

from clinic.shared import limits, requests
from tests.hostile.places import JSON, attempt, is_refused, not_refused, with_bodies

DEEP = 30_000

BODIES = {
    "nested arrays": b"[" * DEEP + b"]" * DEEP,
    "nested arrays, never closed": b"[" * DEEP,
    "nested objects": b'{"name":' * DEEP + b"1" + b"}" * DEEP,
    "nested in a field": b'{"name":' + b"[" * DEEP + b"]" * DEEP + b"}",
    "nested in a field that nobody knows": b'{"zzz":' + b'{"z":' * DEEP + b"0" + b"}" * DEEP + b"}",
    "NaN": b'{"name": NaN}',
    "Infinity": b'{"zzz": Infinity}',
    "minus Infinity": b'{"name": "Ann", "zzz": [-Infinity]}',
    "a number of 100,000 digits": b'{"zzz": ' + b"9" * 100_000 + b"}",
    "a float past every float": b"1e400",
    "a name twice": b'{"name": "Ann", "name": "Bob"}',
    "a name twice, once in disguise": b'{"name": "Ann", "n\\u0061me": "Bob"}',
    "a name twice, further in": b'{"zzz": [{"a": 1, "a": 2}]}',
    "a stray byte": b'{"name": "\xff"}',
    "NUL, overlong": b'{"name": "\xc0\x80"}',
    "half a pair, in UTF-8": b'{"name": "\xed\xa0\x80"}',
    "a cut character": b'{"name": "\xf0\x9f\x98',
    "UTF-16": '{"name": "Ann"}'.encode("utf-16"),
    "UTF-32": '{"name": "Ann"}'.encode("utf-32"),
    "a byte order mark": b'\xef\xbb\xbf{"name": "Ann"}',
    "a bare NUL": b"\0",
    "NUL after the end": b'{"name": "Ann"}\0',
    "a raw line feed in a text": b'{"name": "Ann\nBob"}',
    "two objects": b'{"name": "Ann"}{"name": "Bob"}',
    "an object never closed": b'{"name": "Ann"',
    "a comma too many": b'{"name": "Ann",}',
    "single quotes": b"{'name': 'Ann'}",
    "a comment": b'{"name": "Ann" /* Bob */}',
    "a form": b"name=Ann&date_of_birth=1984-03-02",
    "an array": b"[]",
    "an array of good things": b'[{"name": "Ann"}]',
    "a text": b'"name"',
    "a number": b"1",
    "null": b"null",
    "true": b"true",
    "nothing": b"",
    "white space": b" \r\n\t ",
}


def test_a_hostile_body_is_400_at_once(world, targets):
    client = world.client("admin")
    for place, told in itertools.product(with_bodies(world.app), BODIES):
        began = time.process_time()
        answer = attempt(client, place, targets.address(place), data=BODIES[told], content_type=JSON)
        assert (answer.status_code, answer.json["code"]) == (400, "validation_error"), f"{place}: {told}"
        assert answer.json["error"].endswith(".")
        assert time.process_time() - began < 1, f"{place} thought too long about {told}"


@pytest.mark.parametrize("nested", [name for name in BODIES if name.startswith("nested")])
def test_endless_nesting_is_given_up_by_the_parser_itself(as_admin, nested):
    answer = as_admin.post("/api/patients", data=BODIES[nested], content_type=JSON)
    assert answer.json["error"] == "The JSON is nested too deeply."


def test_nesting_that_the_parser_takes_is_refused_by_the_field(as_admin):
    """Below its limit a body is parsed: then nothing further in may run out of stack."""
    refused = []
    for depth in (1, 10, 100, 300):
        for opens, closes in (("[", "]"), ('{"a":', "}")):
            value = opens * depth + "1" + closes * depth
            answer = as_admin.post("/api/patients", data=f'{{"name": {value}}}', content_type=JSON)
            refused.append("Send this as text." in answer.json["fields"]["name"])
    assert refused == [True] * 8


# ── too large ────────────────────────────────────────────────────────────────────────────────────────────

TEN_MB = 10_000_000


class Flood(io.RawIOBase):
    """A body that goes on for ten megabytes, and remembers how much of it was read."""

    def __init__(self) -> None:
        self.taken = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer) -> int:
        given = min(len(buffer), TEN_MB - self.taken)
        buffer[:given] = b"[" * given
        self.taken += given
        return given


def test_ten_megabytes_are_refused_unread(world, targets):
    for place in with_bodies(world.app):
        flood = Flood()
        answer = attempt(
            world.client("admin"), place, targets.address(place), content_type=JSON,
            environ_overrides={"wsgi.input": flood, "CONTENT_LENGTH": str(TEN_MB)},
        )  # fmt: skip
        assert (answer.status_code, answer.json["code"], flood.taken) == (413, "too_large", 0), place


def test_ten_megabytes_of_unknown_length_are_cut_off(world, targets):
    """Sent in chunks, without Content-Length: how long it is shows only while it is read."""
    for place in with_bodies(world.app):
        flood = Flood()
        answer = attempt(
            world.client("admin"), place, targets.address(place), content_type=JSON,
            headers={"Transfer-Encoding": "chunked"},
            environ_overrides={"wsgi.input": flood, "wsgi.input_terminated": True},
        )  # fmt: skip
        assert (answer.status_code, answer.json["code"]) == (413, "too_large"), place
        assert requests.MOST_BYTES <= flood.taken < 2 * requests.MOST_BYTES, place


def test_the_largest_body_that_is_taken_is_read_quickly(world, targets):
    """Just under the limit and as awkward as JSON gets: every member is looked at, and none is worth anything."""
    large = {
        "unknown names": json.dumps({f"n{number}": number for number in range(60_000)}),
        "one long text": json.dumps(dict.fromkeys(("name", "email", "diagnosis"), "x" * 300_000)),
        "a text that folds into eighteen times its length": json.dumps(
            dict.fromkeys(("name", "email", "q"), "\ufdfa" * 100_000), ensure_ascii=False
        ),
        "escapes": '{"name": "' + "\\u0041" * 160_000 + '"}',
        "numbers": json.dumps({"name": [0.1] * 150_000}),
        "backslashes": '{"name": "' + "\\\\" * 450_000 + '"}',
    }
    client = world.client("admin")
    for told, body in large.items():
        assert len(body.encode()) < requests.MOST_BYTES
        for place in with_bodies(world.app):
            began = time.process_time()
            attempt(client, place, targets.address(place), data=body.encode(), content_type=JSON)
            assert time.process_time() - began < 1, f"{place}: {told}"


# ── not JSON ─────────────────────────────────────────────────────────────────────────────────────────────

NOT_JSON = (
    None,
    "",
    "json",
    "text/plain",
    "text/json",
    "text/html",
    "application/xml",
    "application/jsonp",
    "application/x-ndjson",
    "application/octet-stream",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
    "multipart/form-data",
    ";",
    "application/json, text/plain",
)


def test_a_good_body_under_another_content_type_is_415(world, targets):
    """Another site's form can send text/plain without asking first; it can't send application/json."""
    client = world.client("admin")
    for place, content_type in itertools.product(with_bodies(world.app), NOT_JSON):
        body = json.dumps(targets.good(place)).encode()
        answer = attempt(client, place, targets.address(place), data=body, content_type=content_type)
        told = (answer.status_code, answer.json["code"])
        assert told == (415, "unsupported_media_type"), f"{place}: {content_type}"


def test_form_bodies_are_415(world, targets):
    client = world.client("admin")
    for place in with_bodies(world.app):
        form = {"name": "Ann", "email": "ann@example.org"}
        file = {"name": (io.BytesIO(b"{}"), "ann.json")}
        for data, content_type in ((form, "application/x-www-form-urlencoded"), (file, "multipart/form-data")):
            answer = attempt(client, place, targets.address(place), data=data, content_type=content_type)
            assert answer.status_code == 415, place


def test_no_body_is_told_what_to_send(world, targets):
    client = world.client("admin")
    for place in with_bodies(world.app):
        answer = attempt(client, place, targets.address(place))
        assert (answer.status_code, answer.json["error"]) == (400, "Send a JSON object in the request's body."), place


def test_an_empty_object_names_what_is_needed_or_changes_nothing(world, targets):
    client = world.client("admin")
    for place in with_bodies(world.app):
        needed = {name for name, field in place.fields.items() if field.required}
        answer = attempt(client, place, targets.address(place), json={})
        if needed:
            assert (answer.status_code, answer.json["fields"].keys()) == (400, needed), place
        else:
            assert answer.status_code == 200, place


def test_a_body_where_none_is_expected_does_no_harm(world, targets):
    client = world.client("admin")
    for path in (f"/api/patients/{targets.patient['id']}", "/api/summary", "/health"):
        for body in (BODIES["nested arrays"], BODIES["a stray byte"]):
            assert attempt(client, "GET", path, data=body, content_type=JSON).status_code == 200


def test_the_attacks_reach_every_body(world):
    """A walk that finds nothing would make every test here pass."""
    assert len(with_bodies(world.app)) >= 11
    assert not_refused(iter([("fine", world.client("admin").get("/api/summary"))])) == ["fine: 200"]
    assert is_refused(world.client().get("/api/summary"))


def test_a_sign_in_is_counted_under_a_short_name(world):
    """It is made before anything is checked, for anybody, and one sign can fold into eighteen."""
    body = json.dumps({"email": "\ufdfa" * 300_000}, ensure_ascii=False)
    with world.app.test_request_context("/api/auth/login", method="POST", data=body, content_type=JSON):
        assert len(limits._address_and_account()) < 10_000
