"""FHIR R4: one bundle (or Patient) as JSON, or one on each line (NDJSON)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from clinic.patients.importing import json_stream
from clinic.patients.importing.columns import Columns
from clinic.patients.importing.fhir_patient import read_patient
from clinic.patients.importing.rules import Problem, Row, UnreadableFile
from clinic.patients.importing.text import TextFile
from clinic.shared import json
from clinic.shared.json import NotStrictJson


class FhirFile:
    """A file of patients in FHIR."""

    delimiter = None
    columns = Columns((), ())

    def __init__(self, text: TextFile, *, is_ndjson: bool) -> None:
        """`is_ndjson` is what the sender says; a file that shows what it is knows better."""
        self.text = text
        self.not_imported = Counter[str]()
        self._has_lines = _has_lines(text, is_said=is_ndjson)
        self.format, self.unit = ("fhir-ndjson", "line") if self._has_lines else ("fhir-bundle", "entry")
        if not self._has_lines:
            self._check_document()

    def rows(self) -> Iterator[Row]:
        """The patients of the file, in its order."""
        return self._from_lines() if self._has_lines else self._from_document()

    def _check_document(self) -> None:
        """Read it through once: one that breaks off in the middle is refused before anything is taken."""
        try:
            with self.text.open() as text:
                kinds = [value for name, value in json_stream.members(text, "entry") if name == "resourceType"]
        except NotStrictJson as problem:
            raise UnreadableFile(f"The file can't be read as JSON. {problem}") from None
        if kinds not in (["Bundle"], ["Patient"]):
            raise UnreadableFile("This is JSON, but neither a bundle nor a Patient of FHIR R4.")

    def _from_document(self) -> Iterator[Row]:
        number, members = 0, {}
        with self.text.open() as text:
            for name, value in json_stream.members(text, "entry"):
                if name == "entry":
                    number += 1
                    yield from self._resource(number, _resource_of(value))
                else:
                    members[name] = value
        if members["resourceType"] == "Patient":
            yield read_patient(1, members)

    def _from_lines(self) -> Iterator[Row]:
        for number, line in self.text.lines():
            if line is None or line.strip():
                yield from self._line(number, line)

    def _line(self, number: int, line: str | None) -> Iterator[Row]:
        try:
            if line is None:
                raise NotStrictJson("The line is too long.")
            found = json.read(line.strip())
        except NotStrictJson as problem:
            yield Row(number, problems=[Problem(None, f"This line can't be read as JSON. {problem}")])
            return
        if isinstance(found, dict) and found.get("resourceType") == "Bundle":
            entries = found.get("entry") or []
            for entry in entries if isinstance(entries, list) else []:
                yield from self._resource(number, _resource_of(entry))
        else:
            yield from self._resource(number, found)

    def _resource(self, number: int, resource: Any) -> Iterator[Row]:
        """The row of a Patient; of anything else, count what it was."""
        kind = resource.get("resourceType") if isinstance(resource, dict) else None
        if kind == "Patient":
            yield read_patient(number, resource)
        else:
            self.not_imported[kind if isinstance(kind, str) and len(kind) < 65 else "not a resource"] += 1


def _has_lines(text: TextFile, *, is_said: bool) -> bool:
    """Whether each line is a value of its own: the first one can be read alone, and is not all there is."""
    written = (line.text or "" for line in text.lines() if line.text is None or line.text.strip())
    first = next(written).strip()
    has_more = next(written, None) is not None
    try:
        is_alone = isinstance(json.read(first), dict)
    except NotStrictJson:
        is_alone = is_said and first != "{"
    return is_alone and (has_more or is_said)


def _resource_of(entry: Any) -> Any:
    return entry.get("resource") if isinstance(entry, dict) else None
