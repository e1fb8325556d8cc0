"""Which locks a booking takes: a pure rule, so a table of cases."""

from __future__ import annotations

from datetime import datetime

import pytest

from clinic.appointments.rules import Span, free_starts, lock_keys


def span(starts: str, ends: str) -> Span:
    return datetime.fromisoformat(f"2035-01-{starts}:00+00:00"), datetime.fromisoformat(f"2035-01-{ends}:00+00:00")


MORNING, NEXT_DAY, NIGHT = span("08T09", "08T10"), span("09T09", "09T10"), span("08T23", "09T01")


def keys(doctors: set[int], patient: int, *spans: Span) -> list[int]:
    return lock_keys(doctor_ids=doctors, patient_id=patient, spans=spans)


@pytest.mark.parametrize(
    ("doctors", "spans", "how_many"),
    [
        ({1}, [MORNING], 2),
        ({1}, [NIGHT], 4),
        ({1}, [span("08T23", "09T00")], 2),
        ({1}, [MORNING, MORNING], 2),
        ({1}, [MORNING, NEXT_DAY], 4),
        ({1, 2}, [MORNING], 3),
        ({1, 2}, [MORNING, NIGHT], 6),
    ],
)
def test_there_is_one_for_each_of_them_and_each_day_in_order(doctors, spans, how_many):
    taken = keys(doctors, 1, *spans)
    assert len(set(taken)) == len(taken) == how_many
    assert taken == sorted(taken)


def test_two_meet_where_they_share_a_doctor_or_a_patient_on_a_day():
    mine = set(keys({1}, 1, MORNING))
    assert mine & set(keys({1}, 2, NIGHT))
    assert mine & set(keys({2}, 1, MORNING))
    assert not mine & set(keys({1}, 1, NEXT_DAY))
    assert not mine & set(keys({2}, 2, MORNING))
    assert not set(keys({1}, 2, MORNING)) & set(keys({2}, 1, MORNING)), "a doctor and a patient of one number"


def test_every_key_fits_into_64_bits_and_none_is_another():
    edges = [1, 2, 2**31 - 1]
    days = [("1900-01-01", "1900-01-02"), ("2199-12-30", "2199-12-31")]
    spans = [tuple(datetime.fromisoformat(f"{day}T00:00+00:00") for day in pair) for pair in days]
    taken = [key for number in edges for key in keys({number}, number, *spans)]  # type: ignore[arg-type]
    assert len(set(taken)) == len(taken) == len(edges) * 2 * 2
    assert all(0 < key < 2**63 for key in taken)


def test_free_starts_lie_on_the_grid_after_what_is_in_the_way():
    busy = [span("08T09", "08T10")]
    odd = (busy[0][0], busy[0][1].replace(hour=9, minute=7))
    wanted, until = busy[0][0], span("08T12", "08T12")[0]
    length = until - until.replace(hour=11, minute=30)
    starts = free_starts([odd], wanted=wanted, until=until, length=length)
    assert [start.strftime("%H:%M") for start in starts] == ["09:10", "09:40", "10:10"]
