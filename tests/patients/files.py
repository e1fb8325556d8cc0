"""Files of patients in as few words as possible, and what to read in a report."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.world import World

# Real files beside the project; it neither holds nor needs them.
SAMPLES = Path(__file__).resolve().parents[3] / "shared" / "data"
SYNTHEA, NAUGHTY = SAMPLES / "synthea-200", SAMPLES / "naughty-strings" / "blns.json"
needs_synthea = pytest.mark.skipif(not SYNTHEA.exists(), reason="the sample files are not beside the project")
needs_naughty = pytest.mark.skipif(not NAUGHTY.exists(), reason="the sample files are not beside the project")

HEADER = "name,date_of_birth,phone"
ANA = "Ana Ruiz,1984-03-02,+49 30 5550 1001"
BEN = "Ben Okoro,1990-12-24,+49 30 5550 1002"
FHIR, NDJSON = "application/fhir+json", "application/x-ndjson"


def table(*rows: str, header: str = HEADER) -> str:
    """A CSV file."""
    return "\n".join((header, *rows)) + "\n"


def patient(**said: Any) -> dict[str, Any]:
    """A FHIR Patient."""
    return {
        "resourceType": "Patient",
        "name": [{"family": "Ruiz", "given": ["Ana"]}],
        "telecom": [{"system": "phone", "value": "+49 30 5550 1001"}],
        "birthDate": "1984-03-02",
        **said,
    }


def bundle(*resources: Any) -> dict[str, Any]:
    return {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": one} for one in resources]}


def lines(*values: Any) -> str:
    """NDJSON."""
    return "".join(json.dumps(value) + "\n" for value in values)


def counts(report: dict[str, Any]) -> dict[str, int]:
    """What became of the rows, without the zeros."""
    return {name: report[name] for name in ("created", "completed", "unchanged", "refused_count") if report[name]}


def reasons(report: dict[str, Any]) -> list[tuple[int, str | None]]:
    return [(one["line"], one["field"]) for one in report["refused"]]


def stored(world: World, column: str = "name") -> list[Any]:
    return [row[column] for row in world.sql(f"SELECT {column} FROM patient ORDER BY id")]
