"""Doctors over HTTP."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response

from clinic.doctors import actions, queries
from clinic.doctors.schemas import (
    ChangeDoctorSchema,
    DoctorListQuery,
    DoctorSchema,
    MergeSchema,
    NewDoctorSchema,
)
from clinic.shared import paging
from clinic.shared.access import allow
from clinic.shared.answers import check_if_match, commit, created, ok
from clinic.shared.contract import gives, takes, takes_query
from clinic.shared.idempotency import once
from models import Role

blueprint = Blueprint("doctors", __name__)


@blueprint.get("/doctors")
@allow(Role.ADMIN, Role.STAFF, Role.DOCTOR)
@takes_query(DoctorListQuery)
@gives(DoctorSchema, is_list=True)
def list_doctors(query: dict[str, Any]) -> Response:
    """List the doctors, by name; all of them, as a clinic has few."""
    doctors = paging.rows(queries.doctors(**query))
    return commit(ok(doctors, count=len(doctors)))


@blueprint.post("/doctors")
@allow(Role.ADMIN)
@once()
@takes(NewDoctorSchema)
@gives(DoctorSchema, 201)
def add_doctor(fields: dict[str, Any]) -> Response:
    """Add a doctor of the clinic."""
    doctor = actions.add(**fields)
    return commit(created(_shown(doctor.id)))


@blueprint.put("/doctors/<row_id:doctor_id>")
@allow(Role.ADMIN)
@takes(ChangeDoctorSchema)
@gives(DoctorSchema)
def change_doctor(doctor_id: int, fields: dict[str, Any]) -> Response:
    """Change a doctor; what is not sent stays."""
    doctor = actions.find(doctor_id)
    check_if_match(doctor.version, lambda: _shown(doctor_id))
    actions.change(doctor, **fields)
    return commit(ok(_shown(doctor_id)))


@blueprint.post("/doctors/<row_id:doctor_id>/merge")
@allow(Role.ADMIN)
@takes(MergeSchema)
@gives(DoctorSchema)
def merge_doctor(doctor_id: int, fields: dict[str, Any]) -> Response:
    """Merge a visiting doctor into the doctor it really is; refused with the list where visits would overlap."""
    target = fields["into"]
    # Locked in the order of their numbers, so that two merges never wait for each other.
    found = {number: actions.find(number) for number in sorted({doctor_id, target})}
    actions.merge(found[doctor_id], found[target])
    return commit(ok(_shown(target)))


def _shown(doctor_id: int) -> dict[str, Any]:
    doctor = paging.first_row(queries.doctor(doctor_id))
    if doctor is None:
        raise actions.NoSuchDoctor()
    return doctor
