"""`flask clinic create-user`."""

from __future__ import annotations

import click
from flask.cli import with_appcontext

from clinic.accounts import actions
from clinic.shared.errors import Refusal
from models import Grant, Role, db


@click.command("create-user")
@click.argument("email")
@click.option("--name", prompt=True)
@click.option("--role", type=click.Choice([str(role) for role in Role]), default=str(Role.STAFF))
@click.option("--grant", "grants", type=click.Choice([str(grant) for grant in Grant]), multiple=True)
@click.option("--doctor-id", type=int, help="The doctor that a user with the role doctor is.")
@click.password_option()
@with_appcontext
def create_user(
    email: str, name: str, role: str, grants: tuple[str, ...], doctor_id: int | None, password: str
) -> None:
    """Give somebody an account."""
    try:
        actions.create_user(
            email=email,
            name=name,
            role=Role(role),
            grants=[Grant(grant) for grant in grants],
            doctor_id=doctor_id,
            password=password,
        )
    except Refusal as refusal:
        raise click.ClickException(str(refusal)) from None
    db.session.commit()
    click.echo(f"{name} can sign in as {email}.")
