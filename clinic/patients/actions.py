"""What the clinic does with patients: register, change, archive, restore. The caller commits."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import func, select

from clinic.audit import actions as audit
from clinic.patients import queries, rules
from clinic.shared import keys, paging, reach
from clinic.shared.access import current_actor
from clinic.shared.clinic import clinic_profile
from clinic.shared.errors import Forbidden, NotFound
from models import Patient, db

Lot = Sequence[dict[str, Any]]


class NoSuchPatient(NotFound):
    message = "There is no such patient."


class NotYourPatient(Forbidden):
    """The doctor has neither a visit with the patient that stands nor a record of theirs."""

    code = "not_your_patient"
    message = "A doctor changes the details of own patients only."


def find(patient_id: int, *, archived: bool = False) -> Patient:
    """Load a patient to change, locked. Raises NoSuchPatient."""
    patient = db.session.scalar(queries.for_change(patient_id, archived=archived))
    if patient is None:
        raise NoSuchPatient()
    return patient


def check_exists(patient_id: int) -> None:
    """Raises NoSuchPatient for one not there or archived; until the caller commits, nobody can archive the row."""
    living = select(Patient.id).where(Patient.id == patient_id, Patient.archived_at.is_(None))
    if db.session.scalar(living.with_for_update(key_share=True, read=True)) is None:
        raise NoSuchPatient()


def check_own_patient(patient_id: int) -> None:
    """Raises NotYourPatient for a doctor who does not see the patient."""
    own = current_actor().limited_to
    if own is not None and not db.session.scalar(select(queries.is_own_patient(patient_id, own))):
        raise NotYourPatient()


def register(**fields: Any) -> Patient:
    """Add a patient. Raises EmailTaken, Unreachable."""
    patient = Patient()
    _take(patient, fields)
    db.session.add(patient)
    db.session.flush()
    audit.record("patient.register", entity_id=patient.id, patient_id=patient.id)
    return patient


def register_many(people: Sequence[dict[str, Any]], **detail: Any) -> list[Patient]:
    """Add patients at once, in the order given. Raises Unreachable; a taken e-mail breaks uq_patient_email_live."""
    registered = [_filled(Patient(), fields) for fields in people]
    db.session.add_all(registered)
    db.session.flush()
    audit.record_many("patient.register", [(patient.id, patient.id) for patient in registered], **detail)
    return registered


def change(patient: Patient, **fields: Any) -> Patient:
    """Change the fields given, and leave the others. Raises EmailTaken, Unreachable."""
    changed = sorted(name for name, value in fields.items() if getattr(patient, name) != value)
    if not changed:
        return patient
    _take(patient, fields)
    db.session.flush()
    audit.record("patient.change", entity_id=patient.id, patient_id=patient.id, fields=changed)
    return patient


def archive(patient: Patient) -> None:
    """Take a patient out of every list, with the visits and records; nothing is erased."""
    archived_at = db.session.scalar(select(func.now()))
    patient.archived_at, patient.archived_by_id = archived_at, current_actor().user_id
    db.session.flush()
    reach.patient_archived.run(patient_id=patient.id, archived_at=archived_at)
    audit.record("patient.archive", entity_id=patient.id, patient_id=patient.id)


def restore(patient: Patient) -> None:
    """Bring an archived patient back, with what was archived in the same act. Raises EmailTaken."""
    if patient.email_key:
        _check_email_is_free(patient.email_key)
    archived_at = patient.archived_at
    patient.archived_at = patient.archived_by_id = None
    db.session.flush()
    reach.patient_restored.run(patient_id=patient.id, archived_at=archived_at)
    audit.record("patient.restore", entity_id=patient.id, patient_id=patient.id)


def export() -> Iterator[Lot]:
    """Give all living patients, some at a time, and say in the trail that they were given.

    The caller commits before the first leaves, and may end the transaction after each lot: a slow reader then
    holds no connection.
    """
    count, last = db.session.execute(queries.extent()).one()
    audit.record("patient.export", count=count)
    return _lots(last)


def _lots(last: int) -> Iterator[Lot]:
    after = 0
    while lot := paging.rows(queries.exported(after=after, up_to=last)):
        after = lot[-1]["id"]
        yield lot


def _take(patient: Patient, fields: dict[str, Any]) -> None:
    """Set fields, and see that the e-mail address is free."""
    email_before = patient.email_key
    _filled(patient, fields)
    if patient.email_key and patient.email_key != email_before:
        _check_email_is_free(patient.email_key)


def _filled(patient: Patient, fields: dict[str, Any]) -> Patient:
    """Set fields and the keys that follow from them. Raises Unreachable."""
    for name, value in fields.items():
        setattr(patient, name, value)
    rules.check_reachable(email=patient.email, phone=patient.phone)
    patient.name_key = keys.name_key(patient.name)
    patient.email_key = keys.email_key(patient.email) if patient.email else None
    patient.search_key = keys.search_key(
        name=patient.name, email=patient.email, phone=patient.phone, country=clinic_profile().country
    )
    return patient


def _check_email_is_free(email_key: str) -> None:
    """Name the holder of a taken address; of two racing writers the loser meets uq_patient_email_live."""
    with db.session.no_autoflush:
        holder = db.session.execute(queries.living_by_email_key(email_key)).mappings().first()
    if holder:
        raise rules.EmailTaken(
            fields={"email": [rules.EmailTaken.message]}, holder=dict(holder), shows_patient=holder["id"]
        )
