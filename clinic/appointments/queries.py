"""How appointments are found and shown."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Integer, Select, and_, cast, false, func, or_, select
from sqlalchemy.orm import aliased

from clinic.appointments.rules import FREES_ITS_TIME, LONGEST_MINUTES
from clinic.shared.paging import AnySelect, Columns
from models import Appointment, Patient

ORDERS: dict[str, Columns] = {
    "appointment_datetime": (Appointment.appointment_datetime, Appointment.id),
    "id": (Appointment.id,),
}

LONGEST = timedelta(minutes=LONGEST_MINUTES)

_minutes = cast(func.extract("epoch", Appointment.ends_at - Appointment.appointment_datetime) / 60, Integer)

# Looked up for the rows of a page only: what is joined is joined for all that match, just to be counted.
_patient_name = (
    select(Patient.name).where(Patient.id == Appointment.patient_id).correlate(Appointment).scalar_subquery()
)

_SHOWN = (
    Appointment.id,
    Appointment.public_id,
    Appointment.patient_id,
    _patient_name.label("patient_name"),
    Appointment.doctor_id,
    Appointment.doctor_name,
    Appointment.appointment_datetime,
    _minutes.label("duration_minutes"),
    Appointment.ends_at,
    Appointment.status,
    Appointment.reason,
    Appointment.notes,
    Appointment.created_at,
    Appointment.updated_at,
    Appointment.version,
    Appointment.archived_at,
)


def appointments(*, doctor_id: int | None = None) -> AnySelect:
    """The appointments as they are shown: all, or one doctor's diary."""
    shown = select(*_SHOWN).where(Appointment.archived_at.is_(None))
    return shown if doctor_id is None else shown.where(Appointment.doctor_id == doctor_id)


def goes_on_after(moment: datetime) -> Any:
    """Whether an appointment is not over by an instant."""
    # So that the index leaves out what is long past. In UTC: a day of the clinic's own clock may have 23 hours.
    earliest = moment.astimezone(UTC) - LONGEST
    return and_(Appointment.ends_at > moment, Appointment.appointment_datetime > earliest)


def filtered(
    shown: AnySelect,
    *,
    since: datetime | None = None,
    until: datetime | None = None,
    doctor_id: int | None = None,
    patient_id: int | None = None,
    status: Sequence[str] | None = None,
) -> AnySelect:
    """Narrow a list, to what shares a moment with a span for one; what is None does not narrow."""
    if since is not None and until is not None and until <= since:
        return shown.where(false())  # what runs over midnight would share a moment with neither of two days
    if since is not None:
        shown = shown.where(goes_on_after(since))
    if until is not None:
        shown = shown.where(Appointment.appointment_datetime < until)
    if doctor_id is not None:
        shown = shown.where(Appointment.doctor_id == doctor_id)
    if patient_id is not None:
        shown = shown.where(Appointment.patient_id == patient_id)
    if status:
        shown = shown.where(Appointment.status.in_(status))
    return shown


def appointment(appointment_id: int) -> AnySelect:
    return appointments().where(Appointment.id == appointment_id)


def for_change(appointment_id: int, *, archived: bool = False) -> Select[Appointment]:
    """One appointment, locked until the transaction ends."""
    state = Appointment.archived_at.is_not(None) if archived else Appointment.archived_at.is_(None)
    return select(Appointment).where(Appointment.id == appointment_id, state).with_for_update()


def is_live(appointment: Any = Appointment) -> Any:
    """Whether an appointment holds its time, as the exclusion constraints say it."""
    return and_(appointment.archived_at.is_(None), appointment.status.not_in(sorted(FREES_ITS_TIME)))


def in_the_way(
    *, doctor_id: int, patient_id: int, starts_at: datetime, ends_at: datetime, except_id: int | None
) -> AnySelect:
    """Live appointments of the doctor or the patient that share a moment with the span, the doctor's first."""
    return (
        select(
            Appointment.id, Appointment.doctor_id, Appointment.doctor_name,
            Appointment.appointment_datetime, Appointment.ends_at,
        )
        .where(
            or_(Appointment.doctor_id == doctor_id, Appointment.patient_id == patient_id),
            Appointment.id.is_distinct_from(except_id),
            func.tstzrange(Appointment.appointment_datetime, Appointment.ends_at).op("&&")(
                func.tstzrange(starts_at, ends_at)
            ),
            is_live(),
        )
        .order_by(Appointment.doctor_id != doctor_id, Appointment.appointment_datetime, Appointment.id)
        .limit(1)
    )  # fmt: skip


def busy_spans(*, doctor_id: int, patient_id: int, since: datetime, until: datetime) -> AnySelect:
    """When the doctor or the patient is taken, in order."""
    return (
        select(Appointment.appointment_datetime, Appointment.ends_at)
        .where(
            or_(Appointment.doctor_id == doctor_id, Appointment.patient_id == patient_id),
            goes_on_after(since),
            Appointment.appointment_datetime < until,
            is_live(),
        )
        .order_by(Appointment.appointment_datetime, Appointment.id)
    )


def overlaps(*, one_doctor_id: int, other_doctor_id: int) -> AnySelect:
    """Pairs of live appointments, one of each doctor, that share a moment."""
    one, other = aliased(Appointment), aliased(Appointment)
    return (
        select(
            one.id, one.appointment_datetime, one.ends_at, other.id.label("with_id"),
            other.appointment_datetime.label("with_datetime"), other.ends_at.label("with_ends_at"),
        )
        .where(
            one.doctor_id == one_doctor_id,
            other.doctor_id == other_doctor_id,
            is_live(one),
            is_live(other),
            one.appointment_datetime < other.ends_at,
            other.appointment_datetime < one.ends_at,
        )
        .order_by(one.appointment_datetime, one.id)
        .limit(50)
    )  # fmt: skip
