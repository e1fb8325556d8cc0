"""`flask clinic serve`: bring up the database, the schema, the clinic and the web server; take them down."""

from __future__ import annotations

import errno
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType

import click
from flask import current_app
from flask.cli import with_appcontext
from flask_migrate import upgrade

from clinic.ground.child_processes import signal_when_we_end
from clinic.ground.embedded_postgres import EmbeddedPostgres, attach_or_start
from config import Config
from models import db

HOST = "127.0.0.1"
PROJECT = Path(__file__).resolve().parents[2]
READY_SECONDS = 30.0
WATCH_SECONDS = 0.5
WEB_SETTINGS = {"WEB_CONCURRENCY": "2", "WEB_GRACEFUL_SECONDS": "3", "WEB_LOG_LEVEL": "warning"}


def prepare_command(prepare: Callable[[], str | None]) -> click.Command:
    """Make the command for an installation that something else than `serve` runs."""

    @click.command("prepare")
    @with_appcontext
    def prepare_clinic() -> None:
        """Write what a new database lacks: the clinic and its first admin. Run it after the migrations."""
        sign_in = prepare()
        click.echo("The clinic is ready" + (f" ({sign_in})." if sign_in else "."))

    return prepare_clinic


def serve_command(prepare: Callable[[], str | None]) -> click.Command:
    """Make the command. `prepare` fills an empty database, and may say who can sign in."""

    @click.command("serve")
    @click.option("--port", envvar="PORT", default=5000, show_default=True, type=click.IntRange(1, 65535))
    @with_appcontext
    def serve(port: int) -> None:
        """Serve the whole product on this machine."""
        config: Config = current_app.config["HMS"]
        check_port_is_free(port)
        with _step("Database"):
            embedded = None if config.database_url else attach_or_start(config.data_dir)
        with _step("Migrations"):
            upgrade()
        with _step("Clinic"):
            sign_in = prepare()
            db.session.remove()
            db.engine.dispose()  # from here on only the web server uses the database, and it stops before that does
        with _step("Web server"):
            web = _start_web(config, embedded, port)
        stop = _StopOnSignal(web)
        click.echo(f"Ready on http://{HOST}:{port}" + (f" ({sign_in})" if sign_in else ""))
        _wait_for_the_end(web, embedded)
        if not stop.was_asked:
            raise click.ClickException(f"The web server ended by itself, with code {web.returncode}.")

    return serve


def check_port_is_free(port: int) -> None:
    """Refuse, saying who has it, if the port is taken."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                raise click.ClickException(
                    f"Port {port} is taken{_by_whom(port)}. Stop that, or take another: PORT={port + 1} make run"
                ) from error
            raise click.ClickException(
                f"Port {port} can't be used ({error.strerror}). Take another: PORT=5001 make run"
            ) from error


@contextmanager
def _step(name: str) -> Iterator[None]:
    """Say, in one line, how long it took."""
    began = time.monotonic()
    try:
        yield
    except BaseException:
        click.echo(f"{name:<12} failed")
        raise
    click.echo(f"{name:<12} {time.monotonic() - began:5.2f} s")


def _start_web(config: Config, embedded: EmbeddedPostgres | None, port: int) -> subprocess.Popen[bytes]:
    """Start gunicorn, with the application's rights only, and return once it answers."""
    settings = WEB_SETTINGS | os.environ
    settings.pop("MIGRATION_DATABASE_URL", None)
    settings |= {
        "DATABASE_URL": embedded.url("app") if embedded else str(config.database_url),
        "DEMO": str(int(config.demo)),
        "HMS_DATA_DIR": str(config.data_dir),
        "WEB_BIND": f"{HOST}:{port}",
    }
    web = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "app:create_app()"],
        cwd=PROJECT,
        env=settings,
        stdin=subprocess.DEVNULL,
        process_group=0,  # Ctrl-C is for us: we stop the web server, then the database
        preexec_fn=signal_when_we_end(signal.SIGINT),
    )
    try:
        _wait_until_healthy(web, port)
    except BaseException:
        _kill(web)
        raise
    return web


def _wait_until_healthy(web: subprocess.Popen[bytes], port: int) -> None:
    deadline = time.monotonic() + READY_SECONDS
    while not _is_healthy(port):
        if web.poll() is not None:
            raise click.ClickException("The web server ended at its start; the lines above say why.")
        if time.monotonic() > deadline:
            raise click.ClickException(f"The web server does not answer after {READY_SECONDS:.0f} s.")
        time.sleep(0.02)


def _is_healthy(port: int) -> bool:
    # gunicorn listens before its workers can answer: the first request waits for them
    connection = http.client.HTTPConnection(HOST, port, timeout=READY_SECONDS)
    try:
        connection.request("GET", "/health")
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


class _StopOnSignal:
    """Tells the web server to end at the first signal, and ends it at once at the second."""

    def __init__(self, web: subprocess.Popen[bytes]) -> None:
        self.web = web
        self.was_asked = False
        signal.signal(signal.SIGINT, self)
        signal.signal(signal.SIGTERM, self)
        if signal.getsignal(signal.SIGHUP) != signal.SIG_IGN:  # as nohup sets it
            signal.signal(signal.SIGHUP, self)

    def __call__(self, _signal: int, _frame: FrameType | None) -> None:
        if self.was_asked:
            _kill(self.web)
        else:
            self.was_asked = True
            click.echo("\nStopping (once more to stop at once)")
            self.web.terminate()


def _wait_for_the_end(web: subprocess.Popen[bytes], embedded: EmbeddedPostgres | None) -> None:
    """Wait until the web server has ended, keeping its database up; then let go of the database."""
    while web.returncode is None:
        try:
            web.wait(WATCH_SECONDS)
        except subprocess.TimeoutExpired:
            if embedded:
                embedded.revive()
    if embedded:
        embedded.stop()


def _kill(web: subprocess.Popen[bytes]) -> None:
    """End gunicorn and its workers at once."""
    with suppress(ProcessLookupError):
        os.killpg(web.pid, signal.SIGKILL)


def _by_whom(port: int) -> str:
    """Name the process that listens on a port, if the system lets us see it."""
    sockets = {f"socket:[{inode}]" for inode in _listening_inodes(port)}
    for link in Path("/proc").glob("[0-9]*/fd/*"):
        try:
            if os.readlink(link) in sockets:
                process = link.parts[2]
                return f" by {Path('/proc', process, 'comm').read_text().strip()} (process {process})"
        except OSError:
            continue
    return ""


def _listening_inodes(port: int) -> Iterator[str]:
    for table in (Path("/proc/net/tcp"), Path("/proc/net/tcp6")):
        if table.exists():
            for line in table.read_text().splitlines()[1:]:
                local, state, inode = (line.split()[column] for column in (1, 3, 9))
                if state == "0A" and int(local.rpartition(":")[2], 16) == port:
                    yield inode
