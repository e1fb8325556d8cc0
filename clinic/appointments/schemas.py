"""The JSON of appointments, taken and given."""

from __future__ import annotations

from marshmallow import validate

from clinic.appointments.queries import ORDERS
from clinic.appointments.rules import DEFAULT_MINUTES, LONGEST_MINUTES, SHORTEST_MINUTES
from clinic.shared import fields
from clinic.shared.paging import PageQuery, sort_names
from models import Status

_length = validate.Range(
    SHORTEST_MINUTES, LONGEST_MINUTES, error=f"A visit lasts {SHORTEST_MINUTES} to {LONGEST_MINUTES} minutes."
)


class ChangeAppointmentSchema(fields.Body):
    """The fields to change; the others stay. A move keeps its length unless told."""

    doctor_id = fields.Id()
    doctor_name = fields.Text(most=100, blank=False)
    appointment_datetime = fields.Moment()
    duration_minutes = fields.Integer(validate=_length)
    status = fields.Choice(Status)
    reason = fields.OptionalText(most=2000)
    notes = fields.OptionalText()


class BookingSchema(fields.Body):
    """A visit to book, with a doctor by number or by name."""

    patient_id = fields.Id(required=True)
    doctor_id = fields.Id()
    doctor_name = fields.Text(most=100, blank=False)
    appointment_datetime = fields.Moment(required=True)
    duration_minutes = fields.Integer(load_default=DEFAULT_MINUTES, validate=_length)
    reason = fields.OptionalText(most=2000)
    notes = fields.OptionalText()


class AppointmentSchema(fields.Answer):
    """A patient's visit with a doctor."""

    id = fields.Integer(required=True)
    public_id = fields.UUID(required=True)
    patient_id = fields.Integer(required=True)
    patient_name = fields.Plain(required=True)
    doctor_id = fields.Integer(required=True)
    doctor_name = fields.Plain(required=True)
    appointment_datetime = fields.Moment(required=True)
    duration_minutes = fields.Integer(required=True)
    ends_at = fields.Moment(required=True)
    status = fields.Choice(Status, required=True)
    reason = fields.Plain(required=True, allow_none=True)
    notes = fields.Plain(required=True, allow_none=True)
    created_at = fields.Moment(required=True)
    updated_at = fields.Moment(required=True)
    version = fields.Integer(required=True)
    archived_at = fields.Moment(required=True, allow_none=True)


class AppointmentListQuery(PageQuery):
    """Which appointments: those that share a moment with days of the clinic, both included."""

    first_day = fields.Day(data_key="from", load_default=None)
    last_day = fields.Day(data_key="to", load_default=None)
    doctor_id = fields.Id(load_default=None)
    patient_id = fields.Id(load_default=None)
    status = fields.Listed(Status, load_default=None)
    sort = fields.Choice(sort_names(ORDERS), load_default="appointment_datetime")
