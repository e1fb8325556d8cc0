"""The process that runs the embedded PostgreSQL: made if missing, restarted if killed, stopped when unused.

embedded_postgres.py starts this, with `keeper.lock` locked and inherited, and explains the whole.
"""

from __future__ import annotations

import argparse
import fcntl
import os
import re
import secrets
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile, mkdtemp

import psycopg2
from psycopg2 import sql

from clinic.ground.child_processes import signal_when_we_end
from clinic.ground.embedded_postgres import DATABASE, PORT, USERS, EmbeddedPostgres, Role, lock, private_file
from clinic.ground.postgres_binaries import (
    NoPostgres,
    binaries_in,
    find_binaries,
    reachable,
    run_as,
    server_account,
)

POLL_SECONDS = 0.1
STOP_SECONDS = 25.0
SHORT_LIFE_SECONDS = 10.0
MOST_SHORT_LIVES = 7  # with the pauses between them, over ten seconds
SOCKET_PARENT = "/tmp"  # noqa: S108 - every account can reach it, and a socket's path may have 107 bytes at most

SETTINGS = {
    "listen_addresses": "",
    "port": str(PORT),
    "unix_socket_permissions": "0700",
    "timezone": "UTC",
    "log_timezone": "UTC",
    # what a refused statement held is about patients: it stays out of the log
    "log_error_verbosity": "terse",
    "log_min_error_statement": "panic",
}
NOT_DURABLE = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}

ROLES = Path(__file__).resolve().parents[2] / "migrations" / "roles.sql"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("directory", type=Path)
    parser.add_argument("--bindir", type=Path)
    parser.add_argument("--not-durable", action="store_true")
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("The keeper was told to end."))
    try:
        Keeper(options.directory, options.bindir, durable=not options.not_durable).keep()
    except subprocess.CalledProcessError as error:
        sys.exit(f"{Path(error.cmd[0]).name} failed.")
    except (NoPostgres, OSError, psycopg2.Error) as error:
        sys.exit(str(error))


def _for_driver(script: str) -> sql.SQL:
    """Turn psql's variables, as :'app_password' and :"database", into the driver's."""
    return sql.SQL(re.sub(r""":(['"])(\w+)\1""", r"{\2}", script))


class Keeper:
    """Runs the server of one directory, under an account that PostgreSQL accepts."""

    def __init__(self, directory: Path, bindir: Path | None, *, durable: bool) -> None:
        self.directory = directory
        self.durable = durable
        majors = [int(path.name[5:]) for path in directory.glob("data-*") if path.name[5:].isdigit()]
        kept = max(majors, default=None)
        binaries = binaries_in(bindir) if bindir else find_binaries(kept)
        if kept not in (None, binaries.major):
            raise NoPostgres(
                f"The data are PostgreSQL {kept}'s, the server in {binaries.directory} is {binaries.major}."
            )
        self.data = directory / f"data-{binaries.major}"
        self.account = server_account(self.data)
        self.binaries = reachable(binaries, self.account)
        self.socket = self._socket_directory()

    def keep(self) -> None:
        """Run the server until nobody uses it; if it ends before that, start it again.

        Where this ends otherwise the socket keeps its name: those who use the server know it by that.
        """
        self._run_while_used()
        self._forget_socket()

    def _run_while_used(self) -> None:
        self._stop_leftover()
        if not self.data.exists():
            self._make_cluster()
        short_lives = 0
        while True:
            began = time.monotonic()
            if self._run_server():
                return
            short_lives = short_lives + 1 if time.monotonic() - began < SHORT_LIFE_SECONDS else 0
            if short_lives == MOST_SHORT_LIVES:
                sys.exit("The server ended soon after its start, again and again.")
            # one that was killed leaves processes behind, in whose memory no other can start for a while
            time.sleep(POLL_SECONDS * 2**short_lives)

    def _run_server(self) -> bool:
        """Run the server until nobody uses it (True), or until it ends of itself (False)."""
        with self._running_server() as server:
            try:
                self._provision_once(server)
            except psycopg2.OperationalError as error:
                sys.stderr.write(str(error))
                return False
            while server.poll() is None:
                if self._is_unused():
                    return True
                time.sleep(POLL_SECONDS)
            return False

    def _is_unused(self) -> bool:
        """Say whether the last user has gone. If so, newcomers wait until this process has ended."""
        self._unused = lock(self.directory / "users.lock", fcntl.LOCK_EX)
        return self._unused is not None

    @contextmanager
    def _running_server(self) -> Iterator[subprocess.Popen[bytes]]:
        settings = SETTINGS | {"unix_socket_directories": str(self.socket)} | ({} if self.durable else NOT_DURABLE)
        with self._openable(self.data) as (path, descriptors):
            server = subprocess.Popen(
                [str(self.binaries.directory / "postgres"), "-D", path]
                + [part for name, value in settings.items() for part in ("-c", f"{name}={value}")],
                cwd="/",
                stdin=subprocess.DEVNULL,
                pass_fds=descriptors,
                preexec_fn=signal_when_we_end(signal.SIGINT),
                **run_as(self.account),
            )
        try:
            yield server
        finally:
            if server.poll() is None:
                server.send_signal(signal.SIGINT)  # PostgreSQL's fast shutdown
                try:
                    server.wait(STOP_SECONDS)
                except subprocess.TimeoutExpired:
                    server.kill()
                    server.wait()

    def _make_cluster(self) -> None:
        """Make the cluster under another name first: one with the right name is always whole."""
        unfinished = self.data.with_name(f"{self.data.name}.unfinished")
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir(mode=0o700)
        self._give(unfinished)
        locale = ["--locale-provider=builtin"] if self.binaries.major >= 17 else []
        with (
            self._openable(unfinished) as (path, descriptors),
            NamedTemporaryFile("w", dir=self.socket) as password,
        ):
            password.write(self._password("superuser"))
            password.flush()
            self._give(Path(password.name))
            subprocess.run(
                [str(self.binaries.directory / "initdb"), "-D", path]
                + ["--username", USERS["superuser"], "--pwfile", password.name, "--auth=scram-sha-256"]
                + ["--encoding=UTF8", "--locale=C.UTF-8", "--data-checksums", *locale]
                + ([] if self.durable else ["--no-sync"]),
                cwd="/",
                stdout=subprocess.DEVNULL,
                check=True,
                pass_fds=descriptors,
                **run_as(self.account),
            )
        unfinished.rename(self.data)

    def _provision_once(self, server: subprocess.Popen[bytes]) -> None:
        """Make the database with its roles, rights and extensions, unless it is there."""
        with self._connected(server, "postgres") as connection, connection.cursor() as cursor:
            connection.autocommit = True  # a database can't be made inside a transaction
            cursor.execute(
                "SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = %s),"
                " EXISTS (SELECT FROM pg_database WHERE datname = %s)",
                [USERS["app"], DATABASE],
            )
            is_provisioned, has_database = cursor.fetchone() or (False, False)
            if not has_database:
                cursor.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(DATABASE)))
                cursor.execute("REVOKE ALL ON DATABASE postgres, template1 FROM PUBLIC")
        if is_provisioned:
            return
        # One transaction, in the new database: whoever can connect as hms_app finds everything in place.
        with self._connected(server, DATABASE) as connection, connection, connection.cursor() as cursor:
            cursor.execute(
                _for_driver(ROLES.read_text()).format(
                    database=sql.Identifier(DATABASE),
                    app_password=sql.Literal(self._password("app")),
                    migrator_password=sql.Literal(self._password("migrator")),
                )
            )

    @contextmanager
    def _connected(self, server: subprocess.Popen[bytes], database: str) -> Iterator[psycopg2.extensions.connection]:
        """Connect as the superuser, as soon as the server lets us."""
        while True:
            try:
                connection = EmbeddedPostgres(self.directory).connect("superuser", database)
                break
            except psycopg2.OperationalError:
                if server.poll() is not None:
                    raise
                time.sleep(POLL_SECONDS / 10)
        try:
            yield connection
        finally:
            connection.close()

    def _password(self, role: Role) -> str:
        """Give a role's password, made at random the first time."""
        with private_file(self.directory / f"password-{role}") as file:
            if file.tell() == 0:
                file.write(secrets.token_urlsafe(24).encode())
        return (self.directory / f"password-{role}").read_text()

    def _socket_directory(self) -> Path:
        """Give the directory that the file `socket` names, or a new one; a stranger's is not taken."""
        note = self.directory / "socket"
        if note.exists():
            directory = Path(note.read_text())
            if directory.is_dir() and directory.lstat().st_uid == (self.account.uid if self.account else os.geteuid()):
                return directory
        directory = Path(mkdtemp(prefix="hms-", dir=SOCKET_PARENT))
        self._give(directory)
        note.unlink(missing_ok=True)
        with private_file(note) as file:
            file.write(str(directory).encode())
        return directory

    def _forget_socket(self) -> None:
        (self.directory / "socket").unlink(missing_ok=True)
        shutil.rmtree(self.socket, ignore_errors=True)

    def _stop_leftover(self) -> None:
        """Stop a server that outlived its keeper; on Linux it is stopping by itself (signal_when_we_end)."""
        process_file = self.data / "postmaster.pid"
        while process_file.exists():
            server = int(process_file.read_text().split("\n")[0])
            try:
                is_ours = os.path.samefile(f"/proc/{server}/cwd", self.data)
            except OSError:
                is_ours = False
            if not is_ours:
                return  # ended, or another program has its number: PostgreSQL itself sorts that out
            os.kill(server, signal.SIGINT)
            time.sleep(POLL_SECONDS)

    def _give(self, path: Path) -> None:
        """Make the server's account the owner."""
        if self.account:
            os.chown(path, *self.account)

    @contextmanager
    def _openable(self, directory: Path) -> Iterator[tuple[str, list[int]]]:
        """Name a directory so that the server can open it, and the descriptors that it must inherit for that.

        Its account can't look up a path below a private home, but it can open what we have opened.
        """
        if not self.account or sys.platform != "linux":
            yield str(directory), []
            return
        descriptor = os.open(directory, os.O_RDONLY)
        try:
            yield f"/proc/self/fd/{descriptor}", [descriptor]
        finally:
            os.close(descriptor)


if __name__ == "__main__":
    main()
