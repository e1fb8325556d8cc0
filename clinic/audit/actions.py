"""What the trail does: append an event in the transaction of the deed it tells of. The caller commits."""

from __future__ import annotations

from collections.abc import Sequence
from ipaddress import ip_address
from typing import Any

import orjson
from flask import g, has_request_context, request
from sqlalchemy import text

from clinic.shared.access import current_actor
from clinic.shared.reach import data_shown
from models import db

_APPEND = """
    INSERT INTO audit_event (user_id, action, entity_id, patient_id, request_id, address, detail)
    SELECT :user_id, :action, :entity_id, :patient_id, :request_id, :address, CAST(:detail AS jsonb)
"""
_WRITE = text(_APPEND)
_WRITE_MANY = text(
    _APPEND.replace(":entity_id, :patient_id", "changed.entity_id, changed.patient_id")
    + " FROM unnest(CAST(:entity_ids AS int[]), CAST(:patient_ids AS int[])) AS changed(entity_id, patient_id)"
)
# A read may lose its event in a crash of the server's machine, never in one of ours; it need not wait for the disk.
_READ = text(_APPEND + " FROM set_config('synchronous_commit', 'off', true)")


def record(action: str, *, entity_id: int | None = None, patient_id: int | None = None, **detail: Any) -> None:
    """Append what the present actor changed. `detail` names fields and numbers, never clinical text."""
    _append(_WRITE, action, detail, entity_id=entity_id, patient_id=patient_id)


def record_by(user_id: int, action: str) -> None:
    """Append what a user did with the own account, where the request has no actor: signing in and out."""
    _append(_WRITE, action, {}, user_id=user_id, entity_id=user_id, patient_id=None)


def record_many(action: str, changed: Sequence[tuple[int, int]], **detail: Any) -> None:
    """Append the same for many rows at once; each is named by its number and its patient's."""
    entity_ids, patient_ids = ([pair[place] for pair in changed] for place in (0, 1))
    _append(_WRITE_MANY, action, detail, entity_ids=entity_ids, patient_ids=patient_ids)


def record_read(action: str, *, entity_id: int | None = None, patient_id: int | None = None, **detail: Any) -> None:
    """Append what the present actor saw; for requests that change nothing."""
    _append(_READ, action, detail, entity_id=entity_id, patient_id=patient_id)


@data_shown.handler
def _record_shown(*, action: str, patient_id: int | None, entity_id: int | None = None, **detail: Any) -> None:
    record_read(action, entity_id=entity_id or patient_id, patient_id=patient_id, **detail)


def _append(statement: Any, action: str, detail: dict[str, Any], **changed: Any) -> None:
    values = {
        "user_id": current_actor().user_id,
        "action": action,
        "request_id": g.get("request_id"),
        "address": _address(),
        "detail": orjson.dumps(detail).decode(),
        **changed,
    }
    db.session.execute(statement, values)


def _address() -> str | None:
    """Where the request came from. A proxy may hand on whatever its client wrote: only an address is one."""
    told = request.remote_addr if has_request_context() else None
    try:
        return str(ip_address(told)) if told else None
    except ValueError:
        return None
