"""Public ids are UUIDs of version 7 (RFC 9562): in the order of time, and else random."""

from __future__ import annotations

import time
import uuid

from tests.database.schema import cursor


def test_ids_have_version_7_and_the_variant_of_the_rfc(postgres, migrated):
    with cursor(postgres, migrated, "app") as run:
        run.execute("SELECT uuid_v7()::text FROM generate_series(1, 500)")
        made = [uuid.UUID(text) for (text,) in run.fetchall()]
    assert {(one.version, one.variant) for one in made} == {(7, uuid.RFC_4122)}
    assert len(set(made)) == 500
    # 74 random bits: over 500 ids each of them is both 0 and 1
    random = [one.int & ((1 << 62) - 1) | ((one.int >> 64) & 0xFFF) << 62 for one in made]
    assert all(0 < sum(number >> bit & 1 for number in random) < 500 for bit in range(74))


def test_ids_begin_with_the_milliseconds_of_their_making(postgres, migrated):
    with cursor(postgres, migrated, "app") as run:
        before = time.time_ns() // 1_000_000
        run.execute("SELECT uuid_v7()::text, pg_sleep(0.002) FROM generate_series(1, 20)")
        made = [uuid.UUID(text) for text, _ in run.fetchall()]
        after = time.time_ns() // 1_000_000
    stamps = [one.int >> 80 for one in made]
    assert before <= stamps[0] <= stamps[-1] <= after
    assert made == sorted(made)
    assert len(set(stamps)) == 20


def test_every_row_with_a_public_id_gets_its_own(a_patient):
    first, second = (uuid.UUID(a_patient()["public_id"]) for _ in range(2))
    assert (first.version, second.version) == (7, 7)
    assert first != second
