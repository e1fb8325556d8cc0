"""A lost reply is healed: a POST repeated under its Idempotency-Key gives the first answer and does nothing twice.

The key's row is written first, in the same transaction as the work, so that a second request waits for the
first to end: committed, its answer is repeated; rolled back, the second does the work.
"""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from flask import Response, current_app, g, request
from sqlalchemy import delete, func, select, tuple_, update
from sqlalchemy.dialects.postgresql import insert

from clinic.shared.access import current_actor
from clinic.shared.errors import Conflict, Invalid
from models import IdempotencyKey, db

KEPT = timedelta(hours=24)
LONGEST = 200
FORGOTTEN_AT_ONCE = 10

View = Callable[..., Response]


class KeyReused(Conflict):
    code = "idempotency_key_reused"
    message = "This Idempotency-Key was used for another request. Use a new one for each."


def once(shown_by: View | None = None) -> Callable[[View], View]:
    """Let callers repeat a creating POST safely, by an Idempotency-Key of their own.

    `shown_by` is the view that shows what was made. A repeat is shown to those whom it shows it to: the row may be
    gone since, or closed to the caller. It writes the read into the trail, too.
    """

    def declare(view: View) -> View:
        @functools.wraps(view)
        def run(*args: Any, **kwargs: Any) -> Response:
            key = request.headers.get("Idempotency-Key")
            if key is None:
                return view(*args, **kwargs)
            if not (0 < len(key) <= LONGEST and key.isprintable()):
                raise Invalid(f"An Idempotency-Key has 1 to {LONGEST} printable characters.")
            first_answer = _claim(key, _hash_of_request())
            if first_answer is None:
                g.idempotency_key = key
                return view(*args, **kwargs)
            if shown_by is not None:
                shown_by(request.json_module.loads(first_answer["body"])["data"]["id"])
            db.session.commit()
            return _again(first_answer)

        run.takes_idempotency_key = True  # type: ignore[attr-defined]
        return run

    return declare


def keep(answer: Response) -> None:
    """Store the answer under the request's key, if it has one. The caller commits."""
    key = g.get("idempotency_key")
    if key is None:
        return
    kept = {
        "status": answer.status_code,
        "body": answer.get_data(as_text=True),
        "etag": answer.headers.get("ETag"),
    }
    mine = (IdempotencyKey.user_id == current_actor().user_id) & (IdempotencyKey.key == key)
    db.session.execute(update(IdempotencyKey).where(mine).values(answer=kept))


def _claim(key: str, request_hash: bytes) -> dict[str, Any] | None:
    """Take the key for this request, or give the answer it had. Raises KeyReused for another request's key."""
    user_id = current_actor().user_id
    fresh = insert(IdempotencyKey).values(user_id=user_id, key=key, request_hash=request_hash)
    claimed = db.session.scalar(
        fresh.on_conflict_do_update(
            index_elements=["user_id", "key"],
            set_={"request_hash": request_hash, "answer": None, "created_at": func.now()},
            where=IdempotencyKey.created_at < func.now() - KEPT,
        ).returning(IdempotencyKey.key)
    )
    if claimed is not None:
        _forget_old()
        return None
    kept = db.session.execute(
        select(IdempotencyKey.request_hash, IdempotencyKey.answer).where(
            IdempotencyKey.user_id == user_id, IdempotencyKey.key == key
        )
    ).one()
    if kept.request_hash != request_hash:
        raise KeyReused()
    answer: dict[str, Any] = kept.answer
    return answer


def _forget_old() -> None:
    """Delete a few answers that nobody may ask for again: each new one pays for the old."""
    over = (
        select(IdempotencyKey.user_id, IdempotencyKey.key)
        .where(IdempotencyKey.created_at < func.now() - KEPT)
        .order_by(IdempotencyKey.created_at)
        .limit(FORGOTTEN_AT_ONCE)
        .with_for_update(skip_locked=True)
    )
    db.session.execute(delete(IdempotencyKey).where(tuple_(IdempotencyKey.user_id, IdempotencyKey.key).in_(over)))


def _hash_of_request() -> bytes:
    path = request.path.replace("/api/v1/", "/api/", 1)
    return hashlib.sha256(b"\n".join((request.method.encode(), path.encode(), request.get_data()))).digest()


def _again(kept: dict[str, Any]) -> Response:
    answer = current_app.response_class(kept["body"], status=kept["status"], mimetype="application/json")
    if kept["etag"]:
        answer.headers["ETag"] = kept["etag"]
    answer.headers["Idempotency-Replayed"] = "true"
    return answer
