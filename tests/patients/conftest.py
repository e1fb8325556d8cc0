"""What tests about files of patients may ask for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Report = dict[str, Any]


@pytest.fixture
def send(as_staff) -> Callable[..., Report]:
    """Import a file as staff, and give the report."""

    def send(content: str | bytes, kind: str = "text/csv", **query: Any) -> Report:
        answer = as_staff.post("/api/patients/import", data=content, content_type=kind, query_string=query)
        assert answer.status_code == 200, answer.get_data(as_text=True)
        report: Report = answer.json["data"]
        return report

    return send


@pytest.fixture
def unreadable(as_staff, world) -> Callable[..., str]:
    """Send a file that is refused as a whole, and give the sentence."""

    def unreadable(content: str | bytes, kind: str = "text/csv") -> str:
        answer = as_staff.post("/api/patients/import", data=content, content_type=kind)
        assert (answer.status_code, answer.json["code"]) == (400, "unreadable_file"), answer.json
        assert world.value("SELECT count(*) FROM patient") == 0
        return str(answer.json["error"])

    return unreadable
