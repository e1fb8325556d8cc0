"""What may happen to an appointment. No database, no Flask."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

from clinic.shared.clock import utc_days
from clinic.shared.errors import BROKEN_CONSTRAINTS, Conflict
from models import Status

DEFAULT_MINUTES = 30
SHORTEST_MINUTES, LONGEST_MINUTES = 5, 24 * 60
OFFERED_TIMES = 3
GRID_MINUTES = 5

# Those that hold their time, as in the exclusion constraints (models.LIVE).
FREES_ITS_TIME = frozenset({Status.CANCELLED, Status.NO_SHOW})

MAY_BECOME: dict[Status, frozenset[Status]] = {
    Status.SCHEDULED: frozenset(Status) - {Status.SCHEDULED},
    Status.CONFIRMED: frozenset(Status) - {Status.CONFIRMED},
    Status.ARRIVED: frozenset(Status) - {Status.ARRIVED},
    Status.IN_ROOM: frozenset({Status.ARRIVED, Status.COMPLETED}),
    Status.COMPLETED: frozenset({Status.IN_ROOM}),
    Status.CANCELLED: frozenset({Status.SCHEDULED}),
    Status.NO_SHOW: frozenset({Status.SCHEDULED, Status.ARRIVED}),
}
IN_WORDS = {
    Status.SCHEDULED: "scheduled",
    Status.CONFIRMED: "confirmed",
    Status.ARRIVED: "arrived",
    Status.IN_ROOM: "in the room",
    Status.COMPLETED: "completed",
    Status.CANCELLED: "cancelled",
    Status.NO_SHOW: "a no-show",
}


class SlotTaken(Conflict):
    """The doctor has another visit then; `conflict` tells its times, `next_free` when to try."""

    code = "slot_taken"
    message = "This time was taken a moment ago."


class PatientBusy(Conflict):
    """The patient has another visit then; `conflict` tells which."""

    code = "patient_busy"
    message = "The patient has another visit at this time."


class WrongStatus(Conflict):
    code = "wrong_status"


BROKEN_CONSTRAINTS["ex_appointment_doctor_free"] = SlotTaken
BROKEN_CONSTRAINTS["ex_appointment_patient_free"] = PatientBusy


def check_may_become(status: Status, wanted: Status) -> None:
    """Raises WrongStatus for a step that the table does not have."""
    if wanted not in MAY_BECOME[status]:
        raise WrongStatus(f"An appointment that is {IN_WORDS[status]} can't become {IN_WORDS[wanted]}.")


def check_may_move(status: Status) -> None:
    """Raises WrongStatus for an appointment that is under way or over."""
    if status in (Status.IN_ROOM, Status.COMPLETED):
        raise WrongStatus(f"An appointment that is {IN_WORDS[status]} can't be moved.")


Span = tuple[datetime, datetime]
_EPOCH = date(1970, 1, 1)
_DOCTOR, _PATIENT = 1, 2


def lock_keys(*, doctor_ids: set[int], patient_id: int, spans: Sequence[Span]) -> list[int]:
    """The advisory locks that a booking takes, sorted: one for every (doctor or patient, UTC day) it touches.

    64 bits: 2 for the kind, 32 for the number, 22 for the days since 1970 (1900 to 2199 as an offset).
    """
    days = {(day - _EPOCH).days + 30_000 for starts_at, ends_at in spans for day in utc_days(starts_at, ends_at)}
    whose = [(_DOCTOR, doctor_id) for doctor_id in doctor_ids] + [(_PATIENT, patient_id)]
    return sorted((kind << 54) | (number << 22) | day for kind, number in whose for day in days)


def free_starts(busy: Sequence[Span], *, wanted: datetime, until: datetime, length: timedelta) -> list[datetime]:
    """The next starts from `wanted` on at which nothing in `busy` (sorted) is in the way, three at most.

    Each begins where a visit ends, on the five-minute grid: the gaps of the day, soonest first.
    """
    starts: list[datetime] = []
    start = wanted
    for busy_from, busy_until in [*busy, (until, until)]:
        while start + length <= busy_from and len(starts) < OFFERED_TIMES:
            starts.append(start)
            start += length
        start = max(start, _on_grid(busy_until))
    return starts


def _on_grid(moment: datetime) -> datetime:
    seconds = GRID_MINUTES * 60
    return datetime.fromtimestamp(-(-moment.timestamp() // seconds) * seconds, UTC)
