"""What every attack aims at."""

from __future__ import annotations

import pytest

from tests.hostile.places import Targets


@pytest.fixture
def targets(world) -> Targets:
    return Targets(world)
