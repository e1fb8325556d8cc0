"""Who may call what. Silence is closed: a route that declares nothing is refused to everybody.

The role and the grants come from the database on every request, never from the token, so that a change
of role, a sign-out or a disabled account bites at once.
"""

from __future__ import annotations

import enum
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from flask import Flask, current_app, g, has_request_context, request

from clinic.shared.errors import Forbidden, Unauthenticated
from models import Grant, Role

View = TypeVar("View", bound=Callable[..., Any])


class Objects(enum.StrEnum):
    """Which rows a doctor reaches through a route; everybody else who may call it reaches all."""

    ANY = "any"
    OWN_DIARY = "own_diary"
    OWN_PATIENTS = "own_patients"


@dataclass(frozen=True)
class Rule:
    """Who may call a route: any of the roles, or staff with any of the grants. Open ones say why they are."""

    roles: frozenset[Role]
    grants: frozenset[Grant] = frozenset()
    objects: Objects = Objects.ANY
    open_because: str | None = None

    def lets_in(self, actor: Actor) -> bool:
        return actor.role in self.roles or bool(self.grants & actor.grants)


@dataclass(frozen=True)
class Actor:
    """Whoever is acting: a signed-in user, the clinic's own commands (`SYSTEM`), or nobody yet (`NOBODY`)."""

    user_id: int | None
    public_id: str | None
    name: str
    email: str | None
    role: Role | None
    grants: frozenset[Grant]
    doctor_id: int | None

    @property
    def is_admin(self) -> bool:
        return self.role is Role.ADMIN

    @property
    def limited_to(self) -> int | None:
        """The doctor whose diary and patients are all that is reached; None for all of them, 0 for nobody's."""
        return None if self.role in (Role.ADMIN, Role.STAFF) else self.doctor_id or 0


SYSTEM = Actor(None, None, "System", None, Role.ADMIN, frozenset(Grant), None)
NOBODY = Actor(None, None, "Nobody", None, None, frozenset(), None)


def allow(*who: Role | Grant, objects: Objects = Objects.ANY) -> Callable[[View], View]:
    """Declare who may call a view; an empty list lets nobody in."""
    rule = Rule(
        frozenset(one for one in who if isinstance(one, Role)),
        frozenset(one for one in who if isinstance(one, Grant)),
        objects,
    )
    return _declare(rule)


def open_to_all(because: str) -> Callable[[View], View]:
    """Declare a view open without a token. The closed list of such routes is held by a test."""
    return _declare(Rule(frozenset(), open_because=because))


def _declare(rule: Rule) -> Callable[[View], View]:
    def declare(view: View) -> View:
        view.access = rule  # type: ignore[attr-defined]
        return view

    return declare


def rule_of(view: Callable[..., Any]) -> Rule | None:
    """What a view declares, or None."""
    return getattr(view, "access", None)


def current_actor() -> Actor:
    """Whoever is acting now: outside a request the clinic's own commands, on an open route nobody."""
    actor: Actor = g.get("actor", NOBODY if has_request_context() else SYSTEM)
    return actor


def register_access(app: Flask, read_token: Callable[[str], Actor | None]) -> None:
    """Check every request before its view runs. `read_token` turns a bearer token into its live owner, or None."""
    app.extensions["read_token"] = read_token
    app.before_request(_check_access)


def _check_access() -> None:
    if request.endpoint is None or request.method == "OPTIONS":
        return  # a 404, a 405 or a CORS preflight: nothing of ours runs
    rule = rule_of(current_app.view_functions[request.endpoint])
    if rule is None:
        raise Forbidden("This address is closed.")
    if rule.open_because:
        return
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise Unauthenticated(headers={"WWW-Authenticate": "Bearer"})
    actor = current_app.extensions["read_token"](token.strip())
    if actor is None:
        raise Unauthenticated("Your sign-in has ended. Sign in to go on.", headers={"WWW-Authenticate": "Bearer"})
    g.actor = actor
    if not rule.lets_in(actor):
        raise Forbidden()
