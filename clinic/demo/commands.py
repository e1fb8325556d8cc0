"""`flask clinic demo`."""

from __future__ import annotations

import click
from flask import current_app
from flask.cli import with_appcontext

from clinic.demo import actions
from clinic.shared import clock
from clinic.shared.clinic import found_clinic
from models import db


@click.command("demo")
@with_appcontext
def fill_demo() -> None:
    """Fill an empty database with an invented clinic: doctors, patients, three months of visits, records."""
    config = current_app.config["HMS"]
    if config.is_production:
        raise click.ClickException("A production clinic gets no invented patients. Unset HMS_ENV for a demo.")
    if not actions.is_empty():
        raise click.ClickException(
            "There are people in this database. The demo goes into an empty one: set HMS_DATA_DIR to a new directory."
        )
    found_clinic(config)
    actions.fill(now=clock.now())
    db.session.commit()
    click.echo(actions.sign_in_hint())
