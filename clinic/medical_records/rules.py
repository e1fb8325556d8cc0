"""Who may write what into a chart. No database, no Flask."""

from __future__ import annotations

from clinic.shared.errors import BROKEN_CONSTRAINTS, Forbidden, Invalid
from models import Grant, Role

# Who reads charts and writes in them.
CHARTS = (Role.ADMIN, Role.DOCTOR, Grant.CLINICAL)


class NotYourRecord(Forbidden):
    code = "not_your_record"
    message = "A record is amended by its own doctor, by clinical staff or by an admin."


class NotYourName(Forbidden):
    code = "not_your_name"
    message = "A doctor writes under the own name."


class NoDiagnosis(Invalid):
    message = "Write the diagnosis. “Unclear” with a note is fine."


BROKEN_CONSTRAINTS["ck_medical_record_has_diagnosis"] = NoDiagnosis

# What a version keeps: the columns of models.RecordText.
TEXT = ("diagnosis", "prescription", "doctor_name", "record_date", "notes")
