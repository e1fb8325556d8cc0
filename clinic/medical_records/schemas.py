"""The JSON of medical records, taken and given."""

from __future__ import annotations

from clinic.medical_records.queries import ORDERS
from clinic.shared import fields
from clinic.shared.paging import PageQuery, sort_names


class AmendmentSchema(fields.Body):
    """What the record says from now on, and why; what is not sent stays."""

    diagnosis = fields.Text(blank=False)
    prescription = fields.OptionalText()
    notes = fields.OptionalText()
    record_date = fields.Day(past=True)
    doctor_id = fields.Id()
    doctor_name = fields.Text(most=100, blank=False)
    reason = fields.Text(most=1000, blank=False, required=True)


class NewRecordSchema(fields.Body):
    """A record to write. A doctor writes under the own name; others say whose record it is."""

    patient_id = fields.Id(required=True)
    diagnosis = fields.Text(blank=False, required=True)
    prescription = fields.OptionalText()
    notes = fields.OptionalText()
    record_date = fields.Day(past=True)
    doctor_id = fields.Id()
    doctor_name = fields.Text(most=100, blank=False)
    author_id = fields.Id(metadata={"description": "The user who wrote it, where an admin enters it for them."})


class RecordSchema(fields.Answer):
    """What a doctor found and did, as it reads now."""

    id = fields.Integer(required=True)
    public_id = fields.UUID(required=True)
    patient_id = fields.Integer(required=True)
    patient_name = fields.Plain(required=True)
    doctor_id = fields.Integer(required=True)
    doctor_name = fields.Plain(required=True)
    diagnosis = fields.Plain(required=True)
    prescription = fields.Plain(required=True, allow_none=True)
    record_date = fields.Day(required=True)
    notes = fields.Plain(required=True, allow_none=True)
    author_name = fields.Plain(required=True)
    created_at = fields.Moment(required=True)
    updated_at = fields.Moment(required=True)
    version = fields.Integer(required=True)
    is_amended = fields.Boolean(required=True, metadata={"description": "Whether it once read differently."})
    archived_at = fields.Moment(required=True, allow_none=True)


class RecordVersionSchema(fields.Answer):
    """A record as it once read."""

    version = fields.Integer(required=True)
    diagnosis = fields.Plain(required=True)
    prescription = fields.Plain(required=True, allow_none=True)
    doctor_name = fields.Plain(required=True)
    record_date = fields.Day(required=True)
    notes = fields.Plain(required=True, allow_none=True)
    reason = fields.Plain(required=True, allow_none=True)
    author_name = fields.Plain(required=True)
    written_at = fields.Moment(required=True)


class ChartHeadSchema(fields.Answer):
    """Whose chart it is."""

    id = fields.Integer(required=True)
    name = fields.Plain(required=True)
    date_of_birth = fields.Day(required=True)


class ChartQuery(PageQuery):
    """How one patient's records are asked for."""

    sort = fields.Choice(sort_names(ORDERS), load_default="-record_date")


class RecordListQuery(ChartQuery):
    """Which records: days, both included."""

    first_day = fields.Day(data_key="from", load_default=None)
    last_day = fields.Day(data_key="to", load_default=None)
    doctor_id = fields.Id(load_default=None)
    patient_id = fields.Id(load_default=None)
