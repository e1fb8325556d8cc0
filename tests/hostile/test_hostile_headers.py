"""Headers that carry more than they should: none of them comes back, reaches the database, or stops the server."""

from __future__ import annotations

import base64
import json
import re
from typing import Any

import pytest

from tests.factories import patient_json
from tests.hostile.places import attempt, is_refused

# As WSGI hands headers over: bytes, read as Latin-1. Line ends never get this far; the server refuses them before.
LATIN = ["é" * 10, "\u00ff\u00fe", "Ann\u00a0Example", "naïve", "李".encode().decode("latin-1"), "\u0080\u009f"]
SIGNS = ["\x00", "\x01", "\x7f", "a\tb", "a\x0bb", "a\x1fb", "\x1b[31m"]
INJECTED = ["x\r\nSet-Cookie: canary=1", "x\nSet-Cookie: canary=1", "x\rSet-Cookie: canary=1", "x\u0085canary: 1"]
LONG = ["a" * 201, "a" * 8_000, "é" * 4_000]


def sent(name: str, value: str) -> dict[str, Any]:
    """A header as a server would hand it over, even where a client library would refuse to send it."""
    return {"environ_overrides": {"HTTP_" + name.upper().replace("-", "_"): value}}


def shown(answer: Any) -> str:
    return str(answer.get_data(as_text=True)) + "".join(f"{name}: {value}" for name, value in answer.headers.items())


# ── X-Request-Id ─────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("value", ["", "short", "a" * 65, "has a space 1", "{{7*7}}abc", *LATIN, *SIGNS, *INJECTED])
def test_a_request_number_that_could_be_anything_is_replaced(as_nobody, value):
    answer = attempt(as_nobody, "GET", "/api/auth/me", **sent("X-Request-Id", value))
    assert re.fullmatch(r"[0-9a-f]{32}", answer.headers["X-Request-Id"])
    assert answer.json["request_id"] == answer.headers["X-Request-Id"]
    assert "canary" not in shown(answer)


def test_a_request_number_of_a_proxy_is_kept_and_stands_in_the_trail(as_staff, a_patient, world):
    patient = a_patient()
    answer = as_staff.get(f"/api/patients/{patient['id']}", headers={"X-Request-Id": "edge-7.f_00000001"})
    assert answer.headers["X-Request-Id"] == "edge-7.f_00000001"
    assert world.value("SELECT request_id FROM audit_event ORDER BY id DESC LIMIT 1") == "edge-7.f_00000001"


# ── Idempotency-Key ──────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("value", ["", *SIGNS, *INJECTED, *LONG, "\u00ad", "\u0080"])
def test_a_key_that_can_not_be_kept_is_refused_and_nothing_is_made(as_staff, world, value):
    answer = attempt(as_staff, "POST", "/api/patients", json=patient_json(), **sent("Idempotency-Key", value))
    assert (answer.status_code, answer.json["code"]) == (400, "validation_error")
    assert "canary" not in shown(answer)
    assert world.value("SELECT count(*) FROM patient") == 0


@pytest.mark.parametrize(
    "value", ["a", " ", "'; DROP TABLE patient; --", "%00", "é" * 200, "a" * 200, "{}", "0", "null"]
)
def test_any_printable_key_works_once(as_staff, world, value):
    body = patient_json()
    first, second = (as_staff.post("/api/patients", json=body, **sent("Idempotency-Key", value)) for _ in range(2))
    assert (first.status_code, first.json) == (201, second.json)
    assert second.headers["Idempotency-Replayed"] == "true"
    assert world.value("SELECT count(*) FROM patient") == 1


# ── If-Match ─────────────────────────────────────────────────────────────────────────────────────────────

NO_MATCH = [
    "",
    '""',
    "W/",
    'W/""',
    ",",
    ",,,",
    '"2"',
    '"-1"',
    '"1.0"',
    "'1'",
    "01",
    "1e0",
    '"' * 1_000,
    ", " * 2_000,
]


@pytest.mark.parametrize("value", [*NO_MATCH, *LATIN, *SIGNS, *INJECTED, *LONG])
def test_a_version_that_nobody_was_given_is_412_and_changes_nothing(as_staff, a_patient, value):
    patient = a_patient(name="Ann Example")
    path = f"/api/patients/{patient['id']}"
    for method in ("PUT", "DELETE"):
        answer = attempt(as_staff, method, path, json={"name": "Bob Example"}, **sent("If-Match", value))
        assert (answer.status_code, answer.json["code"]) == (412, "changed_meanwhile")
        assert answer.json["current"] == patient
        assert "canary" not in shown(answer)
    assert as_staff.get(path).json["data"] == patient


# ── Authorization ────────────────────────────────────────────────────────────────────────────────────────


def b64(part: bytes) -> str:
    return base64.urlsafe_b64encode(part).rstrip(b"=").decode()


def token(head: Any, claims: Any = None, signature: bytes = b"x") -> str:
    parts = (part if isinstance(part, bytes) else json.dumps(part).encode() for part in (head, claims or {}))
    return ".".join([*(b64(part) for part in parts), b64(signature)])


TOKENS = {
    "nothing": "",
    "a dot": ".",
    "dots": "." * 5_000,
    "two parts": "e30.e30",
    "no base64": "***.***.***",
    "bad base64": "a.a.a",
    "no JSON": token(b"nonsense", b"nonsense"),
    "bad UTF-8": token(b"\xff\xfe", b"\xff"),
    "NUL": token(b"\0", b"\0"),
    "a number": token(1, 1),
    "an array": token([], []),
    "null": token(None, None),
    "no algorithm": token({}),
    "the algorithm none": token({"alg": "none", "typ": "JWT"}, {"sub": "1"}, b""),
    "the algorithm None": token({"alg": "nOnE"}, {"sub": "1"}, b""),
    "the algorithm null": token({"alg": None}),
    "an algorithm of another kind": token({"alg": []}),
    "an algorithm of a third kind": token({"alg": {"a": 1}}),
    "a public key's algorithm": token({"alg": "RS256"}),
    "a key of the token's own": token({"alg": "HS256", "jwk": {"kty": "oct", "k": "eA"}, "jku": "http://evil.example"}),
    "a key by a path": token({"alg": "HS256", "kid": "../../../../dev/null"}),
    "a key by a number": token({"alg": "HS256", "kid": 1}),
    "what is critical": token({"alg": "HS256", "crit": ["b64"], "b64": False}),
    "nested arrays in the head": token(b"[" * 5_000),
    "nested objects in the head": token(b'{"a":' * 1_200),
    "nested arrays in the claims": token({"alg": "HS256"}, b"[" * 5_000),
    "a number of 5,000 digits": token(b'{"alg": ' + b"9" * 5_000 + b"}"),
    "a duplicate name": token(b'{"alg": "none", "alg": "HS256"}'),
    "a signature of nothing": token({"alg": "HS256", "typ": "JWT"}, {"sub": "1"}, b""),
    **{f"signs {number}": value for number, value in enumerate([*LATIN, *SIGNS, *INJECTED, *LONG])},
}
SCHEMES = [
    "Bearer {}",
    "bearer {}",
    "BEARER  {}",
    "Bearer\t{}",
    "Basic {}",
    "Digest {}",
    "{}",
    " Bearer {}",
    "Bearer Bearer {}",
]


@pytest.mark.parametrize("told", TOKENS)
def test_a_token_that_is_none_of_ours_is_401(as_nobody, told):
    for scheme in SCHEMES:
        answer = attempt(as_nobody, "GET", "/api/auth/me", **sent("Authorization", scheme.format(TOKENS[told])))
        assert (answer.status_code, answer.json["code"]) == (401, "unauthenticated"), scheme
        assert answer.headers["WWW-Authenticate"] == "Bearer"
        assert "canary" not in shown(answer)


# ── the refresh cookie ───────────────────────────────────────────────────────────────────────────────────

COOKIES = [
    "", ".", "..", "...", "1.1", "1.1.", "1.1.x", "1.1.{mac}.1", "0.0.{mac}", "-1.1.{mac}", "{id}.-1.{mac}", "{id}.1.",
    "{id}.1.é", "{id}.1.李", "{id}.1.%00", "{id}.1.{mac}x", "{id}.2147483647.{mac}", "{id}.2147483648.{mac}",
    "9223372036854775807.1.{mac}", "9223372036854775808.1.{mac}", "٣.1.{mac}", "².1.{mac}", "{id}.².{mac}", "1e0.1.x",
    "a" * 4_000, "." * 4_000, "{id}.1." + "a" * 60, '"{id}.1.x"', "{id}.1.x; {id}.1.y", "=", "{id}.1.\ud83d",
]  # fmt: skip


@pytest.mark.parametrize("cookie", COOKIES)
@pytest.mark.parametrize("door", ["refresh", "logout"])
def test_a_refresh_cookie_that_is_none_of_ours_opens_and_ends_nothing(world, door, cookie):
    """Made for a sign-in that is there, so that the rest of the token is looked at."""
    sign_in = world.people["staff"].sign_in_id
    value = cookie.format(id=sign_in, mac="A" * 43).encode("utf-8", "surrogatepass").decode("latin-1")
    answer = attempt(
        world.client(use_cookies=False), "POST", f"/api/auth/{door}", headers={"X-Requested-With": "hms"},
        **sent("Cookie", f"hms_refresh={value}"),
    )  # fmt: skip
    assert answer.status_code == (401 if door == "refresh" else 200)
    assert world.value("SELECT ended_at FROM sign_in WHERE id = :id", id=sign_in) is None


# ── the others ───────────────────────────────────────────────────────────────────────────────────────────

OTHERS = [
    "Accept", "Accept-Charset", "Accept-Encoding", "Accept-Language", "Cookie", "Forwarded", "From",
    "If-Modified-Since",
    "If-None-Match", "If-Range", "If-Unmodified-Since", "Max-Forwards", "Origin", "Range", "Referer", "TE", "Upgrade",
    "User-Agent", "Via", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Forwarded-Prefix",
    "X-HTTP-Method-Override", "X-Original-URL", "X-Rewrite-URL", "X-Requested-With", "Access-Control-Request-Headers",
]  # fmt: skip
ODD = [
    "",
    ";;;,,,===",
    "q=NaN",
    "*/*;q=1e400",
    "bytes=0-0,-1,9-",
    "\x00",
    "a" * 8_000,
    "é",
    "DELETE",
    "/api/doctors",
    *INJECTED,
]


@pytest.mark.parametrize("header", OTHERS)
def test_no_header_changes_what_a_request_is(world, a_patient, header):
    patient, client = a_patient(), world.client("staff", use_cookies=False)
    for value in ODD:
        answer = attempt(client, "GET", f"/api/patients/{patient['id']}", **sent(header, value))
        assert (answer.status_code, answer.json["data"]) == (200, patient), value
        assert "canary" not in shown(answer)


def test_a_forwarded_address_is_believed_of_no_one_by_default(as_staff, a_patient, world):
    """Whoever names another address in X-Forwarded-For would stand in the trail, and be counted, under it."""
    patient = a_patient()
    as_staff.get(
        f"/api/patients/{patient['id']}", headers={"X-Forwarded-For": "203.0.113.7", "Forwarded": "for=1.2.3.4"}
    )
    assert world.value("SELECT address FROM audit_event ORDER BY id DESC LIMIT 1") == "127.0.0.1"


def test_refusals_are_told_from_answers(as_nobody):
    """`is_refused` must be able to say no."""
    assert not is_refused(as_nobody.get("/health"))
    assert is_refused(as_nobody.get("/api/patients"))
