"""A PostgreSQL that starts when it is needed and stops when nobody needs it: no set-up, no root, no port.

Everything is in one directory:

    users.lock     every process that uses the server holds it, shared
    keeper.lock    the keeper holds it: the one process that runs the server (postgres_keeper.py)
    data-18/       the cluster, named by PostgreSQL's major version
    socket         says where the server's socket is; password-<role> and server.log say what their names say

The first user starts the keeper. The keeper stops the server, and itself, once it can lock `users.lock` for
itself alone. The kernel frees the locks of a process that ends in whatever way, so a kill -9 leaves nothing
running; and all users are equal, so a command that started the server may end before the others.
"""

from __future__ import annotations

import atexit
import fcntl
import functools
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import IO, Literal, Self
from urllib.parse import quote

import psycopg2
from psycopg2 import sql

Role = Literal["app", "migrator", "superuser"]

DATABASE = "hms"
USERS: dict[Role, str] = {"app": "hms_app", "migrator": "hms_migrator", "superuser": "postgres"}
PORT = 5432  # part of the socket's name; nothing listens on the network
START_SECONDS = 60.0
STOP_SECONDS = 30.0
POLL_SECONDS = 0.01
PROJECT = Path(__file__).resolve().parents[2]


class EmbeddedPostgresError(SystemExit):
    """The embedded database can't be had: the sentence says why, and what to do."""


def attach_or_start(data_dir: Path) -> EmbeddedPostgres:
    """Use the installation's database for as long as this process lives, starting it if nobody has."""
    return _attached(Path(data_dir).resolve())


@functools.cache
def _attached(data_dir: Path) -> EmbeddedPostgres:
    server = EmbeddedPostgres(data_dir / "postgres")
    server.start()
    atexit.register(server.stop)
    return server


@contextmanager
def throwaway(bindir: Path | None = None) -> Iterator[EmbeddedPostgres]:
    """Run a server for tests: quick, in a temporary directory, gone afterwards."""
    with (
        TemporaryDirectory(prefix="hms-postgres-") as directory,
        EmbeddedPostgres(directory, durable=False, bindir=bindir) as server,
    ):
        yield server


class EmbeddedPostgres:
    """One use of the server in a directory, from `start` to `stop`.

    `durable=False` trades safety for speed; `bindir` chooses the server's binaries. Both count only for the
    user who finds the server stopped.
    """

    def __init__(self, directory: Path | str, durable: bool = True, *, bindir: Path | None = None) -> None:
        self.directory = Path(directory).resolve()
        self.durable = durable
        self.bindir = bindir
        self._use: IO[bytes] | None = None
        self._keeper: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def start(self) -> None:
        """Return once the server answers. Raises EmbeddedPostgresError."""
        if self._use:
            return
        try:
            self.directory.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._use = self._lock_for_use()
            self._wait_until_it_answers()
        except PermissionError as error:
            self.stop()
            raise EmbeddedPostgresError(
                f"{error.filename} belongs to another user. "
                "Run this as that user, or set HMS_DATA_DIR to a directory of yours."
            ) from error
        except BaseException:
            self.stop()
            raise

    def revive(self) -> None:
        """Start the server again if its keeper was killed. (The keeper sees to it that the server runs.)"""
        if not self._keeper_is_alive():
            self._wait_until_it_answers()

    def stop(self) -> None:
        """Let go of the server. If nobody else uses it, return once it has stopped."""
        if not self._use:
            return
        self._use.close()
        self._use = None
        deadline = time.monotonic() + STOP_SECONDS
        while time.monotonic() < deadline and self._keeper_is_alive():
            if self._others_use_it():
                return
            time.sleep(POLL_SECONDS)
        if self._keeper:
            self._keeper.wait(STOP_SECONDS)

    def url(self, role: Role = "app", database: str = DATABASE) -> str:
        """Give SQLAlchemy's URL of a database, as one of the roles."""
        return (
            f"postgresql+psycopg2://{USERS[role]}:{self._read(f'password-{role}')}@/{quote(database)}"
            f"?host={quote(self._read('socket'))}&port={PORT}"
        )

    def create_database(self, name: str, *, template: str = DATABASE) -> None:
        """Copy a database that nobody is connected to, with its owner and who may connect."""
        self._as_superuser(
            "CREATE DATABASE {name} TEMPLATE {template} OWNER hms_owner",
            "REVOKE ALL ON DATABASE {name} FROM PUBLIC",
            "GRANT CONNECT ON DATABASE {name} TO hms_app, hms_migrator",
            name=name,
            template=template,
        )

    def drop_database(self, name: str) -> None:
        """Drop a database, whoever is still connected to it."""
        self._as_superuser("DROP DATABASE IF EXISTS {name} WITH (FORCE)", name=name)

    def connect(self, role: Role, database: str = DATABASE) -> psycopg2.extensions.connection:
        """Open a plain connection."""
        return psycopg2.connect(
            host=self._read("socket"),
            port=PORT,
            user=USERS[role],
            password=self._read(f"password-{role}"),
            dbname=database,
        )

    def _as_superuser(self, *statements: str, **names: str) -> None:
        connection = self.connect("superuser", "postgres")
        connection.autocommit = True  # a database can't be made or dropped inside a transaction
        identifiers = {key: sql.Identifier(name) for key, name in names.items()}
        try:
            for statement in statements:
                connection.cursor().execute(sql.SQL(statement).format(**identifiers))
        finally:
            connection.close()

    def _lock_for_use(self) -> IO[bytes]:
        """Become a user. A keeper that is just stopping holds the lock alone: wait for it to be gone."""
        deadline = time.monotonic() + STOP_SECONDS
        while time.monotonic() < deadline:
            if use := lock(self.directory / "users.lock", fcntl.LOCK_SH):
                return use
            time.sleep(POLL_SECONDS)
        raise EmbeddedPostgresError(f"The database in {self.directory} has been stopping for {STOP_SECONDS:.0f} s.")

    def _wait_until_it_answers(self) -> None:
        """Start a keeper if there is none, once; a keeper that ends during the wait has failed."""
        log = self.directory / "server.log"
        log_before = log.stat().st_size if log.exists() else 0
        started_keeper = False
        deadline = time.monotonic() + START_SECONDS
        while not self._answers():
            if free_place := lock(self.directory / "keeper.lock", fcntl.LOCK_EX):
                with free_place:
                    if started_keeper:
                        raise EmbeddedPostgresError(
                            f"The embedded PostgreSQL did not start. {log} says:\n{_since(log, log_before)}"
                        )
                    self._start_keeper(free_place)
                started_keeper = True
            if time.monotonic() > deadline:
                raise EmbeddedPostgresError(
                    f"The embedded PostgreSQL is not ready after {START_SECONDS:.0f} s. {log} says why."
                )
            time.sleep(POLL_SECONDS)

    def _start_keeper(self, keeper_lock: IO[bytes]) -> None:
        """Start the keeper and hand the lock over: it lives on in the file that the keeper inherits."""
        command = [sys.executable, "-m", "clinic.ground.postgres_keeper", str(self.directory)]
        command += [] if self.durable else ["--not-durable"]
        command += ["--bindir", str(self.bindir)] if self.bindir else []
        with private_file(self.directory / "server.log") as log:
            self._keeper = subprocess.Popen(
                command,
                cwd=PROJECT,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                pass_fds=[keeper_lock.fileno()],
                start_new_session=True,  # Ctrl-C is for its users
            )

    def _answers(self) -> bool:
        """Say whether the application can connect: its role appears last, with everything that it needs."""
        try:
            self.connect("app").close()
        except (FileNotFoundError, psycopg2.OperationalError):
            return False
        return True

    def _keeper_is_alive(self) -> bool:
        if not (free_place := lock(self.directory / "keeper.lock", fcntl.LOCK_EX)):
            return True
        free_place.close()
        return False

    def _others_use_it(self) -> bool:
        for kind, answer in ((fcntl.LOCK_EX, False), (fcntl.LOCK_SH, True)):
            if held := lock(self.directory / "users.lock", kind):
                held.close()
                return answer
        return False  # the keeper holds it alone: it is stopping

    def _read(self, name: str) -> str:
        return (self.directory / name).read_text().strip()


def private_file(path: Path) -> IO[bytes]:
    """Open a file for adding to it; nobody else may read it."""
    return open(path, "ab", opener=lambda name, flags: os.open(name, flags, 0o600))


def lock(path: Path, kind: int) -> IO[bytes] | None:
    """Lock a file until it is closed: shared (LOCK_SH) or alone (LOCK_EX). None if others hold it."""
    file = private_file(path)
    try:
        fcntl.flock(file, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        file.close()
        return None
    return file


def _since(log: Path, position: int) -> str:
    with open(log, "rb") as file:
        file.seek(position)
        return "\n".join(f"    {line}" for line in file.read().decode(errors="replace").splitlines()[-8:])
