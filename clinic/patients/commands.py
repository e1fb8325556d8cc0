"""`flask clinic import-patients` and `flask clinic export-patients`."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

import click
from flask.cli import with_appcontext

from clinic.patients import actions, rules
from clinic.patients.importing import actions as importing
from clinic.patients.importing.rules import BrokenOff, UnreadableFile
from clinic.shared.cells import csv_lines
from clinic.shared.errors import Refusal
from models import db

SOME_REFUSED = 1
ENDED_BY: dict[type[Refusal], int] = {UnreadableFile: 2, BrokenOff: 3}
LINES_OF_JSON = (".ndjson", ".jsonl")
SHOWN = 20


@click.command("import-patients")
@click.argument("path", metavar="FILE", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--preview", is_flag=True, help="Only tell what would happen.")
@with_appcontext
def import_patients(path: Path, preview: bool) -> None:
    """Import patients from a CSV file or from FHIR R4 bundles (JSON, or NDJSON).

    Known patients are recognised and never overwritten, so the same file can be given again. Ends with 0 where
    every row was taken or known, with 1 where some were refused, with 2 where the file can't be read, with 3 where
    the database broke the import off.
    """
    try:
        with path.open("rb") as content:
            file = importing.open_file(content, is_ndjson=path.suffix.lower() in LINES_OF_JSON)
            for report in importing.take_in(file, commit=db.session.commit, preview=preview):
                percent = 100 * report.progress["bytes"] // report.progress["of_bytes"]
                click.echo(f"\r{percent:3} %  {report.progress['read']:,} rows", err=True, nl=False)
            click.echo(err=True)
    except (UnreadableFile, BrokenOff) as refusal:
        click.echo(f"\n{path.name}: {refusal}", err=True)
        sys.exit(ENDED_BY[type(refusal)])
    for line in _lines(report.as_told()):
        click.echo(line)
    sys.exit(SOME_REFUSED if report.refused_count else 0)


@click.command("export-patients")
@click.argument("file", metavar="[FILE]", type=click.File("w", encoding="utf-8", atomic=True), default="-")
@with_appcontext
def export_patients(file: IO[str]) -> None:
    """Export all patients as CSV in UTF-8, which import-patients reads back; without FILE, to the terminal."""
    lots = actions.export()
    db.session.commit()
    file.writelines(csv_lines(rules.EXPORTED, (rules.as_cells(patient) for lot in lots for patient in lot)))


def _lines(told: dict[str, Any]) -> Iterator[str]:
    """The report for a person at a terminal."""
    yield "Nothing was written; this is what would happen:" if told["preview"] is not None else "Done:"
    yield f"  {told['read']:,} patients read"
    yield f"  {told['created']:,} new"
    yield f"  {told['completed']:,} known, completed with numbers that were missing"
    yield f"  {told['unchanged']:,} known and unchanged"
    yield f"  {told['refused_count']:,} refused"
    if told["encoding_note"]:
        yield told["encoding_note"]
    if told["columns"]["mapped"]:
        yield "Columns: " + ", ".join(f"{header} → {field}" for header, field in told["columns"]["mapped"].items())
    yield from _counted("Not kept here, with the rows that have it", told["fields_without_place"])
    yield from _counted("Not imported by this command", told["not_imported"])
    if told["kept_differences_count"]:
        yield f"Kept as they are, though the file says something else ({told['kept_differences_count']:,} patients):"
        for kept in told["kept_differences"][:SHOWN]:
            yield f"  {told['unit']} {kept['line']}: {', '.join(kept['fields'])}"
    if told["refused"]:
        yield f"Refused ({told['refused_count']:,}):"
        for refused in told["refused"]:
            field = f"{refused['field']}: " if refused["field"] else ""
            yield f"  {told['unit']} {refused['line']}: {field}{refused['reason']}"


def _counted(title: str, counted: dict[str, int]) -> Iterator[str]:
    if counted:
        yield f"{title}: " + ", ".join(f"{name} {count:,}" for name, count in counted.items())
