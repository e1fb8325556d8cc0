"""How patients are found and shown."""

from __future__ import annotations

from typing import Any

from sqlalchemy import CompoundSelect, Select, func, or_, select, text, union
from sqlalchemy.orm import aliased

from clinic.patients.rules import SHORTEST_WORD, SearchTerms
from clinic.shared.paging import AnySelect, Columns
from models import COMING, LIVE, Appointment, MedicalRecord, Patient, PatientIdentifier

ORDERS: dict[str, Columns] = {
    "name": (Patient.name_key, Patient.id),
    "date_of_birth": (Patient.date_of_birth, Patient.id),
    "created_at": (Patient.created_at, Patient.id),
    "id": (Patient.id,),
}

_coming = aliased(Appointment)
_next_appointment = (
    select(
        func.json_build_object(
            "id", _coming.id,
            "appointment_datetime", _coming.appointment_datetime,
            "doctor_name", _coming.doctor_name,
            "status", _coming.status,
        )
    )
    .where(
        _coming.patient_id == Patient.id,
        _coming.archived_at.is_(None),
        _coming.status.in_(COMING),
        _coming.appointment_datetime >= func.now(),
    )
    .order_by(_coming.appointment_datetime, _coming.id)
    .limit(1)
    .correlate(Patient)
    .scalar_subquery()
)  # fmt: skip

_identifiers = (
    select(
        func.coalesce(
            func.json_agg(func.json_build_object("system", PatientIdentifier.system, "value", PatientIdentifier.value)),
            func.json_build_array(),
        )
    )
    .where(PatientIdentifier.patient_id == Patient.id)
    .correlate(Patient)
    .scalar_subquery()
)

_SHOWN = (
    Patient.id,
    Patient.public_id,
    Patient.name,
    Patient.email,
    Patient.date_of_birth,
    Patient.phone,
    Patient.address,
    Patient.blood_group,
    Patient.created_at,
    Patient.updated_at,
    Patient.version,
    Patient.archived_at,
    _next_appointment.label("next_appointment"),
)


def patients(*, archived: bool = False) -> AnySelect:
    """The living patients as they are shown, or the archived ones."""
    state = Patient.archived_at.is_not(None) if archived else Patient.archived_at.is_(None)
    return select(*_SHOWN).where(state)


def patient(patient_id: int) -> AnySelect:
    """One living patient as shown, with the numbers others know them by."""
    return patients().add_columns(_identifiers.label("identifiers")).where(Patient.id == patient_id)


EXPORT_ROWS = 1000


def exported(*, after: int, up_to: int) -> AnySelect:
    """The next living patients with their numbers, as a file tells of them."""
    return (
        select(
            Patient.id,
            Patient.public_id,
            Patient.name,
            Patient.date_of_birth,
            Patient.email,
            Patient.phone,
            Patient.address,
            Patient.blood_group,
            _identifiers.label("identifiers"),
        )
        .where(Patient.archived_at.is_(None), Patient.id > after, Patient.id <= up_to)
        .order_by(Patient.id)
        .limit(EXPORT_ROWS)
    )


def extent() -> AnySelect:
    """How many living patients there are, and the number of the last."""
    return select(func.count(), func.coalesce(func.max(Patient.id), 0)).where(Patient.archived_at.is_(None))


def matching(shown: AnySelect, terms: SearchTerms) -> AnySelect:
    """Keep the patients whom a search means."""
    if terms.born_on:
        return shown.where(Patient.date_of_birth == terms.born_on)
    if terms.phone_forms:
        return shown.where(or_(*(_has(form) for form in terms.phone_forms)))
    if terms.is_short:
        return shown.where(*(_begins_in_name(word) for word in terms.words))
    # A short word begins a word: the trigram index knows where words begin, and nothing of two letters inside one.
    return shown.where(*(_has(word if len(word) >= SHORTEST_WORD else f" {word}") for word in terms.words))


def _has(part: str) -> Any:
    return Patient.search_key.contains(part, autoescape=True)


def _begins_in_name(word: str) -> Any:
    return or_(
        Patient.name_key.startswith(word, autoescape=True), Patient.name_key.contains(f" {word}", autoescape=True)
    )


def living_by_email_key(email_key: str) -> AnySelect:
    return select(Patient.id, Patient.name, Patient.date_of_birth).where(
        Patient.email_key == email_key, Patient.archived_at.is_(None)
    )


def for_change(patient_id: int, *, archived: bool = False) -> Select[Patient]:
    """One patient, locked until the transaction ends."""
    state = Patient.archived_at.is_not(None) if archived else Patient.archived_at.is_(None)
    return select(Patient).where(Patient.id == patient_id, state).with_for_update()


def own_patients(doctor_id: int) -> CompoundSelect[int]:
    """The numbers of a doctor's patients: by a visit that stands, or by a record under the doctor's name."""
    return union(*_seen_by(doctor_id))


def is_own_patient(patient_id: Any, doctor_id: int) -> Any:
    """Whether a patient is one of a doctor's own."""
    return or_(*(seen.where(seen.selected_columns.patient_id == patient_id).exists() for seen in _seen_by(doctor_id)))


def _seen_by(doctor_id: int) -> tuple[Select[int], Select[int]]:
    visit, record = aliased(Appointment), aliased(MedicalRecord)
    return (
        select(visit.patient_id).where(visit.doctor_id == doctor_id, text(LIVE)),
        select(record.patient_id).where(record.doctor_id == doctor_id, record.archived_at.is_(None)),
    )
