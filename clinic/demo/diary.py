"""Three months of visits around today, as a clinic's book would show them at this moment. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from typing import NamedTuple
from zoneinfo import ZoneInfo

from clinic.demo.medicine import COMPLAINTS, Complaint
from clinic.demo.people import Invented, Physician
from clinic.shared.clock import at_wall_time
from models import Status

WEEKS = 6  # back, and ahead
SHIFTS = ((time(8), time(12)), (time(13), time(17)))
SATURDAY = 5
MOST_VISITS = 8  # of one patient
TRIES = 12


class Planned(NamedTuple):
    """A time in the book, and who comes for what."""

    patient: int
    complaint: Complaint
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True)
class Visit:
    """Which patient comes to which physician, by their places in the lists, and where that stands."""

    physician: int
    patient: int
    complaint: Complaint
    starts_at: datetime
    ends_at: datetime
    status: Status
    notes: str | None
    booked_at: datetime
    changed_at: datetime | None


def visits(
    random: Random, *, physicians: Sequence[Physician], patients: Sequence[Invented], now: datetime, zone: ZoneInfo
) -> Iterator[Visit]:
    """Lay out the book, day by day."""
    today = now.astimezone(zone).date()
    choice = _Choice(random, patients, today)
    for day in (today + timedelta(days=offset) for offset in range(-7 * WEEKS, 7 * WEEKS + 1)):
        busy: set[int] = set()
        for number, physician in enumerate(physicians):
            if _works(physician, day, today):
                demand = _demand(day, today) * physician.share
                for planned in _day(random, day, demand, physician, choice, busy, zone):
                    yield _as_it_stands(random, number, planned, now)


def _works(physician: Physician, day: date, today: date) -> bool:
    # Whoever looks at the demo on a Sunday wants to see a working day.
    return day == today or day.weekday() not in (SATURDAY, SATURDAY + 1, physician.free_day)


def _demand(day: date, today: date) -> float:
    """How likely a free moment of the day is taken: today nearly always, the further ahead the less."""
    ahead = (day - today).days
    return 0.9 if ahead == 0 else 0.36 if ahead < 0 else max(0.1, 0.5 - ahead / 90)


def _day(
    random: Random,
    day: date,
    demand: float,
    physician: Physician,
    choice: _Choice,
    busy: set[int],
    zone: ZoneInfo,
) -> Iterator[Planned]:
    """One physician's visits of a day, one after the other; `busy` are the patients who come that day."""
    for opens, closes in SHIFTS:
        at, until = (at_wall_time(datetime.combine(day, wall), zone) for wall in (opens, closes))
        while at < until:
            found = choice.of(physician.specialty, busy, until - at) if random.random() < demand else None
            if found is None:
                at += timedelta(minutes=random.choice((15, 20, 30)))
                continue
            patient, complaint = found
            busy.add(patient)
            ends_at = at + timedelta(minutes=complaint.minutes)
            yield Planned(patient, complaint, at, ends_at)
            at = ends_at + timedelta(minutes=random.choice((0, 0, 0, 5, 10)))


def _as_it_stands(random: Random, physician: int, planned: Planned, now: datetime) -> Visit:
    """A planned visit at this moment. Every draw is made, so that the hour of the day changes no other visit."""
    status = _status(random.random(), planned.starts_at, planned.ends_at, now)
    booked_at = min(planned.starts_at, now) - timedelta(hours=random.randint(1, 24 * 30))
    note = random.choice(_NOTES) if random.random() < 0.1 else None
    if status is Status.SCHEDULED:
        changed_at = None
    elif status is Status.COMPLETED:
        changed_at = planned.ends_at
    else:
        changed_at = min(planned.starts_at, now)
    return Visit(
        physician,
        planned.patient,
        planned.complaint,
        planned.starts_at,
        planned.ends_at,
        status,
        notes=_WHY_NOT.get(status, note),
        booked_at=booked_at,
        changed_at=changed_at,
    )


def _status(draw: float, starts_at: datetime, ends_at: datetime, now: datetime) -> Status:
    """Where a visit stands; `draw`, from 0 to 1, decides between what is possible."""
    if draw < 0.06:
        return Status.CANCELLED
    if ends_at <= now:
        return Status.NO_SHOW if draw < 0.11 else Status.COMPLETED
    if starts_at <= now:
        return Status.IN_ROOM
    if starts_at <= now + timedelta(minutes=20) and draw < 0.7:
        return Status.ARRIVED
    is_soon = starts_at <= now + timedelta(days=5)
    return Status.CONFIRMED if draw < (0.65 if is_soon else 0.25) else Status.SCHEDULED


_WHY_NOT = {Status.CANCELLED: "Cancelled by phone.", Status.NO_SHOW: "Did not come, could not be reached."}
_NOTES = (
    "Needs an interpreter.",
    "Comes in a wheelchair: ground floor room, please.",
    "Brings the findings of the hospital.",
    "Hard of hearing, speak up.",
    "Prefers a call to an e-mail.",
    "Fasting for the blood test.",
)


class _Choice:
    """Who comes for what: by age, once for each complaint, and nobody all the time."""

    def __init__(self, random: Random, patients: Sequence[Invented], today: date) -> None:
        self._random = random
        ages = [patient.age(today) for patient in patients]
        self._suiting = {
            complaint: [
                number
                for number, patient in enumerate(patients)
                if complaint.suits(age=ages[number], is_woman=patient.is_woman)
            ]
            for complaints in COMPLAINTS.values()
            for complaint in complaints
        }
        self._had: set[tuple[int, Complaint]] = set()
        self._visits: Counter[int] = Counter()

    def of(self, specialty: str, busy: set[int], room: timedelta) -> tuple[int, Complaint] | None:
        """A patient and a complaint that fit into the time; None where nobody is found soon."""
        fitting = [
            one for one in COMPLAINTS[specialty] if timedelta(minutes=one.minutes) <= room and self._suiting[one]
        ]
        for complaint in self._random.choices(fitting, [one.share for one in fitting], k=TRIES) if fitting else ():
            patient = self._random.choice(self._suiting[complaint])
            is_free = patient not in busy and self._visits[patient] < MOST_VISITS
            if is_free and (patient, complaint) not in self._had:
                self._had.add((patient, complaint))
                self._visits[patient] += 1
                return patient, complaint
        return None
