"""What the trail does: append an event in the transaction of the deed it tells of. The caller commits."""

from __future__ import annotations

from typing import Any

import orjson
from flask import g, has_request_context, request
from sqlalchemy import text

from clinic.shared.access import current_actor
from models import db

_APPEND = """
    INSERT INTO audit_event (user_id, action, entity_id, patient_id, request_id, address, detail)
    SELECT :user_id, :action, :entity_id, :patient_id, :request_id, :address, CAST(:detail AS jsonb)
"""
_WRITE = text(_APPEND)
# A read may lose its event in a crash of the server's machine, never in one of ours; it need not wait for the disk.
_READ = text(_APPEND + " FROM set_config('synchronous_commit', 'off', true)")


def record(action: str, *, entity_id: int | None = None, patient_id: int | None = None, **detail: Any) -> None:
    """Append what the present actor changed. `detail` names fields and numbers, never clinical text."""
    _append(_WRITE, action, entity_id, patient_id, detail)


def record_read(action: str, *, entity_id: int | None = None, patient_id: int | None = None, **detail: Any) -> None:
    """Append what the present actor saw; for requests that change nothing."""
    _append(_READ, action, entity_id, patient_id, detail)


def _append(statement: Any, action: str, entity_id: int | None, patient_id: int | None, detail: dict[str, Any]) -> None:
    values = {
        "user_id": current_actor().user_id,
        "action": action,
        "entity_id": entity_id,
        "patient_id": patient_id,
        "request_id": g.get("request_id"),
        "address": request.remote_addr if has_request_context() else None,
        "detail": orjson.dumps(detail).decode(),
    }
    db.session.execute(statement, values)
