"""What the clinic does with appointments: book, change, archive, restore. The caller commits.

A booking first locks every (doctor or patient, UTC day) that its old and new times touch, in sorted order:
writers then wait for each other in line instead of dying in deadlocks, and what is read under the locks is
still true at the write. The exclusion constraints have the last word over whoever comes without the locks.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import func, select, text, update

from clinic.appointments import queries, rules
from clinic.audit import actions as audit
from clinic.doctors import actions as doctors
from clinic.doctors.rules import MergeConflict
from clinic.patients import actions as patients
from clinic.shared import clock, reach
from clinic.shared.access import current_actor
from clinic.shared.clinic import clinic_zone
from clinic.shared.errors import Forbidden, Invalid, NotFound
from models import Appointment, Status, db

_LOCK = text("SELECT count(pg_advisory_xact_lock(key)) FROM unnest(CAST(:keys AS bigint[])) AS key")


class NoSuchAppointment(NotFound):
    message = "There is no such appointment."


class NotYourDiary(Forbidden):
    code = "not_your_diary"
    message = "A doctor works in the own diary only."


def find(appointment_id: int, *, archived: bool = False) -> Appointment:
    """Load an appointment to change, locked. Raises NoSuchAppointment, NotYourDiary."""
    appointment = db.session.scalar(queries.for_change(appointment_id, archived=archived))
    if appointment is None:
        raise NoSuchAppointment()
    check_own_diary(appointment.doctor_id)
    return appointment


def check_own_diary(doctor_id: int) -> None:
    """Raises NotYourDiary for a doctor in another one's diary."""
    if current_actor().limited_to not in (None, doctor_id):
        raise NotYourDiary()


def book(
    *,
    patient_id: int,
    appointment_datetime: datetime,
    doctor_id: int | None = None,
    doctor_name: str | None = None,
    duration_minutes: int = rules.DEFAULT_MINUTES,
    reason: str | None = None,
    notes: str | None = None,
) -> Appointment:
    """Book a visit of `duration_minutes` from an instant on.

    Raises SlotTaken, PatientBusy, NoSuchPatient, NoSuchDoctor, DoctorAmbiguous, DoctorInactive, NotYourDiary.
    """
    patients.check_exists(patient_id)
    doctor = doctors.resolve_to_book(doctor_id=doctor_id, doctor_name=doctor_name)
    check_own_diary(doctor.id)
    ends_at = appointment_datetime + timedelta(minutes=duration_minutes)
    _check_in_our_time(ends_at)
    _lock(doctor_ids={doctor.id}, patient_id=patient_id, spans=[(appointment_datetime, ends_at)])
    _check_free(doctor_id=doctor.id, patient_id=patient_id, starts_at=appointment_datetime, ends_at=ends_at)
    appointment = Appointment(
        patient_id=patient_id,
        doctor_id=doctor.id,
        doctor_name=doctor.name,
        appointment_datetime=appointment_datetime,
        ends_at=ends_at,
        status=Status.SCHEDULED,
        reason=reason,
        notes=notes,
    )
    db.session.add(appointment)
    db.session.flush()
    audit.record("appointment.book", entity_id=appointment.id, patient_id=patient_id)
    return appointment


def change(appointment: Appointment, **fields: Any) -> Appointment:
    """Change the fields given: the time, the doctor, the status, the texts, all in one step.

    Raises SlotTaken, PatientBusy, WrongStatus, NoSuchDoctor, DoctorAmbiguous, DoctorInactive, NotYourDiary.
    """
    before = (appointment.appointment_datetime, appointment.ends_at, appointment.doctor_id)
    status = Status(appointment.status)
    wanted = Status(fields.get("status", status))
    if wanted is not status:
        rules.check_may_become(status, wanted)
    doctor_id, starts_at, ends_at = _wanted_place(appointment, fields)
    is_moved = before != (starts_at, ends_at, doctor_id)
    if is_moved:
        rules.check_may_move(status)
        _check_in_our_time(ends_at)
        check_own_diary(doctor_id)
    takes_its_time = wanted not in rules.FREES_ITS_TIME
    if takes_its_time and (is_moved or status in rules.FREES_ITS_TIME):
        _lock(
            doctor_ids={appointment.doctor_id, doctor_id},
            patient_id=appointment.patient_id,
            spans=[(appointment.appointment_datetime, appointment.ends_at), (starts_at, ends_at)],
        )
        _check_free(
            doctor_id=doctor_id,
            patient_id=appointment.patient_id,
            starts_at=starts_at,
            ends_at=ends_at,
            except_id=appointment.id,
        )
    appointment.appointment_datetime, appointment.ends_at, appointment.status = starts_at, ends_at, wanted
    if doctor_id != appointment.doctor_id:
        appointment.doctor_id = doctor_id
        appointment.doctor_name = doctors.resolve(doctor_id=doctor_id).name
    for name in ("reason", "notes"):
        if name in fields:
            setattr(appointment, name, fields[name])
    if not db.session.is_modified(appointment):
        return appointment
    db.session.flush()
    audit.record(
        "appointment.move" if is_moved else "appointment.change",
        entity_id=appointment.id,
        patient_id=appointment.patient_id,
        fields=sorted(fields),
        **({"status": [status, wanted]} if wanted is not status else {}),
    )
    return appointment


def _wanted_place(appointment: Appointment, fields: dict[str, Any]) -> tuple[int, datetime, datetime]:
    """The doctor, start and end that a change asks for; a move keeps the length."""
    doctor_id = appointment.doctor_id
    if fields.get("doctor_id") or fields.get("doctor_name"):
        named = {"doctor_id": fields.get("doctor_id"), "doctor_name": fields.get("doctor_name")}
        doctor_id = doctors.resolve_to_book(**named, instead_of=doctor_id).id
    starts_at = fields.get("appointment_datetime", appointment.appointment_datetime)
    length = appointment.ends_at - appointment.appointment_datetime
    if "duration_minutes" in fields:
        length = timedelta(minutes=fields["duration_minutes"])
    return doctor_id, starts_at, starts_at + length


def archive(appointment: Appointment) -> None:
    """Take an appointment out of every list and free its time; an admin can restore it."""
    appointment.archived_at, appointment.archived_by_id = clock.now(), current_actor().user_id
    db.session.flush()
    audit.record("appointment.archive", entity_id=appointment.id, patient_id=appointment.patient_id)


def restore(appointment: Appointment) -> None:
    """Bring an archived appointment back.

    Raises SlotTaken or PatientBusy where its time was given away, NoSuchPatient.
    """
    patients.check_exists(appointment.patient_id)
    if Status(appointment.status) not in rules.FREES_ITS_TIME:
        span = (appointment.appointment_datetime, appointment.ends_at)
        _lock(doctor_ids={appointment.doctor_id}, patient_id=appointment.patient_id, spans=[span])
        _check_free(
            doctor_id=appointment.doctor_id,
            patient_id=appointment.patient_id,
            starts_at=span[0],
            ends_at=span[1],
        )
    appointment.archived_at = appointment.archived_by_id = None
    db.session.flush()
    audit.record("appointment.restore", entity_id=appointment.id, patient_id=appointment.patient_id)


def _lock(*, doctor_ids: set[int], patient_id: int, spans: list[rules.Span]) -> None:
    keys = rules.lock_keys(doctor_ids=doctor_ids, patient_id=patient_id, spans=spans)
    db.session.execute(_LOCK, {"keys": keys})


def _check_in_our_time(ends_at: datetime) -> None:
    """Raises Invalid for a visit that ends after the last year that the diary holds."""
    if ends_at.astimezone(UTC).year > clock.LAST_YEAR:
        raise Invalid(fields={"appointment_datetime": [f"The year must be {clock.LAST_YEAR} at most."]})


def _check_free(
    *, doctor_id: int, patient_id: int, starts_at: datetime, ends_at: datetime, except_id: int | None = None
) -> None:
    """Raises SlotTaken or PatientBusy, with what is in the way and the next free times of that day."""
    conflict = db.session.execute(
        queries.in_the_way(
            doctor_id=doctor_id,
            patient_id=patient_id,
            starts_at=starts_at,
            ends_at=ends_at,
            except_id=except_id,
        )
    ).first()
    if conflict is None:
        return
    next_free = _next_free(doctor_id=doctor_id, patient_id=patient_id, starts_at=starts_at, length=ends_at - starts_at)
    refusal = rules.SlotTaken if conflict.doctor_id == doctor_id else rules.PatientBusy
    told = {name: conflict._mapping[name] for name in ("appointment_datetime", "ends_at", "doctor_name")}
    raise refusal(_sentence(refusal, told), conflict=told, next_free=next_free)


def _sentence(refusal: type[rules.SlotTaken] | type[rules.PatientBusy], told: dict[str, Any]) -> str:
    zone = clinic_zone()
    span = f"{told['appointment_datetime'].astimezone(zone):%H:%M} to {told['ends_at'].astimezone(zone):%H:%M}"
    if refusal is rules.SlotTaken:
        return f"{told['doctor_name']} is taken from {span}."
    return f"The patient has a visit with {told['doctor_name']} from {span}."


def _next_free(*, doctor_id: int, patient_id: int, starts_at: datetime, length: timedelta) -> list[datetime]:
    zone = clinic_zone()
    _, until = clock.day_bounds(starts_at.astimezone(zone).date(), zone)
    busy = db.session.execute(
        queries.busy_spans(doctor_id=doctor_id, patient_id=patient_id, since=starts_at, until=until)
    ).all()
    spans = [(row.appointment_datetime, row.ends_at) for row in busy]
    starts = rules.free_starts(spans, wanted=starts_at, until=until, length=length)
    return [start.astimezone(zone) for start in starts]


# ── parts in what reaches everywhere ─────────────────────────────────────────────────────────────────────


@reach.patient_archived.handler
def _archive_with_patient(*, patient_id: int, archived_at: datetime) -> None:
    living = (Appointment.patient_id == patient_id) & Appointment.archived_at.is_(None)
    _update(living, archived_at=archived_at, archived_by_id=current_actor().user_id)


@reach.patient_restored.handler
def _restore_with_patient(*, patient_id: int, archived_at: datetime) -> None:
    """Bring back the visits that were archived with the patient; one whose time was given away stays archived."""
    gone = (Appointment.patient_id == patient_id) & (Appointment.archived_at == archived_at)
    rows = list(db.session.scalars(select(Appointment).where(gone).with_for_update()))
    if not rows:
        return
    spans = [(row.appointment_datetime, row.ends_at) for row in rows]
    _lock(doctor_ids={row.doctor_id for row in rows}, patient_id=patient_id, spans=spans)
    for row in rows:
        in_the_way = queries.in_the_way(
            doctor_id=row.doctor_id,
            patient_id=patient_id,
            starts_at=row.appointment_datetime,
            ends_at=row.ends_at,
            except_id=row.id,
        )
        if Status(row.status) in rules.FREES_ITS_TIME or db.session.execute(in_the_way).first() is None:
            row.archived_at = row.archived_by_id = None
            db.session.flush()


@reach.doctor_merged.handler
def _give_to_merged(*, visiting_id: int, doctor_id: int, doctor_name: str) -> None:
    """Move a visiting doctor's visits. Raises MergeConflict, with the list, where two would overlap."""
    zone = clinic_zone()
    pairs = db.session.execute(queries.overlaps(one_doctor_id=visiting_id, other_doctor_id=doctor_id)).mappings().all()
    if pairs:
        raise MergeConflict(
            overlaps=[
                {name: value.astimezone(zone) if isinstance(value, datetime) else value for name, value in pair.items()}
                for pair in pairs
            ]
        )
    _update(Appointment.doctor_id == visiting_id, doctor_id=doctor_id, doctor_name=doctor_name)


@reach.doctor_renamed.handler
def _rename_coming(*, doctor_id: int, doctor_name: str) -> None:
    """Let the visits to come say the new name; what was, stays as it was made."""
    coming = (Appointment.doctor_id == doctor_id) & (Appointment.appointment_datetime >= func.now())
    _update(coming & Appointment.archived_at.is_(None), doctor_name=doctor_name)


def _update(where: Any, **values: Any) -> None:
    db.session.execute(
        update(Appointment).where(where).values(version=Appointment.version + 1, updated_at=func.now(), **values)
    )
