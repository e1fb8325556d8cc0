"""Signing in: who is let in, what they are told, and how often one may guess."""

from __future__ import annotations

import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import bcrypt
import pytest
from argon2 import PasswordHasher

from clinic.accounts import rules
from models import db
from tests.watching import log
from tests.world import CHEAP, PASSWORD, World

OTHER = "wrong horse battery staple"


def login(client, email: str = "staff@example.org", password: str = PASSWORD, **options):
    return client.post("/api/auth/login", json={"email": email, "password": password}, **options)


def cookie_of(answer) -> dict[str, str]:
    """The one cookie of an answer: its name, value and attributes."""
    (header,) = answer.headers.getlist("Set-Cookie")
    first, *attributes = header.split("; ")
    name, _, value = first.partition("=")
    told = {key.lower(): text for key, _, text in (attribute.partition("=") for attribute in attributes)}
    return {"name": name, "value": value, **told}


def test_whoever_knows_the_password_gets_a_token_and_is_told_who_they_are(as_nobody, world):
    answer = login(as_nobody)
    assert answer.status_code == 200
    data = answer.json["data"]
    assert data["expires_in"] == 600
    assert data["user"] == {
        "id": world.people["staff"].public_id, "name": "Mia Novak", "email": "staff@example.org", "role": "staff",
        "grants": [], "doctor_id": None,
    }  # fmt: skip
    me = as_nobody.get("/api/auth/me", headers={"Authorization": f"Bearer {data['access_token']}"})
    assert me.json["data"] == data["user"]


def test_a_doctor_and_a_nurse_are_told_what_they_are(as_nobody, world):
    doctor = login(as_nobody, "doctor@example.org").json["data"]["user"]
    assert (doctor["role"], doctor["doctor_id"]) == ("doctor", world.people["doctor"].doctor_id)
    assert login(as_nobody, "nurse@example.org").json["data"]["user"]["grants"] == ["clinical"]


@pytest.mark.parametrize("email", ["STAFF@example.org", "Staff@Example.Org", " staff@example.org "])
def test_an_address_is_known_in_any_case(as_nobody, email):
    assert login(as_nobody, email).status_code == 200


def test_the_answer_is_the_same_for_an_unknown_address_a_wrong_password_and_a_disabled_user(as_nobody, world):
    world.sql("""UPDATE "user" SET is_active = false WHERE email = 'nurse@example.org'""")
    answers = [
        login(as_nobody, "nobody@example.org"),
        login(as_nobody, password=OTHER),
        login(as_nobody, "nurse@example.org"),
    ]
    told = [{name: value for name, value in answer.json.items() if name != "request_id"} for answer in answers]
    assert {answer.status_code for answer in answers} == {401}
    assert told[0]["code"] == "bad_credentials"
    assert told[0] == told[1] == told[2]
    names = [{name for name, _ in answer.headers} for answer in answers]
    assert names[0] == names[1] == names[2]


@pytest.mark.parametrize("body", [{}, {"email": "a@example.org"}, {"password": PASSWORD}, {"email": "", "password": ""},
                                  {"email": ["staff@example.org"], "password": PASSWORD},
                                  {"email": {"$ne": ""}, "password": {"$ne": ""}}])  # fmt: skip
def test_what_can_not_be_a_sign_in_is_400(as_nobody, body):
    assert as_nobody.post("/api/auth/login", json=body).status_code == 400


def test_no_secret_is_told(as_nobody, world):
    with log() as lines:
        answers = [login(as_nobody), login(as_nobody, password=OTHER)]
    refresh = cookie_of(answers[0])["value"]
    stored = world.value("""SELECT password_hash FROM "user" WHERE email = 'staff@example.org'""")
    told = "".join(answer.get_data(as_text=True) for answer in answers)
    logged = " ".join(lines)
    assert len(lines) == 2
    assert "staff@example.org" not in logged
    for secret in (PASSWORD, OTHER, refresh, stored):
        assert secret not in told
        assert secret not in logged
    assert PASSWORD not in stored
    assert (
        world.value("SELECT count(*) FROM sign_in WHERE encode(nonce, 'escape') || id LIKE :x", x=f"%{refresh}%") == 0
    )


# ── the cookie ───────────────────────────────────────────────────────────────────────────────────────────


def test_over_http_on_this_machine_the_cookie_is_as_safe_as_that_can_be(as_nobody):
    cookie = cookie_of(login(as_nobody))
    assert cookie["name"] == "hms_refresh"
    assert (cookie["path"], cookie["samesite"]) == ("/", "Strict")
    assert "httponly" in cookie
    assert "domain" not in cookie
    assert 7 * 86_400 - 60 <= int(cookie["max-age"]) <= 7 * 86_400


def test_over_https_the_cookie_is_bound_to_the_host(as_nobody):
    answer = login(as_nobody, base_url="https://clinic.example")
    cookie = cookie_of(answer)
    assert cookie["name"] == "__Host-hms_refresh"
    assert {"secure", "httponly"} <= cookie.keys()
    assert (cookie["path"], cookie["samesite"], "domain" in cookie) == ("/", "Strict", False)
    assert "max-age=31536000" in answer.headers["Strict-Transport-Security"]


def test_in_production_the_cookie_is_secure_behind_whatever_proxy(world, monkeypatch):
    monkeypatch.setitem(world.app.config, "HMS", replace(world.app.config["HMS"], environment="production"))
    cookie = cookie_of(login(world.client()))
    assert cookie["name"] == "__Host-hms_refresh"
    assert "secure" in cookie


def test_no_other_answer_sets_a_cookie(as_admin, a_patient):
    a_patient()
    for answer in (as_admin.get("/api/auth/me"), as_admin.get("/api/patients"), as_admin.get("/health")):
        assert "Set-Cookie" not in answer.headers


# ── guessing ─────────────────────────────────────────────────────────────────────────────────────────────


def test_the_eleventh_guess_waits_even_if_it_is_right(as_nobody):
    assert {login(as_nobody, password=OTHER).status_code for _ in range(10)} == {401}
    for password in (OTHER, PASSWORD):
        answer = login(as_nobody, password=password)
        assert (answer.status_code, answer.json["code"]) == (429, "too_many_requests")
        assert 0 < int(answer.headers["Retry-After"]) <= 300


def test_guessing_elsewhere_does_not_lock_the_victims_own_desk(as_nobody):
    for _ in range(11):
        login(as_nobody, password=OTHER, environ_overrides={"REMOTE_ADDR": "203.0.113.9"})
    assert login(as_nobody, environ_overrides={"REMOTE_ADDR": "203.0.113.9"}).status_code == 429
    assert login(as_nobody, environ_overrides={"REMOTE_ADDR": "192.0.2.1"}).status_code == 200


def test_guessing_one_account_does_not_lock_the_others(as_nobody):
    for _ in range(11):
        login(as_nobody, password=OTHER)
    assert login(as_nobody, "admin@example.org").status_code == 200


@pytest.mark.parametrize("written", ["STAFF@example.org", " staff@example.org", "ｓtaff@example.org"])
def test_another_way_to_write_the_address_is_no_new_account(as_nobody, written):
    for _ in range(10):
        login(as_nobody, password=OTHER)
    assert login(as_nobody, written).status_code == 429


def test_an_address_may_not_guess_at_everybody(as_nobody, world):
    world.sql("""
        INSERT INTO "user" (email, email_key, name, role, password_hash)
        SELECT n || '@x.org', n || '@x.org', 'n', 'staff', password_hash
        FROM "user", generate_series(1, 12) n WHERE email = 'staff@example.org'
    """)
    codes = [login(as_nobody, f"{number % 12 + 1}@x.org", OTHER).status_code for number in range(101)]
    assert codes == [401] * 100 + [429]


def test_signing_in_rightly_is_not_counted(as_nobody):
    assert {login(as_nobody).status_code for _ in range(25)} == {200}


def test_a_header_does_not_make_a_guesser_somebody_else(as_nobody):
    for number in range(10):
        login(as_nobody, password=OTHER, headers={"X-Forwarded-For": f"203.0.113.{number}"})
    answer = login(as_nobody, password=OTHER, headers={"X-Forwarded-For": "203.0.113.99"})
    assert answer.status_code == 429


# ── passwords ────────────────────────────────────────────────────────────────────────────────────────────


def hash_of(world: World, who: str = "staff") -> str:
    return str(world.value('SELECT password_hash FROM "user" WHERE id = :id', id=world.people[who].user_id))


def set_hash(world: World, text: str) -> None:
    world.sql('UPDATE "user" SET password_hash = :hash WHERE id = :id', hash=text, id=world.people["staff"].user_id)


@pytest.mark.parametrize("prefix", [b"2a", b"2b", b"2y"])
def test_a_bcrypt_hash_verifies_and_is_made_anew(as_nobody, world, prefix):
    old = bcrypt.hashpw(PASSWORD.encode(), bcrypt.gensalt(4)).decode()
    set_hash(world, f"${prefix.decode()}{old[3:]}")
    assert login(as_nobody, password=OTHER).status_code == 401
    assert hash_of(world).startswith("$2")
    assert login(as_nobody).status_code == 200
    assert hash_of(world).startswith("$argon2id$")
    assert login(as_nobody).status_code == 200


def test_a_long_password_of_the_bcrypt_days_still_opens(as_nobody, world):
    long = "ä" * 60
    set_hash(world, bcrypt.hashpw(long.encode()[:72], bcrypt.gensalt(4)).decode())
    assert login(as_nobody, password=long).status_code == 200
    assert login(as_nobody, password="ä" * 59).status_code == 401, "the new hash reads the whole password"


def test_a_weak_argon2_hash_is_made_anew(as_nobody, world):
    weak = PasswordHasher(time_cost=1, memory_cost=16, parallelism=1).hash(PASSWORD)
    set_hash(world, weak)
    login(as_nobody)
    assert hash_of(world) != weak
    assert not CHEAP.check_needs_rehash(hash_of(world))


@pytest.mark.parametrize(
    "broken", ["", "x", "$2b$", "$2b$04$short", "$argon2id$v=19$m=65536", "plain " + PASSWORD, PASSWORD]
)
def test_a_hash_that_is_none_lets_nobody_in(as_nobody, world, broken):
    set_hash(world, broken)
    assert login(as_nobody).status_code == 401


def test_the_hash_in_use_is_argon2id_of_owasps_measure():
    """Tests use a cheap one; the one that the product makes takes at least 19 MiB and two rounds."""
    in_use = PasswordHasher.from_parameters(rules.MEASURE)
    assert in_use.type.name == "ID"
    assert in_use.memory_cost >= 19 * 1024
    assert in_use.time_cost >= 2
    assert not in_use.check_needs_rehash(rules.NOBODYS_HASH)


def test_as_many_as_come_can_sign_in_at_once_within_the_memory_of_a_pod(monkeypatch):
    """Four processes idle at about 270 MB of the 512 MiB that a pod may have."""
    at_once = Counter[str]()

    class Watched:
        def verify(self, *_: str) -> bool:
            at_once["now"] += 1
            at_once["most"] = max(at_once["most"], at_once["now"])
            time.sleep(0.02)
            at_once["now"] -= 1
            return True

    monkeypatch.setattr(rules, "_hasher", Watched())
    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(rules.is_password, ["x"] * 8, [rules.NOBODYS_HASH] * 8))
    assert at_once["most"] * 4 * rules.MEASURE.memory_cost <= 128 * 1024


@pytest.mark.parametrize(
    ("password", "taken"),
    [("x" * 14, False), ("x" * 15, True), ("x" * 200, True), ("パ" * 15, True), ("fifteen letters and spaces", True)],
)
def test_length_alone_makes_a_password(world, as_nobody, password, taken):
    run = world.app.test_cli_runner().invoke(
        args=["clinic", "create-user", "new@example.org", "--name", "New", "--password", password]
    )
    assert (run.exit_code == 0) is taken, run.output
    assert login(as_nobody, "new@example.org", password).status_code == (200 if taken else 401)


def test_an_account_is_made_with_role_and_grant(world, as_nobody):
    run = world.app.test_cli_runner().invoke(
        args=["clinic", "create-user", "new@example.org", "--name", "New", "--role", "staff", "--grant", "clinical",
              "--password", PASSWORD]
    )  # fmt: skip
    assert run.exit_code == 0, run.output
    user = login(as_nobody, "new@example.org").json["data"]["user"]
    assert (user["role"], user["grants"]) == ("staff", ["clinical"])
    assert world.value("SELECT count(*) FROM audit_event WHERE action = 'user.create' AND user_id IS NULL") >= 1


@pytest.mark.parametrize(
    ("args", "sentence"),
    [
        (["not an address", "--name", "New"], "email: Write the e-mail address as name@example.org."),
        (["new@example.org", "--name", "x" * 101], "name: Use 100 characters at most."),
        (["new@example.org", "--name", "New", "--role", "doctor"], "say which by the number"),
        (["new@example.org", "--name", "New", "--role", "doctor", "--doctor-id", "99999"], "has no doctor with"),
        (
            ["new@example.org", "--name", "New", "--role", "doctor", "--doctor-id", "VISITING"],
            "The clinic has no doctor",
        ),
        (["STAFF@Example.org", "--name", "New"], "Somebody signs in with this e-mail address already."),
    ],
)
def test_an_account_that_can_not_be_is_refused_with_a_sentence(world, make, args, sentence):
    visiting = str(make.visiting_doctor("Vera Gast")["id"])
    args = [visiting if said == "VISITING" else said for said in args]
    run = world.app.test_cli_runner().invoke(args=["clinic", "create-user", *args, "--password", PASSWORD])
    assert (run.exit_code, type(run.exception)) == (1, SystemExit)
    assert sentence in run.output


def test_a_password_is_hashed_while_the_database_serves_others(own_world: World, monkeypatch):
    held, is_password = [], rules.is_password

    def watched(*args: str) -> bool:
        held.append(db.engine.pool.checkedout())  # type: ignore[attr-defined]
        return is_password(*args)

    monkeypatch.setattr(rules, "is_password", watched)
    assert login(own_world.client()).status_code == 200
    assert login(own_world.client(), "nobody@example.org").status_code == 401
    assert held == [0, 0]
