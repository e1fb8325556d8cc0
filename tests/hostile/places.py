"""Where a stranger can put something: found in the URL map, so that a new route is attacked without being asked.

A route that takes a body must have a good one here: what is bad about a bad body shows only beside a good one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from flask import Flask
from marshmallow import Schema
from marshmallow.fields import Field
from werkzeug.test import TestResponse

from clinic.shared.contract import Contract, contract_of
from tests.clients import Client
from tests.factories import Row, booking_json, patient_json, record_json
from tests.world import PASSWORD, World

JSON = "application/json"


@dataclass(frozen=True)
class Place:
    """One method of one address, with what its view says it takes."""

    method: str
    rule: str
    contract: Contract

    def __str__(self) -> str:
        return f"{self.method} {self.rule}"

    @property
    def body(self) -> Schema:
        assert self.contract.body, f"{self} takes no JSON body"
        return self.contract.body()

    @property
    def fields(self) -> dict[str, Field[Any]]:
        """The members of the body, by the names that callers write."""
        return {field.data_key or name: field for name, field in self.body.load_fields.items()}

    @property
    def query(self) -> dict[str, Field[Any]]:
        """The names of the query string."""
        assert self.contract.query, f"{self} takes no query"
        return {field.data_key or name: field for name, field in self.contract.query().load_fields.items()}


def places(app: Flask) -> list[Place]:
    """Every place of the API; what stands under /api/v1 is the same."""
    return sorted(
        (
            Place(method, rule.rule, contract_of(app.view_functions[rule.endpoint]))
            for rule in app.url_map.iter_rules()
            for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
            if rule.rule.startswith("/api/") and not rule.rule.startswith("/api/v1/")
        ),
        key=str,
    )


def with_bodies(app: Flask) -> list[Place]:
    return [place for place in places(app) if place.contract.body]


def with_queries(app: Flask) -> list[Place]:
    return [place for place in places(app) if place.contract.query]


class Targets:
    """One row of each kind, to aim at, and the good body of each place."""

    def __init__(self, world: World) -> None:
        self.world = world
        make = world.make
        self.patient: Row = make.patient(name="Target", phone="+49 30 5550 1234")
        self.doctor: Row = make.doctor("Target Doctor")
        self.visiting: Row = make.visiting_doctor("Target Visitor")
        self.appointment: Row = make.appointment(self.patient)
        self.record: Row = make.record(self.patient)
        self._good: dict[str, Callable[[], Row]] = {
            "POST /api/auth/login": lambda: {"email": world.people["staff"].email, "password": PASSWORD},
            "POST /api/patients": patient_json,
            "POST /api/patients/search": dict,
            "PUT /api/patients/<row_id:patient_id>": dict,
            "POST /api/doctors": lambda: {"name": "Another Doctor"},
            "PUT /api/doctors/<row_id:doctor_id>": dict,
            "POST /api/doctors/<row_id:doctor_id>/merge": lambda: {"into": self.doctor["id"]},
            "POST /api/appointments": lambda: booking_json(self.patient),
            "PUT /api/appointments/<row_id:appointment_id>": dict,
            "POST /api/records": lambda: record_json(self.patient),
            "PUT /api/records/<row_id:record_id>": lambda: {"reason": "A test."},
        }

    def good(self, place: Place) -> Row:
        """A body that the place takes."""
        assert str(place) in self._good, f"{place} takes a body: say in tests/hostile/places.py what a good one is"
        return self._good[str(place)]()

    def address(self, place: Place) -> str:
        """The place's address, at the rows to aim at."""
        doctor = self.visiting if place.rule.endswith("/merge") else self.doctor
        ids = {
            "<row_id:patient_id>": self.patient["id"],
            "<row_id:appointment_id>": self.appointment["id"],
            "<row_id:record_id>": self.record["id"],
            "<row_id:doctor_id>": doctor["id"],
        }
        path = place.rule
        for name, number in ids.items():
            path = path.replace(name, str(number))
        assert "<" not in path, f"{place}: say in tests/hostile/places.py which row it aims at"
        return path


def attempt(client: Client, place: Place | str, path: str, **sent: Any) -> Any:
    """Send something. The client fails at a 500 and at an answer without its envelope; say then what was sent."""
    method = place.method if isinstance(place, Place) else place
    try:
        return client.open(path, method=method, **sent)
    except AssertionError as problem:
        raise AssertionError(f"{problem}\nafter {str(sent)[:500]}") from problem


def is_refused(answer: TestResponse) -> bool:
    """Whether an answer says no to the caller, in the envelope that the client has checked."""
    return 400 <= answer.status_code < 500 and answer.is_json and answer.json is not None and "code" in answer.json


def not_refused(attempts: Iterator[tuple[str, TestResponse]]) -> list[str]:
    """What got through, of attempts that all should be refused."""
    return [f"{told}: {answer.status_code}" for told, answer in attempts if not is_refused(answer)]
