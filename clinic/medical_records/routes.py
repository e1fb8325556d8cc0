"""Medical records over HTTP."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response

from clinic.audit import actions as audit
from clinic.medical_records import actions, queries
from clinic.medical_records.rules import CHARTS
from clinic.medical_records.schemas import (
    AmendmentSchema,
    ChartHeadSchema,
    ChartQuery,
    NewRecordSchema,
    RecordListQuery,
    RecordSchema,
    RecordVersionSchema,
)
from clinic.shared import paging
from clinic.shared.access import Objects, allow, current_actor
from clinic.shared.answers import check_if_match, commit, created, done, listed, ok
from clinic.shared.contract import gives, takes, takes_query
from clinic.shared.idempotency import once
from models import MedicalRecord, Role

blueprint = Blueprint("medical_records", __name__)


@blueprint.get("/patients/<row_id:patient_id>/records")
@allow(*CHARTS, objects=Objects.OWN_PATIENTS)
@takes_query(ChartQuery)
@gives(RecordSchema, is_list=True, patient=ChartHeadSchema)
def list_patient_records(patient_id: int, query: dict[str, Any]) -> Response:
    """List one patient's records, the newest first."""
    patient = actions.open_chart(patient_id)
    shown = queries.filtered(queries.records(), patient_id=patient_id)
    page = paging.page(shown, orders=queries.ORDERS, **query)
    audit.record_read("medical_record.list", patient_id=patient_id, records=[row["id"] for row in page.rows])
    return commit(listed(page, patient=patient))


@blueprint.get("/records")
@allow(*CHARTS, objects=Objects.OWN_PATIENTS)
@takes_query(RecordListQuery)
@gives(RecordSchema, is_list=True)
def list_records(query: dict[str, Any]) -> Response:
    """List records by patient, doctor and day range; a doctor sees those of the own patients."""
    sort, limit, after = (query.pop(name) for name in ("sort", "limit", "after"))
    own = current_actor().limited_to
    is_filtered = own is not None or any(value is not None for value in query.values())
    page = paging.page(
        queries.filtered(queries.records(seen_by_doctor=own), **query),
        orders=queries.ORDERS,
        sort=sort,
        limit=limit,
        after=after,
        total_of=None if is_filtered else MedicalRecord.__tablename__,
    )
    audit.record_read("medical_record.list", records=[row["id"] for row in page.rows])
    return commit(listed(page))


@blueprint.get("/records/<row_id:record_id>")
@allow(*CHARTS, objects=Objects.OWN_PATIENTS)
@gives(RecordSchema)
def show_record(record_id: int) -> Response:
    """Show one record as it reads now."""
    record = _shown(record_id)
    actions.open_chart(record["patient_id"])
    audit.record_read("medical_record.read", entity_id=record_id, patient_id=record["patient_id"])
    return commit(ok(record))


@blueprint.get("/records/<row_id:record_id>/versions")
@allow(*CHARTS, objects=Objects.OWN_PATIENTS)
@gives(RecordVersionSchema, is_list=True)
def list_record_versions(record_id: int) -> Response:
    """Everything a record has said, with author, time and reason, the newest first."""
    patient = actions.open_chart_of(record_id)
    versions = paging.rows(queries.versions(record_id))
    audit.record_read("medical_record.read", entity_id=record_id, patient_id=patient["id"], versions=len(versions))
    return commit(ok(versions, count=len(versions)))


@blueprint.post("/records")
@allow(*CHARTS, objects=Objects.OWN_PATIENTS)
@once(show_record)
@takes(NewRecordSchema)
@gives(RecordSchema, 201)
def write_record(fields: dict[str, Any]) -> Response:
    """Write a medical record."""
    record = actions.write(**fields)
    return commit(created(_shown(record.id)))


@blueprint.put("/records/<row_id:record_id>")
@allow(*CHARTS, objects=Objects.OWN_PATIENTS)
@takes(AmendmentSchema)
@gives(RecordSchema)
def amend_record(record_id: int, fields: dict[str, Any]) -> Response:
    """Amend a record: a new version, with its reason. Earlier versions stay readable."""
    record = actions.find(record_id)
    check_if_match(record.version, lambda: _shown(record_id), patient_id=record.patient_id)
    actions.amend(record, **fields)
    return commit(ok(_shown(record_id)))


@blueprint.delete("/records/<row_id:record_id>")
@allow(*CHARTS, objects=Objects.OWN_PATIENTS)
@gives()
def delete_record(record_id: int) -> Response:
    """Delete a record. Nothing is erased: an admin can restore it."""
    record = actions.find(record_id)
    check_if_match(record.version, lambda: _shown(record_id), patient_id=record.patient_id)
    actions.archive(record)
    return commit(done("Medical record deleted."))


@blueprint.post("/records/<row_id:record_id>/restore")
@allow(Role.ADMIN)
@gives(RecordSchema)
def restore_record(record_id: int) -> Response:
    """Bring a deleted record back."""
    actions.restore(actions.find(record_id, archived=True))
    return commit(ok(_shown(record_id)))


def _shown(record_id: int) -> dict[str, Any]:
    record = paging.first_row(queries.record(record_id))
    if record is None:
        raise actions.NoSuchRecord()
    return record
