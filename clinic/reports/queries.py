"""Numbers about the clinic's day."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select

from clinic.appointments.queries import goes_on_after
from clinic.shared.paging import AnySelect, kept_total
from models import Appointment


def summary(*, day_begins: datetime, day_ends: datetime, doctor_id: int | None) -> AnySelect:
    """Living patients and appointments, and today's; for a doctor the own diary's."""
    living = Appointment.archived_at.is_(None)
    diary = living if doctor_id is None else living & (Appointment.doctor_id == doctor_id)
    today = diary & goes_on_after(day_begins) & (Appointment.appointment_datetime < day_ends)
    appointments = select(func.count()).where(diary) if doctor_id is not None else kept_total("appointment")
    return select(
        kept_total("patient").scalar_subquery().label("patients"),
        appointments.scalar_subquery().label("appointments"),
        select(func.count()).where(today).scalar_subquery().label("appointments_today"),
    )
