"""What is written into the chart after a visit, and how it was amended. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from clinic.demo.diary import Visit
from clinic.demo.medicine import AMENDMENTS

WRITTEN, AMENDED = 0.85, 0.08  # shares of the visits, of the records


@dataclass(frozen=True)
class Text:
    """A version of a record."""

    diagnosis: str
    prescription: str | None
    notes: str
    reason: str | None
    written_at: datetime


def chart(random: Random, visit: Visit, now: datetime) -> list[Text]:
    """The versions of a visit's record, the first as it was written; none where nobody wrote one."""
    if random.random() > WRITTEN:
        return []
    said = visit.complaint
    notes = re.sub(r"\{(\w+)\}", lambda asked: _MEASURED[asked[1]](random), said.notes)
    versions = [Text(said.diagnosis, said.prescription, notes, None, visit.ends_at)]
    amended_at = visit.ends_at + timedelta(hours=random.randint(3, 50))
    if random.random() < AMENDED and amended_at < now:
        reason, addition = random.choice(AMENDMENTS)
        versions.append(Text(said.diagnosis, said.prescription, f"{notes}\n{addition}", reason, amended_at))
    return versions


_MEASURED = {
    "blood_pressure": lambda random: f"{random.randint(116, 158)}/{random.randint(70, 96)}",
    "child_pressure": lambda random: f"{random.randint(92, 116)}/{random.randint(56, 72)}",
    "pulse": lambda random: str(random.randint(56, 88)),
    "temperature": lambda random: f"{random.uniform(37.6, 39.4):.1f}",
    "weight": lambda random: str(random.randint(54, 96)),
    "hba1c": lambda random: f"{random.uniform(6.2, 8.1):.1f}",
    "ferritin": lambda random: str(random.randint(6, 14)),
    "tsh": lambda random: f"{random.uniform(0.8, 3.6):.1f}",
    "ldl": lambda random: f"{random.uniform(1.4, 3.9):.1f}",
    "ejection_fraction": lambda random: str(random.randint(35, 45)),
    "peak_flow": lambda random: str(random.randrange(180, 420, 10)),
}
