"""An access token is one of ours, whole and in time, or it is nothing (RFC 8725)."""

from __future__ import annotations

import base64
import json
import time

import jwt
import pytest

from tests.accounts.test_sign_in import cookie_of, login
from tests.world import SECRET

GOOD = {"iss": "hms", "aud": "hms-api", "type": "access"}


@pytest.fixture
def claims(world):
    person, now = world.people["admin"], int(time.time())
    return {
        **GOOD,
        "sub": person.public_id,
        "sid": person.sign_in_id,
        "iat": now,
        "nbf": now,
        "exp": now + 600,
        "jti": "x",
    }


@pytest.fixture
def key(world) -> bytes:
    made: bytes = world.app.config["JWT_SECRET_KEY"]
    return made


def knock(world, token: str, scheme: str = "Bearer"):
    return world.client().get("/api/auth/me", headers={"Authorization": f"{scheme} {token}"})


def test_a_token_of_these_claims_is_let_in(world, claims, key):
    """The others below are refused for what they change, not for something forgotten."""
    assert knock(world, jwt.encode(claims, key, "HS256")).status_code == 200
    assert knock(world, jwt.encode(claims, key, "HS256"), "bearer").status_code == 200


@pytest.mark.parametrize(
    "change",
    [
        {"iss": "someone"}, {"iss": None}, {"aud": "another-api"}, {"aud": None}, {"aud": []}, {"type": "refresh"},
        {"type": None}, {"exp": 1}, {"exp": None}, {"exp": "tomorrow"}, {"iat": None}, {"sub": None}, {"sub": ""},
        {"sub": "00000000-0000-7000-8000-000000000000"}, {"sub": "not a uuid"}, {"sub": 1}, {"sid": None},
        {"sid": "1"}, {"sid": 999_999}, {"sid": -1}, {"sid": 2**70}, {"sid": 1.0}, {"sid": [1]}, {"nbf": 2**36},
    ],
    ids=str,
)  # fmt: skip
def test_a_claim_that_is_not_right_is_refused(world, claims, key, change):
    changed = {name: value for name, value in {**claims, **change}.items() if value is not None}
    answer = knock(world, jwt.encode(changed, key, "HS256"))
    assert (answer.status_code, answer.json["code"]) == (401, "unauthenticated")


def test_a_sign_in_of_somebody_else_is_refused(world, claims, key):
    claims["sid"] = world.people["staff"].sign_in_id
    assert knock(world, jwt.encode(claims, key, "HS256")).status_code == 401


@pytest.mark.filterwarnings("ignore::jwt.warnings.InsecureKeyLengthWarning")
@pytest.mark.parametrize("algorithm", ["HS384", "HS512"])
def test_another_algorithm_is_refused_though_the_key_is_right(world, claims, key, algorithm):
    assert knock(world, jwt.encode(claims, key, algorithm)).status_code == 401


@pytest.mark.parametrize("other", [b"x" * 32, SECRET.encode(), b"hms:access" * 4, b"\0" * 32])
def test_another_key_is_refused(world, claims, other):
    assert knock(world, jwt.encode(claims, other, "HS256")).status_code == 401


@pytest.mark.parametrize("name", ["none", "None", "NONE", "nOnE", ""])
@pytest.mark.parametrize("signature", ["", "x"])
def test_no_signature_is_refused(world, claims, name, signature):
    parts = [json.dumps({"alg": name, "typ": "JWT"}).encode(), json.dumps(claims).encode()]
    token = ".".join(base64.urlsafe_b64encode(part).decode().rstrip("=") for part in parts)
    assert knock(world, f"{token}.{signature}").status_code == 401


@pytest.mark.parametrize(
    "header",
    [{"kid": "../../dev/null"}, {"jku": "https://evil.example/keys"}, {"x5u": "https://evil.example"},
     {"jwk": {"kty": "oct", "k": "eHh4"}}],
)  # fmt: skip
def test_a_key_named_in_the_token_is_not_used(world, claims, header):
    token = jwt.encode(claims, b"xxx" * 11, "HS256", headers=header)
    assert knock(world, token).status_code == 401


def test_a_changed_token_is_refused(world, claims, key):
    header, body, mac = jwt.encode(claims, key, "HS256").split(".")
    other = jwt.encode({**claims, "sub": world.people["staff"].public_id}, b"x" * 32, "HS256").split(".")[1]
    for bad in (f"{header}.{other}.{mac}", f"{header}.{body}", f"{header}.{body}.", f"{header}..{mac}", f"{body}.{mac}",
                f"{header}.{body}.{mac[:-2]}", "", ".", "..", "a.b.c", "x" * 7000, "é"):  # fmt: skip
        assert knock(world, bad).status_code == 401, bad


def test_a_refresh_token_is_no_access_token(world, as_nobody):
    assert knock(world, cookie_of(login(as_nobody))["value"]).status_code == 401


@pytest.mark.parametrize("scheme", ["Basic", "Token", "JWT", ""])
def test_another_scheme_is_refused(world, claims, key, scheme):
    assert knock(world, jwt.encode(claims, key, "HS256"), scheme).status_code == 401


def test_a_token_elsewhere_than_in_its_header_is_not_seen(world, claims, key):
    token, client = jwt.encode(claims, key, "HS256"), world.client()
    client.set_cookie("access_token_cookie", token)
    client.set_cookie("hms_refresh", token)
    for path in (f"/api/auth/me?jwt={token}", f"/api/auth/me?access_token={token}"):
        assert client.get(path).status_code == 401


def test_a_token_says_nothing_about_its_owner(world):
    body = jwt.decode(world.token("doctor"), options={"verify_signature": False})
    assert "doctor" not in json.dumps(body)
    assert "@" not in json.dumps(body)
    assert body["exp"] - body["iat"] == 600
