"""What became of a file: counted row by row, told in the end."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from clinic.patients.importing.csv_file import CsvFile
from clinic.patients.importing.fhir_file import FhirFile
from clinic.patients.importing.rules import Identifier, Person, Problem, Row, differences

File = CsvFile | FhirFile

MOST_LISTED = 200
PREVIEWED = 5
OUTCOMES = ("created", "completed", "unchanged")
_UNPRINTABLE = re.compile(r"[^\w .,:;()/#'+-]")
LONGEST_LABEL = 80


@dataclass(slots=True)
class Taken:
    """A row that was taken: somebody new, or somebody known who may have gained numbers."""

    row: Row
    person: Person
    known: Person | None
    gained: set[Identifier]

    @property
    def holder(self) -> Person:
        return self.known or self.person

    @property
    def outcome(self) -> str:
        return "created" if self.known is None else "completed" if self.gained else "unchanged"


@dataclass(slots=True)
class Refused:
    """A row that was not taken, and why."""

    row: Row
    problems: list[Problem]


@dataclass
class Report:
    """The rows of a file by what became of them: `read` is the sum of the four others."""

    file: File
    is_preview: bool
    outcomes: Counter[str] = field(default_factory=Counter)
    refused_count: int = 0
    refused: list[dict[str, Any]] = field(default_factory=list)
    kept_differences_count: int = 0
    kept_differences: list[dict[str, Any]] = field(default_factory=list)
    previewed: list[dict[str, Any]] = field(default_factory=list)
    without_place: Counter[str] = field(default_factory=Counter)

    def add(self, end: Taken | Refused) -> None:
        """Count one row."""
        self.without_place.update(dict.fromkeys(end.row.without_place, 1))
        if isinstance(end, Refused):
            self._add_refused(end)
        else:
            self._add_taken(end)

    def _add_refused(self, end: Refused) -> None:
        self.refused_count += 1
        told = [{"line": end.row.line, "field": name, "reason": reason} for name, reason in end.problems]
        self.refused += told[: MOST_LISTED - len(self.refused)]

    def _add_taken(self, end: Taken) -> None:
        self.outcomes[end.outcome] += 1
        if end.known is not None and (differing := differences(end.person, end.known)):
            self.kept_differences_count += 1
            if len(self.kept_differences) < MOST_LISTED:
                told = {"line": end.row.line, "patient_id": end.known.id or None, "fields": differing}
                self.kept_differences.append(told)
        if self.is_preview and len(self.previewed) < PREVIEWED:
            numbers = [number._asdict() for number in sorted(end.person.identifiers)]
            self.previewed.append(
                {"line": end.row.line, "outcome": end.outcome, **end.person.fields, "identifiers": numbers}
            )

    @property
    def counts(self) -> dict[str, int]:
        return {
            "read": self.outcomes.total() + self.refused_count,
            **{outcome: self.outcomes[outcome] for outcome in OUTCOMES},
            "refused_count": self.refused_count,
            "kept_differences_count": self.kept_differences_count,
        }

    @property
    def progress(self) -> dict[str, int]:
        """How far the file has been read: in bytes too, because its rows are counted only at its end."""
        return {"read": self.counts["read"], "bytes": self.file.text.position(), "of_bytes": self.file.text.bytes}

    def as_told(self) -> dict[str, Any]:
        """The report as it is sent."""
        columns = self.file.columns
        return {
            "format": self.file.format,
            "unit": self.file.unit,
            "encoding_note": self.file.text.encoding_note,
            "delimiter": self.file.delimiter,
            "columns": {"mapped": columns.mapped, "ignored": columns.ignored},
            "fields_without_place": _labelled(self.without_place),
            "not_imported": _labelled(self.file.not_imported),
            **self.counts,
            "refused": self.refused,
            "kept_differences": self.kept_differences,
            "preview": self.previewed if self.is_preview else None,
        }


def _labelled(counted: Mapping[str, int]) -> dict[str, int]:
    """Names that a file gave, the most frequent first, fit to be shown."""
    labelled: Counter[str] = Counter()
    for name, rows in counted.items():
        labelled[_UNPRINTABLE.sub("?", name)[:LONGEST_LABEL]] += rows
    return dict(labelled.most_common(MOST_LISTED))
