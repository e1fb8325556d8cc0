"""How every good answer leaves: enveloped, with its ETag, and only after its transaction is kept."""

from __future__ import annotations

from typing import Any

from flask import Response, jsonify, request

from clinic.shared import idempotency
from clinic.shared.errors import ChangedMeanwhile
from clinic.shared.paging import Page
from models import db


def ok(data: Any, **more: Any) -> Response:
    """Answer 200 with a row or a short list."""
    return _enveloped(200, data, more)


def created(data: dict[str, Any]) -> Response:
    """Answer 201 with the row that was made."""
    return _enveloped(201, data, {})


def listed(page: Page, **more: Any) -> Response:
    """Answer a page of a list: its rows, how many match in all, and the link to go on."""
    if page.count_is_minimum:
        more["count_is_minimum"] = True
    if (link := page.next_link()) is not None:
        more["next"] = link
    return _enveloped(200, page.rows, {"count": page.count, **more})


def done(message: str, **more: Any) -> Response:
    """Answer 200 with a sentence only."""
    return jsonify({"success": True, "message": message, **more})


def commit(answer: Response) -> Response:
    """Keep what the request did, and its answer under the caller's Idempotency-Key, in one transaction."""
    idempotency.keep(answer)
    db.session.commit()
    return answer


def check_if_match(version: int, current: Any, *, patient_id: int | None = None) -> None:
    """Refuse a save over a version that the caller has not seen.

    `current` makes the row as it now is; it is called only to refuse. `patient_id` says whose data it shows.
    Without If-Match the last save wins.
    """
    wanted = request.headers.get("If-Match")
    if wanted is None or wanted.strip() == "*":
        return
    seen = {tag.strip().removeprefix("W/").strip('"') for tag in wanted.split(",")}
    if str(version) not in seen:
        raise ChangedMeanwhile(current=current(), shows_patient=patient_id)


def _enveloped(status: int, data: Any, more: dict[str, Any]) -> Response:
    answer = jsonify({"success": True, "data": data, **more})
    answer.status_code = status
    if isinstance(data, dict) and "version" in data:
        answer.set_etag(str(data["version"]))
    return answer
