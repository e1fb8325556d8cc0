"""Every field of every JSON body, given everything that it is not: refused by its name, or kept as it was sent."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from marshmallow import fields as base

from clinic.shared import fields
from tests.hostile.places import JSON, Place, Targets, attempt, with_bodies

# As JSON text, because Python's own numbers stop where JSON's go on.
HUGE = {"1" + "0" * 400, "-" + "9" * 4_000}
PAST_INT4 = {"2147483648", "9223372036854775808", "-9223372036854775809", *HUGE}
FLOATS = {"1.5", "-0.0", "1e400", "-1e400"}
ARRAYS = {"[]", '["a"]', "[[]]"}
OBJECTS = {"{}", '{"$ne": null}'}
TRUTH = {"true", "false"}
NUMBERS = {"0", "-1", "7", *PAST_INT4, *FLOATS}
NULS = {json.dumps(text) for text in ("\0", "a\0b", "a\ud83d", "\ude00\ud83d")}
WORDS = {json.dumps(text) for text in ("", " ", "abc", "null", "١٢", "²", "1.5", "1e3", "0x10", "--1")}
DAYS = {
    json.dumps(text)
    for text in (
        "0000-00-00", "0000-01-01", "0001-01-01", "1849-12-31", "2200-01-01", "9999-12-31", "9999-12-32", "9999-99-99",
        "10000-01-01", "2023-02-29", "2023-02-30", "2023-13-01", "2023-00-10", "2023-1-1", "20230101", "2023-W01-1",
        "01.02.2023", "2023-01-01T00:00", "-2023-01-01", "٢٠٢٣-٠١-٠١", "2023-01-01\n", "2023–01–01", "today",
    )
}  # fmt: skip
MOMENTS = {
    json.dumps(text)
    for text in (
        "0000-01-01T00:00", "0001-01-01T00:00+14:00", "1899-12-31T23:59", "1900-01-01T00:00+14:00", "1900-01-01T00:30",
        "2200-01-01T00:00", "2199-12-31T23:59-12:00", "2200-01-01T00:00+14:00", "9999-12-31T23:59:59.999999-12:00",
        "10000-01-01T00:00", "2035-01-08", "2035-01-08T25:00", "2035-01-08T24:01", "2035-13-08T10:00", "10:00",
        "2035-01-08T10:00+24:00", "2035-01-08T10:00+99:99", "2035-01-08T10:00:60", "2035-01-08T10:00[Europe/Berlin]",
        "2035-03-25T02:30", "2035-01-08T10:00Zulu", "2035-01-08T10:00 Europe/Berlin", "now", "2035-01-08T10:00\0",
        "2035-01-08T10:00\0:00+01:00", "2035-01-08\n10:00", "2035-01-08x10:00", "2035-01-08\ud80010:00",
        "2035-01-08T١٠:٠٠", "2035-01-08T10:00\n",
    )
}  # fmt: skip
# Between a visit that ends in time and one that does not, in the clinic's zone and in UTC.
LAST_MINUTES = {f'"2199-12-31T{time}"' for time in ("22:30Z", "23:29Z", "23:30Z", "23:31Z", "23:31", "23:59:59.999999")}
LONG = json.dumps("x" * 200_000)

# What a field of a kind refuses, whatever else it is told.
NEVER = [
    (fields.Id, {*WORDS, *NULS, *TRUTH, *FLOATS, *ARRAYS, *OBJECTS, *PAST_INT4, "0", "-1", '"0"', '"-1"', "null"}),
    (fields.Integer, {*WORDS, *NULS, *TRUTH, *FLOATS, *ARRAYS, *OBJECTS, *PAST_INT4, "null"}),
    (fields.Day, {*WORDS, *NULS, *TRUTH, *NUMBERS, *ARRAYS, *OBJECTS, *DAYS, "null"}),
    (fields.Moment, {*WORDS, *NULS, *TRUTH, *NUMBERS, *ARRAYS, *OBJECTS, *MOMENTS, "null"}),
    (fields.Choice, {*WORDS, *NULS, *TRUTH, *NUMBERS, *ARRAYS, *OBJECTS, *DAYS}),
    (fields.Email, {*WORDS, *NULS, *TRUTH, *NUMBERS, *ARRAYS, *OBJECTS, *DAYS}),
    (fields.Phone, {*NULS, *TRUTH, *NUMBERS, *ARRAYS, *OBJECTS, '"abc"', '" "', '"²²²"', '"123456789012345678901"'}),
    (fields.Text, {*NULS, *TRUTH, *NUMBERS, *ARRAYS, *OBJECTS}),
    (base.Boolean, {*NULS, *ARRAYS, *OBJECTS, *HUGE, '"abc"', '""', "7", "-1", "1.5", "1e400", "null"}),
]
# What one field takes and another refuses.
PERHAPS = {"0", "1", "2147483647", *TRUTH, *WORDS, *LAST_MINUTES, "null", LONG}


def never_taken(place: Place, name: str) -> set[str]:
    field = place.fields[name]
    refused = next(values for kind, values in NEVER if isinstance(field, kind))
    return refused - {"null"} if field.allow_none else refused


def sent(place: Place, targets: Targets, name: str, value: str) -> dict[str, Any]:
    """A good body but for one field."""
    good = {key: member for key, member in targets.good(place).items() if key != name}
    members = [*(f"{json.dumps(key)}: {json.dumps(member)}" for key, member in good.items()), f'"{name}": {value}']
    return {"data": "{" + ", ".join(members) + "}", "content_type": JSON}


def attempts(world, targets: Targets, values: Any) -> Iterator[tuple[str, str, Any]]:
    client = world.client("admin")
    for place in with_bodies(world.app):
        for name in place.fields:
            for value in sorted(values(place, name)):
                answer = attempt(client, place, targets.address(place), **sent(place, targets, name, value))
                yield f"{place}: {name} = {value[:60]}", name, answer


def test_the_wrong_kind_of_value_is_refused_by_the_fields_name(world, targets):
    wrong = [
        f"{told}: {answer.status_code} {answer.get_data(as_text=True)[:200]}"
        for told, name, answer in attempts(world, targets, never_taken)
        if answer.status_code != 400 or name not in answer.json.get("fields", {})
    ]
    assert wrong == []


def test_a_refused_field_says_how_to_go_on(world, targets):
    """A sentence for a person: no repr, no type's name, nothing of what was sent."""
    odd = {
        sentence
        for _, name, answer in attempts(world, targets, lambda place, name: {"[null]", '{"$ne": null}', "1e400"})
        for sentence in answer.json.get("fields", {}).get(name, [])
        if not sentence.endswith(".") or any(sign in sentence for sign in "<>{}[]") or "$ne" in sentence
    }
    assert odd == set()


def test_no_value_of_any_field_makes_the_server_stumble(world, targets):
    """The client fails at a 500. What is taken is one of the good answers, what is not is one of the refusals."""
    seen = {
        answer.status_code
        for _, _, answer in attempts(world, targets, lambda place, name: PERHAPS - never_taken(place, name))
    }
    assert seen <= {200, 201, 400, 401, 404, 409, 429}


def test_every_kind_of_field_is_attacked(world):
    kinds = {type(field) for place in with_bodies(world.app) for field in place.fields.values()}
    assert {kind for kind in kinds if not any(issubclass(kind, known) for known, _ in NEVER)} == set()


def test_a_visit_past_the_diarys_last_day_is_refused_whatever_comes_with_it(world, targets):
    """A cancelled visit takes nobody's time, so nothing else looks at its end."""
    path = f"/api/appointments/{targets.appointment['id']}"
    moved = {"appointment_datetime": "2199-12-31T23:45Z", "status": "cancelled"}
    answer = world.client("admin").put(path, json=moved)
    assert (answer.status_code, list(answer.json["fields"])) == (400, ["appointment_datetime"])
