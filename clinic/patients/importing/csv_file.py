"""CSV as programs and people write it: any delimiter, quoted line ends, a stray quotation mark that costs one row."""

from __future__ import annotations

import csv
import re
import uuid
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from clinic.patients.importing import columns, values
from clinic.patients.importing.columns import Columns
from clinic.patients.importing.rules import UUID_URI, Identifier, NotTaken, Problem, Row, UnreadableFile
from clinic.patients.importing.text import Line, TextFile
from clinic.shared import cells

DELIMITERS = ",;\t|"
LONGEST_RECORD = 1_000_000  # characters: beyond it a quotation mark was never closed
_EXCEL_SAYS = re.compile(rf'"?sep=([{DELIMITERS}])"?\s*')


class Record(NamedTuple):
    """The cells that begin at a line; None where they can't be told apart."""

    line: int
    cells: list[str] | None


class CsvFile:
    """A CSV file whose header has been read."""

    format, unit = "csv", "line"

    def __init__(self, text: TextFile) -> None:
        self.text = text
        self.not_imported = Counter[str]()
        said = _EXCEL_SAYS.fullmatch(next(text.lines()).text or "")
        self._lines_before = 1 if said else 0
        self.delimiter = said[1] if said else max(DELIMITERS, key=self._fit)
        self.columns = self._read_header()
        self._order = values.order_of(self._dates())

    def rows(self) -> Iterator[Row]:
        """The patients of the file, in its order."""
        width = len(self.columns.headers)
        for record in self._records():
            if record.cells is None:
                yield Row(record.line, problems=[_UNREADABLE])
            elif any(cell.strip() for cell in record.cells[width:]):
                yield Row(record.line, problems=[_too_many_cells(len(record.cells), width)])
            elif any(cell.strip() for cell in record.cells):
                yield _read_row(record.line, record.cells, self.columns, self._order)

    def _fit(self, delimiter: str) -> tuple[int, int]:
        """How well a sign takes the header apart: into words that are known, then into many."""
        found = next(self._all_records(delimiter), None)
        header = (found and found.cells) or []
        return columns.known_words(header), len(header)

    def _read_header(self) -> Columns:
        header = next(self._all_records(self.delimiter), None)
        if header is None or header.cells is None or "\0" in "".join(header.cells):
            raise UnreadableFile("This is not a text file with columns. Save it as CSV (UTF-8) and send that.")
        return columns.read_header(header.cells)

    def _dates(self) -> Iterator[str]:
        place = self.columns.parts.index("date_of_birth")
        for record in self._records():
            if record.cells is not None and place < len(record.cells):
                yield record.cells[place].strip()

    def _records(self) -> Iterator[Record]:
        """Those below the header."""
        found = self._all_records(self.delimiter)
        next(found)
        return found

    def _all_records(self, delimiter: str) -> Iterator[Record]:
        lines = self.text.lines()
        for _ in range(self._lines_before):
            next(lines)
        return read_records(lines, delimiter)


def read_records(lines: Iterator[Line], delimiter: str) -> Iterator[Record]:
    """Take lines apart into cells.

    A record that can't be read costs its first line alone: reading goes on at the second, so that a quotation
    mark that is never closed does not swallow the rows below it.
    """
    again: deque[Line] = deque()
    while True:
        taken: list[Line] = []
        reader = csv.reader(_hand_over(again, lines, taken), delimiter=delimiter, strict=True)
        try:
            for found in reader:
                yield Record(taken[0].number, found)
                taken.clear()
            return
        except csv.Error:
            again.extendleft(reversed(taken[1:]))
            yield Record(taken[0].number, None)


def _hand_over(again: deque[Line], lines: Iterator[Line], taken: list[Line]) -> Iterator[str]:
    """Give the reader lines, and remember in `taken` those of the record that it is at."""
    length = 0
    while line := again.popleft() if again else next(lines, None):
        length = len(line.text or "") + (length if taken else 0)
        taken.append(line)
        if line.text is None or length > LONGEST_RECORD:
            raise csv.Error
        yield line.text


_UNREADABLE = Problem(
    None,
    "The row can't be taken apart. A cell that holds a quotation mark or the delimiter stands in quotation marks, "
    "and a quotation mark inside it is written twice.",
)


def _too_many_cells(count: int, width: int) -> Problem:
    return Problem(
        None, f"The row has {count} cells, the header {width}. A cell that holds the delimiter needs quotation marks."
    )


# ── one row ──────────────────────────────────────────────────────────────────────────────────────────────


def _read_row(line: int, texts: Sequence[str], header: Columns, order: values.Order) -> Row:
    row = Row(line)
    said: dict[str, str] = {}
    for name, part, text in zip(header.headers, header.parts, texts, strict=False):
        cell = cells.as_meant(text).strip()
        if cell and (part is None or said.setdefault(part, cell) != cell):
            row.without_place.append(name)
    row.fields = {
        "name": said.get("name") or values.full_name(_all(said, columns.GIVEN), _all(said, columns.FAMILY)),
        "email": said.get("email"),
        "date_of_birth": said.get("date_of_birth"),
        "phone": said.get("phone"),
        "address": values.full_address(
            lines=_all(said, columns.STREET),
            **{part: said.get(part, "") for part in ("city", "state", "postal_code", "country")},
        ),
        "blood_group": values.blood_group(said["blood_group"]) if "blood_group" in said else None,
    }
    try:
        if "date_of_birth" in said:
            row.fields["date_of_birth"] = values.iso_date(said["date_of_birth"], order)
    except values.NotADate as problem:
        row.problems.append(Problem("date_of_birth", str(problem)))
    try:
        row.identifiers = list(_identifiers(said))
    except NotTaken as refusal:
        row.problems.append(refusal.problem)
    return row


def _all(said: dict[str, str], parts: Iterable[str]) -> list[str]:
    return [said[part] for part in parts if part in said]


def _identifiers(said: dict[str, str]) -> Iterator[Identifier]:
    """The numbers of a row: in columns of their own, or as `system|value` a line, as exports write them.

    Raises NotTaken.
    """
    for part, system in columns.SYSTEMS.items():
        if part in said:
            yield Identifier(system, _uuid_uri(said[part]) if part == "public_id" else said[part])
    for line in filter(None, map(str.strip, said.get("identifiers", "").splitlines())):
        system, is_split, value = line.partition("|")
        if not is_split:
            raise NotTaken("identifiers", "Write each number as system|value, one a line.")
        yield Identifier(system, value)


def _uuid_uri(text: str) -> str:
    try:
        return f"{UUID_URI}{uuid.UUID(text)}"
    except ValueError:
        reason = "A public_id is one of an export from here. Leave the cell empty for somebody new."
        raise NotTaken("identifiers", reason) from None
