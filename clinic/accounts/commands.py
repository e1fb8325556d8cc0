"""`flask clinic create-user`."""

from __future__ import annotations

from typing import Any

import click
from flask.cli import with_appcontext
from marshmallow import ValidationError
from sqlalchemy.exc import IntegrityError

from clinic.accounts import actions
from clinic.accounts.schemas import NewUserSchema
from clinic.shared.errors import Refusal, refusal_of
from models import Grant, Role, db


@click.command("create-user")
@click.argument("email")
@click.option("--name", prompt=True)
@click.option("--role", type=click.Choice([str(role) for role in Role]), default=str(Role.STAFF))
@click.option("--grant", "grants", type=click.Choice([str(grant) for grant in Grant]), multiple=True)
@click.option("--doctor-id", type=int, help="The doctor that a user with the role doctor is.")
@click.password_option()
@with_appcontext
def create_user(**told: Any) -> None:
    """Give somebody an account."""
    try:
        user = actions.create_user(**NewUserSchema().load(told))
    except ValidationError as problem:
        sentences = (f"{name}: {' '.join(said)}" for name, said in problem.normalized_messages().items())
        raise click.ClickException("\n".join(sentences)) from None
    except IntegrityError as error:
        if (refusal := refusal_of(error)) is None:
            raise
        raise click.ClickException(str(refusal)) from None
    except Refusal as refusal:
        raise click.ClickException(str(refusal)) from None
    db.session.commit()
    click.echo(f"{user.name} can sign in as {user.email}.")
