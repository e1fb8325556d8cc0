"""Staying signed in: a refresh token works once, its loss is forgiven for ten seconds, its theft ends the sign-in."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from tests.accounts.test_sign_in import cookie_of, login
from tests.clients import Client
from tests.world import World

SENT_BY_US = {"X-Requested-With": "hms"}
NAME = "hms_refresh"


def refresh(world: World, token: str | None, headers=SENT_BY_US):
    client = world.client()
    if token is not None:
        client.set_cookie(NAME, token)
    return client.post("/api/auth/refresh", headers=headers)


def is_live(world: World, access: str) -> bool:
    client = world.client()
    client.token = access
    return client.get("/api/auth/me").status_code == 200


def sign_in(client: Client) -> tuple[str, str]:
    """Sign in anew: the refresh token and the access token."""
    answer = login(client)
    return cookie_of(answer)["value"], answer.json["data"]["access_token"]


def newest(world: World) -> dict:
    return world.sql("SELECT * FROM sign_in ORDER BY id DESC LIMIT 1")[0]


def later(world: World, seconds: float) -> None:
    """Let the last rotation be so long ago."""
    world.sql("UPDATE sign_in SET rotated_at = rotated_at - :s * interval '1 second'", s=seconds)


def test_a_refresh_gives_a_new_access_token_and_rotates_the_cookie(world, as_nobody):
    first, _ = sign_in(as_nobody)
    answer = refresh(world, first)
    assert answer.status_code == 200
    assert answer.json["data"]["user"]["email"] == "staff@example.org"
    assert is_live(world, answer.json["data"]["access_token"])
    cookie = cookie_of(answer)
    assert cookie["value"] != first
    assert (cookie["name"], cookie["samesite"], "httponly" in cookie) == (NAME, "Strict", True)


def test_a_chain_of_refreshes_goes_on(world, as_nobody):
    token, _ = sign_in(as_nobody)
    for _ in range(5):
        answer = refresh(world, token)
        token = cookie_of(answer)["value"]
        later(world, 60)
    assert newest(world)["generation"] == 6
    assert newest(world)["ended_at"] is None


def test_a_lost_reply_is_given_again_within_ten_seconds(world, as_nobody):
    first, _ = sign_in(as_nobody)
    second = cookie_of(refresh(world, first))["value"]
    later(world, 9)
    again = refresh(world, first)
    assert (again.status_code, cookie_of(again)["value"]) == (200, second)
    assert newest(world)["generation"] == 2
    assert is_live(world, again.json["data"]["access_token"])
    assert refresh(world, second).status_code == 200


def test_a_token_used_again_later_ends_the_whole_sign_in(world, as_nobody):
    first, access = sign_in(as_nobody)
    answer = refresh(world, first)
    second = cookie_of(answer)["value"]
    later(world, 11)
    assert refresh(world, first).status_code == 401
    assert refresh(world, second).status_code == 401
    assert not is_live(world, access)
    assert not is_live(world, answer.json["data"]["access_token"])
    assert newest(world)["ended_because"] == "token_reused"
    assert (
        world.value("SELECT entity_id FROM audit_event WHERE action = 'user.token_reused'") == newest(world)["user_id"]
    )


def test_a_token_two_generations_old_is_no_lost_reply(world, as_nobody):
    first, _ = sign_in(as_nobody)
    second = cookie_of(refresh(world, first))["value"]
    third = cookie_of(refresh(world, second))["value"]
    assert refresh(world, first).status_code == 401
    assert refresh(world, third).status_code == 401
    assert newest(world)["ended_because"] == "token_reused"


def test_another_sign_in_of_the_same_user_lives_on(world, as_nobody):
    stolen, _ = sign_in(as_nobody)
    _, other = sign_in(as_nobody)
    refresh(world, stolen)
    later(world, 11)
    refresh(world, stolen)
    assert is_live(world, other)


def test_of_25_at_once_one_rotates_and_all_get_the_same_successor(own_world):
    token, _ = sign_in(own_world.client())
    barrier = Barrier(25)

    def take(_: int):
        client = own_world.client()
        client.set_cookie(NAME, token)
        barrier.wait()
        return client.post("/api/auth/refresh", headers=SENT_BY_US)

    with ThreadPoolExecutor(25) as pool:
        answers = list(pool.map(take, range(25)))
    assert {answer.status_code for answer in answers} == {200}
    (successor,) = {cookie_of(answer)["value"] for answer in answers}
    row = newest(own_world)
    assert (row["generation"], row["ended_at"]) == (2, None)
    assert refresh(own_world, successor).status_code == 200


def test_refreshing_does_not_lengthen_the_sign_in(world, as_nobody):
    token, _ = sign_in(as_nobody)
    ends = newest(world)["expires_at"]
    world.sql("UPDATE sign_in SET created_at = created_at - interval '6 days', expires_at = :ends", ends=ends)
    world.sql("UPDATE sign_in SET expires_at = expires_at - interval '6 days' WHERE id = :id", id=newest(world)["id"])
    cookie = cookie_of(refresh(world, token))
    assert 86_400 - 120 < int(cookie["max-age"]) <= 86_400
    assert (ends - newest(world)["expires_at"]).days == 6


def test_after_a_week_it_is_over(world, as_nobody):
    token, access = sign_in(as_nobody)
    week = "interval '7 days 1 minute'"
    world.sql(f"UPDATE sign_in SET created_at = created_at - {week}, expires_at = expires_at - {week}")
    assert refresh(world, token).status_code == 401
    assert not is_live(world, access)


@pytest.mark.parametrize("headers", [{}, {"X-Requested-With": "XMLHttpRequest"}, {"X-Requested-With": ""}])
@pytest.mark.parametrize("path", ["/api/auth/refresh", "/api/auth/logout"])
def test_without_our_header_the_cookie_alone_does_nothing(world, as_nobody, path, headers):
    """A form on another site can send the cookie, not the header."""
    token, access = sign_in(as_nobody)
    client = world.client()
    client.set_cookie(NAME, token)
    answer = client.post(path, headers=headers)
    assert (answer.status_code, answer.json["code"]) == (403, "forbidden")
    assert newest(world)["generation"] == 1
    assert is_live(world, access)


def forged(token: str, other: str) -> dict[str, str]:
    """Tokens that look like ours."""
    number, generation, mac = token.split(".")
    other_number, _, other_mac = other.split(".")
    return {
        "empty": "", "dots": "..", "words": "a.b.c", "no mac": f"{number}.{generation}.",
        "another's mac": f"{number}.{generation}.{other_mac}",
        "another's number": f"{other_number}.{generation}.{mac}",
        "next generation": f"{number}.{int(generation) + 1}.{mac}",
        "cut": token[:-1], "longer": token + "A", "long": token + "A" * 200,
        "past int8": f"{2**63}.{generation}.{mac}", "past int4": f"{number}.{2**31}.{mac}", "minus": f"-1.1.{mac}",
        "other digits": f"{number}.١.{mac}", "unknown": f"999999.1.{mac}", "four parts": f"{token}.x",
    }  # fmt: skip


@pytest.mark.parametrize("kind", forged("1.1.m", "2.1.n"))
def test_a_forged_token_opens_nothing_and_ends_nothing(world, as_nobody, kind):
    other, _ = sign_in(as_nobody)
    token, access = sign_in(as_nobody)
    bad = forged(token, other)[kind]
    assert refresh(world, bad).status_code == 401
    client = world.client()
    client.set_cookie(NAME, bad)
    client.post("/api/auth/logout", headers=SENT_BY_US)
    assert is_live(world, access)
    assert refresh(world, token).status_code == 200


def test_without_a_cookie_there_is_nothing_to_refresh(world):
    assert refresh(world, None).status_code == 401


def test_the_refresh_token_is_read_from_the_cookie_alone(world, as_nobody):
    token, _ = sign_in(as_nobody)
    client = world.client()
    for answer in (
        client.post(f"/api/auth/refresh?{NAME}={token}", headers=SENT_BY_US),
        client.post("/api/auth/refresh", headers=SENT_BY_US, json={NAME: token, "refresh_token": token}),
        client.post("/api/auth/refresh", headers={**SENT_BY_US, "Authorization": f"Bearer {token}"}),
    ):
        assert answer.status_code == 401


# ── the end ──────────────────────────────────────────────────────────────────────────────────────────────


def test_signing_out_stops_every_token_of_the_sign_in_at_once(world, as_nobody):
    token, access = sign_in(as_nobody)
    _, other = sign_in(as_nobody)
    client = world.client()
    client.set_cookie(NAME, token)
    answer = client.post("/api/auth/logout", headers=SENT_BY_US)
    assert (answer.status_code, cookie_of(answer)["max-age"]) == (200, "0")
    assert not is_live(world, access)
    assert refresh(world, token).status_code == 401
    assert is_live(world, other)
    assert world.value("SELECT count(*) FROM sign_in WHERE ended_because = 'signed_out'") == 1


def test_signing_out_with_nothing_is_done_already(as_nobody):
    assert as_nobody.post("/api/auth/logout", headers=SENT_BY_US).status_code == 200


def test_signing_out_twice_keeps_the_first_end(world, as_nobody):
    token, _ = sign_in(as_nobody)
    for _ in range(2):
        client = world.client()
        client.set_cookie(NAME, token)
        assert client.post("/api/auth/logout", headers=SENT_BY_US).status_code == 200
    assert world.value("SELECT count(*) FROM audit_event WHERE action = 'user.sign_out'") == 1


def test_a_disabled_user_is_out_at_once(world, as_nobody):
    token, access = sign_in(as_nobody)
    world.sql("""UPDATE "user" SET is_active = false WHERE email = 'staff@example.org'""")
    assert not is_live(world, access)
    assert refresh(world, token).status_code == 401
