"""The JSON of numbers."""

from __future__ import annotations

from clinic.shared import fields


class SummarySchema(fields.Answer):
    """The status bar's numbers; a doctor's appointments are those of the own diary."""

    patients = fields.Integer(required=True)
    appointments = fields.Integer(required=True)
    appointments_today = fields.Integer(required=True)
    today = fields.Day(required=True)
    now = fields.Moment(required=True)
