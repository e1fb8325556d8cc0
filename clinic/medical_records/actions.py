"""What the clinic does with medical records: write, amend, archive, restore. The caller commits."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import func, insert, literal, select, update

from clinic.audit import actions as audit
from clinic.doctors import actions as doctors
from clinic.doctors.rules import doctor_key
from clinic.medical_records import queries, rules
from clinic.patients import actions as patients
from clinic.shared import clock, reach
from clinic.shared.access import current_actor
from clinic.shared.clinic import clinic_zone
from clinic.shared.errors import Invalid, NotFound
from models import MedicalRecord, MedicalRecordVersion, db


class NoSuchRecord(NotFound):
    message = "There is no such medical record."


def open_chart(patient_id: int) -> dict[str, Any]:
    """Whose chart it is: {id, name, date_of_birth}. Raises NoSuchPatient, NotYourPatient."""
    return _open(queries.chart(patient_id, doctor_id=current_actor().limited_to), patients.NoSuchPatient)


def open_chart_of(record_id: int) -> dict[str, Any]:
    """Whose record it is: {id, name, date_of_birth}. Raises NoSuchRecord, NotYourPatient."""
    return _open(queries.chart_of_record(record_id, doctor_id=current_actor().limited_to), NoSuchRecord)


def _open(chart: Any, missing: type[NotFound]) -> dict[str, Any]:
    row = db.session.execute(chart).mappings().first()
    if row is None:
        raise missing()
    if not row["is_open"]:
        raise patients.NotYourPatient("This patient's chart is open to the doctors who see the patient.")
    return {name: row[name] for name in ("id", "name", "date_of_birth")}


def find(record_id: int, *, archived: bool = False) -> MedicalRecord:
    """Load a record to change, locked. Raises NoSuchRecord, NotYourRecord."""
    record = db.session.scalar(queries.for_change(record_id, archived=archived))
    if record is None:
        raise NoSuchRecord()
    if current_actor().limited_to not in (None, record.doctor_id):
        raise rules.NotYourRecord()
    return record


def write(
    *,
    patient_id: int,
    diagnosis: str,
    doctor_id: int | None = None,
    doctor_name: str | None = None,
    author_id: int | None = None,
    **fields: Any,
) -> MedicalRecord:
    """Write a record, for today unless told; an admin also enters one for its author.

    Raises NoSuchPatient, NotYourPatient, NotYourName, DoctorAmbiguous, Invalid for an author who may not write one.
    """
    patients.check_exists(patient_id)
    open_chart(patient_id)
    doctor = _named_doctor(doctor_id, doctor_name)
    record = MedicalRecord(
        patient_id=patient_id,
        doctor_id=doctor.id,
        doctor_name=doctor.name,
        author_id=_author_id(author_id),
        diagnosis=diagnosis,
        prescription=fields.get("prescription"),
        notes=fields.get("notes"),
        record_date=fields.get("record_date") or clock.now().astimezone(clinic_zone()).date(),
    )
    db.session.add(record)
    db.session.flush()
    _keep_version(record, reason=None, author_id=record.author_id)
    entered_for = {} if record.author_id == current_actor().user_id else {"author_id": record.author_id}
    audit.record("medical_record.write", entity_id=record.id, patient_id=patient_id, **entered_for)
    return record


def amend(record: MedicalRecord, *, reason: str, **fields: Any) -> MedicalRecord:
    """Say something else from now on, and why; what was said stays readable. Raises NotYourName, DoctorAmbiguous."""
    if "doctor_id" in fields or "doctor_name" in fields:
        doctor = _named_doctor(fields.pop("doctor_id", None), fields.pop("doctor_name", None))
        record.doctor_id, record.doctor_name = doctor.id, doctor.name
    for name, value in fields.items():
        setattr(record, name, value)
    if not db.session.is_modified(record):
        return record
    db.session.flush()
    _keep_version(record, reason=reason)
    audit.record("medical_record.amend", entity_id=record.id, patient_id=record.patient_id, fields=sorted(fields))
    return record


def archive(record: MedicalRecord) -> None:
    """Take a record out of every list; an admin can restore it, and its versions stay."""
    record.archived_at, record.archived_by_id = clock.now(), current_actor().user_id
    db.session.flush()
    _keep_version(record, reason="deleted")
    audit.record("medical_record.archive", entity_id=record.id, patient_id=record.patient_id)


def restore(record: MedicalRecord) -> None:
    """Bring an archived record back. Raises NoSuchPatient where the patient is archived too."""
    patients.check_exists(record.patient_id)
    record.archived_at = record.archived_by_id = None
    db.session.flush()
    _keep_version(record, reason="restored")
    audit.record("medical_record.restore", entity_id=record.id, patient_id=record.patient_id)


def _named_doctor(doctor_id: int | None, doctor_name: str | None) -> doctors.NamedDoctor:
    """Whose record it is: a doctor's own; anybody else says whose. Raises NotYourName."""
    limited_to = current_actor().limited_to
    if limited_to is None:
        return doctors.resolve(doctor_id=doctor_id, doctor_name=doctor_name)
    own = doctors.resolve(doctor_id=limited_to)
    is_named = doctor_name is not None and doctor_key(doctor_name) != doctor_key(own.name)
    if is_named or doctor_id not in (None, own.id):
        raise rules.NotYourName()
    return own


def _author_id(entered_for: int | None = None) -> int:
    """Whoever is acting, or for whom an admin enters what they wrote. Raises NotYourName, Invalid."""
    actor = current_actor()
    if entered_for is not None and entered_for != actor.user_id:
        if not actor.is_admin:
            raise rules.NotYourName("Only an admin enters a record for another author.")
        if db.session.scalar(queries.author(entered_for)) is None:
            raise Invalid(fields={"author_id": ["Nobody who writes medical records has this number."]})
        return entered_for
    if actor.user_id is None:
        raise rules.NotYourName("A medical record needs a user as its author.")
    return actor.user_id


def _keep_version(record: MedicalRecord, *, reason: str | None, author_id: int | None = None) -> None:
    version = {name: getattr(record, name) for name in ("version", *rules.TEXT)}
    author_id = author_id or _author_id()
    db.session.add(MedicalRecordVersion(record_id=record.id, author_id=author_id, reason=reason, **version))
    db.session.flush()


# ── parts in what reaches everywhere ─────────────────────────────────────────────────────────────────────


@reach.patient_archived.handler
def _archive_with_patient(*, patient_id: int, archived_at: datetime) -> None:
    living = (MedicalRecord.patient_id == patient_id) & MedicalRecord.archived_at.is_(None)
    _update_state(living, archived_at=archived_at, archived_by_id=current_actor().user_id)


@reach.patient_restored.handler
def _restore_with_patient(*, patient_id: int, archived_at: datetime) -> None:
    gone = (MedicalRecord.patient_id == patient_id) & (MedicalRecord.archived_at == archived_at)
    _update_state(gone, archived_at=None, archived_by_id=None)


@reach.doctor_merged.handler
def _give_to_merged(*, visiting_id: int, doctor_id: int, doctor_name: str) -> None:
    """Link a visiting doctor's records; what they say, the name included, stays as it was written."""
    linked = (
        update(MedicalRecord)
        .where(MedicalRecord.doctor_id == visiting_id)
        .values(doctor_id=doctor_id, version=MedicalRecord.version + 1, updated_at=func.now())
        .returning(MedicalRecord)
        .cte()
    )
    # The row changes, so its ETag must. As with a deletion there is a version that says what happened and changes no
    # text: a number left out of the history would look like a version taken away.
    version = {
        "record_id": linked.c.id,
        "version": linked.c.version,
        "author_id": literal(_author_id()),
        "reason": literal("merged"),
        **{name: linked.c[name] for name in rules.TEXT},
    }
    db.session.execute(insert(MedicalRecordVersion).from_select(list(version), select(*version.values())))


def _update_state(where: Any, **values: Any) -> None:
    """Archive or restore many; no text changes, so no version is written."""
    db.session.execute(update(MedicalRecord).where(where).values(updated_at=func.now(), **values))
