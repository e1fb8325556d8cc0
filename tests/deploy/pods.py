"""Web servers as Kubernetes runs them, behind a real NGINX: what the tests of roll-outs start and stop."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from tempfile import TemporaryFile

from tests.ground.test_serve import free_port
from tests.world import SECRET, World

PROJECT = Path(__file__).resolve().parents[2]
START_SECONDS = 30.0
NGINX = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")


class Pod:
    """A web server that is started, asked whether it is ready, and stopped by SIGTERM."""

    def __init__(self, world: World, project: Path = PROJECT, **settings: str) -> None:
        self.port = free_port()
        self.project = project
        self.environment = {name: value for name, value in os.environ.items() if not name.endswith("DATABASE_URL")} | {
            "DATABASE_URL": world.server.url("app", world.database),
            "MIGRATION_DATABASE_URL": world.server.url("migrator", world.database),
            "SECRET_KEY": SECRET,
            "FLASK_SKIP_DOTENV": "1",
            "WEB_BIND": f"127.0.0.1:{self.port}",
            "WEB_CONCURRENCY": "2",
            "WEB_LOG_LEVEL": "warning",
            **settings,
        }
        self.process: subprocess.Popen[bytes] | None = None
        self.log = TemporaryFile()  # noqa: SIM115 -- it is open as long as the pod is known

    def start(self) -> None:
        """Start it, and return once it answers /health."""
        command = [sys.executable, "-m", "gunicorn", "app:create_app()"]
        self.process = subprocess.Popen(
            command, cwd=self.project, env=self.environment, process_group=0, stderr=self.log
        )
        deadline = time.monotonic() + START_SECONDS
        while self.status("/health") != 200:
            assert self.process.poll() is None, self.told()
            assert time.monotonic() < deadline, "the web server does not answer"
            time.sleep(0.05)

    def stop(self) -> float:
        """Tell it to end, and give the seconds that this took."""
        assert self.process
        began = time.monotonic()
        self.process.terminate()
        self.process.wait(60)
        return time.monotonic() - began

    def kill(self) -> None:
        """End it and all its processes at once."""
        if self.process:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def told(self) -> str:
        """What it has said since its first start."""
        self.log.seek(0)
        return self.log.read().decode()

    def status(self, path: str) -> int | None:
        return self.answer(path)[0]

    def answer(self, path: str) -> tuple[int | None, bytes]:
        return answer_of(self.port, path)


def answer_of(port: int, path: str) -> tuple[int | None, bytes]:
    """What a path answers on a port of this machine; no status where nobody does."""
    with closing(HTTPConnection("127.0.0.1", port, timeout=10)) as connection:
        try:
            connection.request("GET", path)
            answer = connection.getresponse()
            return answer.status, answer.read()
        except (OSError, HTTPException):
            return None, b""


@contextmanager
def running(*pods: Pod) -> Iterator[None]:
    try:
        for pod in pods:
            pod.start()
        yield
    finally:
        for pod in pods:
            pod.kill()


@contextmanager
def gateway(directory: Path, servers: str, *, port: int) -> Iterator[subprocess.Popen[bytes]]:
    """Run NGINX with these `upstream` and `server` blocks, and return once it listens."""
    assert NGINX, "NGINX is not installed"
    conf = directory / "nginx.conf"
    conf.write_text(f"""
        pid {directory}/nginx.pid;
        error_log {directory}/error.log warn;
        worker_processes 1;
        events {{ worker_connections 1024; }}
        http {{
            access_log off;
            {"".join(f"{kind}_temp_path {directory}/{kind};" for kind in TEMPORARY)}
            {servers}
        }}
    """)
    process = subprocess.Popen([NGINX, "-p", str(directory), "-c", str(conf), "-g", "daemon off;"])
    try:
        deadline = time.monotonic() + START_SECONDS
        while answer_of(port, "/health")[0] is None:
            assert process.poll() is None, (directory / "error.log").read_text()
            assert time.monotonic() < deadline, "NGINX does not answer"
            time.sleep(0.05)
        yield process
    finally:
        process.terminate()
        process.wait(10)


TEMPORARY = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")


def upstream(name: str, pods: Sequence[Pod]) -> str:
    """The block that names where pods are."""
    listed = " ".join(f"server 127.0.0.1:{pod.port} max_fails=0;" for pod in pods)
    return f"upstream {name} {{ {listed} keepalive 32; }}"
