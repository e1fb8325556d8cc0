"""`flask clinic backup`, `backups`, `restore` and `check-backup`: what docs/operations.md does with dumps."""

from __future__ import annotations

import functools
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
from flask import current_app
from flask.cli import with_appcontext

from clinic.ground import backup_dump
from clinic.ground.backup_checks import Stock
from clinic.ground.backup_files import BackupFailed, verify
from clinic.ground.backup_state import DUMP, Backup, all_backups, prune, read_status
from clinic.ground.embedded_postgres import EmbeddedPostgres, attach_or_start
from clinic.ground.postgres_binaries import NoPostgres
from config import Config

BAD = 1


def says_why(command: Callable[..., Any]) -> Callable[..., Any]:
    """Let a command end with a sentence instead of a traceback."""

    @functools.wraps(command)
    def run(*args: Any, **options: Any) -> Any:
        try:
            return command(*args, **options)
        except (BackupFailed, NoPostgres) as failure:
            raise click.ClickException(str(failure)) from None

    return run


def settings() -> tuple[Config, bytes]:
    """The settings, and the key that only backups need."""
    config: Config = current_app.config["HMS"]
    if config.backup_key is None:
        raise BackupFailed("BACKUP_KEY is missing; `openssl rand -hex 32` makes a good one.")
    return config, config.backup_key


def owners_url(config: Config) -> str:
    """The database, as the role that may read everything and make tables."""
    return config.migration_database_url or attach_or_start(config.data_dir).url("migrator")


def echo_pruned(removed: list[Backup], days: int) -> None:
    if removed:
        click.echo(f"Removed {len(removed)} older than {days} days.")


@click.command("backup")
@with_appcontext
@says_why
def make_backup() -> None:
    """Back the whole database up into one encrypted file, and remove those that are too old."""
    config, key = settings()
    now = datetime.now(UTC)
    backup, stock = backup_dump.make_dump(config.backup_dir, key, owners_url(config), now=now)
    click.echo(f"Made {backup.path}: {_told(stock)}, {_size(backup.size)}.")
    echo_pruned(prune(config.backup_dir, DUMP, now=now, days=config.backup_days), config.backup_days)


@click.command("backups")
@with_appcontext
def list_backups() -> None:
    """List the backups, the newest first: when, what kind, how large, and what a check found."""
    directory = current_app.config["HMS"].backup_dir
    status = read_status(directory)
    checks = status.get("checks", {})
    backups = all_backups(directory)
    for backup in backups:
        check = checks.get(backup.path.name)
        verdict = f"{'good' if check['ok'] else 'BAD'} {_when(datetime.fromisoformat(check['at']))}" if check else ""
        click.echo(
            f"{_when(backup.taken_at)}  {backup.kind}  {_size(backup.size):>9}  "
            f"{verdict or 'not checked':<22}  {backup.path.name}"
        )
    if kept_until := status.get("wal_kept_until"):
        click.echo(f"The log is kept until {datetime.fromisoformat(kept_until):%Y-%m-%d %H:%M:%S}Z.")
    if not backups:
        click.echo(f"There are no backups in {directory}.")


@click.command("restore")
@click.argument("path", metavar="FILE", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--into", metavar="DIR", type=click.Path(path_type=Path), help="A new data directory (HMS_DATA_DIR).")
@with_appcontext
@says_why
def restore_backup(path: Path, into: Path | None) -> None:
    """Restore a backup, into a new data directory or into the configured database, which must be empty.

    Nothing is ever overwritten. The file is proved from end to end before anything is restored.
    """
    config, key = settings()
    if into is None:
        stock, differences = backup_dump.restore_dump(path, key, owners_url(config))
    else:
        if into.exists() and any(into.iterdir()):
            raise BackupFailed(f"{into} is not empty. A backup is restored into a new directory.")
        verify(path, key)
        with EmbeddedPostgres(into.resolve() / "postgres") as server:
            stock, differences = backup_dump.restore_dump(path, key, server.url("migrator"))
    for difference in differences:
        click.echo(difference, err=True)
    click.echo(f"Restored {path.name}: {_told(stock)}.")
    if into:
        click.echo(f"Serve it with HMS_DATA_DIR={into} make run.")
    if differences:
        raise BackupFailed("What is there now is not what was backed up; the lines above say how.")


@click.command("check-backup")
@click.argument("name", metavar="[NAME]", required=False)
@with_appcontext
@says_why
def check_backup(name: str | None) -> None:
    """Restore the newest backup, or the named one, on a server of its own, and prove rows, rules and rights.

    Ends with 1 if anything is wrong.
    """
    config, key = settings()
    dumps = [backup for backup in all_backups(config.backup_dir, DUMP) if name in (None, backup.path.name)]
    if not dumps:
        raise BackupFailed(f"There is no {name or 'backup'} in {config.backup_dir}.")
    echo_verdict(
        dumps[0].path.name, backup_dump.check_dump(config.backup_dir, dumps[0], key, now=datetime.now(UTC)), config
    )


def echo_verdict(name: str, faults: list[str], config: Config) -> None:
    """Say what a check found, and end the command with it."""
    for fault in faults:
        click.echo(fault, err=True)
    if faults:
        raise click.exceptions.Exit(BAD)
    seconds = read_status(config.backup_dir)["last_check"]["rto_seconds"]
    click.echo(f"{name} is good: restored in {seconds} s, and every rule and total holds on every row.")


def _told(stock: Stock) -> str:
    return f"{sum(stock['counts'].values()):,} rows in {len(stock['counts'])} tables, schema {stock['revision']}"


def _when(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M}Z"


def _size(size: float) -> str:
    for unit in ("B", "kB", "MB", "GB"):
        if size < 1000 or unit == "GB":
            return f"{size:.1f} {unit}" if unit != "B" else f"{size:.0f} B"
        size /= 1000
    raise AssertionError


COMMANDS = (make_backup, list_backups, restore_backup, check_backup)
