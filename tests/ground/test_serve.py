"""`make run` brings the whole product up, says what is wrong, and takes everything down again."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from http.client import HTTPConnection
from pathlib import Path

import click
import pytest

from clinic.ground.serve import check_port_is_free
from tests.ground.processes import descendants_of, eventually, is_alive, is_running, parent_of, server_process

PROJECT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory) -> Path:
    """One database for all of them, so that it is made once."""
    return tmp_path_factory.mktemp("data")


@pytest.fixture(scope="module")
def settings(data_dir) -> dict[str, str]:
    given = {key: value for key, value in os.environ.items() if not key.endswith("DATABASE_URL")}
    return given | {
        "HMS_DATA_DIR": str(data_dir),
        "PORT": str(free_port()),
        "DEMO": "1",
        "FLASK_SKIP_DOTENV": "1",  # it may name a real database
    }


@contextmanager
def serving(settings) -> Iterator[subprocess.Popen[str]]:
    """Start the product, and return once it says that it is ready."""
    command = [sys.executable, "-m", "flask", "--app", "app", "clinic", "serve"]
    supervisor = subprocess.Popen(command, cwd=PROJECT, env=settings, stdout=subprocess.PIPE, text=True)
    web = None
    try:
        assert supervisor.stdout
        lines = []
        for line in supervisor.stdout:
            lines.append(line)
            if line.startswith("Ready on"):
                break
        else:
            pytest.fail("it did not get ready:\n" + "".join(lines))
        web = web_server(supervisor)
        yield supervisor
    finally:
        supervisor.kill()
        supervisor.wait()
        if web:
            with suppress(ProcessLookupError):
                os.killpg(web, signal.SIGKILL)
        if supervisor.stdout:
            supervisor.stdout.close()


def test_ctrl_c_stops_the_web_server_and_the_database(settings, data_dir):
    with serving(settings) as supervisor:
        processes = descendants_of(supervisor.pid)
        supervisor.send_signal(signal.SIGINT)
        supervisor.wait(20)
        assert supervisor.returncode == 0
        assert not any(is_alive(process) for process in processes)
        assert not is_running(data_dir / "postgres")


def test_no_orphan_after_kill_9_of_the_supervisor(settings, data_dir):
    with serving(settings) as supervisor:
        processes = descendants_of(supervisor.pid)
        supervisor.kill()
        eventually(lambda: not any(is_alive(process) for process in processes))
        assert not is_running(data_dir / "postgres")


def test_a_web_server_that_is_killed_takes_the_rest_down(settings, data_dir):
    with serving(settings) as supervisor:
        processes = descendants_of(supervisor.pid)
        os.kill(web_server(supervisor), signal.SIGKILL)
        supervisor.wait(20)
        assert supervisor.returncode == 1
        eventually(lambda: not any(is_alive(process) for process in processes))


@pytest.fixture(scope="class")
def supervisor(settings) -> Iterator[subprocess.Popen[str]]:
    with serving(settings) as supervisor:
        yield supervisor


class TestWhileItServes:
    def test_the_web_server_has_the_applications_rights_only(self, supervisor):
        environment = Path(f"/proc/{web_server(supervisor)}/environ").read_text()
        assert "hms_app:" in environment
        assert "hms_migrator:" not in environment

    @pytest.mark.parametrize("said", [{"X-Forwarded-Proto": "https"}, {"SCRIPT_NAME": "/x"}, {"PATH_INFO": "/x"}])
    def test_a_neighbours_word_about_the_request_is_not_believed(self, supervisor, settings, said):
        """Who stands in front says TRUSTED_PROXIES, and nobody does here."""
        with closing(HTTPConnection("127.0.0.1", int(settings["PORT"]), timeout=10)) as connection:
            connection.request("GET", "/health", headers=said)
            answer = connection.getresponse()
            assert (answer.status, answer.headers["Strict-Transport-Security"]) == (200, None)

    def test_a_command_finds_the_database(self, supervisor, settings):
        command = [sys.executable, "-m", "flask", "--app", "app", "db", "current"]
        done = subprocess.run(command, cwd=PROJECT, env=settings, capture_output=True, text=True)
        assert "(head)" in done.stdout, done.stderr

    def test_it_recovers_from_kill_9_of_the_databases_keeper(self, supervisor, settings, data_dir):
        keeper = parent_of(server_process(data_dir / "postgres"))
        os.kill(keeper, signal.SIGKILL)
        eventually(lambda: not is_alive(keeper))
        eventually(lambda: status_of("/ready", settings) == 200)
        assert parent_of(server_process(data_dir / "postgres")) != keeper


def test_a_taken_port_is_named_with_who_has_it():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(click.ClickException) as refusal:
            check_port_is_free(port)
    assert f"Port {port} is taken by" in refusal.value.message
    assert f"(process {os.getpid()})" in refusal.value.message
    assert f"PORT={port + 1} make run" in refusal.value.message


def web_server(supervisor: subprocess.Popen[str]) -> int:
    """Give gunicorn's own process: the child of the supervisor that is not the database's keeper."""
    children = {process for process in descendants_of(supervisor.pid) if parent_of(process) == supervisor.pid}
    return next(child for child in children if b"gunicorn" in Path(f"/proc/{child}/cmdline").read_bytes())


def status_of(path: str, settings: dict[str, str]) -> int:
    connection = HTTPConnection("127.0.0.1", int(settings["PORT"]), timeout=10)
    try:
        connection.request("GET", path)
        return connection.getresponse().status
    finally:
        connection.close()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
