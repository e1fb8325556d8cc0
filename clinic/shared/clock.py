"""Time: instants with their zone, and the clinic's wall clock."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

FIRST_YEAR, LAST_YEAR = 1900, 2199
# Python's own reader takes any sign between date and time, and stops at a NUL.
_ISO = re.compile(r"[0-9TWZ:.,+ -]+", re.IGNORECASE)


class NotATime(ValueError):
    """The text names no moment; the message says why, for a person."""


def now() -> datetime:
    """The present instant, in UTC."""
    return datetime.now(UTC)


def read_moment(text: str, zone: ZoneInfo) -> datetime:
    """Read an ISO 8601 date and time; without an offset it is wall time in `zone`.

    A wall time that the clocks skip is refused; one that they repeat is the first, unless an offset says
    otherwise. Raises NotATime.
    """
    try:
        moment = datetime.fromisoformat(text if _ISO.fullmatch(text) else "")
    except ValueError:
        raise NotATime("Write the date and time as 2026-03-01T10:30.") from None
    if len(text) <= len("2026-03-01"):
        raise NotATime("Add the time of day, as in 2026-03-01T10:30.")
    _check_year(moment)
    if moment.tzinfo is None:
        moment = at_wall_time(moment, zone)
    # An offset can carry the first and the last day into another year.
    _check_year(moment.astimezone(UTC))
    return moment


def _check_year(moment: datetime) -> None:
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        raise NotATime(f"The year must be between {FIRST_YEAR} and {LAST_YEAR}.")


def at_wall_time(wall: datetime, zone: ZoneInfo) -> datetime:
    """Place a wall time in its zone. Raises NotATime for one that the clocks skip."""
    moment = wall.replace(tzinfo=zone, fold=0)
    if moment.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != wall:
        raise NotATime(f"The clocks skip {wall:%H:%M} on that day.")
    return moment


def day_bounds(day: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """The instants at which a day of the clinic begins and ends: 23, 24 or 25 hours apart."""
    return (
        datetime.combine(day, time.min, tzinfo=zone),
        datetime.combine(day + timedelta(days=1), time.min, tzinfo=zone),
    )


def utc_days(starts_at: datetime, ends_at: datetime) -> list[date]:
    """The UTC days that the half-open span touches, in order."""
    first = starts_at.astimezone(UTC).date()
    last = (ends_at.astimezone(UTC) - timedelta(microseconds=1)).date()
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]
