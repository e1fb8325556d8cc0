"""The product behind a real gunicorn, on a database of the test run's server."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from signal import SIGKILL
from typing import IO, Any

from clinic.ground.embedded_postgres import EmbeddedPostgres
from tests.conftest import TEMPLATE
from tests.ground.processes import descendants_of, eventually
from tests.world import PASSWORD, SECRET

PROJECT = Path(__file__).resolve().parents[2]


@dataclass
class Web:
    """A gunicorn that serves, and what it wrote to standard error."""

    process: subprocess.Popen[bytes]
    port: int
    metrics_port: int
    database: str
    errors: IO[bytes]

    @property
    def workers(self) -> set[int]:
        return descendants_of(self.process.pid)

    @property
    def log(self) -> list[str]:
        """Every line so far, as it stands there."""
        self.errors.seek(0)
        return self.errors.read().decode().splitlines()

    def ask(self, method: str, path: str, body: Any = None, token: str = "", **headers: str) -> tuple[int, Any]:
        """Ask on a connection of its own; give the status and the JSON."""
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        sent |= {"Authorization": f"Bearer {token}"} if token else {}
        if body is not None:
            sent["Content-Type"] = "application/json"
        with closing(HTTPConnection("127.0.0.1", self.port, timeout=30)) as connection:
            connection.request(method, path, None if body is None else json.dumps(body), sent)
            answer: HTTPResponse = connection.getresponse()
            text = answer.read()
        return answer.status, json.loads(text) if text else None

    def send(self, raw: bytes) -> bytes:
        """Send what no client library would; give what comes back."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=30) as connection:
            connection.sendall(raw)
            connection.shutdown(socket.SHUT_WR)
            return b"".join(iter(lambda: connection.recv(65536), b""))

    def sign_in(self, who: str = "staff") -> str:
        status, answer = self.ask("POST", "/api/auth/login", {"email": f"{who}@example.org", "password": PASSWORD})
        assert status == 200, answer
        return str(answer["data"]["access_token"])

    def scrape(self) -> str:
        with closing(HTTPConnection("127.0.0.1", self.metrics_port, timeout=30)) as connection:
            connection.request("GET", "/metrics")
            return connection.getresponse().read().decode()


@contextmanager
def web(server: EmbeddedPostgres, directory: Path, workers: int = 2, **settings: str) -> Iterator[Web]:
    """Serve a copy of the peopled clinic, until the block ends."""
    database = f"web_{os.urandom(4).hex()}"
    server.create_database(database, template=TEMPLATE)
    port, metrics_port = free_port(), free_port()
    given = {name: value for name, value in os.environ.items() if not name.startswith(("WEB_", "OTEL_", "SENTRY_"))}
    given |= {
        "DATABASE_URL": server.url("app", database),
        "SECRET_KEY": SECRET,
        "WEB_BIND": f"127.0.0.1:{port}",
        "WEB_METRICS_BIND": f"127.0.0.1:{metrics_port}",
        "WEB_CONCURRENCY": str(workers),
        "WEB_GRACEFUL_SECONDS": "5",
        "FLASK_SKIP_DOTENV": "1",
        "TMPDIR": str(directory),
        **settings,
    }
    command = [sys.executable, "-m", "gunicorn", "app:create_app()"]
    with (directory / "stderr").open("w+b") as errors:
        process = subprocess.Popen(command, cwd=PROJECT, env=given, stderr=errors, process_group=0)
        served = Web(process, port, metrics_port, database, errors)
        try:
            eventually(lambda: process.poll() is not None or answers(port), seconds=30)
            assert process.poll() is None, served.log
            yield served
        finally:
            process.terminate()
            try:
                process.wait(20)
            finally:
                with suppress(ProcessLookupError):
                    os.killpg(process.pid, SIGKILL)
                process.wait()
    server.drop_database(database)


def answers(port: int) -> bool:
    with suppress(OSError), closing(HTTPConnection("127.0.0.1", port, timeout=30)) as connection:
        connection.request("GET", "/health")
        return connection.getresponse().status == 200
    return False


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
