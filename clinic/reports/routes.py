"""Numbers over HTTP."""

from __future__ import annotations

from flask import Blueprint, Response

from clinic.reports import queries
from clinic.reports.schemas import SummarySchema
from clinic.shared import clock, paging
from clinic.shared.access import Objects, allow, current_actor
from clinic.shared.answers import commit, ok
from clinic.shared.clinic import clinic_zone
from clinic.shared.contract import gives
from models import Role

blueprint = Blueprint("reports", __name__)


@blueprint.get("/summary")
@allow(*Role, objects=Objects.OWN_DIARY)
@gives(SummarySchema)
def show_summary() -> Response:
    """How many patients and appointments there are, and the clinic's day and time."""
    zone = clinic_zone()
    now = clock.now().astimezone(zone)
    begins, ends = clock.day_bounds(now.date(), zone)
    summary = queries.summary(day_begins=begins, day_ends=ends, doctor_id=current_actor().limited_to)
    counts = paging.first_row(summary) or {}
    return commit(ok({**counts, "today": now.date(), "now": now}))
