"""The JSON of doctors, taken and given."""

from __future__ import annotations

from clinic.shared import fields


class ChangeDoctorSchema(fields.Body):
    """The fields to change; the others stay."""

    name = fields.Text(most=100, blank=False)
    specialty = fields.OptionalText(most=100)
    is_active = fields.Boolean()
    is_visiting = fields.Boolean(metadata={"description": "False takes a visiting doctor into the clinic."})


class NewDoctorSchema(fields.Body):
    """A doctor of the clinic."""

    name = fields.Text(most=100, blank=False, required=True)
    specialty = fields.OptionalText(most=100)


class MergeSchema(fields.Body):
    """Whom a visiting doctor really is."""

    into = fields.Id(required=True)


class DoctorSchema(fields.Answer):
    """Someone patients are booked with."""

    id = fields.Integer(required=True)
    public_id = fields.UUID(required=True)
    name = fields.Plain(required=True)
    specialty = fields.Plain(required=True, allow_none=True)
    is_visiting = fields.Boolean(required=True)
    is_active = fields.Boolean(required=True)
    version = fields.Integer(required=True)
    coming_appointments = fields.Integer(required=True)


class DoctorListQuery(fields.Query):
    """Which doctors."""

    visiting = fields.Boolean(load_default=None, metadata={"description": "Only the visiting, or only the known."})
