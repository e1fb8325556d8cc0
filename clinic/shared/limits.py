"""How often something may be tried."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Response, request
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

from clinic.shared.keys import LONGEST_EMAIL, email_key

limiter = Limiter(get_remote_address, headers_enabled=True, storage_uri="memory://")


def _address_and_account() -> str:
    # Both together: an attacker elsewhere can't lock a user out of the clinic's own desk.
    body = request.get_json(silent=True)
    email = body.get("email") if isinstance(body, dict) else None
    # Cut first: folding a megabyte takes longer than all the rest, and nobody has signed in yet.
    return f"{get_remote_address()} {email_key(email[:LONGEST_EMAIL]) if isinstance(email, str) else ''}"


def _is_failure(answer: Response) -> bool:
    return answer.status_code == 401


def limit_failed_sign_ins(view: Callable[..., Any]) -> Callable[..., Any]:
    """Stop guessing: 10 failures in 5 minutes for an account, 100 from an address."""
    by_account = limiter.limit("10 per 5 minutes", key_func=_address_and_account, deduct_when=_is_failure)
    by_address = limiter.limit("100 per 5 minutes", key_func=get_remote_address, deduct_when=_is_failure)
    limited: Callable[..., Any] = by_account(by_address(view))
    return limited
