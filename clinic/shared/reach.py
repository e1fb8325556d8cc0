"""What must reach everywhere: a package says that something happened to a patient, the others do their part.

The packages below can't call those above them on the street, so those register a handler here.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


class Reach:
    """One thing that happens, and everybody's part in it, in the transaction of whoever tells of it."""

    def __init__(self) -> None:
        self._handlers: list[Callable[..., None]] = []

    def handler(self, handle: Any) -> Any:
        """Register a part, as a decorator."""
        self._handlers.append(handle)
        return handle

    def run(self, **happened: Any) -> None:
        """Let every package do its part."""
        for handle in self._handlers:
            handle(**happened)


# `patient_id`, and `archived_at` as the mark of what went together and comes back together.
patient_archived = Reach()
patient_restored = Reach()
# A patient's data leave otherwise than by an ordinary read: `action`, `entity_id`, `patient_id`, and why.
data_shown = Reach()
# `visiting_id` becomes `doctor_id`, called `doctor_name`.
doctor_merged = Reach()
# `doctor_id` is called `doctor_name` from now on.
doctor_renamed = Reach()
