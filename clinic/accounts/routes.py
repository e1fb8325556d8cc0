"""Sign-in over HTTP. The refresh cookie is read by `refresh` and `logout` alone."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, current_app, request

from clinic.accounts import actions, rules
from clinic.accounts.schemas import SignInSchema, TokensSchema, UserSchema
from clinic.shared import clock
from clinic.shared.access import Actor, allow, current_actor, open_to_all
from clinic.shared.answers import commit, done, ok
from clinic.shared.contract import gives, takes
from clinic.shared.errors import Forbidden, Unauthenticated
from clinic.shared.limits import limit_failed_sign_ins
from clinic.shared.metrics import counted_by, sign_ins_total
from models import Role, db

blueprint = Blueprint("accounts", __name__)


@blueprint.post("/auth/login")
@counted_by(sign_ins_total)
@open_to_all("signing in is how a token is got")
@limit_failed_sign_ins
@takes(SignInSchema)
@gives(TokensSchema)
def sign_in(fields: dict[str, Any]) -> Response:
    """Sign in with e-mail and password."""
    try:
        tokens = actions.sign_in(**fields)
    except rules.BadCredentials:
        db.session.commit()  # what failed stays in the trail
        raise
    return commit(_with_cookie(ok(_tokens(tokens)), tokens))


@blueprint.post("/auth/refresh")
@open_to_all("the cookie is the proof")
@gives(TokensSchema)
def refresh_sign_in() -> Response:
    """Get a new access token for the refresh cookie, which is rotated."""
    _check_sent_by_script()
    try:
        tokens = actions.refresh(request.cookies.get(_cookie_name(), ""))
    except Unauthenticated:
        db.session.commit()  # a reused token ends its family, and that end must stay
        raise
    return commit(_with_cookie(ok(_tokens(tokens)), tokens))


@blueprint.post("/auth/logout")
@open_to_all("the cookie is the proof")
@gives()
def sign_out() -> Response:
    """Sign out: the tokens of this sign-in stop at once."""
    _check_sent_by_script()
    actions.sign_out(request.cookies.get(_cookie_name(), ""))
    answer = done("Signed out.")
    answer.delete_cookie(_cookie_name(), path="/", secure=_is_secure(), httponly=True, samesite="Strict")
    return commit(answer)


@blueprint.get("/auth/me")
@allow(*Role)
@gives(UserSchema)
def show_me() -> Response:
    """Who is signed in."""
    return commit(ok(_user(current_actor())))


def _check_sent_by_script() -> None:
    """Another site's form can send the cookie; it can't send this header. Raises Forbidden."""
    if request.headers.get("X-Requested-With") != "hms":
        raise Forbidden("Send the header X-Requested-With: hms.")


def _is_secure() -> bool:
    return request.is_secure or bool(current_app.config["HMS"].is_production)


def _cookie_name() -> str:
    # Browsers keep the __Host- prefix for https; on a loopback without it the plain name must do.
    return "__Host-hms_refresh" if _is_secure() else "hms_refresh"


def _with_cookie(answer: Response, tokens: actions.Tokens) -> Response:
    answer.set_cookie(
        _cookie_name(),
        tokens.refresh,
        max_age=max(0, int((tokens.ends_at - clock.now()).total_seconds())),
        path="/",
        secure=_is_secure(),
        httponly=True,
        samesite="Strict",
    )
    return answer


def _tokens(tokens: actions.Tokens) -> dict[str, Any]:
    return {
        "access_token": tokens.access,
        "expires_in": int(rules.ACCESS_LIFE.total_seconds()),
        "user": _user(tokens.user),
    }


def _user(user: Actor) -> dict[str, Any]:
    return {
        "id": user.public_id,
        "name": user.name,
        "email": user.email,
        "role": user.role,
        "grants": sorted(user.grants),
        "doctor_id": user.doctor_id,
    }
