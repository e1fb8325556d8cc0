"""How doctors are found and shown."""

from __future__ import annotations

from sqlalchemy import Select, exists, func, select

from clinic.shared.paging import AnySelect
from models import COMING, Appointment, Doctor, User

_coming_appointments = (
    select(func.count())
    .where(
        Appointment.doctor_id == Doctor.id,
        Appointment.archived_at.is_(None),
        Appointment.status.in_(COMING),
        Appointment.appointment_datetime >= func.now(),
    )
    .correlate(Doctor)
    .scalar_subquery()
)

_SHOWN = (
    Doctor.id,
    Doctor.public_id,
    Doctor.name,
    Doctor.specialty,
    Doctor.is_visiting,
    Doctor.is_active,
    Doctor.version,
    _coming_appointments.label("coming_appointments"),
)


def doctors(*, visiting: bool | None = None) -> AnySelect:
    """The doctors that stand for themselves (not merged), by name."""
    shown = select(*_SHOWN).where(Doctor.merged_into_id.is_(None)).order_by(Doctor.name_key, Doctor.id)
    return shown if visiting is None else shown.where(Doctor.is_visiting == visiting)


def doctor(doctor_id: int) -> AnySelect:
    return select(*_SHOWN).where(Doctor.id == doctor_id)


def by_key(name_key: str) -> Select[Doctor]:
    """Everybody of that folded name, the known before the visiting; a merged one stands for whom it became."""
    named = select(Doctor).where(Doctor.name_key == name_key).order_by(Doctor.is_visiting, Doctor.id)
    # Whoever refers to a doctor waits for a merge or a change under way, and keeps one from beginning until it commits.
    return named.with_for_update(read=True, key_share=True)


def by_id(doctor_id: int) -> AnySelect:
    """The doctor of that number, or whom they were merged into; locked like the above."""
    named: AnySelect = select(Doctor.id, Doctor.name, Doctor.is_active, Doctor.merged_into_id)
    return named.where(Doctor.id == doctor_id).with_for_update(read=True, key_share=True)


def has_account(doctor_id: int) -> Select[bool]:
    return select(exists().where(User.doctor_id == doctor_id))


def for_change(doctor_id: int) -> Select[Doctor]:
    return select(Doctor).where(Doctor.id == doctor_id).with_for_update()
