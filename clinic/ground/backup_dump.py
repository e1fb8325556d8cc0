"""Backups of a whole database by pg_dump, and bringing one back: for the embedded database, and any other."""

from __future__ import annotations

import os
import re
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import IO, Any, cast

import psycopg2
from psycopg2 import sql
from psycopg2.extensions import connection as Connection  # noqa: N812 -- it is a class
from psycopg2.extensions import make_dsn, parse_dsn

from clinic.ground.backup_checks import Stock, differences, find_faults, take_stock
from clinic.ground.backup_files import BackupFailed, Header, copy, opened, sealed, verify
from clinic.ground.backup_state import DUMP, Backup, note_backup, note_check, path_for
from clinic.ground.embedded_postgres import throwaway
from clinic.ground.postgres_binaries import NoPostgres, find_binaries

# Whoever migrates meanwhile goes first: a dump that waits for it would make everybody behind it wait too.
_LOCK_TIMEOUT = "--lock-wait-timeout=30s"
# What migrations/roles.sql has made, as a superuser, before a dump is restored.
_PREPARED = re.compile(
    r" (EXTENSION|COMMENT) - (EXTENSION )?(btree_gist|pg_trgm)\b| (SCHEMA -|COMMENT - SCHEMA) public\b"
)
_OCCUPIED = """
    SELECT EXISTS (
        SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relkind IN ('r', 'p', 'v', 'm', 'S') AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
    )
"""
_DEFAULT_RIGHTS = """
    SELECT r.rolname, n.nspname, d.defaclobjtype::text, g.rolname, acl.privilege_type
    FROM pg_default_acl d JOIN pg_namespace n ON n.oid = d.defaclnamespace JOIN pg_roles r ON r.oid = d.defaclrole
    CROSS JOIN aclexplode(d.defaclacl) acl JOIN pg_roles g ON g.oid = acl.grantee
"""
_KINDS = {"r": "TABLES", "S": "SEQUENCES", "f": "FUNCTIONS"}


def make_dump(directory: Path, key: bytes, url: str, *, now: datetime) -> tuple[Backup, Stock]:
    """Write the database to a sealed file, with what was in it at that very moment. Raises BackupFailed."""
    began = time.monotonic()
    with closing(connect(url)) as connection:
        # the dump and the counts see one snapshot, whoever works on meanwhile
        connection.set_session(isolation_level="REPEATABLE READ", readonly=True)
        with connection.cursor() as cursor:
            stock = take_stock(cursor)
            cursor.execute("SELECT pg_export_snapshot(), current_database()")
            snapshot, name = cursor.fetchone() or ("", "")
        tool, major = _tool("pg_dump", connection, newer_will_do=True)
        backup = Backup(path_for(directory, DUMP, now), DUMP, now)
        label = {"stock": stock, "major": major}
        with (
            sealed(backup.path, key, Header(DUMP, now.isoformat(), name), label) as sealer,
            _running([tool, "--format=custom", f"--snapshot={snapshot}", _LOCK_TIMEOUT], url) as dump,
        ):
            copy(dump, sealer.write)
    note_backup(directory, backup, seconds=time.monotonic() - began)
    return backup, stock


def restore_dump(path: Path, key: bytes, url: str) -> tuple[Stock, list[str]]:
    """Fill an empty database, prepared by migrations/roles.sql, from a file that is proved first.

    Gives what was backed up, and how what is there now differs. Raises BackupFailed, with nothing restored.
    """
    label = verify(path, key)
    with closing(connect(url)) as connection:
        connection.autocommit = True
        _refuse_unless_empty(connection)
        tool, _ = _tool("pg_restore", connection, newer_will_do=False)
        whole = ["--no-owner", "--single-transaction", "--exit-on-error"]
        with (
            _contents(tool, path, key) as contents,
            _without_default_rights(connection),
            _running([tool, *whole, f"--use-list={contents}"], url, is_fed=True) as restore,
        ):
            for chunk in opened(path, key):
                restore.write(chunk)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
            stands = take_stock(cursor)
    return label["stock"], differences(label["stock"], stands)


def check_dump(directory: Path, backup: Backup, key: bytes, *, now: datetime) -> list[str]:
    """Restore a backup on a server of its own, gone afterwards; note and give what is wrong with it."""
    began = time.monotonic()
    rto: float | None = None
    try:
        major = verify(backup.path, key)["major"]
        with throwaway(find_binaries(major).directory) as server:
            _, faults = restore_dump(backup.path, key, server.url("migrator"))
            rto = time.monotonic() - began
            with closing(server.connect("migrator")) as connection:
                faults += find_faults(connection)
    except BackupFailed as failure:
        faults = [str(failure)]
    note_check(directory, backup.path.name, now=now, faults=faults, rto_seconds=rto)
    return faults


def connect(url: str) -> Connection:
    """Open a plain connection to one of SQLAlchemy's URLs."""
    try:
        return psycopg2.connect(_plain(url), connect_timeout=10, application_name="hms-backup")
    except psycopg2.OperationalError as error:
        raise BackupFailed(f"The database does not answer: {str(error).strip()}") from None


def _plain(url: str) -> str:
    return url.replace("postgresql+psycopg2://", "postgresql://", 1)


def _tool(name: str, connection: Connection, *, newer_will_do: bool) -> tuple[str, int]:
    """Find one of PostgreSQL's programs, of the server's own version: an older one refuses it."""
    major = connection.server_version // 10_000
    try:
        binaries = find_binaries(major)
    except NoPostgres as refusal:
        try:
            binaries = find_binaries()
        except NoPostgres:
            raise BackupFailed(str(refusal)) from None
        if not newer_will_do or binaries.major < major:
            raise BackupFailed(str(refusal)) from None
    return str(binaries.directory / name), binaries.major


@contextmanager
def _running(command: list[str], url: str, *, is_fed: bool = False) -> Iterator[IO[bytes]]:
    """Run one of PostgreSQL's programs on a database, one end a pipe to us. Raises BackupFailed if it fails."""
    given = parse_dsn(_plain(url))
    # a password among the arguments could be read by everybody on the machine
    secret = {"PGPASSWORD": given.pop("password")} if "password" in given else {}
    with (
        tempfile.TemporaryFile() as said,
        subprocess.Popen(
            [*command, f"--dbname={make_dsn(**given)}", "--no-password"],
            env=os.environ | secret,
            stdin=subprocess.PIPE if is_fed else subprocess.DEVNULL,
            stdout=subprocess.DEVNULL if is_fed else subprocess.PIPE,
            stderr=said,
        ) as process,
    ):
        try:
            with cast("IO[bytes]", process.stdin or process.stdout) as pipe:
                yield pipe
        except BrokenPipeError:
            pass  # it has ended, and says why
        except BaseException:
            process.kill()
            raise
        if process.wait() != 0:
            said.seek(0)
            raise BackupFailed(_first_error(Path(command[0]).name, said.read().decode(errors="replace")))


@contextmanager
def _contents(tool: str, path: Path, key: bytes) -> Iterator[str]:
    """Name a file that lists what of a dump is to be restored, and in which order."""
    with tempfile.NamedTemporaryFile("w+") as listed, tempfile.NamedTemporaryFile("w") as chosen:
        with (
            subprocess.Popen([tool, "--list"], stdin=subprocess.PIPE, stdout=listed) as process,
            suppress(BrokenPipeError),  # the list is at the front: the rest is not read
            cast("IO[bytes]", process.stdin) as pipe,
        ):
            for chunk in opened(path, key):
                pipe.write(chunk)
        listed.seek(0)
        chosen.writelines(line for line in listed if not _PREPARED.search(line))
        chosen.flush()
        yield chosen.name


def _first_error(tool: str, said: str) -> str:
    """Take the first line of a complaint: those below it quote rows, and rows are about patients."""
    errors = [line for line in said.splitlines() if line.startswith(f"{tool}: error:")]
    return errors[0] if errors else f"{tool} failed."


def _refuse_unless_empty(connection: Connection) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_OCCUPIED)
        if cursor.fetchone() != (False,):
            raise BackupFailed(
                "The database is not empty. A backup is restored into a new one; nothing is overwritten."
            )


@contextmanager
def _without_default_rights(connection: Connection) -> Iterator[None]:
    """Keep what new tables usually grant out of the way.

    A dump tells which rights a table grants, taking for granted that it grants none by itself: in a prepared database
    the application could change the trail.
    """
    with connection.cursor() as cursor:
        cursor.execute(_DEFAULT_RIGHTS)
        rights = cursor.fetchall()
        _set_default_rights(cursor, "REVOKE {} ON {} FROM {}", rights)
        try:
            yield
        finally:
            _set_default_rights(cursor, "GRANT {} ON {} TO {}", rights)


def _set_default_rights(cursor: Any, change: str, rights: list[tuple[str, str, str, str, str]]) -> None:
    for owner, schema, kind, grantee, right in rights:
        if kind in _KINDS:
            statement = sql.SQL("ALTER DEFAULT PRIVILEGES FOR ROLE {} IN SCHEMA {} " + change)
            cursor.execute(
                statement.format(
                    sql.Identifier(owner),
                    sql.Identifier(schema),
                    sql.SQL(right),
                    sql.SQL(_KINDS[kind]),
                    sql.Identifier(grantee),
                )
            )
