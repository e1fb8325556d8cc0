"""What fills an empty installation with the demo clinic. The caller commits.

Doctors, the first account and the patients go through the actions of their packages. Visits and records, two
thousand rows, go in by bulk inserts that leave what those actions leave: keys, versions and an event each.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random
from typing import Any

from sqlalchemy import insert, select

from clinic.accounts import actions as accounts
from clinic.audit import actions as audit
from clinic.demo import charts, diary, people
from clinic.demo.charts import Text
from clinic.demo.diary import Visit
from clinic.demo.people import COLLEAGUES, HEALTH_INSURANCE, HOST, PHYSICIANS, Invented
from clinic.doctors import actions as doctors
from clinic.patients import actions as patients
from clinic.shared.clinic import clinic_zone
from clinic.shared.keys import email_key
from models import (
    Appointment,
    Doctor,
    Grant,
    MedicalRecord,
    MedicalRecordVersion,
    Patient,
    PatientIdentifier,
    Role,
    Status,
    User,
    db,
)

PASSWORD = "linden tree in bloom"  # noqa: S105 -- known to everybody, and refused in production
SEED = 1


def is_empty() -> bool:
    """Whether nobody has an account, works or is cared for here, deleted ones included."""
    return not any(db.session.scalar(select(table.id).limit(1)) for table in (User, Doctor, Patient))


def sign_in_hint() -> str | None:
    """Who can sign in to the demo; None where this is not one."""
    admin = select(User.id).where(User.email_key == f"{COLLEAGUES[0].login}@{HOST}")
    if db.session.scalar(admin) is None:
        return None
    emails = ", ".join(f"{login}@{HOST}" for login in ("admin", "reception", "nurse", "adeyemi"))
    return f"sign in as {emails}; password: {PASSWORD}"


def fill(*, now: datetime, seed: int = SEED) -> None:
    """Invent the clinic as it stands at a moment; the same seed and moment, the same clinic.

    For a database that `is_empty`, but perhaps for its first admin.
    """
    random = Random(seed)  # noqa: S311 -- it makes people up, not secrets
    zone = clinic_zone()
    doctor_ids = _hire()
    authors = _give_accounts(doctor_ids)
    invented = people.patients(random, now.astimezone(zone).date())
    patient_ids = _register(invented, now)
    visits = list(diary.visits(random, physicians=PHYSICIANS, patients=invented, now=now, zone=zone))
    _book(visits, doctor_ids, patient_ids)
    written = [(visit, charts.chart(random, visit, now)) for visit in visits if visit.status is Status.COMPLETED]
    _write([(visit, texts) for visit, texts in written if texts], doctor_ids, patient_ids, authors)
    audit.record("demo.fill", seed=seed)


def _hire() -> list[int]:
    """Add the doctors; the visiting become known as they do by a booking, by their name alone."""
    return [
        doctors.add(name=one.name, specialty=one.specialty).id
        if one.login
        else doctors.resolve(doctor_name=one.name).id
        for one in PHYSICIANS
    ]


def _give_accounts(doctor_ids: Sequence[int]) -> list[int]:
    """Let everybody sign in, and say who writes for each doctor: a visiting one dictates to the nurse.

    All share one password and one hash of it, because a hash takes a quarter of a second.
    """
    admin, *colleagues = COLLEAGUES
    first = accounts.create_user(email=f"{admin.login}@{HOST}", name=admin.name, role=admin.role, password=PASSWORD)
    rows = [_account(first, one.login, one.name, one.role, grants=one.grants) for one in colleagues]
    rows += [
        _account(first, one.login, one.name, Role.DOCTOR, doctor_id=doctor_id)
        for one, doctor_id in zip(PHYSICIANS, doctor_ids, strict=True)
        if one.login
    ]
    db.session.add_all(rows)
    db.session.flush()
    for user in rows:
        audit.record("user.create", entity_id=user.id, role=user.role)
    author_of = {user.doctor_id: user.id for user in rows}
    (nurse,) = (user for user in rows if Grant.CLINICAL in user.grants)
    return [author_of.get(doctor_id, nurse.id) for doctor_id in doctor_ids]


def _account(first: User, login: str, name: str, role: Role, **more: Any) -> User:
    email = f"{login}@{HOST}"
    return User(
        email=email, email_key=email_key(email), name=name, role=role, password_hash=first.password_hash, **more
    )


def _register(invented: Sequence[Invented], now: datetime) -> list[int]:
    registered = patients.register_many(
        [
            {
                "name": one.name,
                "email": one.email,
                "date_of_birth": one.born_on,
                "phone": one.phone,
                "address": one.address,
                "blood_group": one.blood_group,
                "created_at": now - timedelta(days=one.registered_days_ago),
                "updated_at": now - timedelta(days=one.registered_days_ago),
            }
            for one in invented
        ],
        source="demo",
    )
    ids = [patient.id for patient in registered]
    numbers = [
        {"patient_id": number, "system": HEALTH_INSURANCE, "value": one.insurance_number}
        for number, one in zip(ids, invented, strict=True)
    ]
    db.session.execute(insert(PatientIdentifier), numbers)
    return ids


def _book(visits: Sequence[Visit], doctor_ids: Sequence[int], patient_ids: Sequence[int]) -> None:
    rows = [
        {
            "patient_id": patient_ids[visit.patient],
            "doctor_id": doctor_ids[visit.physician],
            "doctor_name": PHYSICIANS[visit.physician].name,
            "appointment_datetime": visit.starts_at,
            "ends_at": visit.ends_at,
            "status": visit.status,
            "reason": visit.complaint.reason,
            "notes": visit.notes,
            "created_at": visit.booked_at,
            "updated_at": visit.changed_at or visit.booked_at,
            "version": 2 if visit.changed_at else 1,
        }
        for visit in visits
    ]
    ids = _insert(Appointment, rows)
    booked = [(number, patient_ids[visit.patient]) for number, visit in zip(ids, visits, strict=True)]
    changed = [pair for pair, visit in zip(booked, visits, strict=True) if visit.changed_at]
    audit.record_many("appointment.book", booked, source="demo")
    audit.record_many("appointment.change", changed, source="demo", fields=["status"])


def _write(
    written: Sequence[tuple[Visit, list[Text]]],
    doctor_ids: Sequence[int],
    patient_ids: Sequence[int],
    authors: Sequence[int],
) -> None:
    """Write the records of visits with all their versions."""
    rows = [
        {
            **_said(visit, texts[-1]),
            "patient_id": patient_ids[visit.patient],
            "doctor_id": doctor_ids[visit.physician],
            "author_id": authors[visit.physician],
            "created_at": texts[0].written_at,
            "updated_at": texts[-1].written_at,
            "version": len(texts),
        }
        for visit, texts in written
    ]
    ids = _insert(MedicalRecord, rows)
    versions = [
        {
            **_said(visit, text),
            "record_id": record_id,
            "version": version,
            "author_id": authors[visit.physician],
            "reason": text.reason,
            "written_at": text.written_at,
        }
        for record_id, (visit, texts) in zip(ids, written, strict=True)
        for version, text in enumerate(texts, start=1)
    ]
    db.session.execute(insert(MedicalRecordVersion), versions)
    events = [(number, patient_ids[visit.patient]) for number, (visit, _) in zip(ids, written, strict=True)]
    amended = [event for event, (_, texts) in zip(events, written, strict=True) if len(texts) > 1]
    audit.record_many("medical_record.write", events, source="demo")
    audit.record_many("medical_record.amend", amended, source="demo", fields=["notes"])


def _said(visit: Visit, text: Text) -> dict[str, Any]:
    return {
        "diagnosis": text.diagnosis,
        "prescription": text.prescription,
        "doctor_name": PHYSICIANS[visit.physician].name,
        "record_date": visit.starts_at.date(),
        "notes": text.notes,
    }


def _insert(model: type[Appointment] | type[MedicalRecord], rows: list[dict[str, Any]]) -> Sequence[int]:
    """Insert rows past the mapper, which would call each a version 1, and give their numbers in the same order."""
    table = model.metadata.tables[model.__tablename__]
    return db.session.scalars(insert(table).returning(table.c.id, sort_by_parameter_order=True), rows).all()
