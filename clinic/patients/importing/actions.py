"""What the clinic does with a file of patients: take it in, batch by batch, each kept by the caller's commit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence, Set
from functools import partial
from itertools import chain, islice
from typing import IO

import structlog
from marshmallow import ValidationError
from sqlalchemy import func, insert, select
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, InterfaceError, OperationalError, TimeoutError

from clinic.audit import actions as audit
from clinic.patients import actions as patients
from clinic.patients.importing import queries
from clinic.patients.importing.csv_file import CsvFile
from clinic.patients.importing.fhir_file import FhirFile
from clinic.patients.importing.report import File, Refused, Report, Taken
from clinic.patients.importing.rules import (
    FIELDS,
    LONGEST_IDENTIFIER,
    URI_SYSTEM,
    UUID_URI,
    BrokenOff,
    Identifier,
    NotTaken,
    Person,
    Problem,
    Registry,
    Row,
    missing_numbers,
    plain_identifier,
)
from clinic.patients.importing.text import read_text
from clinic.patients.rules import Unreachable, check_reachable
from clinic.patients.schemas import NewPatientSchema
from clinic.shared import fields, paging
from clinic.shared.clinic import clinic_profile
from clinic.shared.errors import RETRY_AFTER_SECONDS, refusal_of
from clinic.shared.requests import RUNS, is_victim
from models import PatientIdentifier, db

log = structlog.get_logger(__name__)

Ends = list[Taken | Refused]

BATCH_ROWS = 500
_ONE_AT_A_TIME = 0x696D706F7274  # the advisory lock that two imports share
_SCHEMA = NewPatientSchema()
_NUMBER = fields.Text(most=LONGEST_IDENTIFIER, blank=False)


def open_file(file: IO[bytes], *, is_ndjson: bool = False) -> File:
    """Read how a file is written; nothing is taken yet. Raises UnreadableFile.

    The file must be seekable: it is read through for its encoding and the order of its dates first.
    """
    text = read_text(file)
    with text.open() as content:
        is_json = content.read(1000).lstrip().startswith(("{", "["))
    return FhirFile(text, is_ndjson=is_ndjson) if is_json else CsvFile(text)


def take_in(file: File, *, commit: Callable[[], None], preview: bool = False) -> Iterator[Report]:
    """Import a file, and give the report as it grows: after each batch, and when it is complete.

    `commit` is the caller's, and keeps a batch. A row is taken whole or refused; a file that breaks off leaves the
    batches before, and can be sent again, because everybody in it is known by then. A preview writes nothing.
    Raises BrokenOff.
    """
    report, rows = Report(file, preview), file.rows()
    take = partial(_foresee, seen=set[int]()) if preview else _take
    try:
        while batch := list(islice(rows, BATCH_ROWS)):
            for end in _kept(take, batch, commit):
                report.add(end)
            yield report
        audit.record("patient.import", format=file.format, preview=preview, **report.counts)
        commit()
        yield report
    except (OperationalError, InterfaceError, TimeoutError) as error:
        log.warning("import_broken_off", error=type(error).__name__)
        raise BrokenOff(headers={"Retry-After": str(RETRY_AFTER_SECONDS)}) from error


def _kept(
    take: Callable[[Sequence[Row]], Ends], batch: Sequence[Row], commit: Callable[[], None], *, runs: int = RUNS
) -> Ends:
    """Take rows and keep them; again where the database broke that off for the sake of another transaction."""
    try:
        ends = take(batch)
        commit()
        return ends
    except DBAPIError as error:
        if runs == 1 or not is_victim(error):
            raise
        log.warning("batch_run_again")
        db.session.rollback()
    return _kept(take, batch, commit, runs=runs - 1)


def _foresee(batch: Sequence[Row], seen: set[int]) -> Ends:
    """Say what would become of rows. `seen` stands for those that earlier batches would have stored."""
    ends = _recognise(batch, seen)
    for end in ends:
        if isinstance(end, Taken):
            seen |= end.person.marks()
    return ends


def _take(batch: Sequence[Row]) -> Ends:
    """Store rows. Where the database refuses one, halve the batch until it stands alone."""
    try:
        with db.session.begin_nested():
            db.session.execute(select(func.pg_advisory_xact_lock(_ONE_AT_A_TIME)))
            ends = _recognise(batch)
            _store([end for end in ends if isinstance(end, Taken)])
            return ends
    except (IntegrityError, DataError) as error:
        if len(batch) == 1:
            return [Refused(batch[0], [_broken(error)])]
    middle = len(batch) // 2
    return _take(batch[:middle]) + _take(batch[middle:])


def _broken(error: IntegrityError | DataError) -> Problem:
    refusal = refusal_of(error) if isinstance(error, IntegrityError) else None
    return Problem(None, str(refusal or "The row can't be stored as it is."))


def _recognise(batch: Sequence[Row], seen: Set[int] = frozenset()) -> Ends:
    """Clean rows, and tell whom each means: somebody in the registry, somebody further up, or somebody new."""
    cleaned = [_clean(row) for row in batch]
    registry = _registry([person for person in cleaned if isinstance(person, Person)])
    return [
        _meet(row, person, registry, seen) if isinstance(person, Person) else Refused(row, person)
        for row, person in zip(batch, cleaned, strict=True)
    ]


def _meet(row: Row, person: Person, registry: Registry, seen: Set[int]) -> Taken | Refused:
    try:
        known = registry.recognise(person)
    except NotTaken as refusal:
        return Refused(row, [refusal.problem])
    if known is None and not seen.isdisjoint(person.marks()):
        known = person
    if known is None:
        registry.add(person)
        return Taken(row, person, None, person.identifiers)
    gained = missing_numbers(person, known)
    registry.learn(known, gained)
    return Taken(row, person, known, gained)


def _clean(row: Row) -> Person | list[Problem]:
    """Hold a row to what the API takes. Gives its problems where it can't be taken."""
    problems = list(row.problems)
    told = {problem.field for problem in problems}
    if None in told:
        return problems
    try:
        said = _SCHEMA.load(row.fields)
        check_reachable(email=said["email"], phone=said["phone"])
    except ValidationError as error:
        found = error.messages_dict.items()
        problems += [Problem(name, " ".join(sentences)) for name, sentences in found if name not in told]
    except Unreachable:
        problems.append(Problem("phone", "A patient without an e-mail address needs a phone number."))
    numbers = {plain_identifier(*number) for number in row.identifiers}
    try:
        for part in chain.from_iterable(numbers):
            _NUMBER.deserialize(part)
    except ValidationError as error:
        problems.append(Problem("identifiers", " ".join(error.messages)))
    return problems or Person.of(said, numbers, country=clinic_profile().country)


def _registry(people: Sequence[Person]) -> Registry:
    """Those whom the clinic has and who may be among these people."""
    numbers = {number for person in people for number in person.identifiers}
    found = paging.rows(
        queries.possibly_meant(
            numbers=numbers,
            births={person.born_as for person in people},
            email_keys={person.email_key for person in people if person.email_key},
            public_ids={number.public_id for number in numbers if number.public_id},
        )
    )
    held = defaultdict[int, set[Identifier]](set)
    for row in paging.rows(queries.numbers_of([row["id"] for row in found])):
        held[row["patient_id"]].add(Identifier(row["system"], row["value"]))
    registry = Registry()
    for row in found:
        held[row["id"]].add(Identifier(URI_SYSTEM, f"{UUID_URI}{row['public_id']}"))
        registry.add(
            Person.of(
                {name: row[name] for name in FIELDS},
                held[row["id"]],
                country=clinic_profile().country,
                id=row["id"],
                is_archived=row["archived_at"] is not None,
            )
        )
    return registry


def _store(taken: Sequence[Taken]) -> None:
    """Write the new patients, and the numbers that new and known ones gained."""
    new = [end.person for end in taken if end.known is None]
    registered = patients.register_many([person.fields for person in new], source="import")
    for person, patient in zip(new, registered, strict=True):
        person.id = patient.id
    numbers = {(end.holder.id, *number) for end in taken for number in end.gained}
    if numbers:
        rows = [dict(zip(("patient_id", "system", "value"), number, strict=True)) for number in sorted(numbers)]
        db.session.execute(insert(PatientIdentifier), rows)
    completed = sorted({end.known.id for end in taken if end.known and end.gained})
    audit.record_many("patient.complete", [(number, number) for number in completed], source="import")
