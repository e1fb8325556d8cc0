"""CSV for spreadsheets: cells that they would take for formulas are neutralised going out, restored coming in."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence

BOM = "\ufeff"  # without it a spreadsheet reads UTF-8 as the encoding of its country

# What starts a formula in one program or another, the wide forms that some of them fold included.
_FORMULA = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")


def neutral(text: str) -> str:
    """Write a text so that no spreadsheet runs it: an apostrophe before what would start a formula."""
    return f"'{text}" if _FORMULA.match(text) else text


def as_meant(cell: str) -> str:
    """Read a cell that `neutral` may have written."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell


def csv_lines(header: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """Write a CSV file line by line, its first sign the mark of UTF-8."""
    yield BOM + _line(header)
    for row in rows:
        yield _line([neutral(cell) for cell in row])


def _line(cells: Sequence[str]) -> str:
    line = io.StringIO()
    csv.writer(line).writerow(cells)
    return line.getvalue()
