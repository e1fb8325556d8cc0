"""Requests made up from the API's own document, right ones and wrong ones: every answer is one that it tells of.

`CASES` says how many, `SEED` which; `make test-security` asks for many and for others each time.
"""

from __future__ import annotations

import json
import os
import uuid
from collections.abc import Callable, Iterator
from typing import Any

import schemathesis
from flask import Flask
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable
from schemathesis import APIOperation, Case, GenerationMode
from schemathesis.checks import CHECKS, load_all_checks
from schemathesis.core.result import Ok

from tests.hostile.places import Targets

CASES = int(os.environ.get("CASES", "300"))
SEED = int(os.environ.get("SEED", "20260301"))

load_all_checks()
CONFORMS: list[Any] = [
    CHECKS.get_one(name)
    for name in (
        "not_a_server_error",
        "status_code_conformance",
        "content_type_conformance",
        "response_schema_conformance",
        "response_headers_conformance",
    )
]
# The document tells of every error by one shape; these are the codes that it comes under.
CODES = {200, 201, 400, 401, 403, 404, 405, 409, 412, 413, 415, 429}
# What a case may not choose: who asks, and under which key.
OURS = {"authorization", "idempotency-key", "content-length"}
KINDS = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)
Operation = APIOperation[Any, Any, Any, Any]


def operations(app: Flask) -> Iterator[Operation]:
    for result in schemathesis.openapi.from_wsgi("/api/openapi.json", app).get_all_operations():
        assert isinstance(result, Ok), result
        yield result.ok()


def cases(operation: Operation, kind: GenerationMode, judge: Callable[[Case, bool], None], count: int) -> None:
    """Let Hypothesis make requests up, and have each judged; half of them are to be aimed at rows that are there."""

    @seed(SEED)
    @settings(
        max_examples=count,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate, Phase.shrink],
    )
    @given(case=operation.as_strategy(generation_mode=kind), is_aimed=st.booleans())
    def run(case: Case, is_aimed: bool) -> None:
        judge(case, is_aimed)

    try:
        run()
    except Unsatisfiable:
        assert kind is GenerationMode.NEGATIVE  # nothing can be wrong about a request that takes nothing


def aim(case: Case, targets: Targets) -> None:
    """Turn a case's numbers into those of rows that are there."""
    rows = {
        "patient_id": targets.patient["id"],
        "appointment_id": targets.appointment["id"],
        "record_id": targets.record["id"],
        "doctor_id": targets.visiting["id"] if case.path.endswith("/merge") else targets.doctor["id"],
        "into": targets.doctor["id"],
    }
    for part in (case.path_parameters, case.query, case.body):
        if isinstance(part, dict):
            part.update({name: rows[name] for name in part.keys() & rows.keys()})


def test_every_answer_is_one_that_the_document_tells_of(world, targets):
    print(f"SEED={SEED} CASES={CASES}")  # noqa: T201 -- pytest shows it beside a failure
    client = world.client("admin")
    judged: dict[int, int] = {}

    def judge(case: Case, is_aimed: bool) -> None:
        if is_aimed:
            aim(case, targets)
        sent = case.as_transport_kwargs()
        headers = {name: value for name, value in sent.pop("headers").items() if name.lower() not in OURS}
        headers["Idempotency-Key"] = str(uuid.uuid4())
        if "json" in sent:
            sent["data"] = json.dumps(sent.pop("json"))  # ours would refuse numbers past int8
        # The client fails at a member or a code of success that the document does not name.
        answer = client.open(sent.pop("path"), headers=headers, **sent)
        judged[answer.status_code] = judged.get(answer.status_code, 0) + 1
        assert answer.status_code in CODES
        case.validate_response(answer, checks=CONFORMS)

    every = [(operation, kind) for operation in operations(world.app) for kind in KINDS]
    for operation, kind in every:
        cases(operation, kind, judge, max(2, CASES // len(every)))
    assert {200, 201, 400, 404} <= judged.keys(), f"the requests must reach what they are about: {judged}"
