"""Appointments over HTTP."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Blueprint, Response

from clinic.appointments import actions, queries
from clinic.appointments.schemas import (
    AppointmentListQuery,
    AppointmentSchema,
    BookingSchema,
    ChangeAppointmentSchema,
)
from clinic.audit import actions as audit
from clinic.shared import clock, paging
from clinic.shared.access import Objects, allow, current_actor
from clinic.shared.answers import check_if_match, commit, created, done, listed, ok
from clinic.shared.clinic import clinic_zone
from clinic.shared.contract import gives, takes, takes_query
from clinic.shared.idempotency import once
from clinic.shared.metrics import bookings_total, counted_by
from models import Appointment, Role

blueprint = Blueprint("appointments", __name__)


@blueprint.get("/appointments")
@allow(Role.ADMIN, Role.STAFF, Role.DOCTOR, objects=Objects.OWN_DIARY)
@takes_query(AppointmentListQuery)
@gives(AppointmentSchema, is_list=True)
def list_appointments(query: dict[str, Any]) -> Response:
    """List appointments by day range, doctor, patient and status; a doctor sees the own diary.

    A day has the visits that run into it, too.
    """
    sort, limit, after = (query.pop(name) for name in ("sort", "limit", "after"))
    own = current_actor().limited_to
    is_filtered = own is not None or any(value is not None for value in query.values())
    page = paging.page(
        queries.filtered(queries.appointments(doctor_id=own), **_instants(**query)),
        orders=queries.ORDERS,
        sort=sort,
        limit=limit,
        after=after,
        total_of=None if is_filtered else Appointment.__tablename__,
    )
    audit.record_read("appointment.list", appointments=[row["id"] for row in page.rows])
    return commit(listed(page))


def _instants(*, first_day: date | None, last_day: date | None, **others: Any) -> dict[str, Any]:
    zone = clinic_zone()
    return {
        "since": clock.day_bounds(first_day, zone)[0] if first_day else None,
        "until": clock.day_bounds(last_day, zone)[1] if last_day else None,
        **others,
    }


@blueprint.get("/appointments/<row_id:appointment_id>")
@allow(Role.ADMIN, Role.STAFF, Role.DOCTOR, objects=Objects.OWN_DIARY)
@gives(AppointmentSchema)
def show_appointment(appointment_id: int) -> Response:
    """Show one appointment."""
    appointment = _shown(appointment_id)
    actions.check_own_diary(appointment["doctor_id"])
    audit.record_read("appointment.read", entity_id=appointment_id, patient_id=appointment["patient_id"])
    return commit(ok(appointment))


@blueprint.post("/appointments")
@counted_by(bookings_total)
@allow(Role.ADMIN, Role.STAFF, Role.DOCTOR, objects=Objects.OWN_DIARY)
@once(show_appointment)
@takes(BookingSchema)
@gives(AppointmentSchema, 201)
def book_appointment(fields: dict[str, Any]) -> Response:
    """Book a visit: 30 minutes unless told. 409 slot_taken or patient_busy, with the next free times."""
    appointment = actions.book(**fields)
    return commit(created(_shown(appointment.id)))


@blueprint.put("/appointments/<row_id:appointment_id>")
@allow(Role.ADMIN, Role.STAFF, Role.DOCTOR, objects=Objects.OWN_DIARY)
@takes(ChangeAppointmentSchema)
@gives(AppointmentSchema)
def change_appointment(appointment_id: int, fields: dict[str, Any]) -> Response:
    """Move an appointment, or change its status, doctor or texts; what is not sent stays."""
    appointment = actions.find(appointment_id)
    check_if_match(appointment.version, lambda: _shown(appointment_id), patient_id=appointment.patient_id)
    actions.change(appointment, **fields)
    return commit(ok(_shown(appointment_id)))


@blueprint.delete("/appointments/<row_id:appointment_id>")
@allow(Role.ADMIN, Role.STAFF, Role.DOCTOR, objects=Objects.OWN_DIARY)
@gives()
def delete_appointment(appointment_id: int) -> Response:
    """Delete an appointment and free its time. An admin can restore it."""
    appointment = actions.find(appointment_id)
    check_if_match(appointment.version, lambda: _shown(appointment_id), patient_id=appointment.patient_id)
    actions.archive(appointment)
    return commit(done("Appointment deleted."))


@blueprint.post("/appointments/<row_id:appointment_id>/restore")
@allow(Role.ADMIN)
@gives(AppointmentSchema)
def restore_appointment(appointment_id: int) -> Response:
    """Bring a deleted appointment back, where its time is still free."""
    actions.restore(actions.find(appointment_id, archived=True))
    return commit(ok(_shown(appointment_id)))


def _shown(appointment_id: int) -> dict[str, Any]:
    appointment = paging.first_row(queries.appointment(appointment_id))
    if appointment is None:
        raise actions.NoSuchAppointment()
    return appointment
