"""Patients over HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from flask import Blueprint, Response, request

from clinic.audit import actions as audit
from clinic.patients import actions, queries, rules
from clinic.patients.importing import actions as importing
from clinic.patients.importing.report import Report
from clinic.patients.importing.schemas import ImportQuery, ImportReportSchema
from clinic.patients.schemas import (
    ChangePatientSchema,
    NewPatientSchema,
    NextPageQuery,
    PatientDetailSchema,
    PatientListQuery,
    PatientSchema,
    PatientSearchSchema,
)
from clinic.shared import clock, paging
from clinic.shared.access import Objects, allow, current_actor
from clinic.shared.answers import check_if_match, commit, created, done, listed, ok
from clinic.shared.cells import csv_lines
from clinic.shared.clinic import clinic_profile, clinic_zone
from clinic.shared.contract import gives, gives_file, takes, takes_file, takes_query
from clinic.shared.errors import Forbidden
from clinic.shared.idempotency import once
from clinic.shared.transfers import NDJSON, csv_file, received, streamed, wants_lines
from models import Patient, Role, db

blueprint = Blueprint("patients", __name__)

IMPORTED_TYPES = ("text/csv", "application/fhir+json", "application/json", NDJSON)


@blueprint.get("/patients")
@allow(Role.ADMIN, Role.STAFF, Role.DOCTOR)
@takes_query(PatientListQuery)
@gives(PatientSchema, is_list=True)
def list_patients(query: dict[str, Any]) -> Response:
    """List patients, or find them by name, phone, e-mail or date of birth."""
    return _list(**query)


@blueprint.post("/patients/search")
@allow(Role.ADMIN, Role.STAFF, Role.DOCTOR)
@takes_query(NextPageQuery)
@takes(PatientSearchSchema)
@gives(PatientSchema, is_list=True)
def search_patients(query: dict[str, Any], fields: dict[str, Any]) -> Response:
    """Find patients, with what is searched for in the body.

    Page on by sending the same body to the `next` link.
    """
    return _list(**fields | query)


def _list(*, q: str, sort: str, archived: bool, limit: int, after: int | None) -> Response:
    if archived and not current_actor().is_admin:
        raise Forbidden("Only an admin sees archived patients.")
    terms = rules.read_search(q, country=clinic_profile().country)
    shown = queries.patients(archived=archived)
    everybody = terms.is_empty and not archived
    page = paging.page(
        shown if terms.is_empty else queries.matching(shown, terms),
        orders=queries.ORDERS,
        sort=sort,
        limit=limit,
        after=after,
        total_of=Patient.__tablename__ if everybody else None,
    )
    audit.record_read("patient.list", patients=[row["id"] for row in page.rows])
    return commit(listed(page))


@blueprint.get("/patients/export")
@allow(Role.ADMIN, Role.STAFF)
@gives_file("text/csv")
def export_patients() -> Response:
    """Export all patients as CSV in UTF-8, which the import reads back.

    Cells that a spreadsheet would run as formulas begin with an apostrophe.
    """
    lots = actions.export()
    db.session.commit()
    cells = (rules.as_cells(patient) for lot in _released(lots) for patient in lot)
    today = clock.now().astimezone(clinic_zone()).date()
    return csv_file(f"patients-{today}.csv", csv_lines(rules.EXPORTED, cells))


def _released(lots: Iterator[actions.Lot]) -> Iterator[actions.Lot]:
    """Hold no connection while a slow reader takes in a lot."""
    for lot in lots:
        db.session.rollback()
        yield lot


@blueprint.get("/patients/<row_id:patient_id>")
@allow(Role.ADMIN, Role.STAFF, Role.DOCTOR)
@gives(PatientDetailSchema)
def show_patient(patient_id: int) -> Response:
    """Show one patient."""
    patient = _shown(patient_id)
    audit.record_read("patient.read", entity_id=patient_id, patient_id=patient_id)
    return commit(ok(patient))


@blueprint.post("/patients")
@allow(Role.ADMIN, Role.STAFF)
@once(show_patient)
@takes(NewPatientSchema)
@gives(PatientDetailSchema, 201)
def register_patient(fields: dict[str, Any]) -> Response:
    """Register a patient."""
    patient = actions.register(**fields)
    return commit(created(_shown(patient.id)))


@blueprint.put("/patients/<row_id:patient_id>")
@allow(Role.ADMIN, Role.STAFF, Role.DOCTOR, objects=Objects.OWN_PATIENTS)
@takes(ChangePatientSchema)
@gives(PatientDetailSchema)
def change_patient(patient_id: int, fields: dict[str, Any]) -> Response:
    """Change a patient's details, a doctor the own patients'; what is not sent stays."""
    patient = actions.find(patient_id)
    actions.check_own_patient(patient_id)
    check_if_match(patient.version, lambda: _shown(patient_id), patient_id=patient_id)
    actions.change(patient, **fields)
    return commit(ok(_shown(patient_id)))


@blueprint.delete("/patients/<row_id:patient_id>")
@allow(Role.ADMIN, Role.STAFF)
@gives()
def delete_patient(patient_id: int) -> Response:
    """Delete a patient, with visits and records. Nothing is erased: an admin can restore it all."""
    patient = actions.find(patient_id)
    check_if_match(patient.version, lambda: _shown(patient_id), patient_id=patient_id)
    actions.archive(patient)
    return commit(done("Patient deleted."))


@blueprint.post("/patients/<row_id:patient_id>/restore")
@allow(Role.ADMIN)
@gives(PatientDetailSchema)
def restore_patient(patient_id: int) -> Response:
    """Bring a deleted patient back, with the visits whose times are still free and all records."""
    actions.restore(actions.find(patient_id, archived=True))
    return commit(ok(_shown(patient_id)))


@blueprint.post("/patients/import")
@allow(Role.ADMIN, Role.STAFF)
@takes_query(ImportQuery)
@takes_file(*IMPORTED_TYPES)
@gives_file(NDJSON)
@gives(ImportReportSchema)
def import_patients(query: dict[str, Any]) -> Response:
    """Import patients from a CSV file or from FHIR R4 bundles.

    Known patients are recognised and never overwritten, so the same file can be sent again. Each row is taken
    whole or refused with its reason. With `Accept: application/x-ndjson` progress is told line by line, the
    report last. Where the database breaks an import off (`broken_off`), what was taken until then stays.
    """
    file = importing.open_file(received(IMPORTED_TYPES), is_ndjson=request.mimetype == NDJSON)
    told = _told(importing.take_in(file, commit=db.session.commit, **query))
    if wants_lines():
        return streamed(told)
    *_, last = told
    return ok(last["report"])


def _told(steps: Iterator[Report]) -> Iterator[dict[str, Any]]:
    """The progress of an import after each batch, and in the end its report."""
    for report in steps:
        yield {"progress": report.progress}
    yield {"report": report.as_told()}


def _shown(patient_id: int) -> dict[str, Any]:
    patient = paging.first_row(queries.patient(patient_id))
    if patient is None:
        raise actions.NoSuchPatient()
    return patient
