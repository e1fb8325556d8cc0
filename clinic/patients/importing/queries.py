"""Which patients a batch of rows may mean."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from datetime import date
from typing import Any

from sqlalchemy import Date, Integer, Text, any_, column, func, literal, select, union
from sqlalchemy.dialects.postgresql import ARRAY, UUID

from clinic.patients.importing.rules import Identifier
from clinic.shared.paging import AnySelect
from models import Patient, PatientIdentifier


def possibly_meant(
    *,
    numbers: Collection[Identifier],
    births: Collection[tuple[str, date]],
    email_keys: Collection[str],
    public_ids: Collection[uuid.UUID],
) -> AnySelect:
    """The patients with one of the numbers, and the living ones of a name and birth or an e-mail address.

    Each is asked for by its own index: one condition for all would read the whole table.
    """
    is_living = Patient.archived_at.is_(None)
    number, birth = _table(numbers, system=Text, value=Text), _table(births, name_key=Text, born_on=Date)
    meant = union(
        select(PatientIdentifier.patient_id).join(
            number, (PatientIdentifier.system == number.c.system) & (PatientIdentifier.value == number.c.value)
        ),
        select(Patient.id).where(Patient.public_id == any_(_array(public_ids, UUID))),
        select(Patient.id)
        .join(birth, (Patient.name_key == birth.c.name_key) & (Patient.date_of_birth == birth.c.born_on))
        .where(is_living),
        select(Patient.id).where(Patient.email_key == any_(_array(email_keys, Text)), is_living),
    )
    return select(
        Patient.id,
        Patient.public_id,
        Patient.name,
        Patient.email,
        Patient.date_of_birth,
        Patient.phone,
        Patient.address,
        Patient.blood_group,
        Patient.archived_at,
    ).where(Patient.id.in_(meant.scalar_subquery()))


def numbers_of(patient_ids: Collection[int]) -> AnySelect:
    """The numbers by which others know these patients."""
    return select(PatientIdentifier.patient_id, PatientIdentifier.system, PatientIdentifier.value).where(
        PatientIdentifier.patient_id == any_(_array(patient_ids, Integer))
    )


def _array(values: Collection[Any], kind: Any) -> Any:
    return literal(list(values), ARRAY(kind))


def _table(rows: Collection[tuple[Any, ...]], **columns: Any) -> Any:
    """Rows of values as a table to join with: one parameter a column, however many rows."""
    arrays = [_array([row[place] for row in rows], kind) for place, kind in enumerate(columns.values())]
    named = (column(name, kind) for name, kind in columns.items())
    return func.unnest(*arrays).table_valued(*named).render_derived()
