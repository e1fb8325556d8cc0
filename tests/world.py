"""The clinic that tests happen in: its database, its people, and how to look behind the door."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from argon2 import PasswordHasher
from flask import Flask
from flask_jwt_extended import create_access_token
from flask_migrate import upgrade
from sqlalchemy import Connection, Engine, text

import clinic.accounts.actions
from app import create_app
from clinic.accounts import rules
from clinic.doctors import actions as doctors
from clinic.ground.embedded_postgres import EmbeddedPostgres
from clinic.ground.embedded_postgres import Role as DatabaseRole
from clinic.shared.clinic import found_clinic
from clinic.shared.limits import limiter
from config import Config
from models import Grant, Role, SignIn, User, db
from tests.clients import Client, Document
from tests.factories import Factories

PASSWORD = "correct horse battery staple"
SECRET = "a secret for tests alone, of 32 signs or more"
# The same hash, a thousandth of the work: a test that signs in is not about Argon2.
CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
PEOPLE: dict[str, dict[str, Any]] = {
    "admin": {"name": "Amal Haddad", "role": Role.ADMIN},
    "doctor": {"name": "Ruth Adeyemi", "role": Role.DOCTOR},
    "other_doctor": {"name": "Jonas Weber", "role": Role.DOCTOR},
    "staff": {"name": "Mia Novak", "role": Role.STAFF},
    "nurse": {"name": "Oleg Marek", "role": Role.STAFF, "grants": [Grant.CLINICAL]},
}


@dataclass(frozen=True)
class Person:
    """Somebody with an account, signed in."""

    user_id: int
    public_id: str
    email: str
    name: str
    doctor_id: int | None
    sign_in_id: int


class OneConnection(Connection):
    """A connection that stands where an engine stands, so that a whole test happens in its one transaction."""

    @contextmanager
    def connect(self) -> Iterator[Connection]:
        yield self


class World:
    """One application on one database, with people in it."""

    def __init__(self, app: Flask, people: dict[str, Person], server: EmbeddedPostgres, database: str) -> None:
        self.app = app
        self.people = people
        self.server = server
        self.database = database
        self.document = Document(app)

    def client(self, who: str | None = None, **options: Any) -> Client:
        """Somebody at the door: one of PEOPLE, or nobody."""
        made = self.app.test_client(**options)
        assert isinstance(made, Client)
        made.document = self.document
        made.token = self.token(who) if who else None
        return made

    def token(self, who: str, *, expires_in: timedelta | None = None) -> str:
        """An access token of somebody's sign-in."""
        person = self.people[who]
        with self.app.app_context():
            return create_access_token(
                person.public_id,
                additional_claims={"sid": person.sign_in_id},
                expires_delta=expires_in,
            )

    @property
    def make(self) -> Factories:
        return Factories(self.client("admin"))

    @property
    def engine(self) -> Engine | Connection:
        """What the application's sessions are bound to."""
        return db._app_engines[self.app][None]

    def sql(self, statement: str, **values: Any) -> list[dict[str, Any]]:
        """Run SQL with the application's rights, as part of the test's transaction where it has one."""
        bind = self.engine
        if isinstance(bind, Connection):
            with bind.begin_nested():
                return _rows(bind, statement, values)
        with bind.begin() as connection:
            return _rows(connection, statement, values)

    def value(self, statement: str, **values: Any) -> Any:
        """The first value of the first row."""
        return next(iter(self.sql(statement, **values)[0].values()))

    def sql_as(self, role: DatabaseRole, statement: str, values: Any = None) -> list[tuple[Any, ...]]:
        """Run SQL as another role, in a transaction and on a connection of its own."""
        connection = self.server.connect(role, self.database)
        try:
            with connection, connection.cursor() as cursor:
                cursor.execute(statement, values)
                return list(cursor.fetchall()) if cursor.description else []
        finally:
            connection.close()


def _rows(connection: Connection, statement: str, values: dict[str, Any]) -> list[dict[str, Any]]:
    result = connection.execute(text(statement), values)
    return [dict(row) for row in result.mappings()] if result.returns_rows else []


def config_for(server: EmbeddedPostgres, database: str, **settings: Any) -> Config:
    """The settings of an application on a database of a throwaway server."""
    config = Config.from_env({"DATABASE_URL": "postgresql://replaced", "SECRET_KEY": SECRET})
    return replace(
        config,
        database_url=server.url("app", database),
        migration_database_url=server.url("migrator", database),
        testing=True,
        **settings,
    )


def open_app(config: Config) -> Flask:
    """An application whose clients are ours."""
    app = create_app(config)
    app.test_client_class = Client
    return app


def found(server: EmbeddedPostgres, database: str) -> dict[str, Person]:
    """Migrate an empty database and let the people in; it is then a template for all others."""
    rules._hasher = CHEAP
    app = open_app(config_for(server, database))
    with app.app_context():
        upgrade()
        found_clinic(app.config["HMS"])
        people = {name: _employ(name, **said) for name, said in PEOPLE.items()}
        db.session.commit()
        db.engine.dispose()
    return people


def _employ(who: str, *, name: str, role: Role, grants: list[Grant] | None = None) -> Person:
    doctor_id = doctors.add(name=name, specialty="General practice").id if role is Role.DOCTOR else None
    email = f"{who}@example.org"
    clinic.accounts.actions.create_user(
        email=email, name=name, role=role, grants=grants, doctor_id=doctor_id, password=PASSWORD
    )
    db.session.commit()
    clinic.accounts.actions.sign_in(email=email, password=PASSWORD)
    user = db.session.query(User).filter_by(email=email).one()
    sign_in = db.session.query(SignIn).filter_by(user_id=user.id).one()
    return Person(user.id, str(user.public_id), email, name, doctor_id, sign_in.id)


@contextmanager
def one_transaction(world: World) -> Iterator[World]:
    """Bind the application to one connection, whose transaction is rolled back at the end.

    A commit in a view releases a savepoint; what a view forgot to commit is gone with its request's session.
    """
    engines = db._app_engines[world.app]
    engine = engines[None]
    db.session.session_factory.configure(join_transaction_mode="create_savepoint")
    connection = OneConnection(engine)
    outer = connection.begin()
    engines[None] = connection  # type: ignore[assignment]
    try:
        forget(world.app)
        yield world
    finally:
        engines[None] = engine
        outer.rollback()
        connection.close()
        forget(world.app)


def forget(app: Flask) -> None:
    """Clear what an application keeps in memory between requests."""
    app.extensions.pop("clinic_profile", None)
    limiter.reset()
