"""A FHIR R4 Patient as a row. Pure, and distrustful: any element may be of any type."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from clinic.patients.importing import values
from clinic.patients.importing.rules import Identifier, Problem, Row

_TECHNICAL = {"resourceType", "id", "meta", "text", "implicitRules", "active"}
_READ = {"identifier", "name", "telecom", "birthDate", "address"}
_NAMES_FIRST = ("official", "usual", "")
_PHONES_FIRST = ("mobile", "home", "", "work")
_ADDRESSES_FIRST = ("home", "", "work")
_PARTIAL = re.compile(r"\d{4}(-\d{2})?")


def read_patient(line: int, patient: dict[str, Any]) -> Row:
    """Read what has a place here, and name what has none."""
    row = Row(line, without_place=_without_place(patient))
    row.identifiers = _identifiers(patient, row)
    name = _first(patient, "name", _NAMES_FIRST, row)
    address = _first(patient, "address", _ADDRESSES_FIRST, row)
    row.fields = {
        "name": _name(name),
        "email": _contact(patient, "email", row),
        "date_of_birth": _said(patient, "birthDate") or None,
        "phone": _contact(patient, "phone", row),
        "address": _address(address),
        "blood_group": None,
    }
    row.without_place.extend(f"name.{part}" for part in ("prefix", "suffix") if name.get(part))
    if any(point.get("system") not in ("phone", "email") for point in _dicts(patient, "telecom")):
        row.without_place.append("telecom, other systems")
    if _PARTIAL.fullmatch(row.fields["date_of_birth"] or ""):
        row.problems.append(
            Problem("date_of_birth", "Only the year or month of birth is given, and the clinic needs the day.")
        )
    return row


def _without_place(patient: dict[str, Any]) -> list[str]:
    unread = [name for name, value in patient.items() if name not in _TECHNICAL | _READ and value]
    return [*unread, "active"] if patient.get("active") is False else unread


def _identifiers(patient: dict[str, Any], row: Row) -> list[Identifier]:
    found = []
    for number in _dicts(patient, "identifier"):
        system, value = _said(number, "system"), _said(number, "value")
        if system and value and number.get("use") != "old":
            found.append(Identifier(system, value))
        else:
            row.without_place.append("identifier without system" if not system else "other identifiers")
    return found


def _name(name: dict[str, Any]) -> str:
    return values.full_name(_texts(name, "given"), [_said(name, "family")]) or _said(name, "text")


def _address(address: dict[str, Any]) -> str | None:
    parts = {"city": "city", "state": "state", "postal_code": "postalCode", "country": "country"}
    read = {part: _said(address, element) for part, element in parts.items()}
    return values.full_address(lines=_texts(address, "line"), **read) or _said(address, "text") or None


def _contact(patient: dict[str, Any], system: str, row: Row) -> str | None:
    """The first phone number or e-mail address, by FHIR's rank and use."""
    points = [point for point in _dicts(patient, "telecom") if point.get("system") == system]
    best = _best(points, _PHONES_FIRST)
    if best is None:
        return None
    if any(_said(point, "value") != _said(best, "value") for point in points):
        row.without_place.append(f"telecom, other {system}")
    return _said(best, "value") or None


def _first(patient: dict[str, Any], element: str, uses: Sequence[str], row: Row) -> dict[str, Any]:
    """The element of the best use; that there are others is noted."""
    found = _dicts(patient, element)
    if len(found) > 1:
        row.without_place.append(f"{element}, others")
    return _best(found, uses) or {}


def _best(found: list[dict[str, Any]], uses: Sequence[str]) -> dict[str, Any] | None:
    def place(one: dict[str, Any]) -> tuple[int, int]:
        rank, use = one.get("rank"), _said(one, "use")
        by_use = uses.index(use) if use in uses else len(uses) + (use == "old")
        return (rank if isinstance(rank, int) else len(found) + 1), by_use

    return min(found, key=place, default=None)


def _dicts(holder: dict[str, Any], name: str) -> list[dict[str, Any]]:
    listed = holder.get(name)
    return [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []


def _texts(holder: dict[str, Any], name: str) -> list[str]:
    listed = holder.get(name)
    return [one.strip() for one in listed if isinstance(one, str)] if isinstance(listed, list) else []


def _said(holder: dict[str, Any], name: str) -> str:
    value = holder.get(name)
    return value.strip() if isinstance(value, str) else ""
