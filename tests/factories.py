"""What tests are about, said in as few words as possible: everything that a test does not name is filled in.

`patient_json(date_of_birth="2030-01-01")` is a body to send; `a_patient(name="Ann")` has sent one, as an admin
and through the door, and is the row as the API gave it.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from tests.clients import Client

Row = dict[str, Any]
Make = Callable[..., Row]

_numbers = itertools.count(1)
# A Monday in winter, beyond every test's today, 09:00 in the clinic.
FIRST_SLOT = datetime(2035, 1, 8, 9, 0)  # noqa: DTZ001 -- wall time, as people send it


def patient_json(**said: Any) -> Row:
    """A body that registers a patient; each has an address of their own."""
    number = next(_numbers)
    return {
        "name": f"Patient {number}",
        "email": f"patient{number}@example.org",
        "date_of_birth": "1984-03-02",
        **said,
    }


def slot(number: int = 0, *, minutes: int = 30) -> str:
    """The start of the number-th slot after Monday, 8 January 2035, 09:00, as wall time."""
    return (FIRST_SLOT + timedelta(minutes=number * minutes)).isoformat()


def free_slot() -> str:
    """A time that no other test row has: each call gives the next half hour of a long diary, at times of day."""
    day, half_hours = divmod(next(_numbers), 24)
    return (datetime(2040, 1, 1, 8) + timedelta(days=day, minutes=30 * half_hours)).isoformat()  # noqa: DTZ001 -- wall time


def booking_json(patient: Row | int, **said: Any) -> Row:
    """A body that books a visit with Dr. Adeyemi, at a time that is free unless said."""
    doctor = {} if {"doctor_id", "doctor_name"} & said.keys() else {"doctor_name": "Ruth Adeyemi"}
    return {"patient_id": _id(patient), "appointment_datetime": free_slot(), **doctor, **said}


def record_json(patient: Row | int, **said: Any) -> Row:
    """A body that writes a medical record, by Dr. Adeyemi unless said."""
    doctor = {} if {"doctor_id", "doctor_name"} & said.keys() else {"doctor_name": "Ruth Adeyemi"}
    return {"patient_id": _id(patient), "diagnosis": "Tonsillitis", **doctor, **said}


def _id(row: Row | int) -> int:
    return row if isinstance(row, int) else int(row["id"])


class Factories:
    """Rows made through the door by one caller."""

    def __init__(self, caller: Client) -> None:
        self.caller = caller

    def patient(self, **said: Any) -> Row:
        return self._make("/api/patients", patient_json(**said))

    def doctor(self, name: str = "", **said: Any) -> Row:
        return self._make("/api/doctors", {"name": name or f"Doctor {next(_numbers)}", **said})

    def visiting_doctor(self, name: str) -> Row:
        """Somebody whom a booking named first; the booking is gone again."""
        visit = self.appointment(doctor_name=name)
        self.caller.delete(f"/api/appointments/{visit['id']}")
        listed = self.caller.get("/api/doctors?visiting=true").get_json()["data"]
        return next(doctor for doctor in listed if doctor["id"] == visit["doctor_id"])

    def appointment(self, patient: Row | None = None, **said: Any) -> Row:
        """A visit; `status` is reached by a change after the booking."""
        status = said.pop("status", None)
        made = self._make("/api/appointments", booking_json(patient or self.patient(), **said))
        if status:
            changed = self.caller.put(f"/api/appointments/{made['id']}", json={"status": status})
            assert changed.status_code == 200, changed.get_data(as_text=True)
            made = changed.get_json()["data"]
        return made

    def record(self, patient: Row | None = None, **said: Any) -> Row:
        return self._make("/api/records", record_json(patient or self.patient(), **said))

    def _make(self, path: str, body: Row) -> Row:
        answer = self.caller.post(path, json=body)
        assert answer.status_code == 201, answer.get_data(as_text=True)
        made: Row = answer.get_json()["data"]
        return made
