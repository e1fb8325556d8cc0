"""`flask clinic keep-base`, `keep-wal`, `unpack-backup` and `check-restored`: what production's backup jobs call."""

from __future__ import annotations

import signal
import threading
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import click
from flask.cli import with_appcontext

from clinic.ground import backup_unpack, backup_wal
from clinic.ground.backup_commands import echo_pruned, echo_verdict, owners_url, says_why, settings
from clinic.ground.backup_files import BackupFailed
from clinic.ground.backup_state import BASE, prune

DELIVERED = click.Path(exists=True, file_okay=False, path_type=Path)


@click.command("keep-base")
@click.argument("delivered", metavar="DIR", type=DELIVERED)
@with_appcontext
@says_why
def keep_base(delivered: Path) -> None:
    """Keep what pg_basebackup has delivered, encrypted, and remove base backups and log that are too old.

    pg_basebackup ran with --format=tar and --wal-method=stream. What it delivered stays where it is.
    """
    config, key = settings()
    now = datetime.now(UTC)
    backup = backup_wal.keep_base(config.backup_dir, key, delivered, owners_url(config))
    click.echo(f"Kept {backup.path}, {backup.size:,} bytes.")
    echo_pruned(prune(config.backup_dir, BASE, now=now, days=config.backup_days), config.backup_days)
    backup_wal.prune_wal(config.backup_dir, key, now=now, days=config.backup_days)


@click.command("keep-wal")
@click.argument("delivered", metavar="DIR", type=DELIVERED)
@click.option("--every", default=10.0, show_default=True, help="Seconds between two looks: what a loss may cost.")
@click.option("--once", is_flag=True, help="Keep what is there, and end.")
@with_appcontext
@says_why
def keep_wal(delivered: Path, every: float, once: bool) -> None:
    """Keep what pg_receivewal delivers, encrypted, until told to end; what is finished is then removed from DIR.

    Each round also keeps what there is of the segment that is being written, and has the database write a sign of
    life, so that what is kept is never older than two rounds while all is well.
    """
    config, key = settings()
    keeper = backup_wal.WalKeeper(config.backup_dir, key, delivered)
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    was_alive = True
    while not (once or stop.is_set()):
        try:
            backup_wal.beat(str(config.database_url or owners_url(config)))
            is_alive = True
        except BackupFailed as failure:
            is_alive = False
            if was_alive:
                click.echo(str(failure), err=True)
        was_alive = is_alive
        keeper.keep()
        stop.wait(every)
    keeper.keep()


@click.command("unpack-backup")
@click.argument("to", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
@click.option("--at", metavar="TIME", help="A moment such as 2026-03-01T10:30:00+01:00; without it, the newest kept.")
@with_appcontext
@says_why
def unpack_backup(to: Path, at: str | None) -> None:
    """Unpack the newest base backup and its log into DIR, a data directory that PostgreSQL then recovers."""
    config, key = settings()
    moment = _moment(at) if at else None
    backup, pieces = backup_unpack.unpack(config.backup_dir, key, to, at=moment, now=datetime.now(UTC))
    click.echo(
        f"Unpacked {backup.path.name} and {pieces} pieces of log into {to}. "
        f"Start PostgreSQL on it: it recovers to {at or 'the end of the log'}."
    )


@click.command("check-restored")
@click.option("--wait", default=3600.0, show_default=True, help="Seconds that the recovery may take.")
@with_appcontext
@says_why
def check_restored(wait: float) -> None:
    """Check the server that recovers what unpack-backup unpacked; MIGRATION_DATABASE_URL or DATABASE_URL says where.

    Refuses every other server. Ends with 1 if anything is wrong.
    """
    config, key = settings()
    name, faults = backup_unpack.check_restored(config.backup_dir, key, owners_url(config), wait=wait)
    echo_verdict(name, faults, config)


def _moment(text: str) -> datetime:
    with suppress(ValueError):
        moment = datetime.fromisoformat(text)
        if moment.tzinfo:
            return moment
    raise BackupFailed("Write the moment with its offset, as 2026-03-01T10:30:00+01:00.")


COMMANDS = (keep_base, keep_wal, unpack_backup, check_restored)
