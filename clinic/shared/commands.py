"""`flask clinic …`: the clinic's own commands. Each package adds its own to this group."""

from __future__ import annotations

import json
from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup

from clinic.shared.contract import openapi_document

clinic_commands = AppGroup("clinic", help="Run the clinic: serve it, fill it, look after it.")


@clinic_commands.command("openapi")
@click.option("--to", "path", type=click.Path(path_type=Path), default=Path("frontend/openapi.json"))
def write_openapi(path: Path) -> None:
    """Write the OpenAPI document from which the front end's types are made."""
    path.write_text(json.dumps(openapi_document(current_app), indent=2, sort_keys=True, ensure_ascii=False) + "\n")
    click.echo(f"Wrote {path}.")
