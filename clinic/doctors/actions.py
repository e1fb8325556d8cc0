"""What the clinic does with doctors: add, change, know by name, merge the visiting. The caller commits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import text
from sqlalchemy.dialects.postgresql import insert

from clinic.audit import actions as audit
from clinic.doctors import queries, rules
from clinic.shared import reach
from clinic.shared.errors import Invalid, NotFound
from models import Doctor, db


class NoSuchDoctor(NotFound):
    message = "There is no such doctor."


@dataclass(frozen=True)
class NamedDoctor:
    """A doctor as an appointment or a record refers to one."""

    id: int
    name: str
    is_active: bool


def find(doctor_id: int) -> Doctor:
    """Load a doctor to change, locked. Raises NoSuchDoctor."""
    doctor = db.session.scalar(queries.for_change(doctor_id))
    if doctor is None:
        raise NoSuchDoctor()
    return doctor


def add(*, name: str, specialty: str | None = None) -> Doctor:
    """Add a doctor of the clinic; two may share a name."""
    doctor = Doctor(name=name, name_key=rules.doctor_key(name), specialty=specialty)
    db.session.add(doctor)
    db.session.flush()
    audit.record("doctor.add", entity_id=doctor.id)
    return doctor


def change(doctor: Doctor, **fields: Any) -> Doctor:
    """Change the fields given.

    Raises AlreadyMerged, NameTaken for a visiting doctor of another one's name, DoctorHasAccount for one made visiting.
    """
    rules.check_stands_alone(doctor)
    if fields.get("is_visiting"):
        _check_has_no_account(doctor)
    was_called = doctor.name
    for name, value in fields.items():
        setattr(doctor, name, value)
    doctor.name_key = rules.doctor_key(doctor.name)
    db.session.flush()
    if doctor.name != was_called:
        reach.doctor_renamed.run(doctor_id=doctor.id, doctor_name=doctor.name)
    audit.record("doctor.change", entity_id=doctor.id, fields=sorted(fields))
    return doctor


def resolve(*, doctor_id: int | None = None, doctor_name: str | None = None) -> NamedDoctor:
    """Tell which doctor is meant, by number or by name in any case, spacing and title.

    An unknown name becomes a visiting doctor; one that was merged is whom it was merged into. A doctor who no longer
    works here is meant only where nobody else has the name.
    Raises NoSuchDoctor, DoctorAmbiguous where two known doctors share the name, Invalid where nothing is given.
    """
    if doctor_id is not None:
        return _by_id(doctor_id)
    if not doctor_name:
        raise Invalid(fields={"doctor_name": ["Say which doctor."]})
    key = rules.doctor_key(doctor_name)
    named = list(db.session.scalars(queries.by_key(key)))
    named = [doctor for doctor in named if doctor.is_active or doctor.merged_into_id] or named
    known = [doctor for doctor in named if not doctor.is_visiting]
    if len(known) > 1:
        listed = [{"id": doctor.id, "name": doctor.name, "specialty": doctor.specialty} for doctor in known]
        raise rules.DoctorAmbiguous(fields={"doctor_name": [rules.DoctorAmbiguous.message]}, doctors=listed)
    if not named:
        return _visiting(doctor_name, key)
    doctor = named[0]
    return _by_id(doctor.merged_into_id) if doctor.merged_into_id else _named(doctor)


def resolve_to_book(
    *, doctor_id: int | None = None, doctor_name: str | None = None, instead_of: int | None = None
) -> NamedDoctor:
    """Tell whose diary is meant. Raises what `resolve` does, and DoctorInactive but for the doctor whom a visit has."""
    doctor = resolve(doctor_id=doctor_id, doctor_name=doctor_name)
    if doctor.id != instead_of:
        rules.check_can_be_booked(doctor, named_by="doctor_id" if doctor_id is not None else "doctor_name")
    return doctor


def _by_id(doctor_id: int) -> NamedDoctor:
    row = db.session.execute(queries.by_id(doctor_id)).first()
    if row is None:
        raise NoSuchDoctor()
    return _by_id(row.merged_into_id) if row.merged_into_id else _named(row)


def _named(doctor: Any) -> NamedDoctor:
    return NamedDoctor(doctor.id, doctor.name, doctor.is_active)


def _visiting(name: str, key: str) -> NamedDoctor:
    """Make a visiting doctor; of two who name a new one at once, both get the same row."""
    clean = " ".join(name.split())
    made = insert(Doctor).values(name=clean, name_key=key, is_visiting=True)
    row = db.session.execute(
        made.on_conflict_do_update(
            index_elements=["name_key"],
            index_where=text("is_visiting"),
            set_={"name_key": made.excluded.name_key},
        ).returning(Doctor.id, Doctor.name, Doctor.is_active)
    ).one()
    audit.record("doctor.name_visiting", entity_id=row.id)
    return _named(row)


def merge(visiting: Doctor, target: Doctor) -> None:
    """Give a visiting doctor's visits and records to the doctor it really is.

    The name goes on leading there. Raises NotMergeable, DoctorHasAccount; MergeConflict, with the list, where visits
    would overlap.
    """
    rules.check_can_merge(visiting, target)
    _check_has_no_account(visiting)
    reach.doctor_merged.run(visiting_id=visiting.id, doctor_id=target.id, doctor_name=target.name)
    visiting.merged_into_id = target.id
    visiting.is_active = False
    db.session.flush()
    audit.record("doctor.merge", entity_id=visiting.id, into=target.id)


def _check_has_no_account(doctor: Doctor) -> None:
    """Raises DoctorHasAccount: its owner would be left without a diary."""
    if db.session.scalar(queries.has_account(doctor.id)):
        raise rules.DoctorHasAccount()
