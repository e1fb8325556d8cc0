"""What users do to get in and out: sign in, stay signed in, sign out. The caller commits."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import jwt
from flask import Flask, current_app
from flask_jwt_extended import create_access_token
from sqlalchemy import func, select, update

from clinic.accounts import queries, rules
from clinic.audit import actions as audit
from clinic.shared import clock
from clinic.shared.access import Actor
from clinic.shared.errors import Unauthenticated
from clinic.shared.keys import email_key
from models import Grant, Role, SignIn, User, db

ISSUER = "hms"
AUDIENCE = "hms-api"
ALGORITHM = "HS256"


@dataclass(frozen=True)
class Tokens:
    """What a sign-in hands out. The refresh token lives until `ends_at`, however often it is rotated."""

    access: str
    refresh: str
    ends_at: datetime
    user: Actor


def configure_tokens(app: Flask, secret: str) -> None:
    """Tell the token library how ours are made: one algorithm, one key for access tokens alone."""
    app.config.update(
        JWT_SECRET_KEY=_key_for("access", secret),
        JWT_ALGORITHM=ALGORITHM,
        JWT_ACCESS_TOKEN_EXPIRES=rules.ACCESS_LIFE,
        JWT_ENCODE_ISSUER=ISSUER,
        JWT_ENCODE_AUDIENCE=AUDIENCE,
    )


def _key_for(purpose: str, secret: str) -> bytes:
    """A key for one purpose, drawn from the installation's secret."""
    return hmac.digest(secret.encode(), f"hms:{purpose}".encode(), hashlib.sha256)


def _refresh_key() -> bytes:
    return _key_for("refresh", current_app.config["HMS"].secret_key)


def create_user(
    *,
    email: str,
    name: str,
    role: Role,
    password: str,
    grants: list[Grant] | None = None,
    doctor_id: int | None = None,
) -> User:
    """Give somebody an account. Raises WeakPassword, NoSuchDoctor; a known address breaks uq_user_email."""
    rules.check_password_is_long_enough(password)
    if doctor_id is not None and not db.session.scalar(queries.is_of_the_clinic(doctor_id)):
        raise rules.NoSuchDoctor()
    user = User(
        email=email,
        email_key=email_key(email),
        name=name,
        role=role,
        grants=[str(grant) for grant in grants or []],
        password_hash=rules.hash_password(password),
        doctor_id=doctor_id,
    )
    db.session.add(user)
    db.session.flush()
    audit.record("user.create", entity_id=user.id, role=str(role))
    return user


def ensure_first_admin(*, email: str, password: str) -> None:
    """Give an empty installation its first admin; where there are users already, change nothing."""
    if db.session.scalar(select(User.id).limit(1)) is None:
        create_user(email=email, name="Admin", role=Role.ADMIN, password=password)


def sign_in(*, email: str, password: str) -> Tokens:
    """Let somebody in.

    It ends the transaction that it is called in, to hold no connection while it hashes. Raises BadCredentials, alike
    for an unknown address and a wrong password; the caller commits even then, to keep the failure in the trail.
    """
    user = db.session.scalar(queries.user_by_email(email))
    known_hash = user.password_hash if user else rules.NOBODYS_HASH
    db.session.rollback()  # hashing takes its time, and its turn: others need the connection
    fits = rules.is_password(password, known_hash)
    better_hash = rules.hash_password(password) if fits and rules.is_hash_outdated(known_hash) else None
    if user is None or not fits or not user.is_active:
        # Not what was typed: people mistake one field for the other.
        audit.record("user.sign_in_failed", entity_id=user.id if user else None)
        raise rules.BadCredentials()
    if better_hash:
        user.password_hash = better_hash
    opened = SignIn(
        user_id=user.id,
        nonce=secrets.token_bytes(16),
        generation=1,
        expires_at=clock.now() + rules.REFRESH_LIFE,
    )
    db.session.add(opened)
    db.session.flush()
    audit.record_by(user.id, "user.sign_in")
    return _tokens(opened.id, opened.generation, opened.nonce, opened.expires_at, user.public_id)


def refresh(text: str) -> Tokens:
    """Rotate a refresh token by one compare-and-set.

    The token before it gives the same successor for ten seconds, for a reply that was lost; after that, using
    it again ends the whole sign-in. Raises Unauthenticated; the caller commits even then, to keep that end.
    """
    token = rules.read_refresh_token(text)
    if token is None:
        raise Unauthenticated()
    key = _refresh_key()
    found = db.session.execute(
        select(SignIn.nonce, User.public_id, User.is_active).join(User).where(SignIn.id == token.sign_in_id)
    ).first()
    if found is None or not found.is_active or not rules.is_ours(token, key=key, nonce=found.nonce):
        raise Unauthenticated("Your sign-in has ended. Sign in to go on.")
    rotated = db.session.execute(
        update(SignIn)
        .where(
            SignIn.id == token.sign_in_id,
            SignIn.generation == token.generation,
            SignIn.ended_at.is_(None),
            SignIn.expires_at > func.now(),
        )
        .values(generation=SignIn.generation + 1, rotated_at=func.clock_timestamp())
        .returning(SignIn.generation, SignIn.expires_at)
    ).first()
    if rotated is None:
        rotated = _judge_loser(token)
    return _tokens(token.sign_in_id, rotated.generation, found.nonce, rotated.expires_at, found.public_id)


def _judge_loser(token: rules.RefreshToken) -> Any:
    """Give a retry its successor again; end the family of a token that comes back later."""
    row = db.session.execute(
        select(
            SignIn.generation,
            SignIn.rotated_at,
            SignIn.expires_at,
            SignIn.ended_at,
            func.clock_timestamp().label("now"),
        ).where(SignIn.id == token.sign_in_id)
    ).one()
    verdict = rules.judge_loser(token_generation=token.generation, **row._mapping)
    if verdict is rules.Verdict.LOST_REPLY:
        return row
    if verdict is rules.Verdict.REUSED:
        theirs = _end_sign_in(token.sign_in_id, because="token_reused")
        if theirs is not None:
            audit.record("user.token_reused", entity_id=theirs)
    raise Unauthenticated("Your sign-in has ended. Sign in to go on.")


def sign_out(text: str) -> None:
    """End the sign-in that a refresh token belongs to; a token that isn't ours ends nothing."""
    token = rules.read_refresh_token(text)
    if token is None:
        return
    nonce = db.session.scalar(select(SignIn.nonce).where(SignIn.id == token.sign_in_id))
    if nonce is not None and rules.is_ours(token, key=_refresh_key(), nonce=nonce):
        left = _end_sign_in(token.sign_in_id, because="signed_out")
        if left is not None:
            audit.record_by(left, "user.sign_out")


def _end_sign_in(sign_in_id: int, *, because: str) -> int | None:
    """End one sign-in, so that its refresh tokens and its access tokens stop at once. Give whose it was."""
    ended: int | None = db.session.scalar(
        update(SignIn)
        .where(SignIn.id == sign_in_id, SignIn.ended_at.is_(None))
        .values(ended_at=func.now(), ended_because=because)
        .returning(SignIn.user_id)
    )
    return ended


def read_access_token(token: str) -> Actor | None:
    """The live user whom an access token names; None for any token that is not one of ours, whole and in time."""
    try:
        claims = jwt.decode(
            token,
            current_app.config["JWT_SECRET_KEY"],
            algorithms=[ALGORITHM],
            issuer=ISSUER,
            audience=AUDIENCE,
            options={"require": ["exp", "iat", "sub", "sid", "type"]},
        )
    except jwt.PyJWTError:
        return None
    if claims["type"] != "access" or not isinstance(claims["sid"], int) or not _is_uuid(claims["sub"]):
        return None
    return _actor(claims["sid"], claims["sub"])


def _is_uuid(text: str) -> bool:
    try:
        return bool(UUID(text))
    except ValueError:
        return False


def _actor(sign_in_id: int, public_id: str) -> Actor | None:
    row = db.session.execute(queries.LIVE_ACTOR, {"sign_in_id": sign_in_id, "public_id": public_id}).first()
    if row is None:
        return None
    return Actor(
        user_id=row.id,
        public_id=str(row.public_id),
        name=row.name,
        email=row.email,
        role=Role(row.role),
        grants=frozenset(Grant(grant) for grant in row.grants),
        doctor_id=row.doctor_id,
    )


def _tokens(sign_in_id: int, generation: int, nonce: bytes, ends_at: datetime, public_id: Any) -> Tokens:
    user = _actor(sign_in_id, str(public_id))
    if user is None:
        raise Unauthenticated("Your sign-in has ended. Sign in to go on.")
    access = create_access_token(str(public_id), additional_claims={"sid": sign_in_id})
    made = rules.make_refresh_token(key=_refresh_key(), sign_in_id=sign_in_id, generation=generation, nonce=nonce)
    return Tokens(access, str(made), ends_at, user)
