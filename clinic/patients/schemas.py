"""The JSON of patients, taken and given."""

from __future__ import annotations

from clinic.patients.queries import ORDERS
from clinic.shared import fields
from clinic.shared.paging import PageQuery, sort_names
from models import BLOOD_GROUPS


class ChangePatientSchema(fields.Body):
    """The fields to change; the others stay."""

    name = fields.Text(most=100, blank=False)
    email = fields.Email(allow_none=True)
    date_of_birth = fields.Day(past=True)
    phone = fields.Phone()
    address = fields.OptionalText(most=1000)
    blood_group = fields.Choice(BLOOD_GROUPS, allow_none=True)


class NewPatientSchema(ChangePatientSchema):
    """A patient to register. `email` is required; null is taken where a phone is given."""

    name = fields.Text(most=100, blank=False, required=True)
    email = fields.Email(allow_none=True, required=True)
    date_of_birth = fields.Day(past=True, required=True)


class NextAppointmentSchema(fields.Answer):
    """The patient's next visit."""

    id = fields.Integer(required=True)
    appointment_datetime = fields.Moment(required=True)
    doctor_name = fields.Plain(required=True)
    status = fields.Plain(required=True)


class PatientSchema(fields.Answer):
    """A patient in a list."""

    id = fields.Integer(required=True)
    public_id = fields.UUID(required=True)
    name = fields.Plain(required=True)
    email = fields.Plain(required=True, allow_none=True)
    date_of_birth = fields.Day(required=True)
    phone = fields.Plain(required=True, allow_none=True)
    address = fields.Plain(required=True, allow_none=True)
    blood_group = fields.Plain(required=True, allow_none=True)
    created_at = fields.Moment(required=True)
    updated_at = fields.Moment(required=True)
    version = fields.Integer(required=True)
    archived_at = fields.Moment(required=True, allow_none=True)
    next_appointment = fields.Nested(NextAppointmentSchema, required=True, allow_none=True)


class IdentifierSchema(fields.Answer):
    """A number somebody else knows the patient by."""

    system = fields.Plain(required=True)
    value = fields.Plain(required=True)


class PatientDetailSchema(PatientSchema):
    """One patient, with the numbers others know them by."""

    identifiers = fields.List(fields.Nested(IdentifierSchema), required=True)


class PatientListQuery(PageQuery):
    """How a list of patients is asked for."""

    q = fields.Text(
        load_default="",
        most=200,
        metadata={"description": "Part of a name or e-mail, a phone, a date of birth."},
    )
    sort = fields.Choice(sort_names(ORDERS), load_default="name")
    archived = fields.Boolean(load_default=False, metadata={"description": "Admins: the archived ones instead."})


class PatientSearchSchema(fields.Body, PatientListQuery):
    """The same in a body, so that no name stands in an address."""


class NextPageQuery(fields.Query):
    """What the `next` link of such a search says beside the body."""

    after = fields.Id(metadata={"description": "The last row of the page before."})
