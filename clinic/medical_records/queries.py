"""How medical records are found and shown."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import Select, and_, or_, select, true, tuple_

from clinic.medical_records.rules import CHARTS, TEXT
from clinic.patients.queries import is_own_patient, own_patients
from clinic.shared.paging import AnySelect, Columns
from models import MedicalRecord, MedicalRecordVersion, Patient, User

ORDERS: dict[str, Columns] = {
    "record_date": (MedicalRecord.record_date, MedicalRecord.id),
    "id": (MedicalRecord.id,),
}

# Looked up for the rows of a page only: what is joined is joined for all that match, just to be counted.
_patient_name = select(Patient.name).where(Patient.id == MedicalRecord.patient_id)
_author_name = select(User.name).where(User.id == MedicalRecord.author_id)

# A deletion, a restoration and a merge are versions, too, in which the text stays.
_once_read_otherwise = select(MedicalRecordVersion.record_id).where(
    MedicalRecordVersion.record_id == MedicalRecord.id,
    tuple_(*(getattr(MedicalRecordVersion, name) for name in TEXT)).is_distinct_from(
        tuple_(*(getattr(MedicalRecord, name) for name in TEXT))
    ),
)

_SHOWN = (
    MedicalRecord.id,
    MedicalRecord.public_id,
    MedicalRecord.patient_id,
    _patient_name.correlate(MedicalRecord).scalar_subquery().label("patient_name"),
    MedicalRecord.doctor_id,
    MedicalRecord.doctor_name,
    MedicalRecord.diagnosis,
    MedicalRecord.prescription,
    MedicalRecord.record_date,
    MedicalRecord.notes,
    _author_name.correlate(MedicalRecord).scalar_subquery().label("author_name"),
    MedicalRecord.created_at,
    MedicalRecord.updated_at,
    MedicalRecord.version,
    and_(MedicalRecord.version > 1, _once_read_otherwise.correlate(MedicalRecord).exists()).label("is_amended"),
    MedicalRecord.archived_at,
)


def records(*, seen_by_doctor: int | None = None) -> AnySelect:
    """The records as they are shown: all, or those of a doctor's own patients."""
    shown = select(*_SHOWN).where(MedicalRecord.archived_at.is_(None))
    return shown if seen_by_doctor is None else shown.where(MedicalRecord.patient_id.in_(own_patients(seen_by_doctor)))


def filtered(
    shown: AnySelect,
    *,
    patient_id: int | None = None,
    doctor_id: int | None = None,
    first_day: date | None = None,
    last_day: date | None = None,
) -> AnySelect:
    """Narrow a list; what is None does not narrow."""
    if patient_id is not None:
        shown = shown.where(MedicalRecord.patient_id == patient_id)
    if doctor_id is not None:
        shown = shown.where(MedicalRecord.doctor_id == doctor_id)
    if first_day is not None:
        shown = shown.where(MedicalRecord.record_date >= first_day)
    if last_day is not None:
        shown = shown.where(MedicalRecord.record_date <= last_day)
    return shown


def record(record_id: int) -> AnySelect:
    return records().where(MedicalRecord.id == record_id)


def chart(patient_id: Any, *, doctor_id: int | None) -> AnySelect:
    """Whose chart it is, and whether a doctor may open it; for anybody else `is_open` is true."""
    is_open: Any = true() if doctor_id is None else is_own_patient(Patient.id, doctor_id)
    return select(Patient.id, Patient.name, Patient.date_of_birth, is_open.label("is_open")).where(
        Patient.id == patient_id, Patient.archived_at.is_(None)
    )


def chart_of_record(record_id: int, *, doctor_id: int | None) -> AnySelect:
    """The same, by one of the chart's records."""
    of_living = (MedicalRecord.id == record_id) & MedicalRecord.archived_at.is_(None)
    return chart(MedicalRecord.patient_id, doctor_id=doctor_id).where(of_living)


def versions(record_id: int) -> AnySelect:
    """Everything a record has said, the newest first."""
    return (
        select(
            MedicalRecordVersion.version,
            MedicalRecordVersion.diagnosis,
            MedicalRecordVersion.prescription,
            MedicalRecordVersion.doctor_name,
            MedicalRecordVersion.record_date,
            MedicalRecordVersion.notes,
            MedicalRecordVersion.reason,
            User.name.label("author_name"),
            MedicalRecordVersion.written_at,
        )
        .join(User, User.id == MedicalRecordVersion.author_id)
        .where(MedicalRecordVersion.record_id == record_id)
        .order_by(MedicalRecordVersion.version.desc())
    )


def author(user_id: int) -> AnySelect:
    """The user of that number, who may write a record."""
    may_write = or_(User.role.in_(CHARTS), User.grants.overlap(CHARTS))
    return select(User.id).where(User.id == user_id, User.is_active, may_write)


def for_change(record_id: int, *, archived: bool = False) -> Select[MedicalRecord]:
    """One record, locked until the transaction ends."""
    state = MedicalRecord.archived_at.is_not(None) if archived else MedicalRecord.archived_at.is_(None)
    return select(MedicalRecord).where(MedicalRecord.id == record_id, state).with_for_update()
