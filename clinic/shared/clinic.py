"""The clinic itself: its name, zone, language, currency and country, read once and kept for a minute."""

from __future__ import annotations

import time
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from flask import current_app
from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from clinic.shared.errors import Refusal
from config import Config
from models import Clinic, db

KEPT_SECONDS = 60


@dataclass(frozen=True)
class ClinicProfile:
    """The clinic's one row."""

    name: str
    zone: str
    language: str
    currency: str
    country: str


class NotFounded(Refusal):
    status = 503
    code = "not_ready"
    message = "This clinic has not been set up yet: `flask clinic prepare` does it."


def clinic_profile() -> ClinicProfile:
    """Read the clinic's row; at most once a minute in each process. Raises NotFounded."""
    kept = current_app.extensions.get("clinic_profile")
    if kept and kept[0] > time.monotonic():
        profile: ClinicProfile = kept[1]
        return profile
    columns = (Clinic.name, Clinic.zone, Clinic.language, Clinic.currency, Clinic.country)
    row = db.session.execute(select(*columns)).first()
    if row is None:
        raise NotFounded()
    profile = ClinicProfile(*row)
    current_app.extensions["clinic_profile"] = (time.monotonic() + KEPT_SECONDS, profile)
    return profile


def clinic_zone() -> ZoneInfo:
    """The zone in which the clinic's clocks tell the time."""
    return ZoneInfo(clinic_profile().zone)


def found_clinic(config: Config) -> None:
    """Write the clinic's row from the settings, once; afterwards the row is the truth. The caller commits."""
    row = insert(Clinic).values(
        id=1,
        name=config.clinic_name,
        zone=config.clinic_zone,
        language=config.clinic_language,
        currency=config.clinic_currency,
        country=config.clinic_country,
    )
    db.session.execute(row.on_conflict_do_nothing())
    current_app.extensions.pop("clinic_profile", None)
