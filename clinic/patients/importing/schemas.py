"""The JSON of an import: how it is asked for, and the report."""

from __future__ import annotations

from marshmallow.fields import Dict

from clinic.patients.importing.report import OUTCOMES
from clinic.patients.schemas import IdentifierSchema
from clinic.shared import fields


class ImportQuery(fields.Query):
    """How a file is taken in."""

    preview = fields.Boolean(load_default=False, metadata={"description": "Only tell what would happen."})


class ColumnsSchema(fields.Answer):
    """The columns of a CSV file, by what became of them."""

    mapped = Dict(
        keys=fields.Plain(), values=fields.Plain(), required=True, metadata={"description": "Header to field."}
    )
    ignored = fields.List(fields.Plain(), required=True)


class RefusedSchema(fields.Answer):
    """Why a row was refused; one with two problems stands twice."""

    line = fields.Integer(required=True)
    field = fields.Plain(required=True, allow_none=True)
    reason = fields.Plain(required=True)


class KeptSchema(fields.Answer):
    """A known patient of whom the file says something else. Nothing was overwritten."""

    line = fields.Integer(required=True)
    patient_id = fields.Integer(
        required=True, allow_none=True, metadata={"description": "Null for one further up in a file only previewed."}
    )
    differing = fields.List(fields.Plain(), required=True, data_key="fields")


class PreviewedSchema(fields.Answer):
    """A row as it would be stored."""

    line = fields.Integer(required=True)
    outcome = fields.Choice(OUTCOMES, required=True)
    name = fields.Plain(required=True)
    email = fields.Plain(required=True, allow_none=True)
    date_of_birth = fields.Day(required=True)
    phone = fields.Plain(required=True, allow_none=True)
    address = fields.Plain(required=True, allow_none=True)
    blood_group = fields.Plain(required=True, allow_none=True)
    identifiers = fields.List(fields.Nested(IdentifierSchema), required=True)


class ImportReportSchema(fields.Answer):
    """What became of a file. `read` is the sum of created, completed, unchanged and refused_count."""

    format = fields.Choice(("csv", "fhir-bundle", "fhir-ndjson"), required=True)
    unit = fields.Choice(("line", "entry"), required=True, metadata={"description": "What `line` counts."})
    encoding_note = fields.Plain(required=True, allow_none=True)
    delimiter = fields.Plain(required=True, allow_none=True)
    columns = fields.Nested(ColumnsSchema, required=True)
    fields_without_place = Dict(
        keys=fields.Plain(),
        values=fields.Integer(),
        required=True,
        metadata={"description": "What the file says beyond what is kept here, and in how many rows."},
    )
    not_imported = Dict(
        keys=fields.Plain(),
        values=fields.Integer(),
        required=True,
        metadata={"description": "FHIR resources of other types."},
    )
    read = fields.Integer(required=True)
    created = fields.Integer(required=True)
    completed = fields.Integer(required=True, metadata={"description": "Known patients who got missing identifiers."})
    unchanged = fields.Integer(required=True)
    refused_count = fields.Integer(required=True, metadata={"description": "Rows."})
    refused = fields.List(fields.Nested(RefusedSchema), required=True, metadata={"description": "The first 200."})
    kept_differences_count = fields.Integer(required=True, metadata={"description": "Patients."})
    kept_differences = fields.List(fields.Nested(KeptSchema), required=True, metadata={"description": "The first 200."})
    preview = fields.List(
        fields.Nested(PreviewedSchema),
        required=True,
        allow_none=True,
        metadata={"description": "The first five as they would be stored, where a preview was asked for."},
    )
